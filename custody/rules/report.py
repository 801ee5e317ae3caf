"""What stops recording the prison's report for a meeting (rule CUS-20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from custody.rules.events import Stay
from deadlines.rules.days import in_words


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report about to be recorded. Dates are Europe/London dates."""

    meeting_on: date
    countersigned_on: date
    prepared_by: str
    countersigned_by: str
    reason: str = ""


def report_findings(facts: ReportFacts, *, stays: Sequence[Stay], again: bool, today: date) -> list[Finding]:
    """Return everything that stops recording it; `again` when the meeting has a report already."""
    found = []
    if facts.countersigned_on > today:
        message = f"It cannot have been countersigned on {in_words(facts.countersigned_on)}, which is in the future."
        found.append(_refuse(message, "countersigned_on", "Enter the day of the countersignature."))
    if facts.countersigned_on > facts.meeting_on:
        message = f"It was countersigned after the meeting of {in_words(facts.meeting_on)}."
        found.append(_refuse(message, "countersigned_on", "Correct one of the two dates."))
    if facts.prepared_by.strip().casefold() == facts.countersigned_by.strip().casefold():
        message = "The report is countersigned by the person who prepared it."
        found.append(_refuse(message, "countersigned_by", "Have it countersigned by somebody else."))
    if not any(stay.covers(facts.meeting_on) for stay in stays):
        message = f"The person is not recorded as in custody on {in_words(facts.meeting_on)}."
        found.append(_refuse(message, "meeting_on", "Record the time in custody first."))
    if again and not facts.reason.strip():
        message = "There is a report for that meeting, and it is not said why there is another."
        found.append(Finding("CUS-20", Effect.REQUIRE, message, "reason", "Say what has changed."))
    return found


def _refuse(message: str, field: str, step: str) -> Finding:
    return Finding("CUS-20", Effect.REFUSE, message, field, step)
