"""Reading: what an answer shows, in which order, and that its words are the reviewed ones."""

import re

import pytest
from playwright.sync_api import expect

from browser import ANSWERED, EMERGENCY, OUTSIDE, answered, ask
from serving import served
from stemfaq.answer import texts
from stemfaq.caution import CAUTION
from stemfaq.web.doctor import GENERAL, SUPPORT

SCREENS = [(1280, 800, "light"), (768, 1000, "light"), (360, 740, "dark"), (360, 740, "light")]


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[2]}")
def page(request, opened):
    width, height, scheme = request.param
    return opened(viewport={"width": width, "height": height}, color_scheme=scheme)


def test_an_answer_is_short_first_and_the_rest_is_one_tap_away(page):
    passage = ask(page, ANSWERED).locator(".passage").first
    expect(passage.locator(".short")).to_contain_text("Nobody knows yet")
    expect(passage.locator(".evidence")).to_have_text(re.compile("^Weak evidence. Small studies"))
    expect(passage.locator(".reviewed")).to_contain_text(
        re.compile(r"Last reviewed on \d+ \w+ \d{4} by our editorial staff")
    )
    body = passage.locator(".more p").first
    expect(body).to_be_hidden()
    passage.get_by_text("More detail").click()
    expect(body).to_be_visible()


def test_the_role_of_the_reviewers_is_a_setting(opened, index_root, tmp_path):
    with served(index_root, tmp_path, reviewers="two rheumatologists") as at:
        reviewed = ask(opened(at=at), ANSWERED).locator(".reviewed").first
        expect(reviewed).to_contain_text("by two rheumatologists.")


def test_the_caution_stays_in_sight_and_covers_nothing(page):
    turn = ask(page, ANSWERED)
    bar = page.locator("#caution")
    for part in (turn.locator(".short").first, turn.locator(".caution-note")):
        part.evaluate("part => part.scrollIntoView()")
        expect(bar).to_be_in_viewport(ratio=1)
        expect(bar).to_contain_text(CAUTION)
        assert part.bounding_box()["y"] >= bar.bounding_box()["height"]
    expect(turn.locator(".caution-note")).to_have_text(CAUTION)


def test_the_page_never_scrolls_sideways(page):
    ask(page, ANSWERED)
    for details in page.locator(".turn details").all():
        details.evaluate("details => { details.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_source_names_its_kind_and_year_and_opens_in_a_new_tab(opened):
    turn = ask(opened(), ANSWERED)
    turn.locator(".sources summary").first.click()
    source = turn.locator(".sources li").first
    expect(source.locator(".kind")).to_have_text(re.compile(r"^\([a-z ,-]+, \d{4}\)$"))
    link = source.locator("a")
    expect(link).to_have_attribute("href", re.compile("^https://"))
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_contain_text("(opens in a new tab)")


def test_a_source_without_a_year_says_when_it_was_read(opened):
    turn = ask(opened(), "What is lupus?")
    turn.locator(".sources summary").first.click()
    kind = turn.locator(".sources .kind", has_text="patient information").first
    expect(kind).to_have_text(re.compile(r"^\(patient information, read on \d+ \w+ \d{4}\)$"))


def test_a_citation_opens_the_list_and_leads_to_its_source(opened):
    page = opened()
    cite = ask(page, ANSWERED).locator(".short .cite").first
    source = page.locator(cite.get_attribute("href"))
    expect(source).to_be_hidden()
    cite.click()
    expect(source).to_be_in_viewport()
    expect(source).to_be_focused()


def test_a_hard_word_is_explained_by_tap_and_by_key(opened):
    page = opened()
    passage = ask(page, ANSWERED).locator(".passage").first
    word = passage.locator(".term").first
    note = page.locator(f"#{word.get_attribute('aria-controls')}")
    expect(note).to_be_hidden()
    word.click()
    expect(note).to_be_visible()
    expect(note).to_contain_text(word.inner_text())
    expect(word).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()


def test_a_word_is_explained_once_in_a_passage(opened):
    passage = ask(opened(), ANSWERED).locator(".passage").first
    words = [word.text_content().lower() for word in passage.locator(".term").all()]
    assert words
    assert len(words) == len(set(words))


def test_several_passages_are_told_apart(opened):
    turn = ask(opened(), "Do stem cells work for lupus?")
    count = turn.locator(".passage").count()
    assert count > 1
    expect(turn.locator(".place")).to_have_text(
        [f"Answer {n} of {count}" for n in range(1, count + 1)]
    )
    for passage in turn.locator(".passage").all():
        expect(passage.locator("h3")).to_have_count(1)


def test_a_related_question_is_asked_by_a_click(opened):
    page = opened()
    related = ask(page, ANSWERED).locator(".suggestions button").first
    question = related.inner_text()
    related.click()
    asked = page.locator(".asked .words").last
    expect(asked).to_have_text(question)
    expect(page.locator(".asked").last).to_be_focused(timeout=10_000)


def test_what_we_cannot_answer_is_declined_with_the_caution(opened):
    turn = ask(opened(), OUTSIDE)
    expect(turn).to_contain_text(texts.DECLINE)
    expect(turn.locator(".caution-note")).to_have_text(CAUTION)
    expect(turn.locator(".passage")).to_have_count(0)


def test_an_emergency_comes_first_and_asks_for_no_marks(opened):
    turn = ask(opened(), EMERGENCY)
    expect(turn.locator(".reply > :first-child")).to_have_text(texts.IF_NOW)
    expect(turn.locator(".helpful")).to_have_count(0)
    numbers = turn.locator(".urgent-line a")
    expect(numbers).to_have_text(["112", "911", "999"])
    expect(numbers.first).to_have_attribute("href", "tel:112")


def test_an_answer_links_to_its_plain_page(opened):
    page = opened()
    link = ask(page, ANSWERED).locator(".reviewed a").first
    link.click()
    expect(page).to_have_url(re.compile("/passage/msc-lupus-does-it-work$"))
    expect(page.locator("h1")).to_have_text(ANSWERED)


def test_under_an_answer_stand_the_questions_for_the_doctor_and_support(opened, index):
    page = opened()
    to_ask, support = (index.passage(id_).question for id_ in (GENERAL, SUPPORT))
    before = ask(page, ANSWERED).locator(".before")
    expect(before).to_contain_text("Before you decide:")
    before.get_by_role("button", name=to_ask).click()
    turn = answered(page, 2)
    expect(turn.locator(".passage h3").first).to_have_text(to_ask)
    expect(turn.locator(".before button")).to_have_text([support])
    for asked in (OUTSIDE, EMERGENCY):
        expect(ask(page, asked).locator(".before")).to_have_count(0)


def test_what_can_be_chosen_stands_right_below_the_line_that_says_so(opened):
    page = opened()
    turn = ask(page, "is it safe")
    options = turn.locator(".notice + .options")
    expect(options).to_have_count(1)
    chosen = options.locator("button").first
    question = chosen.inner_text()
    chosen.click()
    expect(page.locator(".asked .words").last).to_have_text(question)


def test_what_changes_by_itself_says_as_of_when(opened):
    passage = ask(opened(), "How much does a stem cell transplant cost?").locator(".passage").first
    expect(passage.locator(".as-of")).to_have_text(re.compile(r"^As of \w+ \d{4}\.$"))
