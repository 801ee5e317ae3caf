"""Releasing an executive summary: approved minutes, every field, no names, the chair."""

from dataclasses import replace

import pytest

from audit.refusals import Effect
from meetings.rules.minutes import MinutesState
from meetings.rules.names import KnownName
from meetings.rules.summary import (
    FIELDS,
    AttendanceLine,
    SummaryFacts,
    field_findings,
    release_findings,
)
from tests.marks import rule

TYPED = [item for item in FIELDS if not item.from_attendance]
FACTS = SummaryFacts(
    minutes_state=MinutesState.APPROVED,
    values={item.key: "Agreed by the agencies present." for item in TYPED},
    attendance=[AttendanceLine("Detective Inspector", "Exampleshire Police", attended=True)],
    names=[KnownName("Testina", "Samplewright")],
    subject=[KnownName("Fictus", "Samplewright")],
    released_by_chair=True,
)


def test_a_complete_summary_of_approved_minutes_is_released() -> None:
    assert release_findings(FACTS) == []


@rule("EXS-01")
@pytest.mark.parametrize("state", MinutesState)
def test_a_summary_is_not_made_from_draft_minutes(state: MinutesState) -> None:
    found = release_findings(replace(FACTS, minutes_state=state))
    assert [f.rule for f in found] == (["EXS-01"] if state is MinutesState.DRAFT else [])


@rule("EXS-02")
class TestFields:
    @pytest.mark.parametrize("key", [item.key for item in TYPED])
    def test_an_empty_field_blocks_unless_there_is_nothing_to_record(self, key: str) -> None:
        empty = replace(FACTS, values={**FACTS.values, key: " "})
        assert [(f.rule, f.effect, f.field) for f in field_findings(empty)] == [("EXS-02", Effect.BLOCK, key)]
        assert field_findings(replace(empty, nothing=frozenset({key}))) == []

    def test_the_fields_have_keys_of_their_own_and_a_source(self) -> None:
        assert len({item.key for item in FIELDS}) == len(FIELDS)
        assert all(item.source.startswith(("MAPPA Guidance 13b.31", "Hampshire")) for item in FIELDS)


def test_the_person_managed_may_be_named() -> None:
    assert release_findings(replace(FACTS, values={**FACTS.values, "person": "Fictus Samplewright"})) == []


@rule("EXS-04")
class TestAttendance:
    def test_without_attendance_the_summary_is_blocked(self) -> None:
        assert [(f.rule, f.effect) for f in release_findings(replace(FACTS, attendance=[]))] == [
            ("EXS-04", Effect.BLOCK)
        ]

    @pytest.mark.parametrize(("role", "organisation"), [("", "Exampleshire Police"), ("Inspector", " ")])
    def test_a_line_has_role_and_organisation(self, role: str, organisation: str) -> None:
        line = AttendanceLine(role, organisation, attended=False)
        assert [f.rule for f in release_findings(replace(FACTS, attendance=[line]))] == ["EXS-04"]

    def test_a_name_typed_as_a_role_is_refused(self) -> None:
        line = AttendanceLine("Inspector Testina Samplewright", "Exampleshire Police", attended=True)
        (found,) = release_findings(replace(FACTS, attendance=[line]))
        assert (found.rule, found.effect) == ("EXS-04", Effect.REFUSE)

    def test_a_line_has_no_place_for_a_name(self) -> None:
        assert set(AttendanceLine.__slots__) == {"role", "organisation", "attended"}


@rule("EXS-05")
def test_only_the_chair_releases_a_summary() -> None:
    assert [(f.rule, f.effect) for f in release_findings(replace(FACTS, released_by_chair=False))] == [
        ("EXS-05", Effect.REFUSE)
    ]
