"""Administration of the working-day calendar; policies are shown, not edited."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from accounts.admin import RecordedAdmin, ReferenceAdmin
from deadlines.models import BankHolidayOverride, Policy
from deadlines.tasks import recompute_over


@admin.register(BankHolidayOverride)
class BankHolidayOverrideAdmin(RecordedAdmin):
    """Days proclaimed late. Every deadline that runs over such a day is computed anew at once (DUE-06)."""

    list_display = ("day", "is_holiday", "reason")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, record, and have the deadlines follow."""
        super().save_model(request, obj, form, change)
        day = obj.day.isoformat()
        transaction.on_commit(lambda: recompute_over.delay(day), robust=True)  # the night catches up on a lost one


@admin.register(Policy)
class PolicyAdmin(ReferenceAdmin):
    """National and local policies, as loaded."""

    list_display = ("name", "basis", "effective_from", "effective_to", "superseded")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shown to every member of staff."""
        return True
