"""Which events of custody, leave and release are recorded, and what each of them asks for: one row for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """A kind of event."""

    RECEIVED = "received"
    RELEASED = "released"
    RELEASE_DATE = "release_date"
    SHORT_NOTICE_TOLD = "short_notice_told"
    PAROLE_ELIGIBILITY = "parole_eligibility"
    TARIFF_EXPIRY = "tariff_expiry"
    PAROLE_REVIEW = "parole_review"
    RECALL = "recall"
    RE_RELEASE = "re_release"
    TEMPORARY_RELEASE = "temporary_release"
    TEMPORARY_TAKEN = "temporary_taken"
    OPEN_CONDITIONS = "open_conditions"
    PREMISES_PLANNED = "premises_planned"
    PREMISES_REFERRAL = "premises_referral"
    PREMISES_ARRIVED = "premises_arrived"
    PREMISES_AREA = "premises_area"
    PREMISES_LEFT = "premises_left"
    MCTC_CONSULTED = "mctc_consulted"
    MCTC_ANSWERED = "mctc_answered"
    PATIENT_NOTIFIED = "patient_notified"
    UNESCORTED_LEAVE = "unescorted_leave"
    LEAVE_NOTIFIED = "leave_notified"
    DISCHARGE_PLANNED = "discharge_planned"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    SUPERVISORS_REPORT = "supervisors_report"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    PATIENT_RECALL = "patient_recall"
    TRIBUNAL_REFERRAL = "tribunal_referral"
    AT_LARGE = "at_large"
    RETURNED = "returned"


class Group(StrEnum):
    """Under which heading a kind is offered and listed."""

    CUSTODY = "Into and out of custody or hospital"
    RELEASE = "Release and parole"
    RECALL = "Recall, escape and absconding"
    LEAVE = "Temporary release and open conditions"
    PREMISES = "Approved premises"
    MILITARY = "Military Corrective Training Centre"
    HOSPITAL = "Hospital"


class Where(StrEnum):
    """Where the person has to be on the day of an event."""

    ANYWHERE = "anywhere"
    PRISON = "prison"
    HOSPITAL = "hospital"
    INSIDE = "inside"
    OUTSIDE = "outside"


WHERE_WORDS: Mapping[Where, str] = MappingProxyType(
    {
        Where.PRISON: "in prison or youth detention",
        Where.HOSPITAL: "in hospital",
        Where.INSIDE: "in custody or hospital",
        Where.OUTSIDE: "in the community after a release",
    }
)

FIXED_TERM, STANDARD, EMERGENCY = "fixed_term", "standard", "emergency"
RECALLS = {
    FIXED_TERM: "Fixed term recall",
    STANDARD: "Standard recall",
    EMERGENCY: "Emergency recall",
}
FIRST_CALCULATION = "first"
RELEASE_CHANGES = {
    FIRST_CALCULATION: "First calculation, or checked without a change",
    "days_added": "Additional days awarded",
    "days_restored": "Additional days restored",
    "remand": "Days on remand deducted",
    "at_large": "Days unlawfully at large",
    "further_sentence": "A further sentence",
    "appeal": "Appeal or judicial review",
    "parole": "A decision of the Parole Board",
}
RETURNS = {"in_time": "Came back in time", "late": "Came back late", "not_back": "Did not come back"}
LEFT = {"escape": "Escape", "abscond": "Absconded", "failed_to_return": "Failed to return from leave"}
PLACES = {"prison": "Prison", "youth": "Youth detention accommodation", "hospital": "Hospital"}
SILENT = "silent"
ANSWERS = {
    "no_concerns": "No concerns",
    "concerns": "Concerns, or new information on risk",
    SILENT: "No answer within the time",
}
CONSULTED = {
    "com": "Community offender manager",
    "police": "Local police",
    "victim_liaison": "Victim liaison",
}
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind of event asks for. `day` is what its date is called; empty texts mean that it is not asked.

    `past` kinds have happened and cannot lie ahead; the others may. `after` are kinds of which one has to be recorded
    for that day or an earlier one. `told` asks by whom and when it became known, and `police` when police were told.
    """

    label: str
    group: Group
    day: str
    past: bool
    where: Where = Where.ANYWHERE
    after: tuple[Kind, ...] = ()
    until: str = ""
    place: str = ""
    told: bool = False
    police: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: NONE)
    choice: str = ""
    consulted: bool = False
    hint: str = ""


SPECS: Mapping[Kind, Spec] = MappingProxyType(
    {
        Kind.RECEIVED: Spec(
            "Received into custody or hospital",
            Group.CUSTODY,
            "First day there",
            past=True,
            place="Establishment",
            choices=PLACES,
            choice="What kind of place",
            hint="The time in custody begins with it.",
        ),
        Kind.RELEASED: Spec(
            "Released",
            Group.CUSTODY,
            "Day of release",
            past=True,
            where=Where.INSIDE,
            hint="The time in custody ends with it. Record the discharge of a patient under “Hospital”.",
        ),
        Kind.RELEASE_DATE: Spec(
            "Release date confirmed",
            Group.RELEASE,
            "Release date",
            past=False,
            where=Where.PRISON,
            told=True,
            choices=RELEASE_CHANGES,
            choice="Why the date was set or changed",
            hint="The earliest release date of the present time in custody becomes this date.",
        ),
        Kind.SHORT_NOTICE_TOLD: Spec(
            "Release at short notice told",
            Group.RELEASE,
            "Day on which they were told",
            past=True,
            hint="The community offender manager, and the police where the person will live.",
        ),
        Kind.PAROLE_ELIGIBILITY: Spec(
            "Parole eligibility date",
            Group.RELEASE,
            "Parole eligibility date",
            past=False,
            where=Where.PRISON,
            told=True,
        ),
        Kind.TARIFF_EXPIRY: Spec(
            "Tariff expiry date", Group.RELEASE, "Tariff expiry date", past=False, where=Where.PRISON, told=True
        ),
        Kind.PAROLE_REVIEW: Spec(
            "Parole Board review or hearing",
            Group.RELEASE,
            "Date of the review or hearing",
            past=False,
            where=Where.INSIDE,
            told=True,
        ),
        Kind.RECALL: Spec(
            "Recall to custody",
            Group.RECALL,
            "Day of the recall",
            past=True,
            where=Where.OUTSIDE,
            until="Last day of a fixed term",
            choices=RECALLS,
            choice="Type of recall",
            hint="Record “Back in custody or hospital” once the person is inside: the time in custody begins then.",
        ),
        Kind.RE_RELEASE: Spec(
            "Executive re-release to be considered",
            Group.RECALL,
            "Day on which it is considered",
            past=False,
            after=(Kind.RECALL,),
            told=True,
        ),
        Kind.AT_LARGE: Spec(
            "Escape, absconding or failure to return",
            Group.RECALL,
            "Day on which the person left, or did not return",
            past=True,
            where=Where.INSIDE,
            place="Where from",
            police=True,
            choices=LEFT,
            choice="What happened",
        ),
        Kind.RETURNED: Spec(
            "Back in custody or hospital",
            Group.RECALL,
            "Day of return",
            past=True,
            after=(Kind.AT_LARGE, Kind.RECALL, Kind.PATIENT_RECALL),
            place="Where",
            hint="A new time in custody begins with it, unless one goes on.",
        ),
        Kind.TEMPORARY_RELEASE: Spec(
            "Temporary release granted (ROTL)",
            Group.LEAVE,
            "First day out",
            past=False,
            where=Where.PRISON,
            until="Last day out",
            consulted=True,
        ),
        Kind.TEMPORARY_TAKEN: Spec(
            "Temporary release taken",
            Group.LEAVE,
            "First day out",
            past=True,
            after=(Kind.TEMPORARY_RELEASE,),
            choices=RETURNS,
            choice="The return",
        ),
        Kind.OPEN_CONDITIONS: Spec(
            "Move to open conditions",
            Group.LEAVE,
            "Day of the move",
            past=False,
            where=Where.PRISON,
            place="Open prison",
            consulted=True,
        ),
        Kind.PREMISES_PLANNED: Spec(
            "Approved premises are part of the release plan",
            Group.PREMISES,
            "Day on which that was decided",
            past=True,
            where=Where.PRISON,
        ),
        Kind.PREMISES_REFERRAL: Spec(
            "Referral to approved premises",
            Group.PREMISES,
            "Day on which it was sent",
            past=True,
            place="Approved premises",
        ),
        Kind.PREMISES_ARRIVED: Spec(
            "Place in approved premises taken up",
            Group.PREMISES,
            "First day there",
            past=True,
            place="Approved premises",
        ),
        Kind.PREMISES_AREA: Spec(
            "Managing area looked at again",
            Group.PREMISES,
            "Day on which it was decided",
            past=True,
            after=(Kind.PREMISES_ARRIVED,),
        ),
        Kind.PREMISES_LEFT: Spec(
            "Left approved premises", Group.PREMISES, "Last day there", past=True, after=(Kind.PREMISES_ARRIVED,)
        ),
        Kind.MCTC_CONSULTED: Spec(
            "MCTC asked about the proposed level",
            Group.MILITARY,
            "Day on which it was asked",
            past=True,
            where=Where.PRISON,
        ),
        Kind.MCTC_ANSWERED: Spec(
            "Answer of the MCTC",
            Group.MILITARY,
            "Day of the answer, or on which the time was over",
            past=True,
            after=(Kind.MCTC_CONSULTED,),
            choices=ANSWERS,
            choice="The answer",
        ),
        Kind.PATIENT_NOTIFIED: Spec(
            "Patient identified: MAPPA I sent to the Co-ordinator",
            Group.HOSPITAL,
            "Day on which it was sent",
            past=True,
            where=Where.HOSPITAL,
        ),
        Kind.UNESCORTED_LEAVE: Spec(
            "Unescorted leave",
            Group.HOSPITAL,
            "First day of leave",
            past=False,
            where=Where.HOSPITAL,
            until="Last day of leave",
            hint="Leave does not wait for MAPPA, and MAPPA cannot approve or refuse it.",
        ),
        Kind.LEAVE_NOTIFIED: Spec(
            "MAPPA I Part 3 sent",
            Group.HOSPITAL,
            "Day on which it was sent",
            past=True,
            where=Where.HOSPITAL,
        ),
        Kind.DISCHARGE_PLANNED: Spec(
            "Discharge discussed at a CPA meeting",
            Group.HOSPITAL,
            "Day of the meeting",
            past=True,
            where=Where.HOSPITAL,
        ),
        Kind.CONDITIONAL_DISCHARGE: Spec(
            "Conditional discharge",
            Group.HOSPITAL,
            "Day of discharge",
            past=True,
            where=Where.HOSPITAL,
            hint="The time in hospital ends with it, and review dates count from it.",
        ),
        Kind.SUPERVISORS_REPORT: Spec(
            "Supervisors' report to the Ministry of Justice",
            Group.HOSPITAL,
            "Day of the report",
            past=True,
            after=(Kind.CONDITIONAL_DISCHARGE,),
        ),
        Kind.ABSOLUTE_DISCHARGE: Spec(
            "Absolute discharge",
            Group.HOSPITAL,
            "Day of discharge",
            past=True,
            after=(Kind.PATIENT_NOTIFIED, Kind.CONDITIONAL_DISCHARGE),
            hint="The time in hospital, where one goes on, ends with it.",
        ),
        Kind.PATIENT_RECALL: Spec(
            "Recall of a patient to hospital",
            Group.HOSPITAL,
            "Day of the recall",
            past=True,
            after=(Kind.CONDITIONAL_DISCHARGE,),
            place="Hospital",
        ),
        Kind.TRIBUNAL_REFERRAL: Spec(
            "Case referred to the Tribunal",
            Group.HOSPITAL,
            "Day of the referral",
            past=True,
            after=(Kind.PATIENT_RECALL,),
        ),
    }
)
"""Kind -> what it asks for, in the order in which kinds are offered within their group."""

TOLD_TO_VICTIMS = frozenset({Kind.RELEASE_DATE, Kind.RECALL, Kind.AT_LARGE, Kind.RETURNED})
"""What whoever keeps victims informed may know of: release, recall and escape, never where the person is (ACC-62)."""


def kinds_by_group() -> dict[Group, list[Kind]]:
    """Every kind under its heading."""
    found: dict[Group, list[Kind]] = {group: [] for group in Group}
    for kind, spec in SPECS.items():
        found[spec.group].append(kind)
    return found
