"""Who opens which address, and who may send its form: one row for every address of the project.

A viewer whom a row does not name gets 404, somebody who is not signed in is sent to the sign-in page. The viewers and
how each stands to the two cases are in `specimen`: the adult's case is led by probation, at Level 2 and has meetings;
the child's case is led by the youth justice service. The API has a table of its own below.
"""

from dataclasses import dataclass

from tests.house.specimen import VIEWERS

Viewers = frozenset[str]


def named(*viewers: str) -> Viewers:
    """A set of viewers, each of whom exists."""
    unknown = set(viewers) - set(VIEWERS)
    if unknown:
        raise KeyError(f"no such viewer: {unknown}")
    return frozenset(viewers)


EVERYBODY = frozenset(VIEWERS)
NOBODY: Viewers = frozenset()

# The adult's case
LEAD_WORKERS = named("practitioner", "team_mate", "manager")
UNIT = named("coordinator", "administrator")
CHAIR = named("chair")
LEAD_MANAGERS = named("manager", "coordinator")
RECORDERS = LEAD_WORKERS | UNIT
FULL = RECORDERS | CHAIR | named("auditor")
PACK = FULL | named("spoc")
SUMMARY = PACK | named("colleague", "vlo")
VICTIMS = named("practitioner", "manager", "vlo") | UNIT | CHAIR
VICTIM_RECORDERS = named("practitioner", "manager", "vlo")
PLANNERS = UNIT | CHAIR
INFORMERS = LEAD_WORKERS | named("coordinator", "spoc")
ITEM_DECIDERS = named("practitioner", "manager")
SEEING_REVIEWS = LEAD_MANAGERS | named("auditor")

# The child's case
YJS = named("yjs_case_manager", "yjs_manager")
CHILD_FULL = YJS | UNIT | named("auditor")
YJS_MANAGER = named("yjs_manager")

# The case that is being transferred here
ARRIVING = named("coordinator", "administrator", "manager", "stranger", "other_coordinator")

# Pages about no case
NEW_CASE = RECORDERS | YJS | named("colleague", "stranger", "other_coordinator", "denied")
UNITS = UNIT | named("other_coordinator")
POLICY_MAKERS = named("coordinator", "other_coordinator", "sysadmin")
AREA_POLICY_MAKERS = named("coordinator", "sysadmin")
KEEPERS = named("agency_administrator", "coordinator", "other_coordinator", "sysadmin")
OWN_KEEPERS = KEEPERS - named("other_coordinator")
OWNER_NAMERS = LEAD_MANAGERS | named("yjs_manager", "other_coordinator")
IN_STAFF_MODE = named("support")
OVERSEERS = named("coordinator", "other_coordinator", "auditor")
ASKERS = RECORDERS | CHAIR | YJS | named("colleague", "stranger", "other_coordinator", "denied", "spoc", "vlo")
IN_EMERGENCY = RECORDERS | YJS | named("colleague", "stranger", "other_coordinator", "denied")
COUNTED_FOR = named("smb_member", "lay_adviser", "coordinator", "other_coordinator")
DECIDERS = LEAD_MANAGERS | YJS_MANAGER | named("other_coordinator")
REVIEWERS = DECIDERS | named("auditor")
HANDLERS = UNIT | CHAIR
SEEING_REQUESTS = HANDLERS | named("auditor")
OF_THE_REGISTER = ASKERS | named("auditor")

GROUPS = {
    "EVERYBODY": "everybody who is signed in",
    "LEAD_WORKERS": "practitioners of the case's team and managers of the lead agency",
    "UNIT": "the Co-ordinator and the administrator of the area",
    "CHAIR": "the appointed chair",
    "LEAD_MANAGERS": "managers of the lead agency and the Co-ordinator",
    "RECORDERS": "practitioners of the team, managers of the lead agency, Co-ordinator and administrator",
    "FULL": "those who see the case in full: team, managers, the Unit, the chair, an auditor",
    "PACK": "those who see it in full, and people invited to one of its meetings",
    "SUMMARY": "those who see a summary or more: also colleagues of an agency involved and the victim liaison officer",
    "VICTIMS": "the owner, managers, the Unit from Level 2, the chair and the victim liaison officer assigned",
    "VICTIM_RECORDERS": "the owner, managers of the lead agency and the victim liaison officer assigned",
    "PLANNERS": "the Unit and the chair",
    "INFORMERS": "the team, managers of the lead agency, the Co-ordinator, and who was invited by name",
    "ITEM_DECIDERS": "who recorded the item, and managers of the agency that owns it",
    "YJS": "the youth justice service that leads the child's case",
    "CHILD_FULL": "the youth justice service, the Unit and an auditor",
    "YJS_MANAGER": "a manager of the youth justice service",
    "ARRIVING": "the owner and the Co-ordinator elsewhere, the Unit here, managers of the agency that is to lead here",
    "NEW_CASE": "whoever may record a person in some area",
    "UNITS": "the Co-ordination Unit of any area",
    "POLICY_MAKERS": "Co-ordinators, and system administrators",
    "AREA_POLICY_MAKERS": "the Co-ordinator of the area, and system administrators",
    "KEEPERS": "who keeps accounts: agency administrators, Co-ordinators, system administrators",
    "OWN_KEEPERS": "who keeps the accounts of the agency concerned",
    "OWNER_NAMERS": "managers of any lead agency and Co-ordinators of any area",
    "IN_STAFF_MODE": "support staff while they are in staff mode",
    "OVERSEERS": "Co-ordinators and auditors",
    "ASKERS": "whoever takes part in cases for an agency",
    "IN_EMERGENCY": "practitioners, managers and the Co-ordination Unit of any area",
    "COUNTED_FOR": "board members, lay advisers and Co-ordinators, each of their own area",
    "DECIDERS": "managers and Co-ordinators of any area",
    "SEEING_REVIEWS": "managers of the lead agency, the Co-ordinator and an auditor",
    "HANDLERS": "the Co-ordination Unit and the chair of the latest meeting",
    "SEEING_REQUESTS": "the Co-ordination Unit, the chair of the latest meeting and an auditor",
    "OF_THE_REGISTER": "whoever takes part in cases, and auditors, of any area",
    "REVIEWERS": "managers, Co-ordinators and auditors of any area",
}
"""Name of a set above -> the same in words, for docs/permissions.md."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one address answers. `about` is "case", "child", "arriving" or empty; `meeting` and `account` say which
    of those of the specimen it names."""

    opened_by: Viewers
    sent_by: Viewers = NOBODY
    about: str = ""
    meeting: str = "planned"
    account: str = "settled"
    status: int = 200


def page(opened_by: Viewers, about: str = "case", **more: str) -> Row:
    """A page that only shows: 405 for whoever sends something to it."""
    return Row(opened_by, about=about, **more)  # type: ignore[arg-type]


def form(sent_by: Viewers, about: str = "case", **more: str) -> Row:
    """A form: the same people open it and send it."""
    return Row(sent_by, sent_by, about=about, **more)  # type: ignore[arg-type]


TABLE: dict[str, Row] = {
    # Pages about no case
    "home": page(EVERYBODY, about=""),
    "cases": page(EVERYBODY, about=""),
    "cases_handed_over": page(YJS | named("denied"), about=""),
    "cases_ownerless": page(OWNER_NAMERS, about=""),
    "cases_awaiting_sentence": page(UNITS, about=""),
    "cases_undecided": form(DECIDERS, about=""),
    "due": page(EVERYBODY, about=""),
    "my_alerts": form(EVERYBODY, about=""),
    "alert_put_off": form(named("practitioner"), about=""),
    "meetings": page(EVERYBODY, about=""),
    "action_points": page(EVERYBODY, about=""),
    "rulebook": page(EVERYBODY, about=""),
    "rule": page(EVERYBODY, about=""),
    "rulebook_coverage": page(EVERYBODY, about=""),
    "timescales": page(EVERYBODY, about=""),
    "policies": page(EVERYBODY, about=""),
    "limits_propose": form(AREA_POLICY_MAKERS, about=""),
    "limits_decide": form(AREA_POLICY_MAKERS, about=""),
    "gravity": page(EVERYBODY, about=""),
    "dashboard": page(UNITS, about=""),
    "area_counts": page(COUNTED_FOR, about=""),
    "sight": page(EVERYBODY, about=""),
    "sight_amend": form(POLICY_MAKERS, about=""),
    "sight_decide": form(AREA_POLICY_MAKERS, about=""),
    "sight_end": form(AREA_POLICY_MAKERS, about=""),
    "search": form(EVERYBODY, about=""),
    "sharing_agreements": page(UNITS | named("auditor"), about=""),
    "anomalies": page(named("coordinator", "other_coordinator", "auditor"), about=""),
    "anomaly": Row(named("coordinator", "auditor"), named("coordinator")),
    "case_create": form(NEW_CASE, about=""),
    "access_requests": page(ASKERS, about=""),
    "access_request_new": form(ASKERS, about=""),
    "access_request": form(named("spoc"), about=""),
    "access_requests_waiting": page(DECIDERS, about=""),
    "emergency": form(IN_EMERGENCY, about=""),
    "emergency_uses": page(DECIDERS, about=""),
    "session_keep": Row(EVERYBODY, status=204),
    # Accounts
    "people": form(KEEPERS, about=""),
    "people_choose_agency": page(KEEPERS, about=""),
    "people_invite": form(OWN_KEEPERS, about=""),
    "people_invite_adviser": form(KEEPERS - named("agency_administrator"), about=""),
    "people_dormant": page(KEEPERS, about=""),
    "people_move": form(OWN_KEEPERS, about=""),
    "people_outside": form(AREA_POLICY_MAKERS, about=""),
    "people_agencies": page(KEEPERS, about=""),
    "people_agency": page(OWN_KEEPERS, about=""),
    "people_agency_sign_in": form(AREA_POLICY_MAKERS, about=""),
    "people_agency_domain": form(AREA_POLICY_MAKERS, about=""),
    "people_agency_domain_end": form(AREA_POLICY_MAKERS, about=""),
    "person": page(OWN_KEEPERS, about=""),
    "person_role": form(OWN_KEEPERS, about=""),
    "person_role_end": form(OWN_KEEPERS, about=""),
    "person_job": form(OWN_KEEPERS, about=""),
    "person_remove": form(OWN_KEEPERS, about=""),
    "person_release": form(OWN_KEEPERS, about=""),
    "person_enable": form(OWN_KEEPERS, about=""),
    "person_invite_again": form(OWN_KEEPERS, about=""),
    "person_move": form(OWN_KEEPERS, about=""),
    "person_move_withdraw": form(OWN_KEEPERS, about="", account="leaving"),
    "terms": form(EVERYBODY, about=""),
    "staff": form(named("sysadmin"), about=""),
    "staff_leave": form(IN_STAFF_MODE, about=""),
    "staff_accounts": form(IN_STAFF_MODE, about=""),
    "staff_account": page(IN_STAFF_MODE, about=""),
    "staff_uses": page(OVERSEERS, about=""),
    "staff_use": page(OVERSEERS, about=""),
    # The case
    "case": page(SUMMARY),
    "case_timeline": page(FULL),
    "case_identity": form(RECORDERS),
    "alias_add": form(RECORDERS),
    "address_add": form(RECORDERS),
    "address_assess": form(RECORDERS),
    "involvement_add": form(RECORDERS),
    "involvement_end": form(RECORDERS),
    "case_offences": page(FULL),
    "offence_record": form(RECORDERS),
    "offence_correct": form(RECORDERS),
    "order_record": form(RECORDERS),
    "order_correct": form(RECORDERS),
    "custody_record": form(RECORDERS),
    "custody_release": form(RECORDERS),
    "custody_in_error": form(RECORDERS),
    "offence_in_error": form(RECORDERS),
    "offence_quashed": form(RECORDERS),
    "quashing_in_error": form(RECORDERS),
    "offence_activate": form(RECORDERS),
    "activation_in_error": form(RECORDERS),
    # Custody and release
    "case_custody": page(FULL),
    "custody_event_record": form(RECORDERS),
    "custody_event_correct": form(RECORDERS),
    "prison_report_record": form(RECORDERS),
    "prison_report_pdf": page(FULL),
    "case_circumstances": page(FULL),
    "circumstance_record": form(RECORDERS),
    "case_notification": page(FULL),
    "notification_record": form(UNIT),
    "case_victims": page(VICTIMS),
    "case_release": page(VICTIMS),
    "protected_person_record": form(VICTIM_RECORDERS),
    "protected_person_correct": form(VICTIM_RECORDERS),
    "representation_record": form(VICTIM_RECORDERS),
    "representation_follow": form(VICTIM_RECORDERS),
    "case_access": page(FULL),
    "access_assign": form(LEAD_MANAGERS),
    "access_grant": form(LEAD_MANAGERS),
    "access_deny": form(LEAD_MANAGERS),
    "case_hand_over": form(YJS_MANAGER, about="child"),
    "access_restrict": form(LEAD_MANAGERS),
    "case_looks": page(named("practitioner", "manager", "coordinator", "auditor")),
    "assignment_end": form(LEAD_MANAGERS),
    "grant_end": form(LEAD_MANAGERS),
    "denial_end": form(LEAD_MANAGERS),
    "denial_keep": form(LEAD_MANAGERS),
    "case_kept_out": page(LEAD_MANAGERS | named("auditor")),
    "keep_out": form(LEAD_MANAGERS),
    "let_in": form(LEAD_MANAGERS),
    "emergency_review": form(LEAD_MANAGERS),
    "access_request_decide": form(LEAD_MANAGERS),
    "deadline": page(FULL),
    "deadline_decide": form(LEAD_MANAGERS),
    "deadline_answer": form(LEAD_MANAGERS),
    # Oversight
    "case_as_it_stood": page(FULL),
    "case_chronology": page(LEAD_MANAGERS | named("auditor")),
    "case_chronology_pdf": page(LEAD_MANAGERS | named("auditor")),
    "case_chronology_ask": form(LEAD_MANAGERS | named("auditor")),
    "case_chronology_file": page(named("coordinator")),  # who asked for it
    "case_chronology_download": page(named("coordinator")),
    # Category and level
    "case_level": page(FULL),
    "category_decide": form(RECORDERS),
    "category_3": form(named("coordinator")),
    "category_4": form(named("coordinator")),
    "lowering_approve": form(LEAD_MANAGERS),
    "category_3_consider": form(RECORDERS),
    "category_look_ahead": form(RECORDERS),
    "lead_change": form(LEAD_MANAGERS),
    "danger_consider": form(RECORDERS),
    "retention_review": form(UNIT),
    "level_dispute": form(LEAD_WORKERS | named("coordinator")),
    "level_dispute_further": form(LEAD_WORKERS | named("coordinator")),
    "agency_ask": form(RECORDERS),
    "agency_asked": form(RECORDERS),
    "screening_record": form(LEAD_WORKERS),
    "screening_pdf": page(FULL),
    "level_decide": form(LEAD_WORKERS | CHAIR | named("coordinator")),
    "level_1_review": form(LEAD_WORKERS),
    "level_1_check": form(LEAD_MANAGERS),
    "level_1_checks": page(DECIDERS, about=""),
    # Referrals: the adult's waits for a decision, the child's is a draft
    # Set forms
    "case_papers": page(FULL),
    "paper": page(FULL),
    "paper_pdf": page(FULL),
    "paper_draw_up": form(RECORDERS),
    "paper_weigh": form(RECORDERS),
    "paper_again": form(RECORDERS),
    "paper_send": form(RECORDERS),
    "paper_close": form(RECORDERS),
    "paper_receipt": form(RECORDERS),
    "referrals_waiting": page(named("coordinator", "other_coordinator"), about=""),
    "sent_referrals": page(OF_THE_REGISTER, about=""),
    "referral_send": form(ASKERS, about=""),
    "sent_referral": page(UNIT | named("auditor"), about=""),
    "sent_referral_correct": form(named("administrator"), about=""),
    "sent_referral_take": form(named("coordinator"), about=""),
    "sent_referral_refuse": form(named("coordinator"), about=""),
    "case_referrals": page(FULL),
    "referral": page(FULL),
    "referral_pdf": page(FULL),
    "referral_start": form(YJS, about="child"),
    "referral_section": form(YJS, about="child"),
    "referral_victims": form(YJS, about="child"),
    "referral_submit": form(YJS, about="child"),
    "referral_withdraw": form(LEAD_WORKERS),
    "referral_decide": form(named("coordinator")),
    "referral_dispute": form(LEAD_WORKERS),
    "referral_settle": form(named("coordinator")),
    # Transfers: the adult's was refused, the one of the arriving case waits for an answer
    "transfers": page(UNITS, about=""),
    "case_transfers": page(FULL),
    "transfer_request": form(LEAD_MANAGERS),
    "border_move": form(LEAD_MANAGERS),
    "transfer": page(ARRIVING, about="arriving"),
    "transfer_pdf": page(ARRIVING, about="arriving"),
    "transfer_accept": form(named("coordinator"), about="arriving"),
    "transfer_refuse": form(named("coordinator"), about="arriving"),
    "transfer_settle": form(named("coordinator"), about="arriving"),
    "transfer_again": form(named("other_coordinator"), about="arriving"),
    "transfer_withdraw": form(named("other_coordinator"), about="arriving"),
    "transfer_sent": form(named("other_coordinator"), about="arriving"),
    "transfer_dispute": form(named("other_coordinator"), about="arriving"),
    # Serious further offences and critical cases: the adult's review has begun
    "reviews": page(REVIEWERS, about=""),
    "case_serious": page(FULL),
    "critical_record": form(LEAD_MANAGERS),
    "critical_correct": form(LEAD_MANAGERS),
    "critical_pdf": page(FULL),
    "review": page(SEEING_REVIEWS),
    "review_pdf": page(SEEING_REVIEWS),
    "serious_offence_record": form(named("coordinator")),
    "serious_offence_correct": form(named("coordinator")),
    "review_decide": form(named("coordinator")),
    "review_lead": form(named("coordinator")),
    "review_step": form(named("coordinator")),
    "review_defer": form(named("coordinator")),
    "review_go_on": form(named("coordinator")),
    "review_discontinue": form(named("coordinator")),
    "review_action_add": form(named("coordinator")),
    "review_action_change": form(named("coordinator")),
    "review_action": form(named("coordinator")),
    # ViSOR: a record of the adult was made, and has a partner
    "visor_list": page(UNITS, about=""),
    "case_visor": page(FULL),
    "visor_record": form(RECORDERS),
    "visor_withdraw": form(RECORDERS),
    "visor_part_add": form(RECORDERS),
    "visor_part_end": form(RECORDERS),
    # Requests for minutes: a reply to one about the adult is drafted, another concerns nobody on record
    "enquiries": page(OF_THE_REGISTER, about=""),
    "enquiry_new": form(ASKERS, about=""),
    "enquiry_identify": form(UNIT, about=""),
    "enquiry": page(SEEING_REQUESTS),
    "enquiry_clarify": form(HANDLERS),
    "enquiry_draft": form(HANDLERS),
    "enquiry_exempt": form(HANDLERS),
    "enquiry_lift": form(HANDLERS),
    "enquiry_redacted": form(HANDLERS),
    "enquiry_step": form(HANDLERS),
    "enquiry_letter": page(SEEING_REQUESTS),
    "case_enquiries": page(FULL),
    "enquiry_record": form(HANDLERS),
    "report_ask": form(RECORDERS | CHAIR),
    "report_answer": form(RECORDERS | CHAIR),
    "report_leave": form(RECORDERS | CHAIR),
    "report_clear": form(CHAIR),
    "minutes_loss": form(HANDLERS),
    # Risk, plan and disclosure
    "case_risk": page(FULL),
    "rosh_judge": form(LEAD_WORKERS),
    "tool_record": form(LEAD_WORKERS),
    "case_plan": page(FULL),
    "plan_record": form(LEAD_WORKERS),
    "plan_copies": page(FULL),
    "plan_copy_make": form(LEAD_WORKERS),
    "plan_copy_pdf": page(FULL),
    "plan_copy_give": form(LEAD_WORKERS),
    "action_add": form(LEAD_WORKERS),
    "action_update": form(LEAD_WORKERS),
    "case_disclosure": page(FULL),
    "disclosure_decide": form(LEAD_WORKERS | CHAIR),
    "disclosure_decide_again": form(LEAD_WORKERS | CHAIR),
    "disclosure_made": form(LEAD_WORKERS | CHAIR),
    "disclosure_follow_up": form(LEAD_WORKERS | CHAIR),
    # Information: the item is third-party information of the lead agency, shared with the agency of "spoc"
    "case_information": page(PACK),
    "information_record": form(INFORMERS),
    "information_item": page(INFORMERS),
    "information_correct": form(ITEM_DECIDERS),
    "information_share": form(ITEM_DECIDERS),
    "information_share_end": form(ITEM_DECIDERS),
    "information_keep": form(ITEM_DECIDERS),
    "information_withdraw": form(ITEM_DECIDERS),
    # Meetings
    "case_meetings": page(FULL),
    "meeting_schedule": form(PLANNERS),
    "professionals_meeting": form(LEAD_WORKERS),
    "core_group": page(FULL),
    "core_group_set_up": form(PLANNERS, meeting="closed"),
    "core_group_member": form(PLANNERS),
    "core_group_member_end": form(PLANNERS),
    "core_group_task": form(PLANNERS),
    "core_group_task_done": form(RECORDERS),
    "core_group_report": form(RECORDERS),
    "core_group_end": form(PLANNERS),
    "core_group_meet": form(PLANNERS),
    "core_group_met": form(RECORDERS),
    "core_group_meeting_change": form(PLANNERS),
    "core_group_meeting_cancel": form(PLANNERS),
    "core_group_meeting_note": form(RECORDERS),  # its time has come
    "core_group_meeting_calendar": page(FULL),
    "meeting_days": page(UNITS | CHAIR, about=""),
    "meeting_day_plan": form(UNIT, about=""),
    "meeting_day_withdraw": form(UNIT, about=""),
    "meeting_day_reopen": form(UNIT, about=""),
    "establishments": page(UNIT, about=""),
    "establishment_mailbox": form(UNIT, about=""),
    "expected_grades": page(EVERYBODY, about=""),
    "agree_grade": form(AREA_POLICY_MAKERS, about=""),
    "agreed_grade_decide": form(AREA_POLICY_MAKERS, about=""),
    "standing_members": page(UNIT | CHAIR, about=""),
    "standing_member_add": form(UNIT, about=""),
    "standing_member_change": form(UNIT, about=""),
    "standing_member_end": form(UNIT, about=""),
    "meeting_detail": page(PACK),
    "meeting_action_points": page(CHAIR | named("spoc"), meeting="approved"),
    "returns": page(EVERYBODY, about=""),
    "meeting_people": page(FULL),
    "meeting_brief": page(FULL),
    "meeting_pack": page(FULL),
    "meeting_calendar": page(PACK),
    "cancelled_calendar": page(CHAIR | named("spoc")),  # who stood invited to the meeting that was cancelled
    "return_record": form(named("coordinator", "spoc")),  # the request is to the agency of "spoc"
    "return_attach": form(named("coordinator", "spoc")),
    "return_remind": form(PLANNERS),
    "meeting_attach": form(PLANNERS),
    "attachment_download": page(PACK),  # a paper of the meeting, found clean
    "attachment_withdraw": form(PLANNERS),
    "meeting_invite": form(PLANNERS),
    "meeting_invitations_sent": form(PLANNERS),
    "invitation_withdraw": form(PLANNERS),
    "invitation_email_settle": form(PLANNERS),  # begun an hour ago, and never ended
    "meeting_move": form(PLANNERS),
    "meeting_cancel": form(PLANNERS),
    "meeting_chair": form(PLANNERS),
    "meeting_minute_taker": form(PLANNERS),
    "meeting_item": form(PLANNERS),
    "meeting_attendance": form(PLANNERS),
    "meeting_action": form(PLANNERS),
    "meeting_action_answer": form(PLANNERS),
    "meeting_messenger": form(PLANNERS),
    "meeting_messenger_reply": form(PLANNERS),
    "meeting_close": form(CHAIR),
    "minutes_detail": page(PACK, meeting="approved"),
    "minutes_word": form(PLANNERS, meeting="closed"),
    "minutes_approve": form(CHAIR, meeting="closed"),
    "summary_prepare": form(PLANNERS, meeting="approved"),
    "minutes_pdf": page(FULL, meeting="approved"),
    "minutes_word_draft": page(PLANNERS, meeting="closed"),
    "minutes_copies": page(FULL, meeting="approved"),
    "minutes_copies_make": form(PLANNERS, meeting="approved"),
    "minutes_copies_send": form(PLANNERS, meeting="approved"),
    "minutes_copy_beyond": form(CHAIR, meeting="approved"),
    "minutes_leave_out": form(CHAIR, meeting="approved"),
    "minutes_take_back": form(CHAIR, meeting="approved"),
    "minutes_copy_strike": form(CHAIR, meeting="approved"),
    "minutes_own_copy": form(CHAIR, meeting="approved"),
    "minutes_copy_pdf": page(FULL),
    "minutes_copy_step": form(PLANNERS),
    "minutes_copy_correct": form(PLANNERS),
    "minutes_copy_share": form(PLANNERS),
    "minutes_note_decide": form(CHAIR, meeting="approved"),
    "recording_record": form(PLANNERS, meeting="planned"),
    "recording_deleted": form(PLANNERS, meeting="closed"),
    "summary_overview": page(FULL, meeting="approved"),
    "summary_leaks": form(PLANNERS, meeting="closed"),
    "summary_circulate": form(PLANNERS, meeting="closed"),
    "summary_comment": form(RECORDERS | CHAIR, meeting="closed"),
    "summary_comment_answer": form(CHAIR, meeting="closed"),
    "summary_issue": form(CHAIR, meeting="approved"),
    "summary_recipient": form(CHAIR, meeting="approved"),
    "summary_copy_download": page(FULL),
    "summary_copy_sent": form(PLANNERS),
    "summary_download": page(FULL),
    # A child's assessment
    "case_youth": page(CHILD_FULL, about="child"),
    "youth_transition": form(YJS, about="child"),
    "youth_start": form(YJS, about="child"),
    "youth_assessment": page(CHILD_FULL, about="child"),
    "youth_information": form(YJS, about="child"),
    "youth_reoffending": form(YJS, about="child"),
    "youth_behaviours": form(YJS, about="child"),
    "youth_behaviour_remove": form(YJS, about="child"),
    "youth_rosh": form(YJS, about="child"),
    "youth_outcomes": form(YJS, about="child"),
    "youth_outcome_remove": form(YJS, about="child"),
    "youth_wellbeing": form(YJS, about="child"),
    "youth_intervention": form(YJS, about="child"),
    "youth_submit": form(YJS, about="child"),
    "youth_countersign": form(YJS_MANAGER, about="child"),
    "youth_return": form(YJS_MANAGER, about="child"),
    "youth_panel": form(YJS_MANAGER, about="child"),
}

OPEN_TO_ALL = {
    "favicon": ({302}, "sends browsers to the picture"),
    "health_live": ({200}, "says that the process runs, and nothing else"),
    "health_ready": ({200, 503}, "says whether database and Redis answer, and nothing else"),
    "welcome": ({404}, "opens a new account for who came by the link of their invitation"),
    "welcome_link": ({302}, "takes the token of an invitation out of the address"),
    "verify": ({200}, "says of a file, by its hash, that it is valid, superseded or unknown, and nothing else"),
    "api_schema": ({200}, "describes the API"),
    "api_token": ({405}, "gives tokens to partner systems; see the API's own table"),
}
"""Addresses that need no sign-in -> what they answer to a GET, and why they are open."""

PREFIXES = {
    "account/": "Sign-in and the own account (django-allauth): shows the signed-in person's own account and no case.",
    "admin/": "Reference data and users: staff only, no case content, second factor.",
}
"""Groups of addresses that come with a library. Each has tests of its own."""

API: dict[str, str] = {
    "api_areas": "areas:read",
    "api_agencies": "areas:read",
    "api_offenders": "cases:read",
    "api_offender": "cases:read",
    "api_categories": "cases:read",
    "api_levels": "cases:read",
    "api_rosh_judgements": "rosh:read",
    "api_offender_rosh": "rosh:read",
    "api_reviews_due": "reviews:read",
}
"""API address -> the scope it needs. Without a token 401, without the scope 403, another area's case 404."""
