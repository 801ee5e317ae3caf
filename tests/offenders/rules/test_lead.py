"""Which agency leads, row by row of the table, and at each edge."""

import datetime as dt
from typing import Any

import pytest

from audit.refusals import Effect
from offenders.rules.facts import Disposal, DisposalKind, OffenceFacts, Outcome
from offenders.rules.lead import WORDS, lead_findings, never_prison, who_leads
from tests.marks import rule

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
Kind = DisposalKind


def sentenced(kind: DisposalKind, **disposal: Any) -> OffenceFacts:
    return OffenceFacts(
        id="1",
        title="An offence",
        outcome=Outcome.CONVICTION,
        disposal=Disposal(kind=kind, **disposal),
        committed_on=TODAY - 400 * DAY,
        outcome_on=TODAY - 300 * DAY,
    )


def kind_of(*offences: OffenceFacts, age: int = 40, youth_justice: bool = False) -> str:
    return who_leads(offences, age=age, youth_justice=youth_justice, today=TODAY).kind


@rule("LIFE-01")
class TestProbation:
    @pytest.mark.parametrize("end", ["licence_ends_on", "sentence_ends_on", "supervision_ends_on"])
    def test_until_the_last_day_of_supervision(self, end: str) -> None:
        assert kind_of(sentenced(Kind.IMPRISONMENT, **{end: TODAY})) == "probation"
        assert kind_of(sentenced(Kind.IMPRISONMENT, **{end: TODAY - DAY})) == "police"

    @pytest.mark.parametrize("kind", [Kind.SUSPENDED, Kind.COMMUNITY_ORDER, Kind.IMPRISONMENT])
    def test_an_end_that_nobody_recorded_has_not_come(self, kind: DisposalKind) -> None:
        assert kind_of(sentenced(kind)) == "probation"

    def test_a_sentence_for_life(self) -> None:
        assert kind_of(sentenced(Kind.IMPRISONMENT, indeterminate=True, licence_ends_on=TODAY - DAY)) == "probation"

    def test_before_a_hospital_order(self) -> None:
        assert kind_of(sentenced(Kind.HOSPITAL_ORDER), sentenced(Kind.COMMUNITY_ORDER)) == "probation"


@rule("LIFE-02")
class TestYouthJustice:
    @pytest.mark.parametrize(("age", "youth", "kind"), [(17, False, "youth_offending_team"), (18, False, "probation")])
    def test_until_eighteen(self, age: int, youth: bool, kind: str) -> None:
        assert kind_of(sentenced(Kind.DTO), age=age, youth_justice=youth) == kind

    def test_and_beyond_in_transition(self) -> None:
        leads = who_leads([sentenced(Kind.DTO)], age=18, youth_justice=True, today=TODAY)
        assert leads.kind == "youth_offending_team"
        assert "transition" in leads.why

    def test_not_once_supervision_has_ended(self) -> None:
        ended = sentenced(Kind.YOUTH_REHABILITATION_ORDER, sentence_ends_on=TODAY - DAY)
        assert kind_of(ended, age=17, youth_justice=True) == "police"


@rule("LIFE-03")
class TestMentalHealth:
    @pytest.mark.parametrize("kind", [Kind.HOSPITAL_ORDER, Kind.HOSPITAL_ORDER_RESTRICTED, Kind.GUARDIANSHIP, Kind.CTO])
    def test_while_the_order_runs(self, kind: DisposalKind) -> None:
        assert kind_of(sentenced(kind)) == "mental_health"
        assert kind_of(sentenced(kind, discharged_on=TODAY)) == "mental_health"
        assert kind_of(sentenced(kind, discharged_on=TODAY - DAY)) == "police"

    @pytest.mark.parametrize("kind", [Kind.HOSPITAL_ORDER, Kind.HOSPITAL_ORDER_RESTRICTED, Kind.GUARDIANSHIP, Kind.CTO])
    @pytest.mark.parametrize(
        ("discharged", "community_ends", "leads"),
        [
            (None, None, "mental_health"),
            (None, 30, "mental_health"),
            (None, 0, "mental_health"),
            (None, -1, "police"),
            (30, None, "mental_health"),
            (30, -1, "mental_health"),
            (-1, None, "police"),
            (-30, 30, "mental_health"),
            (-30, 0, "mental_health"),
            (-30, -1, "police"),
            (-1, -30, "police"),
        ],
    )
    def test_until_discharge_or_the_end_of_the_community_treatment_order(
        self, kind: DisposalKind, discharged: int | None, community_ends: int | None, leads: str
    ) -> None:
        days = {"discharged_on": discharged, "cto_ends_on": community_ends}
        order = sentenced(kind, **{name: TODAY + n * DAY for name, n in days.items() if n is not None})
        assert kind_of(order) == leads

    def test_an_independent_provider_may_lead_in_their_place(self) -> None:
        leads = who_leads([sentenced(Kind.HOSPITAL_ORDER)], age=40, youth_justice=False, today=TODAY)
        assert lead_findings("independent_health", leads) == []


@rule("LIFE-04")
class TestPolice:
    @pytest.mark.parametrize("kind", [Kind.FINE, Kind.CAUTION_ONLY, Kind.CONDITIONAL_DISCHARGE, Kind.OTHER])
    def test_everybody_else(self, kind: DisposalKind) -> None:
        assert kind_of(sentenced(kind)) == kind_of() == "police"

    def test_another_agency_that_leads_is_noted(self) -> None:
        leads = who_leads([], age=40, youth_justice=False, today=TODAY)
        (found,) = lead_findings("probation", leads)
        assert (found.rule, found.effect) == ("LIFE-04", Effect.PROMPT)
        assert WORDS["police"] in found.message
        assert lead_findings("police", leads) == []


@rule("LIFE-05")
def test_a_prison_never_leads() -> None:
    leads = who_leads([], age=40, youth_justice=False, today=TODAY)
    for found in (never_prison("prison"), lead_findings("prison", leads)):
        assert [(one.rule, one.effect) for one in found] == [("LIFE-05", Effect.REFUSE)]
    assert never_prison("police") == []


@pytest.mark.parametrize(
    ("offences", "age", "youth", "cited"),
    [
        ([sentenced(Kind.COMMUNITY_ORDER)], 40, False, "LIFE-01"),
        ([sentenced(Kind.COMMUNITY_ORDER)], 17, False, "LIFE-02"),
        ([sentenced(Kind.COMMUNITY_ORDER)], 18, True, "LIFE-02"),
        ([sentenced(Kind.HOSPITAL_ORDER)], 40, False, "LIFE-03"),
        ([], 40, False, "LIFE-04"),
    ],
)
def test_each_row_of_the_table_cites_its_rule_and_says_why(
    offences: list[OffenceFacts], age: int, youth: bool, cited: str
) -> None:
    found = who_leads(offences, age=age, youth_justice=youth, today=TODAY)
    assert found.rule == cited
    assert found.why.endswith(".")
