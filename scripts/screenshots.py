"""Make the screenshots in docs/img anew from the running page, so that none shows an old one.

Usage: python scripts/screenshots.py
"""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "img"
PATIENCE = 90_000  # milliseconds; other work may keep the machine busy
WORKS = "Do stem cells work for lupus?"


@dataclass(frozen=True)
class State:
    """One picture: what is asked in which window, and what is opened."""

    name: str
    width: int
    height: int
    asked: str | None = WORKS
    scheme: str = "light"
    address: str = ""
    opened: str = ""


STATES = (
    State("start", 1280, 900, None),
    State("answer", 900, 1000),
    State("detail", 768, 1100, opened=".more > summary"),
    State("sources", 768, 1100, opened=".sources > summary"),
    State("themes", 768, 1100, None, opened="#browse > summary"),
    State("choose", 768, 900, "is it safe"),
    State("decline", 768, 900, "best pizza in Naples"),
    State("urgent", 768, 900, "I have chest pain and cannot breathe"),
    State("phone", 360, 740),
    State("dark", 360, 740, scheme="dark"),
    State("about", 768, 1100, None, address="about"),
    State("spanish", 360, 740, None, address="?lang=es"),
)


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with the live index, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "stemfaq", "serve", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield next(
                m[0] for line in server.stdout or () if (m := re.search(r"http://\S+", line))
            )
        finally:
            server.terminate()


def picture(browser: Browser, address: str, state: State) -> None:
    """Bring the page into one state and save what is seen."""
    page = browser.new_page(
        viewport={"width": state.width, "height": state.height},
        color_scheme=state.scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page.goto(f"{address}/{state.address}", timeout=PATIENCE)
    if not state.address.startswith("about"):
        expect(page.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
    if state.asked:
        ask(page, state.asked)
    if state.opened:
        page.locator(state.opened).first.click()
    page.wait_for_timeout(800)
    page.screenshot(path=FOLDER / f"{state.name}.png")
    page.close()


def ask(page: Page, question: str) -> None:
    """Type and send a question, and wait for its reply."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".reply")).to_be_visible(timeout=PATIENCE)


def main() -> None:
    """Save every picture."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for state in STATES:
            picture(browser, address, state)


if __name__ == "__main__":
    main()
