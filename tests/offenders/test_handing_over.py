"""A child's case goes from the youth justice service to probation, and a year later closes to the service."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from offenders import selectors
from offenders.access import Detail, may
from offenders.models import Assignment, Case, HandingOver, Involvement
from offenders.services import access, cases
from offenders.services.handing_over import hand_over
from tests.factories import World
from tests.marks import rule

LONDON = ZoneInfo("Europe/London")
HANDED = "Assessment of October, plan, contacts of the school."


def seen(user: User, case: Case) -> Detail:
    """How much somebody sees with their next request."""
    found = Case.objects.seen_by(User.objects.get(pk=user.pk)).filter(pk=case.pk).first()
    return Detail(found.detail) if found else Detail.NOTHING


def handed(world: World, case: Case, **changes: object) -> HandingOver:
    """The case handed to probation's practitioner today."""
    terms = {"actor": world.yjs_manager, "to_agency": world.probation, "owner": world.practitioner, "on": world.today}
    terms |= {"handed": HANDED, "reason": "Turns eighteen.", "today": world.today, **changes}
    return hand_over(case=case, **terms)  # type: ignore[arg-type]


@pytest.fixture
def covered(world: World, child_case: Case) -> Case:
    """The child's case in joint cover: probation takes part since a month ago."""
    since = world.today - dt.timedelta(days=30)
    cases.involve_agency(
        actor=world.yjs_manager, case=child_case, agency=world.probation, part="involved", starts=since
    )
    return child_case


@rule("ACC-64")
class TestHandingOver:
    def test_both_services_see_it_during_joint_cover(self, world: World, covered: Case) -> None:
        assert {seen(world.yjs_manager, covered), seen(world.manager, covered)} == {Detail.FULL}

    def test_probation_leads_and_owns_from_that_day(self, world: World, covered: Case) -> None:
        handed(world, covered)
        covered.refresh_from_db()
        assert (covered.lead_agency, covered.team, covered.youth_justice) == (world.probation, None, False)
        assert Assignment.objects.get(case=covered, capacity="owner", ends=None).user == world.practitioner
        assert may(world.manager, "plan_risk", covered)
        event = AuditEvent.objects.filter(case_id=covered.pk, verb="case.handed_over").first()
        assert event is not None
        assert event.reason == "Turns eighteen."

    def test_the_service_still_sees_it_and_changes_nothing_more(self, world: World, covered: Case) -> None:
        handed(world, covered)
        for who in ("yjs_manager", "yjs_case_manager"):
            again = User.objects.get(pk=world.people[who].pk)
            assert seen(again, covered) is Detail.FULL
            covered.refresh_from_db()
            assert not may(again, "record_case", covered)
            assert not may(again, "assess_child", covered)

    def test_without_joint_cover_it_is_refused_and_nothing_is_written(self, world: World, child_case: Case) -> None:
        with pytest.raises(RuleRefused) as refused:
            handed(world, child_case)
        assert refused.value.rules == ("ACC-64",)
        assert not HandingOver.objects.exists()
        child_case.refresh_from_db()
        assert child_case.lead_agency == world.yjs

    @pytest.mark.parametrize("who", ["yjs_case_manager", "manager", "coordinator", "practitioner"])
    def test_it_is_for_a_manager_of_the_service_that_leads(self, world: World, covered: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            handed(world, covered, actor=world.people[who])

    @rule("ACC-25")
    def test_a_barred_person_does_not_become_the_owner(self, world: World, covered: Case) -> None:
        access.deny(
            actor=world.coordinator, case=covered, user=world.practitioner, reason="Related.", starts=world.today
        )
        with pytest.raises(RuleRefused) as refused:
            handed(world, covered)
        assert refused.value.rules == ("ACC-25",)
        covered.refresh_from_db()
        assert covered.lead_agency == world.yjs

    def test_by_the_page(self, world: World, covered: Case, sign_in: Callable) -> None:
        client, address = sign_in(world.yjs_manager), reverse("case_hand_over", args=[covered.pk])
        form = client.get(address).context["form"]
        sent = {"to_agency": world.probation.pk, "owner": world.practitioner.pk, "on": f"{world.today:%d/%m/%Y}"}
        sent |= {"handed": HANDED, "reason": "Turns eighteen.", "once": form["once"].value()}
        answer = client.post(address, sent)
        assert (answer.status_code, answer["Location"]) == (302, reverse("cases_handed_over"))
        assert HandingOver.objects.get().handed == HANDED

    def test_nobody_gives_that_part_by_hand(self, world: World, covered: Case, sign_in: Callable) -> None:
        address = reverse("involvement_add", args=[covered.pk])
        answer = sign_in(world.yjs_manager).get(address)
        assert Involvement.Part.HANDED_OVER.value not in dict(answer.context["form"].fields["part"].choices)


@rule("ACC-65")
class TestAYearLater:
    @pytest.mark.parametrize("who", ["yjs_manager", "yjs_case_manager"])
    def test_it_closes_to_the_service_with_the_day(self, world: World, covered: Case, who: str) -> None:
        closes = handed(world, covered).closes_on
        assert closes == world.today.replace(year=world.today.year + 1)
        with time_machine.travel(dt.datetime.combine(closes, dt.time(0), LONDON) - dt.timedelta(minutes=1), tick=False):
            assert seen(world.people[who], covered) is Detail.FULL
        with time_machine.travel(dt.datetime.combine(closes, dt.time(0), LONDON), tick=False):
            assert seen(world.people[who], covered) is Detail.NOTHING
            assert seen(world.manager, covered) is Detail.FULL

    def test_the_number_of_months_is_a_setting(self, world: World, covered: Case, settings: object) -> None:
        settings.YOUTH_JUSTICE_CLOSES_AFTER_MONTHS = 0  # type: ignore[attr-defined]
        handed(world, covered)
        assert seen(world.yjs_manager, covered) is Detail.NOTHING

    def test_what_was_handed_over_stays_without_the_name(
        self, world: World, covered: Case, sign_in: Callable, settings: object
    ) -> None:
        settings.YOUTH_JUSTICE_CLOSES_AFTER_MONTHS = 0  # type: ignore[attr-defined]
        handed(world, covered)
        text = sign_in(world.yjs_case_manager).get(reverse("cases_handed_over")).content.decode()
        assert HANDED in text
        assert covered.reference in text
        assert covered.family_name not in text

    @pytest.mark.parametrize("who", ["practitioner", "coordinator", "stranger", "sysadmin"])
    def test_others_have_no_such_list(self, world: World, covered: Case, sign_in: Callable, who: str) -> None:
        handed(world, covered)
        assert sign_in(world.people[who]).get(reverse("cases_handed_over")).status_code == 404

    def test_a_bar_and_a_restriction_close_that_too(self, world: World, covered: Case) -> None:
        handed(world, covered)
        assert selectors.handed_over_by(viewer=world.yjs_manager).count() == 1
        rows = Case.objects.filter(pk=covered.pk).in_bulk_with_own_audit()
        rows.update(restricted=True)
        assert not selectors.handed_over_by(viewer=world.yjs_manager).exists()
        rows.update(restricted=False)
        access.deny(
            actor=world.coordinator, case=covered, user=world.yjs_manager, reason="Related.", starts=world.today
        )
        assert not selectors.handed_over_by(viewer=world.yjs_manager).exists()
