"""App configuration."""

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from audit.stepping_aside import for_the_owner_alone


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of every read, write and refusal."""

    name = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Tell the triggers of the row history who is at work, on every connection; keep guards in place."""
        from audit.history import tell_who_on  # models can be imported only now

        post_migrate.connect(for_the_owner_alone, sender=self)
        connection_created.connect(tell_who_on)
        for connection in connections.all(initialized_only=True):
            tell_who_on(connection)
