"""Grades of those who come to a meeting: the ladders of the guidance's table, lowest first, and the least of each.

A grade is asked for and never read out of a post. What stands on no ladder is `ANOTHER`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from meetings.rules.expected import Strength, expected_at
from meetings.rules.people import Circumstances, Invitee, Party

LEVEL_2, LEVEL_3 = 2, 3
ANOTHER = "another"
IN_PLACE_OF_THE_HEAD = "operational_support"
"""The grade of Probation that may come to Level 3 with delegated authority over resources (MAPPA Guidance 13a.10)."""
ANOTHER_LABEL = "Another grade, or none in the table"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The grades of one agency, key -> words, lowest first, and the least that is expected by level.

    `board_may_lower`: the guidance calls its grade best practice or usual, so that the Board of an area may agree a
    lower one (13a.5, 13a.7, 13a.10); of the others it asks for somebody with authority to decide (13a.15 to 13a.22).
    """

    name: str
    grades: Mapping[str, str]
    least: Mapping[int, str]
    board_may_lower: bool = False

    def reaches(self, grade: str, level: int) -> bool:
        """Whether a grade is that of the level or a higher one; false for one that is not on the ladder."""
        keys = list(self.grades)
        return grade in keys and keys.index(grade) >= keys.index(self.least[level])


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a Board agreed for one ladder and level. Days are dates in Europe/London; an empty grade: the guidance's."""

    ladder: str
    level: int
    grade: str
    holds_from: date
    agreed_on: date
    reference: str

    @property
    def in_words(self) -> str:
        """Whose grade it is: by day and reference."""
        return f"The Board agreed this grade on {in_words(self.agreed_on)} ({self.reference})."


NONE_AGREED: Mapping[tuple[str, int], Agreed] = MappingProxyType({})


def _ladder(name: str, least_2: str, least_3: str, **grades: str) -> Ladder:
    return Ladder(name, MappingProxyType(grades), MappingProxyType({LEVEL_2: least_2, LEVEL_3: least_3}))


def _best_practice(name: str, least_2: str, least_3: str, **grades: str) -> Ladder:
    return replace(_ladder(name, least_2, least_3, **grades), board_may_lower=True)


LADDERS: Mapping[str, Ladder] = MappingProxyType(
    {
        "police": _best_practice(
            "Police",
            "inspector",
            "chief_inspector",
            constable="Constable or police staff",
            sergeant="Sergeant",
            inspector="Inspector",
            chief_inspector="Chief inspector",
            superintendent="Superintendent or above",
        ),
        "probation": _best_practice(
            "Probation Service",
            "senior_probation_officer",
            "head_of_unit",
            probation_practitioner="Probation practitioner",
            senior_probation_officer="Senior probation officer or equivalent",
            operational_support="Senior Operational Support Manager",
            head_of_unit="Head of the Probation Delivery Unit, or an equivalent senior manager",
        ),
        "prison": _ladder(
            "Prison Service or Youth Custody Service",
            "offender_manager",
            "head_of_offender_management",
            prison_officer="Prison officer or other staff",
            offender_manager="Prison offender manager with authority to decide",
            head_of_offender_management="Head of offender management delivery",
            governor="Governor or deputy governor",
        ),
        "youth_offending_team": _ladder(
            "Youth Offending Team",
            "yot_case_manager",
            "yot_case_manager",
            yot_worker="Other worker of the team",
            yot_case_manager="Case manager",
            yot_operations_manager="Operations manager",
        ),
        "childrens_services": _ladder(
            "Children's Services",
            "lead_social_worker",
            "lead_social_worker",
            social_worker="Another social worker",
            lead_social_worker="Lead social worker of the child",
            childrens_manager="Manager who may decide",
        ),
        "adult_social_care": _ladder(
            "Adult Social Care",
            "lead_adult_worker",
            "lead_adult_worker",
            adult_worker="Another social worker",
            lead_adult_worker="Lead social worker",
            adult_manager="Manager who may decide",
        ),
        "mental_health": _ladder(
            "Mental health services",
            "standing_representative",
            "standing_representative",
            clinician="Member of the clinical team",
            standing_representative="Standing representative with authority",
        ),
    }
)
"""Part, or kind of agency -> its ladder (MAPPA Guidance 13a.7 to 13a.22). Both levels ask the same of some."""

PARTS_WITH_LADDER = frozenset(Party(name) for name in LADDERS if name in set(Party))


def key_of(party: Party, kind: str) -> str:
    """The key of the ladder of an agency of this kind in this part; of no ladder where the table has none."""
    if party in PARTS_WITH_LADDER:
        return party.value
    return kind if party is Party.OTHER_AGENCY else ""


def ladder_of(party: Party, kind: str) -> Ladder | None:
    """The ladder of an agency of this kind in this part; None where the table has none.

    A part of its own, as of a practitioner or of a victim liaison officer, has no grade.
    """
    return LADDERS.get(key_of(party, kind))


def grade_choices(party: Party, kind: str) -> list[tuple[str, str]]:
    """What may be chosen of somebody of this agency in this part; empty where no grade is asked."""
    ladder = ladder_of(party, kind)
    return [*ladder.grades.items(), (ANOTHER, ANOTHER_LABEL)] if ladder else []


ALL_GRADES: Mapping[str, str] = MappingProxyType(
    {**{key: words for ladder in LADDERS.values() for key, words in ladder.grades.items()}, ANOTHER: ANOTHER_LABEL}
)
"""Every grade in words."""


def grade_findings(
    case: Circumstances,
    invitees: Sequence[Invitee],
    why: str,
    agreed: Mapping[tuple[str, int], Agreed] = NONE_AGREED,
) -> list[Finding]:
    """What a meeting about to be closed says of the grades of those who came (MTG-91, MTG-59).

    `agreed` is what the Board of the area agreed, as it holds on the day of the meeting: it goes before the guidance.

    Of an agency that must come, a grade that nobody recorded is asked for, and one below that of the level, without
    delegated authority, stops the closing until the minutes say why; with that (`why`) it is warned of. Of others the
    meeting is reminded. Who chairs does not stand for the agency, and is passed over.
    """
    found = []
    for one in expected_at(case):
        came = [who for who in invitees if one.is_met_by(who) and not who.is_chair and _is_there(who)]
        ladder = ladder_of(came[0].party, came[0].kind) if came else None
        if ladder is None or case.level not in ladder.least:
            continue
        board = agreed.get((key_of(came[0].party, came[0].kind), case.level))
        ladder = replace(ladder, least={case.level: board.grade}) if board else ladder
        if not any(who.delegated or ladder.reaches(who.grade, case.level) for who in came):
            whose = board.in_words if board else "This is the grade of the guidance."
            finding = _short(one.label, ladder, came, case.level, why, whose)
            found.append(finding if one.strength is Strength.MUST else replace(finding, effect=Effect.PROMPT))
    return found


def _is_there(who: Invitee) -> bool:
    return who.attendance is not None and who.attendance.counts


def _short(label: str, ladder: Ladder, came: Sequence[Invitee], level: int, why: str, whose: str) -> Finding:
    if any(not who.grade for who in came):
        message = f"{label}: the grade of who came is not recorded."
        step = "Choose it in the attendance list. What is not in the table is another grade."
        return Finding("MTG-91", Effect.REQUIRE, message, "attendance", step)
    keys = list(ladder.grades)
    highest = max((keys.index(who.grade) for who in came if who.grade in keys), default=None)
    words = "A grade that is not in the table" if highest is None else ladder.grades[keys[highest]]
    message = (
        f"{label} at Level {level}: {ladder.grades[ladder.least[level]]} is expected. {words} came, and no delegated "
        f"authority is recorded. {whose}"
    )
    if why.strip():
        step = "Confirm that the meeting could decide."
        return Finding("MTG-91", Effect.WARN, message, "attendance", step)
    step = "Record in the attendance list who delegated authority, or say under item 1 why the meeting could decide."
    if level == LEVEL_3 and highest is not None and keys[highest] == IN_PLACE_OF_THE_HEAD:
        step = f"A {words} who knows MAPPA may come in place of the head. {step}"
    return Finding("MTG-91", Effect.REQUIRE, message, "agenda_confidentiality.lower_grade", step)
