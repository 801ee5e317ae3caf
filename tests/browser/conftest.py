"""Pages of the running product in headless Chromium, opened by somebody signed in. Nothing may go wrong unseen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests import factories
from tests.browser_tools import chromium, listen

PATIENCE = 20_000  # milliseconds: two busy cores are slow, and a page that never comes fails all the same
expect.set_options(timeout=PATIENCE)
Browse = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for each file of tests; it must not outlive them, for the sake of the tests without a browser."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def browse(browser: Browser, live_server: Any, settings: Any) -> Iterator[Browse]:
    """`browse(user)` gives a page on Home as `user`, `browse()` one of a visitor; keywords are those of a context.

    Afterwards the test fails on any script error, anything the content security policy refused, and any answer of 500.
    """
    contexts, complaints = [], []

    def open_as(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            context.add_cookies([{**session_of(user, settings.SESSION_COOKIE_NAME), "url": live_server.url}])
        page = context.new_page()
        listen(page, complaints)
        page.goto("/")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def session_of(user: User, name: str) -> dict[str, str]:
    """The session cookie of somebody who has set up their second factor and signed in."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client()
    client.force_login(user)
    factories.confirm_identity(client, user)
    return {"name": name, "value": client.cookies[name].value}
