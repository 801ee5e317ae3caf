"""What a meeting writes besides about a child, terrorism and domestic abuse."""

import pytest

from audit.refusals import Effect
from meetings.answers import ANSWERS
from meetings.rules.particular import Particular, particular_findings
from tests.marks import rule

CASES = [
    ("child", "child", "MTR-18", Effect.BLOCK),
    ("terrorism", "extremism", "MTR-19", Effect.WARN),
    ("domestic_abuse", "domestic_abuse", "MTR-20", Effect.WARN),
]


@rule("MTR-18")
@rule("MTR-19")
@rule("MTR-20")
@pytest.mark.parametrize(("about", "question", "rule_id", "effect"), CASES)
def test_a_case_that_asks_for_it_has_it_written_down(about, question, rule_id, effect):
    (found,) = particular_findings(Particular(**{about: True}, said={question: "  "}))
    assert (found.rule, found.effect, found.field) == (rule_id, effect, f"agenda_risk.{question}")
    assert particular_findings(Particular(**{about: True}, said={question: "Looked at on Monday."})) == []


def test_an_ordinary_case_is_asked_for_none_of_them():
    assert particular_findings(Particular()) == []


@pytest.mark.parametrize("question", [question for _, question, _, _ in CASES])
def test_each_is_a_question_of_the_item_on_risk(question):
    assert question in {answer.key for answer in ANSWERS["risk"]}
