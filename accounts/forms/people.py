"""Forms for who keeps accounts: inviting, roles, jobs, moving, removing. What may be chosen is handed in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.models import Agency
from accounts.roles import Role, Scope
from ui.fields import PlainCharField, PlainEmailField, PlainTextField, TypedDateField, ask
from ui.forms import HouseForm

Choices = list[tuple[str, str]]


def by_id(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows by their id as text, as a list to choose from sends it."""
    return {str(row.pk): row for row in rows}


def tick(label: str, **kwargs: Any) -> forms.BooleanField:
    """A box to tick, empty unless ticked."""
    return forms.BooleanField(label=label, required=False, **kwargs)


def reason_field(sentence: str, label: str = "Reason") -> PlainTextField:
    """Why: kept in the record."""
    return PlainTextField(ask=sentence, label=label, max_length=2_000, rows=3)


def _said(row: Any) -> str:
    """A row in words: an agency with its area, because names repeat from area to area."""
    return f"{row.area.name}: {row.name}" if isinstance(row, Agency) else str(row)


class RowsForm(HouseForm):
    """A form with lists of rows. `rows` gives, by field name, the rows on offer; what was chosen comes as rows."""

    def __init__(self, *args: Any, rows: Mapping[str, Iterable[Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {name: by_id(offered) for name, offered in (rows or {}).items()}
        for name, offered in self.rows.items():
            field: Any = self.fields[name]
            listed = [(key, _said(row)) for key, row in offered.items()]
            several = isinstance(field, forms.MultipleChoiceField)
            field.choices = listed if several or len(listed) == 1 else [("", "Choose one"), *listed]
            if several and not listed:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Rows in place of their ids."""
        cleaned = super().clean()
        for name, offered in self.rows.items():
            chosen = cleaned.get(name)
            if isinstance(chosen, list):
                cleaned[name] = [offered[key] for key in chosen]
            elif chosen:
                cleaned[name] = offered[chosen]
            elif name not in self.fields:
                cleaned[name] = []
        return cleaned


def pick(sentence: str, label: str, **kwargs: Any) -> forms.ChoiceField:
    """One row from a list."""
    return forms.ChoiceField(label=label, error_messages=ask(sentence), **kwargs)


def boxes(sentence: str, label: str, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several from a list of boxes."""
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, error_messages=ask(sentence), **kwargs
    )


class AgencyForm(RowsForm):
    """Which agency it is about; where somebody is invited, none for a lay adviser."""

    agency = pick("Choose the agency", "Agency", required=False, help_text="Leave it empty for a lay adviser.")

    def __init__(self, *args: Any, optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not optional:
            self.fields["agency"].required, self.fields["agency"].help_text = True, ""


class DatedRoles(RowsForm):
    """What is asked wherever roles are given: the area, from when, until when, and for an auditor what for."""

    area = pick("Choose the area", "Area")
    starts = TypedDateField(ask="Enter the first day", future=True, label="From")
    ends = TypedDateField(required=False, label="Until", help_text="The first day on which it no longer holds.")
    purpose = PlainCharField(
        required=False, label="Purpose", max_length=200, help_text="For an auditor: what the engagement is for."
    )

    scope = boxes(
        "Choose from the kinds offered",
        "The engagement covers",
        required=False,
        choices=Scope.choices,
        help_text="For an auditor, beside the cases of the area. Restricted information is open to named people only.",
    )

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_roles(roles)
        if not any(role == Role.AUDITOR for role, _ in roles):
            del self.fields["purpose"]
            del self.fields["scope"]

    def set_roles(self, roles: Choices) -> None:
        """Offer these roles."""
        field: Any = self.fields["roles" if "roles" in self.fields else "role"]
        field.choices = roles

    def clean(self) -> dict[str, Any]:
        """What starts does not end before."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "This is not after the first day: check both dates")
        return cleaned


class InviteForm(DatedRoles):
    """Somebody new."""

    email = PlainEmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )
    full_name = PlainCharField(ask="Enter the full name", label="Full name", max_length=120)
    job_title = PlainCharField(ask="Enter the job title", label="Job title", max_length=120)
    roles = boxes("Choose at least one role", "Roles")
    teams = boxes("Choose from the teams offered", "Teams", required=False)
    outside_reason = reason_field("Say why this person is invited at this address", "Why at this address")

    field_order = (
        "email",
        "outside_reason",
        "full_name",
        "job_title",
        "roles",
        "area",
        "teams",
        "starts",
        "ends",
        "purpose",
        "scope",
    )

    def __init__(self, *args: Any, domains: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["outside_reason"]
        reason.required = False
        known = ", ".join(sorted(domains))
        where = f"For any address but those ending in {known}" if known else "Always needed here"
        reason.help_text = f"{where}. A second person then confirms the invitation before the link is sent."


class GiveRoleForm(DatedRoles):
    """A further role."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, error_messages=ask("Choose the role"))
    trained = tick("Has completed MAPPA chair training")
    reason = reason_field("Say why the person needs this role")

    field_order = ("role", "trained", "area", "starts", "ends", "purpose", "scope", "reason")

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, roles=roles, **kwargs)
        if not any(role == Role.CHAIR for role, _ in roles):
            del self.fields["trained"]


class EndRoleForm(HouseForm):
    """When a role ends and why."""

    on = TypedDateField(ask="Enter the first day without the role", future=True, label="First day without the role")
    reason = reason_field("Say why the role ends")


class JobForm(RowsForm):
    """What somebody does within their agency."""

    full_name = PlainCharField(ask="Enter the full name", label="Full name", max_length=120)
    job_title = PlainCharField(ask="Enter the job title", label="Job title", max_length=120)
    teams = boxes("Choose from the teams offered", "Teams", required=False)
    reason = reason_field("Say what changes")


class ReasonForm(HouseForm):
    """A step that needs nothing but its reason."""

    reason = reason_field("Say why")


class NothingForm(HouseForm):
    """A step that needs nothing but to be confirmed."""


class MoveForm(RowsForm):
    """Where somebody goes."""

    to_agency = pick("Choose the agency that the person goes to", "Agency that the person goes to")
    reason = reason_field("Say why the person goes there")


class DecideMoveForm(RowsForm):
    """Whether an agency takes somebody in, and as what."""

    mark_optional = False  # what is needed depends on the answer

    answer = forms.ChoiceField(
        label="Does this person come to your agency?",
        choices=[("accept", "Yes, they start today"), ("refuse", "No, they stay where they are")],
        widget=forms.RadioSelect,
        error_messages=ask("Choose whether the person comes to your agency"),
    )
    job_title = PlainCharField(required=False, label="Job title", max_length=120)
    roles = boxes("Choose from the roles offered", "Roles", required=False)
    area = pick("Choose the area", "Area", required=False)
    teams = boxes("Choose from the teams offered", "Teams", required=False)
    reason = reason_field("Say why")

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["roles"]
        field.choices = roles

    def clean(self) -> dict[str, Any]:
        """Who is taken in needs a job, a role and its area."""
        cleaned = super().clean()
        if cleaned.get("answer") == "accept":
            asked = {"job_title": "Enter the job title", "roles": "Choose at least one role", "area": "Choose the area"}
            for name, sentence in asked.items():
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


class StateForm(HouseForm):
    """Which accounts a list shows."""

    mark_optional = False
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Everybody"), ("on", "Accounts that are on"), ("invited", "Invited"), ("off", "Switched off")],
    )


class FindForm(HouseForm):
    """A search for somebody's account."""

    text = PlainCharField(ask="Enter part of a name or e-mail address", label="Name or e-mail address", max_length=100)
