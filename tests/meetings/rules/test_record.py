"""What the record of a meeting must hold, question by question."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.refusals import Effect
from meetings.answers import ANSWERS, CHARACTERISTICS, NONE_OF_THEM, gaps, progress
from meetings.rules.agenda import agenda_for
from meetings.rules.closing import close_findings
from meetings.rules.record import Deputy, Gap, RecordFacts, messenger_findings, record_findings
from tests.marks import rule
from tests.meetings.rules.test_closing import LEVEL_2

HELD = date(2026, 3, 2)
BEGUN = {item.key: "Begun" for item in agenda_for(3)}


def wanted(item: str, **answers: str) -> dict[str, str]:
    """Question -> rule of what an item still wants."""
    return {gap.key: gap.rule for gap in gaps(item, answers)}


CASES = [
    pytest.param("confidentiality", {}, {"accepted": "MTR-01"}, marks=rule("MTR-01"), id="statement"),
    pytest.param("confidentiality", {"accepted": "no"}, {"note": "MTR-01"}, marks=rule("MTR-01"), id="not accepted"),
    pytest.param("previous_minutes", {}, {"correct": "MTR-02"}, marks=rule("MTR-02"), id="minutes"),
    pytest.param("previous_minutes", {"correct": "no"}, {"note": "MTR-02"}, marks=rule("MTR-02"), id="correction"),
    pytest.param(
        "risk",
        {"updates": "New.", "threat": "no", "may_change": "no"},
        {"rosh": "MTR-03"},
        marks=rule("MTR-03"),
        id="agreed level",
    ),
    pytest.param(
        "risk",
        {"updates": "New.", "rosh": "high", "threat": "no"},
        {"may_change": "MTG-42"},
        marks=rule("MTG-42"),
        id="whether the risk may change",
    ),
    pytest.param(
        "risk",
        {"updates": "New.", "rosh": "high", "may_change": "yes", "threat": "yes"},
        {"threat_steps": "MTR-04"},
        marks=rule("MTR-04"),
        id="threat to life",
    ),
    pytest.param("disclosure", {"disclose": "yes"}, {"details": "MTR-05"}, marks=rule("MTR-05"), id="to whom"),
    pytest.param(
        "plan",
        {"told": "yes"},
        {"note": "MTR-06", "safety": "MTR-06", "considered": "MTR-07"},
        marks=[rule("MTR-06"), rule("MTR-07")],
        id="plan",
    ),
    pytest.param(
        "plan",
        {"note": "Done.", "safety": "Safe.", "considered": "No.", "told": "withheld"},
        {"withheld": "MTR-08"},
        marks=rule("MTR-08"),
        id="withheld",
    ),
    pytest.param(
        "media", {"interest": "yes"}, {"police": "MTR-09", "probation": "MTR-09"}, marks=rule("MTR-09"), id="media"
    ),
    pytest.param("visor", {"owner": "Police"}, {"reviewer": "MTR-10"}, marks=rule("MTR-10"), id="visor"),
    pytest.param(
        "human_rights", {}, {"validated": "MTR-11", "note": "MTR-11"}, marks=rule("MTR-11"), id="human rights"
    ),
    pytest.param("diversity", {}, {"which": "MTR-12"}, marks=rule("MTR-12"), id="nine characteristics"),
    pytest.param("cppc", {"referred": "yes"}, {"papers": "MTR-13"}, marks=rule("MTR-13"), id="papers"),
    pytest.param("level", {}, {"decided_by": "MTR-14"}, marks=rule("MTR-14"), id="who decided"),
    pytest.param("level", {"decided_by": "lead_agency"}, {"dissent": "MTR-14"}, marks=rule("MTR-14"), id="dissent"),
]


@pytest.mark.parametrize(("item", "answers", "expected"), CASES)
def test_an_item_wants_what_its_rule_asks(item: str, answers: dict[str, str], expected: dict[str, str]) -> None:
    assert wanted(item, **answers) == expected


def test_every_question_that_depends_on_another_names_one_of_its_item() -> None:
    for item, answers in ANSWERS.items():
        keys = {answer.key: {key for key, _ in answer.choices} for answer in answers}
        for answer in answers:
            if answer.when is not None:
                assert set(answer.when[1]) <= keys[answer.when[0]], (item, answer.key)


@rule("MTR-12")
def test_all_nine_characteristics_are_named() -> None:
    assert len([key for key, _ in CHARACTERISTICS if key != NONE_OF_THEM]) == 9


@rule("MTR-01")
def test_a_gap_blocks_and_leads_to_its_question() -> None:
    gap = Gap("confidentiality", "accepted", "Did everybody accept it?", "MTR-01")
    (found,) = record_findings(2, BEGUN, RecordFacts(gaps=[gap]))
    assert (found.rule, found.effect, found.field) == ("MTR-01", Effect.BLOCK, "agenda_confidentiality.accepted")


def test_an_item_not_begun_is_left_to_the_rules_of_whole_items() -> None:
    gap = Gap("media", "interest", "Is interest expected?", "MTR-09")
    assert record_findings(2, {"media": " "}, RecordFacts(gaps=[gap])) == []


def test_an_item_of_level_3_is_not_asked_for_at_level_2() -> None:
    gap = Gap("cppc", "papers", "Who completes the papers", "MTR-13")
    assert record_findings(2, BEGUN, RecordFacts(gaps=[gap])) == []
    assert [found.rule for found in record_findings(3, BEGUN, RecordFacts(gaps=[gap]))] == ["MTR-13"]


@rule("MTR-03")
class TestAgreedRosh:
    facts = RecordFacts(lead_rosh="High", agreed_rosh="Medium")

    def test_another_level_than_the_lead_agency_s_is_explained(self) -> None:
        (found,) = record_findings(2, {}, self.facts)
        assert (found.effect, found.field) == (Effect.BLOCK, "agenda_risk.difference")
        assert "medium" in found.message
        assert "high" in found.message

    @pytest.mark.parametrize(
        "changes", [{"difference": "New facts."}, {"agreed_rosh": "High"}, {"lead_rosh": ""}, {"agreed_rosh": ""}]
    )
    def test_nothing_is_asked_where_there_is_no_difference(self, changes: dict[str, str]) -> None:
        assert record_findings(2, {}, replace(self.facts, **changes)) == []


@rule("MTR-15")
@pytest.mark.parametrize(("may_commit", "count"), [(True, 0), (False, 1), (None, 1)])
def test_a_deputy_without_authority_is_questioned(may_commit: bool | None, count: int) -> None:
    found = record_findings(2, {}, RecordFacts(deputies=[Deputy("Invented Housing", "A colleague", may_commit)]))
    assert [one.effect for one in found] == [Effect.WARN] * count


@rule("MTR-16")
class TestAbsentAgencies:
    def test_an_absent_agency_with_an_action_and_no_messenger_blocks(self) -> None:
        (found,) = record_findings(2, {}, RecordFacts(absent_with_actions=["Invented Housing"]))
        assert (found.effect, "Invented Housing" in found.message) == (Effect.BLOCK, True)

    def test_an_answer_is_due_on_or_after_the_day_of_the_meeting(self) -> None:
        assert messenger_findings(reply_by=HELD, held_on=HELD, came=False) == []
        (found,) = messenger_findings(reply_by=HELD - timedelta(days=1), held_on=HELD, came=False)
        assert found.effect is Effect.REFUSE

    def test_nobody_tells_an_agency_that_was_there(self) -> None:
        (found,) = messenger_findings(reply_by=HELD, held_on=HELD, came=True)
        assert found.effect is Effect.REFUSE


@rule("MTR-06")
def test_late_actions_without_an_outcome_are_pointed_out_with_their_number() -> None:
    assert record_findings(2, {}, RecordFacts(unaccounted=0)) == []
    (found,) = record_findings(2, {}, RecordFacts(unaccounted=2))
    assert (found.effect, found.message.startswith("2 actions are")) == (Effect.WARN, True)


def test_closing_asks_the_record_too() -> None:
    facts = replace(LEVEL_2, record=RecordFacts(absent_with_actions=["Invented Housing"]))
    assert [found.rule for found in close_findings(facts)] == ["MTR-16"]


def test_an_item_is_completed_when_nothing_is_wanted() -> None:
    assert progress("media", None)[0] == "Not started"
    assert progress("media", {"note": "Something"})[0] == "In progress"
    assert progress("media", {"interest": "no"})[0] == "Completed"
    assert progress("level", {"decided_by": "meeting", "level": "2"})[0] == "In progress"
