"""What a partner system reads: with token, scope and agreement, and only what the agreement opens."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from accounts.models import PartnerSystem, User
from accounts.roles import Role
from audit.models import AuditEvent
from levels.selectors import current_category
from levels.services import decide_category, decide_level, screen_case
from offenders.models import Case, Involvement
from offenders.services.access import deny, restrict
from offenders.services.people import record_protected_person
from offenders.services.quashing import record_quashing
from tests import factories
from tests.factories import World
from tests.marks import rule

SECRET = "a secret of the tests"
ALL = "areas:read cases:read"
Get = Callable[..., Any]


@pytest.fixture
def partner(world: World) -> PartnerSystem:
    """The police's system: cases in Hampshire with which the police have to do."""
    account = factories.make_user(
        "Police System", agency=world.police, area=world.area, roles=(Role.PARTNER_SYSTEM,), is_active=True
    )
    application = Application.objects.create(
        name="Police",
        client_type="confidential",
        authorization_grant_type="client-credentials",
        client_id="police",
        client_secret=SECRET,
    )
    return PartnerSystem.objects.create(
        application=application,
        account=account,
        agreement="DSA-1",
        scopes=ALL,
        expires_on=timezone.localdate(),
        areas=[world.area.pk],
    )


def token_for(partner: PartnerSystem, scope: str = ALL) -> str:
    row = AccessToken.objects.create(
        application=partner.application,
        token=f"token-{AccessToken.objects.count()}",
        scope=scope,
        expires=timezone.now() + dt.timedelta(minutes=5),
    )
    return str(row.token)


@pytest.fixture
def get(partner: PartnerSystem) -> Get:
    def read(path: str, scope: str = ALL, **headers: str) -> Any:
        headers = headers or {"Authorization": f"Bearer {token_for(partner, scope)}"}
        return Client().get(f"/api/v1/{path}", headers=headers)

    return read


@pytest.fixture
def shared(category_2_case: Case, world: World) -> Case:
    """The ordinary case at Level 1, in which the police take part."""
    case, today = category_2_case, world.today
    Involvement.objects.create(case=case, agency=world.police, starts=today)
    screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=1,
        rationale="x",
        history="One earlier conviction, every appointment kept.",
        information="x",
        sources=1,
        on=today,
        today=today,
    )
    decide_level(
        actor=world.practitioner,
        case=case,
        level=1,
        reason="A reason that stays inside.",
        on=today,
        today=today,
        based_on="",
    )
    case.refresh_from_db()
    return case


CASE_READS = ("offenders/{}/", "offenders/{}/categories/", "offenders/{}/levels/")


class TestTheDoor:
    def test_a_token_is_had_for_client_id_and_secret(self, partner: PartnerSystem) -> None:
        answer = Client().post(
            "/api/token/",
            {
                "grant_type": "client_credentials",
                "client_id": "police",
                "client_secret": SECRET,
                "scope": "cases:read",
            },
        )
        assert answer.status_code == 200
        token = answer.json()["access_token"]
        assert Client().get("/api/v1/offenders/", headers={"Authorization": f"Bearer {token}"}).status_code == 200

    def test_a_wrong_secret_gives_no_token(self, partner: PartnerSystem) -> None:
        sent = {"grant_type": "client_credentials", "client_id": "police", "client_secret": "guess"}
        assert Client().post("/api/token/", sent).status_code == 401

    @pytest.mark.parametrize("path", ["areas/", "agencies/", "offenders/", *CASE_READS])
    def test_without_a_token_nothing_is_read(self, get: Get, shared: Case, path: str) -> None:
        answer = Client().get(f"/api/v1/{path.format(shared.pk)}")
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["code"] == "not_authenticated"

    def test_a_token_that_nobody_issued_is_refused(self, get: Get) -> None:
        assert get("offenders/", Authorization="Bearer made-up").status_code == 401

    def test_a_session_of_a_person_does_not_open_the_api(self, world: World, sign_in: Callable[[User], Client]) -> None:
        assert sign_in(world.coordinator).get("/api/v1/offenders/").status_code == 401

    @pytest.mark.parametrize("path", ["offenders/", *CASE_READS])
    def test_the_token_must_carry_the_scope(self, get: Get, shared: Case, path: str) -> None:
        assert get(path.format(shared.pk), scope="areas:read").status_code == 403
        assert get(path.format(shared.pk), scope="cases:read").status_code == 200

    def test_and_the_agreement_must_cover_it_too(self, get: Get, partner: PartnerSystem) -> None:
        assert get("offenders/").status_code == 200
        PartnerSystem.objects.filter(pk=partner.pk).update(scopes="areas:read")
        assert get("offenders/").status_code == 403
        assert get("areas/").status_code == 200

    def test_the_agreement_holds_on_its_last_day_and_not_on_the_day_after(
        self, get: Get, partner: PartnerSystem
    ) -> None:
        assert get("offenders/").status_code == 200
        PartnerSystem.objects.filter(pk=partner.pk).update(expires_on=timezone.localdate() - dt.timedelta(days=1))
        assert get("offenders/").status_code == 401

    def test_an_account_that_is_off_is_refused(self, get: Get, partner: PartnerSystem) -> None:
        User.objects.filter(pk=partner.account_id).update(is_active=False)
        assert get("offenders/").status_code == 401

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_is_written_through_these_addresses(self, get: Get, partner: PartnerSystem, method: str) -> None:
        headers = {"Authorization": f"Bearer {token_for(partner)}"}
        answer = getattr(Client(), method)("/api/v1/offenders/", {}, content_type="application/json", headers=headers)
        assert answer.status_code in {403, 405}

    def test_an_address_that_does_not_exist_answers_in_json(self, get: Get) -> None:
        answer = get("nothing/")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


class TestWhatIsRead:
    def test_a_case_is_its_summary_and_nothing_more(self, get: Get, shared: Case) -> None:
        assert get(f"offenders/{shared.pk}/").json() == {
            "id": str(shared.pk),
            "reference": shared.reference,
            "given_names": shared.given_names,
            "family_name": shared.family_name,
            "date_of_birth": "1985-05-17",
            "area": "Hampshire",
            "lead_agency": "Invented Probation Hampshire",
            "category": 2,
            "level": 1,
            "rosh": None,
            "rosh_group": None,
            "next_review_on": str(shared.next_review_on),
            "ended_on": None,
        }

    def test_decisions_tell_what_and_when_but_not_the_typed_reason(self, get: Get, shared: Case) -> None:
        category = get(f"offenders/{shared.pk}/categories/").json()["results"]
        assert [(row["category"], row["rules"][0]) for row in category] == [(2, "CAT-08")]
        answer = get(f"offenders/{shared.pk}/levels/")
        assert [(row["level"], row["at_meeting"]) for row in answer.json()["results"]] == [(1, False)]
        assert "A reason that stays inside." not in answer.content.decode()

    @rule("CAT-35")
    def test_a_quashed_conviction_shows_in_the_decision_that_followed(
        self, get: Get, shared: Case, world: World
    ) -> None:
        told = {"quashed_on": world.today, "court": "court_of_appeal", "court_name": "", "followed": "nothing"}
        told |= {"reference": "", "note": ""}
        offence = shared.offences.get()
        record_quashing(actor=world.practitioner, offence=offence, version=1, today=world.today, quashing=told)
        path = f"offenders/{shared.pk}/categories/"
        assert [row["category"] for row in get(path).json()["results"]] == [2]  # no end without a decision
        standing = current_category(shared)
        assert standing is not None
        decide_category(
            actor=world.practitioner, case=shared, reason="It was quashed.", on=world.today, today=world.today,
            based_on=str(standing.pk),
        )  # fmt: skip
        last = get(path).json()["results"][0]
        assert (last["category"], "CAT-35" in last["rules"]) == (None, True)

    def test_the_list_holds_the_cases_of_the_agreement_only(self, get: Get, shared: Case, world: World) -> None:
        factories.make_case(world)
        assert [row["id"] for row in get("offenders/").json()["results"]] == [str(shared.pk)]

    def test_the_list_comes_in_pages_that_meet_every_case_once(self, get: Get, shared: Case, world: World) -> None:
        for _ in range(4):
            Involvement.objects.create(case=factories.make_case(world), agency=world.police, starts=world.today)
        seen: list[str] = []
        path: str | None = "offenders/?page_size=2"
        while path:
            page = get(path).json()
            seen += [row["id"] for row in page["results"]]
            path = page["next"].split("/api/v1/")[1] if page["next"] else None
        assert len(seen) == len(set(seen)) == 5

    def test_victims_never_leave(self, get: Get, shared: Case, world: World) -> None:
        record_protected_person(
            actor=world.practitioner, case=shared, person={"kind": "victim", "name": "Ada Invented"}
        )
        answers = [get(path.format(shared.pk)).content.decode() for path in ("offenders/", *CASE_READS)]
        assert not any("Ada Invented" in answer for answer in answers)

    def test_areas_are_all_42_and_agencies_those_of_the_agreement(self, get: Get, world: World) -> None:
        assert len(get("areas/?page_size=100").json()["results"]) == 42
        names = {row["name"] for row in get("agencies/").json()["results"]}
        assert world.police.name in names
        assert world.other_probation.name not in names

    def test_every_read_is_recorded_with_the_partner_s_account(
        self, get: Get, shared: Case, partner: PartnerSystem
    ) -> None:
        get("offenders/")
        for path in CASE_READS:
            get(path.format(shared.pk))
        events = AuditEvent.objects.filter(actor_id=partner.account_id).order_by("pk")
        assert [event.verb for event in events] == [
            "api_cases.viewed",
            "api_case.viewed",
            "api_categories.viewed",
            "api_levels.viewed",
        ]
        assert {event.via for event in events} == {"api"}
        assert events[0].changes == {"cases": [None, [str(shared.pk)]]}
        assert {event.case_id for event in events[1:]} == {shared.pk}


class TestOutsideTheAgreement:
    def unread(self, get: Get, case: Case) -> None:
        assert {get(path.format(case.pk)).status_code for path in CASE_READS} == {404}
        assert get("offenders/").json()["results"] == []

    def test_a_case_of_another_agency_does_not_exist(self, get: Get, category_2_case: Case) -> None:
        self.unread(get, category_2_case)

    def test_nor_does_one_of_another_area_even_if_the_agency_takes_part(self, get: Get, world: World) -> None:
        away = factories.make_case(
            world, actor=world.stranger, area=world.other_area, lead_agency=world.other_probation, team=None
        )
        Involvement.objects.create(case=away, agency=world.police, starts=world.today)
        self.unread(get, away)

    def test_nor_a_case_whose_involvement_has_ended(self, get: Get, shared: Case, world: World) -> None:
        assert get(f"offenders/{shared.pk}/").status_code == 200
        Involvement.objects.filter(case=shared).in_bulk_with_own_audit().update(ends=world.today)
        self.unread(get, shared)

    def test_nor_a_restricted_case(self, get: Get, shared: Case, world: World) -> None:
        restrict(actor=world.manager, case=shared, restricted=True, reason="Protected person.")
        self.unread(get, shared)

    def test_nor_a_case_from_which_the_account_is_barred(
        self, get: Get, shared: Case, partner: PartnerSystem, world: World
    ) -> None:
        deny(actor=world.manager, case=shared, user=partner.account, reason="By agreement.", starts=world.today)
        self.unread(get, shared)

    def test_what_does_not_exist_and_what_may_not_be_seen_answer_alike(self, get: Get, category_2_case: Case) -> None:
        hidden = get(f"offenders/{category_2_case.pk}/")
        missing = get("offenders/00000000-0000-0000-0000-000000000000/")
        assert (hidden.status_code, json.loads(hidden.content)) == (missing.status_code, json.loads(missing.content))


@rule("ACC-46")
class TestRedactions:
    def test_fields_that_the_agreement_redacts_are_left_out_of_every_answer(
        self, get: Get, shared: Case, partner: PartnerSystem
    ) -> None:
        PartnerSystem.objects.filter(pk=partner.pk).update(redactions=["date_of_birth", "level", "reason"])
        one, listed = get(f"offenders/{shared.pk}/").json(), get("offenders/").json()["results"][0]
        assert not {"date_of_birth", "level"} & {*one, *listed}
        assert one["reference"] == listed["reference"] == shared.reference
        decisions = get(f"offenders/{shared.pk}/levels/").json()["results"]
        assert all(not {"level", "reason"} & set(row) for row in decisions)
