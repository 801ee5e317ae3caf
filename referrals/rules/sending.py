"""Referrals by agencies that do not see the case: what they ask, and what becomes of them (REF-19, -21, -22 and -26).

Facts in, findings out; no clock and no database.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from referrals.rules.completeness import Answers
from referrals.rules.questions import BY_KEY, VICTIMS, Question, Section
from referrals.rules.steps import Purpose


class Outcome(StrEnum):
    """What became of a referral that was sent in."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.WAITING: "With the Unit",
    Outcome.TAKEN: "Taken on",
    Outcome.REFUSED: "Not taken on",
}


class Reminder(StrEnum):
    """What the Co-ordinators are told."""

    SENT = "referral_sent"
    CORRECTED = "referral_corrected"
    LATE = "referral_late"


ASKED: Mapping[str, tuple[str, ...]] = {
    "person": ("family_name", "given_names", "born", "aliases", "pnc_id"),
    "place": ("current_address",),
    "offence": ("index_offence", "outcome_on", "details"),
    "reason": (
        *("level", "reason", "issues", "added_value", "harm", "relied_on"),
        *("urgent", "urgent_reason", "urgent_spoken_to", "urgent_spoken_on"),
    ),
    "risk": ("reoffending", "who", "imminence"),
    "safeguarding": ("marac", "children", "adults"),
    "lead_agency": ("discussed_on", "discussed_with", "lead_said"),
    VICTIMS: ("index_victim", "potential"),
    "people": ("contact",),
}
"""Section -> the questions of MAPPA A that somebody can answer who sees no case. The Unit asks for the rest."""
NEEDED = frozenset(
    {
        *("family_name", "given_names", "index_offence", "level", "reason", "issues", "added_value"),
        *("urgent", "who", "imminence", "contact"),
    }
)
FOR_CATEGORY_3 = ("harm", "relied_on")
WHEN_URGENT = ("urgent_reason", "urgent_spoken_to", "urgent_spoken_on")
CONDITIONAL = frozenset({*FOR_CATEGORY_3, *WHEN_URGENT})


def sections() -> list[Section]:
    """What is asked, section by section."""
    return [_part(BY_KEY[key], keys) for key, keys in ASKED.items()]


def _part(section: Section, keys: Collection[str]) -> Section:
    return replace(section, questions=tuple(one for one in section.questions if one.key in keys), only=None)


def question(key: str) -> Question:
    """The question with this key. Raises: KeyError for one that is not asked."""
    found = next((one for section in sections() for one in section.questions if one.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def sent_findings(purpose: Purpose, answers: Answers) -> list[Finding]:
    """What else this referral has to say before it is sent: for Category 3 (REF-12), and when it is urgent (REF-09)."""
    given = {key: text for part in answers.values() for key, text in part.items() if text.strip()}
    wanted = list(FOR_CATEGORY_3) if purpose is Purpose.CATEGORY_3 else []
    if given.get("urgent") == "yes":
        wanted += WHEN_URGENT
    return [
        Finding(question(key).rule, Effect.REQUIRE, f"“{question(key).label}” is not answered.", key)
        for key in wanted
        if key not in given
    ]


def taking_findings(outcome: Outcome, *, own: bool, on_case: bool) -> list[Finding]:
    """Why a referral that was sent in cannot be taken on or refused (REF-21). `on_case`: the agency has one there."""
    if outcome is not Outcome.WAITING:
        return [Finding("REF-21", Effect.REFUSE, "This referral was taken on or refused already.", None)]
    if own:
        message = "Nobody takes on a referral that they sent in themselves."
        return [Finding("REF-21", Effect.REFUSE, message, None, "Ask another Co-ordinator of the area.")]
    if on_case:
        message = "This agency has a referral of the same person in progress."
        step = "Refuse this one, and say that the other one is being decided."
        return [Finding("REF-21", Effect.REFUSE, message, "reference", step)]
    return []


def correcting_findings(*, answered: bool, changed: bool, reason: str) -> list[Finding]:
    """Why its sender cannot correct a referral so: answered already, nothing changed, or not said what (REF-26)."""
    if answered:
        message = "This referral was answered, so it is not corrected any more."
        return [Finding("REF-26", Effect.REFUSE, message, None, "Send another one if something new is known.")]
    if not changed:
        return [Finding("REF-26", Effect.REFUSE, "Nothing is changed yet.", None, "Correct what is wrong.")]
    if not reason.strip():
        message = "Say what is corrected, and why."
        return [Finding("REF-26", Effect.REQUIRE, message, "correction")]
    return []


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral that waits. Both days are dates in Europe/London."""

    received_on: date
    due_on: date


def reminders(sent: Sent, today: date) -> Iterator[Reminder]:
    """What the Co-ordinators are told of it by `today`, each once a day (REF-22)."""
    yield Reminder.SENT
    if today > sent.due_on:
        yield Reminder.LATE
