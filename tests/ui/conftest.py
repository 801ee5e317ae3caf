"""The demonstration pages run with the project's templates and static files, but with no user, session or database."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse

PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "ui.context.furniture",
]


class SignedIn:
    """Middleware: an invented user, and messages kept on the request alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = User()  # type: ignore[assignment]
        return self.get_response(request)


class User(SimpleNamespace):
    """A user who is signed in and has a name."""

    is_authenticated = True

    def __str__(self) -> str:
        return "A. Sample (practitioner)"


@pytest.fixture
def kit(settings):
    """The settings under which the demonstration pages are served."""
    templates = {**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
    templates["OPTIONS"] = {
        **templates["OPTIONS"],
        "context_processors": [*PROCESSORS, "tests.ui.conftest.signed_in_user"],
    }
    settings.TEMPLATES = [templates]
    settings.ROOT_URLCONF = "tests.ui.demo"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "tests.ui.conftest.SignedIn",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    return settings


def signed_in_user(request: HttpRequest) -> dict[str, object]:
    """What the authentication context processor gives, without its database."""
    return {"user": request.user}
