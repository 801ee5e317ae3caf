"""The person's copy of the plan: made, printed, given; and what never gets into it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from minutes.facts_person import offered, plan_in_force
from minutes.models import PlanCopy, PlanCopyGiven
from minutes.paper_person import plan_copy_pdf
from minutes.services import person
from offenders import timeline
from offenders.models import Case
from offenders.services.people import record_protected_person
from oversight.reconstruction.naming import Names
from oversight.reconstruction.past import AsRecordedNow
from oversight.reconstruction.sections import plan_for_the_person
from tests.assessments.builders import add
from tests.factories import World
from tests.marks import rule
from tests.minutes.builders import CONDITION, copied, given, in_force, made

SignIn = Callable[..., Client]


def body(response: Any) -> str:
    return str(response.content.decode())


@rule("RMP-14")
def test_a_copy_holds_the_chosen_lines_and_is_given_once(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    in_force(case, me, today=today)
    add(case, me, description="Asks her how she is.", pillar="victim_safety")
    add(case, me, description="Police look in at night.", sensitive=True)
    add(case, me, description="The school keeps watch.", safeguarding=True)
    copy = copied(case, me)
    assert [line["text"] for line in copy.content["lines"]] == [CONDITION, "Weekly office appointment"]
    assert plan_copy_pdf(copy).content == plan_copy_pdf(copy).content
    row = given(copy, me, today=today)
    assert row.recorded_by == me and row.given_on == today
    with pytest.raises(RuleRefused):
        given(copy, me, today=today)
    told = [one.title for one in timeline.events(viewer=me, case=case)]
    assert "The person was given copy 1 of the plan" in told
    now = AsRecordedNow(case.pk)
    ((title, words),) = plan_for_the_person(now, Names(now)).values()
    assert title.startswith("Copy 1, given on") and CONDITION in words


@rule("RMP-14", "RMP-15")
def test_a_line_in_which_something_is_found_is_in_no_copy(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    with pytest.raises(RuleRefused):
        person.make_copy(actor=me, case=case, based_on="", chosen=["licence-0"])
    version = in_force(case, me, today=today, conditions=(CONDITION, "Go on with M.A.R.A.C."))
    for chosen, rules in ((["licence-0", "licence-1"], ("RMP-15",)), ([], ("RMP-14",))):
        with pytest.raises(RuleRefused) as refused:
            person.make_copy(actor=me, case=case, based_on=str(version.pk), chosen=chosen)
        assert tuple(refused.value.rules) == rules
    assert not PlanCopy.objects.exists()
    with pytest.raises(Conflict):
        person.make_copy(actor=me, case=case, based_on="", chosen=["licence-0"])
    assert len(offered(case, plan_in_force(case))) == 3


@rule("RMP-14")
def test_what_becomes_known_afterwards_or_another_plan_stops_a_copy(world: World, case: Case, sign_in: SignIn) -> None:
    me, today = world.practitioner, world.today
    in_force(case, me, today=today, conditions=("Not to go near Ottilie Quillfeather.",))
    copy, client = copied(case, me), sign_in(me)
    pdf = reverse("plan_copy_pdf", args=[case.pk, copy.pk])
    assert client.get(pdf).status_code == 200
    record_protected_person(actor=me, case=case, person={"kind": "victim", "name": "Ottilie Quillfeather"})
    with pytest.raises(RuleRefused):
        given(copy, me, today=today)
    assert client.get(pdf).status_code == 404
    assert "Not to be given any more" in body(client.get(reverse("plan_copies", args=[case.pk])))
    assert not PlanCopyGiven.objects.exists()


@rule("RMP-14")
@pytest.mark.parametrize("who", ["coordinator", "administrator", "auditor", "smb_member", "stranger"])
def test_who_keeps_the_plan_alone_makes_and_gives_copies(world: World, case: Case, who: str) -> None:
    copy = made(case, world.practitioner, today=world.today)
    with pytest.raises(NotPermitted):
        copied(case, world.people[who])
    with pytest.raises(NotPermitted):
        given(copy, world.people[who], today=world.today)


@rule("RMP-14", "RMP-16")
def test_the_pages_offer_what_is_clean_and_show_why_the_rest_is_not(world: World, case: Case, sign_in: SignIn) -> None:
    me, today = world.practitioner, world.today
    told = "Probation tells the victim when he moves."
    client, make = sign_in(me), reverse("plan_copy_make", args=[case.pk])
    assert client.get(make).status_code == 404
    version = in_force(case, me, today=today, conditions=(CONDITION, told))
    page = client.get(make)
    offers = [words for _, words in page.context["form"].fields["lines"].choices]
    assert told in body(page) and offers == [
        f"Licence conditions: {CONDITION}",
        "Supervision: Weekly office appointment",
    ]
    sent = {"version": str(version.pk), "lines": ["licence-1"]}
    assert client.post(make, sent).status_code == 422 and not PlanCopy.objects.exists()
    shown = body(client.post(make, {**sent, "lines": ["licence-0"]}, follow=True))
    assert CONDITION in shown and "Not given yet" in shown and told not in shown
    copy = PlanCopy.objects.get()
    address = reverse("plan_copy_give", args=[case.pk, copy.pk])
    day = f"{today.day}/{today.month}/{today.year}"
    shown = body(client.post(address, {"given_on": day, "how": "Read together."}, follow=True))
    assert "Read together." in shown and "Given" in shown
    assert sign_in(world.stranger).get(reverse("plan_copies", args=[case.pk])).status_code == 404
