"""The audit event and the link that chains it. Both accept inserts only; the database refuses the rest (AUD-01)."""

from typing import Any
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Now

REFUSE_TRUNCATE = pgtrigger.Trigger(
    name="refuse_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the audit record cannot be truncated';",
)


class AuditEvent(models.Model):
    """Who did, saw or was refused what, when, in what role, through which door, and why.

    `case_id` and `subject_id` are plain ids, not foreign keys: the record outlives what it is about, and this app
    imports nothing.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now(), help_text="Instant in UTC, by the database's clock.")
    actor_id = models.UUIDField(null=True, help_text="Empty when the system acted by itself.")
    actor_role = models.CharField(max_length=200)
    via = models.CharField(max_length=20)
    request_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    refused = models.BooleanField(default=False)
    case_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(default=dict, help_text="field -> [old, new]")
    reason = models.TextField(blank=True)
    rules = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        db_table = "audit_event"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case_id", "-id"], name="audit_by_case"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            # Rows arrive in the order of time: a few bytes for each stretch of them find a day.
            BrinIndex(fields=["at"], name="audit_by_time"),
            # Which lists named a case. Over what the row holds already: the chain covers rows, not indexes.
            GinIndex(
                KeyTransform("1", KeyTransform("cases", "changes")),
                condition=models.Q(changes__has_key="cases"),
                name="audit_by_listed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"


class AuditLink(models.Model):
    """One link of the hash chain, written by the database when the event's transaction commits."""

    seq = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_link"
        ordering = ["seq"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"link {self.seq}"


class AuditCheck(models.Model):
    """How far one check of the chain has come, and what it found: where the next goes on, also after it was killed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now(), help_text="Instant in UTC.")
    run = models.UUIDField(help_text="Shared by the checkpoints of one check.")
    whole = models.BooleanField(help_text="The check began at the first link.")
    finished = models.BooleanField(help_text="It came to the last link, or to a break.")
    upto_seq = models.BigIntegerField(help_text="The last link that holds; 0 before the first.")
    upto_hash = models.CharField(max_length=64, blank=True)
    links = models.BigIntegerField(help_text="How many links hold, from the first.")
    last_event = models.BigIntegerField(help_text="The highest event met so far.")
    broken_at = models.TextField(blank=True, help_text="The first break, with ids only.")
    anchor = models.CharField(max_length=64, blank=True, help_text="The line written outside, by its hash.")
    seal = models.CharField(max_length=64, blank=True, help_text="A keyed hash of the row; the key is not in here.")

    class Meta:
        db_table = "audit_check"
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            REFUSE_TRUNCATE,
        ]

    def __str__(self) -> str:
        return f"check to link {self.upto_seq}"


class BulkWriteRefused(RuntimeError):
    """A bulk write that would leave no audit row. Use a service."""


class AuditedQuerySet(models.QuerySet):
    """A queryset whose bulk writes raise: they would change records without an audit row.

    Services that write in bulk say so with `in_bulk_with_own_audit()` and record one event for the whole.
    """

    _allowed = False

    def _clone(self) -> "AuditedQuerySet":
        clone = super()._clone()  # type: ignore[misc]  # the stubs leave the private method out
        clone._allowed = self._allowed
        return clone

    def in_bulk_with_own_audit(self) -> "AuditedQuerySet":
        """The same rows with bulk writes allowed; the caller records what it did."""
        clone = self._clone()
        clone._allowed = True
        return clone

    def _refuse(self, operation: str) -> None:
        if not self._allowed:
            raise BulkWriteRefused(f"{operation} on {self.model.__name__} would leave no audit row; use a service")

    def update(self, **kwargs: Any) -> int:
        self._refuse("update()")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse("delete()")
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._refuse("bulk_create()")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse("bulk_update()")
        return super().bulk_update(*args, **kwargs)


def id_text(value: UUID | int | str | None) -> str:
    """An id as text, empty for none."""
    return "" if value is None else str(value)
