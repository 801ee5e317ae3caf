"""Administration of reference data and users. No case content is registered here or in any other app."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Agency, AgencyType, Area, PartnerSystem, RoleHolding, Team, TeamMembership, User
from audit.services import record


class RecordedAdmin(admin.ModelAdmin):
    """Every change made here leaves an audit event with old and new values; rows are ended, not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: accounts and holdings are ended, so that what they did stays attributed."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Save, and record who changed what."""
        changes = {name: (form.initial.get(name), form.cleaned_data.get(name)) for name in form.changed_data}
        changes.pop("password", None)
        super().save_model(request, obj, form, change)
        verb = f"{obj._meta.model_name}.{'changed' if change else 'added'}"
        record(actor=request.user, verb=verb, subject=obj, changes=changes)  # type: ignore[arg-type]  # staff only


class HoldingInline(admin.TabularInline):
    """The roles somebody holds."""

    model = RoleHolding
    extra = 0
    can_delete = False


class MembershipInline(admin.TabularInline):
    """The teams somebody belongs to."""

    model = TeamMembership
    extra = 0
    can_delete = False


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Accounts, without passwords: people set their own by the reset link."""

    list_display = ("email", "full_name", "agency", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "agency__area")
    search_fields = ("email", "full_name")
    fields = ("email", "full_name", "job_title", "agency", "may_chair", "is_active", "is_staff", "is_superuser")
    inlines = (HoldingInline, MembershipInline)


@admin.register(Agency)
class AgencyAdmin(RecordedAdmin):
    """Agencies of an area."""

    list_display = ("name", "kind", "area", "shares_information")
    list_filter = ("area", "kind")
    search_fields = ("name",)


@admin.register(Team)
class TeamAdmin(RecordedAdmin):
    """Teams of an agency."""

    list_display = ("name", "agency")
    search_fields = ("name",)


@admin.register(PartnerSystem)
class PartnerSystemAdmin(RecordedAdmin):
    """Partner systems and their agreements."""

    list_display = ("agreement", "account", "expires_on")


@admin.register(Area, AgencyType)
class ReferenceAdmin(admin.ModelAdmin):
    """Reference data that comes from the project's files: shown, not edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Loaded, never typed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Loaded, never typed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Loaded, never typed."""
        return False
