"""Asking to be involved, what is answered, and that asking tells nobody whether there is such a case."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.tasks import note_late_requests
from offenders import selectors
from offenders.access import Detail, can_see
from offenders.models import AccessNotice, AccessRequest, Case
from offenders.services import access
from offenders.services.leaving import end_parts
from offenders.services.requests import answer, ask, say_more, withdraw
from offenders.tasks import pass_on_notices
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
NEED = "We supervise his brother and plan a visit to their house."


def again(person: Any) -> Any:
    return type(person).objects.get(pk=person.pk)


def request_by(person: User, world: World, reference: str, **changes: Any) -> AccessRequest:
    basic = {"part": "sight", "need": NEED, "until": world.today + dt.timedelta(days=10), "today": world.today}
    return ask(actor=again(person), reference=reference, **basic | changes)


def answered(request: AccessRequest, actor: User, world: World, outcome: str, words: str = "Because.") -> AccessRequest:
    row = AccessRequest.objects.get(pk=request.pk)
    return answer(actor=again(actor), request=row, version=row.version, outcome=outcome, words=words, today=world.today)


@pytest.fixture
def asked(world: World, case: Case) -> AccessRequest:
    return request_by(world.police_officer, world, case.reference)


@rule("ACC-31")
class TestAsking:
    @pytest.fixture
    def references(self, world: World, case: Case) -> dict[str, str]:
        hidden, barred = factories.make_case(world), factories.make_case(world)
        access.restrict(
            actor=world.manager, case=hidden, restricted=True, reason="High profile.", coordinators_know=False
        )
        access.deny(
            actor=world.manager, case=barred, user=world.police_officer, reason="A relative.", starts=world.today
        )
        return {
            "ordinary": case.reference,
            "restricted": hidden.reference,
            "barred": barred.reference,
            "nowhere": "MC-0",
        }

    def test_answers_the_same_whatever_the_reference_leads_to(
        self, world: World, references: dict[str, str], sign_in: SignIn
    ) -> None:
        client, until = sign_in(world.police_officer), world.today + dt.timedelta(days=10)
        seen, queries = set(), set()
        client.get(reverse("access_requests"))  # the session is there before anything is counted
        withdraw(actor=world.police_officer, request=request_by(world.police_officer, world, "MC-1"), version=1)
        for reference in references.values():
            typed = {"reference": reference, "part": "worker", "need": NEED, "until": f"{until:%d/%m/%Y}"}
            with CaptureQueriesContext(connection) as captured:
                sent = client.post(reverse("access_request_new"), typed)
            assert sent.status_code == 302
            queries.add(len(captured))
            page = client.get(sent["Location"]).content.decode()
            pk = sent["Location"].split("/")[2]
            body = page[page.index("<main") : page.index("</main")]
            seen.add(_without_token(body.replace(reference, "REF").replace(pk, "ID")))
        assert len(seen) == 1
        assert "If there is such a case, its lead agency decides." in seen.pop()
        assert len(queries) == 1

    def test_the_list_tells_as_little(self, world: World, references: dict[str, str], sign_in: SignIn) -> None:
        for reference in references.values():
            request_by(world.police_officer, world, reference)
        page = sign_in(world.police_officer).get(reverse("access_requests")).content.decode()
        assert page.count("Waits for an answer") == len(references)
        assert "Invented" not in page.replace(world.police.name, "")

    def test_needs_a_sentence_and_an_end_within_a_year(self, world: World, case: Case) -> None:
        for changes in ({"need": "Work."}, {"until": world.today}, {"until": world.today + dt.timedelta(days=400)}):
            with pytest.raises(RuleRefused) as refused:
                request_by(world.police_officer, world, case.reference, **changes)
            assert refused.value.rules == ("ACC-31",)
        assert not AccessRequest.objects.exists()

    def test_asks_once_at_a_time(self, asked: AccessRequest, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            request_by(world.police_officer, world, asked.reference.lower())
        assert refused.value.rules == ("OFF-21",)

    @pytest.mark.parametrize("role", ["auditor", "smb_member", "sysadmin", "lay_adviser"])
    def test_is_not_for_who_takes_no_part_in_cases(self, world: World, case: Case, role: str, sign_in: SignIn) -> None:
        with pytest.raises(NotPermitted):
            request_by(world.people[role], world, case.reference)
        assert sign_in(world.people[role]).get(reverse("access_request_new")).status_code == 404

    def test_starts_from_a_search_that_showed_presence(self, world: World, case: Case, sign_in: SignIn) -> None:
        client = sign_in(world.stranger)
        born = f"{case.date_of_birth:%d/%m/%Y}"
        found = client.post(
            reverse("case_create"), {"stage": "search", "name": case.name, "born": born}
        ).content.decode()
        mark = found.split("?about=")[1].split('"')[0]
        assert str(case.pk) not in found and case.reference not in found
        until = f"{world.today + dt.timedelta(days=10):%d/%m/%Y}"
        form = {"about": mark, "part": "sight", "need": NEED, "until": until}
        assert client.post(reverse("access_request_new"), form).status_code == 302
        assert AccessRequest.objects.get().case == case
        # The mark means nothing to anybody else: they are asked for a reference.
        assert sign_in(world.colleague).post(reverse("access_request_new"), form).status_code == 422


@rule("ACC-32")
class TestAnswering:
    def test_accepting_gives_what_was_asked_for_until_its_day(self, world: World, case: Case) -> None:
        for person, part in ((world.police_officer, "sight"), (world.colleague, "worker"), (world.spoc, "agency")):
            request = request_by(person, world, case.reference, part=part)
            done = answered(request, world.manager, world, "accepted", "")
            assert done.state == "accepted"
        until = world.today + dt.timedelta(days=10)
        assert can_see(again(world.police_officer), case.pk) and can_see(again(world.colleague), case.pk)
        assert case.accessgrants.get().ends == case.involvements.get().ends == until
        assert case.assignments.get(user=world.colleague).ends == until
        assert not can_see(again(world.police_manager), case.pk, Detail.PRESENCE)

    def test_a_refusal_keeps_its_reason_for_the_record_only(
        self, world: World, asked: AccessRequest, sign_in: SignIn
    ) -> None:
        with pytest.raises(RuleRefused):
            answered(asked, world.coordinator, world, "refused", "")
        answered(asked, world.coordinator, world, "refused", "He is under surveillance.")
        page = sign_in(world.police_officer).get(reverse("access_request", args=[asked.pk])).content.decode()
        assert "was not accepted" in page and "surveillance" not in page
        assert asked.steps.get().words == "He is under surveillance."

    def test_more_is_asked_for_and_said(self, world: World, asked: AccessRequest, sign_in: SignIn) -> None:
        answered(asked, world.manager, world, "more_wanted", "Which visit?")
        client, address = sign_in(world.police_officer), reverse("access_request", args=[asked.pk])
        assert "Which visit?" in client.get(address).content.decode()
        version = AccessRequest.objects.get().version
        assert client.post(address, {"what": "more", "words": "", "version": version}).status_code == 422
        assert client.post(address, {"what": "more", "words": "Monday's.", "version": version}).status_code == 302
        assert AccessRequest.objects.get().state == "waiting"
        assert [step.kind for step in asked.steps.all()] == ["more_wanted", "more_said"]

    def test_is_withdrawn_by_whoever_asked_and_nobody_else(self, world: World, asked: AccessRequest) -> None:
        with pytest.raises(NotPermitted):
            withdraw(actor=world.colleague, request=asked, version=1)
        withdraw(actor=world.police_officer, request=asked, version=1)
        with pytest.raises(RuleRefused):
            answered(asked, world.manager, world, "accepted")
        with pytest.raises(RuleRefused):
            say_more(actor=world.police_officer, request=asked, version=2, words="Please.")

    @rule("ACC-26")
    @pytest.mark.parametrize("by", ["agency_administrator", None])
    def test_is_withdrawn_when_they_leave_and_others_are_not(
        self, world: World, case: Case, asked: AccessRequest, by: str | None
    ) -> None:
        kept = request_by(world.spoc, world, case.reference)
        nowhere = request_by(world.police_officer, world, "MC-0")
        actor = world.people[by] if by else None
        end_parts(world.police_officer, actor, world.today, "Dismissed for a reason of its own.")
        states = dict(AccessRequest.objects.values_list("pk", "state"))
        assert states == {asked.pk: "withdrawn", nowhere.pk: "withdrawn", kept.pk: "waiting"}
        step = asked.steps.get()
        assert (step.kind, "Dismissed" in step.words) == ("withdrawn", False)
        event = AuditEvent.objects.get(verb="access_request.withdrawn", case_id=case.pk)
        assert (event.actor_id, event.rules) == (actor.pk if actor else None, ["ACC-26"])
        with pytest.raises(RuleRefused):
            answered(asked, world.manager, world, "accepted")

    @pytest.mark.parametrize("part", ["sight", "worker", "agency"])
    def test_is_not_accepted_for_an_agency_they_no_longer_work_for(self, world: World, case: Case, part: str) -> None:
        moved, there = request_by(world.police_officer, world, case.reference, part=part), world.police_officer.agency
        User.objects.filter(pk=world.police_officer.pk).update(agency=world.prison)
        with pytest.raises(RuleRefused) as refused:
            answered(moved, world.manager, world, "accepted")
        assert refused.value.findings[0].field == "outcome"
        assert not can_see(again(world.police_officer), case.pk, Detail.PRESENCE)
        User.objects.filter(pk=world.police_officer.pk).update(agency=there)
        assert answered(moved, world.manager, world, "accepted").state == "accepted"

    @pytest.mark.parametrize("role", ["practitioner", "police_manager", "other_coordinator", "administrator"])
    def test_is_for_the_lead_agency_s_managers_and_the_co_ordinator(
        self, world: World, asked: AccessRequest, role: str, sign_in: SignIn
    ) -> None:
        with pytest.raises(NotPermitted):
            answered(asked, world.people[role], world, "accepted")
        address = reverse("access_request_decide", args=[asked.pk])
        assert sign_in(world.people[role]).get(address).status_code == 404

    def test_two_who_answer_meet(self, world: World, asked: AccessRequest) -> None:
        answered(asked, world.manager, world, "more_wanted")
        with pytest.raises(Conflict):
            answer(actor=world.coordinator, request=asked, version=1, outcome="accepted", words="", today=world.today)

    @rule("ACC-24")
    def test_nobody_answers_their_own(self, world: World, case: Case) -> None:
        factories.RoleHolding.objects.create(user=world.colleague, role="coordinator", area=world.area)
        access.restrict(actor=world.manager, case=case, restricted=True, reason="High profile.")
        request = request_by(world.colleague, world, case.reference)
        access.restrict(actor=world.manager, case=case, restricted=False, reason="Over.")
        with pytest.raises(RuleRefused) as refused:
            answered(request, world.colleague, world, "accepted")
        assert refused.value.rules == ("ACC-24",)
        assert not selectors.requests_to_decide(viewer=again(world.colleague)).exists()

    @rule("ACC-25")
    @pytest.mark.parametrize("part", ["agency", "worker", "sight"])
    def test_a_barred_person_cannot_be_accepted(self, world: World, case: Case, part: str) -> None:
        request = request_by(world.police_officer, world, case.reference, part=part)
        access.deny(actor=world.manager, case=case, user=world.police_officer, reason="A relative.", starts=world.today)
        with pytest.raises(RuleRefused) as refused:
            answered(request, world.manager, world, "accepted")
        assert refused.value.rules == ("ACC-25",)
        assert answered(request, world.manager, world, "refused").state == "refused"

    @rule("ACC-31")
    def test_what_leads_nowhere_is_refused_by_the_co_ordinator_of_the_area(self, world: World) -> None:
        request = request_by(world.police_officer, world, "MC-0")
        assert list(selectors.requests_to_decide(viewer=world.coordinator)) == [request]
        assert not selectors.requests_to_decide(viewer=world.manager).exists()
        with pytest.raises(NotPermitted):
            answered(request, world.other_coordinator, world, "refused")
        with pytest.raises(RuleRefused):
            answered(request, world.coordinator, world, "accepted")
        assert answered(request, world.coordinator, world, "refused").state == "refused"

    @rule("ACC-23")
    def test_a_restricted_case_s_request_reaches_named_people_only(self, world: World, case: Case) -> None:
        access.restrict(actor=world.manager, case=case, restricted=True, reason="High profile.")
        request = request_by(world.police_officer, world, case.reference)
        assert list(selectors.requests_to_decide(viewer=again(world.manager))) == [request]
        assert not selectors.requests_to_decide(viewer=again(world.coordinator)).exists()
        pass_on_notices()
        assert {notice.recipient for notice in AccessNotice.objects.filter(about=request.pk)} == {world.manager}


class TestNotices:
    def test_go_to_who_decides_once_and_name_nobody(self, world: World, case: Case, asked: AccessRequest) -> None:
        assert [pass_on_notices(), pass_on_notices()] == [2, 0]
        assert {address for message in mail.outbox for address in message.to} == {
            world.manager.email,
            world.coordinator.email,
        }
        answered(asked, world.manager, world, "accepted")
        pass_on_notices()
        assert mail.outbox[-1].to == [world.police_officer.email]
        for message in mail.outbox:
            for word in (case.reference, case.family_name, world.police_officer.full_name, NEED):
                assert word not in message.body + message.subject

    @rule("ACC-32")
    def test_the_co_ordinator_is_told_after_two_working_days_and_once(self, world: World, asked: AccessRequest) -> None:
        made = timezone.make_aware(dt.datetime(2026, 3, 5, 15))  # a Thursday: Friday is day 1, Monday day 2
        AccessRequest.objects.all().in_bulk_with_own_audit().update(made_at=made)
        assert [note_late_requests(day) for day in ("2026-03-06", "2026-03-09", "2026-03-10", "2026-03-10")] == [
            0,
            0,
            1,
            0,
        ]
        told = AccessNotice.objects.get(kind="request_late")
        assert told.recipient == world.coordinator


def _without_token(body: str) -> str:
    """A page without its hidden boxes, whose tokens are drawn anew each time."""
    return re.sub(r'<input[^>]*type="hidden"[^>]*>', "", body)
