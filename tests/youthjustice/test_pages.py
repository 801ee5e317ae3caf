"""The pages of a child's assessment: who opens them, what they show, what they say when something is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from offenders.models import Case
from tests.factories import World
from tests.marks import rule
from tests.youthjustice.conftest import again, fill_in, hand_in, plot, sign, start
from youthjustice.models import PanelDecision, PlottedBehaviour, YouthAssessment

SignIn = Callable[[User], Client]

SECTIONS = (
    "youth_information",
    "youth_reoffending",
    "youth_behaviours",
    "youth_rosh",
    "youth_outcomes",
    "youth_wellbeing",
    "youth_intervention",
    "youth_submit",
)
DECISIONS = ("youth_countersign", "youth_return", "youth_panel")


def at(name: str, assessment: YouthAssessment, *more: Any) -> str:
    return reverse(name, args=[assessment.case_id, assessment.pk, *more])


class TestWhoOpensThem:
    @pytest.mark.parametrize("name", SECTIONS)
    def test_the_yjs_case_manager_opens_each_section(self, world: World, sign_in: SignIn, draft, name: str) -> None:
        assert sign_in(world.yjs_case_manager).get(at(name, draft)).status_code == 200

    @pytest.mark.parametrize("name", DECISIONS)
    def test_decisions_are_pages_for_the_yjs_manager_only(
        self, world: World, sign_in: SignIn, submitted, name: str
    ) -> None:
        assert sign_in(world.yjs_manager).get(at(name, submitted)).status_code == 200
        for person in (world.yjs_case_manager, world.manager, world.coordinator, world.stranger):
            assert sign_in(person).get(at(name, submitted)).status_code == 404

    def test_the_tab_is_for_those_who_see_the_child_in_full(self, world: World, sign_in: SignIn, draft) -> None:
        address = reverse("case_youth", args=[draft.case_id])
        for person in (world.yjs_case_manager, world.yjs_manager, world.coordinator):
            assert sign_in(person).get(address).status_code == 200
        for person in (world.practitioner, world.colleague, world.stranger, world.vlo, world.sysadmin):
            assert sign_in(person).get(address).status_code == 404

    def test_who_reads_does_not_write(self, world: World, sign_in: SignIn, draft) -> None:
        client = sign_in(world.coordinator)
        page = client.get(at("youth_assessment", draft))
        assert page.status_code == 200
        assert "Submit for countersigning" not in page.content.decode()
        assert client.get(at("youth_rosh", draft)).status_code == 404

    def test_an_assessment_is_not_found_under_another_case(self, world: World, sign_in: SignIn, draft) -> None:
        from tests import factories

        other = factories.make_child_case(world)
        client = sign_in(world.yjs_case_manager)
        for name in ("youth_assessment", "youth_rosh"):
            assert client.get(reverse(name, args=[other.pk, draft.pk])).status_code == 404

    def test_looking_is_recorded(self, world: World, sign_in: SignIn, draft) -> None:
        sign_in(world.yjs_manager).get(reverse("case_youth", args=[draft.case_id]))
        event = AuditEvent.objects.filter(verb="case_youth.viewed").latest("id")
        assert (event.actor_id, event.case_id) == (world.yjs_manager.pk, draft.case_id)


class TestTheTab:
    def test_says_what_would_be_there(self, world: World, sign_in: SignIn, child_case: Case) -> None:
        page = sign_in(world.yjs_case_manager).get(reverse("case_youth", args=[child_case.pk])).content.decode()
        assert "No assessment of this child has been started" in page
        assert "Start an assessment" in page

    def test_draws_the_grid_with_the_behaviours_in_their_cells(self, world: World, sign_in: SignIn, draft) -> None:
        plot(world, draft)
        plot(world, draft, description="Fights on the wing", setting="custody", impact="medium", likelihood="likely")
        page = sign_in(world.yjs_manager).get(reverse("case_youth", args=[draft.case_id]))
        grids = page.context["picture"].grids
        assert [(grid.setting, grid.suggested) for grid in grids] == [("Community", "High"), ("Custody", "Low")]
        plotted = {
            (grid.setting, row, column): list(cell.items)
            for grid in grids
            for row, cells in grid.matrix.rows
            for column, cell in zip(grid.matrix.columns, cells, strict=True)
            if cell.items
        }
        assert plotted == {
            ("Community", "Critical", "Possible"): ["Carries a knife"],
            ("Custody", "Medium", "Likely"): ["Fights on the wing"],
        }
        body = page.content.decode()
        assert '<th class="house-matrix__row" scope="row">' in body
        assert "High or Very High" in body
        assert body.count("Carries a knife") >= 2, "in the grid and in the list below it"

    def test_shows_suggested_and_judged_with_the_contacts_and_the_flag(self, world, sign_in, countersigned) -> None:
        page = sign_in(world.yjs_manager).get(reverse("case_youth", args=[countersigned.case_id])).content.decode()
        assert "YOGRS 50% lies in 44 to 76, which is Medium." in page
        assert "Intensive: contacts a month, at least" in page
        assert "Consider a referral to the High Risk Panel: risk of serious harm is High." in page
        for rule_id in ("YJ-01", "YJ-04", "YJ-09", "YJ-11", "YJ-13", "YJ-15", "YJ-16", "YJ-18"):
            assert reverse("rule", args=[rule_id]) in page

    def test_keeps_the_one_in_force_in_view_while_another_is_written(self, world, sign_in, countersigned) -> None:
        following = start(world, countersigned.case, stage="review")
        page = sign_in(world.yjs_manager).get(reverse("case_youth", args=[countersigned.case_id]))
        assert page.context["picture"].assessment == countersigned
        assert at("youth_assessment", following) in page.content.decode()

    def test_no_title_holds_a_name(self, world: World, sign_in: SignIn, draft) -> None:
        client = sign_in(world.yjs_case_manager)
        for address in (reverse("case_youth", args=[draft.case_id]), at("youth_assessment", draft)):
            title = client.get(address).content.decode().split("<title>")[1].split("</title>")[0]
            assert draft.case.family_name not in title


class TestFillingIn:
    def test_walks_from_start_to_countersignature(self, world: World, sign_in: SignIn, child_case: Case) -> None:
        writer, manager = sign_in(world.yjs_case_manager), sign_in(world.yjs_manager)
        started = writer.post(
            reverse("youth_start", args=[child_case.pk]),
            {"stage": "referral_order", "started_on": world.today.strftime("%d/%m/%Y"), "reason": "A new order."},
        )
        assessment = YouthAssessment.objects.get()
        assert started["Location"] == at("youth_assessment", assessment)

        def send(client: Client, page: str, /, **data: Any) -> None:
            data = {"version": again(assessment).version, **data}
            response = client.post(at(page, assessment), data)
            assert response.status_code == 302, (page, response.context["form"].errors)

        behaviour = {"impact": "critical", "likelihood": "likely", "imminence": "any_time", "setting": "community"}
        send(writer, "youth_behaviours", description="Carries a knife", **behaviour)
        send(writer, "youth_reoffending", yogrs="77", reoffending="high")
        send(writer, "youth_rosh", rosh="high", rosh_reason="He carries it to school.")
        outcome = {**behaviour, "impact": "major", "concern": "high"}
        send(writer, "youth_outcomes", name="Drawn into a gang", **outcome)
        send(writer, "youth_wellbeing", wellbeing_concerns="yes", wellbeing="high")
        send(writer, "youth_intervention", intervention_level="", order_starts_on="1 1 2026")
        send(writer, "youth_information", sources=["police", "education"], home_visit_on="2 1 2026")
        send(writer, "youth_submit", comment="Ready.")
        panel = {"version": "", "referred": "yes", "manager_reason": "Several agencies are needed."}
        assert manager.post(at("youth_panel", assessment), panel).status_code == 302
        send(manager, "youth_countersign")
        assert again(assessment).state == "countersigned"
        assert (again(assessment).contacts_first, again(assessment).contacts_remainder) == (8, 4)
        assert PanelDecision.objects.get().referred

    def test_what_was_typed_stays_beside_a_plain_sentence(self, world: World, sign_in: SignIn, draft) -> None:
        typed = {"version": draft.version, "yogrs": "101", "reoffending": "high", "reoffending_reason": "Ça va <b>"}
        page = sign_in(world.yjs_case_manager).post(at("youth_reoffending", draft), typed)
        body = page.content.decode()
        assert page.status_code == 422
        assert "Enter a whole number of 100 or less" in body
        assert 'value="101"' in body
        assert "Ça va &lt;b&gt;" in body
        assert again(draft).yogrs is None

    @rule("YJ-02")
    def test_a_refusal_stands_at_its_field_with_its_rule(self, world: World, sign_in: SignIn, draft) -> None:
        typed = {"version": draft.version, "yogrs": "20", "reoffending": "high", "reoffending_reason": ""}
        page = sign_in(world.yjs_case_manager).post(at("youth_reoffending", draft), typed)
        assert page.status_code == 422
        assert "reoffending_reason" in page.context["form"].errors
        assert reverse("rule", args=["YJ-02"]) in page.content.decode()

    @rule("YJ-07")
    def test_a_warning_is_ticked_before_it_is_passed(self, world: World, sign_in: SignIn, draft) -> None:
        plot(world, draft)
        client = sign_in(world.yjs_case_manager)
        typed = {"version": again(draft).version, "rosh": "medium", "rosh_reason": "He has handed the knife in."}
        page = client.post(at("youth_rosh", draft), typed)
        assert page.status_code == 422
        assert 'name="acknowledge" value="YJ-07"' in page.content.decode()
        assert client.post(at("youth_rosh", draft), {**typed, "acknowledge": "YJ-07"}).status_code == 302
        assert again(draft).rosh == "medium"

    def test_a_second_editor_sees_both_versions(self, world: World, sign_in: SignIn, filled) -> None:
        typed = {"version": filled.version - 1, "yogrs": "90", "reoffending": "high", "reoffending_reason": ""}
        page = sign_in(world.yjs_case_manager).post(at("youth_reoffending", filled), typed)
        assert page.status_code == 409
        body = page.content.decode()
        assert "90" in body and "50" in body
        assert again(filled).yogrs == 50

    @pytest.mark.parametrize("nonsense", ["", "x", "²", "9" * 30, "-1"])
    def test_a_version_that_is_none_counts_as_an_old_one(self, world, sign_in, draft, nonsense: str) -> None:
        typed = {"version": nonsense, "yogrs": "90", "reoffending": "high", "reoffending_reason": ""}
        assert sign_in(world.yjs_case_manager).post(at("youth_reoffending", draft), typed).status_code == 409

    def test_a_behaviour_is_taken_off_after_a_question(self, world: World, sign_in: SignIn, draft) -> None:
        behaviour = plot(world, draft)
        client = sign_in(world.yjs_case_manager)
        address = at("youth_behaviour_remove", draft, behaviour.pk)
        assert "Carries a knife" in client.get(address).content.decode()
        assert client.post(address, {"version": again(draft).version}).status_code == 302
        assert not PlottedBehaviour.objects.exists()
        event = AuditEvent.objects.get(verb="behaviour.removed", subject_type="plottedbehaviour")
        assert event.changes["description"] == ["Carries a knife", None]
        assert event.subject_id == str(behaviour.pk)

    @rule("YJ-18")
    def test_a_submitted_assessment_says_that_it_cannot_be_changed(self, world, sign_in, submitted) -> None:
        client = sign_in(world.yjs_case_manager)
        assert (
            "The assessment is submitted, so it cannot be changed."
            in client.get(at("youth_reoffending", submitted)).content.decode()
        )
        typed = {"version": submitted.version, "yogrs": "90", "reoffending": "high", "reoffending_reason": ""}
        assert client.post(at("youth_reoffending", submitted), typed).status_code == 422

    @rule("YJ-19")
    def test_a_manager_is_told_not_to_countersign_their_own_work(self, world, sign_in, child_case: Case) -> None:
        assessment = start(world, child_case, actor=world.yjs_manager)
        fill_in(world, assessment, actor=world.yjs_manager)
        hand_in(world, assessment, actor=world.yjs_manager)
        client = sign_in(world.yjs_manager)
        assert "Ask another manager." in client.get(at("youth_countersign", assessment)).content.decode()
        typed = {"version": again(assessment).version, "acknowledge": ["YJ-09"]}
        assert client.post(at("youth_countersign", assessment), typed).status_code == 422
        assert again(assessment).state == "submitted"

    @rule("YJ-17")
    def test_an_adult_is_not_assessed_here(self, world: World, sign_in: SignIn) -> None:
        from tests import factories

        birth = world.today.replace(year=world.today.year - 18, day=1)
        case = factories.make_child_case(world, date_of_birth=birth)
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(youth_justice=False)
        client = sign_in(world.yjs_case_manager)
        page = client.get(reverse("case_youth", args=[case.pk])).content.decode()
        assert "not under youth justice supervision" in page
        assert "Start an assessment" not in page
        typed = {"stage": "review", "started_on": world.today.strftime("%d/%m/%Y"), "reason": "A review."}
        answer = client.post(reverse("youth_start", args=[case.pk]), typed)
        assert answer.status_code == 422
        assert reverse("rule", args=["YJ-17"]) in answer.content.decode()


class TestNumberOfQueries:
    def count(self, client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def test_is_the_same_for_many_behaviours_and_assessments(self, world: World, sign_in: SignIn, child_case) -> None:
        first = sign(world, hand_in(world, fill_in(world, start(world, child_case))))
        second = start(world, child_case, stage="review")
        plot(world, second)
        client = sign_in(world.yjs_case_manager)
        tab, page = reverse("case_youth", args=[child_case.pk]), at("youth_assessment", second)
        few = self.count(client, tab), self.count(client, page)
        for number in range(5):
            plot(world, second, description=f"Behaviour {number}")
        sign(world, hand_in(world, fill_in(world, second)))
        third = start(world, child_case, stage="review")
        plot(world, third)
        assert (self.count(client, tab), self.count(client, at("youth_assessment", third))) == few
        assert first.pk != third.pk


class TestGravity:
    def rows(self, client: Client, **query: str) -> list[str]:
        return [row.offence for row, _ in client.get(reverse("gravity"), query).context["rows"]]

    def test_lists_every_row_for_whoever_signs_in(self, world: World, sign_in: SignIn) -> None:
        for person in (world.yjs_case_manager, world.stranger, world.lay_adviser):
            assert len(self.rows(sign_in(person))) == 205

    def test_is_not_for_those_who_do_not(self, client: Client, db: None) -> None:
        assert client.get(reverse("gravity")).status_code == 302

    def test_finds_by_words_group_and_score(self, world: World, sign_in: SignIn) -> None:
        client = sign_in(world.yjs_case_manager)
        assert self.rows(client, q="kidnapping 16") == []
        assert "Kidnapping" in self.rows(client, q="kidnapping")
        assert 0 < len(self.rows(client, group="BURGLARY", score="4")) < len(self.rows(client, group="BURGLARY"))
        page = client.get(reverse("gravity"), {"q": "no such\x00offence <b>"})
        assert "No offence contains all of these words." in page.content.decode()
