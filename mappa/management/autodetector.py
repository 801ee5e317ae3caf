"""How changed models become migrations: as pgtrigger does it, with operations that render nothing for a trigger."""

from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from audit.operations import AddTriggers, RemoveTriggers

Found: Any = makemigrations.Command.autodetector  # the one that pgtrigger put there


class Autodetector(Found):
    """Finds what changed, as pgtrigger does, and says it in our operations."""

    def add_operation(self, app_label: str, operation: Operation, *args: Any, **kwargs: Any) -> None:
        """Take an operation down."""
        if isinstance(operation, AddTrigger):
            operation = AddTriggers([(operation.model_name, operation.trigger)])
        elif isinstance(operation, RemoveTrigger):
            operation = RemoveTriggers([(operation.model_name, operation.name)])
        super().add_operation(app_label, operation, *args, **kwargs)
