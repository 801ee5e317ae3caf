"""Moves the whole record into the past, as somebody could who has switched the triggers off."""

from django.apps import apps
from django.db import connection, models

from audit.history import history_of, tracked_models
from deadlines.models import Deadline
from offenders.models import AccessRequestStep, Case


def age_the_record(days: int) -> None:
    """Everything that was recorded so far was recorded so many days earlier."""
    moments = [(history_of(model)._meta.db_table, "pgh_created_at") for model in tracked_models()]
    moments += [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model in tracked_models()
        for field in model._meta.local_fields
        if field.name == "recorded_at" and isinstance(field, models.DateTimeField)
    ]
    moments += [
        (Case._meta.db_table, "created_at"),
        (Deadline._meta.db_table, "opened_at"),
        (Deadline._meta.db_table, "closed_at"),
        (AccessRequestStep._meta.db_table, "at"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for table, column in moments:
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}" - %s * interval \'1 day\'', [days])  # noqa: S608 - names of our own tables
        cursor.execute("SET session_replication_role = DEFAULT")
