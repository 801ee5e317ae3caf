"""The project: settings, URLs, Celery and the services of the one-command start. No domain logic; nobody imports it."""

from mappa.celery import app as celery_app

__all__ = ["celery_app"]
