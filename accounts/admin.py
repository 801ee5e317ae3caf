"""Administration of reference data and users. No case content is registered here or in any other app."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from oauth2_provider.models import AccessToken, Application, Grant, IDToken, RefreshToken

from accounts.models import Agency, AgencyType, Area, PartnerSystem, Team, User
from accounts.rules.sign_in import needs_second_person
from accounts.selectors import partner_systems
from accounts.selectors.agency_rules import domains_for
from accounts.services.partners import give_role
from audit.services import record, viewed

for model in (Group, EmailAddress, Authenticator, UserSession, Application, AccessToken, Grant, IDToken, RefreshToken):
    # Libraries register these by themselves. Second factors and tokens are nobody's to read or to make.
    admin.site.unregister(model)

SECRETS = ("password", "client_secret")


def _in_staff_mode(request: HttpRequest) -> bool:
    """Whether support staff said why they need accounts, and the time for it runs (PPL-11)."""
    return getattr(request.user, "in_staff_mode", None) is not None


class RecordedAdmin(admin.ModelAdmin):
    """Every change made here leaves an audit event with old and new values; rows are ended, not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: accounts and holdings are ended, so that what they did stays attributed."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; that it was opened or searched is recorded, what was typed is not."""
        what = f"admin_{self.opts.model_name}_list"
        record(actor=request.user, verb=f"{what}.{'searched' if request.GET.get('q') else 'viewed'}")  # type: ignore[arg-type]  # staff only
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; that it was opened is recorded."""
        row = self.get_object(request, object_id) if object_id else None
        if request.method == "GET" and row is not None:
            viewed(actor=request.user, what=f"admin_{self.opts.model_name}", subject=row)  # type: ignore[arg-type]  # staff only
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of one row; that it was opened is recorded."""
        viewed(
            actor=request.user,  # type: ignore[arg-type]  # staff only
            what=f"admin_{self.opts.model_name}_history",
            subject=self.get_object(request, object_id),
        )
        return super().history_view(request, object_id, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Save, and record who changed what."""
        super().save_model(request, obj, form, change)
        _record(request, form, "changed" if change else "added")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows shown inside another, such as the roles somebody holds, and record each of them too."""
        super().save_formset(request, form, formset, change)
        added = set(formset.new_objects)
        for row in formset.forms:
            if row.has_changed():
                _record(request, row, "added" if row.instance in added else "changed")


def _record(request: HttpRequest, form: forms.ModelForm, what: str) -> None:
    """One event with the old and the new values; secrets are left out."""
    names = [name for name in form.changed_data if name not in SECRETS]
    record(
        actor=request.user,  # type: ignore[arg-type]  # staff only
        verb=f"{form.instance._meta.model_name}.{what}",
        subject=form.instance,
        changes={name: (form.initial.get(name), form.cleaned_data.get(name)) for name in names},
    )


class AccountForm(forms.ModelForm):
    """An account. A new address keeps to the rule for inviting somebody at it (PPL-14)."""

    changer: ClassVar[User]

    def clean_email(self) -> str:
        """The address in lower case."""
        address = str(self.cleaned_data["email"]).strip().lower()
        person: User = self.instance
        if person._state.adding or address == person.email or hasattr(person, "partner_system"):
            return address
        why = needs_second_person(
            address,
            person.full_name,
            domains=domains_for(person.agency, self.changer),
            inviter_address=self.changer.email,
            inviter_name=self.changer.full_name,
        )
        if why is not None:
            raise forms.ValidationError(f"{why} Remove the account and invite the person anew.")
        return address


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Accounts, in staff mode only (PPL-11), without passwords: people set their own by the reset link.

    Roles, teams and administrators are made by nobody here: roles on the pages about people, system administrators by
    the command of that name. What is added here is the account of a partner system.
    """

    list_display = ("email", "full_name", "agency", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "agency__area")
    search_fields = ("email", "full_name")
    fields = ("email", "full_name", "job_title", "agency", "is_active")
    form = AccountForm

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows who changes the account; a partner system's account is one agency's."""
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.changer = request.user
        if "agency" in made.base_fields:
            made.base_fields["agency"].required = True
        return made

    def has_module_permission(self, request: HttpRequest) -> bool:
        """In staff mode."""
        return _in_staff_mode(request) and super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """In staff mode."""
        return _in_staff_mode(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """In staff mode."""
        return _in_staff_mode(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """In staff mode; nobody changes their own account, here no more than on the pages about people (PPL-03)."""
        allowed = _in_staff_mode(request) and super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.pk != request.user.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """People are moved, removed and switched on by the pages about people, which end what they hold too."""
        if obj is None or hasattr(obj, "partner_system"):
            return ()
        return ("agency", "is_active")

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """A new version, so that a page open elsewhere does not overwrite this change.

        What is added is a partner system's account, and has that role from the start: no person's role is ever given
        to it, so that nobody comes to a second account of their own by this way (PPL-14).
        """
        if change:
            obj.version += 1
        else:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change and obj.agency is not None:
            give_role(actor=request.user, account=obj)  # type: ignore[arg-type]  # staff only


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


@admin.register(Application)
class ClientAdmin(RecordedAdmin):
    """OAuth2 clients of partner systems. The secret is typed once and not shown again."""

    list_display = ("name", "client_id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The secret only while the client is being added."""
        shown = ("name", "user", "client_id", "client_type", "authorization_grant_type")
        return shown if obj else (*shown, "client_secret")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only accounts of systems are offered: no person is named here."""
        return super().formfield_for_foreignkey(db_field, request, **(kwargs | {"queryset": partner_systems()}))


@admin.register(PartnerSystem)
class PartnerSystemAdmin(RecordedAdmin):
    """Partner systems and their agreements."""

    list_display = ("agreement", "account", "expires_on")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of accounts only those of systems are offered: no person is named here."""
        if db_field.name == "account":
            kwargs["queryset"] = partner_systems()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
