"""What stands against a decision on a review, its lead, its deferral or its end, and the days of a charge."""

from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from serious.rules.steps import ReviewFacts
from serious.rules.timetable import Outcome


def deferral_findings(facts: ReviewFacts, *, on: date, review_on: date, urgent: bool, today: date) -> list[Finding]:
    """Why a review cannot be deferred, or go on being deferred, so (SCR-14)."""
    if not facts.goes_on or facts.decided_on is None:
        return [Finding("SCR-14", Effect.REFUSE, "There is no review under way.", None, "Record the decision first.")]
    found = []
    since = max([facts.decided_on, *(end or begin for begin, end in facts.deferrals)])
    if on > today or on < since:
        message = f"It was deferred between {in_words(since)} and today."
        found.append(Finding("SCR-14", Effect.REFUSE, message, "on", "Correct the day."))
    if review_on <= today:
        message = "The day on which it is looked at again is to come."
        found.append(Finding("SCR-14", Effect.REFUSE, message, "review_on", "Enter a later day."))
    if not urgent:
        message = "While a review waits, each agency looks for urgent action in a review of its own."
        found.append(Finding("SCR-14", Effect.WARN, message, "urgent", "Confirm that no agency needs to."))
    return found


def going_on_findings(facts: ReviewFacts, *, on: date, today: date) -> list[Finding]:
    """Why a review cannot go on from that day (SCR-14)."""
    waiting = [begin for begin, end in facts.deferrals if end is None]
    if not waiting or not facts.goes_on:
        return [Finding("SCR-14", Effect.REFUSE, "The review is not deferred.", None)]
    if on > today or on < waiting[0]:
        message = f"It has been deferred since {in_words(waiting[0])}, so it goes on between that day and today."
        return [Finding("SCR-14", Effect.REFUSE, message, "on", "Correct the day.")]
    return []


def ending_findings(facts: ReviewFacts, *, on: date, team_told_on: date, today: date) -> list[Finding]:
    """Why a review cannot be discontinued so; the National MAPPA Team is told of it (SCR-22)."""
    if not facts.goes_on or facts.decided_on is None:
        return [Finding("SCR-22", Effect.REFUSE, "There is no review under way.", None)]
    found = []
    if on > today or on < facts.decided_on:
        message = f"It was discontinued between the decision on {in_words(facts.decided_on)} and today."
        found.append(Finding("SCR-22", Effect.REFUSE, message, "on", "Correct the day."))
    if team_told_on > today or team_told_on < on:
        message = "The National MAPPA Team is told on that day or after it."
        found.append(Finding("SCR-22", Effect.REFUSE, message, "team_told_on", "Correct the day."))
    return found


def managed_for_findings(outcome_on: date | None, *, committed_on: date, of_this_case: bool) -> list[Finding]:
    """Why an offence cannot be the one whose sentence somebody was managed for; `outcome_on` None: none is (SCR-23)."""
    if outcome_on is None:
        return []
    if not of_this_case:
        message = "This offence is not recorded for this person."
        return [Finding("SCR-23", Effect.REFUSE, message, "managed_for", "Choose one from the list.")]
    if outcome_on > committed_on:
        message = f"Its outcome is of {in_words(outcome_on)}, after the day of the further offence."
        return [Finding("SCR-23", Effect.REFUSE, message, "managed_for", "Choose the sentence before it, or none.")]
    return []


def days_findings(
    *, committed_on: date, charged_on: date, told_on: date, received_on: date | None, today: date
) -> list[Finding]:
    """Days of an offence that are out of order or in the future (SCR-19)."""
    order = [
        ("committed_on", "the offence", committed_on),
        ("charged_on", "the charge", charged_on),
        ("told_on", "the Unit knowing of it", told_on),
        ("received_on", "MAPPA N reaching the Chair", received_on),
    ]
    found, before = [], ("the offence", committed_on)
    for name, words, on in order:
        if on is None:
            continue
        if on > today:
            found.append(Finding("SCR-19", Effect.REFUSE, "This day is in the future.", name, "Correct the day."))
        elif on < before[1]:
            message = f"This is before {before[0]} on {in_words(before[1])}."
            found.append(Finding("SCR-19", Effect.REFUSE, message, name, "Correct one of the days."))
        before = (words, on)
    return found


def decision_findings(
    *, mandatory: bool, outcome: Outcome, reason: str, on: date, received_on: date | None, today: date
) -> list[Finding]:
    """Refusals: a mandatory review refused, no reason, a day out of place (SCR-01 to SCR-03)."""
    if received_on is None:
        message = "MAPPA N has not reached the Chair."
        return [Finding("SCR-03", Effect.REFUSE, message, None, "Record on which day it did first.")]
    found = []
    if mandatory and outcome is not Outcome.MANDATORY:
        message = "The offence and the level at its time make a review mandatory."
        found.append(Finding("SCR-01", Effect.REFUSE, message, "outcome", "Commission it, or correct the facts."))
    if not mandatory and outcome is Outcome.MANDATORY:
        message = "These facts do not make a review mandatory."
        found.append(Finding("SCR-02", Effect.REFUSE, message, "outcome", "Decide for a discretionary one, or none."))
    if not reason.strip():
        message = "Every decision on a review has its reason, also the one against it."
        found.append(Finding("SCR-02", Effect.REQUIRE, message, "reason", "Say why."))
    if on > today:
        found.append(Finding("SCR-03", Effect.REFUSE, "The decision is dated in the future.", "on"))
    elif on < received_on:
        message = f"MAPPA N reached the Chair on {in_words(received_on)}, after that day."
        found.append(Finding("SCR-03", Effect.REFUSE, message, "on", "Correct the day."))
    return found


def received_findings(received_on: date | None, *, decided_on: date | None) -> list[Finding]:
    """The day on which MAPPA N reached the Chair is not taken away or moved past the decision on it (SCR-19)."""
    if decided_on is None or (received_on is not None and received_on <= decided_on):
        return []
    message = f"The Chair decided on {in_words(decided_on)}, so MAPPA N was there by that day."
    return [Finding("SCR-19", Effect.REFUSE, message, "received_on", "Correct the day.")]


def lead_findings(*, named: bool, works_on_the_case: bool, manages_its_staff: bool, declares: bool) -> list[Finding]:
    """Why somebody cannot lead the review: they know the case, or manage who does (SCR-12)."""
    if not named:
        return [Finding("SCR-12", Effect.REQUIRE, "Somebody leads the review.", "name", "Choose or name them.")]
    found = []
    if works_on_the_case:
        message = "This person has, or had, a part in the case."
        found.append(Finding("SCR-12", Effect.REFUSE, message, "lead", "Name somebody unconnected with it."))
    if manages_its_staff:
        message = "This person stands in the line of management of who supervised the case."
        found.append(Finding("SCR-12", Effect.REFUSE, message, "lead", "Name somebody outside it."))
    if not declares:
        message = "The lead declares both: no connection with the case, and no part in managing its staff."
        found.append(Finding("SCR-12", Effect.REQUIRE, message, "unconnected", "Ask for the declaration first."))
    return found
