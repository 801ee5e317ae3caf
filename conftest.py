"""Starts one embedded PostgreSQL for the whole test run and stops it at the end; offers a real Redis to who asks."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import environ
import pytest
from django.conf import settings

from mappa.embedded import services

_running = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a database; pytest-xdist's workers inherit the controller's address and start nothing."""
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL") or config.option.collectonly:
        return
    directory = Path(tempfile.mkdtemp(prefix="mappa-test-"))
    _running.callback(shutil.rmtree, directory, ignore_errors=True)
    environment = _running.enter_context(services(directory, redis=False, durable=False)).environment
    os.environ.update(environment)
    _running.callback(os.environ.pop, "DATABASE_URL", None)
    # pytest-django has read the settings before any conftest could speak; nothing has connected yet.
    address = environ.Env.db_url_config(environment["DATABASE_URL"])
    default = settings.DATABASES["default"]
    default["OPTIONS"].update(address.pop("OPTIONS"))
    default.update(address)


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _running.close()


@pytest.fixture(scope="session")
def embedded_redis() -> Iterator[str]:
    """The URL of a real, empty Redis of this run's own, for tests that need a broker."""
    directory = Path(tempfile.mkdtemp(prefix="mappa-test-"))
    try:
        with services(directory, postgres=False, durable=False) as running:
            yield running.redis_url
    finally:
        shutil.rmtree(directory, ignore_errors=True)
