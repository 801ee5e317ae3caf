"""The words of custody, leave and release: kinds of event, where a person is, and what is chosen from."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """A kind of event."""

    RECEIVED = "received"
    RELEASED = "released"
    PRISON_MOVE = "prison_move"
    INVITATION_FORWARDED = "invitation_forwarded"
    RELEASE_DATE = "release_date"
    SHORT_NOTICE_TOLD = "short_notice_told"
    POLICE_TOLD = "police_told"
    NO_LICENCE = "no_licence"
    NO_LICENCE_COM = "no_licence_com"
    NO_LICENCE_POLICE = "no_licence_police"
    PAROLE_ELIGIBILITY = "parole_eligibility"
    TARIFF_EXPIRY = "tariff_expiry"
    PAROLE_REVIEW = "parole_review"
    RECALL = "recall"
    RE_RELEASE = "re_release"
    TEMPORARY_RELEASE = "temporary_release"
    TEMPORARY_TAKEN = "temporary_taken"
    OPEN_CONDITIONS = "open_conditions"
    PREMISES_PLANNED = "premises_planned"
    PREMISES_REFERRAL = "premises_referral"
    PREMISES_ARRIVED = "premises_arrived"
    PREMISES_AREA = "premises_area"
    PREMISES_LEFT = "premises_left"
    MCTC_CONSULTED = "mctc_consulted"
    MCTC_ANSWERED = "mctc_answered"
    PATIENT_NOTIFIED = "patient_notified"
    UNESCORTED_LEAVE = "unescorted_leave"
    LEAVE_NOTIFIED = "leave_notified"
    DISCHARGE_PLANNED = "discharge_planned"
    POLICE_CONSULTED = "police_consulted"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    SUPERVISORS_REPORT = "supervisors_report"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    PATIENT_RECALL = "patient_recall"
    TRIBUNAL_REFERRAL = "tribunal_referral"
    AT_LARGE = "at_large"
    RETURNED = "returned"
    VICTIM_POLICE_TOLD = "victim_police_told"


class Group(StrEnum):
    """Under which heading a kind is offered and listed."""

    CUSTODY = "Into and out of custody or hospital"
    RELEASE = "Release and parole"
    RECALL = "Recall, escape and absconding"
    LEAVE = "Temporary release and open conditions"
    PREMISES = "Approved premises"
    MILITARY = "Military Corrective Training Centre"
    HOSPITAL = "Hospital"


class Where(StrEnum):
    """Where the person has to be on the day of an event."""

    ANYWHERE = "anywhere"
    PRISON = "prison"
    HOSPITAL = "hospital"
    INSIDE = "inside"
    OUTSIDE = "outside"


WHERE_WORDS: Mapping[Where, str] = MappingProxyType(
    {
        Where.PRISON: "in prison or youth detention",
        Where.HOSPITAL: "in hospital",
        Where.INSIDE: "in custody or hospital",
        Where.OUTSIDE: "in the community after a release",
    }
)

FIXED_TERM, STANDARD, EMERGENCY = "fixed_term", "standard", "emergency"
RECALLS = {
    FIXED_TERM: "Fixed term recall",
    STANDARD: "Standard recall",
    EMERGENCY: "Emergency recall",
}
FIRST_CALCULATION = "first"
RELEASE_CHANGES = {
    FIRST_CALCULATION: "First calculation, or checked without a change",
    "days_added": "Additional days awarded",
    "days_restored": "Additional days restored",
    "remand": "Days on remand deducted",
    "at_large": "Days unlawfully at large",
    "further_sentence": "A further sentence",
    "appeal": "Appeal or judicial review",
    "parole": "A decision of the Parole Board",
    "discharge": "A decision about the discharge of a patient",
}
NOT_BACK = "not_back"
RETURNS = {"in_time": "Came back in time", "late": "Came back late", NOT_BACK: "Did not come back"}
FAILED_TO_RETURN = "failed_to_return"
LEFT = {"escape": "Escape", "abscond": "Absconded", FAILED_TO_RETURN: "Failed to return from leave"}
PLACES = {"prison": "Prison", "youth": "Youth detention accommodation", "hospital": "Hospital"}
LEAVE_NOTICE, DISCHARGE_NOTICE = "unescorted", "discharge"
NOTICES = {LEAVE_NOTICE: "First unescorted leave", DISCHARGE_NOTICE: "Discharge"}
SILENT = "silent"
ANSWERS = {
    "no_concerns": "No concerns",
    "concerns": "Concerns, or new information on risk",
    SILENT: "No answer within the time",
}
CONSULTED = {
    "com": "Community offender manager",
    "police": "Local police",
    "victim_liaison": "Victim liaison",
}
