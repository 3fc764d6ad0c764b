"""Speed: few bytes, nothing foreign, and a first answer within six seconds on a slow phone."""

import contextlib
import sys

import pytest
from playwright.sync_api import expect

from conftest import ROOT
from stemfaq.web.document import document
from stemfaq.web.words import word

sys.path.insert(0, str(ROOT / "scripts"))
from page_speed import visit

BYTES = 270_000
SECONDS = 6.0


@pytest.mark.timed
def test_the_first_answer_is_there_within_six_seconds_on_a_slow_phone(browser, address):
    """The best of three: other work on the machine slows the throttled browser further."""
    visits = [visit(browser, address) for _ in range(3)]
    assert min(one.answer for one in visits) <= SECONDS
    assert max(one.transferred for one in visits) <= BYTES


def test_caution_and_welcome_stand_in_the_document_itself(browser, address):
    """Where no script has come yet."""
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.route("**/page.js", lambda route: None)
        page.goto(address, wait_until="commit")
        expect(page.locator("#caution")).to_be_visible()
        expect(page.locator(".examples button").first).to_be_visible()
        expect(page.locator("#broken p")).to_be_hidden()


def offers_plain_pages(page, key):
    """The page says so in a sentence, with links, and shows nothing that would not work."""
    line = page.locator("#early .notice:visible")
    expect(line).to_contain_text(word("en", key), timeout=40_000)
    expect(line.get_by_role("link", name="All questions and answers")).to_be_visible()
    expect(line.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    expect(page.locator("button:visible, summary:visible")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("contact the author", use_inner_text=True)


def test_without_javascript_the_page_leads_to_the_plain_pages(browser, address):
    with contextlib.closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".caution")).to_be_visible()
        offers_plain_pages(page, "no_script")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_without_its_script_the_page_leads_to_the_plain_pages(browser, address, motion):
    with contextlib.closing(browser.new_context(reduced_motion=motion)) as context:
        page = context.new_page()
        page.route("**/page.js", lambda route: route.abort())
        page.goto(address)
        offers_plain_pages(page, "not_started")


def test_without_gradio_the_page_leads_to_the_plain_pages(browser, address):
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.route("**/assets/**", lambda route: route.abort())
        page.clock.install()
        page.goto(address)
        expect(page.locator("#early .notice:visible")).to_have_count(0)
        page.clock.fast_forward(31_000)  # the page waits for 30 s
        offers_plain_pages(page, "not_started")


def test_a_gradio_with_another_page_is_refused_by_name():
    with pytest.raises(ValueError, match=r"docs/web\.md"):
        document("<html></html>", "en", True, None)
