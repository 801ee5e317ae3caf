"""Who comes to a meeting, who is asked, and what of the case decides it, as the rules see it. For `facts`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from accounts.models import Agency, User
from accounts.roles import Role
from accounts.standing import standing_of
from circumstances.facts import who_else
from circumstances.rules.support import CARE_UNTIL_AGE
from custody import facts as of_custody
from meetings import elsewhere
from meetings.models import Invitation, Meeting
from meetings.psychology import psychology_of
from meetings.rules.people import Attendance, Chair, Circumstances, Invitee, Party
from notification.selectors import REQUIREMENTS
from offenders.models import Case, CustodyPeriod, Involvement, Order, ProtectedPerson
from offenders.rules.ages import age_on
from referrals.facts import referred_by

SUBJECT_TO_NOTIFICATION, CONNECTED_WITH_TERRORISM = 1, 4
_BY_KIND = {
    "police": Party.POLICE,
    "probation": Party.PROBATION,
    "prison": Party.PRISON,
    "youth_offending_team": Party.YOUTH_OFFENDING_TEAM,
    "childrens_services": Party.CHILDRENS_SERVICES,
}
ADULT, YOUNG_ADULT = 18, 21


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody to be invited: an agency in a role, and the person when one is known."""

    agency: Agency
    role_title: str
    party: Party
    person: User | None = None
    person_name: str = ""

    @property
    def kind(self) -> str:
        """The kind of the agency."""
        return self.agency.kind_id


def party_of(agency: Agency | None) -> Party:
    """The part an agency plays by its kind; somebody without an agency counts as an associate."""
    if agency is None:
        return Party.ASSOCIATE
    by_standing = Party.ASSOCIATE if agency.kind.standing == "associate" else Party.OTHER_AGENCY
    return _BY_KIND.get(agency.kind_id, by_standing)


def chair_facts(chair: User, area: str) -> Chair:
    """The chair as the rules see one: trained means recorded training and the role in the case's area."""
    trained = chair.may_chair and area in standing_of(chair).areas(Role.CHAIR)
    name = chair.agency.name if chair.agency else "no agency"
    return Chair(employer=party_of(chair.agency), trained=trained, agency=name)


def second_chair_facts(chair: User | None, area: str) -> Chair | None:
    """The second chair of a counter-terrorism meeting as the rules see one; None where there is none."""
    return chair_facts(chair, area) if chair is not None else None


def chair_as_invited(chair: User) -> Asked | None:
    """The chair's own line of the attendance list."""
    if chair.agency is None:
        return None
    return Asked(agency=chair.agency, role_title="Chair of the meeting", party=party_of(chair.agency), person=chair)


def circumstances_of(meeting: Meeting, case: Case) -> Circumstances:
    """What decides who must come to this meeting, as it was on its day, at its level."""
    premises = meeting.approved_premises
    return circumstances(case, approved_premises=premises, on=meeting.held_on, level=meeting.level, meeting=meeting)


def circumstances(
    case: Case,
    *,
    approved_premises: bool,
    on: date | None = None,
    level: int | None = None,
    meeting: Meeting | None = None,
) -> Circumstances:
    """What decides who must come to a meeting on a day, today when none is given: a fixed number of queries.

    What is not known of a day to come is as it is today; the age is that of the day itself.
    """
    today = timezone.localdate()
    held_on = on or today
    known_on = min(held_on, today)
    stays = CustodyPeriod.objects.filter(Q(released_on__isnull=True) | Q(released_on__gte=known_on), case=case)
    period = stays.filter(starts_on__lte=known_on).order_by("-starts_on").first()
    place = period.place if period else None
    protected = ProtectedPerson.objects.filter(case=case).values_list("victim_contact", "is_child").distinct()
    at_risk = list(protected)
    parts = list(Involvement.objects.filter(case=case).values_list("agency__kind_id", "ends"))
    before = timezone.make_aware(datetime.combine(held_on, time.min))
    held = Meeting.objects.filter(case=case, status=Meeting.Status.HELD, starts_at__lt=before)
    at_level_3 = held.filter(level=3)
    if period is not None:
        since = timezone.make_aware(datetime.combine(period.starts_on, time.min))
        at_level_3 = at_level_3.filter(starts_at__gte=since)
    age = age_on(case.date_of_birth, held_on)
    others = who_else(case)
    child = age < ADULT
    psychology = psychology_of(case, held, known_on=known_on, meeting=meeting)
    return Circumstances(
        in_custody=place is not None and place != CustodyPeriod.Place.HOSPITAL,
        in_hospital=place == CustodyPeriod.Place.HOSPITAL,
        is_child=child,
        victim_contact=any(contact for contact, _ in at_risk),
        child_at_risk=any(child for _, child in at_risk),
        approved_premises=approved_premises or of_custody.in_approved_premises(case.pk, on=known_on),
        level=level or case.level or 0,
        category=case.category or 0,
        lead=case.lead_agency.kind_id,
        involved=frozenset(kind for kind, ends in parts if ends is None or ends > known_on),
        first_at_level_3=not at_level_3.exists(),
        psychology_before=psychology.asked,
        psychology_at_work=psychology.at_work,
        risk_may_change=psychology.risk_may_change,
        recently_a_child=age < YOUNG_ADULT and any(kind == "youth_offending_team" for kind, _ in parts),
        foreign=others.foreign,
        owner_known=others.owner_known,
        marac=others.marac,
        by_rail=others.by_rail,
        child_referral=others.child_referral,
        radicalisation=others.radicalisation,
        left_care=others.left_care and age < CARE_UNTIL_AGE,
        another_referred=child and referred_by(case) not in ("", "youth_offending_team"),
        area_in_question=case.lead_agency.kind_id == "police" and elsewhere.area_in_question(case.pk),
        must_notify=_must_notify(case, known_on),
    )


def _must_notify(case: Case, on: date) -> bool:
    """Whether somebody is subject to notification for a sexual offence: what Category 1 says by itself (MTG-57).

    Category 4 goes before Category 1, so there a requirement in force is asked for; in the others there is none.
    """
    if case.category != CONNECTED_WITH_TERRORISM:
        return case.category == SUBJECT_TO_NOTIFICATION
    holds = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return Order.objects.filter(holds, case=case, kind__in=REQUIREMENTS, starts_on__lte=on, wrong_entry=False).exists()


def invitees_asked(asked: Iterable[Asked], chairs: Sequence[User]) -> list[Invitee]:
    """Those about to be invited, as the rules see them."""
    return [
        Invitee(
            party=one.party,
            agency=one.agency.name,
            role=one.role_title,
            is_chair=one.person in chairs,
            kind=one.agency.kind_id,
            by_name=one.person is not None,
        )
        for one in asked
    ]


def invitees(invitations: Iterable[Invitation], meeting: Meeting) -> list[Invitee]:
    """Those invited, with their attendance, as the rules see them."""
    return [
        Invitee(
            party=Party(row.party),
            agency=row.agency.name,
            role=row.role_title,
            attendance=Attendance(row.attendance) if row.attendance else None,
            is_chair=row.person is not None and meeting.is_chaired_by(row.person),
            kind=row.agency.kind_id,
            note=row.absence_note,
            grade=row.grade,
            delegated=bool(row.delegated_by or (row.deputy and row.delegated)),
            outside=not row.agency.shares_information,
            admitted=row.admitted,
            admission=row.admission,
            by_deputy=bool(row.deputy),
        )
        for row in invitations
    ]


def standing_invitations(meeting: Meeting) -> list[Invitation]:
    """The invitations that were not withdrawn."""
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True)
    return list(rows.select_related("agency__kind", "person"))


def took_place(meeting: Meeting) -> bool:
    """Whether it is recorded that somebody attended the meeting or stayed away; apologies and reports come before."""
    told = (Attendance.ATTENDED, Attendance.ABSENT)
    return Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True, attendance__in=told).exists()
