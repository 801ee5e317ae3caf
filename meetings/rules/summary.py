"""The executive summary of minutes: its fields in order, and what must hold before it is released."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audit.refusals import Effect, Finding
from meetings.rules.minutes import MinutesState
from meetings.rules.names import KnownName, NameHit, names_found

NOTHING = "Nothing to record"
"""The explicit answer that lets a field stand empty."""

NATIONAL = "MAPPA Guidance 13b.31"
HAMPSHIRE = "Hampshire protocol 2008, Minutes Executive Summary"


@dataclass(frozen=True, slots=True)
class SummaryField:
    """One field of the summary: key, label and where it comes from. `from_attendance` fields are built, never typed."""

    key: str
    label: str
    source: str
    from_attendance: bool = False


FIELDS: tuple[SummaryField, ...] = (
    SummaryField("person", "Name and personal details", HAMPSHIRE),
    SummaryField("category_and_offence", "Category and index offence", HAMPSHIRE),
    SummaryField("risk_outcomes", "Outcomes of risk assessments", NATIONAL),
    SummaryField("referral_reason", "Reason for referral", NATIONAL),
    SummaryField("meeting_dates", "Date of this meeting and of the next", NATIONAL),
    SummaryField("attendance", "Attendance and apologies, by role and organisation", NATIONAL, from_attendance=True),
    SummaryField("discussion", "Updates, discussion and decisions", NATIONAL),
    SummaryField("risk_nature", "Nature of the risk, and to whom where it is safe to say", NATIONAL),
    SummaryField("risk_factors", "What raises and what lowers the risk", NATIONAL),
    SummaryField("plan_actions", "Actions in place, and whether they were completed", NATIONAL),
    SummaryField("level", "Level from now on, how it was decided and on what information", HAMPSHIRE),
    SummaryField("level_change", "Reasons for a change of level", NATIONAL),
    SummaryField("multi_agency", "Whether active multi-agency management is needed", HAMPSHIRE),
    SummaryField("disclosure", "Disclosure considered", NATIONAL),
    SummaryField("other_actions", "Other actions", NATIONAL),
    SummaryField("contact", "Single point of contact in the lead agency, by role", HAMPSHIRE),
)


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Attendance as it is printed: role and organisation, and whether they attended. There is no field for a name."""

    role: str
    organisation: str
    attended: bool


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """A summary about to be released. `values` maps field keys to text; `nothing` holds keys with nothing to record.

    `names` are the case's known names that must not stand in an attendance line. `subject` is the person the summary
    is about, with aliases.
    """

    minutes_state: MinutesState
    values: Mapping[str, str]
    attendance: Iterable[AttendanceLine]
    names: Iterable[KnownName]
    nothing: frozenset[str] = field(default_factory=frozenset)
    subject: Iterable[KnownName] = ()
    released_by_chair: bool = False


def release_findings(facts: SummaryFacts) -> list[Finding]:
    """What stops or questions releasing the summary, leaks aside (EXS-01, EXS-02, EXS-04, EXS-05)."""
    return [*_minutes(facts), *field_findings(facts), *_attendance(facts), *_chair(facts)]


def field_findings(facts: SummaryFacts) -> list[Finding]:
    """A block for each field that is neither filled nor answered "nothing to record" (EXS-02)."""
    return [
        Finding(
            "EXS-02",
            Effect.BLOCK,
            f"{item.label} is empty.",
            item.key,
            f'Fill it in, or choose "{NOTHING}".',
        )
        for item in FIELDS
        if not item.from_attendance and item.key not in facts.nothing and not facts.values.get(item.key, "").strip()
    ]


def _minutes(facts: SummaryFacts) -> list[Finding]:
    if facts.minutes_state is not MinutesState.DRAFT:
        return []
    message = "The minutes are still a draft; a summary is made from approved minutes."
    return [Finding("EXS-01", Effect.REFUSE, message, None, "Have the chair approve the minutes first.")]


def _attendance(facts: SummaryFacts) -> list[Finding]:
    lines, names, subject = list(facts.attendance), list(facts.names), list(facts.subject)
    if not lines:
        message = "No attendance is recorded for the meeting."
        return [Finding("EXS-04", Effect.BLOCK, message, "attendance", "Record who attended, by role.")]
    found = []
    for line in lines:
        if not (line.role.strip() and line.organisation.strip()):
            message = "An attendance line lacks its role or its organisation."
            found.append(Finding("EXS-04", Effect.BLOCK, message, "attendance", "Complete the line in the meeting."))
        for hit in names_found(line.role, names, allowed=subject):
            found.append(_named_in_line(hit))
    return found


def _named_in_line(hit: NameHit) -> Finding:
    """A refusal, or a warning where the letters may be part of the post, as in "community nurse"."""
    if hit.certain:
        message = f'"{hit.found}" in an attendance line names a person; lines carry role and organisation only.'
        return Finding("EXS-04", Effect.REFUSE, message, "attendance", "Correct the role in the meeting.")
    message = f'"{hit.found}" in an attendance line may name a person; lines carry role and organisation only.'
    return Finding("EXS-04", Effect.WARN, message, "attendance", "Confirm that it names nobody.")


def _chair(facts: SummaryFacts) -> list[Finding]:
    if facts.released_by_chair:
        return []
    message = "Only the chair of the meeting releases an executive summary."
    return [Finding("EXS-05", Effect.REFUSE, message, None, "Send it to the chair for approval.")]
