"""Who is expected at a meeting and how strongly: the table of MAPPA Guidance 13a as rows, with grades and reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from audit.refusals import Effect, Finding
from meetings.rules.people import BESIDE_THE_STANDING, Attendance, Circumstances, Invitee, Party, required_parties
from meetings.rules.psychology import Call, called_by

CATEGORY_4 = 4
OF_A_NAMED_OFFICER = frozenset({2, 3})
"""Violent and other dangerous offenders, as the guidance calls them (MAPPA Guidance 13a.8)."""
LEVEL_2, LEVEL_3 = 2, 3


class Strength(StrEnum):
    """How strongly somebody is expected: what the guidance says of them."""

    MUST = "must"
    SHOULD = "should"
    RELEVANT = "relevant"

    @property
    def label(self) -> str:
        """The strength as the screens print it."""
        return STRENGTH_LABELS[self]


STRENGTH_LABELS: Mapping[Strength, str] = MappingProxyType(
    {Strength.MUST: "Must come", Strength.SHOULD: "Should come", Strength.RELEVANT: "Where it helps"}
)
KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "youth_offending_team": "Youth Offending Team",
        "childrens_services": "Children's Services",
        "mental_health": "Mental health services",
        "adult_social_care": "Adult Social Care",
        "work_and_pensions": "Department for Work and Pensions",
        "defence": "Ministry of Defence",
        "education": "Local authority education",
        "public_health": "Public health",
        "nhs_england": "NHS England",
        "health_authority": "Health Authority",
        "health_board": "Integrated care or Local Health Board",
        "nhs_trust": "NHS Trust",
        "local_housing": "Local housing authority",
        "social_housing": "Provider of social housing",
        "electronic_monitoring": "Provider of electronic monitoring",
        "immigration": "Home Office immigration services",
        "transport_police": "British Transport Police",
    }
)
"""Kinds of agency that are expected because they work with the person, in words."""

OF_THEIR_OWN = frozenset({"mental_health", "adult_social_care", "childrens_services", "youth_offending_team"})
"""Kinds of agency that have a row of their own in the table below."""

DECIDES = "Somebody who may commit the agency's resources"
OR_INSTEAD = "The officer, or whom they agreed on with their line manager"
GRADES: Mapping[tuple[Party, int], str] = MappingProxyType(
    {
        (Party.POLICE, LEVEL_2): "Inspector, or somebody to whom an inspector delegated",
        (Party.POLICE, LEVEL_3): "Chief inspector, or somebody to whom one delegated",
        (Party.PROBATION, LEVEL_2): "Senior probation officer or equivalent",
        (Party.PROBATION, LEVEL_3): (
            "Head of the Probation Delivery Unit, or an equivalent senior manager; or a Senior Operational Support "
            "Manager who knows MAPPA and has delegated authority"
        ),
        (Party.PRISON, LEVEL_2): "Prison offender manager with authority to decide",
        (Party.PRISON, LEVEL_3): "Head of offender management delivery; if not, why is recorded",
        (Party.YOUTH_OFFENDING_TEAM, LEVEL_2): "Case manager, with an operations manager if another agency referred",
        (Party.YOUTH_OFFENDING_TEAM, LEVEL_3): "Case manager, with an operations manager if another agency referred",
        (Party.CHILDRENS_SERVICES, LEVEL_2): "Lead social worker, or a manager who may decide",
        (Party.CHILDRENS_SERVICES, LEVEL_3): "Lead social worker, or a manager who may decide",
    }
)
"""Party and level -> the grade that the guidance expects (MTG-40)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody expected at a meeting: a `party`, or an agency of a `kind`; why, by which rule, and of what grade."""

    strength: Strength
    rule: str
    why: str
    party: Party | None = None
    kind: str = ""
    grade: str = ""
    report_is_enough: bool = False

    @property
    def label(self) -> str:
        """Who it is, in words."""
        return self.party.label if self.party else KIND_LABELS.get(self.kind, self.kind.replace("_", " "))

    def is_met_by(self, invitee: Invitee) -> bool:
        """Whether this invitation asks those who are expected."""
        return self.asks(invitee.party, invitee.kind)

    def asks(self, party: Party, kind: str) -> bool:
        """Whether an agency of this kind, in this part, is what is expected."""
        return party is self.party if self.party else kind == self.kind and party not in BESIDE_THE_STANDING


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: who is expected, and the facts on which it depends."""

    applies: Callable[[Circumstances], bool]
    expected: Expected


def _row(applies: Callable[[Circumstances], bool], strength: Strength, rule: str, why: str, **who: object) -> Row:
    return Row(applies, Expected(strength, rule, why, **who))  # type: ignore[arg-type]  # fields of Expected


PSYCHOLOGY: Mapping[Call, Strength] = MappingProxyType(
    {
        Call.FIRST: Strength.MUST,
        Call.AT_WORK: Strength.MUST,
        Call.RISK: Strength.MUST,
        Call.BEFORE: Strength.SHOULD,
        Call.HELPS: Strength.RELEVANT,
    }
)
"""What calls HMPPS Psychology -> how strongly it is expected (MTG-42)."""

ROWS: tuple[Row, ...] = (
    _row(
        lambda case: case.lead == "probation",
        Strength.MUST,
        "MTG-41",
        "Probation manages the case",
        party=Party.PRACTITIONER,
        grade="The practitioner, or cover agreed with their line manager",
    ),
    _row(
        lambda case: case.must_notify,
        Strength.SHOULD,
        "MTG-57",
        "the person is subject to notification, so the police have an offender manager for them",
        party=Party.POLICE_MANAGER,
        grade=OR_INSTEAD,
    ),
    _row(
        lambda case: case.category in OF_A_NAMED_OFFICER and not case.must_notify,
        Strength.SHOULD,
        "MTG-57",
        "the person is managed actively, so the police name an officer for them",
        party=Party.POLICE_MANAGER,
        grade=OR_INSTEAD,
    ),
    *(
        _row(called_by(call), strength, "MTG-42", call.value, party=Party.PSYCHOLOGY)
        for call, strength in PSYCHOLOGY.items()
    ),
    _row(
        lambda case: case.recently_a_child and not case.is_child,
        Strength.MUST,
        "MTG-43",
        "the person is under 21 and was supervised as a child",
        kind="youth_offending_team",
    ),
    _row(
        lambda case: case.lead == "mental_health" or case.in_hospital or "mental_health" in case.involved,
        Strength.SHOULD,
        "MTG-44",
        "mental health services lead, treat the person, or take part in the case",
        kind="mental_health",
        grade="The standing representative, who may decide",
    ),
    _row(
        lambda case: case.lead == "mental_health" or case.in_hospital or "mental_health" in case.involved,
        Strength.SHOULD,
        "MTG-53",
        "mental health services lead, treat the person, or take part in the case",
        party=Party.CLINICIAN,
        grade="A member of the clinical team, beside the standing representative",
    ),
    _row(
        lambda case: (
            not (case.is_child or case.child_referral) and (case.child_at_risk or "childrens_services" in case.involved)
        ),
        Strength.SHOULD,
        "MTG-45",
        "a child is at risk, or Children's Services take part in the case",
        kind="childrens_services",
        grade="The standing representative, who may decide",
    ),
    _row(
        lambda case: case.child_at_risk,
        Strength.SHOULD,
        "MTG-54",
        "a child is at risk",
        party=Party.CHILDS_SOCIAL_WORKER,
        grade="The social worker, or a manager where the social worker may not decide",
    ),
    _row(
        lambda case: case.child_referral and not case.is_child,
        Strength.MUST,
        "CIR-19",
        "a referral of a child to children’s social care is open",
        kind="childrens_services",
        grade="Lead social worker of the child, or a manager who may decide",
    ),
    _row(
        lambda case: "adult_social_care" in case.involved,
        Strength.SHOULD,
        "MTG-46",
        "Adult Social Care takes part in the case",
        kind="adult_social_care",
        grade="The standing representative, who may decide",
    ),
    _row(
        lambda case: "adult_social_care" in case.involved,
        Strength.SHOULD,
        "MTG-55",
        "Adult Social Care takes part in the case",
        party=Party.ADULTS_SOCIAL_WORKER,
        grade="The social worker, or a manager where the social worker may not decide",
    ),
    _row(
        lambda case: case.lead == "police" and case.area_in_question,
        Strength.SHOULD,
        "MTG-50",
        "the police lead the case, and a move to another area is considered",
        party=Party.OTHER_FORCE,
    ),
    _row(
        lambda case: case.is_child and case.another_referred,
        Strength.SHOULD,
        "MTG-51",
        "another agency referred the child",
        party=Party.YOUTH_MANAGER,
        grade="Operations manager, beside the case manager",
    ),
    _row(
        lambda case: case.left_care,
        Strength.SHOULD,
        "MTG-52",
        "the person left care and is under 25",
        party=Party.LEAVING_CARE,
    ),
    _row(
        lambda case: case.category == CATEGORY_4,
        Strength.SHOULD,
        "MTG-47",
        "the person is in Category 4",
        party=Party.COUNTER_TERRORISM,
    ),
    _row(
        lambda case: case.category == CATEGORY_4,
        Strength.RELEVANT,
        "MTG-47",
        "the person is in Category 4; the chair decides, once the area of release is known",
        party=Party.PREVENT,
    ),
    _row(
        lambda case: case.radicalisation and case.category != CATEGORY_4,
        Strength.RELEVANT,
        "CIR-20",
        "there is a risk of radicalisation; the chair decides, once the area of release is known",
        party=Party.PREVENT,
    ),
    _row(
        lambda case: case.foreign and case.owner_known,
        Strength.MUST,
        "CIR-04",
        "the person is not a British citizen, or may not be",
        kind="immigration",
        grade="The case owner",
        report_is_enough=True,
    ),
    _row(
        lambda case: case.foreign and not case.owner_known,
        Strength.MUST,
        "CIR-04",
        "the person is not a British citizen, or may not be",
        kind="immigration",
        grade="Through the point of contact for MAPPA: no case owner is known",
        report_is_enough=True,
    ),
    _row(
        lambda case: case.marac,
        Strength.MUST,
        "CIR-08",
        "a victim was referred to MARAC",
        party=Party.VICTIMS_ADVISER,
    ),
    _row(
        lambda case: case.by_rail,
        Strength.RELEVANT,
        "CIR-13",
        "travel by rail is part of the risk; if they do not come, the police agree tactics with them",
        kind="transport_police",
    ),
)


def expected_at(case: Circumstances) -> tuple[Expected, ...]:
    """Everybody who is expected at a Level 2 or 3 meeting on this case.

    Rules MTG-09 to MTG-13, MTG-40 to MTG-48, MTG-50 to MTG-55, MTG-57, CIR-04, CIR-08, CIR-13, CIR-19 and CIR-20.
    """
    required = [
        Expected(
            Strength.MUST,
            one.rule,
            one.why,
            party=one.party,
            grade=GRADES.get((one.party, case.level), ""),
            report_is_enough=one.report_is_enough,
        )
        for one in required_parties(case)
    ]
    further = [row.expected for row in ROWS if row.applies(case)]
    named = {one.kind for one in further}
    taking_part = [
        Expected(Strength.SHOULD, "MTG-48", "it works with the person", kind=kind, grade=DECIDES)
        for kind in KIND_LABELS
        if kind in case.involved and kind not in OF_THEIR_OWN and kind not in named
    ]
    return (*required, *further, *taking_part)


def was_there(expected: Expected, invitees: Sequence[Invitee]) -> bool:
    """Whether somebody of those expected attended; a report is enough only where the rule says so (MTG-08)."""
    enough = {Attendance.ATTENDED, *([Attendance.REPORT_ONLY] if expected.report_is_enough else [])}
    return any(expected.is_met_by(invitee) and invitee.attendance in enough for invitee in invitees)


def never_invited_findings(case: Circumstances, invitees: Sequence[Invitee], why: str) -> list[Finding]:
    """Who must come and was never asked: that stops the closing until the minutes say why (MTG-87).

    `why` is what the meeting recorded of it. Of those who should come and were not asked it is only reminded.
    """
    if why.strip():
        return []
    step = "Say under item 1 who was not invited, why, and how their information reached the meeting."
    return [
        Finding(
            "MTG-87",
            Effect.BLOCK,
            f"{one.label} was never invited, although {one.why}.",
            "agenda_confidentiality.never_invited",
            step,
        )
        for one in expected_at(case)
        if one.strength is Strength.MUST and not any(one.is_met_by(invitee) for invitee in invitees)
    ]


def expectation_findings(case: Circumstances, invitees: Sequence[Invitee]) -> list[Finding]:
    """What a meeting about to be closed says of those who did not come, by strength (MTG-41 to MTG-57).

    Who must come, and did not, stops the closing until it is written down why and how their information reached the
    meeting (MTG-49); with that, or where nobody was invited, it is warned of. The parties of MTG-09 to MTG-13 have
    warnings of their own. Of others who should come the meeting is reminded.
    """
    found = []
    for one in expected_at(case):
        if one.strength is Strength.RELEVANT or was_there(one, invitees):
            continue
        asked = [invitee for invitee in invitees if one.is_met_by(invitee)]
        unexplained = asked and not any(invitee.note.strip() for invitee in asked)
        if one.strength is Strength.SHOULD:
            message = f"{one.label} did not attend, although {one.why}."
            found.append(Finding(one.rule, Effect.PROMPT, message, "attendance", "Say why in the attendance list."))
        elif unexplained:
            message = f"{one.label} did not attend, and it is not written down why."
            step = "Write in the attendance list why, and how their information reached the meeting."
            found.append(Finding("MTG-49", Effect.REQUIRE, message, "attendance", step))
        elif one.rule in FURTHER_MUSTS:
            message = f"{one.label} {'did not attend' if asked else 'was not invited'}, although {one.why}."
            found.append(Finding(one.rule, Effect.WARN, message, "attendance", "Confirm that the meeting was right."))
    return found


FURTHER_MUSTS = frozenset(row.expected.rule for row in ROWS if row.expected.strength is Strength.MUST)
"""Rules of those who must come beside the parties that `people` requires."""
