"""The page in a real browser: ask, read, follow a source, click, be declined."""

import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from conftest import ROOT
from stemfaq.answer import texts
from stemfaq.caution import CAUTION

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def start(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "stemfaq", "serve", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    for line in process.stdout:
        if match := re.search(r"http://\S+", line):
            return process, match[0]
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def server(index_root, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    process, address = start("--index", index_root, "--port", 7911, "--data", data)
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "phone-dark"])
def page(request, browser: Browser, server):
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.requested = []
    page.on("request", lambda asked: page.requested.append(asked.url))
    page.goto(server)
    page.wait_for_selector(".welcome button")
    yield page
    foreign = [url for url in page.requested if not url.startswith((server, "data:", "blob:"))]
    assert foreign == []
    context.close()


def ask(page: Page, question: str):
    turns = page.locator(".turn").count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1, timeout=20_000)
    return page.locator(".turn").last


def test_a_patient_asks_and_reads_a_passage_with_its_sources(page):
    expect(page.locator(".caution")).to_contain_text(CAUTION)
    turn = ask(page, "Do mesenchymal stem cells work for lupus?")
    expect(turn.locator(".passage .short").first).to_contain_text("Nobody knows yet")
    expect(turn.locator(".evidence").first).to_contain_text("evidence")
    expect(turn.locator(".reviewed").first).to_contain_text("Last reviewed")
    body = turn.locator(".more p").first
    expect(body).to_be_hidden()
    turn.get_by_text("More detail").first.click()
    expect(body).to_be_visible()
    link = turn.locator(".sources a").first
    assert link.get_attribute("href").startswith("https://")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")
    expect(turn.locator(".caution-note")).to_have_text(CAUTION)


def test_a_citation_leads_to_its_source(page):
    turn = ask(page, "Do mesenchymal stem cells work for lupus?")
    cite = turn.locator(".short .cite").first
    target = cite.get_attribute("href")
    cite.click()
    expect(page.locator(target)).to_be_in_viewport()


def test_an_example_and_a_related_question_are_asked_by_a_click(page):
    example = page.locator(".examples button").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".turn")).to_have_count(1, timeout=20_000)
    expect(page.locator(".asked")).to_contain_text(question)
    related = page.locator(".suggestions button").first
    question = related.inner_text()
    related.click()
    expect(page.locator(".turn")).to_have_count(2, timeout=20_000)
    expect(page.locator(".asked").last).to_contain_text(question)


def test_a_question_outside_the_subject_is_declined_with_the_caution(page):
    turn = ask(page, "best pizza in Naples")
    expect(turn).to_contain_text(texts.DECLINE)
    expect(turn.locator(".caution-note")).to_have_text(CAUTION)
    expect(turn.locator(".passage")).to_have_count(0)


def test_the_caution_stays_in_sight_while_reading(page):
    turn = ask(page, "What are the risks of stem cell therapy?")
    turn.get_by_text("More detail").first.click()
    page.locator(".caution-note").last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    expect(page.locator(".caution")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_nothing_that_is_typed_becomes_markup(page):
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    typed = "<img src=x onerror=alert(1)><b>lupus</b> ${1+1} {{1+1}} [x](javascript:alert(1)) `a`"
    turn = ask(page, typed)
    expect(turn.locator(".asked")).to_contain_text(typed)
    expect(turn.locator(".asked img, .asked b, .asked a")).to_have_count(0)


def test_a_thumb_is_thanked_and_counted_once(page):
    turn = ask(page, "what is lupus")
    thumb = turn.locator(".thumbs button").first
    thumb.click()
    expect(turn.locator(".thumbs span").first).to_have_text("Thank you.")
    expect(thumb).to_be_disabled()


def test_start_again_clears_the_conversation(page):
    ask(page, "what is lupus")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()


def test_without_an_index_the_page_says_that_it_is_not_available(browser, tmp_path):
    process, address = start("--index", tmp_path / "none", "--port", 7912)
    try:
        page = browser.new_page()
        page.goto(address)
        expect(page.locator(".unavailable")).to_contain_text(texts.UNAVAILABLE, timeout=15_000)
        expect(page.locator(".caution")).to_contain_text(CAUTION)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/readyz")
        assert refused.value.code == 503
        page.close()
    finally:
        process.terminate()
        process.wait(10)
