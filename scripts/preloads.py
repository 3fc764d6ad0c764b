"""Note which of Gradio's modules the page loads, so that its document can ask for all at once.

Run it anew after an upgrade of Gradio or a change of the page's components.
Usage: python scripts/preloads.py http://127.0.0.1:7860
"""

import json
import sys
from pathlib import Path

import gradio
from playwright.sync_api import sync_playwright

FILE = Path(__file__).parent.parent / "src" / "stemfaq" / "web" / "preloads.json"


def main(address: str) -> None:
    """Open the page and write the names of the modules that it asked for, in that order."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector("#question textarea")
        page.wait_for_timeout(500)
        browser.close()
    names = [url.rpartition("/assets/")[2] for url in asked if "/assets/" in url]
    modules = [name for name in dict.fromkeys(names) if name.endswith(".js")]
    found = {"gradio": gradio.__version__, "modules": modules}
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
