"""The pages about risk and plan: who meets them, what they show, what bad input gets."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import PlanAction, RiskPlan, RoshJudgement, ToolResult
from assessments.selectors import current_judgement
from audit.models import AuditEvent
from offenders.models import Case
from offenders.services.people import record_protected_person
from tests.assessments.builders import action_form, add, judge, plan, plan_form, rosh_form
from tests.factories import World

SignIn = Callable[..., Client]
HOSTILE = "O'Brien <script>alert(1)</script> \u0645\u0631\u062d\u0628\u0627 Dvořák"
PAGES = ("case_risk", "case_plan", "rosh_judge", "tool_record", "plan_record", "action_add")
WRITERS = {"practitioner", "team_mate", "manager"}
READERS = WRITERS | {"coordinator", "auditor"}


def body(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "role", ["practitioner", "team_mate", "manager", "coordinator", "auditor", "colleague", "police_officer", "vlo"]
)
def test_each_role_meets_exactly_its_pages(case: Case, world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(world.people[role])
    met = {name for name in PAGES if client.get(reverse(name, args=[case.pk])).status_code == 200}
    expected = set(PAGES) if role in WRITERS else {"case_risk", "case_plan"} if role in READERS else set()
    assert met == expected


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_do_not_exist_for_a_stranger(case: Case, world: World, sign_in: SignIn, name: str) -> None:
    assert sign_in(world.stranger).get(reverse(name, args=[case.pk])).status_code == 404
    assert sign_in(world.practitioner).get(reverse(name, args=[case.pk])).status_code == 200


def test_looking_at_the_risk_is_recorded(case: Case, world: World, sign_in: SignIn) -> None:
    sign_in(world.practitioner).get(reverse("case_risk", args=[case.pk]))
    assert AuditEvent.objects.filter(case_id=case.pk, verb="case_risk.viewed", actor_id=world.practitioner.pk).exists()


class TestJudging:
    @pytest.fixture
    def address(self, case: Case) -> str:
        return reverse("rosh_judge", args=[case.pk])

    def test_a_first_judgement_is_recorded_and_shown(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        client = sign_in(world.practitioner)
        response = client.post(address, rosh_form(world.today), follow=True)
        assert "The judgement is recorded." in body(response)
        assert "Assault when drunk" in body(response)
        assert reverse("rule", args=["ROSH-02"]) in body(response)

    def test_a_rule_refuses_beside_its_field_and_keeps_what_was_typed(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        sent = rosh_form(world.today, public_circumstances="", public_nature=HOSTILE)
        response = sign_in(world.practitioner).post(address, sent)
        assert response.status_code == 422
        page = body(response)
        assert "The public is High: say what would raise the risk." in page
        assert 'id="id_public_circumstances-error"' in page
        assert reverse("rule", args=["ROSH-03"]) in page
        assert "O&#x27;Brien &lt;script&gt;" in page or "O&#39;Brien &lt;script&gt;" in page
        assert "<script>alert(1)" not in page
        assert RoshJudgement.objects.count() == 0

    def test_right_to_left_and_html_are_kept_as_text(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        client = sign_in(world.practitioner)
        response = client.post(address, rosh_form(world.today, public_nature=HOSTILE), follow=True)
        assert "<script>alert(1)" not in body(response)
        judgement = current_judgement(case)
        assert judgement is not None
        assert judgement.levels.get(group="public").nature == HOSTILE

    def test_two_megabytes_get_one_sentence(self, case: Case, world: World, sign_in: SignIn, address: str) -> None:
        response = sign_in(world.practitioner).post(address, rosh_form(world.today, public_nature="x" * 2_000_000))
        assert response.status_code == 422
        assert "Shorten this to 4,000 characters or fewer: it has 2,000,000" in body(response)
        assert RoshJudgement.objects.count() == 0

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("assessed_on", "31 2 2026", "February 2026 has 28 days"),
            ("assessed_on", "", "Enter the date of the judgement"),
            ("staff_level", "", "Choose the level of risk to staff"),
            ("staff_level", "enormous", "Choose the level of risk to staff"),
            ("overall", "", "Choose the overall level"),
            ("change_reason", "", "Say why this is the judgement"),
        ],
    )
    def test_each_wrong_answer_gets_its_sentence(
        self, case: Case, world: World, sign_in: SignIn, address: str, field: str, value: str, sentence: str
    ) -> None:
        response = sign_in(world.practitioner).post(address, rosh_form(world.today, **{field: value}))
        assert (response.status_code, sentence in body(response)) == (422, True)
        assert RoshJudgement.objects.count() == 0

    def test_a_warning_is_shown_with_a_box_to_tick_and_then_goes_through(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        client = sign_in(world.practitioner)
        sent = rosh_form(world.today, overall="medium", overall_reason="In custody until May.")
        response = client.post(address, sent)
        assert response.status_code == 422
        assert 'name="acknowledge" value="ROSH-02"' in body(response)
        assert client.post(address, {**sent, "acknowledge": "ROSH-02"}).status_code == 302

    def test_a_second_editor_sees_both_versions_and_loses_nothing(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        judge(case, world.manager, today=world.today, staff="high")
        client = sign_in(world.practitioner)
        response = client.post(address, rosh_form(world.today))
        assert response.status_code == 409
        page = body(response)
        assert "Losing the tenancy" in page and "Nothing new since the interview." in page
        present = current_judgement(case)
        assert present is not None and f'value="{present.pk}"' in page
        again = client.post(address, rosh_form(world.today, version=str(present.pk)))
        assert again.status_code == 302
        assert RoshJudgement.objects.count() == 2

    def test_people_at_risk_are_offered_to_those_who_see_victims_only(
        self, case: Case, world: World, sign_in: SignIn, address: str
    ) -> None:
        person = record_protected_person(
            actor=world.practitioner, case=case, person={"kind": "at_risk", "name": "Wilhelmina Testperson"}
        )
        assert "Wilhelmina" in body(sign_in(world.practitioner).get(address))
        assert "Wilhelmina" not in body(sign_in(world.team_mate).get(address))
        sent = rosh_form(world.today, known_adult_level="medium", known_adult_who=[str(person.pk)])
        sign_in(world.practitioner).post(address, sent)
        shown = reverse("case_risk", args=[case.pk])
        assert "Wilhelmina" in body(sign_in(world.practitioner).get(shown))
        assert "Wilhelmina" not in body(sign_in(world.team_mate).get(shown))

    def test_a_tool_that_is_not_valid_is_refused_with_its_rule(
        self, child_case: Case, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("tool_record", args=[child_case.pk])
        sent = {"tool": "oasys", "result": "High", "assessed_on": world.today.strftime("%d/%m/%Y")}
        client = sign_in(world.yjs_case_manager)
        response = client.post(address, sent)
        assert response.status_code == 422
        assert "OASys is for people aged 18 or over; this person is 15." in body(response)
        assert client.post(address, {**sent, "tool": "assetplus"}).status_code == 302
        assert ToolResult.objects.get().tool == "assetplus"


class TestPlanning:
    def test_a_draft_is_recorded_and_what_is_missing_is_shown_with_its_rule(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        client = sign_in(world.practitioner)
        response = client.post(reverse("plan_record", args=[case.pk]), plan_form(world.today), follow=True)
        page = body(response)
        assert "No action covers the risk &quot;Violence when drunk&quot;." in page
        assert reverse("rule", args=["RMP-07"]) in page

    def test_putting_a_plan_with_gaps_in_force_is_refused_and_kept_on_the_form(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        sent = plan_form(world.today, in_force="yes", contingency=HOSTILE)
        response = sign_in(world.practitioner).post(reverse("plan_record", args=[case.pk]), sent)
        assert response.status_code == 422
        assert "&lt;script&gt;alert(1)" in body(response) and "<script>alert(1)" not in body(response)
        assert RiskPlan.objects.count() == 0

    def test_a_second_editor_of_the_plan_sees_both_versions(self, case: Case, world: World, sign_in: SignIn) -> None:
        plan(case, world.manager, today=world.today)
        response = sign_in(world.practitioner).post(reverse("plan_record", args=[case.pk]), plan_form(world.today))
        assert response.status_code == 409
        assert "Recall is considered if he moves without approval." in body(response)
        assert "Recall is considered." in body(response)

    def test_as_soon_as_possible_is_refused_beside_the_date_with_its_rule(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("action_add", args=[case.pk])
        client = sign_in(world.practitioner)
        response = client.post(address, action_form(world.police, due_on="as soon as possible"))
        assert response.status_code == 422
        page = body(response)
        assert reverse("rule", args=["RMP-03"]) in page
        assert 'id="id_due_on-error"' in page and 'value="as soon as possible"' in page
        assert PlanAction.objects.count() == 0
        assert client.post(address, action_form(world.police)).status_code == 302

    def test_an_impossible_date_says_how_long_the_month_is(self, case: Case, world: World, sign_in: SignIn) -> None:
        address = reverse("action_add", args=[case.pk])
        response = sign_in(world.practitioner).post(address, action_form(world.police, due_on="31/6/2030"))
        assert (response.status_code, "June 2030 has 30 days" in body(response)) == (422, True)

    def test_an_action_of_another_case_does_not_exist(
        self, case: Case, child_case: Case, world: World, sign_in: SignIn
    ) -> None:
        action = add(case, world.practitioner)
        client = sign_in(world.practitioner)
        assert client.get(reverse("action_update", args=[case.pk, action.pk])).status_code == 200
        assert client.get(reverse("action_update", args=[child_case.pk, action.pk])).status_code == 404

    def test_an_action_is_completed_with_what_came_of_it(self, case: Case, world: World, sign_in: SignIn) -> None:
        action = add(case, world.practitioner)
        sent = action_form(case.lead_agency, status="completed", outcome="Kept every week.", version="1")
        client = sign_in(world.practitioner)
        response = client.post(reverse("action_update", args=[case.pk, action.pk]), sent, follow=True)
        assert "Kept every week." in body(response)

    def test_an_action_not_completed_needs_its_reason(self, case: Case, world: World, sign_in: SignIn) -> None:
        action = add(case, world.practitioner)
        address = reverse("action_update", args=[case.pk, action.pk])
        sent = action_form(case.lead_agency, status="not_completed", version="1")
        client = sign_in(world.practitioner)
        response = client.post(address, sent)
        assert (response.status_code, "Say why the action was not completed" in body(response)) == (422, True)
        assert client.post(address, {**sent, "not_completed_reason": "He moved."}).status_code == 302

    @pytest.mark.parametrize("version", ["1", "nonsense"])
    def test_a_stale_or_broken_version_shows_both_and_overwrites_nothing(
        self, case: Case, world: World, sign_in: SignIn, version: str
    ) -> None:
        action = add(case, world.practitioner)
        address = reverse("action_update", args=[case.pk, action.pk])
        sign_in(world.manager).post(address, action_form(case.lead_agency, outcome="Theirs.", version="1"))
        sent = action_form(case.lead_agency, outcome="Mine.", version=version)
        client = sign_in(world.practitioner)
        response = client.post(address, sent)
        assert response.status_code == 409
        assert "Theirs." in body(response) and "Mine." in body(response)
        assert client.post(address, {**sent, "version": "2"}).status_code == 302
        action.refresh_from_db()
        assert (action.outcome, action.version) == ("Mine.", 3)


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_risk_page_needs_as_many_queries_for_one_judgement_as_for_many(
    case: Case, world: World, sign_in: SignIn
) -> None:
    client, address = sign_in(world.practitioner), reverse("case_risk", args=[case.pk])
    judge(case, world.practitioner, today=world.today)
    few = count_queries(client, address)
    for _ in range(5):
        judge(case, world.practitioner, today=world.today)
    assert count_queries(client, address) == few


def test_the_plan_page_needs_as_many_queries_for_one_action_as_for_twenty(
    case: Case, world: World, sign_in: SignIn
) -> None:
    client, address = sign_in(world.practitioner), reverse("case_plan", args=[case.pk])
    plan(case, world.practitioner, today=world.today)
    add(case, world.practitioner, owner=world.practitioner)
    few = count_queries(client, address)
    for day in range(1, 20):
        add(case, world.practitioner, owner=world.team_mate, due_on=dt.date(2030, 1, day))
    assert count_queries(client, address) == few
