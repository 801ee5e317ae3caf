"""Amendments of the access policy: proposed, previewed, approved by a second person, ended; what people then see."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from offenders import preview
from offenders.access import Detail, audience, can_see, can_see_victims
from offenders.models import Case, PolicyAmendment
from offenders.rules.amendments import Amendment, Policy
from offenders.rules.sight import ROWS, TABLE, Tie
from offenders.services import access, cases, policy
from offenders.sight import policy_on
from tests import factories
from tests.factories import World
from tests.marks import rule


def propose(world: World, **changes: Any) -> PolicyAmendment:
    terms: dict[str, Any] = {
        "actor": world.coordinator,
        "row": "manager",
        "area": world.area,
        "detail": Detail.SUMMARY,
        "closes_victims": False,
        "starts": world.today,
        "ends": None,
        "reason": "After a review of access.",
        "today": world.today,
        **changes,
    }
    return policy.propose(**{"base": policy_on(terms["starts"]).fingerprint(), **terms})


def approve(world: World, one: PolicyAmendment, *, actor: User | None = None, **changes: Any) -> PolicyAmendment:
    terms = {"approve": True, "today": world.today, "base": policy_on(max(one.starts, world.today)).fingerprint()}
    return policy.decide(actor=actor or world.sysadmin, proposal=one, **{**terms, **changes})


def amended(world: World, **changes: Any) -> PolicyAmendment:
    return approve(world, propose(world, **changes))


def again(user: User) -> User:
    """The same person on their next request."""
    return User.objects.get(pk=user.pk)


@rule("ACC-40")
@rule("ACC-41")
class TestAnAmendment:
    def test_counts_once_a_second_person_approved_it(self, world: World, case: Case) -> None:
        proposal = propose(world)
        assert can_see(again(world.manager), case.pk, Detail.FULL)
        approve(world, proposal)
        assert not can_see(again(world.manager), case.pk, Detail.FULL)
        assert can_see(again(world.manager), case.pk, Detail.SUMMARY)
        assert can_see(again(world.coordinator), case.pk, Detail.FULL)

    def test_holds_in_its_area_only(self, world: World, case: Case) -> None:
        amended(world, area=world.other_area, actor=world.other_coordinator)
        assert can_see(again(world.manager), case.pk, Detail.FULL)

    def test_of_every_area_holds_in_each(self, world: World, case: Case) -> None:
        second = factories.make_user("Second", agency=None, area=world.area, roles=("system_administrator",))
        approve(world, propose(world, area=None, actor=world.sysadmin), actor=second)
        assert not can_see(again(world.manager), case.pk, Detail.FULL)

    def test_holds_from_its_first_day_until_the_day_before_its_last(self, world: World, case: Case) -> None:
        day = dt.timedelta(days=1)
        amended(world, starts=world.today + 3 * day, ends=world.today + 5 * day)
        row, lowered = ROWS["manager"], [policy_on(world.today + number * day) for number in range(2, 6)]
        assert [one.detail(row, world.area.pk) for one in lowered] == [
            Detail.FULL,
            Detail.SUMMARY,
            Detail.SUMMARY,
            Detail.FULL,
        ]
        assert can_see(again(world.manager), case.pk, Detail.FULL)

    def test_closes_victims_items_and_leaves_the_case(self, world: World, case: Case) -> None:
        amended(world, detail=Detail.FULL, closes_victims=True)
        manager = again(world.manager)
        assert can_see(manager, case.pk, Detail.FULL)
        assert not can_see_victims(manager, case.pk)
        assert can_see_victims(world.practitioner, case.pk)

    def test_leaves_what_somebody_sees_by_another_row(self, world: World, case: Case) -> None:
        amended(world, row="worker", detail=Detail.NOTHING)
        assert can_see(again(world.practitioner), case.pk, Detail.FULL)  # by their team

    def test_ends_by_a_further_decision_of_two_people(self, world: World, case: Case) -> None:
        one = amended(world)
        base = policy_on(world.today).fingerprint()
        terms = {"starts": world.today, "reason": "Reviewed.", "base": base, "today": world.today}
        ending = policy.propose_end(actor=world.sysadmin, amendment=one, **terms)
        assert not can_see(again(world.manager), case.pk, Detail.FULL)
        approve(world, ending, actor=world.coordinator)
        assert can_see(again(world.manager), case.pk, Detail.FULL)
        with pytest.raises(RuleRefused) as refused:
            policy.propose_end(actor=world.sysadmin, amendment=one, **terms)
        assert refused.value.rules == ("ACC-40",)

    def test_above_the_table_is_refused_and_the_refusal_recorded(self, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            propose(world, row="practitioner_agency", detail=Detail.FULL)
        assert refused.value.rules == ("ACC-40",)
        assert AuditEvent.objects.filter(verb="policy.proposed", refused=True).exists()
        assert not PolicyAmendment.objects.exists()

    def test_leaves_its_decisions_in_the_record(self, world: World) -> None:
        one = amended(world)
        events = AuditEvent.objects.filter(subject_id=str(one.pk)).order_by("pk")
        assert [event.verb for event in events] == ["policy.proposed", "policy.approved"]
        assert [event.actor_id for event in events] == [world.coordinator.pk, world.sysadmin.pk]

    def test_that_waited_past_its_first_day_holds_from_its_approval(self, world: World) -> None:
        proposal = propose(world)
        later = world.today + dt.timedelta(days=2)
        approve(world, proposal, today=later, base=policy_on(later).fingerprint())
        proposal.refresh_from_db()
        assert proposal.starts == later

    def test_whose_time_is_over_is_not_approved(self, world: World) -> None:
        proposal = propose(world, ends=world.today + dt.timedelta(days=1))
        with pytest.raises(RuleRefused):
            approve(world, proposal, today=world.today + dt.timedelta(days=1))

    def test_that_was_refused_changes_nothing_and_is_not_decided_again(self, world: World, case: Case) -> None:
        proposal = approve(world, propose(world), approve=False)
        assert can_see(again(world.manager), case.pk, Detail.FULL)
        with pytest.raises(RuleRefused) as refused:
            approve(world, proposal)
        assert refused.value.rules == ("ACC-41",)


@rule("ACC-41")
class TestWhoDecides:
    def test_nobody_on_their_own_proposal(self, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            approve(world, propose(world), actor=world.coordinator)
        assert refused.value.rules == ("ACC-41",)

    @pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "other_coordinator", "auditor"])
    def test_nobody_without_the_office_in_the_area(self, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            propose(world, actor=world.people[who])
        proposal = propose(world)
        with pytest.raises(NotPermitted):
            approve(world, proposal, actor=world.people[who])

    def test_no_co_ordinator_for_every_area(self, world: World) -> None:
        with pytest.raises(NotPermitted):
            propose(world, area=None)


@rule("ACC-42")
class TestAPreview:
    def test_that_has_been_overtaken_is_not_applied(self, world: World) -> None:
        seen = policy_on(world.today).fingerprint()
        proposal = propose(world, row="auditor")
        amended(world)
        with pytest.raises(Conflict):
            propose(world, row="team", detail=Detail.PACK, base=seen)
        with pytest.raises(Conflict):
            approve(world, proposal, base=seen)

    def test_counts_people_and_cases_by_area(self, world: World, case: Case) -> None:
        cases.involve_agency(
            actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today
        )
        factories.make_case(world)
        before = policy_on(world.today)
        after = before.plus(Amendment("x", "manager", world.area.pk, Detail.NOTHING, False))
        found = preview.changes(before=before, after=after, row=ROWS["manager"], area=world.area.pk)
        # Probation's manager loses two cases with their victims, the police's one case.
        assert found == [preview.Change(world.area.name, people=2, changed=3, nothing=3, victims=2)]

    def test_leaves_out_what_stays_open_in_another_way(self, world: World, case: Case) -> None:
        before = policy_on(world.today)
        after = before.plus(Amendment("x", "team", None, Detail.NOTHING, False))
        found = preview.changes(before=before, after=after, row=ROWS["team"], area=None)
        # The team mate loses the case; its owner keeps it.
        assert [(one.people, one.changed) for one in found] == [(1, 1)]

    def test_counts_for_every_tie_what_each_person_then_no_longer_sees(self, world: World) -> None:
        _busy(world)
        before = policy_on(world.today)
        seen = {key: _seen(person, before) for key, person in world.people.items()}
        for row in {row.tie: row for row in TABLE if row.tie is not Tie.NONE}.values():
            after = before.plus(Amendment("x", row.key, None, Detail.NOTHING, True))
            found = preview.changes(before=before, after=after, row=row, area=None)
            lost = sum(len(seen[key] - _seen(person, after)) for key, person in world.people.items())
            assert sum(one.nothing for one in found) == lost, row.key


def _seen(person: User, by: Policy) -> set[Any]:
    """The cases of which somebody sees anything by a policy, asked as their own next request would."""
    from accounts.standing import standing_of
    from offenders.sight import KEPT

    user = again(person)
    standing_of(user).kept[KEPT] = by
    return set(Case.objects.filter(audience(user, Detail.PRESENCE)).values_list("pk", flat=True))


def _busy(world: World) -> None:
    """Cases with every kind of tie to them."""
    until = world.today + dt.timedelta(days=9)
    for number in range(3):
        case = factories.make_case(world)
        for who, capacity in (("vlo", "victim_liaison"), ("police_officer", "worker")):
            access.assign(actor=world.manager, case=case, user=world.people[who], capacity=capacity, starts=world.today)
        for who, capacity in (("chair", "chair"), ("spoc", "invitee"), ("lay_adviser", "observer")):
            case.assignments.create(user=world.people[who], capacity=capacity, starts=world.today)
        case.assignments.create(user=world.administrator, capacity="minute_taker", starts=world.today)
        access.grant(
            actor=world.coordinator, case=case, user=world.stranger, reason="Moves.", starts=world.today, ends=until
        )
        if number == 1:
            access.restrict(actor=world.manager, case=case, restricted=True, reason="Protected person.")
        if number == 2:
            access.deny(
                actor=world.coordinator,
                case=case,
                user=world.auditor,
                reason="Related.",
                starts=world.today,
                review_on=world.today + dt.timedelta(days=90),
            )
    factories.make_child_case(world)


SignIn = Callable[[User], Client]


@rule("ACC-42")
class TestThePages:
    def typed(self, world: World, **changes: str) -> dict[str, str]:
        day = f"{world.today.day} {world.today.month} {world.today.year}"
        terms = {"row": "manager", "area": world.area.pk, "detail": "2", "starts": day, "reason": "After a review."}
        return {**terms, **changes}

    def test_a_change_is_previewed_proposed_and_approved(self, world: World, case: Case, sign_in: SignIn) -> None:
        address = reverse("sight_amend")
        client = sign_in(world.coordinator)
        shown = client.post(address, self.typed(world))
        assert shown.status_code == 200
        assert not PolicyAmendment.objects.exists()
        assert shown.context["changes"] == [preview.Change(world.area.name, 1, 1, 0, 0)]
        assert case.reference not in shown.content.decode()
        carried = {field.html_name: field.value() or "" for field in shown.context["form"]}
        assert client.post(address, {**carried, "starts": self.typed(world)["starts"]}).status_code == 302
        proposal = PolicyAmendment.objects.get()
        decide = reverse("sight_decide", args=[proposal.pk])
        assert client.get(decide).context["asks"] is False
        other = sign_in(world.sysadmin)
        version = other.get(decide).context["form"]["version"].value()
        assert other.post(decide, {"approve": "yes", "version": version}).status_code == 302
        assert not can_see(again(world.manager), case.pk, Detail.FULL)
        listed = sign_in(world.manager).get(reverse("sight")).content.decode()
        assert "Stricter" in listed

    def test_a_decision_on_what_was_decided_is_refused_in_one_sentence_and_recorded(
        self, world: World, sign_in: SignIn
    ) -> None:
        decided = amended(world)
        address = reverse("sight_decide", args=[decided.pk])
        answer = sign_in(world.sysadmin).post(address, {"approve": "yes", "version": ""})
        assert answer.status_code == 422
        assert answer.content.decode().count("This proposal has been decided already.") == 1
        event = AuditEvent.objects.get(subject_id=str(decided.pk), refused=True)
        assert (event.actor_id, event.verb, event.rules) == (world.sysadmin.pk, "policy.approved", ["ACC-41"])

    def test_a_preview_that_was_overtaken_is_shown_anew(self, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.coordinator), reverse("sight_amend")
        version = client.post(address, self.typed(world)).context["form"]["version"].value()
        amended(world, row="auditor")
        answer = client.post(address, self.typed(world, version=version))
        assert answer.status_code == 409
        assert answer.context["form"]["version"].value() != version
        assert PolicyAmendment.objects.count() == 1

    def test_what_is_laxer_is_refused_beside_the_field(self, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.coordinator), reverse("sight_amend")
        version = client.post(address, self.typed(world)).context["form"]["version"].value()
        answer = client.post(address, self.typed(world, row="practitioner_agency", detail="4", version=version))
        assert answer.status_code == 422
        assert "detail" in answer.context["form"].errors

    def test_an_amendment_is_ended_on_its_page(self, world: World, case: Case, sign_in: SignIn) -> None:
        address = reverse("sight_end", args=[amended(world).pk])
        client = sign_in(world.coordinator)
        typed = {"starts": self.typed(world)["starts"], "reason": "Reviewed."}
        shown = client.post(address, typed)
        assert shown.context["changes"] == [preview.Change(world.area.name, 1, 1, 0, 0)]
        version = shown.context["form"]["version"].value()
        assert client.post(address, {**typed, "version": version}).status_code == 302
        approve(world, PolicyAmendment.objects.get(undoes__isnull=False))
        assert can_see(again(world.manager), case.pk, Detail.FULL)

    def test_the_policy_is_shown_as_on_any_day(self, world: World, sign_in: SignIn) -> None:
        starts = world.today + dt.timedelta(days=10)
        amended(world, starts=starts)
        client = sign_in(world.practitioner)
        assert not any(row["stricter"] for row in client.get(reverse("sight")).context["rows"])
        later = client.get(reverse("sight"), {"on": starts.isoformat()})
        assert any(row["stricter"] for row in later.context["rows"])
