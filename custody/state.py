"""What stands of custody and release today, in words, and what the record still lacks. Facts in, sentences out."""

from datetime import date

from audit.refusals import Effect, Finding
from custody.rules.due import CustodyFacts, leaves_by, release_passed
from custody.rules.handover import Handover, handover
from custody.rules.kinds import RECALLS, SPECS, Kind
from custody.rules.telling import consultation
from custody.rules.words import LEAVE_NOTICE
from ui.components import Row
from ui.words import day

PLACES = {"prison": "In prison", "youth": "In youth detention", "hospital": "In hospital"}
TO_COME = (
    Kind.PAROLE_ELIGIBILITY,
    Kind.TARIFF_EXPIRY,
    Kind.PAROLE_REVIEW,
    Kind.RE_RELEASE,
    Kind.TEMPORARY_RELEASE,
    Kind.OPEN_CONDITIONS,
    Kind.UNESCORTED_LEAVE,
)


def in_words(facts: CustodyFacts, today: date) -> list[Row]:
    """Where the person is, when release is due and whether the prison confirmed it, and what lies ahead."""
    stay = facts.present
    rows = [Row("Today", f"{PLACES[stay.place]} since {day(stay.since)}" if stay else "In the community")]
    missing = facts.at_large_since
    if missing:
        rows[0] = Row("Today", f"Unlawfully at large since {day(missing)}")
    if stay is not None:
        confirmed = any(known.day == stay.release_due_on for known in facts.of(Kind.RELEASE_DATE))
        told = "confirmed by the prison" if confirmed else "not confirmed by the prison"
        due = f"{day(stay.release_due_on)}, {told}" if stay.release_due_on else None
        rows.append(Row("Release due", due, rule="CUS-01"))
    recall = facts.last(Kind.RECALL)
    if recall is not None:
        end = f", until {day(recall.until)}" if recall.until else ""
        rows.append(Row("Last recall", f"{RECALLS.get(recall.choice, 'Recall')} on {day(recall.day)}{end}"))
    passing = handover(facts)
    if passing is not None:
        rows.append(Row("Responsible for the case", _responsible(passing, today), rule="CUS-24"))
    for known in facts.of(*TO_COME):
        if known.day >= today:
            rows.append(Row(SPECS[known.kind].label, day(known.day)))
    return rows


def _responsible(passing: Handover, today: date) -> str:
    if passing.begins_on is None:
        return "Community offender manager throughout"
    if passing.is_community(today):
        return f"Passing to the community offender manager since {day(passing.begins_on)}"
    return f"Prison offender manager; passes to the community from {day(passing.begins_on)}"


def reminders(facts: CustodyFacts, today: date) -> list[Finding]:
    """What the record lacks so that time limits can be computed from it."""
    found, stay = [], facts.present
    if stay is not None and stay.place != "hospital" and stay.release_due_on is None:
        parole = facts.of(Kind.PAROLE_ELIGIBILITY, Kind.TARIFF_EXPIRY, Kind.PAROLE_REVIEW)
        if not parole:
            message = "No release date and no parole date is recorded, so nothing before release can be computed."
            found.append(Finding("CUS-01", Effect.PROMPT, message, None, "Ask the prison, and record the date."))
    passed = release_passed(facts, today)
    if passed is not None:
        how = leaves_by(facts)
        message = f"{how.capitalize()} was due on {day(passed)}, and neither the {how} nor a new date is recorded."
        whoever = "hospital" if how == "discharge" else "prison"
        step = f"Record the {how}, so that reviews begin, or the new date that the {whoever} gives."
        found.append(Finding("CUS-35", Effect.PROMPT, message, None, step))
    recall = facts.last(Kind.RECALL)
    if recall is not None and stay is None and not any(one.since >= recall.day for one in facts.stays):
        message = f"Recalled on {day(recall.day)}, and no return to custody is recorded."
        found.append(
            Finding("CUS-16", Effect.PROMPT, message, None, "Record “Back in custody or hospital” once it begins.")
        )
    planned = facts.last(Kind.DISCHARGE_PLANNED)
    told = [known for known in facts.of(Kind.LEAVE_NOTIFIED) if known.choice != LEAVE_NOTICE]
    if planned is not None and not any(known.day >= planned.day for known in told):
        message = f"Discharge was discussed on {day(planned.day)}, and MAPPA I Part 3 was not sent since."
        found.append(Finding("CUS-09", Effect.PROMPT, message, None, "Send it, and record the day."))
    found += consultation(facts)
    discharged = facts.last(Kind.CONDITIONAL_DISCHARGE, Kind.ABSOLUTE_DISCHARGE)
    if discharged is not None and stay is not None and stay.place == "hospital" and stay.since <= discharged.day:
        message = f"Discharged on {day(discharged.day)}, and the release from hospital is not recorded."
        found.append(Finding("CUS-16", Effect.PROMPT, message, None, "Record the release."))
    back = facts.last(Kind.PATIENT_RECALL)
    if back is not None and stay is None and not any(one.since >= back.day for one in facts.stays):
        message = f"Recalled to hospital on {day(back.day)}, and no time in hospital is recorded from then."
        found.append(Finding("CUS-16", Effect.PROMPT, message, None, "Record “Back in custody or hospital”."))
    return found
