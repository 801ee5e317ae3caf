"""Copies of minutes: who receives one and in which form, which steps each takes, and when a receipt is chased."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_working_days, in_words

RECEIPT_WORKING_DAYS = 5


class Form(StrEnum):
    """In which form a recipient has the minutes."""

    FULL = "full"
    ACTION_POINTS = "action_points"
    PAPER = "paper"
    REPLY = "reply"
    REDACTED = "redacted"

    @property
    def words(self) -> str:
        """The form as the pages print it."""
        return FORM_WORDS[self]


FORM_WORDS: Mapping[Form, str] = {
    Form.FULL: "Full minutes",
    Form.ACTION_POINTS: "Action points only",
    Form.PAPER: "Numbered paper copy",
    Form.REPLY: "Full minutes, in reply to a request",
    Form.REDACTED: "Minutes to be redacted by hand, in reply to a request",
}
REPLIES = frozenset({Form.REPLY, Form.REDACTED})
"""Forms that answer a request for minutes: the request says what becomes of such a copy (ENQ-30)."""


class Step(StrEnum):
    """What became of a copy."""

    SENT = "sent"
    RECEIVED = "received"
    READ = "read"
    CHASED = "chased"
    RETURNED = "returned"
    STRUCK = "struck"


STEP_WORDS: Mapping[Step, str] = {
    Step.SENT: "Sent or handed over",
    Step.RECEIVED: "Receipt confirmed",
    Step.READ: "Reading confirmed",
    Step.CHASED: "Chased",
    Step.RETURNED: "Collected back",
    Step.STRUCK: "Struck before it was sent",
}


CONFIRMED = frozenset({Step.RECEIVED, Step.READ, Step.RETURNED, Step.STRUCK})
"""Steps after which nobody is asked whether the copy arrived."""
BY_CHAIR = frozenset({Step.STRUCK})
"""Steps that are the chair's decision, and so not among those that the Unit records."""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """One copy as its clock sees it: its id, the day it was sent, its last chase, and what is confirmed."""

    key: str
    sent_on: date
    steps: frozenset[Step]
    chased_on: date | None = None


def form_for(*, left_out: bool, barred: bool, in_agreement: bool) -> Form | None:
    """What somebody invited receives, present or not: nothing (MIN-05), action points alone, or the minutes (MIN-04).

    `barred`: the invitation was taken back, the case is denied to them, or they are no longer at work. The guidance
    names people outside the sharing agreement who came for a part; here nobody outside it has the papers (ACC-60).
    """
    if left_out or barred:
        return None
    return Form.FULL if in_agreement else Form.ACTION_POINTS


def exception_findings(*, by_chair: bool, reason: str) -> list[Finding]:
    """What is wrong with leaving somebody out or adding somebody: not the chair's decision, or no reason (MIN-04)."""
    found = []
    if not by_chair:
        message = "Only the chair of the meeting decides who else receives its minutes, and who does not."
        found.append(Finding("MIN-04", Effect.REFUSE, message, None, "Ask the chair of the meeting."))
    if not reason.strip():
        message = "This decision has no reason."
        found.append(Finding("MIN-04", Effect.REQUIRE, message, "reason", "Give the reason."))
    return found


def left_out_findings(*, chairs: bool) -> list[Finding]:
    """The refusal of leaving out the chair, who approves the minutes and answers for who has them (MIN-04)."""
    if not chairs:
        return []
    message = "The chair of the meeting always has its minutes."
    return [Finding("MIN-04", Effect.REFUSE, message, "invitation", "Choose somebody else.")]


def taking_back_findings(*, barred: bool) -> list[Finding]:
    """The refusal of sending minutes after all to somebody who would get none anyway (MIN-16, MIN-05).

    `barred`: kept out of the case, the invitation taken back, or no longer at work. No decision here changes that.
    """
    if not barred:
        return []
    message = "They are kept out of the case, are invited no longer, or have left: they would receive nothing."
    step = "Who is kept out is let in under who sees the case, not here."
    return [Finding("MIN-16", Effect.REFUSE, message, None, step)]


def asked_after_all(*, contributed: bool, comments_by: date | None, today: date) -> bool:
    """Whether somebody who receives minutes after all is asked for comments on the draft summary (MIN-16, EXS-11).

    That is until its last day for comments (`comments_by`, Europe/London; None where no draft is out) has passed.
    """
    return contributed and comments_by is not None and today <= comments_by


def striking_findings(*, invited: bool) -> list[Finding]:
    """The refusal of striking the copy of somebody who was invited (MIN-16)."""
    if not invited:
        return []
    message = "This copy is for somebody who was invited."
    return [Finding("MIN-16", Effect.REFUSE, message, None, "Leave them out instead.")]


def shown_lines(lines: Sequence[str], open_ones: Collection[str]) -> list[int]:
    """The places of the actions that action points show: those known to be open to people without the papers.

    One that was worded otherwise since, or is not found, stays out (MIN-04).
    """
    return [place for place, line in enumerate(lines) if line in open_ones]


def giving_findings(step: Step, *, barred: bool) -> list[Finding]:
    """The refusal of sending to, or chasing, somebody who is to receive nothing today (MIN-05)."""
    if barred and step in (Step.SENT, Step.CHASED):
        message = "They are to receive no minutes of this meeting any more."
        return [Finding("MIN-05", Effect.REFUSE, message, "step", "Keep this copy, or ask for it back.")]
    return []


def sending_findings(*, anybody: bool) -> list[Finding]:
    """The refusal of sending copies here when nobody who reads here waits for one (MIN-06)."""
    if anybody:
        return []
    message = "Nobody who reads the minutes here waits for a copy."
    return [Finding("MIN-06", Effect.REFUSE, message, None, "Send the others by secure e-mail, and record it.")]


def version_findings(step: Step, *, newest: bool) -> list[Finding]:
    """The refusal of sending a copy of a version that the chair has amended since (MIN-17). What was sent stays so."""
    if newest or step is not Step.SENT:
        return []
    message = "The minutes were amended after this copy was made, so it is not sent any more."
    return [Finding("MIN-17", Effect.REFUSE, message, "step", "Make the copies of the newest version, and send those.")]


def replaced_unsent(taken: Collection[Step], *, newest: bool) -> bool:
    """Whether a later version took the place of a copy before it was sent: nobody is given it any more (MIN-17)."""
    return not newest and Step.SENT not in taken


def steps_open(form: Form, taken: Collection[Step], *, newest: bool) -> list[Step]:
    """The steps that may follow and that the Unit records, in order. `newest`: the copy is of the newest version."""
    return [
        step
        for step in Step
        if step not in BY_CHAIR and not (step_findings(step, form, taken) or version_findings(step, newest=newest))
    ]


def step_findings(step: Step, form: Form, taken: Collection[Step]) -> list[Finding]:
    """Refusals of a step that does not follow, or was taken before (MIN-06), or stands with a request (ENQ-30)."""
    if form in REPLIES:
        message = "This copy answers a request, which says what became of it."
        return [Finding("ENQ-30", Effect.REFUSE, message, "step", "Record it with the request.")]
    if step in taken and step is not Step.CHASED:
        return [Finding("MIN-06", Effect.REFUSE, f"{STEP_WORDS[step]}: this is recorded already.", "step")]
    if step is Step.STRUCK:
        return _against_striking(taken)
    if Step.STRUCK in taken:
        message = "The chair struck this copy, so it goes to nobody."
        return [Finding("MIN-16", Effect.REFUSE, message, "step", "Have the chair give a further copy.")]
    if step is not Step.SENT and Step.SENT not in taken:
        message = "This copy was not sent yet."
        return [Finding("MIN-06", Effect.REFUSE, message, "step", "Record first that it was sent.")]
    if step is Step.RETURNED and form is not Form.PAPER:
        message = "Only paper copies are collected back."
        return [Finding("MIN-08", Effect.REFUSE, message, "step", "Choose another step.")]
    if step is Step.CHASED and not CONFIRMED.isdisjoint(taken):
        message = "It is confirmed or collected back: there is nothing to chase."
        return [Finding("MIN-06", Effect.REFUSE, message, "step", "Choose another step.")]
    return []


def _against_striking(taken: Collection[Step]) -> list[Finding]:
    """What was sent cannot be made unsent (MIN-16)."""
    if Step.SENT not in taken:
        return []
    message = "This copy was sent already."
    return [Finding("MIN-16", Effect.REFUSE, message, None, "Ask for it back.")]


def day_findings(on: date, *, today: date, sent_on: date | None) -> list[Finding]:
    """The refusal of a day that is to come, or before the copy was sent (MIN-06)."""
    if on > today:
        message = "This day is still to come."
        return [Finding("MIN-06", Effect.REFUSE, message, "happened_on", "Enter the day on which it was done.")]
    if sent_on is not None and on < sent_on:
        message = f"The copy was sent later, on {in_words(sent_on)}."
        return [Finding("MIN-06", Effect.REFUSE, message, "happened_on", "Enter that day or a later one.")]
    return []


def receipt_due(copy: CopyFacts, holidays: Collection[date]) -> Due | None:
    """The last day by which receipt is confirmed or chased again; None once it is confirmed (MIN-06)."""
    if not copy.steps.isdisjoint(CONFIRMED):
        return None
    start = max(copy.sent_on, copy.chased_on or copy.sent_on)
    what = "chased" if copy.chased_on else "sent"
    words = f"{RECEIPT_WORKING_DAYS} working days from the day it was {what}, {in_words(start)}"
    return Due(add_working_days(start, RECEIPT_WORKING_DAYS, holidays), start, "MIN-06", words)
