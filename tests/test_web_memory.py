"""Memory: the conversation belongs to the tab; failures leave it readable."""

import subprocess
import sys
from functools import partial

import pytest
from playwright.sync_api import Route, expect

from browser import ANSWERED, answered, ask, box, lose, ready, send
from conftest import ROOT
from serving import free_port, served
from stemfaq.answer import texts
from stemfaq.web.words import word

CALLS = "**/component_server/**"


def test_a_conversation_survives_a_reload_with_its_context(opened):
    page = opened()
    first = ask(page, ANSWERED).inner_text()
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(1)
    assert page.locator(".turn").inner_text() == first
    with page.expect_request(CALLS) as sent:
        ask(page, "and the risks?")
    assert sent.value.post_data_json["data"]["turns"] == [ANSWERED, "and the risks?"]


def test_a_question_without_a_reply_is_asked_again_after_a_reload(opened):
    page = opened()
    ask(page, ANSWERED)
    page.route(CALLS, lambda route: None)
    send(page, "what is lupus?")
    expect(page.locator(".pending")).to_be_visible()
    page.unroute(CALLS)
    page.reload()
    expect(answered(page, 2).locator(".words")).to_have_text("what is lupus?")
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(2)


def test_a_stopped_question_is_not_asked_again_after_a_reload(opened):
    page = opened()
    page.route(CALLS, lambda route: None)
    send(page, ANSWERED)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.unroute(CALLS)
    page.reload()
    ready(page)
    page.wait_for_timeout(500)
    expect(page.locator(".turn")).to_have_count(0)


def test_nothing_survives_a_closed_tab_and_two_tabs_do_not_mix(opened, address):
    page = opened()
    ask(page, ANSWERED)
    other = page.context.new_page()
    other.goto(address)
    ready(other)
    expect(other.locator(".turn")).to_have_count(0)
    ask(other, "what is lupus?")
    expect(page.locator(".turn")).to_have_count(1)
    page.close()
    assert other.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []
    later = other.context.new_page()
    other.close()
    later.goto(address)
    ready(later)
    expect(later.locator(".turn")).to_have_count(0)


def test_offline_the_question_is_kept_and_asked_again_by_a_click(opened):
    page = opened()
    ask(page, ANSWERED)
    failed = lose(page, "what is lupus?")
    expect(failed.locator(".notice")).to_contain_text("could not reach the server")
    expect(page.locator(".turn .reply")).to_have_count(1)
    failed.get_by_role("button", name="Try again").click()
    answered(page, 2)
    expect(page.locator(".failed")).to_have_count(0)


def test_several_questions_without_a_reply_are_all_there_after_a_reload(opened):
    page = opened()
    page.context.set_offline(True)
    for count, question in enumerate(("what is lupus?", "is it safe for children?"), 1):
        send(page, question)
        expect(page.locator(".failed")).to_have_count(count, timeout=10_000)
    page.context.set_offline(False)
    page.reload()
    expect(answered(page, 1).locator(".words")).to_have_text("is it safe for children?")
    failed = page.locator(".failed")
    expect(failed.locator(".words")).to_have_text("what is lupus?")
    expect(failed.locator(".notice")).to_have_text(word("en", "unanswered"))
    failed.get_by_role("button", name="Try again").click()
    expect(answered(page, 2).locator(".words")).to_have_text("what is lupus?")
    page.reload()
    ready(page)
    expect(page.locator(".turn .reply")).to_have_count(2)
    expect(page.locator(".turn")).to_have_count(2)


def test_a_stopped_question_is_kept_beside_what_was_typed_meanwhile(opened):
    page = opened()
    page.route(CALLS, lambda route: None)
    send(page, ANSWERED)
    expect(box(page)).to_have_value("")  # nobody types before the box is cleared
    box(page).fill("what is lupus?")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(box(page)).to_have_value("what is lupus?")
    expect(page.locator(".failed .words")).to_have_text(ANSWERED)
    page.reload()
    ready(page)
    expect(page.locator(".failed .words")).to_have_text(ANSWERED)
    expect(page.locator(".pending")).to_have_count(0)


def test_a_real_refusal_of_too_many_questions_is_told_as_what_it_is(opened, index_root, tmp_path):
    with served(index_root, tmp_path, rate=1) as at:
        page = opened(at=at)
        ask(page, ANSWERED)
        send(page, "what is lupus?")
        expect(page.locator(".failed .notice")).to_have_text(word("en", "busy"), timeout=10_000)


def test_a_real_refusal_of_a_large_question_is_told_as_what_it_is(opened, index_root, tmp_path):
    with served(index_root, tmp_path, max_request=2_000) as at:
        page = opened(at=at)
        send(page, "lupus " * 400)
        expect(page.locator(".failed .notice")).to_have_text(
            word("en", "too_large"), timeout=10_000
        )


def test_an_error_of_the_server_is_told_calmly(opened, tmp_path):
    """Real failures, from requests that are spoilt on their way and from a server without index."""
    page = opened()
    with served(tmp_path / "none", tmp_path / "data") as other:
        spoilt = {"post_data": '{"fn_name": "ask", "component_id": -1}'}
        refused = {"url": f"{other}/api/ask", "post_data": '{"turns": ["lupus"]}'}
        for count, (key, changed) in enumerate((("failed", spoilt), ("unavailable", refused)), 1):
            page.unroute(CALLS)
            page.route(CALLS, partial(Route.continue_, **changed))
            send(page, ANSWERED)
            notice = page.locator(".failed .notice")
            expect(notice).to_have_count(count, timeout=10_000)
            expect(notice.last).to_have_text(word("en", key))
    expect(page.locator("body")).not_to_contain_text("Error")


PLACE = """() => {
  const heading = document.querySelectorAll(".passage h3")[1];
  return [heading.id, Math.round(heading.getBoundingClientRect().top)];
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_after_a_reload_and_back_again_the_reader_is_where_they_were(opened, width):
    page = opened(viewport={"width": width, "height": 740})
    ask(page, ANSWERED)
    ask(page, "What are the risks of stem cell therapy?")
    page.locator(".more summary").first.click()
    page.locator(".passage h3").nth(1).evaluate("one => one.scrollIntoView()")
    place = page.evaluate(PLACE)
    caution = page.locator("#caution").bounding_box()
    assert place[1] >= caution["y"] + caution["height"]
    page.reload()
    ready(page)
    page.wait_for_timeout(500)
    assert page.evaluate(PLACE) == place
    page.goto(f"{page.url}about")
    page.go_back()
    ready(page)
    page.wait_for_timeout(500)
    assert page.evaluate(PLACE) == place


def test_after_a_restart_of_the_server_the_conversation_goes_on(opened, index_root, tmp_path):
    port = free_port()

    def start():
        command = [sys.executable, "-m", "stemfaq", "serve", "--port", str(port)]
        options = ["--index", str(index_root), "--data", str(tmp_path)]
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        next(line for line in process.stdout if "ready" in line)
        return process

    def stop(process):
        process.terminate()
        process.wait(10)
        process.stdout.close()

    server = start()
    try:
        page = opened(at=f"http://127.0.0.1:{port}")
        ask(page, ANSWERED)
        stop(server)
        send(page, "what is lupus?")
        expect(page.locator(".failed .notice")).to_contain_text(
            "could not reach the server", timeout=10_000
        )
        expect(page.locator(".turn").first).to_contain_text("Nobody knows yet")
        server = start()
        page.get_by_role("button", name="Try again").click()
        answered(page, 2)
    finally:
        stop(server)


def test_each_question_may_reach_another_process(opened, address, index_root, tmp_path):
    with served(index_root, tmp_path) as other:
        page = opened()
        ask(page, ANSWERED)

        def elsewhere(route):
            url = route.request.url.replace(address, other)
            route.fulfill(response=route.fetch(url=url))

        page.route(CALLS, elsewhere)
        expect(ask(page, "and the risks?").locator(".understood")).to_contain_text("lupus")


def test_without_an_index_the_page_says_so_and_keeps_the_question(opened, tmp_path):
    with served(tmp_path / "none", tmp_path / "data") as address:
        page = opened(at=address)
        expect(page.locator("#missing .unavailable")).to_have_text(texts.UNAVAILABLE)
        send(page, ANSWERED)
        expect(page.locator(".failed .unavailable")).to_have_text(texts.UNAVAILABLE)
        expect(box(page)).to_have_value("")
