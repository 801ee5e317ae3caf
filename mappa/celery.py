"""The Celery application. What runs, when and how is data in the settings (``CELERY_*``); tasks live in their apps."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.development")

app = Celery("mappa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_settings_logging(**_: Any) -> None:
    """Celery would put its own log handlers in place of those of the settings, which keep words of cases out."""
