"""Deciding category and level through the pages: what goes through, what is refused and by which rule."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import RuleRefused
from deadlines.models import Deadline, Policy
from levels.models import CategoryDecision, LevelDecision, LevelOneReview, LoweringApproval, Screening
from levels.selectors import approvals
from levels.services import decide_category, place_in_category_3, screen_case
from offenders.models import Case
from tests import factories
from tests.assessments.builders import judge
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]


def typed_day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@pytest.fixture
def screened_case(category_2_case: Case, world: World) -> Case:
    screen(category_2_case, world)
    return category_2_case


def screen(case: Case, world: World, **changes: Any) -> Screening:
    values = {
        "proposed_level": 1,
        "rationale": "One agency is enough.",
        "history": "One earlier conviction, every appointment kept.",
        "information": "Police: nothing new.",
        "sources": 1,
    }
    return screen_case(actor=world.practitioner, case=case, on=world.today, today=world.today, **{**values, **changes})


@pytest.fixture
def send(sign_in: SignIn, world: World) -> Callable[..., Any]:
    def post(user: User, name: str, case: Case, /, **changes: str) -> Any:
        data = {"decided_on": typed_day(world.today), "reason": "Agreed with the manager.", "version": "", **changes}
        return sign_in(user).post(reverse(name, args=[case.pk]), data)

    return post


Send = Callable[..., Any]


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


class TestTheCategory:
    def test_is_shown_with_its_steps_before_it_is_decided(self, case: Case, world: World, sign_in: SignIn) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        page = sign_in(world.practitioner).get(reverse("category_decide", args=[case.pk])).content.decode()
        assert "imprisonment of 3 years is 12 months or more. (CAT-08)" in page
        assert reverse("rule", args=["CAT-08"]) in page

    def test_is_recorded_as_computed_with_the_leading_rule_first(self, case: Case, world: World, send: Send) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        assert send(world.practitioner, "category_decide", case).status_code == 302
        decision = CategoryDecision.objects.get(case=case)
        assert (decision.category, decision.rules[0]) == (2, "CAT-08")
        case.refresh_from_db()
        assert case.category == 2
        assert AuditEvent.objects.filter(verb="category.decided", case_id=case.pk).get().rules == ["CAT-08"]

    def test_decided_meanwhile_by_somebody_else_shows_both_versions(
        self, category_2_case: Case, world: World, send: Send
    ) -> None:
        current = CategoryDecision.objects.get(case=category_2_case)
        late = send(world.practitioner, "category_decide", category_2_case, version="", reason="My own reason.")
        assert late.status_code == 409
        page = late.content.decode()
        assert "Computed from the conviction." in page
        assert "My own reason." in page
        again = send(world.practitioner, "category_decide", category_2_case, version=str(current.pk))
        assert again.status_code == 302

    @rule("CAT-10")
    def test_that_depends_on_an_unsettled_question_is_recorded_only_after_an_acknowledgement(
        self, case: Case, world: World, send: Send
    ) -> None:
        factories.conviction(case, world.practitioner, today=world.today, term_value=365, term_unit="days")
        answer = send(world.practitioner, "category_decide", case)
        assert answer.status_code == 422
        assert [warning.rule for warning in answer.context["form"].warnings] == ["CAT-10"]
        assert not CategoryDecision.objects.filter(case=case).exists()
        assert send(world.practitioner, "category_decide", case, acknowledge="CAT-10").status_code == 302
        assert CategoryDecision.objects.get(case=case).category is None


class TestCategory3:
    @pytest.fixture
    def offence(self, case: Case, world: World) -> Any:
        return factories.conviction(
            case,
            world.practitioner,
            today=world.today,
            specified=None,
            disposal="community_order",
            term_value=None,
            term_unit="",
            licence_ends_on=None,
            sentence_ends_on=None,
        )

    def test_is_placed_by_the_co_ordinator_with_its_level(
        self, case: Case, offence: Any, world: World, send: Send
    ) -> None:
        assert send(world.coordinator, "category_3", case, offence=str(offence.pk), level="2").status_code == 302
        case.refresh_from_db()
        assert (case.category, case.level) == (3, 2)

    def test_is_not_for_the_practitioner(self, case: Case, offence: Any, world: World, send: Send) -> None:
        assert send(world.practitioner, "category_3", case, offence=str(offence.pk), level="2").status_code == 404
        case.refresh_from_db()
        assert case.category is None

    @rule("LVL-02")
    def test_cannot_be_managed_at_level_1(self, case: Case, offence: Any, world: World, send: Send) -> None:
        placed = place_in_category_3(
            actor=world.coordinator,
            case=case,
            offence=offence,
            reason="Capable of serious harm.",
            level=2,
            on=world.today,
            today=world.today,
            based_on="",
        )
        screen(case, world)
        current = LevelDecision.objects.get(case=case)
        answer = send(world.practitioner, "level_decide", case, level="1", version=str(current.pk))
        assert "Category 3 is managed at Level 2 or 3 only; Level 1 is not possible." in errors_of(answer)["level"]
        assert reverse("rule", args=["LVL-02"]) in answer.content.decode()
        case.refresh_from_db()
        assert (case.level, placed.category) == (2, 3)
        refusal = AuditEvent.objects.filter(verb="level.decided", case_id=case.pk, refused=True).get()
        assert refusal.rules[0] == "LVL-02"


class TestTheLevel:
    def test_1_is_set_by_the_lead_agency_and_starts_the_review_clock(
        self, screened_case: Case, world: World, send: Send
    ) -> None:
        assert send(world.practitioner, "level_decide", screened_case, level="1").status_code == 302
        screened_case.refresh_from_db()
        assert screened_case.level == 1
        due = Deadline.objects.get(case=screened_case, is_review=True, closed_at=None)
        assert screened_case.next_review_on == due.due_on > world.today

    def test_2_is_decided_by_the_co_ordinator_and_not_by_the_practitioner(
        self, screened_case: Case, world: World, send: Send
    ) -> None:
        refused = send(world.practitioner, "level_decide", screened_case, level="2")
        assert errors_of(refused) == {"level": ["Choose a level"]}
        allowed = send(world.coordinator, "level_decide", screened_case, level="2", grounds="rosh_high")
        assert allowed.status_code == 302
        screened_case.refresh_from_db()
        assert screened_case.level == 2

    @rule("LVL-01")
    def test_needs_a_category(self, case: Case, world: World, send: Send) -> None:
        errors = errors_of(send(world.practitioner, "level_decide", case, level="1"))
        assert "No MAPPA category is recorded, so no level can be set." in errors["level"]
        assert not LevelDecision.objects.exists()

    @rule("LVL-11")
    def test_needs_a_screening(self, category_2_case: Case, world: World, send: Send) -> None:
        errors = errors_of(send(world.practitioner, "level_decide", category_2_case, level="1"))
        assert errors == {
            "level": ["A level rests on information from the agencies that work with the person; none is recorded."]
        }

    def test_decided_meanwhile_by_somebody_else_shows_both_versions(
        self, screened_case: Case, world: World, send: Send
    ) -> None:
        assert send(world.practitioner, "level_decide", screened_case, level="1").status_code == 302
        late = send(world.coordinator, "level_decide", screened_case, level="2", version="")
        assert late.status_code == 409
        screened_case.refresh_from_db()
        assert screened_case.level == 1

    def test_offers_each_role_the_levels_it_may_decide(
        self, screened_case: Case, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("level_decide", args=[screened_case.pk])
        offered = {
            name: [value for value, _ in sign_in(user).get(address).context["form"].fields["level"].choices]
            for name, user in (("practitioner", world.practitioner), ("coordinator", world.coordinator))
        }
        assert offered == {"practitioner": ["1"], "coordinator": ["2", "3"]}


AGAINST = ["LVL-08", "LVL-23", "LVL-24"]
"""What stands against a lower level here: no plan, no judgement of risk, and no meeting."""


class TestLoweringOutsideAMeeting:
    @pytest.fixture
    def at_level_2(self, screened_case: Case, world: World, send: Send) -> Case:
        send(world.coordinator, "level_decide", screened_case, level="2", grounds="rosh_high")
        screened_case.refresh_from_db()
        assert screened_case.level == 2
        return screened_case

    def lower(self, send: Send, world: World, case: Case, **said: Any) -> Any:
        current = LevelDecision.objects.get(case=case, superseded_by=None)
        answers = {"level": "1", "version": str(current.pk), "why_not_level_2": "The plan is kept by one agency now."}
        return send(world.practitioner, "level_decide", case, **{**answers, **said})

    @rule("LVL-24")
    def test_tells_what_stands_against_it_before_anything_is_typed(
        self, at_level_2: Case, world: World, sign_in: SignIn
    ) -> None:
        page = sign_in(world.practitioner).get(reverse("level_decide", args=[at_level_2.pk])).content.decode()
        assert "Level 2 should be lowered at a meeting, where every agency is heard." in page
        assert "no judgement of the risk of serious harm is recorded" in page
        assert "Why not Level 2? The case was at Level 2 or 3 until" in page

    def approve(self, send: Send, who: User, case: Case, **said: Any) -> Any:
        last = LoweringApproval.objects.filter(case=case, superseded_by=None).first()
        answers = {
            "to": "1",
            "accepts": AGAINST,
            "reason": "Nothing is left to do.",
            "version": last.pk if last else "",
        }
        return send(who, "lowering_approve", case, **{**answers, **said})

    @rule("LVL-18")
    def test_goes_through_with_a_second_approval_once_acknowledged(
        self, at_level_2: Case, world: World, send: Send
    ) -> None:
        refused = errors_of(self.lower(send, world, at_level_2))
        assert list(refused) == ["level"]
        assert self.approve(send, world.manager, at_level_2).status_code == 302
        warned = self.lower(send, world, at_level_2)
        assert warned.status_code == 422
        against = [warning.rule for warning in warned.context["form"].warnings]
        assert against == AGAINST
        assert self.lower(send, world, at_level_2, acknowledge=against).status_code == 302
        row = LevelDecision.objects.get(case=at_level_2, superseded_by=None)
        assert (row.level, row.second_approval) == (1, world.manager)
        assert row.second_approval_reason == "Nothing is left to do."
        assert set(AGAINST) <= set(row.rules)

    @rule("LVL-18")
    @pytest.mark.parametrize(
        ("said", "step"),
        [({"accepts": ["LVL-24"]}, "does not cover this"), ({"to": "removed"}, "ask a manager of the lead agency")],
        ids=["not all of it", "something else"],
    )
    def test_stays_refused_where_the_approval_says_less(
        self, at_level_2: Case, world: World, send: Send, said: dict[str, Any], step: str
    ) -> None:
        assert self.approve(send, world.manager, at_level_2, **said).status_code == 302
        page = self.lower(send, world, at_level_2)
        assert list(errors_of(page)) == ["level"]
        assert step in page.content.decode()

    @rule("LVL-18")
    def test_nobody_approves_what_they_decide_themselves(self, at_level_2: Case, world: World, send: Send) -> None:
        assert self.approve(send, world.manager, at_level_2).status_code == 302
        current = LevelDecision.objects.get(case=at_level_2, superseded_by=None)
        answers = {"level": "1", "why_not_level_2": "One agency keeps it.", "version": str(current.pk)}
        page = send(world.manager, "level_decide", at_level_2, **answers)
        assert page.status_code == 422
        assert "comes from somebody else" in page.content.decode()

    @rule("LVL-18")
    def test_an_approval_taken_back_or_used_up_counts_no_more(self, at_level_2: Case, world: World, send: Send) -> None:
        assert list(errors_of(self.approve(send, world.manager, at_level_2, to="taken_back"))) == ["to"]
        assert self.approve(send, world.manager, at_level_2).status_code == 302
        assert self.approve(send, world.manager, at_level_2, to="taken_back", accepts=[]).status_code == 302
        assert list(errors_of(self.lower(send, world, at_level_2))) == ["level"]
        assert self.approve(send, world.manager, at_level_2).status_code == 302
        assert approvals.standing_approval(at_level_2) is not None
        standing = str(LevelDecision.objects.get(case=at_level_2, superseded_by=None).pk)
        said = {"level": "3", "grounds": "resources", "version": standing, "acknowledge": ["LVL-15", "LVL-16"]}
        assert send(world.coordinator, "level_decide", at_level_2, **said).status_code == 302
        assert approvals.standing_approval(at_level_2) is None

    @rule("LVL-18")
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"accepts": []}, "An approval says what it takes upon itself."),
            ({"to": "2"}, "Choose what is approved"),
            ({"reason": ""}, "Say why"),
        ],
    )
    def test_an_approval_says_what_for_and_why(
        self, at_level_2: Case, world: World, send: Send, said: dict[str, Any], sentence: str
    ) -> None:
        page = self.approve(send, world.manager, at_level_2, **said)
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert not LoweringApproval.objects.filter(case=at_level_2).exists()

    @rule("LVL-18")
    def test_a_practitioner_gives_no_approval(self, at_level_2: Case, world: World, send: Send) -> None:
        assert self.approve(send, world.practitioner, at_level_2).status_code == 404

    @rule("LVL-25")
    def test_is_refused_whoever_approves_where_the_area_says_so(
        self, at_level_2: Case, world: World, send: Send
    ) -> None:
        assert self.approve(send, world.manager, at_level_2).status_code == 302
        Policy.objects.create(
            key="strict", name="Strict", source="Board", basis="local", effective_from=dt.date(2020, 1, 1),
            areas=[world.area.pk], values={"lowering_refused": 1},
        )  # fmt: skip
        assert list(errors_of(self.lower(send, world, at_level_2))) == ["level"]
        again = self.approve(send, world.manager, at_level_2)
        assert "In this area no approval takes the place" in again.content.decode()


SCREENING = {
    "screened_on": "1/6/2025",
    "sources": "1",
    "information": "Police: nothing new.",
    "history": "Two earlier convictions, the second within a month.",
    "proposed_level": "2",
    "rationale": "High risk.",
}


class TestAScreening:
    @rule("LVL-36")
    def test_says_what_earlier_offending_and_compliance_show(
        self, category_2_case: Case, world: World, send: Send
    ) -> None:
        errors = errors_of(
            send(world.practitioner, "screening_record", category_2_case, **SCREENING | {"history": " "})
        )
        assert errors == {"history": ["Say what earlier offending, compliance and re-offending show"]}
        with pytest.raises(RuleRefused) as caught:
            screen(category_2_case, world, history=" ")
        assert caught.value.rules == ("LVL-36",)
        assert not Screening.objects.exists()
        assert screen(category_2_case, world).history == "One earlier conviction, every appointment kept."

    def test_is_recorded(self, category_2_case: Case, world: World, send: Send) -> None:
        assert send(world.practitioner, "screening_record", category_2_case, **SCREENING).status_code == 302
        row = Screening.objects.get(case=category_2_case)
        assert (row.proposed_level, row.screened_by) == (2, world.practitioner)

    @rule("LVL-01")
    def test_needs_a_category(self, case: Case, world: World, send: Send) -> None:
        errors = errors_of(send(world.practitioner, "screening_record", case, **SCREENING))
        assert list(errors) == ["proposed_level"]
        assert not Screening.objects.exists()

    def test_is_the_lead_agency_s(self, category_2_case: Case, world: World, send: Send) -> None:
        assert send(world.coordinator, "screening_record", category_2_case, **SCREENING).status_code == 404


class TestALevel1Review:
    @pytest.fixture
    def at_level_1(self, screened_case: Case, world: World, send: Send) -> Case:
        send(world.practitioner, "level_decide", screened_case, level="1")
        screened_case.refresh_from_db()
        return screened_case

    def review(self, send: Send, world: World, case: Case, **said: str) -> Any:
        return send(
            world.practitioner,
            "level_1_review",
            case,
            reviewed_on=typed_day(world.today),
            **{
                "new_information": "Police: nothing new.",
                "action_progress": "On time.",
                "victim_information": "Nothing new.",
                "records_checked": "ViSOR.",
                "plan_revised": "yes",
                "disclosure_considered": "Considered, not needed.",
                "outcome": "stays",
                **said,
            },
        )

    def test_is_recorded(self, at_level_1: Case, world: World, send: Send) -> None:
        assert self.review(send, world, at_level_1).status_code == 302
        assert LevelOneReview.objects.get(case=at_level_1).reviewed_by == world.practitioner

    @rule("LVL-26")
    def test_says_why_not_level_2_where_the_risk_is_high(
        self, at_level_1: Case, world: World, send: Send, sign_in: SignIn
    ) -> None:
        judge(at_level_1, world.practitioner, today=world.today, public="high")
        address = reverse("level_1_review", args=[at_level_1.pk])
        assert (
            "Why not Level 2? The risk of serious harm is high."
            in sign_in(world.practitioner).get(address).content.decode()
        )
        refused = errors_of(self.review(send, world, at_level_1))
        assert refused == {"why_not_level_2": ["Say why Level 1 is enough: The risk of serious harm is high."]}
        assert self.review(send, world, at_level_1, why_not_level_2="The hostel watches him.").status_code == 302
        row = LevelOneReview.objects.get(case=at_level_1)
        assert (row.triggers, row.why_not_level_2) == (["The risk of serious harm is high"], "The hostel watches him.")
        page = sign_in(world.practitioner).get(reverse("case_level", args=[at_level_1.pk])).content.decode()
        assert "The hostel watches him." in page

    @rule("LVL-26")
    def test_that_refers_to_level_2_needs_no_such_answer(self, at_level_1: Case, world: World, send: Send) -> None:
        judge(at_level_1, world.practitioner, today=world.today, public="high")
        assert self.review(send, world, at_level_1, outcome="refer").status_code == 302

    @rule("LVL-20")
    def test_is_refused_before_a_level_is_set(self, screened_case: Case, world: World, send: Send) -> None:
        errors = errors_of(self.review(send, world, screened_case))
        assert errors == {
            "reviewed_on": ["Only a case at Level 1 is reviewed here; at Level 2 and 3 a MAPPA meeting reviews it."]
        }

    @rule("LVL-04")
    def test_is_refused_once_the_case_has_ended(self, at_level_1: Case, world: World, send: Send) -> None:
        offence = at_level_1.offences.get()
        from offenders.services.sentences import correct_offence

        correct_offence(
            actor=world.practitioner,
            offence=offence,
            version=1,
            today=world.today,
            changes={"licence_ends_on": world.today, "sentence_ends_on": world.today - dt.timedelta(days=1)},
        )
        correct_offence(
            actor=world.practitioner,
            offence=offence,
            version=2,
            today=world.today,
            changes={"licence_ends_on": world.today - dt.timedelta(days=1)},
        )
        current = CategoryDecision.objects.get(case=at_level_1)
        decide_category(
            actor=world.practitioner,
            case=at_level_1,
            reason="The licence has ended.",
            on=world.today,
            today=world.today,
            based_on=str(current.pk),
        )
        errors = errors_of(self.review(send, world, at_level_1))
        assert errors == {"reviewed_on": ["MAPPA management of this person has ended, so it cannot be reviewed."]}
        assert not LevelOneReview.objects.exists()


def test_the_tab_shows_what_is_due_with_its_sum(screened_case: Case, world: World, sign_in: SignIn, send: Send) -> None:
    send(world.practitioner, "level_decide", screened_case, level="1")
    due = Deadline.objects.get(case=screened_case, is_review=True, closed_at=None)
    for name in ("case_level", "case"):
        page = sign_in(world.practitioner).get(reverse(name, args=[screened_case.pk])).content.decode()
        assert due.words in page
        assert reverse("rule", args=[due.rule]) in page


def test_the_tab_says_when_what_is_recorded_differs_from_what_the_rules_compute(
    category_2_case: Case, world: World, sign_in: SignIn
) -> None:
    address = reverse("case_level", args=[category_2_case.pk])
    warning = "What is recorded differs from what the rules compute today."
    assert warning not in sign_in(world.practitioner).get(address).content.decode()
    factories.conviction(category_2_case, world.practitioner, today=world.today, title="Rape", schedule_3=True)
    assert warning in sign_in(world.practitioner).get(address).content.decode()
