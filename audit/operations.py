"""Migration operations for triggers and for the row history.

pgtrigger's own operations render the whole state anew for each trigger, although a trigger changes no model. With the
triggers of every table that made most of the time a migration takes; these touch the state only.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState
from pgtrigger import compiler

COLUMNS_IN_COMMON = """
SELECT string_agg(quote_ident(kept.column_name), ', ' ORDER BY kept.ordinal_position)
FROM information_schema.columns kept
JOIN information_schema.columns told USING (table_schema, column_name)
WHERE kept.table_schema = current_schema() AND kept.table_name = %s AND told.table_name = %s
"""


class _OnTriggers(Operation):
    """What both have in common: pairs of model name and trigger, merged with a neighbour of the same kind."""

    triggers: Sequence[tuple[str, Any]]

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """How the migration writes it down."""
        return self.__class__.__name__, [], {"triggers": list(self.triggers)}

    def reduce(self, operation: Operation, app_label: str) -> bool | list[Operation]:
        """One operation for two that follow one another."""
        if type(operation) is type(self):
            return [type(self)([*self.triggers, *operation.triggers])]
        return super().reduce(operation, app_label) or isinstance(operation, IndexOperation)

    def references_model(self, name: str, app_label: str) -> bool:
        """Whether it is about this model: operations on others may be moved past it."""
        return name.lower() in {model_name.lower() for model_name, _ in self.triggers}


class AddTriggers(_OnTriggers):
    """Adds triggers to the tables of several models at once."""

    def __init__(self, triggers: Sequence[tuple[str, Any]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the triggers with their models; nothing is rendered anew."""
        for model_name, trigger in self.triggers:
            options = state.models[app_label, model_name.lower()].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install them."""
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take them away again."""
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        """One line for the person who migrates."""
        return f"Add {len(self.triggers)} triggers"

    @property
    def migration_name_fragment(self) -> str:
        """Part of the file name that Django proposes."""
        return "triggers"


class RemoveTriggers(_OnTriggers):
    """Removes triggers by name."""

    def __init__(self, triggers: Sequence[tuple[str, str]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Forget the triggers; nothing is rendered anew."""
        for model_name, name in self.triggers:
            options = state.models[app_label, model_name.lower()].options
            options["triggers"] = [trigger for trigger in options.get("triggers", []) if trigger.name != name]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take them away."""
        for trigger in self._found(app_label, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install them again."""
        for trigger in self._found(app_label, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def describe(self) -> str:
        """One line for the person who migrates."""
        return f"Remove {len(self.triggers)} triggers"

    @property
    def migration_name_fragment(self) -> str:
        """Part of the file name that Django proposes."""
        return "without_triggers"

    def _found(self, app_label: str, state: ProjectState) -> list[compiler.Trigger]:
        return [
            trigger
            for model_name, name in self.triggers
            for trigger in state.models[app_label, model_name.lower()].options.get("triggers", [])
            if trigger.name == name
        ]


class BeginHistory(Operation):
    """Keeps what every row says that is there before its history begins, so that the past is known from here on.

    `tables` maps a table to the one that keeps its history.
    """

    reversible = True

    def __init__(self, tables: dict[str, str]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Changes no model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Copy the rows, marked as what they said when the history began."""
        quote = schema_editor.quote_name
        with schema_editor.connection.cursor() as cursor:
            for told, kept in self.tables.items():
                cursor.execute(COLUMNS_IN_COMMON, [kept, told])
                (columns,) = cursor.fetchone()
                cursor.execute(
                    f"INSERT INTO {quote(kept)} ({columns}, pgh_created_at, pgh_label) "  # noqa: S608 - names of our own tables
                    f"SELECT {columns}, now(), 'began' FROM {quote(told)}"
                )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The tables go, and what they keep with them."""

    def describe(self) -> str:
        """One line for the person who migrates."""
        return f"Begin the history of {len(self.tables)} tables"
