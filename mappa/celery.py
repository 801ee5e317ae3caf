"""The Celery application. What runs, when and how is data in the settings (``CELERY_*``); tasks live in their apps."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_failure, task_success

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.development")

app = Celery("mappa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_success.connect
def note_success(sender: Any, **kwargs: Any) -> None:
    """Support staff see when each task last ended well."""
    _note(sender.name, succeeded=True)


@task_failure.connect
def note_failure(sender: Any, **kwargs: Any) -> None:
    """Support staff see when each task last failed; why stands in the log."""
    _note(sender.name, succeeded=False)


def _note(task: str, *, succeeded: bool) -> None:
    from accounts import jobs  # needs the settings, which this module names before they are read

    jobs.note(task, succeeded=succeeded)


@setup_logging.connect
def keep_the_settings_logging(**_: Any) -> None:
    """Celery would put its own log handlers in place of those of the settings, which keep words of cases out."""
