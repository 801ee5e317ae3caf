"""The permission table is the only one: it covers the matrix of the guidance, and services, buttons and API ask it."""

import ast
from collections.abc import Iterator

import pytest

from offenders.rules.permissions import PERMISSIONS, Relation, Role
from tests.house.doors import python_files, read, role_of
from tests.marks import rule

MATRIX = {
    "screen and propose the level; set Level 1": ("screen_case", "decide_level_1"),
    "refer to Level 2 or 3": ("refer",),
    "refer to Category 3": ("refer",),
    "decide the criteria of Category 3; accept a referral": ("decide_category_3", "decide_referral"),
    "identify discretionary Category 4": ("decide_category_4_discretionary",),
    "decide the level at a meeting": ("decide_level",),
    "end Category 3": ("decide_category",),
    "chair a meeting": ("chair_meeting",),
    "approve, cancel or move a meeting": ("schedule_meeting",),
    "approve minutes and amendments": ("approve_minutes",),
    "release an executive summary": ("release_summary",),
    "disclosure": ("decide_disclosure",),
    "accept an action of the plan": ("plan_risk", "record_meeting"),
}
"""Row of the permission matrix implied by the guidance -> the actions that carry it here."""

NOT_DONE_IN_THE_PRODUCT = {
    "share minutes outside one's own agency": "Minutes leave the product with the chair's agreement, on paper.",
    "log requests for minutes": "Kept by the Co-ordinator outside the product.",
    "the offender or their representative attends": "Never: nobody outside agencies has an account.",
}
"""Rows of the matrix that no service carries out, and why there is no action for them."""

LEAD_WORKERS = dict.fromkeys((Role.PRACTITIONER, Role.MANAGER, Role.YJS_CASE_MANAGER, Role.YJS_MANAGER), Relation.LEAD)
ASKING = {"may", "areas_for", "where_may", "permits", "is_permitted"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def asked_for() -> dict[str, set[str]]:
    """Kind of file -> the actions that such files ask the table about."""
    found: dict[str, set[str]] = {}
    for path in python_files():
        tree, kind = ast.parse(read(path)), role_of(path)
        for name, call in _calls(tree):
            named = [keyword.value for keyword in call.keywords if keyword.arg == "may"]
            asked = call.args if name in ASKING else named
            found.setdefault(kind, set()).update(_texts(asked))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "action" for target in node.targets):
                found.setdefault(kind, set()).update(_texts([node.value]))
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "PERMISSIONS":
                found.setdefault(kind, set()).update(_texts([node.slice]))
    return found


def test_whatever_is_asked_stands_in_the_table() -> None:
    asked = set().union(*asked_for().values())
    assert asked - set(PERMISSIONS) == set()


def test_every_action_is_asked_for_by_a_service() -> None:
    files = [path for path in python_files() if role_of(path) in {"services", "access"}]
    trees = (ast.walk(ast.parse(read(path))) for path in files)
    by_services = {node.value for tree in trees for node in tree if isinstance(node, ast.Constant)}
    assert set(PERMISSIONS) - by_services == set()


def test_buttons_ask_the_same_table_as_services() -> None:
    by_pages = asked_for()["views"]
    assert by_pages - set(PERMISSIONS) == set()
    assert {"manage_access", "record_case", "decide_level", "schedule_meeting"} & by_pages


def test_every_row_of_the_guidance_is_carried_by_an_action_or_says_why_not() -> None:
    assert len(MATRIX) + len(NOT_DONE_IN_THE_PRODUCT) + 1 == 17, "one row more: lay advisers, below"
    assert {action for actions in MATRIX.values() for action in actions} <= set(PERMISSIONS)


@rule("ACC-12")
@pytest.mark.parametrize("role", [Role.LAY_ADVISER, Role.SMB_MEMBER, Role.AUDITOR, Role.PARTNER_SYSTEM])
def test_who_observes_does_nothing(role: Role) -> None:
    assert [action for action, row in PERMISSIONS.items() if role in row.roles] in (
        [],
        ["view_review", "view_enquiry", "view_loose_enquiry", "view_sent_referral", "view_access"],
    )


@rule("ACC-01")
@rule("ACC-06")
@rule("ACC-02")
def test_who_does_what_is_the_guidance_s() -> None:
    assert PERMISSIONS["screen_case"].relations == PERMISSIONS["decide_level_1"].relations == LEAD_WORKERS
    assert PERMISSIONS["decide_category_3"].relations == {Role.COORDINATOR: Relation.AREA}
    assert PERMISSIONS["decide_level"].relation_for("chair") is Relation.MEETING
    assert PERMISSIONS["refer"].relation_for("spoc") is Relation.PART, "seeing the papers is enough to refer"
    for action in ("chair_meeting", "approve_minutes", "release_summary"):
        assert PERMISSIONS[action].roles == {Role.CHAIR}
