"""The pages of referrals: from the case to the paper, nothing typed is lost, and who meets what."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from offenders import timeline
from offenders.models import Case
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from referrals.models import Referral, ReferralDecision, ReferralSection
from referrals.rules.steps import State
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.referrals import builders

SignIn = Callable[..., Client]
HOSTILE = "O'Brien <script>alert(1)</script>"
DAY = dt.timedelta(days=1)


def body(response: Any) -> str:
    return response.content.decode()


def at(name: str, referral: Referral, *more: Any) -> str:
    return reverse(name, args=[referral.case_id, referral.pk, *more])


def text_of(answer: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_a_referral_is_begun_filled_in_and_written_section_by_section(
    world: World, screened: Case, sign_in: SignIn
) -> None:
    client = sign_in(world.practitioner)
    answer = client.post(reverse("referral_start", args=[screened.pk]), {"purpose": "level"}, follow=True)
    page = body(answer)
    assert "to answer" in page
    referral = Referral.objects.get()
    opened = body(client.get(at("referral_section", referral, "person")))
    assert screened.family_name in opened
    sent = {"reason": HOSTILE, "level": "2", "version": "0", "next": "yes"}
    saved = client.post(at("referral_section", referral, "reason"), sent)
    assert saved["Location"] == at("referral_section", referral, "person")
    kept = ReferralSection.objects.get(referral=referral, section="reason")
    assert kept.answers["reason"] == HOSTILE
    shown = body(client.get(at("referral_section", referral, "reason")))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_a_date_that_is_none_is_told_and_the_rest_is_kept_on_the_page(
    world: World, draft: Referral, sign_in: SignIn
) -> None:
    sent = {"born": "31/2/2026", "family_name": "Changedname", "version": "1"}
    answer = sign_in(world.practitioner).post(at("referral_section", draft, "person"), sent)
    assert answer.status_code == 422
    assert "Changedname" in body(answer)


def test_two_who_write_the_same_section_see_both(world: World, draft: Referral, sign_in: SignIn) -> None:
    builders.wrote(draft, world.manager, "plan", plan="Their plan")
    sent = {"plan": "My plan", "version": "1"}
    answer = sign_in(world.practitioner).post(at("referral_section", draft, "plan"), sent)
    assert answer.status_code == 409
    assert {"Their plan", "My plan"} <= {words for words in ("Their plan", "My plan") if words in body(answer)}


@rule("REF-02")
def test_the_check_names_what_is_missing_and_sends_nothing(world: World, screened: Case, sign_in: SignIn) -> None:
    referral = builders.started(screened, world.practitioner, today=world.today)
    client = sign_in(world.practitioner)
    page = body(client.get(at("referral_submit", referral)))
    assert "MARAC involvement" in page
    assert "answers are missing" in page
    answer = client.post(at("referral_submit", referral), {"version": str(referral.version)})
    assert answer.status_code == 422
    assert "“MARAC involvement” is not answered" in body(answer)


@rule("REF-10")
@rule("REF-11")
def test_from_the_list_of_those_that_wait_to_the_decision(world: World, draft: Referral, sign_in: SignIn) -> None:
    sent = {"version": str(draft.version)}
    assert sign_in(world.practitioner).post(at("referral_submit", draft), sent).status_code == 302
    unit = sign_in(world.coordinator)
    listed = body(unit.get(reverse("referrals_waiting")))
    assert at("referral", draft) in listed
    assert "Due in 10 days" in listed
    form = unit.get(at("referral_decide", draft))
    assert "What was submitted" in body(form)
    decided = {
        "outcome": "accepted",
        "level": "2",
        "meeting_on": (world.today + 20 * DAY).strftime("%d/%m/%Y"),
        "grounds": ["rosh_high"],
        "reason": "Agencies have to act together.",
        "version": form.context["form"]["version"].value(),
    }
    assert unit.post(at("referral_decide", draft), {**decided, "meeting_on": ""}).status_code == 422
    page = body(unit.post(at("referral_decide", draft), decided, follow=True))
    assert "accepted at Level 2" in page
    assert reverse("meeting_schedule", args=[draft.case_id]) in page
    assert "No referral waits" in body(unit.get(reverse("referrals_waiting")))


@rule("ACC-27")
def test_what_is_said_about_victims_is_shown_to_who_may_see_them(
    world: World, submitted: Referral, sign_in: SignIn
) -> None:
    assert builders.VICTIM_WORDS in body(sign_in(world.practitioner).get(at("referral", submitted)))
    mate = sign_in(world.team_mate)
    page = body(mate.get(at("referral", submitted)))
    assert builders.VICTIM_WORDS not in page
    assert "Not available to you" in page
    assert mate.get(at("referral_victims", submitted)).status_code == 404
    assert builders.VICTIM_WORDS in body(sign_in(world.practitioner).get(at("referral_victims", submitted)))


@rule("ACC-27")
def test_the_paper_is_tagged_marked_and_leaves_victims_out_for_others(
    world: World, submitted: Referral, sign_in: SignIn
) -> None:
    path = at("referral_pdf", submitted, 1)
    answer = sign_in(world.practitioner).get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert submitted.case.family_name not in answer["Content-Disposition"]
    assert builders.VICTIM_WORDS in text_of(answer)
    document = PdfReader(io.BytesIO(answer.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert all("OFFICIAL" in page.extract_text() for page in document.pages)
    without = text_of(sign_in(world.team_mate).get(path))
    assert builders.VICTIM_WORDS not in without
    assert "left out" in without
    assert AuditEvent.objects.filter(verb="case_referral_pdf.viewed", case_id=submitted.case_id).count() == 2
    assert sign_in(world.practitioner).get(at("referral_pdf", submitted, 2)).status_code == 404


@rule("REF-01")
@pytest.mark.parametrize("who", ["colleague", "stranger", "spoc", "vlo", "sysadmin", "other_coordinator"])
def test_for_others_it_does_not_exist(world: World, submitted: Referral, sign_in: SignIn, who: str) -> None:
    client = sign_in(world.people[who])
    for name in ("referral", "referral_submit", "referral_decide", "referral_withdraw"):
        assert client.get(at(name, submitted)).status_code == 404


def test_a_referral_of_another_case_is_not_found(world: World, submitted: Referral, sign_in: SignIn) -> None:
    other = factories.make_case(world)
    path = reverse("referral", args=[other.pk, submitted.pk])
    assert sign_in(world.practitioner).get(path).status_code == 404
    unknown = reverse("referral_section", args=[submitted.case_id, submitted.pk, "nothing"])
    assert sign_in(world.practitioner).get(unknown).status_code == 404


@rule("REF-13")
def test_a_refusal_is_disputed_and_settled_on_its_pages(world: World, submitted: Referral, sign_in: SignIn) -> None:
    terms = {"outcome": "refused", "level": None, "meeting_on": None, "grounds": []}
    builders.decided(submitted, world.coordinator, today=world.today, **terms)
    submitted.refresh_from_db()
    mine, unit = sign_in(world.practitioner), sign_in(world.coordinator)
    said = {
        "happened_on": world.today.strftime("%d/%m/%Y"),
        "manager": "Head of service",
        "reason": "The risk is underestimated.",
    }
    page = body(mine.post(at("referral_dispute", submitted), {**said, "version": submitted.version}, follow=True))
    assert "Disputed" in page
    submitted.refresh_from_db()
    sent = {**said, "anew": "yes", "version": submitted.version}
    page = body(unit.post(at("referral_settle", submitted), sent, follow=True))
    assert "to be decided anew" in page
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_the_timeline_tells_what_happened(world: World, submitted: Referral) -> None:
    builders.decided(submitted, world.coordinator, today=world.today)
    titles = [event.title for event in timeline.events(viewer=world.practitioner, case=submitted.case)]
    assert "Referral submitted" in titles
    assert "Referral accepted at Level 2" in titles
    assert ReferralDecision.objects.get().reason


@rule("REF-10")
def test_the_list_goes_on_by_key_in_the_same_number_of_statements(
    world: World, submitted: Referral, sign_in: SignIn
) -> None:
    client = sign_in(world.coordinator)
    path = reverse("referrals_waiting")
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    rows = [
        Referral(
            case=submitted.case,
            purpose="level",
            agency=submitted.agency,
            by_lead_agency=True,
            referred_by=world.practitioner,
            state="submitted",
            received_on=world.today - number * DAY,
            decide_from=world.today - number * DAY,
        )
        for number in range(60)
    ]
    for row in rows:
        row.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        first = client.get(path)
    assert len(many) == len(few)
    following = first.context["next"]
    second = client.get(path, {"after": following})
    seen = [str(row.referral.pk) for answer in (first, second) for row in answer.context["rows"]]
    assert len(seen) == len(set(seen)) == 61
    assert second.context["next"] == ""


def test_who_plans_the_meeting_is_told_the_date_that_was_named(
    world: World, submitted: Referral, sign_in: SignIn
) -> None:
    unit, path = sign_in(world.coordinator), reverse("meeting_schedule", args=[submitted.case_id])
    assert "accepted referral" not in body(unit.get(path))
    builders.decided(submitted, world.coordinator, today=world.today)
    assert "The accepted referral named" in body(unit.get(path))


@rule("AUD-42")
def test_a_referral_stands_in_the_case_as_it_stood(world: World, submitted: Referral) -> None:
    builders.decided(submitted, world.coordinator, today=world.today)
    then = AsRecordedBy(submitted.case_id, world.today - DAY)
    told = {one.title: one for one in compare(viewer=world.practitioner, case=submitted.case, then=then)}
    [line] = told["Referrals"].lines
    assert line.then is None
    assert line.now is not None
    assert "Accepted" in line.now
    assert "Level 2" in line.now


@rule("REF-11")
def test_a_referral_is_refused_although_a_level_was_chosen_before(
    world: World, submitted: Referral, sign_in: SignIn
) -> None:
    unit = sign_in(world.coordinator)
    form = unit.get(at("referral_decide", submitted)).context["form"]
    sent = {"outcome": "refused", "level": "2", "grounds": ["rosh_high"], "reason": "One agency can manage the risk."}
    answer = unit.post(at("referral_decide", submitted), {**sent, "version": form["version"].value()})
    assert answer.status_code == 302
    assert ReferralDecision.objects.get().level is None
