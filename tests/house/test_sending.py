"""What is sent reaches a form only from those whom the permission table names; otherwise nothing is kept."""

import pytest

from tests.house.addresses import opener, path_to, signs_in_first
from tests.house.permission_table import TABLE
from tests.house.specimen import Specimen
from tests.house.state import recorded, tables

REFUSALS = {403, 404, 405}
OUTSIDERS = ("stranger", "denied", "other_coordinator", "auditor", "colleague")
FORMS = sorted(name for name, row in TABLE.items() if row.sent_by)
PAGES = sorted(name for name, row in TABLE.items() if not row.sent_by)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_nothing_from_those_who_may_not_send_it(specimen: Specimen, name: str) -> None:
    row, path = TABLE[name], path_to(name, specimen)
    before = recorded()
    outsiders = [viewer for viewer in OUTSIDERS if viewer not in row.sent_by]
    answers = {viewer: specimen.clients[viewer].post(path).status_code for viewer in outsiders}
    assert set(answers.values()) <= REFUSALS
    assert signs_in_first(specimen.clients["anonymous"].post(path))
    assert recorded() == before
    # The same request reaches the form when it comes from somebody who may send it.
    assert specimen.clients[opener(name)].post(path).status_code not in REFUSALS


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_only_shows_takes_nothing_from_anybody(specimen: Specimen, name: str) -> None:
    path = path_to(name, specimen)
    before = recorded()
    assert specimen.clients[opener(name)].post(path).status_code == 405
    assert specimen.clients["denied"].post(path).status_code in REFUSALS
    assert recorded() == before


def test_the_state_that_is_compared_covers_the_tables_of_cases(specimen: Specimen) -> None:
    assert {"offenders_case", "offenders_offence", "meetings_meeting", "youthjustice_youthassessment"} < set(tables())
    before = recorded()
    specimen.case.area.agencies.filter(pk=specimen.world.prison.pk).update(name="Another name")
    changed = {table for table, value in recorded().items() if value != before[table]}
    assert changed == {"accounts_agency", "accounts_agencyhistory"}
