"""What a log line tells of an error: where it happened and of what kind, and none of its words."""

import io
import logging
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from mappa.logs import WithoutWords
from tests.factories import World

SECRET = "Alaric Quorndonsby lives at 1 Invented Street"


@pytest.fixture
def lines() -> Any:
    """What the formatter of the settings writes of everything that is logged."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    told = dict(settings.LOGGING["formatters"]["plain"])
    assert told.pop("()") == "mappa.logs.WithoutWords"
    handler.setFormatter(WithoutWords(told["format"], style=told["style"]))
    loggers = [logging.getLogger(), logging.getLogger("django"), logging.getLogger("celery")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


def failing() -> None:
    """Fails as a database does, and then again while that is dealt with."""
    try:
        raise IntegrityError(f"duplicate key: ({SECRET})")
    except IntegrityError as error:
        raise RuntimeError(SECRET) from error


def test_an_exception_is_told_by_type_and_place(lines: io.StringIO) -> None:
    try:
        failing()
    except RuntimeError:
        logging.getLogger("any").exception("it failed")
    assert SECRET not in lines.getvalue()
    assert "in failing\nRuntimeError" in lines.getvalue()
    assert "IntegrityError" in lines.getvalue()


def test_a_page_that_fails_leaves_its_place_and_no_words(
    world: World, sign_in: Any, monkeypatch: pytest.MonkeyPatch, lines: io.StringIO
) -> None:
    monkeypatch.setattr("reporting.selectors.home_board", lambda **_: failing())
    client: Client = sign_in(world.practitioner)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert SECRET not in lines.getvalue() + answer.content.decode()
    assert "RuntimeError" in lines.getvalue()
    assert answer["X-Request-Id"] in answer.content.decode()
    assert answer["X-Request-Id"] in lines.getvalue()


def test_a_task_that_fails_leaves_its_name_and_no_words(lines: io.StringIO) -> None:
    app = Celery("test", set_as_current=False)
    app.conf.update(task_always_eager=True, task_eager_propagates=False)
    task = app.task(failing, name="any.failing")
    assert task.delay().failed()
    assert "any.failing" in lines.getvalue()
    assert SECRET not in lines.getvalue()
    assert "RuntimeError" in lines.getvalue()
