"""Memory: the conversation belongs to the tab; failures leave it readable."""

import subprocess
import sys

from playwright.sync_api import expect

from browser import ANSWERED, answered, ask, box, ready, send
from conftest import ROOT
from serving import free_port, served
from stemfaq.answer import texts

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
    page.context.set_offline(True)
    send(page, "what is lupus?")
    failed = page.locator(".turn.failed")
    expect(failed.locator(".notice")).to_contain_text("could not reach the server", timeout=10_000)
    expect(page.locator(".turn .reply")).to_have_count(1)
    page.context.set_offline(False)
    failed.get_by_role("button", name="Try again").click()
    answered(page, 2)
    expect(page.locator(".failed")).to_have_count(0)


def test_too_many_questions_are_told_from_a_lost_connection(opened):
    page = opened()
    page.route(CALLS, lambda route: route.fulfill(status=429))
    send(page, ANSWERED)
    expect(page.locator(".failed .notice")).to_contain_text("wait a minute", timeout=10_000)


def test_an_error_of_the_server_is_told_calmly(opened):
    page = opened()
    page.route(CALLS, lambda route: route.fulfill(status=500))
    send(page, ANSWERED)
    expect(page.locator(".failed .notice")).to_contain_text(
        "went wrong on our side", timeout=10_000
    )
    expect(page.locator("body")).not_to_contain_text("Error")


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
