"""Which events of custody, leave and release are recorded, and what each of them asks for: one row for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from custody.rules.words import (
    ANSWERS,
    CONSULTED,
    EMERGENCY,
    FIRST_CALCULATION,
    FIXED_TERM,
    LEFT,
    NOTICES,
    PLACES,
    RECALLS,
    RELEASE_CHANGES,
    RETURNS,
    SILENT,
    STANDARD,
    WHERE_WORDS,
    Group,
    Kind,
    Where,
)

__all__ = [
    "ANSWERS", "CONSULTED", "EMERGENCY", "FIRST_CALCULATION", "FIXED_TERM", "Group", "Kind", "LEFT", "NOTICES",
    "PLACES", "RECALLS", "RELEASE_CHANGES", "RETURNS", "SILENT", "SPECS", "STANDARD", "Spec", "TOLD_TO_VICTIMS",
    "WHERE_WORDS", "Where", "kinds_by_group",
]  # fmt: skip

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind of event asks for. `day` is what its date is called; empty texts mean that it is not asked.

    `past` kinds have happened and cannot lie ahead; the others may. `after` are kinds of which one has to be recorded
    for that day or an earlier one. `told` asks by whom and when it became known, `police` when police were told, and
    `whom` who was told.
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
    whom: bool = False
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
        Kind.PRISON_MOVE: Spec(
            "Moved to another prison",
            Group.CUSTODY,
            "Day of the move",
            past=True,
            where=Where.PRISON,
            place="Receiving prison",
            hint="The time in custody goes on; its establishment becomes this one.",
        ),
        Kind.INVITATION_FORWARDED: Spec(
            "Receiving prison told the level and sent the invitation",
            Group.CUSTODY,
            "Day on which it was told",
            past=True,
            after=(Kind.PRISON_MOVE,),
            whom=True,
            hint="By the Co-ordinator, to its mailbox. The sending prison writes MAPPA F, and its author attends.",
        ),
        Kind.RELEASE_DATE: Spec(
            "Release date confirmed",
            Group.RELEASE,
            "Release date",
            past=False,
            where=Where.INSIDE,
            told=True,
            choices=RELEASE_CHANGES,
            choice="Why the date was set or changed",
            hint="The release date of the time in custody becomes this date; for a patient, the day of discharge.",
        ),
        Kind.SHORT_NOTICE_TOLD: Spec(
            "Release at short notice told",
            Group.RELEASE,
            "Day on which they were told",
            past=True,
            hint="The community offender manager, and the police where the person will live.",
        ),
        Kind.POLICE_TOLD: Spec(
            "Police told of the release of Category 1",
            Group.RELEASE,
            "Day on which they were told",
            past=True,
            where=Where.PRISON,
            whom=True,
            hint="Ahead of every release from prison or youth custody.",
        ),
        Kind.NO_LICENCE: Spec(
            "Release without a licence",
            Group.RELEASE,
            "Day of that release",
            past=False,
            where=Where.PRISON,
            told=True,
            hint="The sentence ends with it, so that nobody supervises the person.",
        ),
        Kind.NO_LICENCE_COM: Spec(
            "Release without a licence: community practitioner told of the risk",
            Group.RELEASE,
            "Day on which they were told",
            past=True,
            after=(Kind.NO_LICENCE,),
            whom=True,
            hint="The prison tells them of risk that needs MAPPA partners.",
        ),
        Kind.NO_LICENCE_POLICE: Spec(
            "Release without a licence: receiving police told",
            Group.RELEASE,
            "Day on which they were told",
            past=True,
            after=(Kind.NO_LICENCE,),
            whom=True,
            hint="A further notice of release, with priority, to the police area that receives the person.",
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
        Kind.VICTIM_POLICE_TOLD: Spec(
            "Police where the victim lives alerted",
            Group.RECALL,
            "Day on which they were alerted",
            past=True,
            after=(Kind.AT_LARGE,),
            hint="By the prison. Name no place here: it would tell where the victim lives.",
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
            until="Last day out",
            police=True,
            choices=RETURNS,
            choice="The return",
            hint="Who did not come back is missing from the last day out, and police are told at once.",
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
            choices=NOTICES,
            choice="What it told of",
        ),
        Kind.DISCHARGE_PLANNED: Spec(
            "Discharge discussed at a CPA meeting",
            Group.HOSPITAL,
            "Day of the meeting",
            past=True,
            where=Where.HOSPITAL,
        ),
        Kind.POLICE_CONSULTED: Spec(
            "Police consulted about a discharge or release",
            Group.HOSPITAL,
            "Day on which they were consulted",
            past=True,
            where=Where.HOSPITAL,
            whom=True,
            hint="Before discharge, a community treatment order or another release of a patient in Category 1.",
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
            hint="The time in hospital, where one goes on, ends with it. Enter the day at the offence, too.",
        ),
        Kind.PATIENT_RECALL: Spec(
            "Recall of a patient to hospital",
            Group.HOSPITAL,
            "Day of the recall",
            past=True,
            after=(Kind.CONDITIONAL_DISCHARGE,),
            place="Hospital",
            hint="From a conditional discharge, or from a community treatment order (recorded with the sentence).",
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
