"""What is missing before a referral can be sent, circumstance by circumstance."""

import datetime as dt

import pytest

from referrals.rules.completeness import Circumstances, date_findings, missing, missing_findings, sections_for
from referrals.rules.questions import BY_KEY, SECTIONS, VICTIMS, Kind, When
from referrals.rules.steps import Purpose
from tests.marks import rule

TODAY = dt.date(2026, 3, 10)
CIRCUMSTANCES = {
    When.CUSTODY: Circumstances(in_custody=True),
    When.COMMUNITY: Circumstances(),
    When.COMMUNITY_ORDER: Circumstances(community_order=True),
    When.SEXUAL: Circumstances(sexual_offence=True),
    When.LEAD_AGENCY: Circumstances(),
    When.OTHER_AGENCY: Circumstances(by_lead_agency=False),
    When.CATEGORY_3: Circumstances(purpose=Purpose.CATEGORY_3),
}
EVERY = [(section.key, question) for section in SECTIONS for question in section.questions]


def full(**changes: str) -> dict[str, dict[str, str]]:
    """Every question answered, with these answers to some of them."""
    answers: dict[str, dict[str, str]] = {}
    for section, question in EVERY:
        sound = {Kind.DATE: "2026-03-01", Kind.CHOICE: "no"}.get(question.kind, "Said")
        answers.setdefault(section, {})[question.key] = changes.get(question.key, sound)
    return answers


def gaps(case: Circumstances, answers: dict[str, dict[str, str]]) -> set[str]:
    return {one.question.key for one in missing(case, answers)}


def test_a_full_referral_lacks_nothing_in_any_circumstance() -> None:
    for case in CIRCUMSTANCES.values():
        assert gaps(case, full()) == set()


@rule("REF-02")
@rule("REF-03")
@rule("REF-04")
@pytest.mark.parametrize(
    ("section", "key", "asked_by"),
    [(section, one.key, one.rule) for section, one in EVERY if one.when is When.ALWAYS],
)
def test_each_answer_that_every_referral_needs_is_asked_for(section: str, key: str, asked_by: str) -> None:
    answers = full(**{key: " "})
    found = missing(Circumstances(), answers)
    assert [(one.section.key, one.question.key) for one in found] == [(section, key)]
    finding = missing_findings(found)[0]
    assert finding.rule == asked_by
    assert finding.stops
    assert BY_KEY[section].title in finding.message


@rule("REF-05")
@rule("REF-06")
@rule("REF-08")
@rule("REF-12")
@pytest.mark.parametrize("when", CIRCUMSTANCES)
def test_what_a_circumstance_asks_for_is_asked_for_in_it_alone(when: When) -> None:
    keys = {one.key for _, one in EVERY if one.when is when}
    assert keys
    unanswered = full(**dict.fromkeys(keys, ""))
    assert gaps(CIRCUMSTANCES[when], unanswered) == keys
    others = {When.COMMUNITY: Circumstances(in_custody=True), When.LEAD_AGENCY: Circumstances(by_lead_agency=False)}
    elsewhere = others.get(when, Circumstances())
    assert gaps(elsewhere, unanswered) == set()


@rule("REF-08")
@rule("REF-09")
@rule("REF-05")
@pytest.mark.parametrize(
    ("when", "question", "answer", "case"),
    [
        (When.URGENT, "urgent", "yes", Circumstances()),
        (When.DISAGREEMENT, "lead_agrees", "no", Circumstances(by_lead_agency=False)),
        (When.PSYCHOLOGY, "psychology", "yes", Circumstances()),
    ],
)
def test_an_answer_can_ask_for_others(when: When, question: str, answer: str, case: Circumstances) -> None:
    keys = {one.key for _, one in EVERY if one.when is when}
    other = "no" if answer == "yes" else "yes"
    blank = dict.fromkeys(keys, "")
    assert gaps(case, full(**blank, **{question: answer})) == keys
    assert gaps(case, full(**blank, **{question: other})) == set()


@rule("REF-18")
def test_what_the_victim_and_the_person_say_can_be_told_and_need_not() -> None:
    blank = full(in_contact="", represents="", own_words="")
    assert gaps(Circumstances(), blank) == set()


@rule("REF-08")
def test_the_steps_of_another_agency_are_a_section_of_its_own() -> None:
    keys = [one.key for one in sections_for(Circumstances(by_lead_agency=False))]
    assert keys.index("lead_agency") == 1
    assert "lead_agency" not in [one.key for one in sections_for(Circumstances())]
    assert keys[-1] == VICTIMS


@rule("REF-08")
@pytest.mark.parametrize(("day", "refused"), [("2026-03-09", False), ("2026-03-10", False), ("2026-03-11", True)])
def test_a_conversation_is_not_dated_in_the_future(day: str, refused: bool) -> None:
    found = date_findings(full(discussed_on=day), TODAY)
    assert bool(found) is refused
    assert all(one.stops and one.rule == "REF-08" for one in found)


def test_keys_are_told_apart_and_every_rule_is_one_of_ours() -> None:
    for section in SECTIONS:
        keys = [one.key for one in section.questions]
        assert len(keys) == len(set(keys))
    assert {one.rule[:4] for _, one in EVERY} == {"REF-"}
