"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of every read, write and refusal."""

    name = "audit"
    verbose_name = "Audit"
