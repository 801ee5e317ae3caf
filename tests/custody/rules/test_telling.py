"""Who is told of a release, a move and an absconding, at each boundary."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audit.refusals import Effect
from custody.rules.due import CustodyFacts
from custody.rules.events import Around, Given, Known, Stay, event_findings, known_later, notices
from custody.rules.kinds import Kind
from custody.rules.telling import (
    consultation,
    invitation_forwarded,
    moved_after_invitation,
    police_ahead,
    victim_police,
    without_licence,
)
from tests.marks import rule

ONE = timedelta(days=1)
SINCE, RELEASE = date(2025, 1, 6), date(2026, 3, 31)
STAY = Stay("prison", SINCE, None, RELEASE)
WARD = replace(STAY, place="hospital")
MONTHS_BEFORE = date(2026, 1, 5)
MOVED_ON = date(2026, 2, 2)
FIRST = Known(Kind.RELEASE_DATE, date(2026, 9, 1), told_on=date(2025, 12, 1))
MOVED = Known(Kind.RELEASE_DATE, RELEASE, told_on=MOVED_ON)
CHECKED = replace(MOVED, told_on=date(2026, 2, 20))


def facts(*events: Known, stay: Stay = STAY, category: int = 1, abuse: bool = False) -> CustodyFacts:
    return CustodyFacts([stay], events, category, abuse)


@rule("CUS-28")
class TestPoliceAheadOfARelease:
    @pytest.mark.parametrize("place", ["prison", "youth"])
    def test_are_told_on_the_day_before_at_the_latest(self, place: str) -> None:
        [(key, due)] = police_ahead(facts(stay=replace(STAY, place=place)))
        assert (key, due.due_on, due.start_on, due.rule) == ("", RELEASE - ONE, RELEASE, "CUS-28")

    def test_have_been_told_when_it_is_recorded_in_this_time_in_custody(self) -> None:
        assert list(police_ahead(facts(Known(Kind.POLICE_TOLD, SINCE)))) == []
        assert len(list(police_ahead(facts(Known(Kind.POLICE_TOLD, SINCE - ONE))))) == 1

    @pytest.mark.parametrize(
        ("told", "notices", "days"),
        [
            (MONTHS_BEFORE, [MOVED], [RELEASE - ONE]),
            (MOVED_ON - ONE, [MOVED], [RELEASE - ONE]),
            (MOVED_ON, [MOVED], []),
            (MOVED_ON - ONE, [FIRST, MOVED], [RELEASE - ONE]),
            (MOVED_ON, [FIRST, MOVED, CHECKED], []),
            (MONTHS_BEFORE, [replace(CHECKED, before=RELEASE)], []),
            (MONTHS_BEFORE, [replace(MOVED, told_on=SINCE - ONE)], []),
        ],
        ids=[
            "told before the date moved",
            "the day before",
            "that day",
            "told of another date",
            "checked without a change",
            "a typed date confirmed",
            "known before this time in custody",
        ],
    )
    def test_are_told_of_the_day_that_stands(self, told: date, notices: list[Known], days: list[date]) -> None:
        known = facts(Known(Kind.POLICE_TOLD, told), *notices)
        assert [due.due_on for _, due in police_ahead(known)] == days

    @pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (1, True)])
    def test_are_told_again_once_a_notice_was_corrected_to_another_day(self, days: int, told: bool) -> None:
        wrong = replace(FIRST, dropped_on=MOVED_ON)
        right = replace(FIRST, day=RELEASE, corrected_on=MOVED_ON)
        known = facts(Known(Kind.POLICE_TOLD, MOVED_ON + days * ONE), right)
        assert bool(list(police_ahead(replace(known, dropped=[wrong])))) is not told
        leaving = Around([STAY], known.events, category=1, dropped=[wrong])
        found = event_findings(Given(Kind.RELEASED, RELEASE), leaving, today=RELEASE)
        assert [one.rule for one in found] == ([] if told else ["CUS-28"])

    def test_are_not_told_again_where_a_correction_kept_the_day(self) -> None:
        wrong = replace(MOVED, told_on=MOVED_ON + ONE, dropped_on=MOVED_ON + 9 * ONE)
        known = facts(Known(Kind.POLICE_TOLD, MOVED_ON), MOVED)
        assert list(police_ahead(replace(known, dropped=[wrong]))) == []

    @pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (1, True)])
    def test_are_told_again_once_a_later_notice_was_withdrawn(self, days: int, told: bool) -> None:
        withdrawn_on = MOVED_ON + 9 * ONE
        stands, wrong = replace(FIRST, day=RELEASE), replace(MOVED, day=FIRST.day, dropped_on=withdrawn_on)
        earlier = Known(Kind.POLICE_TOLD, MONTHS_BEFORE)
        known = replace(facts(earlier, stands), dropped=[wrong])
        assert len(list(police_ahead(known))) == 1
        assert list(police_ahead(replace(known, dropped=[replace(wrong, day=RELEASE)]))) == []
        again = Known(Kind.POLICE_TOLD, withdrawn_on + days * ONE)
        assert bool(list(police_ahead(replace(known, events=[*known.events, again])))) is not told

    def test_are_told_of_the_day_recorded_last_of_two_known_on_one_day(self) -> None:
        noon = datetime(2026, 2, 2, 12, tzinfo=UTC)
        late, early = (
            replace(MOVED, day=FIRST.day, recorded_at=noon),
            replace(MOVED, recorded_at=noon + timedelta(hours=1)),
        )
        assert notices(STAY, Kind.RELEASE_DATE, [early, late]) == [late, early]
        assert known_later(replace(late, recorded_at=None), STAY, [early, late]) == []
        assert known_later(late, STAY, [early, late]) == [early]

    @pytest.mark.parametrize(
        "known",
        [
            facts(category=2),
            facts(stay=WARD),
            facts(stay=replace(STAY, release_due_on=None)),
            facts(stay=replace(STAY, until=RELEASE)),
            CustodyFacts(category=1),
        ],
        ids=["category 2", "patient", "no date", "released", "never inside"],
    )
    def test_are_not_asked_for_otherwise(self, known: CustodyFacts) -> None:
        assert list(police_ahead(known)) == []


LEAVES = [
    (Kind.RELEASED, STAY, "CUS-28", Kind.POLICE_TOLD),
    (Kind.RELEASED, WARD, "CUS-29", Kind.POLICE_CONSULTED),
    (Kind.CONDITIONAL_DISCHARGE, WARD, "CUS-29", Kind.POLICE_CONSULTED),
    (Kind.ABSOLUTE_DISCHARGE, WARD, "CUS-29", Kind.POLICE_CONSULTED),
]


@rule("CUS-28")
@rule("CUS-29")
@pytest.mark.parametrize(("kind", "stay", "rule_id", "telling"), LEAVES)
def test_leaving_is_warned_about_while_police_were_not_told_or_consulted(
    kind: Kind, stay: Stay, rule_id: str, telling: Kind
) -> None:
    def warned(*events: Known, category: int = 1) -> bool:
        notified = Known(Kind.PATIENT_NOTIFIED, SINCE)
        around = Around([stay], [notified, *events], category=category)
        found = event_findings(Given(kind, RELEASE), around, today=RELEASE)
        assert not [one for one in found if one.stops]
        return (rule_id, Effect.WARN) in [(one.rule, one.effect) for one in found]

    assert warned() and not warned(category=2)
    assert not warned(Known(telling, RELEASE)) and not warned(Known(telling, SINCE))
    assert warned(Known(telling, SINCE - ONE)) and warned(Known(telling, RELEASE + ONE))


@rule("CUS-28")
@pytest.mark.parametrize(("told", "warned"), [(MOVED_ON - ONE, True), (MOVED_ON, False)])
def test_leaving_is_warned_about_where_police_were_told_of_another_day_alone(told: date, warned: bool) -> None:
    around = Around([STAY], [Known(Kind.POLICE_TOLD, told), FIRST, MOVED], category=1)
    found = event_findings(Given(Kind.RELEASED, RELEASE), around, today=RELEASE)
    assert [one.rule for one in found] == (["CUS-28"] if warned else [])


@rule("CUS-29")
def test_consulting_police_on_a_patient_is_prompted_from_the_meeting_on_discharge() -> None:
    planned = Known(Kind.DISCHARGE_PLANNED, MONTHS_BEFORE)
    assert [one.rule for one in consultation(facts(planned, stay=WARD))] == ["CUS-29"]
    for known in (
        facts(planned, Known(Kind.POLICE_CONSULTED, MONTHS_BEFORE), stay=WARD),
        facts(planned, stay=WARD, category=2),
        facts(planned, stay=STAY),
        facts(replace(planned, day=SINCE - ONE), stay=WARD),
        facts(stay=WARD),
    ):
        assert consultation(known) == []


@rule("CUS-30")
class TestReleaseWithoutALicence:
    NO_LICENCE = Known(Kind.NO_LICENCE, RELEASE)

    def keys(self, *events: Known, stay: Stay = STAY) -> list[str]:
        return [key for key, _ in without_licence(facts(*events, stay=stay, category=2))]

    def test_is_told_to_practitioner_and_police_each(self) -> None:
        [(_, first), (_, second)] = without_licence(facts(self.NO_LICENCE))
        assert first.due_on == second.due_on == RELEASE - ONE and first.rule == "CUS-30"
        assert self.keys(self.NO_LICENCE, Known(Kind.NO_LICENCE_COM, SINCE)) == ["police"]
        assert self.keys(self.NO_LICENCE, Known(Kind.NO_LICENCE_POLICE, SINCE)) == ["practitioner"]
        both = (Known(Kind.NO_LICENCE_COM, SINCE), Known(Kind.NO_LICENCE_POLICE, SINCE))
        assert self.keys(self.NO_LICENCE, *both) == []

    def test_is_told_anew_when_its_day_is_another(self) -> None:
        first = replace(self.NO_LICENCE, day=RELEASE + 9 * ONE, told_on=MONTHS_BEFORE)
        second = replace(self.NO_LICENCE, told_on=MOVED_ON)

        def due_of(*events: Known) -> list[tuple[str, date]]:
            return [(key, due.due_on) for key, due in without_licence(facts(*events, category=2))]

        told = [Known(kind, MONTHS_BEFORE) for kind in (Kind.NO_LICENCE_COM, Kind.NO_LICENCE_POLICE)]
        again = [replace(one, day=MOVED_ON) for one in told]
        assert due_of(first, *told) == []
        assert due_of(first, *told, second) == [("practitioner", RELEASE - ONE), ("police", RELEASE - ONE)]
        assert due_of(first, *told, second, again[0]) == [("police", RELEASE - ONE)]
        assert due_of(first, *told, second, *again) == []
        assert due_of(first, *told, replace(first, told_on=MOVED_ON)) == []

    def test_told_before_it_was_recorded_counts_unless_another_day_was_known_then(self) -> None:
        told = [Known(kind, MONTHS_BEFORE) for kind in (Kind.NO_LICENCE_COM, Kind.NO_LICENCE_POLICE)]
        known = replace(self.NO_LICENCE, told_on=MONTHS_BEFORE + 2 * ONE)
        assert self.keys(known, *told) == []
        earlier = replace(self.NO_LICENCE, day=RELEASE + ONE, told_on=MONTHS_BEFORE - ONE)
        assert self.keys(earlier, known, *told) == ["practitioner", "police"]

    @pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (1, True)])
    def test_is_told_anew_once_its_day_was_corrected(self, days: int, told: bool) -> None:
        wrong = replace(self.NO_LICENCE, day=RELEASE + ONE, told_on=MONTHS_BEFORE, dropped_on=MOVED_ON)
        right = replace(self.NO_LICENCE, told_on=MONTHS_BEFORE, corrected_on=MOVED_ON)
        both = [Known(kind, MOVED_ON + days * ONE) for kind in (Kind.NO_LICENCE_COM, Kind.NO_LICENCE_POLICE)]
        known = replace(facts(right, *both), dropped=[wrong])
        assert [key for key, _ in without_licence(known)] == ([] if told else ["practitioner", "police"])

    def test_is_not_asked_for_without_it_nor_from_an_earlier_time_in_custody(self) -> None:
        assert self.keys() == [] and self.keys(self.NO_LICENCE, stay=WARD) == []
        assert self.keys(Known(Kind.NO_LICENCE, SINCE - ONE)) == []
        earlier = Known(Kind.NO_LICENCE_COM, SINCE - ONE)
        assert self.keys(self.NO_LICENCE, earlier) == ["practitioner", "police"]

    @pytest.mark.parametrize("kind", [Kind.NO_LICENCE_COM, Kind.NO_LICENCE_POLICE])
    def test_can_be_told_before_the_day_and_to_somebody(self, kind: Kind) -> None:
        def found(events: Sequence[Known], source: str = "A practitioner, Probation") -> list[str]:
            given = Given(kind, MONTHS_BEFORE, source=source)
            return [one.rule for one in event_findings(given, Around([STAY], events), today=RELEASE)]

        assert found([self.NO_LICENCE]) == []
        assert found([]) == ["CUS-16"]
        assert found([self.NO_LICENCE], source=" ") == ["CUS-14"]


@rule("CUS-31")
class TestAMoveAfterTheInvitation:
    INVITED, HELD = date(2026, 1, 2), date(2026, 2, 2)
    MOVE = Known(Kind.PRISON_MOVE, MONTHS_BEFORE)

    def found(self, *events: Known, invited_on: date | None = INVITED) -> Known | None:
        return moved_after_invitation(events, invited_on=invited_on, held_on=self.HELD)

    @pytest.mark.parametrize(
        ("moved_on", "counts"),
        [(INVITED - ONE, False), (INVITED, True), (HELD, True), (HELD + ONE, False)],
    )
    def test_counts_from_the_invitation_to_the_meeting(self, moved_on: date, counts: bool) -> None:
        assert (self.found(replace(self.MOVE, day=moved_on)) is not None) is counts
        assert self.found(self.MOVE, invited_on=None) is None and self.found() is None

    @pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (5, True)])
    def test_ends_when_the_receiving_prison_was_told(self, days: int, told: bool) -> None:
        forwarded = Known(Kind.INVITATION_FORWARDED, self.MOVE.day + days * ONE)
        assert (self.found(self.MOVE, forwarded) is None) is told

    def test_counts_anew_with_the_last_move(self) -> None:
        again = replace(self.MOVE, day=self.MOVE.day + 3 * ONE)
        forwarded = Known(Kind.INVITATION_FORWARDED, self.MOVE.day)
        assert self.found(self.MOVE, forwarded, again) == again

    def test_is_due_at_once_and_says_who_does_what(self) -> None:
        due = invitation_forwarded(self.MOVE, self.HELD)
        assert (due.due_on, due.rule) == (self.MOVE.day, "CUS-31") and "MAPPA F" in due.words


@rule("CUS-32")
class TestAbsconding:
    LEFT = Known(Kind.AT_LARGE, MONTHS_BEFORE, key="left")

    def test_after_domestic_abuse_has_the_victim_s_police_alerted_at_once(self) -> None:
        [(key, due)] = victim_police(facts(self.LEFT, abuse=True))
        assert (key, due.due_on, due.rule) == ("left", MONTHS_BEFORE, "CUS-32")
        assert list(victim_police(facts(self.LEFT))) == []

    @pytest.mark.parametrize("kind", [Kind.VICTIM_POLICE_TOLD, Kind.RETURNED])
    @pytest.mark.parametrize(("days", "met"), [(-1, False), (0, True)])
    def test_until_they_were_or_the_person_is_back(self, kind: Kind, days: int, met: bool) -> None:
        after = Known(kind, self.LEFT.day + days * ONE)
        assert (list(victim_police(facts(self.LEFT, after, abuse=True))) == []) is met

    def test_again_where_the_person_is_gone_again_on_the_day_of_the_return(self) -> None:
        back = Known(Kind.RETURNED, self.LEFT.day + ONE)
        again = replace(self.LEFT, day=back.day, key="again")
        assert [key for key, _ in victim_police(facts(self.LEFT, back, again, abuse=True))] == ["again"]
