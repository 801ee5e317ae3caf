"""What is recorded must be possible: each refusal differs from an accepted entry in one fact."""

from dataclasses import replace
from datetime import date

import pytest

from audit.refusals import Effect
from offenders.rules.data_checks import (
    CustodyEntry,
    OffenceEntry,
    check_custody,
    check_notification,
    check_offence,
    check_person,
)
from offenders.rules.facts import DisposalKind, Outcome
from offenders.rules.terms import Unit
from tests.marks import rule

TODAY = date(2026, 3, 2)
BORN = date(1990, 6, 15)
ENTRY = OffenceEntry(
    committed_on=date(2024, 1, 10),
    outcome=Outcome.CONVICTION,
    outcome_on=date(2024, 6, 3),
    disposal=DisposalKind.IMPRISONMENT,
    imposed_on=date(2024, 6, 24),
    term_value=18,
    term_unit=Unit.MONTHS,
)
CUSTODY = CustodyEntry(date(2024, 6, 24), date(2025, 3, 20), date(2025, 12, 19), date(2025, 12, 19))


def found(entry: OffenceEntry, born: date | None = BORN) -> list[tuple[str, str | None]]:
    """Rule and field of every finding."""
    return [(one.rule, one.field) for one in check_offence(entry, date_of_birth=born, today=TODAY)]


def test_a_possible_entry_has_no_findings() -> None:
    assert found(ENTRY) == []
    assert check_custody(CUSTODY) == []


@rule("OFF-01")
@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (TODAY, False),
        (date(2026, 3, 3), True),
        (date(1905, 3, 3), False),
        (date(1905, 3, 2), True),
        (None, False),
    ],
    ids=str,
)
def test_a_date_of_birth_is_neither_in_the_future_nor_too_long_ago(born: date | None, refused: bool) -> None:
    assert [one.rule for one in check_person(date_of_birth=born, today=TODAY)] == (["OFF-01"] if refused else [])


@rule("OFF-12")
@pytest.mark.parametrize(("in_use", "rules"), [(False, []), (True, ["OFF-12"])])
def test_a_pnc_id_belongs_to_one_record(in_use: bool, rules: list[str]) -> None:
    assert [one.rule for one in check_person(date_of_birth=BORN, today=TODAY, pnc_in_use=in_use)] == rules


@rule("OFF-02")
@pytest.mark.parametrize(
    ("born", "committed", "refused"),
    [
        (date(2010, 3, 5), date(2020, 3, 4), True),
        (date(2010, 3, 5), date(2020, 3, 5), False),
        (date(2012, 2, 29), date(2022, 2, 28), True),
        (date(2012, 2, 29), date(2022, 3, 1), False),
    ],
    ids=str,
)
def test_no_offence_before_the_tenth_birthday(born: date, committed: date, refused: bool) -> None:
    assert (("OFF-02", "committed_on") in found(replace(ENTRY, committed_on=committed), born)) is refused


@rule("OFF-03")
@pytest.mark.parametrize("field", ["committed_on", "outcome_on", "imposed_on"])
def test_nothing_recorded_lies_in_the_future(field: str) -> None:
    everything_today = replace(ENTRY, committed_on=TODAY, outcome_on=TODAY, imposed_on=TODAY)
    assert found(everything_today) == []
    assert ("OFF-03", field) in found(replace(everything_today, **{field: date(2026, 3, 3)}))


@rule("OFF-04")
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"outcome_on": date(2024, 1, 9)}, "outcome_on"), ({"imposed_on": date(2024, 6, 2)}, "imposed_on")],
)
def test_offence_outcome_and_disposal_come_in_this_order(changes: dict[str, date], field: str) -> None:
    assert ("OFF-04", field) in found(replace(ENTRY, **changes))


def test_offence_outcome_and_disposal_may_share_a_day() -> None:
    day = date(2024, 6, 3)
    assert found(replace(ENTRY, committed_on=day, outcome_on=day, imposed_on=day)) == []


@rule("OFF-05")
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"term_unit": None}, "term_unit"), ({"term_value": None}, "term_value"), ({"term_value": 0}, "term_value")],
)
def test_a_term_has_a_number_and_a_unit(changes: dict[str, object], field: str) -> None:
    assert found(replace(ENTRY, **changes)) == [("OFF-05", field)]


@rule("OFF-05")
def test_a_term_of_one_day_is_a_term() -> None:
    short = replace(ENTRY, disposal=DisposalKind.IMPRISONMENT, term_value=1, term_unit=Unit.DAYS)
    assert found(short) == []


@rule("OFF-09")
def test_an_indeterminate_sentence_has_no_unit_either() -> None:
    entry = replace(ENTRY, indeterminate=True, term_value=None)
    assert ("OFF-09", "term_value") in found(entry)


@rule("OFF-06")
@pytest.mark.parametrize(
    ("outcome", "disposal", "refused"),
    [
        (Outcome.CAUTION, DisposalKind.CAUTION_ONLY, False),
        (Outcome.CAUTION, DisposalKind.IMPRISONMENT, True),
        (Outcome.REPRIMAND_OR_WARNING, DisposalKind.FINE, True),
        (Outcome.CONVICTION, DisposalKind.CAUTION_ONLY, True),
        (Outcome.CONVICTION_ABROAD, DisposalKind.IMPRISONMENT, False),
        (Outcome.NOT_GUILTY_INSANITY, DisposalKind.HOSPITAL_ORDER, False),
        (Outcome.NOT_GUILTY_INSANITY, DisposalKind.IMPRISONMENT, True),
        (Outcome.UNFIT_AND_DID_ACT, DisposalKind.ABSOLUTE_DISCHARGE, False),
        (Outcome.UNFIT_AND_DID_ACT, DisposalKind.FINE, True),
    ],
)
def test_a_disposal_is_possible_for_its_outcome(outcome: Outcome, disposal: DisposalKind, refused: bool) -> None:
    assert (("OFF-06", "disposal") in found(replace(ENTRY, outcome=outcome, disposal=disposal))) is refused


@rule("OFF-09")
@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"term_value": None, "term_unit": None}, []),
        ({}, [("OFF-09", "term_value")]),
        (
            {"term_value": None, "term_unit": None, "disposal": DisposalKind.COMMUNITY_ORDER},
            [("OFF-09", "indeterminate")],
        ),
    ],
)
def test_an_indeterminate_sentence_has_no_term(changes: dict[str, object], findings: list[tuple[str, str]]) -> None:
    assert found(replace(ENTRY, indeterminate=True, **changes)) == findings


@rule("OFF-16")
@pytest.mark.parametrize(
    ("disposal", "asked"),
    [(DisposalKind.IMPRISONMENT, True), (DisposalKind.SUSPENDED, True), (DisposalKind.FINE, False)],
)
def test_a_sentence_needs_a_length(disposal: DisposalKind, asked: bool) -> None:
    entry = replace(ENTRY, disposal=disposal, term_value=None, term_unit=None)
    assert found(entry) == ([("OFF-16", "term_value")] if asked else [])


@rule("OFF-17")
@pytest.mark.parametrize(("custodial", "refused"), [(18, False), (19, True)])
def test_the_custodial_part_is_within_the_whole(custodial: int, refused: bool) -> None:
    entry = replace(ENTRY, custodial_value=custodial, custodial_unit=Unit.MONTHS)
    assert (("OFF-17", "custodial_value") in found(entry)) is refused


@rule("OFF-11")
@pytest.mark.parametrize(
    ("born", "warned"),
    [
        (date(2012, 6, 4), True),
        (date(2012, 6, 3), False),
        (date(2006, 6, 4), False),
        (date(2006, 6, 3), True),
    ],
    ids=str,
)
def test_a_detention_and_training_order_is_for_ages_12_to_17(born: date, warned: bool) -> None:
    entry = replace(ENTRY, disposal=DisposalKind.DTO, term_value=12, committed_on=date(2024, 5, 1))
    findings = [one for one in check_offence(entry, date_of_birth=born, today=TODAY) if one.rule == "OFF-11"]
    assert [one.effect for one in findings] == ([Effect.WARN] if warned else [])


K = DisposalKind


@rule("OFF-11")
@pytest.mark.parametrize(
    ("disposal", "age", "warned"),
    [
        *((kind, age, age > 17) for kind in (K.YOUTH_DETENTION, K.REFERRAL_ORDER) for age in (10, 17, 18)),
        *((K.YOUTH_REHABILITATION_ORDER, age, age > 17) for age in (17, 18)),
        *((kind, age, age < 18) for kind in (K.SUSPENDED, K.COMMUNITY_ORDER) for age in (17, 18)),
        *((K.IMPRISONMENT, age, age < 21) for age in (17, 20, 21)),
        *((K.FINE, age, False) for age in (12, 40)),
    ],
)
def test_a_disposal_for_another_age_is_confirmed(disposal: DisposalKind, age: int, warned: bool) -> None:
    entry = replace(ENTRY, disposal=disposal, committed_on=None)
    born = date(2024 - age, 6, 3)
    findings = [one for one in check_offence(entry, date_of_birth=born, today=TODAY) if one.rule == "OFF-11"]
    assert [(one.effect, one.field) for one in findings] == ([(Effect.WARN, "disposal")] if warned else [])
    abroad = replace(entry, outcome=Outcome.CONVICTION_ABROAD)
    assert "OFF-11" not in [name for name, _ in found(abroad, born)]


@rule("OFF-18")
@pytest.mark.parametrize(("length", "warned"), [(3, True), (4, False), (24, False), (25, True)])
def test_a_detention_and_training_order_lasts_four_months_to_two_years(length: int, warned: bool) -> None:
    entry = replace(ENTRY, disposal=DisposalKind.DTO, term_value=length)
    assert (("OFF-18", "term_value") in found(entry, date(2008, 6, 3))) is warned


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"released_on": date(2024, 6, 23)}, ("OFF-07", "released_on"), marks=rule("OFF-07")),
        pytest.param({"release_due_on": date(2024, 6, 23)}, ("OFF-07", "release_due_on"), marks=rule("OFF-07")),
        pytest.param({"licence_ends_on": date(2025, 3, 19)}, ("OFF-08", "licence_ends_on"), marks=rule("OFF-08")),
        pytest.param({"indeterminate": True}, ("OFF-09", "sentence_ends_on"), marks=rule("OFF-09")),
    ],
)
def test_custody_dates_are_in_order(changes: dict[str, object], field: tuple[str, str]) -> None:
    assert [(one.rule, one.field) for one in check_custody(replace(CUSTODY, **changes))] == [field]


ENDS = ("licence_ends_on", "sentence_ends_on", "supervision_ends_on", "cto_ends_on", "discharged_on")


def test_custody_dates_may_share_a_day() -> None:
    day = date(2024, 6, 24)
    assert check_custody(CustodyEntry(day, day, **dict.fromkeys(ENDS, day))) == []


@rule("OFF-08")
@pytest.mark.parametrize("field", ENDS)
def test_nothing_ends_before_the_sentence(field: str) -> None:
    entry = CustodyEntry(date(2024, 6, 24), date(2025, 3, 20), **{field: date(2024, 6, 23)})
    findings = check_custody(entry)
    assert [(one.rule, one.field, one.effect) for one in findings] == [("OFF-08", field, Effect.REFUSE)]


@rule("OFF-10")
@pytest.mark.parametrize(
    ("starts", "ends", "lifelong", "refused"),
    [
        (date(2024, 6, 3), date(2024, 6, 3), False, False),
        (date(2024, 6, 3), date(2024, 6, 2), False, True),
        (date(2024, 6, 3), None, True, False),
        (date(2024, 6, 3), date(2034, 6, 2), True, True),
    ],
    ids=str,
)
def test_a_notification_period_is_in_order(starts: date, ends: date | None, lifelong: bool, refused: bool) -> None:
    findings = check_notification(starts_on=starts, ends_on=ends, lifelong=lifelong)
    assert [(one.rule, one.field) for one in findings] == ([("OFF-10", "notification_ends_on")] if refused else [])
