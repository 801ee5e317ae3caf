"""The pages about disclosure: who meets them, what each state looks like, what bad input gets."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from disclosure.services import consider_at_meeting, follow_up
from offenders.models import Case
from offenders.services.people import record_protected_person
from offenders.writing import writing
from tests.disclosure.builders import NOT_TO_DISCLOSE, decided, decision_form, made, no_form
from tests.factories import World, conviction

SignIn = Callable[..., Client]
HOSTILE = "O'Brien <script>alert(1)</script> \u0645\u0631\u062d\u0628\u0627 Dvořák"


def body(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def shown(case: Case) -> str:
    return reverse("case_disclosure", args=[case.pk])


@pytest.fixture
def consider(case: Case) -> str:
    return reverse("disclosure_decide", args=[case.pk])


@pytest.mark.parametrize(
    ("role", "sees", "decides"),
    [
        ("practitioner", 200, 200),
        ("team_mate", 200, 200),
        ("manager", 200, 200),
        ("coordinator", 200, 404),
        ("auditor", 200, 404),
        ("colleague", 404, 404),
        ("police_officer", 404, 404),
        ("vlo", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_each_role_meets_exactly_its_pages(
    world: World, sign_in: SignIn, shown: str, consider: str, role: str, sees: int, decides: int
) -> None:
    client = sign_in(world.people[role])
    assert (client.get(shown).status_code, client.get(consider).status_code) == (sees, decides)


def test_never_considered_looks_different_from_considered_and_not_disclosed(
    case: Case, world: World, sign_in: SignIn, shown: str
) -> None:
    client = sign_in(world.practitioner)
    before = body(client.get(shown))
    assert "Never considered" in before and reverse("rule", args=["DIS-12"]) in before
    decided(case, world.practitioner, today=world.today, given=NOT_TO_DISCLOSE)
    after = body(client.get(shown))
    assert "Considered, not disclosed" in after and "Never considered" not in after


def test_a_decision_not_to_disclose_needs_none_of_what_telling_needs(
    world: World, sign_in: SignIn, consider: str
) -> None:
    response = sign_in(world.practitioner).post(consider, no_form(world.today), follow=True)
    assert "The decision is recorded." in body(response)
    assert DisclosureDecision.objects.get().disclose is False


def test_a_question_is_taken_through_all_its_states_by_the_pages(
    case: Case, world: World, sign_in: SignIn, shown: str, consider: str
) -> None:
    client = sign_in(world.practitioner)
    page = body(client.post(consider, decision_form(case.lead_agency, world.today), follow=True))
    assert "To be disclosed" in page and "Head teacher" in page
    decision = DisclosureDecision.objects.get()
    told = {
        "made_on": world.today.strftime("%d/%m/%Y"),
        "agency": str(case.lead_agency_id),
        "person": "An Officer",
        "details": "The conviction.",
        "recipient_agreed": "yes",
        "offender_knows": "no",
    }
    address = reverse("disclosure_made", args=[case.pk, decision.pk])
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert 'id="id_recipient_told_so-error"' in body(refused)
    assert DisclosureMade.objects.count() == 0
    page = body(client.post(address, {**told, "recipient_told_so": "on"}, follow=True))
    assert "No; the recipient was told so" in page
    address = reverse("disclosure_follow_up", args=[case.pk, decision.pk])
    sent = {"followed_up_on": world.today.strftime("%d/%m/%Y"), "found": "The school acts on it."}
    page = body(client.post(address, sent, follow=True))
    assert "Disclosed and followed up" in page and "The school acts on it." in page


def test_a_rule_refuses_beside_its_field_and_keeps_what_was_typed(
    case: Case, world: World, sign_in: SignIn, consider: str
) -> None:
    sent = decision_form(case.lead_agency, world.today, details="", necessity=HOSTILE)
    response = sign_in(world.practitioner).post(consider, sent)
    page = body(response)
    assert response.status_code == 422
    assert 'id="id_details-error"' in page and reverse("rule", args=["DIS-05"]) in page
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
    assert DisclosureDecision.objects.count() == 0


def test_right_to_left_and_html_are_kept_and_shown_as_text(
    case: Case, world: World, sign_in: SignIn, consider: str
) -> None:
    sent = decision_form(case.lead_agency, world.today, recipient=HOSTILE, recipient_role=HOSTILE, details=HOSTILE)
    response = sign_in(world.practitioner).post(consider, sent, follow=True)
    assert "<script>alert(1)" not in body(response)
    assert DisclosureDecision.objects.get().recipient == HOSTILE


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("decided_on", "31/2/2026", "February 2026 has 28 days"),
        ("decided_on", "1/1/2090", "1 January 2090 is in the future"),
        ("purpose", "", "Say what disclosure would be for"),
        ("disclose", "", "Say whether to disclose"),
        ("disclose", "perhaps", "Say whether to disclose"),
        ("child_sex_offender", "", "Say whether the person was convicted of a sexual offence against a child"),
        ("reasons", "", "Give the reasons for the decision"),
        ("reasons", "x" * 2_000_000, "Shorten this to 4,000 characters or fewer: it has 2,000,000"),
        ("recipient", "x" * 300, "Shorten this to 200 characters or fewer: it has 300"),
        ("legal_basis", "whim", "Choose the power relied on"),
        ("consulted", ["nobody"], "Choose from the list"),
    ],
)
def test_each_wrong_answer_gets_its_sentence(
    case: Case, world: World, sign_in: SignIn, consider: str, field: str, value: Any, sentence: str
) -> None:
    sent = decision_form(case.lead_agency, world.today, **{field: value})
    response = sign_in(world.practitioner).post(consider, sent)
    assert (response.status_code, sentence in body(response)) == (422, True)
    assert DisclosureDecision.objects.count() == 0


class TestDecidingAgain:
    @pytest.fixture
    def agreed(self, case: Case, world: World) -> DisclosureDecision:
        with writing(case, actor=world.coordinator, may=None, verb="meeting.closed") as entry:
            return consider_at_meeting(
                entry, meeting_id=uuid4(), disclose=True, reason="Agreed by all.", on=world.today, today=world.today
            )

    def test_what_a_meeting_agreed_is_completed_on_its_own_page(
        self, case: Case, world: World, sign_in: SignIn, shown: str, agreed: DisclosureDecision
    ) -> None:
        client = sign_in(world.practitioner)
        assert "Agreed, details to be completed" in body(client.get(shown))
        address = reverse("disclosure_decide_again", args=[case.pk, agreed.pk])
        assert "Agreed by all." in body(client.get(address))
        sent = decision_form(case.lead_agency, world.today, version=str(agreed.pk))
        assert "To be disclosed" in body(client.post(address, sent, follow=True))
        completed = DisclosureDecision.objects.get(supersedes=agreed)
        assert (completed.context, completed.meeting_id) == ("meeting", agreed.meeting_id)

    def test_a_second_editor_sees_both_versions_and_loses_nothing(
        self, case: Case, world: World, sign_in: SignIn, agreed: DisclosureDecision
    ) -> None:
        address = reverse("disclosure_decide_again", args=[case.pk, agreed.pk])
        sent = decision_form(case.lead_agency, world.today, version=str(agreed.pk))
        sign_in(world.manager).post(address, {**sent, "necessity": "Theirs."})
        client = sign_in(world.practitioner)
        response = client.post(address, {**sent, "necessity": "Mine."})
        assert response.status_code == 409
        assert "Theirs." in body(response) and "Mine." in body(response)
        present = DisclosureDecision.objects.get(supersedes=agreed)
        again = client.post(address, {**sent, "necessity": "Mine.", "version": str(present.pk)})
        assert again.status_code == 302
        assert DisclosureDecision.objects.get(supersedes=present).necessity == "Mine."

    @pytest.mark.parametrize("version", ["", "nonsense"])
    def test_a_version_of_another_question_does_not_exist(
        self, case: Case, world: World, sign_in: SignIn, agreed: DisclosureDecision, version: str
    ) -> None:
        address = reverse("disclosure_decide_again", args=[case.pk, agreed.pk])
        client = sign_in(world.practitioner)
        assert client.post(address, decision_form(case.lead_agency, world.today, version=version)).status_code == 404
        assert DisclosureDecision.objects.count() == 1


def test_a_decision_of_another_case_does_not_exist(case: Case, child_case: Case, world: World, sign_in: SignIn) -> None:
    decision = decided(case, world.practitioner, today=world.today)
    client = sign_in(world.yjs_case_manager)
    for name in ("disclosure_decide_again", "disclosure_made", "disclosure_follow_up"):
        assert client.get(reverse(name, args=[child_case.pk, decision.pk])).status_code == 404
        assert sign_in(world.practitioner).get(reverse(name, args=[case.pk, decision.pk])).status_code == 200


def test_the_form_starts_from_a_child_victim_only_for_those_who_see_victims(
    case: Case, world: World, sign_in: SignIn, consider: str
) -> None:
    conviction(case, world.practitioner, today=world.today, schedule_3=True)
    child = {"kind": "victim", "name": "Test Child", "is_child": True}
    record_protected_person(actor=world.practitioner, case=case, person=child)

    def answered(user: object) -> bool:
        form = sign_in(user).get(consider).context["form"]
        return form["child_sex_offender"].value() == "yes"

    assert answered(world.practitioner) is True
    assert answered(world.team_mate) is False


def test_the_page_needs_as_many_queries_for_one_question_as_for_twenty(
    case: Case, world: World, sign_in: SignIn, shown: str
) -> None:
    client = sign_in(world.practitioner)

    def full_question() -> None:
        decision = decided(case, world.practitioner, today=world.today)
        made(decision, world.practitioner, today=world.today)
        follow_up(actor=world.practitioner, decision=decision, on=world.today, found="Well.", today=world.today)

    def count() -> int:
        client.get(shown)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(shown).status_code == 200
        return len(queries)

    full_question()
    few = count()
    for _ in range(19):
        full_question()
    assert DisclosureFollowUp.objects.count() == 20
    assert count() == few
