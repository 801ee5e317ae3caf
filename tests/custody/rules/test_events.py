"""What stops an event of custody: contradictions in one sentence each, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.refusals import Effect
from custody.rules.events import Around, Given, Known, Stay, correction_findings, event_findings
from custody.rules.kinds import SPECS, Kind, Where, kinds_by_group
from tests.marks import rule

TODAY = date(2026, 6, 1)
SINCE = date(2025, 1, 6)
PRISON = Around([Stay("prison", SINCE, None, date(2027, 10, 31))])
RELEASED = Around([Stay("prison", SINCE, date(2026, 3, 2))])
HOSPITAL = Around([Stay("hospital", SINCE)])
CONFIRMED = Given(
    Kind.RELEASE_DATE, date(2027, 10, 31), told_on=date(2026, 5, 1), choice="first", source="Ada, HMP Invented"
)
RECALL = Given(Kind.RECALL, date(2026, 5, 1), choice="standard")


def rules_of(given: Given, around: Around) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in event_findings(given, around, today=TODAY)]


def test_every_kind_is_offered_once_and_leads_to_kinds_that_exist() -> None:
    offered = [kind for kinds in kinds_by_group().values() for kind in kinds]
    assert sorted(offered) == sorted(Kind)
    assert all(after in SPECS for spec in SPECS.values() for after in spec.after)


@pytest.mark.parametrize(
    ("given", "around"),
    [
        (CONFIRMED, PRISON),
        (RECALL, RELEASED),
        (replace(RECALL, choice="fixed_term", until=date(2026, 5, 29)), RELEASED),
        (Given(Kind.PATIENT_NOTIFIED, SINCE), HOSPITAL),
        (Given(Kind.TEMPORARY_RELEASE, TODAY, consulted=frozenset({"police", "victim_liaison"})), PRISON),
        (Given(Kind.AT_LARGE, TODAY, choice="escape", place="HMP Invented"), PRISON),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_what_fits_is_recorded(given: Given, around: Around) -> None:
    assert rules_of(given, around) == []


@rule("CUS-14")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        (replace(CONFIRMED, source=" "), "source"),
        (replace(CONFIRMED, told_on=None), "told_on"),
        (replace(CONFIRMED, choice=""), "choice"),
        (Given(Kind.AT_LARGE, TODAY, choice="escape"), "place"),
    ],
    ids=["nobody named", "not known since when", "nothing chosen", "no place"],
)
def test_what_a_kind_asks_for_is_needed(given: Given, field: str) -> None:
    assert rules_of(given, PRISON) == [("CUS-14", field)]


@rule("CUS-14")
def test_a_fixed_term_has_its_last_day() -> None:
    assert rules_of(replace(RECALL, choice="fixed_term"), RELEASED) == [("CUS-14", "until")]


@rule("CUS-14")
def test_a_changed_release_date_says_why() -> None:
    before = replace(PRISON, events=[Known(Kind.RELEASE_DATE, date(2027, 10, 31))])
    changed = replace(CONFIRMED, day=date(2027, 11, 30))
    assert rules_of(changed, before) == [("CUS-14", "choice")]
    assert rules_of(replace(changed, choice="days_added"), before) == []
    assert rules_of(CONFIRMED, before) == []


@rule("CUS-36")
@pytest.mark.parametrize(("days", "effects"), [(-1, [Effect.WARN]), (0, []), (1, [])])
def test_a_release_date_known_before_another_is_confirmed_and_needs_no_reason(days: int, effects: list[Effect]) -> None:
    newer = Known(Kind.RELEASE_DATE, date(2027, 10, 31), told_on=date(2026, 2, 1))
    around = replace(PRISON, events=[newer])
    older = replace(CONFIRMED, day=date(2028, 3, 1), choice="appeal", told_on=date(2026, 2, 1) + timedelta(days=days))
    found = event_findings(older, around, today=TODAY)
    assert [(one.rule, one.effect) for one in found] == [("CUS-36", effect) for effect in effects]
    first = event_findings(replace(older, choice="first"), around, today=TODAY)
    assert [one.rule for one in first] == (["CUS-36"] if effects else ["CUS-14"])
    before = replace(around, events=[replace(newer, told_on=SINCE - timedelta(days=1))])
    assert event_findings(replace(older, told_on=SINCE), before, today=TODAY) == []


@rule("CUS-15")
@pytest.mark.parametrize(
    ("given", "around", "field"),
    [
        (replace(RECALL, day=TODAY + timedelta(days=1)), RELEASED, "day"),
        (replace(CONFIRMED, told_on=TODAY + timedelta(days=1)), PRISON, "told_on"),
        (replace(RECALL, choice="fixed_term", until=date(2026, 4, 30)), RELEASED, "until"),
        (replace(RECALL, until=date(2026, 5, 29)), RELEASED, "until"),
        (
            Given(Kind.AT_LARGE, TODAY, choice="escape", place="HMP Invented", told_on=TODAY - timedelta(days=1)),
            PRISON,
            "told_on",
        ),
        (replace(CONFIRMED, kind=Kind.PAROLE_ELIGIBILITY, day=date(2027, 11, 1)), PRISON, "day"),
        (CONFIRMED, replace(PRISON, events=[Known(Kind.PAROLE_ELIGIBILITY, date(2027, 11, 1))]), "day"),
    ],
    ids=[
        "in the future",
        "known in the future",
        "ends before it begins",
        "a standard recall with an end",
        "told before it happened",
        "eligible after release",
        "released before eligible",
    ],
)
def test_dates_that_contradict_are_refused_in_one_sentence(given: Given, around: Around, field: str) -> None:
    assert rules_of(given, around) == [("CUS-15", field)]


@rule("CUS-16")
@pytest.mark.parametrize(
    ("given", "around"),
    [
        (CONFIRMED, RELEASED),
        (RECALL, PRISON),
        (RECALL, Around()),
        (replace(RECALL, day=date(2026, 2, 1)), RELEASED),
        (Given(Kind.PATIENT_NOTIFIED, TODAY), PRISON),
        (Given(Kind.UNESCORTED_LEAVE, TODAY), PRISON),
        (Given(Kind.TRIBUNAL_REFERRAL, TODAY), HOSPITAL),
        (Given(Kind.PREMISES_LEFT, TODAY), RELEASED),
        (Given(Kind.RE_RELEASE, TODAY, told_on=TODAY, source="Ada"), PRISON),
    ],
    ids=[
        "a release date in the community",
        "recalled while inside",
        "recalled without a release",
        "recalled before the release",
        "a patient in prison",
        "hospital leave from prison",
        "a Tribunal without a recall",
        "left without arriving",
        "re-release without a recall",
    ],
)
def test_what_does_not_fit_is_refused(given: Given, around: Around) -> None:
    assert rules_of(given, around) == [("CUS-16", "day")]


@rule("CUS-16")
@pytest.mark.parametrize(
    ("recalled_on", "effects"),
    [
        (date(2026, 3, 1), [Effect.REFUSE]),
        (date(2026, 3, 2), []),
        (date(2026, 5, 1), []),
        (date(2026, 5, 2), [Effect.WARN]),
    ],
    ids=["before the release", "on the day of the release", "on the day of the remand", "while on remand"],
)
def test_whoever_was_released_may_be_recalled_while_on_remand(recalled_on: date, effects: list[Effect]) -> None:
    remanded = replace(RELEASED, stays=[*RELEASED.stays, Stay("prison", date(2026, 5, 1))])
    found = event_findings(replace(RECALL, day=recalled_on), remanded, today=TODAY)
    assert [(one.rule, one.effect) for one in found] == [("CUS-16", effect) for effect in effects]


@rule("CUS-16")
def test_what_came_before_counts_from_its_day() -> None:
    recalled = Known(Kind.PATIENT_RECALL, date(2026, 5, 1))
    after = replace(HOSPITAL, events=[recalled])
    assert rules_of(Given(Kind.TRIBUNAL_REFERRAL, date(2026, 5, 1)), after) == []
    assert rules_of(Given(Kind.TRIBUNAL_REFERRAL, date(2026, 4, 30)), after) == [("CUS-16", "day")]


@rule("CUS-16")
def test_a_stay_covers_its_first_and_last_day() -> None:
    stay = RELEASED.stays[0]
    assert [stay.covers(day) for day in (SINCE - timedelta(days=1), SINCE, date(2026, 3, 2), date(2026, 3, 3))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert SPECS[Kind.RECALL].where is Where.OUTSIDE


@rule("CUS-07")
def test_silence_of_the_mctc_is_not_taken_before_the_fourteen_days_are_over() -> None:
    asked = replace(PRISON, events=[Known(Kind.MCTC_CONSULTED, date(2026, 5, 1))])
    silent = Given(Kind.MCTC_ANSWERED, date(2026, 5, 15), choice="silent")
    assert rules_of(silent, asked) == [("CUS-07", "day")]
    assert rules_of(replace(silent, day=date(2026, 5, 16)), asked) == []
    assert rules_of(replace(silent, choice="concerns"), asked) == []


@rule("CUS-17")
@pytest.mark.parametrize("rosh", ["high", "very_high"])
def test_a_child_at_high_risk_is_not_granted_temporary_release(rosh: str) -> None:
    granted = Given(Kind.TEMPORARY_RELEASE, TODAY, consulted=frozenset({"police", "victim_liaison"}))
    child = replace(PRISON, is_child=True, rosh=rosh)
    assert rules_of(granted, child) == [("CUS-17", None)]
    assert rules_of(granted, replace(child, rosh="medium")) == []
    assert rules_of(granted, replace(child, is_child=False)) == []


@rule("CUS-18")
@pytest.mark.parametrize(
    ("kind", "level", "consulted", "asked"),
    [
        (Kind.TEMPORARY_RELEASE, 1, {"police", "victim_liaison"}, ""),
        (Kind.TEMPORARY_RELEASE, 2, {"police", "victim_liaison"}, "community offender manager"),
        (Kind.TEMPORARY_RELEASE, None, {"com"}, "local police, victim liaison"),
        (Kind.OPEN_CONDITIONS, 1, set(), "community offender manager"),
        (Kind.OPEN_CONDITIONS, 3, {"com"}, ""),
    ],
)
def test_views_are_sought_or_it_is_acknowledged(kind: Kind, level: int | None, consulted: set[str], asked: str) -> None:
    given = Given(kind, TODAY, place="HMP Invented Open", consulted=frozenset(consulted))
    found = event_findings(given, replace(PRISON, level=level), today=TODAY)
    wanted = [("CUS-18", Effect.WARN, f"Not consulted beforehand: {asked}.")] if asked else []
    assert [(one.rule, one.effect, one.message) for one in found] == wanted


@rule("CUS-19")
def test_a_correction_says_why_and_is_made_once() -> None:
    assert correction_findings("Wrong day.", superseded=False) == []
    assert [one.field for one in correction_findings(" ", superseded=False)] == ["reason"]
    assert [one.effect for one in correction_findings("Wrong day.", superseded=True)] == [Effect.REFUSE]


@rule("CUS-16")
@pytest.mark.parametrize(
    ("treated", "fits"),
    [
        ((), False),
        (((date(2026, 5, 1), date(2026, 5, 1)),), True),
        (((date(2026, 5, 2), None),), False),
        (((date(2026, 4, 1), date(2026, 4, 30)),), False),
        (((date(2026, 4, 1), None),), True),
    ],
    ids=["none", "its only day", "begins later", "is over", "no end known"],
)
def test_a_patient_is_recalled_from_a_community_treatment_order_too(
    treated: tuple[tuple[date, date | None], ...], fits: bool
) -> None:
    recalled = Given(Kind.PATIENT_RECALL, date(2026, 5, 1), place="Invented Hospital")
    assert rules_of(recalled, replace(HOSPITAL, treated=treated)) == ([] if fits else [("CUS-16", "day")])


@rule("CUS-34")
@pytest.mark.parametrize(("late", "refused"), [(0, False), (1, True)])
def test_nobody_is_missing_before_the_last_day_out(late: int, refused: bool) -> None:
    granted = replace(PRISON, events=[Known(Kind.TEMPORARY_RELEASE, TODAY - timedelta(days=2))])
    taken = Given(
        Kind.TEMPORARY_TAKEN, TODAY - timedelta(days=2), until=TODAY + timedelta(days=late), choice="not_back"
    )
    assert rules_of(taken, granted) == ([("CUS-34", "until")] if refused else [])
    assert rules_of(replace(taken, choice="in_time"), granted) == []
