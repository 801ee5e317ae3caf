"""Fills in any form of the project as a person would, and says which boxes it has."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django import forms
from django.test import Client
from django.utils import timezone

from tests.house.addresses import opener, path_to
from tests.house.permission_table import TABLE
from tests.house.specimen import Specimen
from tests.meetings.files import TEXT, Again
from ui.fields import DateTimeInputs, PlainCharField, TypedDateField, TypedTimeField, WholeNumberField

FORMS = sorted(name for name, row in TABLE.items() if row.sent_by)
SAVING_NOTHING = {"people", "search", "staff_accounts", "terms"}
"""Searches, and the terms of use: everybody of the specimen has accepted them, and that counts once."""
WORDS = "Invented text"
Data = dict[str, Any]


class Kind(Enum):
    """What a box takes."""

    TEXT = "text"
    ONE = "one of some"
    MANY = "some of some"
    TICK = "a tick"
    HIDDEN = "hidden"
    FILE = "a file"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form: its name in what is sent, the field it belongs to, and what it takes."""

    name: str
    field: str
    kind: Kind
    value: Any
    longest: int = 0


def boxes(form: forms.Form) -> list[Box]:
    """Every box of a form, with what a person would leave or put there."""
    return [box for bound in form for box in _boxes(form, bound.name)]


def _boxes(form: forms.Form, name: str) -> list[Box]:
    field, bound = form.fields[name], form[name]
    value = bound.value()
    if isinstance(field.widget, DateTimeInputs):
        day = timezone.localdate() + dt.timedelta(days=30)
        return [
            Box(f"{bound.html_name}_date", name, Kind.TEXT, _typed(day)),
            Box(f"{bound.html_name}_time", name, Kind.TEXT, "10am"),
        ]
    if isinstance(field, forms.FileField):
        return [Box(bound.html_name, name, Kind.FILE, Again("invented.txt", TEXT))]
    if field.widget.is_hidden:
        return [Box(bound.html_name, name, Kind.HIDDEN, "" if value is None else value)]
    if isinstance(field, forms.BooleanField):
        return [Box(bound.html_name, name, Kind.TICK, "on" if value else None)]
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return [Box(bound.html_name, name, Kind.MANY, value or _offered(field)[:1])]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return [Box(bound.html_name, name, Kind.ONE, value or next(iter(_offered(field)), ""))]
    longest = field.longest if isinstance(field, PlainCharField) else 0
    return [Box(bound.html_name, name, Kind.TEXT, value if value not in (None, "") else _guess(field), longest)]


def _offered(field: Any) -> list[str]:
    """The values that a list offers, without its empty one."""
    return [str(value) for value, _ in field.choices if value not in ("", None)]


def _guess(field: forms.Field) -> str:
    if isinstance(field, TypedDateField):
        day = timezone.localdate() + dt.timedelta(days=28 if field.future else 0)
        return _typed(day) if field.required else ""
    if isinstance(field, TypedTimeField):
        return "10am"
    if isinstance(field, WholeNumberField):
        return "12" if field.required else ""
    return WORDS[: field.longest] if isinstance(field, PlainCharField) else WORDS


def _typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@dataclass(frozen=True, slots=True)
class Blank:
    """A form as somebody opens it: where it is sent, by whom, its boxes and what a person would send."""

    name: str
    path: str
    sender: str
    boxes: tuple[Box, ...]

    def sent(self, **changes: Any) -> Data:
        """What a browser sends, with these boxes filled in differently."""
        return {box.name: box.value for box in self.boxes if box.value is not None} | changes

    def of_kind(self, *kinds: Kind) -> list[Box]:
        """The boxes that take this."""
        return [box for box in self.boxes if box.kind in kinds]

    @property
    def version(self) -> str | None:
        """The version that the form carries; None for a form without one."""
        return next((str(box.value) for box in self.boxes if box.name == "version"), None)


def blank(specimen: Specimen, name: str) -> Blank:
    """The form at an address of the permission table, as its first sender opens it."""
    sender, path = opener(name), path_to(name, specimen)
    client = specimen.clients[sender]
    form = _new_case(client, path) if name == "case_create" else client.get(path).context["form"]
    filled = _filled(specimen, name, form)
    if name in PREVIEWED:
        previewed = client.post(path, Blank(name, path, sender, filled).sent()).context["form"]
        filled = tuple(boxes(previewed))
    return Blank(name, path, sender, filled)


def _filled(specimen: Specimen, name: str, form: forms.Form) -> tuple[Box, ...]:
    sound = SOUND.get(name, {})
    return tuple(replace(box, value=_of(sound, box, specimen)) for box in boxes(form))


def send(specimen: Specimen, form: Blank, /, **changes: Any) -> Any:
    """The answer to a form, with these boxes filled in differently."""
    return specimen.clients[form.sender].post(form.path, form.sent(**changes))


def _of(sound: Data, box: Box, specimen: Specimen) -> Any:
    value = sound.get(box.name, box.value)
    return value(specimen) if callable(value) else value


def _new_case(client: Client, path: str) -> forms.Form:
    """The form for a new person, which comes after a search that found nobody."""
    searched = {"name": "Nobody Whatsoever", "born": "1/2/1983", "number": ""}
    found = client.post(path, {**searched, "stage": "search"})
    carried = dict(found.context["carried"])
    form: forms.Form = client.post(path, carried).context["form"]
    return form


def _ahead(specimen: Specimen) -> str:
    return _typed(specimen.world.today + dt.timedelta(days=28))


def _tomorrow(specimen: Specimen) -> str:
    return _typed(specimen.world.today + dt.timedelta(days=1))


SOUND: dict[str, Data] = {
    "case_identity": {"pnc_id": "", "visor_ref": "", "prison_number": ""},
    "case_create": {
        "pnc_id": "",
        "visor_ref": "",
        "prison_number": "",
        "lead_agency": lambda specimen: specimen.world.probation.pk,
        "team": lambda specimen: specimen.world.team.pk,
    },
    "offence_record": {"term_value": "3", "checked_not_listed": ""},
    "offence_activate": {"term_value": "3", "term_unit": "months"},
    "access_deny": {"user": lambda specimen: specimen.world.colleague.pk, "review_on": _ahead},
    "denial_keep": {"review_on": _ahead},
    "access_grant": {"user": lambda specimen: specimen.world.colleague.pk},
    "access_restrict": {"restricted": "yes", "kind": "high_profile", "review_on": _ahead, "people": None},
    "access_request_new": {"need": "We supervise his brother at the same address.", "reference": "MC-1"},
    "access_assign": {"user": lambda specimen: specimen.world.colleague.pk},
    "action_add": {"due_on": "31/1/2030"},
    "meeting_action": {"due_on": "31/1/2030"},
    "deadline_decide": {"new_day": _ahead},
    "disclosure_decide": {"planned_on": "31/1/2030"},
    "meeting_invite": {"person": ""},
    "meeting_schedule": {"co_chair": "", "slot": ""},
    "meeting_move": {"slot": ""},
    "meeting_minute_taker": {"minute_taker": lambda specimen: specimen.world.coordinator.pk},
    "establishment_mailbox": {"mailbox": "mappa@newgate.example"},
    "meeting_day_plan": {"minutes": "45", "number": "3"},
    "standing_member_add": {"person": "", "deputy": "", "grade": "another"},
    "standing_member_change": {"person": "", "deputy": "", "grade": "another"},
    "standing_member_end": {"ends_on": "31/1/2030"},
    "professionals_meeting": {"people": "Imagina Nurse\nImagina Sergeant"},
    "information_share": {"agency": lambda specimen: specimen.world.childrens_services.pk},
    "limits_propose": {"level_1_review_weeks": "12"},
    "representation_follow": {"outcome": ""},
    "notification_record": {"changed": "", "about": ""},
    "people_invite": {"email": "invited@example.org"},
    "alert_put_off": {"until": lambda specimen: _typed(specimen.world.today + dt.timedelta(days=1))},
    "people_agency_domain": {"domain": "invented.example"},
    "people_invite_adviser": {"email": "adviser@example.org"},
    "person_role": {"role": "manager"},
    "summary_circulate": {"comments_by": _ahead},
    "referral_decide": {"meeting_on": _ahead},
    "referral_send": {"urgent_spoken_on": lambda specimen: _typed(specimen.world.today)},
    "sent_referral_correct": {"urgent_spoken_on": lambda specimen: _typed(specimen.world.today)},
    "sent_referral_take": {"reference": lambda specimen: specimen.case.reference},
    "enquiry_identify": {"known": "nobody", "reference": ""},
    "enquiry_step": {"destroy_on": _ahead},
    "report_ask": {"meeting": lambda specimen: specimen.meetings["approved"].pk},
    "core_group_task": {"meeting": lambda specimen: specimen.meetings["closed"].pk},
    "core_group_task_done": {"becomes": ""},
    "core_group_end": {"becomes": "not_needed"},
    "core_group_meet": {"starts_at_date": _tomorrow},
    "core_group_met": {"starts_at_date": lambda specimen: _typed(specimen.world.today), "starts_at_time": "00:00"},
    "core_group_meeting_change": {"starts_at_date": _tomorrow},
    "review_lead": {"person": "", "unconnected": "on", "outside_line": "on"},
    "review_defer": {"urgent": "on"},
    "terms": {"agree": "on"},
    "transfer_accept": {"moves_on": _ahead},
    "youth_rosh": {"rosh": "high"},
    "youth_transition": {"planned_on": _ahead},
    "lowering_approve": {"to": "1", "accepts": "LVL-24"},
}
"""Form -> what has to be said differently from the first guess, so that it is saved."""

PREVIEWED = {"limits_propose", "sight_amend", "sight_end"}
"""Forms that are sent twice: the first sending shows what the second would change."""

REFUSED = {
    "enquiry_clarify": "a reply is drafted already",
    "enquiry_redacted": "the reply gives no minutes",
    "report_clear": "the agency has not agreed yet",
    "report_leave": "the agency has not agreed yet",
    "emergency": "no case has such a reference, and a text of one word is no reason",
    "cases_undecided": "every restricted case has somebody who may decide about it",
    "paper_weigh": "MAPPA J was sent",
    "offence_quashed": "an order is in force, which is to be looked at first",
    "category_3_consider": "the conviction puts the person in Category 2",
    "category_3": "the conviction puts the person in Category 2",
    "minutes_copies_make": "everybody who is to receive these minutes has a copy",
    "level_1_check": "the case is at Level 2",
    "lead_change": "by the table probation leads, and it does",
    "danger_consider": "the person is in MAPPA",
    "retention_review": "nobody is near the 100th birthday",
    "level_dispute": "a dispute is open",
    "summary_issue": "this text was issued already",
    "level_1_review": "the case is at Level 2",
    "level_decide": "a lower level than 2 is decided at a meeting",
    "disclosure_decide_again": "it was disclosed already",
    "disclosure_made": "it was disclosed already",
    "prison_report_record": "the person is in the community",
    "meeting_close": "the meeting is still to come",
    "meeting_chair": "nobody else of the area may chair",
    "case_hand_over": "probation does not take part in the case yet",
    "person_enable": "the account is on",
    "person_invite_again": "the account is open",
    "referral_start": "a referral is in progress",
    "referral_dispute": "the referral is not decided yet",
    "referral_settle": "there is no dispute",
    "review_decide": "a review was decided on",
    "review_go_on": "the review is not deferred",
    "transfer_settle": "there is no dispute",
    "transfer_sent": "the transfer is not accepted yet",
    "transfer_dispute": "the transfer is not answered yet",
    "youth_start": "an assessment is open",
    "youth_intervention": "the risks are not judged yet",
    "youth_submit": "the risks are not judged yet",
    "youth_countersign": "the assessment is a draft",
    "youth_return": "the assessment is a draft",
    "youth_panel": "the risks are not judged yet",
}
"""Form -> the rule that refuses it for the specimen, whatever is typed."""
