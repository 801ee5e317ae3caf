"""axe on every page of the permission table, and on forms of each shape sent back empty: no fault, nothing sideways.

The browser asks a test client instead of a server, so that the pages come out of the specimen's transaction.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.browser_tools import chromium, faults, listen
from tests.house.addresses import path_to
from tests.house.permission_table import TABLE
from tests.house.specimen import VIEWERS, Specimen, build

pytestmark = pytest.mark.browser

SITE = "http://localhost"
PDFS = {
    *("summary_download", "summary_copy_download", "minutes_pdf", "minutes_copy_pdf", "minutes_word_draft"),
    *("case_chronology_pdf", "case_chronology_download", "screening_pdf", "enquiry_letter"),
    *(
        "referral_pdf",
        "transfer_pdf",
        "paper_pdf",
        "prison_report_pdf",
        "meeting_calendar",
        "cancelled_calendar",
        "core_group_meeting_calendar",
        "meeting_pack",
        "plan_copy_pdf",
    ),
    *("attachment_download", "review_pdf", "critical_pdf"),
}
PAGES = sorted(name for name, row in TABLE.items() if row.status == 200 and name not in PDFS)
FORMS = [
    "access_grant", "action_add", "address_add", "case_identity", "category_3", "custody_record", "disclosure_decide",
    "level_decide", "meeting_attach", "meeting_invite", "meeting_schedule", "offence_record", "plan_record",
    "protected_person_record", "rosh_judge", "youth_behaviours", "youth_rosh", "youth_submit",
]  # fmt: skip
"""A form of each shape; the last is answered with the page that compares two versions."""
NARROW = ["home", "cases", "case", "case_level", "case_plan", "meeting_detail", "case_youth", "rosh_judge"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def made(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Specimen]:
    """The specimen, made after the browser has started: from then on Django speaks through another connection."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; afterwards no script error and nothing refused by the content policy."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    listen(page, complaints)
    yield page
    context.close()
    assert complaints == []


def show(page: Page, client: Client, path: str, *, send: bool = False) -> None:
    """Open an address as this client; with `send`, what the empty form answers.

    The client is asked beforehand: the browser's callbacks have a database connection of their own.
    """
    response: Any = client.post(path, {}) if send else client.get(path)
    assert response.status_code in {200, 409, 422}, response.status_code
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(SITE)
        if asked.startswith("/static/"):
            route.fulfill(path=str(finders.find(asked.removeprefix("/static/"))))
        else:
            route.fulfill(status=200, headers=headers, body=response.content)

    page.route("**/*", answer)
    page.goto(SITE + path, wait_until="load")


def viewer_of(viewers: frozenset[str]) -> str:
    """Whoever of them stands first in the list of viewers."""
    return next(viewer for viewer in VIEWERS if viewer in viewers)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_accessibility_fault(specimen: Specimen, page: Page, name: str) -> None:
    show(page, specimen.clients[viewer_of(TABLE[name].opened_by)], path_to(name, specimen))
    assert page.locator("h1").count() == 1
    assert faults(page) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_back_has_no_accessibility_fault(specimen: Specimen, page: Page, name: str) -> None:
    path = path_to(name, specimen)
    show(page, specimen.clients[viewer_of(TABLE[name].sent_by)], path, send=True)
    assert faults(page) == []


@pytest.mark.parametrize("name", NARROW)
def test_a_page_fits_a_telephone(specimen: Specimen, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    show(page, specimen.clients[viewer_of(TABLE[name].opened_by)], path_to(name, specimen))
    assert faults(page) == []
