"""Administration of the working-day calendar; policies are shown, not edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import RecordedAdmin, ReferenceAdmin
from deadlines.models import BankHolidayOverride, Policy


@admin.register(BankHolidayOverride)
class BankHolidayOverrideAdmin(RecordedAdmin):
    """Days proclaimed late. Deadlines follow at the next `check_deadlines`."""

    list_display = ("day", "is_holiday", "reason")


@admin.register(Policy)
class PolicyAdmin(ReferenceAdmin):
    """National and local policies, as loaded."""

    list_display = ("name", "basis", "effective_from", "effective_to", "superseded")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shown to every member of staff."""
        return True
