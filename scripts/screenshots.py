"""Make the screenshots in docs/img anew from the running page, so that none shows an old one.

Usage: python scripts/screenshots.py
"""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "img"
STATES = {"answer": (900, 1000, "light"), "phone": (360, 740, "light"), "dark": (360, 740, "dark")}


def main() -> None:
    """Serve the live index, ask one question in each state, and save what is seen."""
    command = [sys.executable, "-m", "stemfaq", "serve", "--port", "7913"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = next(
            m[0] for line in server.stdout or () if (m := re.search(r"http://\S+", line))
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            for name, (width, height, scheme) in STATES.items():
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                )
                page.goto(address)
                page.get_by_label("Your question").fill("Do stem cells work for lupus?")
                page.get_by_label("Your question").press("Enter")
                expect(page.locator(".short").first).to_be_visible(timeout=20_000)
                page.wait_for_timeout(1500)
                page.screenshot(path=FOLDER / f"{name}.png")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
