"""What a victim asks for about licence conditions: to whom it goes, and that nobody holds it back (VIC-03 to VIC-05).

Dates are Europe/London dates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from offenders.rules.victim_contact import Standing


class Stage(StrEnum):
    """What the conditions are decided for."""

    RELEASE = "release"
    TEMPORARY = "temporary"
    VARIATION = "variation"


class Sentence(StrEnum):
    """What kind of sentence the person serves."""

    DETERMINATE = "determinate"
    INDETERMINATE = "indeterminate"


class Maker(StrEnum):
    """Who decides on licence conditions."""

    GOVERNOR = "governor"
    PAROLE_BOARD = "parole_board"
    ACO = "aco"


class Response(StrEnum):
    """What the practitioner did about it."""

    NOTHING = "nothing"
    MODIFICATION = "modification"
    ALTERNATIVE = "alternative"


class Outcome(StrEnum):
    """What was decided."""

    ALL = "all"
    PART = "part"
    NONE = "none"


STAGE_WORDS: Mapping[Stage, str] = {
    Stage.RELEASE: "Release for the first time",
    Stage.TEMPORARY: "Release on temporary licence",
    Stage.VARIATION: "Change of a licence that runs",
}
SENTENCE_WORDS: Mapping[Sentence, str] = {
    Sentence.DETERMINATE: "Determinate",
    Sentence.INDETERMINATE: "Indeterminate: life or for public protection",
}
MAKER_WORDS: Mapping[Maker, str] = {
    Maker.GOVERNOR: "Governor of the releasing prison",
    Maker.PAROLE_BOARD: "Parole Board",
    Maker.ACO: "Assistant Chief Officer of Probation",
}
RESPONSE_WORDS: Mapping[Response, str] = {
    Response.NOTHING: "Nothing: it goes as it is",
    Response.MODIFICATION: "Asked through the victim liaison officer whether it can be changed",
    Response.ALTERNATIVE: "Puts an alternative before the decision-maker beside it",
}
OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.ALL: "All of it was granted",
    Outcome.PART: "Part of it was granted",
    Outcome.NONE: "None of it was granted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a victim asked for. `in_scheme` is what is recorded of them, `found` what the rule finds."""

    stage: Stage
    sentence: Sentence
    received_on: date
    statement: bool = False
    in_scheme: bool = True
    found: Standing = Standing.STATUTORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happened with it since."""

    response: Response = Response.NOTHING
    response_text: str = ""
    sent_on: date | None = None
    outcome: Outcome | None = None
    decided_on: date | None = None
    outcome_text: str = ""
    told_on: date | None = None


def decision_maker(stage: Stage, sentence: Sentence) -> Maker:
    """To whom a representation must go (VIC-03).

    The Parole Board for an indeterminate sentence; for a determinate one the Governor before release and for release
    on temporary licence, the Assistant Chief Officer once the licence runs.
    """
    if sentence is Sentence.INDETERMINATE:
        return Maker.PAROLE_BOARD
    return Maker.ACO if stage is Stage.VARIATION else Maker.GOVERNOR


def scheme_findings(*, in_scheme: bool) -> list[Finding]:
    """What is said before anything is typed of somebody who is not recorded as in the scheme (VIC-03)."""
    if in_scheme:
        return []
    message = "This person is not recorded as in the victim contact scheme."
    step = "Ask the Victim Liaison Unit. What they fear goes into the plan all the same."
    return [Finding("VIC-03", Effect.PROMPT, message, None, step)]


def asked_findings(asked: Asked, *, today: date) -> Iterator[Finding]:
    """What stands against recording what a victim asks for (VIC-03, VIC-05)."""
    if asked.received_on > today:
        yield _refuse("VIC-03", "received_on", "This day is in the future.", "Enter the day on which it came.")
    if not asked.statement:
        return
    if decision_maker(asked.stage, asked.sentence) is not Maker.PAROLE_BOARD:
        message = "A Victim Personal Statement goes to the Parole Board, which does not decide here."
        yield _refuse("VIC-05", "statement", message, "Leave it out.")
    if not asked.in_scheme or asked.found in (Standing.DISCRETIONARY, Standing.NOT_BY_RULE):
        message = "Only a victim who is in the scheme by statute makes a Victim Personal Statement."
        yield _refuse("VIC-05", "statement", message, "What they ask for goes through the practitioner into the plan.")
    elif asked.found is Standing.ASK:
        message = "It is not settled whether this victim is in the scheme by statute."
        step = "Have the offences settled, or ask the Victim Liaison Unit, before the statement is recorded."
        yield _refuse("VIC-05", "statement", message, step)


def course_findings(course: Course, *, received_on: date, today: date) -> Iterator[Finding]:
    """What stands against recording what happened: the practitioner may ask and add, never hold back (VIC-04)."""
    if course.response is not Response.NOTHING and not course.response_text.strip():
        message = "It is not recorded what the practitioner asks for or puts beside it."
        yield Finding("VIC-04", Effect.REQUIRE, message, "response_text", "Write it down.")
    if course.sent_on is None and (course.decided_on or course.outcome or course.told_on):
        message = "It must go to the decision-maker: it is not closed before it is sent."
        yield Finding("VIC-04", Effect.REQUIRE, message, "sent_on", "Send it, and enter the day.")
    yield from _decision(course)
    days = (
        ("received_on", received_on),
        ("sent_on", course.sent_on),
        ("decided_on", course.decided_on),
        ("told_on", course.told_on),
    )
    last = received_on
    for name, day in days:
        if day is None:
            continue
        if day > today:
            yield _refuse("VIC-04", name, "This day is in the future.", "Enter the day on which it happened.")
        elif day < last:
            yield _refuse("VIC-04", name, "This day is before the step that comes first.", "Correct one of the days.")
        last = day


def _decision(course: Course) -> Iterator[Finding]:
    if course.decided_on is not None and course.outcome is None:
        yield Finding("VIC-04", Effect.REQUIRE, "It is not recorded what was decided.", "outcome", "Choose it.")
    if course.decided_on is None and (course.outcome is not None or course.told_on is not None):
        message = "The day of the decision is missing."
        yield Finding("VIC-04", Effect.REQUIRE, message, "decided_on", "Enter it, or leave the rest out.")
    if course.outcome in (Outcome.PART, Outcome.NONE) and not course.outcome_text.strip():
        message = "It is not recorded why not all of it was granted."
        yield Finding("VIC-04", Effect.REQUIRE, message, "outcome_text", "Write it down.")


def reminders(course: Course, maker: Maker) -> list[Finding]:
    """What is still to be done: sending it, and telling the victim what was decided (VIC-04)."""
    if course.sent_on is None:
        message = f"It was not sent to the {MAKER_WORDS[maker]} yet."
        return [Finding("VIC-04", Effect.PROMPT, message, None, "Send it, as it is or as the victim changed it.")]
    if course.decided_on is not None and course.told_on is None:
        message = "The victim was not told what was decided."
        return [Finding("VIC-04", Effect.PROMPT, message, None, "Tell them, and record the day.")]
    return []


def _refuse(rule: str, field: str, message: str, step: str) -> Finding:
    return Finding(rule, Effect.REFUSE, message, field, step)
