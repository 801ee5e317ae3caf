"""Who is responsible before release, early allocation, and releases at short notice, at each boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from custody.rules.due import CustodyFacts
from custody.rules.events import Known, Stay
from custody.rules.handover import Handover, early_allocation, handover, short_notice
from custody.rules.kinds import FIRST_CALCULATION, Kind
from tests.marks import rule

ONE = timedelta(days=1)
RELEASE = date(2028, 3, 31)
SINCE = date(2025, 1, 6)
STAY = Stay("prison", SINCE, None, RELEASE)


def facts(stay: Stay = STAY, *events: Known) -> CustodyFacts:
    return CustodyFacts([stay], events)


@rule("CUS-24")
def test_the_handover_begins_seven_and_a_half_months_before_release() -> None:
    begins = date(2027, 8, 16)  # 31 August, and half a month before it
    known = handover(facts())
    assert known == Handover(begins, RELEASE)
    assert known is not None
    assert (known.is_community(begins - ONE), known.is_community(begins)) == (False, True)


@rule("CUS-24")
def test_and_eight_months_before_the_first_date_of_parole() -> None:
    parole = Known(Kind.PAROLE_ELIGIBILITY, date(2027, 6, 30))
    tariff = Known(Kind.TARIFF_EXPIRY, date(2027, 9, 30))
    assert handover(facts(STAY, parole, tariff)) == Handover(date(2026, 10, 30), parole.day)
    assert handover(facts(STAY, replace(parole, day=SINCE - ONE))) == handover(facts())


@rule("CUS-24")
@pytest.mark.parametrize(("since", "throughout"), [(date(2027, 5, 30), False), (date(2027, 5, 31), True)])
def test_ten_months_or_less_are_the_community_s_throughout(since: date, throughout: bool) -> None:
    known = handover(facts(replace(STAY, since=since)))
    assert known is not None
    assert (known.begins_on is None) is throughout
    assert known.is_community(since) is throughout


@rule("CUS-24")
@pytest.mark.parametrize(
    "known",
    [
        facts(replace(STAY, place="youth")),
        facts(replace(STAY, place="hospital")),
        facts(replace(STAY, until=SINCE)),
        facts(replace(STAY, release_due_on=None)),
        facts(STAY, Known(Kind.RECALL, SINCE)),
        facts(STAY, Known(Kind.RECALL, SINCE + ONE)),
    ],
    ids=["youth", "hospital", "released", "no date", "recalled", "recalled while inside"],
)
def test_it_is_said_of_adults_in_prison_with_a_known_date_alone(known: CustodyFacts) -> None:
    assert handover(known) is None


@rule("CUS-24")
def test_a_recall_from_an_earlier_sentence_says_nothing_of_this_one() -> None:
    recalled = Known(Kind.RECALL, date(2022, 3, 1))
    back = replace(STAY, since=recalled.day, until=recalled.day + 28 * ONE)
    assert handover(CustodyFacts([back, STAY], [recalled])) == handover(facts())
    assert handover(CustodyFacts([STAY], [recalled])) is None


@rule("CUS-25")
@pytest.mark.parametrize(
    ("level", "terrorist", "today", "prompted"),
    [
        (3, False, date(2026, 9, 30), True),
        (None, True, date(2026, 9, 30), True),
        (3, True, date(2026, 9, 29), False),
        (3, False, date(2027, 8, 15), True),
        (3, False, date(2027, 8, 16), False),
        (2, False, date(2026, 9, 30), False),
    ],
)
def test_early_allocation_is_prompted_from_18_months_before_release_until_the_handover(
    level: int | None, terrorist: bool, today: date, prompted: bool
) -> None:
    found = early_allocation(facts(), level=level, terrorist=terrorist, today=today)
    assert [one.rule for one in found] == (["CUS-25"] if prompted else [])


TOLD = date(2026, 6, 1)
CHANGED = Known(Kind.RELEASE_DATE, TOLD + 27 * ONE, told_on=TOLD, choice="remand", key="k")


@rule("CUS-26")
@pytest.mark.parametrize(
    ("known", "due"),
    [
        (CHANGED, True),
        (replace(CHANGED, day=TOLD), True),
        (replace(CHANGED, day=TOLD + 28 * ONE), False),
        (replace(CHANGED, day=TOLD - ONE), False),
        (replace(CHANGED, choice=FIRST_CALCULATION), False),
    ],
    ids=["27 days", "on the day", "28 days", "after it", "first calculation"],
)
def test_a_changed_release_less_than_four_weeks_away_is_told_at_once(known: Known, due: bool) -> None:
    found = [(key, one.due_on) for key, one in short_notice(facts(STAY, known))]
    assert found == ([("k", TOLD)] if due else [])


@rule("CUS-26")
@pytest.mark.parametrize(("told_on", "met"), [(TOLD, True), (TOLD + ONE, True), (TOLD - ONE, False)])
def test_it_is_met_once_they_were_told_of_this_change(told_on: date, met: bool) -> None:
    told = Known(Kind.SHORT_NOTICE_TOLD, told_on)
    assert (not list(short_notice(facts(STAY, CHANGED, told)))) is met


@rule("CUS-26")
def test_a_changed_discharge_of_a_patient_is_told_by_other_ways() -> None:
    assert not list(short_notice(facts(replace(STAY, place="hospital"), CHANGED)))
