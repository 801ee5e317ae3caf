"""What is recorded, as one value: two equal values mean that nothing was written in between."""

from django.apps import apps
from django.db import connection, models

from audit.models import AuditEvent
from tests.house.doors import APPS

NOT_RECORDS = {"audit", "mappa", "ui"}
REFERENCE = {
    "accounts_area",
    "accounts_agencytype",
    "deadlines_policy",
    "offenders_gravityfactor",
    "offenders_gravityoffence",
    "offenders_notificationperiod",
    "offenders_specifiedoffence",
}
"""Large tables that are loaded from files; no page writes to them."""


def tables() -> list[str]:
    """The tables of the apps that keep records. The audit record is left out: refusals are recorded there."""
    kept: list[type[models.Model]] = [
        model for app in APPS if app not in NOT_RECORDS for model in apps.get_app_config(app).get_models()
    ]
    return sorted({model._meta.db_table for model in kept} - REFERENCE)


def recorded() -> dict[str, str]:
    """Table -> number of rows with a checksum of everything in them. One query."""
    parts = [
        f"SELECT '{table}', count(*) || ' ' || coalesce(sum(hashtextextended(row::text, 0)), 0) FROM {table} AS row"  # noqa: S608 - names of our own tables
        for table in tables()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def refusals() -> int:
    """How many refusals stand in the audit record."""
    return AuditEvent.objects.filter(refused=True).count()
