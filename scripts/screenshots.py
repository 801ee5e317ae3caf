"""Takes the README's pictures from a running demonstration: `python scripts/screenshots.py http://localhost:8000`.

Needs the development requirements and Chromium. Every person in the pictures is invented.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "invented-demo-only"  # noqa: S105 - the demonstration's printed password
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = {"width": 1280, "height": 900}
ADULT, CHILD = "MC-10001", "MC-10019"


def signed_in(browser: Browser, site: str, who: str) -> Page:
    """A page on Home as one of the sample sign-ins."""
    page = browser.new_context(viewport=SIZE, base_url=site).new_page()  # type: ignore[arg-type]  # a plain dict
    page.goto("/account/login/")
    page.fill("input[name=login]", f"{who}@example.test")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    return page


def take(page: Page, name: str) -> None:
    """What is on the screen, as docs/images/NAME.png."""
    page.screenshot(path=FOLDER / f"{name}.png")


def open_case(page: Page, reference: str, tab: str = "") -> None:
    """A case by its reference, then one of its tabs."""
    page.goto("/cases/")
    page.locator("tr", has_text=reference).get_by_role("link").first.click()
    if tab:
        page.get_by_role("navigation", name="Case").get_by_role("link", name=tab, exact=True).click()


def main() -> None:
    """Walk through the demonstration as four people."""
    site = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = signed_in(browser, site, "practitioner.hampshire")
        take(page, "home")
        open_case(page, ADULT)
        take(page, "case")
        open_case(page, ADULT, "Level and reviews")
        take(page, "level")
        page = signed_in(browser, site, "chair.hampshire")
        open_case(page, ADULT, "Meetings")
        page.locator("main").get_by_role("link").filter(has_text="2026").first.click()
        take(page, "meeting")
        page = signed_in(browser, site, "yjs.hampshire")
        open_case(page, CHILD, "Youth")
        page.get_by_role("heading", name="The three risks").scroll_into_view_if_needed()
        page.evaluate("window.scrollTo(0, 520)")
        take(page, "youth")
        page = signed_in(browser, site, "coordinator.hampshire")
        page.goto("/dashboard/")
        take(page, "dashboard")
        browser.close()


if __name__ == "__main__":
    main()
