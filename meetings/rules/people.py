"""Who chairs a MAPPA meeting, who must be there, and what counts as attendance."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding


class Party(StrEnum):
    """The part a person plays at a meeting, as far as a rule depends on it."""

    POLICE = "police"
    PROBATION = "probation"
    PRISON = "prison"
    YOUTH_OFFENDING_TEAM = "youth_offending_team"
    CHILDRENS_SERVICES = "childrens_services"
    VICTIM_LIAISON_OFFICER = "victim_liaison_officer"
    APPROVED_PREMISES = "approved_premises"
    PRACTITIONER = "practitioner"
    PSYCHOLOGY = "psychology"
    PREVENT = "prevent"
    VICTIMS_ADVISER = "victims_adviser"
    COUNTER_TERRORISM = "counter_terrorism"
    POLICE_MANAGER = "police_manager"
    OTHER_FORCE = "other_force"
    YOUTH_MANAGER = "youth_manager"
    LEAVING_CARE = "leaving_care"
    CLINICIAN = "clinician"
    CHILDS_SOCIAL_WORKER = "childs_social_worker"
    ADULTS_SOCIAL_WORKER = "adults_social_worker"
    OTHER_AGENCY = "other_agency"
    ASSOCIATE = "associate"
    OFFENDER = "offender"
    OFFENDER_REPRESENTATIVE = "offender_representative"
    VICTIM = "victim"

    @property
    def label(self) -> str:
        """The party as the screens print it."""
        return PARTY_LABELS[self]

    @property
    def employer(self) -> "Party":
        """The agency that counts for the chair: victim liaison and Approved Premises staff are Probation."""
        return next((agency for agency, staff in STAFF_OF.items() if self in staff), self)


class Attendance(StrEnum):
    """How an invited person took part. Only `ATTENDED` is attendance (MTG-08)."""

    ATTENDED = "attended"
    APOLOGIES = "apologies"
    REPORT_ONLY = "report_only"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The status as the screens print it."""
        return ATTENDANCE_LABELS[self]

    @property
    def counts(self) -> bool:
        """True only for attendance in person or by link; a written report does not count (MTG-08)."""
        return self is Attendance.ATTENDED


PARTY_LABELS: dict[Party, str] = {
    Party.POLICE: "Police",
    Party.PROBATION: "Probation Service",
    Party.PRISON: "Prison Service or Youth Custody Service",
    Party.YOUTH_OFFENDING_TEAM: "Youth Offending Team",
    Party.CHILDRENS_SERVICES: "Children's Services",
    Party.VICTIM_LIAISON_OFFICER: "Victim Liaison Officer",
    Party.APPROVED_PREMISES: "Approved Premises",
    Party.PRACTITIONER: "Probation Practitioner who manages the case",
    Party.PSYCHOLOGY: "HMPPS Psychology",
    Party.PREVENT: "Prevent lead",
    Party.VICTIMS_ADVISER: "Independent domestic violence adviser",
    Party.COUNTER_TERRORISM: "Counter-Terrorism Police",
    Party.POLICE_MANAGER: "Police offender manager, or named officer",
    Party.OTHER_FORCE: "Police of the other area",
    Party.YOUTH_MANAGER: "Operations manager of the Youth Offending Team",
    Party.LEAVING_CARE: "Leaving care team",
    Party.CLINICIAN: "Clinical team of the case",
    Party.CHILDS_SOCIAL_WORKER: "Lead social worker of the child at risk",
    Party.ADULTS_SOCIAL_WORKER: "Lead social worker of Adult Social Care",
    Party.OTHER_AGENCY: "Other duty to co-operate agency",
    Party.ASSOCIATE: "Associate agency",
    Party.OFFENDER: "The person managed",
    Party.OFFENDER_REPRESENTATIVE: "Representative of the person managed",
    Party.VICTIM: "Victim or advocate",
}

ATTENDANCE_LABELS: dict[Attendance, str] = {
    Attendance.ATTENDED: "Attended",
    Attendance.APOLOGIES: "Apologies",
    Attendance.REPORT_ONLY: "Sent a report, did not attend",
    Attendance.ABSENT: "Did not attend",
}

STAFF_OF: dict[Party, tuple[Party, ...]] = {
    Party.PROBATION: (Party.PRACTITIONER, Party.VICTIM_LIAISON_OFFICER, Party.APPROVED_PREMISES),
    Party.POLICE: (Party.POLICE_MANAGER, Party.COUNTER_TERRORISM),
    Party.PRISON: (Party.PSYCHOLOGY,),
    Party.YOUTH_OFFENDING_TEAM: (Party.YOUTH_MANAGER,),
    Party.CHILDRENS_SERVICES: (Party.CHILDS_SOCIAL_WORKER, Party.LEAVING_CARE),
}
"""Agency -> the parts that people of it play beside representing it."""

STAFF_OF_KIND: dict[str, tuple[Party, ...]] = {
    "mental_health": (Party.CLINICIAN,),
    "adult_social_care": (Party.ADULTS_SOCIAL_WORKER,),
}
"""The same of agencies that are no party of their own, by their kind."""

BESIDE_THE_STANDING = frozenset(
    {
        *(Party.CLINICIAN, Party.CHILDS_SOCIAL_WORKER, Party.ADULTS_SOCIAL_WORKER),
        *(Party.LEAVING_CARE, Party.YOUTH_MANAGER),
    }
)
"""Parts of people who come beside the representative of their agency, and not in their place."""

NEVER_INVITED = frozenset({Party.OFFENDER, Party.OFFENDER_REPRESENTATIVE, Party.VICTIM})
CHAIR_EMPLOYERS = frozenset({Party.POLICE, Party.PROBATION})


@dataclass(frozen=True, slots=True)
class Invitee:
    """One invited person or agency. `attendance` is None until the meeting is held; never a personal name here.

    `kind` is the kind of the agency, `note` why somebody did not come and how their information arrived. `by_name` says
    that a person with an account is asked. `grade` is that of who came (a key of `meetings.rules.grades`, empty while
    not recorded), `delegated` that authority was delegated to them. `outside` says that the agency has not signed the
    information-sharing agreement, `admitted` what the chair said to that (None while nothing), `admission` in words.
    `by_deputy` says that somebody came in their place.
    """

    party: Party
    agency: str
    role: str = ""
    attendance: Attendance | None = None
    is_chair: bool = False
    kind: str = ""
    note: str = ""
    by_name: bool = False
    grade: str = ""
    delegated: bool = False
    outside: bool = False
    by_deputy: bool = False
    admitted: bool | None = None
    admission: str = ""


@dataclass(frozen=True, slots=True)
class Chair:
    """The chair: employing agency (a `Party`) and whether the local MAPPA chairs' training is recorded."""

    employer: Party
    trained: bool
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts of the case on which attendance depends.

    `psychology_at_work` says that HMPPS Psychology works on the case, `risk_may_change` that at a review circumstances
    may change the assessment of risk.
    `lead` and `involved` are kinds of agency: the one that leads, and every one that takes part. `first_at_level_3`
    says that none at Level 3 was held yet, in custody since it began, `psychology_before` that psychology was asked to
    an earlier one, `recently_a_child` that the person is under 21 and was supervised as a child. `foreign` says that
    they are not a British citizen, or may not be, `owner_known` that Immigration Enforcement has named its case owner,
    `marac` that a victim was referred to MARAC, `by_rail` that travel by rail is part of the risk, `child_referral`
    that a referral of a child to children's social care is open, `radicalisation` that there is a risk of it,
    `left_care` that they left care and are under 25, `another_referred` that another agency than the Youth Offending
    Team referred the child, and `area_in_question` that a move to another area is considered. `must_notify` says that
    the person is subject to notification for a sexual offence.
    """

    in_custody: bool = False
    is_child: bool = False
    victim_contact: bool = False
    approved_premises: bool = False
    level: int = 0
    category: int = 0
    lead: str = ""
    involved: frozenset[str] = frozenset()
    first_at_level_3: bool = False
    psychology_before: bool = False
    psychology_at_work: bool = False
    risk_may_change: bool = False
    in_hospital: bool = False
    recently_a_child: bool = False
    child_at_risk: bool = False
    foreign: bool = False
    owner_known: bool = False
    marac: bool = False
    by_rail: bool = False
    child_referral: bool = False
    radicalisation: bool = False
    left_care: bool = False
    another_referred: bool = False
    area_in_question: bool = False
    must_notify: bool = False


@dataclass(frozen=True, slots=True)
class Required:
    """A party that must come, why, by which rule, and whether a written report is enough for it."""

    party: Party
    rule: str
    why: str
    report_is_enough: bool = False


def required_parties(case: Circumstances) -> tuple[Required, ...]:
    """Who must come to a Level 2 or 3 meeting on this case (MTG-09 to MTG-13)."""
    required = [
        Required(Party.POLICE, "MTG-09", "the police attend every Level 2 and 3 meeting"),
        Required(Party.PROBATION, "MTG-09", "Probation attends every Level 2 and 3 meeting"),
    ]
    if case.in_custody:
        required.append(Required(Party.PRISON, "MTG-10", "the person is in custody"))
    if case.is_child:
        required.append(Required(Party.YOUTH_OFFENDING_TEAM, "MTG-11", "the person is a child"))
        required.append(Required(Party.CHILDRENS_SERVICES, "MTG-11", "the person is a child"))
    if case.victim_contact:
        why = "a victim is in contact under the Victim Contact Scheme"
        required.append(Required(Party.VICTIM_LIAISON_OFFICER, "MTG-12", why, report_is_enough=True))
    if case.approved_premises:
        required.append(Required(Party.APPROVED_PREMISES, "MTG-13", "the plan includes Approved Premises"))
    return tuple(required)


def chair_findings(chair: Chair | None, invitees: Sequence[Invitee], *, held: bool = False) -> list[Finding]:
    """Refusals of a chair who may not chair (MTG-01 to MTG-03).

    Colleagues of the chair's agency are counted among those invited or, when `held`, among those who attended.
    """
    if chair is None:
        return [Finding("MTG-01", Effect.REQUIRE, "The meeting has no chair.", "chair", "Choose a chair.")]
    found = []
    agency = chair.agency or chair.employer.label
    if chair.employer.employer not in CHAIR_EMPLOYERS:
        message = f"The chair works for {agency}; only a police or Probation employee may chair."
        found.append(Finding("MTG-01", Effect.REFUSE, message, "chair", "Choose a police or Probation chair."))
    if not chair.trained:
        message = "The chair has no MAPPA chairs' training recorded."
        step = "Choose a trained chair, or have the training recorded first."
        found.append(Finding("MTG-02", Effect.REFUSE, message, "chair", step))
    colleagues = [
        invitee
        for invitee in invitees
        if not invitee.is_chair
        and invitee.party.employer is chair.employer.employer
        and (not held or (invitee.attendance is not None and invitee.attendance.counts))
    ]
    if not colleagues:
        done = "attended" if held else "is invited"
        message = f"The chair would be the only representative of {agency}: nobody else from it {done}."
        step = f"Have another person represent {agency}, or choose another chair."
        found.append(Finding("MTG-03", Effect.REFUSE, message, "chair", step))
    return found


def absent_chair_findings(invitees: Sequence[Invitee]) -> list[Finding]:
    """A refusal of a closing by somebody who did not chair in person or by link (MTG-25)."""
    absent = [one for one in invitees if one.is_chair and one.attendance is not None]
    absent = [one for one in absent if one.by_deputy or not (one.attendance and one.attendance.counts)]
    step = "Correct the attendance list, or have the Unit name who chaired the meeting instead."
    return [
        Finding("MTG-25", Effect.REFUSE, "The chair is marked as not having attended.", "attendance", step)
        for _ in absent[:1]
    ]


def invitation_findings(case: Circumstances, invitees: Sequence[Invitee]) -> list[Finding]:
    """Who is missing from the invitations, and who may not be invited (MTG-09 to MTG-14)."""
    found = [
        Finding(
            "MTG-14",
            Effect.REFUSE,
            f"{invitee.party.label} may not attend a MAPPA meeting.",
            "invitees",
            "Ask for their views in writing or through the agency that is in touch with them.",
        )
        for invitee in invitees
        if invitee.party in NEVER_INVITED
    ]
    invited = {invitee.party for invitee in invitees}
    found += [
        Finding(
            required.rule,
            Effect.REQUIRE,
            f"{required.party.label} must be invited: {required.why}.",
            "invitees",
            f"Invite {required.party.label}.",
        )
        for required in required_parties(case)
        if required.party not in invited
    ]
    return found


def attendance_findings(case: Circumstances, invitees: Sequence[Invitee]) -> list[Finding]:
    """What the recorded attendance lacks (MTG-08 to MTG-13).

    A meeting that took place cannot be undone, so a missing party asks for a reason (WARN) instead of refusing.
    """
    found = [
        Finding(
            "MTG-08",
            Effect.REQUIRE,
            f"{invitee.agency}: attendance is not recorded.",
            "attendance",
            "Choose attended, apologies, sent a report or did not attend.",
        )
        for invitee in invitees
        if invitee.attendance is None
    ]
    for required in missing_parties(case, invitees):
        sent_report = any(
            invitee.party is required.party and invitee.attendance is Attendance.REPORT_ONLY for invitee in invitees
        )
        absence = "sent a report, which is not attendance" if sent_report else "did not attend"
        message = f"{required.party.label} {absence}, although {required.why}."
        step = "Record why, and how their information reached the meeting."
        found.append(Finding(required.rule, Effect.WARN, message, "attendance", step))
    return found


def missing_parties(case: Circumstances, invitees: Sequence[Invitee]) -> tuple[Required, ...]:
    """The parties that had to come and did not; a report is enough only where the rule says so."""

    def is_there(required: Required) -> bool:
        return any(
            invitee.party is required.party
            and invitee.attendance is not None
            and (
                invitee.attendance.counts
                or (required.report_is_enough and invitee.attendance is Attendance.REPORT_ONLY)
            )
            for invitee in invitees
        )

    return tuple(required for required in required_parties(case) if not is_there(required))
