"""The health pages tell whether the product can serve, and nothing else, to whoever asks."""

import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from runpy import run_path
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
NOWHERE = "unix:///nowhere/redis.sock"


@pytest.fixture
def probe() -> dict[str, Any]:
    """The functions of the containers' health check."""
    return run_path(str(ROOT / "scripts" / "probe.py"))


def test_the_process_is_alive_without_any_service(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE
    response = client.get("/healthz/live/")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_it_is_ready_when_database_and_redis_answer(client: Client, settings: Settings, embedded_redis: str) -> None:
    settings.REDIS_URL = embedded_redis
    assert client.get("/healthz/ready/").status_code == 200
    settings.REDIS_URL = embedded_redis.replace("unix://", "redis+socket://")
    assert client.get("/healthz/ready/").status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_without_redis_and_says_no_more_than_that(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE
    response = client.get("/healthz/ready/")
    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_it_is_not_ready_without_the_database_and_says_no_more_than_that(
    client: Client, settings: Settings, embedded_redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = embedded_redis

    def refuse(*_: object) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed for user mappa_app")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz/ready/")
    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_a_probe_is_kept_by_no_cache_and_changes_nothing(client: Client, db: None) -> None:
    assert "no-store" in client.get("/healthz/live/")["Cache-Control"]
    assert client.post("/healthz/live/").status_code == 405


class _Answer(BaseHTTPRequestHandler):
    status = 200
    asked: tuple[str, str] = ("", "")

    def do_GET(self) -> None:
        type(self).asked = (self.path, self.headers["Host"])
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False), (301, False)])
def test_the_web_probe_asks_the_readiness_page_under_an_allowed_name(
    probe: dict[str, Any], monkeypatch: pytest.MonkeyPatch, status: int, healthy: bool
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", ".example.test,other.example.test")
    monkeypatch.setattr(_Answer, "status", status)
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert probe["web"](server.server_port) is healthy
        assert _Answer.asked == ("/healthz/ready/", "example.test")
    finally:
        server.shutdown()
        server.server_close()
    assert probe["web"](server.server_port) is False


def test_the_beat_probe_looks_at_the_age_of_the_schedule(
    probe: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(probe["beat"].__globals__, "BEAT_SCHEDULE", tmp_path / "celerybeat-schedule")
    assert probe["beat"]() is False
    schedule = tmp_path / "celerybeat-schedule.db"
    schedule.write_text("")
    assert probe["beat"]() is True
    old = time.time() - probe["BEAT_LIMIT"] - 1
    os.utime(schedule, (old, old))
    assert probe["beat"]() is False
