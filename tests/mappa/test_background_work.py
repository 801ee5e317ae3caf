"""Celery is set so that no task is lost or done twice by mistake, and everything it schedules exists."""

import pytest
from celery import Celery
from django.conf import settings

from mappa.celery import app


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timezone", "UTC"),
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("broker_connection_retry_on_startup", True),
        ("task_ignore_result", True),
    ],
)
def test_a_task_cut_short_is_given_out_again_and_none_is_hoarded(name: str, value: object) -> None:
    assert getattr(app.conf, name) == value


def test_only_json_crosses_the_queue() -> None:
    assert (app.conf.task_serializer, list(app.conf.accept_content)) == ("json", ["json"])


def test_every_scheduled_task_is_known_to_the_worker() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(app.tasks) == set()


def test_the_address_of_a_socket_is_spelt_as_celery_reads_it(embedded_redis: str) -> None:
    private = Celery(broker=embedded_redis.replace("unix://", "redis+socket://"), set_as_current=False)
    with private.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=5)
        assert connection.connected
