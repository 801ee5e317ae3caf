"""The demonstration pages in headless Chromium: no accessibility fault, no refused script, links that reach inputs."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page

from tests.browser_tools import chromium, faults, listen

pytestmark = pytest.mark.browser

PAGES = ["/", "/form/", "/conflict/", "/errors/404/", "/errors/service-unavailable/"]


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as browsers expect."""

    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    """Keeps the test output clean."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(kit) -> Iterator[str]:
    kit.DEBUG = True  # static files straight from their folders
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page under the project's content security policy; the test fails when the browser refuses or lacks a thing."""
    complaints: list[str] = []
    page = browser.new_page()
    listen(page, complaints)
    yield page
    page.close()  # before the server stops, which would reset a picture still on its way
    assert complaints == []


def violations(browser: Browser, address: str, *, send: bool = False, width: int = 1280) -> list[str]:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address)
    if send:
        page.get_by_role("button", name="Save").click()
        page.wait_for_selector(".govuk-error-summary")
    found = faults(page)
    context.close()
    return found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_accessibility_fault_on_any_page(browser: Browser, address: str, path: str, width: int) -> None:
    assert violations(browser, address + path, width=width) == []


def test_no_accessibility_fault_on_a_form_with_errors(browser: Browser, address: str) -> None:
    assert violations(browser, f"{address}/form/", send=True) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_refuses_nothing(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")


def test_the_design_system_runs(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.fill("#id_reason", "x" * 490)
    page.get_by_text("You have 10 characters remaining").first.wait_for()
    page.fill("#id_secret", "open sesame")
    page.get_by_role("button", name="Show password").click()
    assert page.get_attribute("#id_secret", "type") == "text"


def test_every_line_of_the_error_summary_puts_the_cursor_into_an_input(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.get_by_role("button", name="Save").click()
    links = page.locator(".govuk-error-summary__list a[href^='#']")
    assert links.count() >= 11
    for index in range(links.count()):
        links.nth(index).click()
        assert page.evaluate("document.activeElement.tagName") in {"INPUT", "SELECT", "TEXTAREA"}


def test_without_scripts_a_form_is_sent_and_answered(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/form/")
    page.fill("#id_surname", "<b>O'Example</b>")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.input_value("#id_surname") == "<b>O'Example</b>"
    page.close()


def test_the_idle_warning_opens_and_staying_signed_in_closes_it(page: Page, address: str, kit) -> None:
    kit.IDLE_SECONDS = 8
    page.goto(f"{address}/errors/404/")
    stay = page.get_by_role("button", name="Stay signed in")
    stay.wait_for(timeout=7_000)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Stay signed in"
    with page.expect_response(f"{address}/session/keep/"):
        stay.click()
    stay.wait_for(state="hidden")


def test_every_printed_sheet_carries_the_marking(browser: Browser, address: str, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(address)
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    page.close()
    sheets = PdfReader(tmp_path / "page.pdf").pages
    assert len(sheets) > 1
    assert all("OFFICIAL-SENSITIVE" in sheet.extract_text() for sheet in sheets)
