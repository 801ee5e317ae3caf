"""MARAC, monitoring, measures, service, travel, care, patients and housing: what is asked, due and reminded of."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from circumstances.rules import control, safety, support
from circumstances.rules.control import Abroad, Measures, Monitoring, Travel
from circumstances.rules.given import Around, findings
from circumstances.rules.safety import Marac
from circumstances.rules.support import CareLeaver, Consent, Housing, Patient, Telling, referral_due
from tests.marks import rule

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 5, 27)
AROUND = Around(today=TODAY, level=2, category=2, age=30)
REFERRED = Marac(involved=True, referred_on=TODAY)
AGREED = replace(
    REFERRED,
    left_out_on=TODAY,
    mappa_chair="Ada Testperson",
    marac_chair="Bea Testperson",
    left_out_why="Exclusion zone and weekly calls.",
)


def said(given: Any, around: Around = AROUND) -> list[tuple[str, str | None]]:
    found = findings(given, on=TODAY, source="They said so.", around=around)
    return [(one.rule, one.field) for one in found if one.stops]


@rule("CIR-08")
class TestMarac:
    def test_a_referral_has_its_day(self) -> None:
        assert said(REFERRED) == []
        assert said(Marac(involved=True)) == [("CIR-08", "referred_on")]
        assert said(Marac(involved=False)) == []

    @pytest.mark.parametrize(
        ("level", "engaged", "words"),
        [
            (1, None, "in touch"),
            (1, TODAY, ""),
            (None, None, "in touch"),
            (2, TODAY, "every meeting"),
            (3, None, "every meeting"),
        ],
    )
    def test_the_adviser_is_invited_or_at_level_1_engaged(
        self, level: int | None, engaged: dt.date | None, words: str
    ) -> None:
        found = safety.reminders(replace(REFERRED, engaged_on=engaged), replace(AROUND, level=level))
        assert [words in one.message for one in found] == ([True] if words else [])

    def test_nothing_is_reminded_of_where_nobody_was_referred(self) -> None:
        for level in (None, 1, 2):
            around = replace(AROUND, level=level)
            assert safety.reminders(None, around) == safety.reminders(replace(AGREED, involved=False), around) == []


@rule("CIR-09")
class TestLeavingMaracOut:
    @pytest.mark.parametrize(("level", "refused"), [(None, True), (1, True), (2, False), (3, False)])
    def test_only_at_level_2_or_3(self, level: int | None, refused: bool) -> None:
        assert said(AGREED, replace(AROUND, level=level)) == ([("CIR-09", "left_out_on")] if refused else [])

    @pytest.mark.parametrize("missing", ["mappa_chair", "marac_chair", "left_out_why"])
    def test_with_both_chairs_and_the_reason(self, missing: str) -> None:
        assert said(replace(AGREED, **{missing: " "})) == [("CIR-09", missing)]
        assert said(replace(REFERRED, **{missing: "Somebody"})) == [("CIR-09", "left_out_on")]

    def test_says_nothing_where_no_victim_was_referred(self) -> None:
        assert said(replace(AGREED, involved=False), replace(AROUND, level=1)) == []

    @pytest.mark.parametrize(("level", "reminded"), [(None, True), (1, True), (2, False), (3, False)])
    def test_ends_when_the_case_leaves_level_2(self, level: int | None, reminded: bool) -> None:
        found = safety.reminders(replace(AGREED, engaged_on=TODAY), replace(AROUND, level=level))
        assert ("CIR-09" in [one.rule for one in found]) is reminded


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(Monitoring, marks=rule("CIR-10")),
        pytest.param(Measures, marks=rule("CIR-11")),
        pytest.param(Abroad, marks=rule("CIR-12")),
    ],
)
def test_what_lasts_has_a_first_day_and_ends_no_earlier(kind: Any) -> None:
    assert said(kind()) == [(kind.rule, "began_on")]
    assert said(kind(began_on=TODAY - DAY, ended_on=TODAY - 2 * DAY)) == [(kind.rule, "ended_on")]
    assert said(kind(began_on=TODAY, ended_on=TODAY)) == []
    assert kind(began_on=TODAY).lasts
    assert not kind(began_on=TODAY, ended_on=TODAY).lasts


@rule("CIR-10")
@pytest.mark.parametrize(
    ("known", "reminded"),
    [
        (None, False),
        (Monitoring(began_on=TODAY), True),
        (Monitoring(began_on=TODAY, told_on=TODAY), False),
        (Monitoring(began_on=TODAY, ended_on=TODAY), False),
    ],
)
def test_the_provider_is_told_while_monitoring_lasts(known: Monitoring | None, reminded: bool) -> None:
    assert bool(control.monitoring_reminders(known, AROUND)) is reminded
    assert control.monitoring_reminders(known, replace(AROUND, category=None)) == []


@rule("CIR-11")
@pytest.mark.parametrize(
    ("known", "category", "reminded"),
    [
        (Measures(began_on=TODAY), None, True),
        (Measures(began_on=TODAY), 3, False),
        (Measures(began_on=TODAY, considered_on=TODAY, considered="Referred."), None, False),
        (Measures(began_on=TODAY, ended_on=TODAY), None, False),
        (None, None, False),
    ],
)
def test_measures_alone_ask_for_category_3(known: Measures | None, category: int | None, reminded: bool) -> None:
    assert bool(control.measures_reminders(known, replace(AROUND, category=category))) is reminded


@rule("CIR-11")
def test_considering_category_3_says_what_came_of_it() -> None:
    assert said(Measures(began_on=TODAY, considered_on=TODAY)) == [("CIR-11", "considered")]


@rule("CIR-12")
@pytest.mark.parametrize(
    ("known", "category", "words"),
    [
        (Abroad(began_on=TODAY), 1, "through the local police"),
        (Abroad(began_on=TODAY, contact="Provost, Imaginary Garrison"), 1, "is recorded"),
        (Abroad(began_on=TODAY), 2, ""),
        (Abroad(began_on=TODAY, ended_on=TODAY), 1, ""),
        (None, 1, ""),
    ],
)
def test_the_royal_military_police_answer_for_category_1_abroad(
    known: Abroad | None, category: int, words: str
) -> None:
    found = control.abroad_reminders(known, replace(AROUND, category=category))
    assert [words in (one.next_step or "") for one in found] == ([True] if words else [])


@rule("CIR-13")
@pytest.mark.parametrize(
    ("by_rail", "why", "asked"), [(True, " ", True), (True, "Stations.", False), (False, "", False)]
)
def test_a_risk_on_the_railways_says_what_it_is(by_rail: bool, why: str, asked: bool) -> None:
    assert said(Travel(by_rail=by_rail, why=why)) == ([("CIR-13", "why")] if asked else [])


@rule("CIR-14")
@pytest.mark.parametrize(("age", "reminded"), [(24, True), (25, False), (None, False)])
def test_support_after_care_is_owed_until_25(age: int | None, reminded: bool) -> None:
    known = CareLeaver(left_care=True, authority="Imaginary Council")
    assert bool(support.care_reminders(known, replace(AROUND, age=age))) is reminded
    for none in (None, CareLeaver(left_care=False)):
        assert support.care_reminders(none, replace(AROUND, age=20)) == []


@rule("CIR-14")
@pytest.mark.parametrize(("adviser", "words"), [("", "Ask the authority"), ("Imagina Adviser", "Ask their personal")])
def test_the_personal_adviser_is_asked_or_asked_for(adviser: str, words: str) -> None:
    (found,) = support.care_reminders(
        CareLeaver(left_care=True, authority="Imaginary Council", adviser=adviser), replace(AROUND, age=20)
    )
    assert found.next_step and words in found.next_step


@rule("CIR-14")
def test_the_authority_that_looked_after_them_is_named() -> None:
    assert said(CareLeaver(left_care=True, authority=" ")) == [("CIR-14", "authority")]
    assert said(CareLeaver(left_care=True, authority="Imaginary Council")) == []
    assert said(CareLeaver(left_care=False)) == []


@rule("CIR-15")
class TestPatients:
    WITHHELD = Patient(telling=Telling.WITHHELD, why="He would leave.", discussed_on=TODAY)

    def test_telling_has_its_day(self) -> None:
        assert said(Patient(telling=Telling.TOLD, told_on=TODAY)) == []
        assert said(Patient(telling=Telling.TOLD)) == [("CIR-15", "told_on")]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"why": " "}, "why"), ({"discussed_on": None}, "discussed_on"), ({"told_on": TODAY}, "told_on")],
    )
    def test_withholding_is_discussed_and_has_a_reason(self, changes: dict[str, Any], field: str) -> None:
        assert said(self.WITHHELD) == []
        assert said(replace(self.WITHHELD, **changes)) == [("CIR-15", field)]


@rule("CIR-16")
class TestHousing:
    SOON = Housing(known_on=TODAY, homeless_on=TODAY + 70 * DAY)
    REFERRED = replace(SOON, consent=Consent.GIVEN, authority="Imaginary Council", referred_on=TODAY)

    def test_nobody_is_referred_without_consent(self) -> None:
        assert said(self.SOON) == said(self.REFERRED) == []
        for consent in (Consent.NOT_ASKED, Consent.REFUSED):
            assert said(replace(self.REFERRED, consent=consent)) == [("CIR-16", "referred_on")]
        assert said(replace(self.REFERRED, authority="")) == [("CIR-16", "authority")]
        assert said(Housing()) == [("CIR-16", "homeless_on"), ("CIR-16", "known_on")]

    @pytest.mark.parametrize("name", ["referred_on", "housed_on"])
    def test_what_belongs_to_an_earlier_time_is_left_out(self, name: str) -> None:
        earlier = replace(self.REFERRED, known_on=TODAY, **{name: TODAY - DAY})
        assert said(earlier) == [("CIR-16", name)]
        assert said(replace(earlier, **{name: TODAY})) == []

    @pytest.mark.parametrize(("ahead", "due_in"), [(70, 14), (57, 1), (56, 0), (55, 0), (0, 0), (-30, 0)])
    def test_the_referral_is_due_56_days_before_or_at_once(self, ahead: int, due_in: int) -> None:
        ((_, due),) = referral_due(replace(self.SOON, homeless_on=TODAY + ahead * DAY))
        assert due.due_on == TODAY + due_in * DAY
        assert ("at once" in due.words) is (ahead < 56)

    def test_consent_does_not_move_the_day(self) -> None:
        ((_, due),) = referral_due(self.SOON)
        ((_, later),) = referral_due(replace(self.SOON, consent=Consent.GIVEN))
        assert later.due_on == due.due_on

    @pytest.mark.parametrize(
        "known", [None, Housing(), replace(SOON, consent=Consent.REFUSED), REFERRED, replace(SOON, housed_on=TODAY)]
    )
    def test_nothing_is_due_otherwise(self, known: Housing | None) -> None:
        assert list(referral_due(known)) == []

    def test_consent_is_asked_for_first(self) -> None:
        assert support.housing_reminders(self.SOON, AROUND)
        assert support.housing_reminders(replace(self.SOON, consent=Consent.GIVEN), AROUND) == []
        assert support.housing_reminders(self.REFERRED, AROUND) == []
        assert support.housing_reminders(None, AROUND) == []
