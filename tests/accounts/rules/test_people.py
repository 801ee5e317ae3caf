"""Who keeps whose account and gives which role where: the table, row by row."""

import pytest

from accounts.roles import Role
from accounts.rules import people as rules
from accounts.rules.people import REMITS, Place
from audit.refusals import Effect
from tests.marks import rule

HAMPSHIRE, KENT = frozenset({"hampshire"}), frozenset({"kent"})
NONE: frozenset[str] = frozenset()
PROBATION = Place("probation-h", "probation", "hampshire")
POLICE = Place("police-h", "police", "hampshire")
YOUTH = Place("yjs-h", "youth_offending_team", "hampshire")
HOUSING = Place("housing-h", "local_housing", "hampshire")
ELSEWHERE = Place("probation-k", "probation", "kent")
NOWHERE = Place()

ADMINISTRATOR = {"agency_administrator": HAMPSHIRE}
COORDINATOR = {"coordinator": HAMPSHIRE}
SYSTEM = {"system_administrator": HAMPSHIRE}
PRACTITIONER = {"practitioner": HAMPSHIRE, "manager": HAMPSHIRE}


@rule("PPL-01")
@pytest.mark.parametrize(
    ("keeper", "own", "theirs", "areas", "expected"),
    [
        (ADMINISTRATOR, PROBATION, PROBATION, NONE, True),
        (ADMINISTRATOR, PROBATION, POLICE, HAMPSHIRE, False),
        (ADMINISTRATOR, PROBATION, ELSEWHERE, NONE, False),
        (ADMINISTRATOR, PROBATION, NOWHERE, HAMPSHIRE, False),
        (ADMINISTRATOR, NOWHERE, NOWHERE, HAMPSHIRE, False),
        (COORDINATOR, POLICE, PROBATION, NONE, True),
        (COORDINATOR, POLICE, NOWHERE, HAMPSHIRE, True),
        (COORDINATOR, POLICE, NOWHERE, KENT, False),
        (COORDINATOR, POLICE, ELSEWHERE, HAMPSHIRE, False),
        (SYSTEM, NOWHERE, ELSEWHERE, NONE, True),
        (PRACTITIONER, PROBATION, PROBATION, HAMPSHIRE, False),
        ({}, PROBATION, PROBATION, HAMPSHIRE, False),
    ],
)
def test_accounts_are_kept_by_these(keeper, own, theirs, areas, expected) -> None:  # type: ignore[no-untyped-def]
    assert rules.keeps(keeper, own, theirs, areas) is expected


GIVEN = {
    # role: (by an agency administrator, by a Co-ordinator, by a system administrator) at their own kind of agency
    "practitioner": (PROBATION, True, True, False),
    "manager": (PROBATION, True, True, False),
    "spoc": (HOUSING, True, True, False),
    "vlo": (PROBATION, True, True, False),
    "yjs_case_manager": (YOUTH, True, True, False),
    "yjs_manager": (YOUTH, True, True, False),
    "administrator": (POLICE, False, True, False),
    "chair": (POLICE, False, True, False),
    "smb_member": (HOUSING, False, True, False),
    "lay_adviser": (NOWHERE, False, True, False),
    "coordinator": (POLICE, False, False, True),
    "auditor": (POLICE, False, False, True),
    "agency_administrator": (PROBATION, False, False, True),
    "system_administrator": (POLICE, False, False, False),
    "partner_system": (POLICE, False, False, False),
}


def test_every_role_stands_in_the_table() -> None:
    assert set(GIVEN) == set(Role.values)
    assert set(REMITS) <= set(Role.values)


@rule("PPL-02")
@pytest.mark.parametrize(("role", "expected"), GIVEN.items())
def test_each_role_is_given_by_exactly_these(role: str, expected: tuple[Place, bool, bool, bool]) -> None:
    place, *by = expected
    keepers = [(ADMINISTRATOR, place), (COORDINATOR, POLICE), (SYSTEM, NOWHERE)]
    assert [rules.may_give(held, own, place, role, "hampshire") for held, own in keepers] == by


@rule("PPL-02")
@pytest.mark.parametrize(
    ("keeper", "own", "theirs", "role", "area"),
    [
        (ADMINISTRATOR, PROBATION, PROBATION, "practitioner", "kent"),  # not the agency's area
        (ADMINISTRATOR, PROBATION, POLICE, "practitioner", "hampshire"),  # not their agency
        (ADMINISTRATOR, PROBATION, PROBATION, "yjs_manager", "hampshire"),  # no such work there
        (ADMINISTRATOR, YOUTH, YOUTH, "practitioner", "hampshire"),
        (ADMINISTRATOR, HOUSING, HOUSING, "vlo", "hampshire"),
        (COORDINATOR, POLICE, PROBATION, "practitioner", "kent"),  # not their area
        (COORDINATOR, POLICE, HOUSING, "chair", "hampshire"),  # chairs come from police, probation or prison
        (COORDINATOR, POLICE, POLICE, "lay_adviser", "hampshire"),  # lay advisers come from the public
        (COORDINATOR, POLICE, NOWHERE, "practitioner", "hampshire"),  # nobody practises for no agency
        (PRACTITIONER, PROBATION, PROBATION, "practitioner", "hampshire"),
    ],
)
def test_a_role_beyond_the_remit_is_refused(keeper, own, theirs, role, area) -> None:  # type: ignore[no-untyped-def]
    assert [one.rule for one in rules.giving(keeper, own, theirs, role, area)] == ["PPL-02"]


@rule("PPL-02")
@pytest.mark.parametrize(
    ("purpose", "has_end", "field"), [("", True, "purpose"), ("Review", False, "ends"), ("", False, "purpose")]
)
def test_an_auditor_needs_a_purpose_and_an_end(purpose: str, has_end: bool, field: str) -> None:
    assert [one.field for one in rules.auditing("auditor", purpose, has_end)] == [field]
    assert rules.auditing("auditor", "Review", True) == []
    assert rules.auditing("manager", purpose, has_end) == []


@rule("PPL-03")
@rule("PPL-04")
@rule("PPL-05")
@rule("PPL-06")
def test_the_other_findings_speak_only_when_there_is_something_to_say() -> None:
    assert rules.not_oneself(False) + rules.last_administrator(1) + rules.beyond_remit([]) + rules.enabling([]) == []
    assert [one.effect for one in rules.not_oneself(True)] == [Effect.REFUSE]
    assert [one.effect for one in rules.last_administrator(0)] == [Effect.WARN]
    assert [one.effect for one in rules.beyond_remit(["MAPPA Co-ordinator"])] == [Effect.WARN]
    assert [one.effect for one in rules.enabling(["MAPPA Co-ordinator"])] == [Effect.REFUSE]
