"""Every row of the table of requests: where it goes, under which law, what answers it and by when."""

from datetime import date

import pytest

from enquiries.rules.due import DueFacts, answer_by, dues
from enquiries.rules.routing import TABLE, Asked, Handler, Regime, Requester, Response, route_of
from enquiries.rules.steps import KEPT, State
from tests.marks import rule

RECEIVED = date(2026, 3, 2)  # a Monday
SAR = (Regime.SAR, Response.SUMMARY, Handler.CHAIR)
ROWS = [
    (Requester.OFFENDER, SAR, False, False),
    (Requester.REPRESENTATIVE, SAR, False, False),
    (Requester.VICTIM, SAR, False, False),
    (Requester.COURT, (Regime.OFFICIAL, Response.SUMMARY, Handler.CHAIR), True, False),
    (Requester.PAROLE_BOARD, (Regime.OFFICIAL, Response.SUMMARY, Handler.CHAIR), True, False),
    (Requester.PROSECUTOR, (Regime.OFFICIAL, Response.SUMMARY, Handler.CHAIR), True, False),
    (Requester.BRANCH, (Regime.OFFICIAL, Response.SUMMARY, Handler.CHAIR), True, False),
    (Requester.REVIEW, (Regime.OFFICIAL, Response.SUMMARY, Handler.CHAIR), True, False),
    (Requester.IOPC, (Regime.OFFICIAL, Response.FULL, Handler.CHAIR), True, True),
    (Requester.INSPECTORATE, (Regime.OFFICIAL, Response.REDACTED, Handler.CHAIR), True, True),
    (Requester.MARAC, (Regime.MARAC, Response.SUMMARY, Handler.CHAIR), False, False),
    (Requester.OTHER, (Regime.FOI, Response.NCND, Handler.COORDINATOR), False, False),
]


@rule("ENQ-02")
class TestTheTable:
    def test_has_a_row_for_everybody_who_asks(self) -> None:
        assert set(TABLE) == set(Requester) == {row[0] for row in ROWS}

    @pytest.mark.parametrize(("requester", "expected", "asks", "agrees"), ROWS, ids=lambda one: str(one))
    def test_says_law_answer_and_who_decides(
        self, requester: Requester, expected: tuple[Regime, Response, Handler], asks: bool, agrees: bool
    ) -> None:
        route = route_of(Asked(requester, "police"))
        assert (route.regime, route.response, route.decides) == expected
        assert (route.asks, route.agrees, route.passes_on) == (asks, agrees, False)
        assert route.why and route.clock and route.clock_source and route.to

    @pytest.mark.parametrize("requester", [one for one in Requester if one is not Requester.OTHER])
    def test_sends_a_document_to_the_agency_that_gave_it(self, requester: Requester) -> None:
        route = route_of(Asked(requester, "police", document=True))
        assert route.response is Response.REDIRECT and "agency that gave the document" in route.to

    def test_does_not_send_on_what_would_confirm_that_there_is_a_case(self) -> None:
        assert route_of(Asked(Requester.OTHER, "police", document=True)).response is Response.NCND


@rule("ENQ-07")
@pytest.mark.parametrize("requester", list(Requester))
@pytest.mark.parametrize("document", [False, True])
def test_counter_terrorism_goes_to_the_chair_whoever_asks(requester: Requester, document: bool) -> None:
    route = route_of(Asked(requester, "police", document=document, counter_terrorism=True))
    assert route.decides is Handler.CHAIR and route.to == "The chair of the meeting"
    assert route_of(Asked(requester, "police")).to != route.to


@rule("ENQ-08")
class TestSomebodyAboutThemselvesUnderTheOtherAct:
    def test_is_asked_first_what_they_mean(self) -> None:
        route = route_of(Asked(Requester.OFFENDER, "police", names_foi=True))
        assert route.regime is Regime.SAR and route.asks
        assert route.first[0] == "Ask whether a subject access request is meant."

    def test_means_their_own_data(self) -> None:
        route = route_of(Asked(Requester.OFFENDER, "police", names_foi=True, insists_on_foi=False))
        assert route.regime is Regime.SAR and not route.asks

    def test_insists(self) -> None:
        route = route_of(Asked(Requester.REPRESENTATIVE, "police", names_foi=True, insists_on_foi=True))
        assert (route.regime, route.response) == (Regime.FOI, Response.NCND)
        assert "insist on this Act" in route.why[0][1]

    def test_is_nothing_that_a_court_is_asked(self) -> None:
        assert route_of(Asked(Requester.COURT, "police", insists_on_foi=True)).regime is Regime.OFFICIAL


@rule("ENQ-09")
@pytest.mark.parametrize("kind", ["probation", "prison"])
def test_own_data_at_probation_or_a_prison_go_through_the_data_protection_team(kind: str) -> None:
    assert route_of(Asked(Requester.OFFENDER, kind)).passes_on
    assert route_of(Asked(Requester.VICTIM, kind)).passes_on
    assert "Branston" in route_of(Asked(Requester.OFFENDER, kind)).to
    assert not route_of(Asked(Requester.COURT, kind)).passes_on
    assert not route_of(Asked(Requester.OFFENDER, "police")).passes_on


@rule("ENQ-25")
def test_the_national_team_is_asked_while_a_recording_exists() -> None:
    words = "A recording of a meeting still exists: ask the National MAPPA Team."
    assert words in route_of(Asked(Requester.OFFENDER, "police", recording_held=True)).first
    assert words not in route_of(Asked(Requester.OFFENDER, "police")).first
    assert words not in route_of(Asked(Requester.COURT, "police", recording_held=True)).first


class TestByWhen:
    @rule("ENQ-03")
    def test_own_data_in_thirty_days(self) -> None:
        assert answer_by(Regime.SAR, RECEIVED, None, holidays=()) == date(2026, 4, 1)

    @rule("ENQ-03")
    @pytest.mark.parametrize(
        ("received", "due"),
        [
            (date(2026, 1, 30), date(2026, 2, 28)),  # the month ends first
            (date(2026, 1, 31), date(2026, 2, 28)),
            (date(2026, 2, 1), date(2026, 3, 1)),
            (date(2028, 1, 30), date(2028, 2, 29)),
            (date(2026, 3, 1), date(2026, 3, 31)),  # thirty days end first
            (date(2026, 4, 1), date(2026, 5, 1)),  # both on one day
        ],
    )
    def test_own_data_within_a_month_where_that_is_less_than_thirty_days(self, received: date, due: date) -> None:
        assert answer_by(Regime.SAR, received, None, holidays=()) == due

    @rule("ENQ-04")
    def test_marac_in_ten_working_days(self) -> None:
        assert answer_by(Regime.MARAC, RECEIVED, None, holidays=()) == date(2026, 3, 16)
        assert answer_by(Regime.MARAC, RECEIVED, None, holidays={date(2026, 3, 9)}) == date(2026, 3, 17)

    @rule("ENQ-05")
    def test_freedom_of_information_in_twenty_working_days_or_the_area_s_figure(self) -> None:
        assert answer_by(Regime.FOI, RECEIVED, None, holidays=()) == date(2026, 3, 30)
        assert answer_by(Regime.FOI, RECEIVED, None, holidays=(), foi_days=10) == date(2026, 3, 16)

    @rule("ENQ-06")
    def test_a_court_by_the_day_that_it_sets(self) -> None:
        assert answer_by(Regime.OFFICIAL, RECEIVED, None, holidays=()) is None
        assert answer_by(Regime.OFFICIAL, RECEIVED, date(2026, 3, 5), holidays=()) == date(2026, 3, 5)
        assert answer_by(Regime.MARAC, RECEIVED, date(2026, 3, 5), holidays=()) == date(2026, 3, 5)
        assert answer_by(Regime.MARAC, RECEIVED, date(2026, 3, 17), holidays=()) == date(2026, 3, 16)

    @pytest.mark.parametrize(
        ("regime", "wanted_by", "expected"),
        [
            (Regime.SAR, None, "ENQ-03"),
            (Regime.MARAC, None, "ENQ-04"),
            (Regime.FOI, None, "ENQ-05"),
            (Regime.OFFICIAL, date(2026, 3, 5), "ENQ-06"),
            (Regime.SAR, date(2026, 3, 5), "ENQ-06"),
        ],
    )
    def test_is_due_under_its_rule_until_it_is_sent(
        self, regime: Regime, wanted_by: date | None, expected: str
    ) -> None:
        due_on = answer_by(regime, RECEIVED, wanted_by, holidays=())
        facts = DueFacts(State.APPROVED, regime, RECEIVED, due_on, wanted_by)
        ((key, due),) = dues(facts)
        assert (key, due.due_on, due.rule) == ("answer", due_on, expected)
        for state in (State.SENT, State.WITHDRAWN, State.DESTROYED):
            assert not list(dues(DueFacts(state, regime, RECEIVED, due_on, wanted_by)))

    def test_is_not_due_where_nobody_set_a_day(self) -> None:
        assert not list(dues(DueFacts(State.REQUESTED, Regime.OFFICIAL, RECEIVED, None)))

    @rule("ENQ-18")
    @pytest.mark.parametrize("state", sorted(KEPT))
    def test_copies_are_destroyed_on_their_day_once_it_is_closed_or_withdrawn(self, state: State) -> None:
        destroy = date(2027, 3, 1)
        closed = DueFacts(state, Regime.SAR, RECEIVED, None, destroy_on=destroy, ended_on=date(2026, 3, 20))
        ((key, due),) = dues(closed)
        assert (key, due.due_on, due.start_on, due.rule) == ("destroy", destroy, date(2026, 3, 20), "ENQ-18")

    @rule("ENQ-18")
    def test_one_withdrawn_without_a_day_is_destroyed_at_once(self) -> None:
        withdrawn = DueFacts(State.WITHDRAWN, Regime.SAR, RECEIVED, None, ended_on=date(2026, 3, 20))
        ((_, due),) = dues(withdrawn)
        assert due.due_on == date(2026, 3, 20)

    @rule("ENQ-28")
    def test_a_sent_reply_is_closed_in_fourteen_days(self) -> None:
        sent = DueFacts(State.SENT, Regime.SAR, RECEIVED, None, sent_on=date(2026, 3, 20))
        ((key, due),) = dues(sent)
        assert (key, due.due_on, due.start_on, due.rule) == ("close", date(2026, 4, 3), date(2026, 3, 20), "ENQ-28")
