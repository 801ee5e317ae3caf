"""The addresses that come with libraries: the own account, and the administration of reference data and users."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from tests.house.addresses import of_group
from tests.house.permission_table import PREFIXES
from tests.house.specimen import NAMES, VIEWERS, Specimen
from tests.house.state import recorded

ADMINISTERED = {
    "accounts.User",
    "accounts.Agency",
    "accounts.Team",
    "accounts.PartnerSystem",
    "oauth2_provider.Application",
    "accounts.Area",
    "accounts.AgencyType",
    "deadlines.BankHolidayOverride",
    "deadlines.Policy",
}
CLOSED = ("/account/signup/", "/account/email/")


def paths(prefix: str) -> list[str]:
    """The addresses of a library that need nothing filled in."""
    found = {"/" + one.path.replace("^", "").replace("$", "") for one in of_group(prefix) if not one.placeholders}
    return sorted(found)


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_each_group_has_addresses(prefix: str) -> None:
    assert paths(prefix)


@pytest.mark.parametrize("path", paths("admin/"))
def test_the_administration_opens_to_staff_only(specimen: Specimen, path: str) -> None:
    answers = {viewer: specimen.clients[viewer].get(path).status_code for viewer in VIEWERS if viewer != "sysadmin"}
    assert not {viewer: status for viewer, status in answers.items() if status not in {302, 403, 404}}
    assert Client().get(path).status_code in {302, 403, 404}


@pytest.mark.parametrize("path", paths("admin/"))
def test_the_administration_shows_staff_no_case(specimen: Specimen, path: str) -> None:
    answer = specimen.clients["sysadmin"].get(path)
    assert answer.status_code in {200, 302, 403, 404, 405}
    shown = answer.content.decode()
    assert specimen.case.reference not in shown
    assert specimen.case.family_name not in shown


def test_only_reference_data_users_and_partners_are_administered() -> None:
    assert {model._meta.label for model in admin.site._registry} == ADMINISTERED


class TestWhatAnAdministratorChanges:
    """Each change is recorded with old and new values; a secret is not. Roles are given elsewhere."""

    def test_a_partner_s_client(self, specimen: Specimen) -> None:
        sent = {
            "name": "Invented system",
            "client_id": "invented-client",
            "client_type": "confidential",
            "authorization_grant_type": "client-credentials",
            "client_secret": "not-for-the-record",
        }
        answer = specimen.clients["sysadmin"].post(reverse("admin:oauth2_provider_application_add"), sent)
        assert answer.status_code == 302
        event = AuditEvent.objects.get(verb="application.added")
        assert event.changes["client_id"][1] == "invented-client"
        assert "not-for-the-record" not in str(event.changes)
        page = specimen.clients["sysadmin"].get(
            reverse("admin:oauth2_provider_application_change", args=[event.subject_id])
        )
        assert "client_secret" not in page.content.decode()


@pytest.mark.parametrize("path", paths("account/"))
def test_the_own_account_shows_no_case_and_nobody_else(specimen: Specimen, path: str) -> None:
    before = recorded()
    for viewer in ("anonymous", "practitioner", "stranger"):
        answer = specimen.clients[viewer].get(path)
        assert answer.status_code < 500
        shown = answer.content.decode()
        assert specimen.case.reference not in shown
        own = VIEWERS.get(viewer)
        assert not [name for name in NAMES if name in shown and name != own]
    assert recorded() == before


@pytest.mark.parametrize("path", CLOSED)
def test_nobody_registers_or_changes_their_address(specimen: Specimen, path: str) -> None:
    for viewer, status in (("anonymous", 302), ("practitioner", 404)):
        assert specimen.clients[viewer].get(path).status_code == status
        assert specimen.clients[viewer].post(path, {"email": "x@example.test"}).status_code == status
