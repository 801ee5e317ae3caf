"""People who are not British citizens: who counts as one, what falls due, what is reminded of."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from audit.refusals import Effect
from circumstances.rules.foreign import (
    Bail,
    Deportation,
    Detention,
    ForeignFacts,
    Immigration,
    Nationality,
    Status,
    bail_plan_due,
    referral_due,
    reminders,
)
from circumstances.rules.given import Around, findings
from tests.marks import rule

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 5, 27)
SENTENCED = dt.date(2026, 5, 1)  # a Friday; 4 and 25 May are bank holidays
HOLIDAYS = frozenset({dt.date(2026, 5, 4), dt.date(2026, 5, 25)})
FOREIGN = Nationality(status=Status.FOREIGN, country="Ruritanian")
AROUND = Around(today=TODAY, foreign=True)
DONE = Immigration(
    referred_on=TODAY, practitioner_told_on=TODAY, details_given_on=TODAY, owner="Ada", licence_on=TODAY,
    bail_plan_on=TODAY,
)  # fmt: skip


def said(given: Any, around: Around = AROUND, **changes: Any) -> list[tuple[str, str | None]]:
    found = findings(given, **{"on": TODAY, "source": "They said so.", "around": around, **changes})
    return [(one.rule, one.field) for one in found if one.stops]


@rule("CIR-01")
class TestWhoIsAForeignNational:
    @pytest.mark.parametrize(
        ("status", "counts"), [(Status.BRITISH, False), (Status.FOREIGN, True), (Status.UNCERTAIN, True)]
    )
    def test_by_their_own_declaration_and_while_it_is_not_certain(self, status: Status, counts: bool) -> None:
        assert Nationality(status=status).is_foreign is counts

    @pytest.mark.parametrize(("status", "asked"), [(Status.BRITISH, 0), (Status.FOREIGN, 1), (Status.UNCERTAIN, 0)])
    def test_declares_which_nationality(self, status: Status, asked: int) -> None:
        assert len(said(Nationality(status=status, country=" "))) == asked

    @pytest.mark.parametrize(("foreign", "refused"), [(True, False), (False, True), (None, True)])
    def test_nothing_is_recorded_with_immigration_enforcement_for_others(
        self, foreign: bool | None, refused: bool
    ) -> None:
        assert said(DONE, replace(AROUND, foreign=foreign)) == ([("CIR-01", None)] if refused else [])


@rule("CIR-02")
class TestTheReferral:
    FACTS = ForeignFacts(foreign=True, sentenced_on=SENTENCED)

    def due(self, facts: ForeignFacts) -> list[dt.date]:
        return [due.due_on for _, due in referral_due(facts, HOLIDAYS)]

    def test_is_due_ten_working_days_after_the_sentence(self) -> None:
        assert self.due(self.FACTS) == [dt.date(2026, 5, 18)]
        assert self.due(replace(self.FACTS, sentenced_on=dt.date(2026, 5, 2))) == [dt.date(2026, 5, 18)]
        assert self.due(replace(self.FACTS, sentenced_on=dt.date(2026, 5, 5))) == [dt.date(2026, 5, 19)]

    @pytest.mark.parametrize(("days", "met"), [(-1, False), (0, True), (1, True)])
    def test_is_met_by_a_referral_since_the_sentence(self, days: int, met: bool) -> None:
        known = Immigration(referred_on=SENTENCED + days * DAY)
        assert (self.due(replace(self.FACTS, immigration=known)) == []) is met

    @pytest.mark.parametrize(
        "changes",
        [
            {"foreign": False},
            {"sentenced_on": None},
            {"immigration": Immigration(deportation=Deportation.DEPORTED, deported_on=TODAY)},
        ],
    )
    def test_is_not_due_for_others(self, changes: dict[str, Any]) -> None:
        assert self.due(replace(self.FACTS, **changes)) == []


@rule("CIR-06")
class TestThePlanInCaseOfBail:
    SINCE, ENDS = dt.date(2026, 1, 5), dt.date(2026, 8, 31)
    FACTS = ForeignFacts(foreign=True, inside_since=SINCE, release_due_on=ENDS)

    def due(self, **changes: Any) -> list[dt.date]:
        return [due.due_on for _, due in bail_plan_due(replace(self.FACTS, **changes), HOLIDAYS)]

    def test_is_due_before_custody_ends(self) -> None:
        assert self.due() == [self.ENDS]

    @pytest.mark.parametrize(("days", "met"), [(-1, False), (0, True), (1, True)])
    def test_is_met_by_a_plan_made_in_this_custody(self, days: int, met: bool) -> None:
        assert (self.due(immigration=Immigration(bail_plan_on=self.SINCE + days * DAY)) == []) is met

    def test_is_not_due_for_others_nor_without_a_day_of_release(self) -> None:
        gone = Immigration(deportation=Deportation.DEPORTED)
        for changes in ({"foreign": False}, {"inside_since": None}, {"release_due_on": None}, {"immigration": gone}):
            assert self.due(**changes) == []

    def test_is_reminded_of_where_no_day_of_release_is_known(self) -> None:
        inside = replace(AROUND, inside_since=self.SINCE)
        told = replace(DONE, bail_plan_on=None)
        assert [one.rule for one in reminders(FOREIGN, told, inside)] == ["CIR-06"]
        assert reminders(FOREIGN, told, replace(inside, release_due_on=self.ENDS)) == []
        assert reminders(FOREIGN, told, AROUND) == []


class TestReminders:
    def rules(self, known: Immigration | None, nationality: Nationality | None = FOREIGN) -> list[str]:
        found = reminders(nationality, known, AROUND)
        assert {one.effect for one in found} <= {Effect.PROMPT}
        return [one.rule for one in found]

    @rule("CIR-03")
    def test_until_practitioner_and_enforcement_know_of_each_other(self) -> None:
        assert self.rules(None) == ["CIR-03", "CIR-03", "CIR-04"]
        assert self.rules(replace(DONE, practitioner_told_on=None)) == ["CIR-03"]
        assert self.rules(replace(DONE, details_given_on=None)) == ["CIR-03"]
        assert self.rules(DONE) == []

    @rule("CIR-04")
    def test_of_the_point_of_contact_while_no_case_owner_is_known(self) -> None:
        (asked,) = reminders(FOREIGN, replace(DONE, owner=" "), AROUND)
        (through,) = reminders(FOREIGN, replace(DONE, owner="", contact="Bea"), AROUND)
        assert str(asked.next_step).startswith("Ask") and str(through.next_step).startswith("Invite")

    @rule("CIR-05")
    @pytest.mark.parametrize(
        ("detention", "licence", "found"),
        [
            (Detention.NONE, None, []),
            (Detention.EXPECTED, None, ["CIR-05"]),
            (Detention.EXPECTED, TODAY, []),
            (Detention.PRISON, None, ["CIR-05", "CIR-05"]),
            (Detention.CENTRE, TODAY, ["CIR-05"]),
        ],
    )
    def test_of_licence_and_plan_where_detention_is_expected(
        self, detention: Detention, licence: dt.date | None, found: list[str]
    ) -> None:
        held = TODAY if detention in {Detention.PRISON, Detention.CENTRE} else None
        assert self.rules(replace(DONE, detention=detention, licence_on=licence, detained_on=held)) == found

    def test_of_nothing_for_british_citizens_and_after_deportation(self) -> None:
        assert self.rules(None, None) == self.rules(None, Nationality(status=Status.BRITISH)) == []
        assert self.rules(Immigration(deportation=Deportation.DEPORTED, deported_on=TODAY)) == []


@rule("CIR-07")
class TestWhatIsRecorded:
    @pytest.mark.parametrize(("days", "refused"), [(-1, []), (0, []), (1, [("CIR-07", "on")])])
    def test_lies_in_no_future(self, days: int, refused: list[Any]) -> None:
        assert said(FOREIGN, on=TODAY + days * DAY) == refused
        inner = [("CIR-07", "referred_on")] if refused else []
        assert said(replace(DONE, referred_on=TODAY + days * DAY)) == inner

    def test_but_early_removal_may(self) -> None:
        assert said(replace(DONE, early_removal_on=TODAY + 90 * DAY)) == []

    def test_has_a_source(self) -> None:
        assert said(FOREIGN, source=" ") == [("CIR-07", "source")]

    @pytest.mark.parametrize(
        ("answer", "day"),
        [
            ({"deportation": Deportation.DEPORTED}, "deported_on"),
            ({"detention": Detention.CENTRE}, "detained_on"),
            ({"bail": Bail.GRANTED}, "bail_on"),
        ],
    )
    def test_has_the_day_of_what_happened_and_of_nothing_else(self, answer: dict[str, Any], day: str) -> None:
        assert said(replace(DONE, **answer)) == [("CIR-07", day)]
        assert said(replace(DONE, **{day: TODAY})) == [("CIR-07", day)]
        assert said(replace(DONE, **answer, **{day: TODAY})) == []
