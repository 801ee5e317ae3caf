"""Starts one embedded PostgreSQL for the whole test run and stops it at the end; offers a real Redis to who asks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import environ
import pytest
from django.conf import settings

from mappa.embedded import services
from tests.database import test_database

_running = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a database; pytest-xdist's workers inherit the controller's address and start nothing."""
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL") or config.option.collectonly:
        return
    database = _running.enter_context(test_database())
    for name, value in {"DATABASE_URL": database.url, "TEST_DATABASE_TEMPLATE": database.template}.items():
        os.environ[name] = value
        _running.callback(os.environ.pop, name, None)
    # pytest-django has read the settings before any conftest could speak; nothing has connected yet.
    address = environ.Env.db_url_config(database.url)
    default = settings.DATABASES["default"]
    default["OPTIONS"].update(address.pop("OPTIONS"))
    default.update(address)
    default.setdefault("TEST", {})["TEMPLATE"] = database.template or None


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _running.close()


@pytest.fixture(scope="session")
def embedded_redis() -> Iterator[str]:
    """The URL of a real, empty Redis of this run's own, for tests that need a broker."""
    with (
        tempfile.TemporaryDirectory(prefix="mappa-test-", ignore_cleanup_errors=True) as folder,
        services(Path(folder), postgres=False, durable=False) as running,
    ):
        yield running.redis_url
