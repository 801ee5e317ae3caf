"""What a reply needs, what it may not say, and what a letter says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enquiries.rules.letters import Writes, paragraphs
from enquiries.rules.replies import (
    Draft,
    Exemption,
    SummaryState,
    approval_findings,
    decider,
    exemption_findings,
    naming_findings,
    reply_findings,
    said_wrongly,
    summary_findings,
)
from enquiries.rules.routing import FROM_MINUTES, Asked, Handler, Requester, Response, route_of
from tests.marks import rule

SHARED = {"lawful_basis": "Order.", "necessity": "Needed.", "proportionality": "This part.", "suppliers": "Agreed."}


def found(requester: Requester, response: Response, draft: dict[str, Any] | None = None, **known: Any) -> list[str]:
    given = {"summary": SummaryState.CURRENT, "about_a_case": True, "looked_up": True, "held": True}
    given |= {"exemptions": 0, **known}
    typed = Draft(response, **{"reason": "As the law says.", **(draft or {})})
    rows = reply_findings(typed, route_of(Asked(requester, "police")), requester=requester, **given)
    return [f"{one.rule} {one.field} {one.effect}" for one in rows]


@rule("ENQ-12")
class TestNoMoreThanNecessary:
    def test_a_third_party_has_basis_necessity_proportion_and_suppliers(self) -> None:
        missing = found(Requester.COURT, Response.SUMMARY)
        assert [one.split()[1] for one in missing] == list(SHARED)
        assert not found(Requester.COURT, Response.SUMMARY, SHARED)

    @pytest.mark.parametrize("name", list(SHARED))
    def test_each_by_itself(self, name: str) -> None:
        assert found(Requester.COURT, Response.SUMMARY, {**SHARED, name: " "}) == [f"ENQ-12 {name} require"]

    def test_own_data_need_none_for_a_summary_but_for_full_minutes(self) -> None:
        assert not found(Requester.OFFENDER, Response.SUMMARY)
        assert len(found(Requester.OFFENDER, Response.FULL)) == 5


@rule("ENQ-13")
class TestWrittenAgreement:
    def test_is_needed_for_the_iopc_and_inspectorates(self) -> None:
        assert found(Requester.IOPC, Response.FULL, SHARED) == ["ENQ-13 agreement require"]
        assert found(Requester.INSPECTORATE, Response.REDACTED, SHARED) == ["ENQ-13 agreement require"]
        assert not found(Requester.IOPC, Response.FULL, {**SHARED, "agreement": "All agreed on 3 March."})

    def test_is_asked_about_for_a_review(self) -> None:
        assert found(Requester.REVIEW, Response.SUMMARY, SHARED) == ["ENQ-13 agreement warn"]
        assert not found(Requester.PROSECUTOR, Response.SUMMARY, SHARED)


@rule("ENQ-11")
class TestTheSummaryEnclosed:
    @pytest.mark.parametrize("state", [SummaryState.NONE, SummaryState.SUPERSEDED])
    def test_is_issued_and_current(self, state: SummaryState) -> None:
        assert found(Requester.OFFENDER, Response.SUMMARY, summary=state) == ["ENQ-11 summary refuse"]
        assert not summary_findings(Response.FULL, state)

    def test_is_asked_about_when_it_is_older_than_what_came_since(self) -> None:
        assert found(Requester.OFFENDER, Response.SUMMARY, summary=SummaryState.EARLIER) == ["ENQ-11 summary warn"]
        assert not summary_findings(Response.FULL, SummaryState.EARLIER)

    def test_belongs_to_a_case(self) -> None:
        for response in FROM_MINUTES:
            assert "ENQ-11 response refuse" in found(Requester.COURT, response, SHARED, about_a_case=False)
        assert not found(Requester.OTHER, Response.NCND, about_a_case=False)


@rule("ENQ-15")
class TestWhoDecides:
    def test_a_reply_has_a_reason(self) -> None:
        assert found(Requester.OTHER, Response.NCND, {"reason": " "}) == ["ENQ-15 reason require"]

    def test_another_reply_than_usual_is_asked_about(self) -> None:
        assert found(Requester.OTHER, Response.REFUSED, exemptions=1) == ["ENQ-02 response warn"]

    @pytest.mark.parametrize("response", sorted(FROM_MINUTES))
    def test_the_chair_decides_what_comes_from_minutes(self, response: Response) -> None:
        route = route_of(Asked(Requester.OTHER, "police"))
        for held in (False, True):
            assert decider(response, route, held=held) is Handler.CHAIR
            (refused,) = approval_findings(response, route, held=held, is_chair=False)
            assert refused.rule == "ENQ-15"
            assert not approval_findings(response, route, held=held, is_chair=True)

    def test_the_unit_may_decide_to_say_nothing(self) -> None:
        route = route_of(Asked(Requester.OTHER, "police"))
        assert not approval_findings(Response.NCND, route, held=True, is_chair=False)

    @pytest.mark.parametrize("response", sorted(set(Response) - FROM_MINUTES))
    @pytest.mark.parametrize("requester", sorted(Requester))
    def test_the_unit_decides_what_gives_nothing_of_minutes_where_no_meeting_was_held(
        self, requester: Requester, response: Response
    ) -> None:
        route = route_of(Asked(requester, "police"))
        assert decider(response, route, held=False) is decider(None, route, held=False) is Handler.COORDINATOR
        assert not approval_findings(response, route, held=False, is_chair=False)

    @pytest.mark.parametrize("response", [Response.REFUSED, Response.NCND])
    @pytest.mark.parametrize("requester", sorted(set(Requester) - {Requester.OTHER}))
    def test_the_chair_decides_on_refusing_a_request_that_is_theirs(
        self, requester: Requester, response: Response
    ) -> None:
        route = route_of(Asked(requester, "police"))
        assert decider(response, route, held=True) is decider(None, route, held=True) is Handler.CHAIR
        (refused,) = approval_findings(response, route, held=True, is_chair=False)
        assert refused.rule == "ENQ-15"
        assert not approval_findings(response, route, held=True, is_chair=True)

    def test_the_unit_sends_a_request_on_for_a_document_of_one_agency(self) -> None:
        route = route_of(Asked(Requester.COURT, "police", document=True))
        assert not approval_findings(Response.REDIRECT, route, held=True, is_chair=False)

    def test_never_in_counter_terrorism(self) -> None:
        route = route_of(Asked(Requester.OTHER, "police", counter_terrorism=True))
        (refused,) = approval_findings(Response.NCND, route, held=False, is_chair=False)
        assert refused.rule == "ENQ-07"


@rule("ENQ-31")
class TestNothingHeld:
    def test_is_said_where_no_meeting_was_held(self) -> None:
        assert found(Requester.OFFENDER, Response.NONE_HELD, held=False) == ["ENQ-02 response warn"]
        assert "ENQ-31 response refuse" in found(Requester.OFFENDER, Response.NONE_HELD, held=True)

    def test_is_said_only_once_somebody_was_looked_up(self) -> None:
        before, after = ({"looked_up": done, "held": False, "about_a_case": False} for done in (False, True))
        assert "ENQ-31 response refuse" in found(Requester.OFFENDER, Response.NONE_HELD, **before)
        assert found(Requester.OFFENDER, Response.NONE_HELD, **after) == ["ENQ-02 response warn"]

    def test_was_wrong_where_a_meeting_was_held(self) -> None:
        assert said_wrongly(Response.NONE_HELD, held=True) and not said_wrongly(Response.NONE_HELD, held=False)
        assert not said_wrongly(Response.REFUSED, held=True) and not said_wrongly(None, held=True)

    def test_is_never_said_under_freedom_of_information(self) -> None:
        assert "ENQ-31 response refuse" in found(Requester.OTHER, Response.NONE_HELD, held=False, about_a_case=False)

    def test_is_what_the_letter_says(self) -> None:
        assert "We hold none." in " ".join(paragraphs(Writes(Response.NONE_HELD, date(2026, 3, 2))))


@rule("ENQ-14")
class TestExemptions:
    @pytest.mark.parametrize(
        "item",
        ["", "all", "Everything", "the minutes", "All of the minutes", "whole document", "the MAPPA minutes"]
        + [
            "full minutes",
            "all the pages",
            "the complete set of minutes",
            "Everything in the minutes",
            "The whole report",
        ],
    )
    def test_are_never_for_the_whole(self, item: str) -> None:
        assert exemption_findings(item=item, reason="It may very well harm.")

    @pytest.mark.parametrize("item", ["Paragraph 4", "The address in item 7", "All names under item 3"])
    def test_are_for_one_item_with_a_reason(self, item: str) -> None:
        assert not exemption_findings(item=item, reason="It may very well harm.")
        assert exemption_findings(item=item, reason=" ")

    def test_carry_a_refusal(self) -> None:
        assert "ENQ-14 response refuse" in found(Requester.OTHER, Response.REFUSED)


@rule("ENQ-02")
def test_a_request_that_is_sent_on_names_an_agency() -> None:
    assert "ENQ-02 suppliers require" in found(Requester.COURT, Response.REDIRECT)
    assert found(Requester.COURT, Response.REDIRECT, {"suppliers": "Probation"}) == ["ENQ-02 response warn"]


@rule("ENQ-04")
def test_key_details_are_for_marac_alone() -> None:
    assert "ENQ-04 response refuse" in found(Requester.COURT, Response.KEY_DETAILS, SHARED)
    assert found(Requester.MARAC, Response.KEY_DETAILS, SHARED) == ["ENQ-02 response warn"]


@rule("ENQ-16")
class TestNeitherConfirmedNorDenied:
    def test_is_asked_about_under_another_law(self) -> None:
        assert "ENQ-16 response warn" in found(Requester.COURT, Response.NCND)

    def test_reads_the_same_whatever_is_known(self) -> None:
        plain = Writes(Response.NCND, date(2026, 3, 2))
        known = replace(plain, enclosed="MEX-1", covering="He is at Level 3.", exemptions=[Exemption.CRIME])
        assert paragraphs(plain) == paragraphs(known)
        text = " ".join(paragraphs(plain))
        assert "neither confirm nor deny" in text and "MAPPA" not in text


@rule("ENQ-17")
class TestWhatALetterSays:
    def test_stops_at_a_name(self) -> None:
        assert naming_findings(1)[0].stops and not naming_findings(0)

    def test_names_each_law_once_and_never_the_item(self) -> None:
        said = Writes(Response.SUMMARY, date(2026, 3, 2), "MEX-1", "It is dated.", "", [Exemption.CRIME] * 2)
        text = " ".join(paragraphs(said))
        assert "MEX-1" in text and "It is dated." in text and text.count("45(4)") == 1

    @pytest.mark.parametrize("response", list(Response))
    def test_has_words_for_every_answer(self, response: Response) -> None:
        assert len(paragraphs(Writes(response, date(2026, 3, 2), sent_on_to="Probation"))) >= 3
