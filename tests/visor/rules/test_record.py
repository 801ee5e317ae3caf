"""Who must have a record on ViSOR, who owns it, and what may be recorded of it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from audit.refusals import Effect, Finding
from tests.marks import rule
from visor.rules.kinds import SPECS, Kind, Owner
from visor.rules.record import (
    CaseFacts,
    Known,
    Standing,
    entry_findings,
    must_have,
    proposed_owner,
    reminders,
    standing,
    why_owner,
    withdrawal_findings,
)

TODAY = dt.date(2026, 3, 10)
DAY = dt.timedelta(days=1)
LEVEL_2 = CaseFacts(category=2, level=2)
MADE = Known(Kind.MADE, TODAY - 20 * DAY, Owner.PROBATION, who="A clerk", key="made")


def given(kind: Kind, on: dt.date = TODAY, **changes: Any) -> Known:
    """An event that says all that its kind asks for."""
    spec = SPECS[kind]
    said: dict[str, Any] = {"who": "A clerk" if spec.who else "", "details": "Agreed."}
    if spec.owner:
        said["owner"] = Owner.PROBATION
    if spec.meeting:
        said |= {"meeting": "m", "agreed_on": TODAY - 3 * DAY}
    return Known(kind, on, **said | changes)


def found(one: Known, *events: Known, facts: CaseFacts = LEVEL_2) -> list[Finding]:
    return entry_findings(one, events, facts, today=TODAY)


def ids(findings: list[Finding]) -> list[tuple[str, Effect]]:
    return [(one.rule, one.effect) for one in findings]


@rule("VIS-01")
@pytest.mark.parametrize(
    ("category", "level", "needed"),
    [
        (1, None, True), (1, 1, True), (1, 3, True), (2, None, False), (2, 1, False), (2, 2, True), (2, 3, True),
        (3, 2, True), (4, None, False), (4, 1, False), (4, 2, True), (None, None, False),
    ],
)  # fmt: skip
def test_category_1_and_everybody_at_level_2_or_3_must_have_a_record(
    category: int | None, level: int | None, needed: bool
) -> None:
    assert must_have(category, level) is needed
    assert not must_have(category, level, ended_on=TODAY)


@rule("VIS-02")
@pytest.mark.parametrize(
    ("facts", "owner"),
    [
        (CaseFacts(1, 3), Owner.POLICE),
        (CaseFacts(2, 2), Owner.PROBATION),
        (CaseFacts(3, 2), Owner.POLICE),
        (CaseFacts(3, 2, from_probation=True), Owner.PROBATION),
        (CaseFacts(4, 2), None),
        (CaseFacts(4, 2, from_probation=True), None),
        (CaseFacts(4, 2, for_category_4=Owner.POLICE), Owner.POLICE),
        (CaseFacts(None, None), None),
    ],
)
def test_the_owner_is_proposed_by_category_and_never_guessed_for_category_4(
    facts: CaseFacts, owner: Owner | None
) -> None:
    assert proposed_owner(facts) is owner
    assert why_owner(facts).endswith(".")


class TestReminders:
    @rule("VIS-01")
    def test_say_that_there_is_no_record_until_one_is_known_of(self) -> None:
        assert [one.rule for one in reminders(LEVEL_2, Standing())] == ["VIS-01"]
        assert reminders(CaseFacts(2, 1), Standing()) == []
        known = replace(LEVEL_2, referenced=True)
        assert [one.rule for one in reminders(known, Standing())] == ["VIS-02"]
        assert reminders(known, standing([MADE])) == []
        without_reference = reminders(LEVEL_2, standing([MADE]))
        assert [one.rule for one in without_reference] == ["VIS-01"] and "reference" in without_reference[0].message

    @rule("VIS-02")
    def test_say_that_the_owner_is_another_than_the_category_asks_for(self) -> None:
        record = standing([MADE])
        assert [one.rule for one in reminders(CaseFacts(1, 2, referenced=True), record)] == ["VIS-02"]
        assert reminders(CaseFacts(4, 2, referenced=True), replace(record, restricted=True)) == []

    @rule("VIS-06")
    @rule("VIS-08")
    def test_say_that_a_record_is_archived_though_needed_and_open_though_sensitive(self) -> None:
        facts = replace(LEVEL_2, referenced=True, sensitive=True)
        archived = standing([MADE, given(Kind.ARCHIVED, TODAY - DAY)])
        assert [one.rule for one in reminders(facts, archived)] == ["VIS-06", "VIS-08"]
        assert [one.rule for one in reminders(facts, replace(standing([MADE]), restricted=True))] == []
        assert reminders(replace(facts, ended_on=TODAY), archived) == []


class TestStanding:
    @rule("VIS-10")
    def test_is_what_the_last_event_of_each_kind_says(self) -> None:
        events = [
            MADE,
            given(Kind.RESTRICTED, TODAY - 9 * DAY),
            given(Kind.OWNER, TODAY - 8 * DAY, owner=Owner.POLICE),
            given(Kind.REVIEWER, TODAY - 8 * DAY, who="A sergeant"),
            given(Kind.UPDATED, TODAY - 2 * DAY),
            given(Kind.ARCHIVED, TODAY - DAY),
        ]
        assert standing(events) == Standing(MADE.day, Owner.POLICE, True, "A sergeant", TODAY - DAY, TODAY - 2 * DAY)
        assert standing(events, TODAY - 9 * DAY) == Standing(MADE.day, Owner.PROBATION, True)
        assert standing([*events, given(Kind.REACTIVATED)]).archived_on is None
        assert standing([*events, given(Kind.UNRESTRICTED)]).restricted is False

    def test_begins_with_restricted_access_where_the_record_was_made_so(self) -> None:
        assert standing([replace(MADE, restricted=True)]).restricted is True


class TestEntries:
    @rule("VIS-10")
    @pytest.mark.parametrize("kind", list(Kind))
    def test_are_of_today_or_earlier(self, kind: Kind) -> None:
        before = [] if kind is Kind.MADE else [MADE]
        if kind is Kind.REACTIVATED:
            before.append(given(Kind.ARCHIVED, TODAY - DAY))
        if kind is Kind.UNRESTRICTED:
            before.append(given(Kind.RESTRICTED, TODAY - DAY))
        facts = replace(LEVEL_2, ended_on=TODAY) if kind is Kind.ARCHIVED else LEVEL_2
        changes = {"owner": Owner.POLICE} if kind is Kind.OWNER else {}
        stopped = [one for one in found(given(kind, **changes), *before, facts=facts) if one.stops]
        assert stopped == []
        assert ids(found(given(kind, TODAY + DAY, **changes), *before, facts=facts)) == [("VIS-10", Effect.REFUSE)]

    @rule("VIS-10")
    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.MADE])
    def test_come_after_the_making_unless_a_reference_is_known(self, kind: Kind) -> None:
        assert ("VIS-10", Effect.REFUSE) in ids(found(given(kind)))
        assert ("VIS-10", Effect.REFUSE) in ids(found(given(kind, MADE.day - DAY), MADE))
        known = replace(LEVEL_2, referenced=True)
        needs_more = {Kind.REACTIVATED, Kind.UNRESTRICTED}
        refused = ("VIS-10", Effect.REFUSE) in ids(found(given(kind), facts=known))
        assert refused is (kind in needs_more)

    @rule("VIS-10")
    def test_are_not_recorded_while_it_is_archived(self) -> None:
        archived = given(Kind.ARCHIVED, TODAY - 4 * DAY)
        assert ids(found(given(Kind.REVIEWER), MADE, archived)) == [("VIS-10", Effect.REFUSE)]
        assert found(given(Kind.REVIEWER, TODAY - 5 * DAY), MADE, archived) == []
        again = given(Kind.REACTIVATED, TODAY - DAY)
        assert found(given(Kind.REVIEWER), MADE, archived, again) == []
        assert ids(found(given(Kind.REACTIVATED), MADE, archived, again)) == [("VIS-10", Effect.REFUSE)]

    @rule("VIS-10")
    def test_say_the_making_once_and_before_everything_else(self) -> None:
        assert ids(found(given(Kind.MADE), MADE)) == [("VIS-10", Effect.REFUSE)]
        reviewer = given(Kind.REVIEWER, TODAY - 2 * DAY)
        assert ids(found(given(Kind.MADE), reviewer)) == [("VIS-10", Effect.REFUSE)]
        assert found(given(Kind.MADE, TODAY - 2 * DAY), reviewer) == []

    @rule("VIS-10")
    @pytest.mark.parametrize(
        ("kind", "lacking"),
        [(Kind.REVIEWER, "who"), (Kind.ARCHIVED, "who"), (Kind.RESTRICTED, "details"), (Kind.REACTIVATED, "details")],
    )
    def test_say_what_their_kind_asks_for(self, kind: Kind, lacking: str) -> None:
        [one] = found(given(kind, **{lacking: " "}), MADE)
        assert (one.rule, one.effect, one.field) == ("VIS-10", Effect.REQUIRE, lacking)

    @rule("VIS-02")
    def test_name_an_owner_and_ask_about_another_than_the_category_s(self) -> None:
        assert ids(found(given(Kind.MADE, owner=None))) == [("VIS-02", Effect.REQUIRE)]
        assert ids(found(given(Kind.MADE, owner=Owner.POLICE))) == [("VIS-02", Effect.WARN)]
        assert ids(found(given(Kind.OWNER), MADE)) == [("VIS-02", Effect.REFUSE)]
        assert ids(found(given(Kind.OWNER, owner=Owner.POLICE), MADE)) == [("VIS-02", Effect.WARN)]

    @rule("VIS-01")
    @rule("VIS-06")
    @rule("VIS-08")
    def test_are_asked_about_where_the_case_says_otherwise(self) -> None:
        assert ids(found(given(Kind.MADE), facts=CaseFacts(2, 1))) == [("VIS-01", Effect.WARN)]
        assert ids(found(given(Kind.ARCHIVED), MADE)) == [("VIS-06", Effect.WARN)]
        assert found(given(Kind.ARCHIVED), MADE, facts=replace(LEVEL_2, ended_on=TODAY)) == []
        sensitive = replace(LEVEL_2, sensitive=True)
        assert ids(found(given(Kind.MADE), facts=sensitive)) == [("VIS-08", Effect.WARN)]
        assert found(given(Kind.MADE, restricted=True), facts=sensitive) == []
        terrorist = found(given(Kind.MADE), facts=CaseFacts(4, 2))
        assert ids(terrorist) == [("VIS-08", Effect.WARN)]

    @rule("VIS-05")
    def test_an_update_follows_the_agreeing_of_minutes_once_for_each_meeting(self) -> None:
        agreed = TODAY - 3 * DAY
        assert found(given(Kind.UPDATED, agreed), MADE) == []
        assert ids(found(given(Kind.UPDATED, agreed - DAY), MADE)) == [("VIS-05", Effect.REFUSE)]
        assert ids(found(given(Kind.UPDATED, agreed_on=None), MADE)) == [("VIS-05", Effect.REFUSE)]
        assert ids(found(given(Kind.UPDATED, meeting=""), MADE)) == [("VIS-05", Effect.REQUIRE)]
        before = given(Kind.UPDATED, agreed)
        assert ids(found(given(Kind.UPDATED), MADE, before)) == [("VIS-05", Effect.REFUSE)]
        assert found(given(Kind.UPDATED, meeting="another"), MADE, before) == []


class TestTakingBack:
    @rule("VIS-10")
    def test_needs_a_reason_and_happens_once(self) -> None:
        def taken(reason: str = "Wrong day.", *, withdrawn: bool = False) -> list[Finding]:
            return withdrawal_findings(Kind.MADE, [MADE], reason, key="made", withdrawn=withdrawn)

        assert taken() == []
        assert ids(taken(" ")) == [("VIS-10", Effect.REQUIRE)]
        assert ids(taken(withdrawn=True)) == [("VIS-10", Effect.REFUSE)]

    @rule("VIS-10")
    @pytest.mark.parametrize(
        ("kind", "after", "refused"),
        [
            (Kind.MADE, Kind.REVIEWER, True),
            (Kind.ARCHIVED, Kind.REACTIVATED, True),
            (Kind.RESTRICTED, Kind.UNRESTRICTED, True),
            (Kind.REVIEWER, Kind.UPDATED, False),
        ],
    )
    def test_begins_with_what_came_last(self, kind: Kind, after: Kind, refused: bool) -> None:
        events = [given(kind, TODAY - DAY, key="first"), given(after, key="second")]
        stopped = withdrawal_findings(kind, events, "Wrong.", key="first", withdrawn=False)
        assert bool(stopped) is refused
