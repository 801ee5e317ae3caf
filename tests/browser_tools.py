"""Headless Chromium for tests: how it is started, what counts as a complaint, and how a page is measured with axe."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

AXE = (Path(__file__).parent / "fixtures" / "axe" / "axe.min.js").read_text()
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. While it runs Django may be called from this thread, which Playwright's loop would make it refuse."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is needed for the browser tests: install it (Debian: apt-get install chromium)"
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def listen(page: Page, complaints: list[str]) -> None:
    """Collect what must never happen: script errors, anything the content policy refuses, answers of 500 and more."""

    def heard(text: str) -> None:
        # A refusal is an answer; a page that asks for something missing fails elsewhere. Without a connection is a page
        # only where a test took it away.
        if "status of 4" not in text and "net::ERR_INTERNET_DISCONNECTED" not in text:
            complaints.append(f"{page.url}: {text}")

    def answered(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.url} answered {response.status}")

    page.on("console", lambda message: heard(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard(str(error)))
    page.on("response", answered)


def faults(page: Page) -> list[str]:
    """Every accessibility fault that axe finds on the page as it stands, and whether it scrolls sideways."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    lines = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]
    return [*lines, "the page scrolls sideways"] if page.evaluate(SIDEWAYS) else lines
