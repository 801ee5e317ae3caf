"""Serious further offences, their reviews and critical cases in the picture of a case on a day."""

from uuid import UUID

from oversight.reconstruction.naming import Names, Told, joined
from oversight.reconstruction.past import Reader
from papers.rules.choices import SFO
from serious.models import CriticalEvent, ReviewAction, ReviewDecision, ReviewStep, SeriousOffence
from serious.rules.actions import STATE_WORDS as ACTION_STATE_WORDS
from serious.rules.actions import ActionState
from serious.rules.timetable import STATE_WORDS, State
from ui.words import day


def reviews(reader: Reader, names: Names) -> Told:
    """Each charge, how far its review had come, what was decided and the last step. Only for who may see reviews."""
    decided = {row.offence_id: row for row in reader.recorded(ReviewDecision)}
    taken = {row.offence_id: row for row in reader.recorded(ReviewStep)}
    told: Told = {}
    for row in reader.rows(SeriousOffence):
        decision, step = decided.get(row["id"]), taken.get(row["id"])
        outcome = f"{decision.get_outcome_display()}, decided by {decision.chair}" if decision else ""
        last = f"last step: {step.get_kind_display()}, {day(step.happened_on)}" if step else ""
        words = joined(STATE_WORDS[State(row["state"])], f"charged {day(row['charged_on'])}", outcome, last)
        told[row["id"]] = (f"Charged with {SFO[row['kind']].lower()}", words)
    return told


def review_actions(reader: Reader, names: Names) -> Told:
    """Each action of an Action Plan: whose it was, by when, and what had become of it. Only for who may see reviews."""
    return {
        row["id"]: (
            f"Action {row['number']}: {row['what']}",
            joined(
                ACTION_STATE_WORDS[ActionState(row["state"])],
                names.of(row["agency"]),
                row["person"],
                f"by {day(row['due_on'])}",
            ),
        )
        for row in reader.rows(ReviewAction)
    }


def critical(reader: Reader, names: Names) -> Told:
    """Each event of the case as a critical one; what was put right stands in the place of the first row."""
    told: Told = {}
    first: dict[UUID, UUID] = {}
    for row in reader.recorded(CriticalEvent):
        key = first[row.pk] = first.get(row.supersedes_id, row.pk)
        words = joined(day(row.happened_on), row.get_criterion_display(), row.responder, row.details)
        told[key] = (row.get_kind_display(), "Did not happen" if row.withdrawn else words)
    return told
