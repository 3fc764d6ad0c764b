"""Asking: by key, by click, by link and by theme; stopping, and starting again."""

import re

from playwright.sync_api import expect

from browser import ANSWERED, OUTSIDE, answered, ask, box, lose, ready, send
from stemfaq.answer.question import MAX_CHARACTERS
from stemfaq.web.words import word

CALLS = "**/component_server/**"


def slow(route):
    """Leave the question without an answer for some seconds."""
    route.request.frame.page.wait_for_timeout(4_000)
    route.continue_()


def test_enter_sends_and_shift_enter_breaks_the_line(opened):
    page = opened()
    box(page).fill("what is")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("lupus?")
    expect(box(page)).to_have_value("what is\nlupus?")
    expect(page.locator(".turn")).to_have_count(0)
    box(page).press("Enter")
    answered(page, 1)
    expect(box(page)).to_have_value("")


def test_an_example_is_asked_once_however_often_it_is_clicked(opened):
    page = opened()
    example = page.locator(".examples button").first
    question = example.inner_text()
    example.dblclick()
    expect(answered(page, 1).locator(".words")).to_have_text(question)
    page.wait_for_timeout(500)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_question_clicked_before_gradio_is_there_is_answered_once_it_is(opened, address):
    page = opened()
    page.route("**/assets/**", slow)
    page.goto(address, wait_until="commit")
    page.locator(".examples button").first.click()
    expect(page.locator(".looking")).to_be_visible(timeout=1_000)
    answered(page, 1)


def test_an_empty_question_is_not_sent_and_the_page_says_why(opened):
    page = opened()
    send(page, "   ")
    expect(page.locator("#box-hint")).to_have_text("Please type a question first.")
    expect(page.locator(".turn")).to_have_count(0)


def test_the_counter_appears_near_the_limit_and_a_longer_text_stays_in_the_box(opened):
    page = opened()
    counter = page.locator("#counter")
    box(page).fill("a" * (MAX_CHARACTERS - 1_001))
    expect(counter).to_be_hidden()
    box(page).fill("a" * (MAX_CHARACTERS - 10))
    expect(counter).to_have_text("10 characters left")
    box(page).fill("a" * (MAX_CHARACTERS + 5))
    expect(counter).to_contain_text("5 characters too many")
    box(page).press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#box-hint")).to_be_hidden()  # the counter says it already
    assert len(box(page).input_value()) == MAX_CHARACTERS + 5


def test_a_slow_server_shows_progress_at_once_and_can_be_stopped(opened):
    page = opened()
    page.route(CALLS, slow)
    send(page, ANSWERED)
    expect(page.locator(".pending .looking")).to_be_visible(timeout=300)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    stop.click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(box(page)).to_have_value(ANSWERED)
    page.wait_for_timeout(4_500)  # the answer comes all the same, and is not wanted
    expect(page.locator(".turn")).to_have_count(0)


def test_while_a_question_waits_the_page_says_so_and_loses_nothing(opened):
    page = opened()
    ask(page, ANSWERED)
    failed = lose(page, "what is lupus?")
    held = []
    page.route(CALLS, lambda route: held.append(route))
    send(page, OUTSIDE)
    expect(box(page)).to_have_value("")  # who types on has seen it go
    hint = page.locator("#box-hint")
    for tap in (
        lambda: send(page, "what is placebo?"),
        page.get_by_role("button", name="Try again").click,
        page.locator(".suggestions button").first.click,
    ):
        page.evaluate("() => { document.querySelector('#box-hint').textContent = ''; }")
        tap()
        expect(hint).to_have_text(word("en", "one_at_a_time"))
        expect(hint).to_be_in_viewport()
    expect(page.locator(".turn")).to_have_count(3)
    expect(box(page)).to_have_value("what is placebo?")
    held[0].continue_()
    answered(page, 2)
    expect(hint).to_be_hidden()
    expect(failed.locator(".words")).to_have_text("what is lupus?")


def test_a_link_with_a_question_asks_it_once(opened):
    page = opened("/?q=what+is+lupus%3F")
    expect(answered(page, 1).locator(".words")).to_have_text("what is lupus?")
    expect(page).to_have_url(re.compile(r"/$"))
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_link_with_too_long_a_question_puts_it_into_the_box(opened):
    page = opened(f"/?q={'a' * (MAX_CHARACTERS + 5)}")
    expect(page.locator("#counter")).to_contain_text("5 characters too many")
    assert len(box(page).input_value()) == MAX_CHARACTERS + 5
    expect(page.locator(".turn")).to_have_count(0)


def test_questions_are_found_by_theme(opened, index):
    page = opened()
    page.get_by_text("Browse all questions by theme").click()
    themes = page.locator(".theme")
    expect(themes.first).to_be_visible(timeout=10_000)
    listed = page.locator(".theme .questions button").all_text_contents()
    assert sorted(listed) == sorted(passage.question for passage in index.passages)
    themes.first.locator("summary").first.click()
    question = themes.first.locator(".questions button").first
    expect(question).to_be_hidden()  # a theme has up to 182 questions
    themes.first.locator(".subject summary").first.click()
    wanted = question.inner_text()
    question.click()
    expect(answered(page, 1).locator(".words")).to_have_text(wanted)


def press_again(page):
    """Two presses, slower than a double click."""
    page.get_by_role("button", name="Start again").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name=word("en", "again_sure")).click()


def test_start_again_is_no_accident(opened):
    page = opened()
    ask(page, ANSWERED)
    page.get_by_role("button", name="Start again").dblclick()
    expect(page.locator("#again")).to_have_text(word("en", "again_sure"))
    expect(page.locator(".turn")).to_have_count(1)
    page.locator(".short").first.click()
    expect(page.locator("#again")).to_have_text("Start again")
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".turn")).to_have_count(1)


def test_start_again_clears_the_conversation_for_good(opened):
    page = opened()
    ask(page, ANSWERED)
    press_again(page)
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(0)


def test_the_page_for_the_doctor_holds_the_conversation(opened):
    page = opened()
    expect(page.get_by_role("button", name="Make a page for my doctor")).to_be_hidden()
    ask(page, ANSWERED)
    ask(page, OUTSIDE)
    with page.context.expect_page() as made:
        page.get_by_role("button", name="Make a page for my doctor").click()
    expect(made.value.locator("body")).to_contain_text(ANSWERED)
    expect(made.value.locator("body")).to_contain_text(OUTSIDE)
    expect(made.value.locator("body")).to_contain_text("Nobody knows yet")


def test_the_page_for_the_doctor_is_made_once_however_often_it_is_clicked(opened):
    page = opened()
    ask(page, ANSWERED)
    made = []
    page.context.on("page", lambda one: made.append(one))
    page.get_by_role("button", name="Make a page for my doctor").dblclick()
    page.wait_for_timeout(1_500)
    assert len(made) == 1
