"""For whom each assessment tool may be recorded."""

from dataclasses import replace

import pytest

from assessments.rules.tools import RULES, Tool, ToolFacts, tool_findings
from audit.refusals import Effect
from tests.marks import rule

MAN = ToolFacts(Tool.OASYS, age=40, male=True, sexual_offender=True, domestic_abuse=True)


def refused(facts: ToolFacts) -> bool:
    findings = tool_findings(facts)
    assert {finding.rule for finding in findings} <= {RULES.get(facts.tool)}
    assert {finding.effect for finding in findings} <= {Effect.REFUSE}
    return bool(findings)


@pytest.mark.parametrize("tool", [tool for tool in Tool if tool is not Tool.ASSETPLUS])
def test_every_adult_tool_is_valid_for_a_man_whom_all_conditions_fit(tool: Tool) -> None:
    assert not refused(replace(MAN, tool=tool))


@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(Tool.OASYS, marks=rule("ROSH-10")),
        pytest.param(Tool.RM2000, marks=rule("ROSH-11")),
        pytest.param(Tool.ARMS, marks=rule("ROSH-12")),
    ],
)
@pytest.mark.parametrize(("age", "expected"), [(17, True), (18, False), (None, True)])
def test_adult_tools_start_at_the_eighteenth_birthday(tool: Tool, age: int | None, expected: bool) -> None:
    assert refused(replace(MAN, tool=tool, age=age)) is expected


@pytest.mark.parametrize(
    "tool", [pytest.param(Tool.RM2000, marks=rule("ROSH-11")), pytest.param(Tool.ARMS, marks=rule("ROSH-12"))]
)
@pytest.mark.parametrize("male", [False, None])
def test_tools_for_males_are_refused_for_others_and_for_unknown_sex(tool: Tool, male: bool | None) -> None:
    assert refused(replace(MAN, tool=tool, male=male))


@rule("ROSH-10")
def test_oasys_does_not_ask_for_sex() -> None:
    assert not refused(replace(MAN, male=None))


@rule("ROSH-11")
@pytest.mark.parametrize("sexual_offender", [False, None])
def test_risk_matrix_needs_a_sexual_offence(sexual_offender: bool | None) -> None:
    assert refused(replace(MAN, tool=Tool.RM2000, sexual_offender=sexual_offender))


@rule("ROSH-13")
@pytest.mark.parametrize(("linked", "expected"), [(True, False), (False, True), (None, True)])
def test_sara_needs_a_link_to_domestic_abuse(linked: bool | None, expected: bool) -> None:
    assert refused(replace(MAN, tool=Tool.SARA, domestic_abuse=linked)) is expected


@rule("ROSH-14")
@pytest.mark.parametrize(
    ("age", "supervised", "expected"), [(17, False, False), (18, False, True), (18, True, False), (None, True, True)]
)
def test_assetplus_is_for_children_and_those_still_supervised(
    age: int | None, supervised: bool, expected: bool
) -> None:
    assert refused(replace(MAN, tool=Tool.ASSETPLUS, age=age, under_yjs_supervision=supervised)) is expected
