"""Actions of a review as the Co-ordinator records them, what is due of them, and their pages."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Alert, Deadline
from deadlines.selectors import open_alerts
from deadlines.services import sweep
from offenders import timeline
from offenders.models import Case
from oversight.reconstruction.naming import Names
from oversight.reconstruction.past import AsRecordedNow
from oversight.reconstruction.serious import review_actions
from serious import services
from serious.models import ReviewAction, ReviewStep, SeriousOffence
from serious.rules.actions import Turn
from tests.factories import World
from tests.marks import rule
from tests.serious.builders import action, decided, planned, recorded
from tests.serious.test_pages import at, body, typed
from tests.serious.test_services import at_levels, due, refused_by

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def review(world: World, case: Case) -> SeriousOffence:
    at_levels(world, case, (200, 2))
    row = recorded(case, world.coordinator, today=world.today)
    decided(row, world.coordinator, today=world.today)
    return row


def record(
    world: World, row: ReviewAction, turn: str, *, who: str = "coordinator", said: str = "As it is."
) -> ReviewStep:
    row.offence.refresh_from_db()
    return services.record_action(
        actor=world.people[who],
        action=row,
        version=row.offence.version,
        turn=Turn(turn),
        said=services.Said(world.today, said),
        today=world.today,
    )


@rule("SCR-24")
def test_an_action_is_due_until_it_is_done_with_evidence_or_refused(world: World, review: SeriousOffence) -> None:
    first = action(review, world.coordinator, today=world.today)
    second = action(review, world.coordinator, today=world.today, due_on=world.today)
    assert (first.number, second.number) == (1, 2)
    assert due(review.case)["action-1"] == world.today + 10 * DAY
    record(world, first, "progress")
    with pytest.raises(RuleRefused) as refused:
        record(world, first, "done", said=" ")
    assert refused_by(refused) == ("SCR-24",) and "action-1" in due(review.case)
    record(world, first, "done", said="The list of all cases.")
    record(world, second, "refused", said="The Board took another way.")
    assert {first.state, second.state} == {"done", "refused"}
    assert not [key for key in due(review.case) if key.startswith("action")]
    record(world, second, "reopened")
    assert due(review.case)["action-2"] == world.today
    kinds = [step.kind for step in ReviewStep.objects.filter(action=first).order_by("recorded_at")]
    assert kinds == ["action_added", "action_progress", "action_done"]


@rule("SCR-24")
def test_an_action_is_changed_with_a_reason_and_what_it_was_stays(world: World, review: SeriousOffence) -> None:
    row = action(review, world.coordinator, today=world.today)
    review.refresh_from_db()
    other = planned(review, today=world.today, due_on=world.today + 20 * DAY)
    given = {"actor": world.coordinator, "action": row, "version": review.version, "today": world.today}
    with pytest.raises(RuleRefused):
        services.change_action(**given, planned=other, reason=" ")
    services.change_action(**given, planned=other, reason="More time is needed.")
    assert due(review.case)["action-1"] == other.due_on
    step = ReviewStep.objects.get(kind="action_changed")
    assert step.reason == "More time is needed."
    event = AuditEvent.objects.filter(verb="review.action_changed", subject_type="reviewaction").get()
    assert "due_on" in event.changes
    with pytest.raises(Conflict):
        services.change_action(**given, planned=replace(other, what="Something else."), reason="Also.")


@rule("SCR-18")
@pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "auditor", "smb_member"])
def test_actions_are_recorded_by_the_co_ordinator_alone(world: World, review: SeriousOffence, who: str) -> None:
    with pytest.raises(NotPermitted):
        action(review, world.people[who], today=world.today)
    row = action(review, world.coordinator, today=world.today)
    with pytest.raises(NotPermitted):
        record(world, row, "done", who=who)


@rule("SCR-17")
def test_a_late_action_is_told_to_the_few_in_alerts_list_timeline_and_past(
    world: World, review: SeriousOffence, sign_in: SignIn
) -> None:
    late = world.today - 5 * DAY
    action(review, world.coordinator, today=world.today, due_on=late)
    sweep(today=world.today)
    alerts = Alert.objects.filter(deadline__rule="SCR-24")
    assert open_alerts(viewer=world.coordinator).filter(pk__in=alerts).exists()
    assert not open_alerts(viewer=world.practitioner).filter(pk__in=alerts).exists()
    assert not Deadline.objects.visible_to(world.practitioner).filter(rule="SCR-24").exists()
    assert "Action 1 of the Action Plan" in body(sign_in(world.coordinator).get(reverse("reviews")))
    told = [one.title for one in timeline.events(viewer=world.manager, case=review.case)]
    assert "Serious case review: Action agreed" in told
    now = AsRecordedNow(review.case_id)
    past = review_actions(now, Names(now))
    assert [words for _, words in past.values()][0].startswith("Open")


@rule("SCR-24")
def test_the_pages_carry_an_action_to_its_end(world: World, review: SeriousOffence, sign_in: SignIn) -> None:
    client, review_page = sign_in(world.coordinator), at("review", review)
    assert "No action is recorded." in body(client.get(review_page))
    review.refresh_from_db()
    sent = {
        "what": "Everybody is trained.",
        "agency": str(review.case.lead_agency_id),
        "person": "Augusta Boardman",
        "agreed_on": typed(world.today),
        "due_on": typed(world.today + DAY),
        "version": str(review.version),
    }
    shown = body(client.post(at("review_action_add", review), sent, follow=True))
    assert "Everybody is trained." in shown and "Refused" in shown
    row = ReviewAction.objects.get()
    review.refresh_from_db()
    address = reverse("review_action", args=[review.case_id, review.pk, row.pk, "done"])
    missing = client.post(address, {"happened_on": typed(world.today), "said": "", "version": str(review.version)})
    assert missing.status_code == 422 and "Say what shows that it was done" in body(missing)
    done = {"happened_on": typed(world.today), "said": "The register of the course.", "version": str(review.version)}
    shown = body(client.post(address, done, follow=True))
    assert "The register of the course." in shown and "Open again" in shown
    assert client.get(address.replace("/done/", "/sung/")).status_code == 404
    other = recorded(review.case, world.coordinator, today=world.today, kind="rape")
    assert client.get(reverse("review_action", args=[review.case_id, other.pk, row.pk, "done"])).status_code == 404
    assert sign_in(world.manager).get(address).status_code in (403, 404)
    assert "Everybody is trained." in body(sign_in(world.manager).get(review_page))
