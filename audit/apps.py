"""App configuration."""

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of every read, write and refusal."""

    name = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Tell the triggers of the row history who is at work, on every connection that opens."""
        from audit.history import tell_who_on  # models can be imported only now

        connection_created.connect(tell_who_on)
        for connection in connections.all(initialized_only=True):
            tell_who_on(connection)
