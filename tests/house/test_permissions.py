"""Every address of the project answers each kind of viewer as the permission table says."""

import pytest
from django.urls import reverse

from tests.house.addresses import own, path_to, signs_in_first
from tests.house.permission_docs import DOCUMENT, as_markdown
from tests.house.permission_table import API, NOBODY, OPEN_TO_ALL, TABLE
from tests.house.specimen import VIEWERS, Specimen
from tests.marks import rule

DRAWN = {"case_chronology_ask"}
"""Forms by which somebody has a document drawn for themselves: nothing of the case changes."""


def test_every_address_stands_in_exactly_one_table() -> None:
    listed = [*TABLE, *OPEN_TO_ALL, *API]
    assert len(listed) == len(set(listed))
    assert not set(own()) - set(listed), "not in the permission table"
    assert not set(listed) - set(own()), "in the permission table but no address any more"


@rule("ACC-20")
@rule("ACC-25")
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_viewer_opens_exactly_what_is_theirs(specimen: Specimen, name: str) -> None:
    row, path = TABLE[name], path_to(name, specimen)
    answers = {viewer: specimen.clients[viewer].get(path).status_code for viewer in VIEWERS}
    expected = {viewer: row.status if viewer in row.opened_by else 404 for viewer in VIEWERS}
    surprises = {viewer: status for viewer, status in answers.items() if status != expected[viewer]}
    assert not surprises
    assert signs_in_first(specimen.clients["anonymous"].get(path))


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
def test_what_needs_no_sign_in_answers_as_listed(specimen: Specimen, name: str) -> None:
    statuses, _ = OPEN_TO_ALL[name]
    answer = specimen.clients["anonymous"].get("/" + own()[name].path)
    assert answer.status_code in statuses
    assert specimen.case.reference not in answer.content.decode()


@rule("ACC-26")
@pytest.mark.parametrize("name", ["meeting_detail", "minutes_detail"])
def test_an_invitee_opens_the_papers_of_no_other_meeting(specimen: Specimen, name: str) -> None:
    of_another = reverse(name, args=[specimen.case.pk, specimen.meetings["closed"].pk])
    assert specimen.clients["spoc"].get(of_another).status_code == 404
    assert specimen.clients["administrator"].get(of_another).status_code == 200


@rule("ACC-25")
def test_a_barred_person_opens_no_page_of_the_case(specimen: Specimen) -> None:
    assert {name for name, row in TABLE.items() if row.about and "denied" in row.opened_by | row.sent_by} == set()


@rule("ACC-12")
def test_who_only_reads_sends_no_form_of_a_case_and_the_system_administrator_opens_none() -> None:
    about_cases = [row for name, row in TABLE.items() if row.about and name not in DRAWN]
    assert all(not row.sent_by & {"auditor", "smb_member", "lay_adviser", "sysadmin"} for row in about_cases)
    assert all("sysadmin" not in row.opened_by for row in about_cases)


def test_nobody_sends_what_they_cannot_open() -> None:
    assert all(row.sent_by <= row.opened_by and row.opened_by != NOBODY for row in TABLE.values())


def test_the_document_says_what_the_table_says() -> None:
    assert DOCUMENT.read_text() == as_markdown(), "run: python -m tests.house.permission_docs"
