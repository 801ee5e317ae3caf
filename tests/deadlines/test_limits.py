"""Time limits of an area: what a proposal would change is shown first, two people decide, and everything follows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline, Policy, PolicyProposal
from deadlines.policies import read_policies
from deadlines.rules.policies import SETTINGS
from deadlines.services import limits
from deadlines.services.preview import Difference, difference
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def reviewed(world: World, case: Case) -> Case:
    """A case at Level 1 for ninety days: reviewed every sixteen weeks in its area."""
    return factories.at_level_1(case, world.practitioner, today=world.today, on=world.today - 90 * DAY)


def figures(world: World, **changes: int | None) -> dict[str, int | None]:
    """The limits of the area today, with these changed."""
    _, local = limits.in_force(world.area.pk, world.today)
    return {name: getattr(local, name) for name in SETTINGS} | changes


def propose(world: World, **changes: Any) -> PolicyProposal:
    terms: dict[str, Any] = {
        "actor": world.coordinator,
        "area": world.area,
        "starts": world.today,
        "values": figures(world, level_1_review_weeks=12),
        "source": "Decision of the board",
        "reason": "Sixteen weeks proved too long.",
        "base": limits.fingerprint(world.area.pk),
        "today": world.today,
    }
    return limits.propose(**terms | changes)


def decide(world: World, proposal: PolicyProposal, **changes: Any) -> PolicyProposal:
    terms: dict[str, Any] = {
        "actor": world.sysadmin,
        "approve": True,
        "base": limits.fingerprint(world.area.pk),
        "today": world.today,
    }
    return limits.decide(proposal=proposal, **terms | changes)


def previewed(world: World, viewer: str = "coordinator", **changes: int | None) -> Difference:
    one = limits.draft(
        area=world.area, starts=world.today, values=figures(world, **changes), source="Decision of the board"
    )
    return difference(
        viewer=world.people[viewer], area=world.area.pk, after=limits.with_draft(one), day=one.effective_from
    )


def due(case: Case) -> dt.date:
    return Deadline.objects.get(case=case, is_review=True, closed_at=None).due_on


@rule("DUE-07")
class TestThePreview:
    def test_tells_what_falls_due_earlier_and_which_cases_become_late(self, world: World, reviewed: Case) -> None:
        found = previewed(world, level_1_review_weeks=12)
        assert (found.cases, found.earlier, found.later, found.opened, found.closed) == (1, 1, 0, 0, 0)
        assert found.becoming_late == 1
        [(case, sum_of)] = found.late
        assert case == reviewed and sum_of.due_on == world.today - 6 * DAY
        fell = due(reviewed)
        [(before, after)] = [(b, a) for monday, b, a in found.weeks if monday <= fell < monday + 7 * DAY]
        assert before == after + 1

    def test_writes_nothing(self, world: World, reviewed: Case) -> None:
        before = due(reviewed)
        previewed(world, level_1_review_weeks=12)
        assert due(reviewed) == before and not PolicyProposal.objects.exists()

    def test_names_no_case_that_the_viewer_does_not_see(self, world: World, reviewed: Case) -> None:
        found = previewed(world, viewer="sysadmin", level_1_review_weeks=12)
        assert found.becoming_late == 1 and found.late == []

    def test_of_the_same_limits_is_no_change(self, world: World, reviewed: Case) -> None:
        assert not previewed(world).anything

    def test_takes_no_more_queries_for_more_cases(self, world: World, reviewed: Case) -> None:
        with CaptureQueriesContext(connection) as few:
            previewed(world, level_1_review_weeks=12)
        for number in range(4):
            factories.at_level_1(
                factories.make_case(world, family_name=f"Other{number}"), world.practitioner, today=world.today
            )
        with CaptureQueriesContext(connection) as many:
            previewed(world, level_1_review_weeks=12)
        assert len(many) <= len(few)


@rule("DUE-07")
class TestDeciding:
    def test_by_two_people_moves_every_deadline(
        self, world: World, reviewed: Case, django_capture_on_commit_callbacks: Any
    ) -> None:
        before = due(reviewed)
        proposal = propose(world)
        assert due(reviewed) == before
        with django_capture_on_commit_callbacks(execute=True):
            decided = decide(world, proposal)
        assert due(reviewed) == before - 28 * DAY
        assert decided.policy == Policy.objects.get(pk=decided.policy_id)
        row = Deadline.objects.get(case=reviewed, is_review=True, closed_at=None)
        assert "Decision of the board" in row.words and row.policy == decided.policy.name
        stays = read_policies(world.today).of_area(world.area.pk).local
        assert stays is not None and "Hampshire protocol 2008" in stays.source_of("level_3_review_weeks")

    def test_is_for_somebody_else(self, world: World) -> None:
        proposal = propose(world)
        with pytest.raises(RuleRefused) as refused:
            decide(world, proposal, actor=world.coordinator)
        assert refused.value.rules == ("DUE-07",)
        decide(world, proposal, approve=False)
        with pytest.raises(RuleRefused):
            decide(world, proposal)
        assert not Policy.objects.filter(key__startswith="hampshire-2026").exists()

    @pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "other_coordinator"])
    def test_is_for_co_ordinators_of_the_area_and_system_administrators(self, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            propose(world, actor=world.people[who])

    @pytest.mark.parametrize("changes", [{"starts": dt.date(2020, 1, 1)}, {"values": None}])
    def test_refuses_the_past_and_what_changes_nothing(self, world: World, changes: dict[str, Any]) -> None:
        if changes.get("values", 1) is None:
            changes = {"values": figures(world)}
        with pytest.raises(RuleRefused) as refused:
            propose(world, **changes)
        assert "DUE-07" in refused.value.rules

    def test_refuses_limits_that_would_never_hold(self, world: World) -> None:
        decide(world, propose(world, starts=world.today + 30 * DAY))
        with pytest.raises(RuleRefused):
            propose(world, values=figures(world, level_2_review_weeks=10))

    def test_on_policies_that_changed_meanwhile_is_a_conflict(self, world: World) -> None:
        with pytest.raises(Conflict):
            propose(world, base="what was seen before")


@rule("REV-08")
def test_a_limit_laxer_than_the_national_one_is_refused(world: World) -> None:
    with pytest.raises(RuleRefused) as refused:
        propose(world, values=figures(world, level_2_review_weeks=17))
    assert refused.value.rules == ("REV-08",)


def test_the_pages_preview_then_propose_then_decide(world: World, reviewed: Case, sign_in: SignIn) -> None:
    client, address = sign_in(world.coordinator), f"/policies/{world.area.pk}/propose/"
    page = client.get(address)
    assert "National: 16." in page.content.decode()
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in SETTINGS} | {"level_1_review_weeks": "12"}
    day = world.today
    typed |= {"starts": f"{day.day}/{day.month}/{day.year}", "source": "Board", "reason": "Too long.", "version": ""}
    shown = client.post(address, typed)
    text = shown.content.decode()
    assert shown.status_code == 200 and reviewed.reference in text and "1 would fall due earlier" in text
    answer = client.post(address, typed | {"version": shown.context["form"]["version"].value()})
    assert answer.status_code == 302
    proposal = PolicyProposal.objects.get()
    own = client.get(f"/policies/proposals/{proposal.pk}/").content.decode()
    assert "somebody else decides" in own
    other = sign_in(world.sysadmin)
    asked = other.get(f"/policies/proposals/{proposal.pk}/")
    assert reviewed.reference not in asked.content.decode()
    sent = {"approve": "yes", "version": asked.context["form"]["version"].value()}
    assert other.post(f"/policies/proposals/{proposal.pk}/", sent).status_code == 302
    assert "Approved" in client.get("/policies/").content.decode()
    laxer = client.post(address, typed | {"level_2_review_weeks": "17"})
    assert laxer.status_code == 422 and "may only be stricter" in laxer.content.decode()
