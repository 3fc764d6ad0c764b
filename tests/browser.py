"""A real Chromium, the page in it, and what tests do there; fixtures by `pytest_plugins`."""

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from serving import CHROMIUM, served
from stemfaq.answer.reply import Reply
from stemfaq.web.render import turn

ANSWERED = "Do mesenchymal stem cells work for lupus?"
OUTSIDE = "best pizza in Naples"
EMERGENCY = "I have chest pain and cannot breathe"


@pytest.fixture(scope="session")
def address(index_root, tmp_path_factory):
    """A server with the real index."""
    with served(index_root, tmp_path_factory.mktemp("data"), rate=1_000_000) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """One for each module: Playwright's event loop must not run while other tests use theirs."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, address):
    """Opens the page in a browser profile of its own; closes it, and tells of foreign requests."""
    contexts, asked, errors = [], [], []

    def open_page(path="/", at=address, **options) -> Page:
        context = browser.new_context(
            **({"viewport": {"width": 768, "height": 1000}, "reduced_motion": "reduce"} | options)
        )
        contexts.append(context)
        context.on("request", lambda request: asked.append((at, request.url)))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        page = context.new_page()
        page.goto(f"{at}{path}")
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for at, url in asked if not url.startswith((f"{at}/", "data:", "blob:"))] == []
    assert errors == []


def ready(page: Page):
    expect(page.locator("#question textarea")).to_be_visible(timeout=20_000)


def box(page: Page):
    return page.locator("#question textarea")


def send(page: Page, question: str):
    box(page).fill(question)
    box(page).press("Enter")


def lose(page: Page, question: str):
    """Send a question while the page is offline, and return its turn once that shows."""
    page.context.set_offline(True)
    send(page, question)
    failed = page.locator(".turn.failed")
    expect(failed).to_have_count(1, timeout=10_000)
    page.context.set_offline(False)
    return failed


def ask(page: Page, question: str):
    """Ask, wait for the reply, and return its turn."""
    turns = page.locator(".turn .reply").count()
    send(page, question)
    return answered(page, turns + 1)


def answered(page: Page, count: int):
    """The last turn, once there are `count` replies."""
    expect(page.locator(".turn .reply")).to_have_count(count, timeout=20_000)
    expect(page.locator(".pending")).to_have_count(0)
    return page.locator(".turn").last


def reply_with(page: Page, reply: Reply, glossary=()):
    """Let the server answer the next questions with this reply, rendered as it renders all."""

    def answer(route):
        key = route.request.post_data_json["data"]["key"]
        html = turn(reply, key, "en", glossary)
        route.fulfill(json={"html": html, "announce": "", "kind": reply.kind})

    page.route("**/component_server/**", answer)
