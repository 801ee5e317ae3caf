"""The Celery application. What runs, when and how is data in the settings (``CELERY_*``); tasks live in their apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.development")

app = Celery("mappa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
