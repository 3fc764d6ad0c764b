"""Feedback from the page: given by a click, kept as the page says, and never needed."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import expect

from browser import ANSWERED, OUTSIDE, ask, ready
from serving import served
from stemfaq.web.feedback import FILE, FeedbackStore
from stemfaq.web.words import word

DAYS = 30


@pytest.fixture(scope="module")
def server(index_root, tmp_path_factory):
    """A server that keeps feedback, and the folder where it does."""
    data = tmp_path_factory.mktemp("feedback")
    with served(index_root, data, feedback_days=DAYS, rate=10_000) as address:
        yield address, data


@pytest.fixture
def at(server):
    return server[0]


@pytest.fixture
def data(server):
    """The folder, with nothing kept in it yet."""
    with contextlib.closing(sqlite3.connect(server[1] / FILE)) as database, database:
        for table in ("thumbs", "notes", "gaps"):
            database.execute(f"DELETE FROM {table}")
    return server[1]


def test_a_helpful_answer_is_counted_by_one_click(opened, at, data):
    turn = ask(opened(at=at), ANSWERED)
    group = turn.locator(".passage").first.locator(".helpful")
    group.get_by_role("button", name="Yes").click()
    expect(turn.locator(".noted").first).to_have_text(word("en", "thanks"), timeout=10_000)
    (noted,) = FeedbackStore.open(data, DAYS).thumbs()
    assert (noted.passage, noted.up, noted.down) == ("msc-lupus-does-it-work", 1, 0)


def test_reasons_and_a_note_are_kept_without_personal_details(opened, at, data):
    turn = ask(opened(at=at), ANSWERED)
    passage = turn.locator(".passage").first
    passage.get_by_role("button", name="No").click()
    form = passage.locator(".reasons")
    expect(form.locator(".hint")).to_contain_text("no names, dates of birth")
    form.get_by_label("It was hard to read").focus()
    form.get_by_label("It was hard to read").press("Space")
    form.get_by_label("Anything to add?").fill("too long, write to ann@example.org")
    form.get_by_role("button", name="Send feedback").click()
    expect(passage.locator(".noted")).to_have_text(word("en", "thanks"), timeout=10_000)
    (noted,) = FeedbackStore.open(data, DAYS).thumbs()
    assert (noted.up, noted.down, noted.reasons) == (0, 1, {"hard-to-read": 1})
    assert noted.notes[0].startswith("too long")
    assert "ann@example.org" not in noted.notes[0]


def test_a_form_left_open_does_not_come_back_dead(opened, at, data):
    page = opened(at=at)
    ask(page, "Do stem cells work for lupus?")
    first, second = (page.locator(".passage").nth(place) for place in (0, 1))
    second.get_by_role("button", name="No").click()
    first.get_by_role("button", name="Yes").click()
    expect(first.locator(".noted")).to_have_text(word("en", "thanks"), timeout=10_000)
    page.reload()
    ready(page)
    expect(first.locator(".noted")).to_have_text(word("en", "thanks"))
    second.get_by_role("button", name="No").click()
    second.get_by_label("Anything to add?").fill("a note of mine")
    second.get_by_role("button", name="Send feedback").click()
    expect(second.locator(".noted")).to_have_text(word("en", "thanks"), timeout=10_000)
    assert page.url == f"{at}/"
    notes = [note for noted in FeedbackStore.open(data, DAYS).thumbs() for note in noted.notes]
    assert notes == ["a note of mine"]


def test_a_note_that_could_not_be_sent_is_kept_and_sent_again(opened, at, data):
    page = opened(at=at)
    passage = ask(page, ANSWERED).locator(".passage").first
    passage.get_by_role("button", name="No").click()
    note = passage.get_by_label("Anything to add?")
    note.fill("a note of mine")
    page.context.set_offline(True)
    passage.get_by_role("button", name="Send feedback").click()
    expect(passage.locator(".noted")).to_have_text(word("en", "not_noted"), timeout=10_000)
    expect(note).to_have_value("a note of mine")
    page.context.set_offline(False)
    passage.get_by_role("button", name="Send feedback").click()
    expect(passage.locator(".noted")).to_have_text(word("en", "thanks"), timeout=10_000)
    (noted,) = FeedbackStore.open(data, DAYS).thumbs()
    assert list(noted.notes) == ["a note of mine"]


def test_the_form_of_reasons_closes_again_and_forgets_nothing(opened, at):
    page = opened(at=at)
    passage = ask(page, ANSWERED).locator(".passage").first
    form, no = passage.locator(".reasons"), passage.get_by_role("button", name="No")
    no.click()
    form.get_by_label("Anything to add?").fill("half a no")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_be_hidden()
    expect(no).to_be_focused()
    no.click()
    expect(form.get_by_label("Anything to add?")).to_have_value("half a no")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    no.click()
    padding = form.get_by_role("button").first.evaluate("one => getComputedStyle(one).paddingLeft")
    assert padding == "14px"


def test_an_unanswered_question_is_noted_only_by_a_click(opened, at, data):
    turn = ask(opened(at=at), OUTSIDE)
    assert FeedbackStore.open(data, DAYS).gaps() == []
    turn.get_by_role("button", name="Note this question for our staff").click()
    expect(turn.locator(".noted")).to_have_text(word("en", "gap_noted"), timeout=10_000)
    assert [gap.question for gap in FeedbackStore.open(data, DAYS).gaps()] == [OUTSIDE]


def test_the_page_says_what_is_kept_and_for_how_long(opened, at):
    expect(opened(at=at).locator(".foot")).to_contain_text(word("en", "privacy", days=DAYS))


def test_one_setting_turns_all_of_it_off(opened, index_root, tmp_path):
    data = tmp_path / "data"
    with served(index_root, data, feedback="false") as at:
        page = opened(at=at)
        expect(page.locator(".foot")).to_contain_text(word("en", "privacy_off"))
        expect(ask(page, ANSWERED).locator(".helpful")).to_have_count(0)
        expect(ask(page, OUTSIDE).locator(".gap")).to_have_count(0)
        assert not data.exists()
