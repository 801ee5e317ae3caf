"""What is missing before a referral can be submitted (rules REF-02 to REF-06, REF-08, REF-09, REF-12).

Facts in, findings out; no clock and no database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from referrals.rules.questions import SECTIONS, Question, Section, When
from referrals.rules.steps import Purpose

Answers = Mapping[str, Mapping[str, str]]
"""Key of the section -> key of the question -> answer."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of the case and of the referral that decides which answers are needed."""

    purpose: Purpose = Purpose.LEVEL
    by_lead_agency: bool = True
    in_custody: bool = False
    sexual_offence: bool = False
    community_order: bool = False
    release_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A question that has to be answered before submitting, and is not."""

    section: Section
    question: Question


def needed(when: When, case: Circumstances, answers: Answers) -> bool:
    """Whether answers of this kind are needed in these circumstances."""
    said = {
        When.URGENT: ("reason", "urgent", "yes"),
        When.DISAGREEMENT: ("lead_agency", "lead_agrees", "no"),
        When.PSYCHOLOGY: ("risk", "psychology", "yes"),
    }
    if when in said:
        section, question, wanted = said[when]
        asked = when is not When.DISAGREEMENT or not case.by_lead_agency
        return asked and answers.get(section, {}).get(question) == wanted
    return {
        When.ALWAYS: True,
        When.OPTIONAL: False,
        When.CUSTODY: case.in_custody,
        When.COMMUNITY: not case.in_custody,
        When.COMMUNITY_ORDER: case.community_order,
        When.SEXUAL: case.sexual_offence,
        When.LEAD_AGENCY: case.by_lead_agency,
        When.OTHER_AGENCY: not case.by_lead_agency,
        When.CATEGORY_3: case.purpose is Purpose.CATEGORY_3,
    }[when]


def sections_for(case: Circumstances) -> list[Section]:
    """The sections that are asked in these circumstances, in order."""
    return [one for one in SECTIONS if one.only is None or needed(one.only, case, {})]


def missing(case: Circumstances, answers: Answers) -> list[Missing]:
    """Every answer that is needed and not given, in the order of the form."""
    return list(_missing(case, answers))


def _missing(case: Circumstances, answers: Answers) -> Iterator[Missing]:
    for section in sections_for(case):
        given = answers.get(section.key, {})
        for question in section.questions:
            if needed(question.when, case, answers) and not given.get(question.key, "").strip():
                yield Missing(section, question)


def missing_findings(found: list[Missing]) -> list[Finding]:
    """A sentence for each missing answer, under the rule that asks for it."""
    return [
        Finding(
            one.question.rule,
            Effect.REQUIRE,
            f"{one.section.title}: “{one.question.label}” is not answered.",
            None,
            f"Open the section “{one.section.title}”.",
        )
        for one in found
    ]


def date_findings(answers: Answers, today: date) -> list[Finding]:
    """Refuse conversations that are dated in the future (REF-08, REF-09)."""
    found = []
    for section in SECTIONS:
        for question in section.questions:
            stored = answers.get(section.key, {}).get(question.key, "")
            if question.key in PAST and stored and date.fromisoformat(stored) > today:
                message = f"{section.title}: “{question.label}” is dated in the future."
                found.append(Finding(question.rule, Effect.REFUSE, message, None, f"Open “{section.title}”."))
    return found


PAST = frozenset({"urgent_spoken_on", "discussed_on", "escalated_on", "unit_on", "sign_off_on", "outcome_on", "born"})
"""Questions about what has happened."""
