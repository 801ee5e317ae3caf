"""The access matrix (docs/access-matrix.md) is what the running product does; nothing of a case is outside it."""

import json
import os
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from offenders.models import Case
from offenders.projection import FIELDS, NEVER_SHOWN, READ
from offenders.rules.needs import Beyond
from offenders.rules.sight import Detail
from tests.house import access_matrix, matrix_states, matrix_words
from tests.house.access_matrix import DOCUMENT, MACHINE, NARROWER, UPDATE, VICTIMS, Sight
from tests.house.permission_table import API, TABLE
from tests.house.specimen import VIEWERS, Specimen
from tests.marks import rule

SUMMARY_LEVELS = {"no case", "presence", "summary"}
ITEM_OF_THE_SPECIMEN = "third_party"
ASKED_BY_HTTP = ("case_victims", "alias_add")


@pytest.fixture(scope="module")
def people(made: Specimen) -> dict[str, User]:
    """Everyone in the matrix."""
    return matrix_states.viewers(made)


@pytest.fixture(scope="module")
def cases(made: Specimen, people: dict[str, User]) -> dict[str, Case]:
    """A case in each state."""
    return matrix_states.cases(made.world, people)


@pytest.fixture(scope="module")
def sight(people: dict[str, User], cases: dict[str, Case]) -> Sight:
    """What everyone has of the case in each state."""
    return access_matrix.sight_of(people, cases)


@pytest.fixture(scope="module")
def found(sight: Sight) -> dict[str, Any]:
    """The matrix as the product answers today; written down when that is asked for."""
    answer: dict[str, Any] = access_matrix.matrix(sight)
    if os.environ.get("UPDATE_ACCESS_MATRIX"):
        MACHINE.write_text(matrix_words.as_json(answer))
        DOCUMENT.write_text(matrix_words.as_markdown(answer))
    return answer


@pytest.fixture(scope="module")
def on_the_specimen(made: Specimen, people: dict[str, User]) -> Sight:
    """What everyone has of the adult's and of the child's case of the specimen."""
    return access_matrix.sight_of(people, {"case": made.case, "child": made.child, "arriving": made.arriving})


@rule("ACC-27")
@pytest.mark.parametrize("part", ["viewers", "routes", "rows", "elsewhere", "narrower", "case", "api"])
def test_what_the_product_answers_is_what_is_written_down(found: dict[str, Any], part: str) -> None:
    written, now = json.loads(MACHINE.read_text())[part], json.loads(json.dumps(found[part]))
    differing = {key: (written.get(key), now.get(key)) for key in written | now if written.get(key) != now.get(key)}
    assert not differing, f"not in the matrix, or otherwise than it says. When it is meant: {UPDATE}"


def test_the_document_says_the_same(found: dict[str, Any]) -> None:
    assert DOCUMENT.read_text() == matrix_words.as_markdown(found), f"run: {UPDATE}"


def test_every_model_that_leads_to_a_case_says_what_its_rows_need() -> None:
    silent = [name for name, model in access_matrix.leading_to_a_case().items() if not access_matrix.needs_of(model)]
    assert not silent, "give each of these models `needs` (offenders/rules/needs.py): who may be shown its rows?"


def test_a_model_that_only_keeps_the_id_of_a_case_is_listed() -> None:
    listed = set(access_matrix.WITHOUT_NEEDS) | set(access_matrix.leading_to_a_case())
    assert access_matrix.naming_a_case() <= listed, "say in WITHOUT_NEEDS who reads it"


def test_needs_name_fields_that_exist() -> None:
    for label, model in access_matrix.leading_to_a_case().items():
        needs = access_matrix.needs_of(model)
        assert needs is not None
        assert set(needs.fields) <= {field.name for field in model._meta.concrete_fields}, label


def test_every_column_of_a_case_is_read_by_the_projection_or_shown_nowhere() -> None:
    told = {column for columns, _ in READ.values() for column in columns}
    columns = {field.name for field in Case._meta.concrete_fields}
    assert told | set(NEVER_SHOWN) == columns, "say in offenders/projection.py how it is shown, or why never"
    assert not told & set(NEVER_SHOWN)


def test_every_page_about_a_case_and_every_address_of_the_api_is_in_it() -> None:
    written = json.loads(MACHINE.read_text())
    about = {name for name, row in TABLE.items() if row.about}
    assert set(written["routes"]) == about, f"a page is not in the matrix. Run: {UPDATE}"
    assert set(written["api"]) == set(API), f"an address of the API is not in the matrix. Run: {UPDATE}"


@rule("ACC-20")
@pytest.mark.parametrize("name", sorted(access_matrix.route_needs()))
def test_a_page_opens_to_those_who_have_what_it_asks_for(on_the_specimen: Sight, name: str) -> None:
    """Who opens it is asked by HTTP elsewhere, page by page and viewer by viewer: this is the same answer."""
    row, needs = TABLE[name], access_matrix.route_needs()[name]
    meeting = {viewer for viewer in VIEWERS if needs.met_by(on_the_specimen[viewer][row.about], ITEM_OF_THE_SPECIMEN)}
    if name in NARROWER:
        assert row.opened_by <= meeting
    else:
        assert row.opened_by == meeting


ROWS = {
    label: model
    for label, model in access_matrix.leading_to_a_case().items()
    if model is not Case and hasattr(model._default_manager, "visible_to")
}
BY_OFFICE = (Beyond.OFFICE, Beyond.NOBODY)


@rule("ACC-27")
@rule("ACC-28")
def test_rows_are_seen_by_those_who_have_what_their_kind_needs(
    made: Specimen, people: dict[str, User], on_the_specimen: Sight
) -> None:
    """Asked as one viewer for each different sight of the two cases; rows of meetings and items show to fewer."""
    both = {made.case.pk: "case", made.child.pk: "child"}
    alike = {tuple(on_the_specimen[who].values()): who for who in people}
    for label, model in ROWS.items():
        needs, manager = access_matrix.needs_of(model), model._default_manager
        assert needs is not None
        if needs.beyond in BY_OFFICE:
            continue
        there = manager.filter(case__in=list(both)).order_by().values_list("case", flat=True).distinct()
        for case_id in list(there):
            for who in alike.values():
                cell = on_the_specimen[who][both[case_id]]
                enough = cell.detail >= needs.detail and (needs.beyond is not Beyond.VICTIMS or VICTIMS in cell.items)
                seen = access_matrix.sees_rows(model, people[who], case_id)
                assert seen <= enough, (label, who)
                assert seen == enough or needs.beyond in (Beyond.MEETING, Beyond.KIND, Beyond.NOT_A_REVIEW), (
                    label,
                    who,
                )


def test_what_needs_full_sight_is_withheld_by_the_api_and_nothing_else_is(found: dict[str, Any]) -> None:
    withheld = {
        f"{name}.{field}"
        for name, answer in found["api"].items()
        for field, level in answer["fields"].items()
        if level not in SUMMARY_LEVELS
    }
    in_full = {f"{name}.{field}" for name in ("api_offenders", "api_offender") for field in _in_full()}
    assert withheld == in_full | {"api_rosh_judgements.narrative", "api_offender_rosh.narrative"}


def _in_full() -> set[str]:
    return {"gender", "ethnicity", "pnc_id", "visor_ref", "prison_number"}


def test_the_case_shows_no_less_with_each_level() -> None:
    assert {FIELDS[name][0] for name in ("area", "lead_agency")} == {Detail.PRESENCE}
    assert all(FIELDS[name][0] is Detail.FULL for name in _in_full())


@rule("ACC-12")
@rule("ACC-25")
def test_the_barred_and_those_without_a_need_have_nothing_in_any_state(found: dict[str, Any]) -> None:
    for viewer in ("denied", "sysadmin", "smb_member", "agency_administrator", "support", "superuser"):
        assert {tuple(cell) for cell in found["viewers"][viewer].values()} == {("nothing", "", "")}, viewer


@rule("ACC-26")
def test_whoever_has_left_sees_less(found: dict[str, Any]) -> None:
    levels = [detail.name.lower() for detail in Detail]
    for viewer in ("practitioner", "chair", "spoc", "vlo", "lay_adviser", "granted", "in_emergency", "partner"):
        before, after = (levels.index(found["viewers"][viewer][state][0]) for state in ("managed", "left"))
        assert after < before, viewer


@rule("ACC-23")
def test_a_restricted_case_is_there_for_named_people_and_where_that_is_hidden_for_nobody_else(
    found: dict[str, Any],
) -> None:
    unnamed = ("team_mate", "colleague", "manager", "auditor", "in_emergency", "partner")
    assert {found["viewers"][viewer][state][0] for viewer in unnamed for state in ("restricted", "hidden")} == {
        "nothing"
    }
    assert found["viewers"]["coordinator"]["restricted"] == ["presence", "", ""]
    assert found["viewers"]["coordinator"]["hidden"] == ["nothing", "", ""]


@rule("ACC-33")
@rule("INF-13")
def test_emergency_access_opens_no_sensitive_item_and_changes_nothing(found: dict[str, Any]) -> None:
    detail, items, permissions = found["viewers"]["in_emergency"]["managed"]
    assert (detail, items) == ("full", "ordinary")
    assert not set(permissions.split()) & {"record_case", "plan_risk", "screen_case"}


@rule("ACC-20")
@rule("ACC-23")
@rule("ACC-25")
@pytest.mark.parametrize("state", matrix_states.STATES)
def test_by_http_it_is_the_same(made: Specimen, cases: dict[str, Case], sight: Sight, state: str) -> None:
    """One viewer for each different sight of the case in this state asks for pages of different needs."""
    have = {viewer: sight[viewer][state] for viewer in VIEWERS}
    alike = {(cell.detail, VICTIMS in cell.items, "record_case" in cell.permissions): who for who, cell in have.items()}
    for viewer in alike.values():
        for name in ("case", *(ASKED_BY_HTTP if have[viewer].detail else ())):
            needs, path = access_matrix.route_needs()[name], reverse(name, args=[cases[state].pk])
            expected = 200 if needs.met_by(have[viewer], "") else 404
            assert made.clients[viewer].get(path).status_code == expected, (name, viewer)
