"""Who may do what: the table as data."""

import pytest

from offenders.rules.permissions import NO_CASE_ROLES, PERMISSIONS, READ_ONLY_ROLES, Relation, Role
from tests.marks import rule

WORKERS = {Role.PRACTITIONER, Role.MANAGER, Role.YJS_CASE_MANAGER, Role.YJS_MANAGER}
UNIT = {Role.COORDINATOR, Role.ADMINISTRATOR}
EXPECTED = [
    ("screen_case", WORKERS, "ACC-01"),
    ("decide_level_1", WORKERS, "ACC-01"),
    ("dispute_level", WORKERS | {Role.COORDINATOR}, "LVL-33"),
    ("settle_dispute", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "LVL-35"),
    ("approve_lowering", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "LVL-18"),
    ("review_retention", UNIT, "LIFE-10"),
    ("change_lead", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "LIFE-09"),
    ("ask_agency", WORKERS | UNIT, "LVL-31"),
    ("check_level_1", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "LVL-29"),
    ("decide_level", {Role.CHAIR, Role.COORDINATOR}, "ACC-02"),
    ("decide_category", WORKERS | UNIT, "ACC-03"),
    ("decide_category_3", {Role.COORDINATOR}, "CAT-29"),
    ("decide_category_4_discretionary", {Role.COORDINATOR}, "CAT-29"),
    ("record_case", WORKERS | UNIT, "ACC-04"),
    ("involve_agency", WORKERS | UNIT, "ACC-67"),
    ("record_victims", WORKERS | {Role.VLO}, "ACC-04"),
    ("assess_rosh", WORKERS, "ACC-05"),
    ("plan_risk", WORKERS, "ACC-05"),
    ("refer", WORKERS | {Role.SPOC}, "ACC-06"),
    ("schedule_meeting", UNIT | {Role.CHAIR}, "ACC-07"),
    ("chair_meeting", {Role.CHAIR}, "ACC-07"),
    ("record_meeting", UNIT | {Role.CHAIR}, "ACC-07"),
    ("approve_minutes", {Role.CHAIR}, "ACC-08"),
    ("release_summary", {Role.CHAIR}, "ACC-08"),
    ("review_leaks", UNIT | {Role.CHAIR}, "EXS-10"),
    ("confirm_minutes", WORKERS | UNIT | {Role.CHAIR, Role.SPOC, Role.VLO}, "MIN-06"),
    ("comment_on_summary", WORKERS | UNIT | {Role.SPOC, Role.CHAIR}, "EXS-11"),
    ("decide_disclosure", WORKERS | {Role.CHAIR}, "ACC-09"),
    ("add_information", WORKERS | {Role.SPOC, Role.COORDINATOR}, "INF-01"),
    ("decide_information", WORKERS | {Role.SPOC, Role.COORDINATOR}, "INF-03"),
    ("return_information", WORKERS | {Role.SPOC, Role.COORDINATOR}, "MTG-62"),
    ("record_custody", WORKERS | UNIT, "CUS-21"),
    ("hand_over", {Role.YJS_MANAGER}, "ACC-64"),
    ("request_transfer", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "TRF-03"),
    ("answer_transfer", {Role.COORDINATOR}, "TRF-12"),
    ("assess_child", {Role.YJS_CASE_MANAGER, Role.YJS_MANAGER}, "ACC-05"),
    ("countersign", {Role.MANAGER, Role.YJS_MANAGER}, "ACC-10"),
    ("manage_access", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "ACC-11"),
    (
        "ask_to_be_involved",
        WORKERS | UNIT | {Role.CHAIR, Role.SPOC, Role.VLO},
        "ACC-31",
    ),
    ("name_successor", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "ACC-37"),
    ("use_emergency_access", WORKERS | UNIT, "ACC-33"),
    ("review_emergency_access", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "ACC-34"),
    ("record_notification", {Role.PRACTITIONER, Role.MANAGER} | UNIT, "NOT-15"),
    ("record_visor", {Role.PRACTITIONER, Role.MANAGER} | UNIT, "VIS-11"),
    ("decide_referral", {Role.COORDINATOR}, "REF-11"),
    ("write_form", WORKERS | {Role.COORDINATOR, Role.ADMINISTRATOR}, "FRM-01"),
    ("answer_form", {Role.COORDINATOR, Role.ADMINISTRATOR}, "FRM-14"),
    ("decide_deadline", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "DUE-01"),
    ("view_review", {Role.MANAGER, Role.YJS_MANAGER, Role.AUDITOR, Role.COORDINATOR}, "SCR-17"),
    ("record_review", {Role.COORDINATOR}, "SCR-18"),
    ("record_critical", {Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR}, "CPC-06"),
    ("record_enquiry", WORKERS | UNIT | {Role.CHAIR, Role.SPOC, Role.VLO}, "ENQ-01"),
    ("view_enquiry", UNIT | {Role.CHAIR, Role.AUDITOR}, "ENQ-24"),
    ("handle_enquiry", UNIT | {Role.CHAIR}, "ENQ-24"),
    ("send_referral", WORKERS | UNIT | {Role.CHAIR, Role.SPOC, Role.VLO}, "REF-19"),
    ("view_sent_referral", UNIT | {Role.AUDITOR}, "REF-20"),
    ("take_referral", {Role.COORDINATOR}, "REF-21"),
    ("view_loose_enquiry", UNIT | {Role.AUDITOR}, "ENQ-24"),
    ("handle_loose_enquiry", UNIT, "ENQ-24"),
    ("decide_reply", {Role.CHAIR}, "ENQ-15"),
    ("record_report", WORKERS | UNIT | {Role.CHAIR}, "ENQ-19"),
    ("view_access", {Role.MANAGER, Role.YJS_MANAGER, Role.AUDITOR, Role.COORDINATOR}, "ACC-11"),
]


@rule("ACC-01")
@rule("ACC-02")
@rule("ACC-03")
@rule("ACC-04")
@rule("ACC-05")
@rule("ACC-06")
@rule("ACC-07")
@rule("ACC-08")
@rule("ACC-09")
@rule("ACC-10")
@rule("ACC-11")
@rule("ACC-37")
@rule("ACC-67")
@rule("CPC-06")
@rule("ENQ-24")
@rule("SCR-17")
@rule("SCR-18")
@rule("ACC-64")
@rule("CUS-21")
@rule("CAT-29")
@rule("DUE-01")
@rule("NOT-15")
@rule("VIS-11")
@rule("REF-11")
@rule("LVL-29")
@rule("LVL-31")
@rule("LIFE-09")
@rule("LIFE-10")
@rule("LVL-33")
@rule("LVL-35")
@rule("INF-01")
@rule("INF-03")
@pytest.mark.parametrize(("action", "roles", "rule_id"), EXPECTED)
def test_each_action_is_for_exactly_these_roles(action: str, roles: set[Role], rule_id: str) -> None:
    permission = PERMISSIONS[action]
    assert permission.roles == roles
    assert permission.rule == rule_id


def test_no_action_is_left_out_of_this_table() -> None:
    assert set(PERMISSIONS) == {action for action, _, _ in EXPECTED}


@rule("ACC-12")
@pytest.mark.parametrize("role", sorted(READ_ONLY_ROLES | NO_CASE_ROLES))
def test_reading_roles_and_system_administrators_change_nothing(role: Role) -> None:
    allowed = {action for action, permission in PERMISSIONS.items() if role in permission.roles}
    assert allowed <= {"view_access", "view_review", "view_enquiry", "view_loose_enquiry", "view_sent_referral"}


@rule("ACC-12")
def test_a_system_administrator_may_do_nothing_to_a_case() -> None:
    assert not any(Role.SYSTEM_ADMINISTRATOR in permission.roles for permission in PERMISSIONS.values())


def test_the_relation_depends_on_the_role() -> None:
    permission = PERMISSIONS["record_victims"]
    assert permission.relation_for("vlo") is Relation.ASSIGNED
    assert permission.relation_for("practitioner") is Relation.LEAD
    assert permission.relation_for("chair") is None
