"""How fast the page is on a slow phone: CPU four times slower, and a slow 4G line.

Opens the page with an empty cache, asks as soon as the box is there, and prints seconds since
opening and bytes as they went over the line. Usage: python scripts/page_speed.py ADDRESS [RUNS]
"""

import statistics
import sys
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, sync_playwright

QUESTION = "Do mesenchymal stem cells work for lupus?"
CPU_SLOWER = 4
# Lighthouse's "slow 4G": 150 ms round trip, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 768_000 / 8,
}


@dataclass(frozen=True)
class Visit:
    """One visit: seconds until each thing was on screen, requests and bytes until the answer."""

    caution: float
    box: float
    answer: float
    requests: int
    transferred: int


def visit(browser: Browser, address: str) -> Visit:
    """Open the page, ask, and wait for the short answer."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    session = page.context.new_cdp_session(page)
    sizes = _slow(session)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".caution", timeout=60_000)
    caution = time.perf_counter() - started
    page.wait_for_selector("#question textarea", timeout=60_000)
    box = time.perf_counter() - started
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector(".short", timeout=60_000)
    answer = time.perf_counter() - started
    page.wait_for_timeout(500)
    page.context.close()
    return Visit(caution, box, answer, len(sizes), int(sum(sizes)))


def _slow(session: CDPSession) -> list[float]:
    """Slow the page down; the list fills with the bytes of each response."""
    sizes: list[float] = []
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


def main(address: str, runs: int) -> None:
    """Print the median of some visits, and the slowest."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        visits = [visit(browser, address) for _ in range(runs)]
        browser.close()
    for name in ("caution", "box", "answer"):
        seconds = [getattr(one, name) for one in visits]
        print(f"{name:8} {statistics.median(seconds):5.2f} s  slowest {max(seconds):5.2f} s")  # noqa: T201
    print(f"{visits[-1].requests} requests, {visits[-1].transferred:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
