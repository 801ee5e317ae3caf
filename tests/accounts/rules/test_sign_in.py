"""Who needs a second person, what a domain is, and what stands against an agency's own sign-in alone."""

import pytest

from accounts.rules import sign_in as rules
from audit.refusals import Effect
from tests.marks import rule

INVITER = {"inviter_address": "ann.example@police.example", "inviter_name": "Ann Example"}


@rule("PPL-14")
@pytest.mark.parametrize(
    ("address", "name", "needed"),
    [
        ("bo@police.example", "Bo Other", False),
        ("BO@POLICE.EXAMPLE", "Bo Other", False),
        ("bo@elsewhere.example", "Bo Other", True),
        ("bo@sub.police.example", "Bo Other", True),
        ("bo@notpolice.example", "Bo Other", True),
        ("ann.example+second@police.example", "Bo Other", True),
        ("annexample@police.example", "Bo Other", True),
        ("bo@police.example", "ann  EXAMPLE", True),
    ],
)
def test_who_needs_a_second_person(address: str, name: str, needed: bool) -> None:
    why = rules.needs_second_person(address, name, domains={"police.example"}, **INVITER)
    assert (why is not None) is needed


@rule("PPL-14")
def test_without_a_domain_everybody_does() -> None:
    assert rules.needs_second_person("bo@police.example", "Bo Other", domains=(), **INVITER)


@rule("PPL-14")
@pytest.mark.parametrize(
    ("why", "reason", "stops"), [(None, "", False), ("Why.", "Known.", False), ("Why.", " ", True)]
)
def test_the_reason_is_asked_for_where_it_is_needed(why: str | None, reason: str, stops: bool) -> None:
    assert any(one.stops for one in rules.second_person(why, reason)) is stops


@rule("PPL-14")
@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("same", [True, False])
def test_a_move_of_an_outside_address_takes_two_people(outside: bool, same: bool) -> None:
    assert bool(rules.accepting_outside(outside, same)) is (outside and same)


@pytest.mark.parametrize("text", ["example.org", "a.b.example", "police.uk", "x-1.example"])
def test_domains(text: str) -> None:
    assert rules.is_domain(text)


@pytest.mark.parametrize(
    "text",
    ["", "example", "*.example", "@example.org", "a b.example", "-a.example", "a..example", "x" * 260, "1.2.3.4"],
)
def test_no_domains(text: str) -> None:
    assert not rules.is_domain(text)


@rule("PPL-13")
@pytest.mark.parametrize(
    ("provider", "administrators", "tried", "everybody", "effects"),
    [
        (False, 2, 2, False, [Effect.REFUSE]),
        (True, 2, 1, False, []),
        (True, 1, 0, False, [Effect.WARN]),
        (True, 0, 0, True, [Effect.WARN, Effect.WARN]),
        (True, 1, 1, True, [Effect.WARN]),
    ],
)
def test_what_stands_against_the_agencys_own_sign_in_alone(
    provider: bool, administrators: int, tried: int, everybody: bool, effects: list[Effect]
) -> None:
    found = rules.own_sign_in_only(
        provider=provider, administrators=administrators, tried=tried, everybody_who_runs_it=everybody
    )
    assert [one.effect for one in found] == effects
