"""Every page of the case and who meets it: one table of page, role and answer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from offenders.models import Case
from offenders.services.access import assign, deny, restrict
from tests.factories import World

SignIn = Callable[..., Client]

ROLES = (
    "practitioner",  # owner, of the case's team, at the lead agency
    "team_mate",  # of the case's team
    "colleague",  # at the lead agency, not of the team: a summary
    "police_officer",  # another agency without a part
    "manager",
    "police_manager",
    "coordinator",
    "administrator",
    "auditor",
    "vlo",  # assigned: a summary and the victims
    "smb_member",
    "lay_adviser",
    "sysadmin",
    "stranger",  # practitioner of another area
    "other_coordinator",
)
FULL = {"practitioner", "team_mate", "manager", "coordinator", "administrator", "auditor"}
RECORDS = {"practitioner", "team_mate", "manager", "coordinator", "administrator"}
LEAD = {"practitioner", "team_mate", "manager"}
MANAGES_ACCESS = {"manager", "coordinator"}
UNIT = {"coordinator"}
VICTIMS = {"practitioner", "manager", "vlo"}
SEES_SUMMARY = FULL | {"colleague", "vlo"}

PAGES: dict[str, set[str]] = {
    "case": SEES_SUMMARY,
    "case_timeline": FULL,
    "case_offences": FULL,
    "case_level": FULL,
    "case_access": FULL,
    "case_victims": VICTIMS,
    "case_identity": RECORDS,
    "alias_add": RECORDS,
    "address_add": RECORDS,
    "involvement_add": RECORDS,
    "offence_record": RECORDS,
    "order_record": RECORDS,
    "custody_record": RECORDS,
    "protected_person_record": VICTIMS,
    "access_assign": MANAGES_ACCESS,
    "access_grant": MANAGES_ACCESS,
    "access_deny": MANAGES_ACCESS,
    "access_restrict": MANAGES_ACCESS,
    "category_decide": RECORDS,
    "category_3": UNIT,
    "category_4": UNIT,
    "screening_record": LEAD,
    "level_decide": LEAD | UNIT,
    "level_1_review": LEAD,
}


@pytest.fixture
def known_case(case: Case, world: World) -> Case:
    """The ordinary case with a victim liaison officer assigned."""
    assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=world.today)
    return case


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_exactly_the_pages_of_the_table(
    known_case: Case, world: World, sign_in: SignIn, role: str
) -> None:
    client = sign_in(world.people[role])
    answers = {name: client.get(reverse(name, args=[known_case.pk])) for name in PAGES}
    met = {name for name, answer in answers.items() if answer.status_code == 200}
    assert met == {name for name, roles in PAGES.items() if role in roles}
    assert {answers[name].status_code for name in PAGES if name not in met} <= {404}
    for name in met:
        title = answers[name].content.decode().split("<title>")[1].split("</title>")[0]
        assert known_case.family_name not in title


def test_a_form_is_refused_on_sending_too(case: Case, world: World, sign_in: SignIn) -> None:
    sent = {"name": "Test Nickname", "kind": "nickname"}
    address = reverse("alias_add", args=[case.pk])
    assert sign_in(world.colleague).post(address, sent).status_code == 404
    assert case.aliass.count() == 0
    assert sign_in(world.practitioner).post(address, sent).status_code == 302
    assert case.aliass.count() == 1


def test_visitors_are_sent_to_sign_in(case: Case) -> None:
    answer = Client().get(reverse("case", args=[case.pk]))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_looking_at_a_case_is_recorded(case: Case, world: World, sign_in: SignIn) -> None:
    sign_in(world.team_mate).get(reverse("case_offences", args=[case.pk]))
    event = AuditEvent.objects.filter(case_id=case.pk).first()
    assert event is not None
    assert (event.verb, event.actor_id, event.via) == ("case_offences.viewed", world.team_mate.pk, "page")


def test_a_summary_shows_the_bar_and_whom_to_ask_and_nothing_more(case: Case, world: World, sign_in: SignIn) -> None:
    page = sign_in(world.colleague).get(reverse("case", args=[case.pk])).content.decode()
    assert case.family_name in page
    assert "Invented Probation Hampshire, the lead agency, or the MAPPA Co-ordinator" in page
    assert "PNC ID" not in page
    assert "Offences and sentences" not in page


class TestARestrictedCase:
    """Named people only; a co-ordinator of the area learns that it exists."""

    @pytest.fixture
    def restricted(self, case: Case, world: World) -> Case:
        return restrict(actor=world.manager, case=case, restricted=True, reason="A relative works here.")

    def test_tells_the_co_ordinator_that_it_exists_and_names_nobody(
        self, restricted: Case, world: World, sign_in: SignIn
    ) -> None:
        page = sign_in(world.coordinator).get(reverse("case", args=[restricted.pk]))
        assert page.status_code == 200
        text = page.content.decode()
        assert "A record exists" in text
        assert restricted.family_name not in text
        assert restricted.reference not in text

    @pytest.mark.parametrize("role", ["team_mate", "administrator", "auditor", "colleague", "other_coordinator"])
    def test_does_not_exist_for_anybody_who_is_not_named(
        self, restricted: Case, world: World, sign_in: SignIn, role: str
    ) -> None:
        assert sign_in(world.people[role]).get(reverse("case", args=[restricted.pk])).status_code == 404

    def test_stays_open_to_whoever_restricted_it_so_that_it_can_be_lifted(
        self, restricted: Case, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("access_restrict", args=[restricted.pk])
        client = sign_in(world.manager)
        seen = client.get(address).context["form"]["version"].value()
        answer = client.post(address, {"restricted": "no", "reason": "The relative has left.", "version": seen})
        assert answer.status_code == 302
        restricted.refresh_from_db()
        assert restricted.restricted is False


def test_a_barred_person_loses_the_case_at_the_next_request(case: Case, world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.team_mate), reverse("case", args=[case.pk])
    assert client.get(address).status_code == 200
    deny(actor=world.manager, case=case, user=world.team_mate, reason="Knows the victim.", starts=world.today)
    assert client.get(address).status_code == 404
