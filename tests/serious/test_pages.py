"""The pages of serious further offences, reviews and critical cases, as people use them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.refusals import RuleRefused
from offenders import timeline
from offenders.models import Case
from oversight.reconstruction.naming import Names
from oversight.reconstruction.past import AsRecordedBy, AsRecordedNow
from oversight.reconstruction.sections import compare
from oversight.reconstruction.serious import critical as critical_events
from serious import services
from serious.models import CriticalEvent, ReviewDecision, ReviewStep, SeriousOffence
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.papers import builders as papers
from tests.serious.builders import charged, critical, decided, recorded
from tests.serious.test_services import at_levels

SignIn = Callable[..., Client]


def body(response: Any) -> str:
    return str(response.content.decode())


def typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def at(name: str, row: SeriousOffence, *more: str) -> str:
    return reverse(name, args=[row.case_id, row.pk, *more])


@rule("SCR-19")
def test_a_charge_is_filled_in_from_mappa_n_and_carried_to_the_first_step(
    world: World, case: Case, sign_in: SignIn
) -> None:
    at_levels(world, case, (200, 2))
    today, client = world.today, sign_in(world.coordinator)
    day = (today - dt.timedelta(days=3)).isoformat()
    paper = papers.drawn_up(
        case, world.practitioner, "N", today=today, kind="murder", committed_on=day, charged_on=day
    ).paper
    papers.sent(paper, world.practitioner, today=today)
    page = client.get(reverse("serious_offence_record", args=[case.pk]))
    assert page.context["form"].initial["kind"] == "murder" and page.context["form"].initial["told_on"] == today
    days = dict.fromkeys(("committed_on", "charged_on"), typed(today - dt.timedelta(days=3)))
    sent = {"kind": "murder", "charge": "Murder.", **days, "told_on": typed(today), "received_on": ""}
    shown = body(client.post(reverse("serious_offence_record", args=[case.pk]), sent, follow=True))
    row = SeriousOffence.objects.get()
    assert row.paper == paper and "Chair to be told" in shown and "Mandatory: murder" in shown
    client.post(
        at("serious_offence_correct", row),
        {**sent, "received_on": typed(today), "reason": "Sent to the Chair.", "version": "1"},
    )
    decision = {"chair": "Augusta Boardman", "decided_on": typed(today), "reason": "As the table says.", "version": "2"}
    refused = client.post(at("review_decide", row), {**decision, "outcome": "none"})
    assert refused.status_code == 422 and not ReviewDecision.objects.exists()
    shown = body(client.post(at("review_decide", row), {**decision, "outcome": "mandatory"}, follow=True))
    assert "Review under way" in shown and "Augusta Boardman" in shown and "National MAPPA Team told" in shown
    sent = {"happened_on": typed(today), "version": "3"}
    shown = body(client.post(at("review_step", row, "team_told"), sent, follow=True))
    assert ReviewStep.objects.get().kind == "team_told" and "MAPPA N section 9 returned" in shown


@rule("SCR-17")
def test_who_manages_the_case_sees_nothing_of_a_review(world: World, case: Case, sign_in: SignIn) -> None:
    at_levels(world, case, (200, 3))
    row = recorded(case, world.coordinator, today=world.today)
    decided(row, world.coordinator, today=world.today)
    for who, opens in (("practitioner", False), ("administrator", False), ("manager", True), ("auditor", True)):
        client = sign_in(world.people[who])
        tab = body(client.get(reverse("case_serious", args=[case.pk])))
        assert ("Murder" in tab) is opens, who
        assert (client.get(at("review", row)).status_code == 200) is opens, who
        assert client.get(at("review_defer", row)).status_code == 404, who
    then = AsRecordedBy(case.pk, world.today)
    told = {who: {one.title for one in compare(viewer=world.people[who], case=case, then=then)} for who in world.people}
    assert "Serious further offences" in told["manager"] and "Serious further offences" not in told["practitioner"]


@rule("CPC-02")
def test_a_critical_case_is_referred_once_its_warning_is_confirmed(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    page = reverse("critical_record", args=[case.pk, "referred"])
    sent = {"happened_on": typed(world.today), "criterion": "media", "details": "Papers sent."}
    warned = client.post(page, sent)
    assert warned.status_code == 422 and "not at Level 3" in body(warned) and not CriticalEvent.objects.exists()
    shown = body(client.post(page, {**sent, "acknowledge": "CPC-02"}, follow=True))
    assert "national media interest" in shown and "The case was registered" in shown
    seen = body(sign_in(world.practitioner).get(reverse("case_serious", args=[case.pk])))
    assert "national media interest" in seen and "The case was registered" not in seen


@pytest.mark.parametrize(("name", "last"), [("review_step", "nonsense"), ("review_step", "lead_named")])
def test_there_is_no_page_for_what_is_no_step(world: World, case: Case, sign_in: SignIn, name: str, last: str) -> None:
    row = recorded(case, world.coordinator, today=world.today)
    client = sign_in(world.coordinator)
    assert client.get(at(name, row, last)).status_code == 404
    assert client.get(reverse("critical_record", args=[case.pk, "nonsense"])).status_code == 404


@rule("SCR-03")
def test_the_register_says_what_is_next_and_takes_the_same_statements_however_many(
    world: World, case: Case, sign_in: SignIn
) -> None:
    client, counts = sign_in(world.coordinator), []
    recorded(case, world.coordinator, today=world.today)
    critical(case, world.coordinator, today=world.today)
    page = body(client.get(reverse("reviews")))
    assert case.family_name in page and "Decision on a review" in page
    for number in (1, 3):
        for _ in range(number):
            recorded(factories.make_case(world), world.coordinator, today=world.today)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("reviews"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert case.family_name not in body(sign_in(world.other_coordinator).get(reverse("reviews")))
    assert sign_in(world.practitioner).get(reverse("reviews")).status_code == 404


@rule("CPC-07")
def test_an_event_of_a_critical_case_is_put_right_and_the_old_text_stays(
    world: World, case: Case, sign_in: SignIn
) -> None:
    event = critical(case, world.manager, today=world.today, details="The wrong papers.")
    client = sign_in(world.coordinator)
    page = reverse("critical_correct", args=[case.pk, event.pk])
    assert "The wrong papers." in body(client.get(page))
    sent = {"happened_on": typed(world.today), "criterion": "both", "details": "The right papers.", "reason": ""}
    assert client.post(page, sent).status_code == 422 and CriticalEvent.objects.count() == 1
    shown = body(client.post(page, {**sent, "reason": "Mixed up with another case."}, follow=True))
    assert all(words in shown for words in ("The right papers.", "The wrong papers.", "Mixed up with another case."))
    late = client.post(page, {**sent, "reason": "Another opinion."})
    assert late.status_code == 422 and "put right already" in body(late) and CriticalEvent.objects.count() == 2
    titles = [one.text for one in timeline.events(viewer=world.practitioner, case=case) if one.rule == "CPC-03"]
    assert len(titles) == 1 and "The right papers." in titles[0]
    now = AsRecordedNow(case.pk)
    ((_, said),) = critical_events(now, Names(now)).values()
    assert "The right papers." in said
    shown = body(sign_in(world.practitioner).get(reverse("case_serious", args=[case.pk])))
    assert "The wrong papers." in shown and page not in shown
    standing = CriticalEvent.objects.get(supersedes=event)
    page = reverse("critical_correct", args=[case.pk, standing.pk])
    shown = body(client.post(page, {**sent, "reason": "Of another case.", "withdrawn": "on"}, follow=True))
    assert "Did not happen" in shown and "Refer the case to the CPPC Team" in shown
    assert not [one for one in timeline.events(viewer=world.practitioner, case=case) if one.rule == "CPC-03"]


@rule("SCR-23")
def test_a_further_offence_names_the_sentence_before_it_and_both_pages_show_that_to_the_few(
    world: World, case: Case, sign_in: SignIn
) -> None:
    today, client = world.today, sign_in(world.coordinator)
    before = factories.conviction(
        case, world.practitioner, today=today, outcome_on=today - dt.timedelta(days=400), title="Invented wounding"
    )
    after = factories.conviction(case, world.practitioner, today=today, outcome_on=today, title="Invented later theft")
    of_another = factories.conviction(
        factories.make_case(world), world.practitioner, today=today, outcome_on=today - dt.timedelta(days=400)
    )
    row = recorded(case, world.coordinator, today=today)
    page = at("serious_offence_correct", row)
    shown = body(client.get(page))
    assert "Invented wounding" in shown and str(of_another.pk) not in shown
    days = {name: typed(getattr(row, name)) for name in ("committed_on", "charged_on", "told_on", "received_on")}
    sent = {"kind": "murder", "charge": "Murder.", **days, "reason": "The sentence is known.", "version": row.version}
    for wrong in (after, of_another):
        assert client.post(page, {**sent, "managed_for": str(wrong.pk)}).status_code == 422
    shown = body(client.post(page, {**sent, "managed_for": str(before.pk)}, follow=True))
    assert "Managed then for the sentence of" in shown and "Invented wounding" in shown
    row.refresh_from_db()
    assert row.managed_for == before
    tab = reverse("case_offences", args=[case.pk])
    for who, opens in (("coordinator", True), ("manager", True), ("practitioner", False)):
        told = body(sign_in(world.people[who]).get(tab))
        assert "Invented wounding" in told and (at("review", row) in told) is opens, who
        assert ("further offence" in told) is opens, who
    with pytest.raises(RuleRefused):
        services.record(
            actor=world.coordinator, case=case, charged=charged(today, kind="rape", managed_for=of_another), today=today
        )
