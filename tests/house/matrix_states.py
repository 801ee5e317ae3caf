"""The viewers and the cases of the access matrix: one case in each state, with the same people about it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from information.models import InformationItem, InformationShare
from meetings.models import Invitation, Meeting
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, Involvement, ProtectedPerson, ReceivingArea
from offenders.models.access import CaseUserObjectPermission
from offenders.rules.sensitivity import Sensitivity
from tests import factories
from tests.factories import World
from tests.house.partners import partner_of, register
from tests.house.specimen import VIEWERS, Specimen

STATES = {
    "ordinary": "an adult's case led by probation, children's services involved, no level decided",
    "victims": "the same with a victim recorded, a liaison officer assigned, and the police holding victim contact",
    "managed": "an ordinary case at Level 2: chair, minute-taker, invitee and observer of a meeting, an exception and "
    "emergency access; intelligence and third-party information shared with the invitee's agency, a restricted item "
    "open to the chair by name",
    "restricted": "the managed case, restricted to named people",
    "hidden": "the same, and not even Co-ordinators learn that it exists",
    "ended": "an ordinary case whose management has ended",
    "left": "a managed case on which every part, involvement, exception and share has ended",
    "child": "a child's case led by the youth justice service",
    "handed over": "a child's case that the youth justice service has handed to probation",
    "closed to YJS": "the same after the time for which the youth justice service still reads it",
    "leaving": "an ordinary case that is being transferred to another area",
    "elsewhere": "a case of another area",
    "arriving": "a case of another area that is being transferred here, to probation",
    "arriving restricted": "the same, restricted, with nobody named here",
}
"""State -> what it is. In every state there is an item of each kind of information, and "denied" is barred."""

FURTHER = {
    "police_manager": "a manager of the police, who hold victim contact in one state",
    "granted": "somebody let in by exception",
    "in_emergency": "somebody who used emergency access",
    "auditor_in_scope": "an auditor whose engagement covers all that one can cover beside the cases",
    "partner": "a partner system of children's services, whose agreement names the area and asks for involvement",
    "superuser": "a superuser without any role",
}
"""Viewers beside those of the specimen, in words."""

EVERYONE = (*VIEWERS, *FURTHER)
MEETING_PARTS = {"chair": "chair", "spoc": "invitee", "lay_adviser": "observer", "administrator": "minute_taker"}
OF_THE_CHILD = ("child", "handed over", "closed to YJS")
ELSEWHERE = ("elsewhere", "arriving", "arriving restricted")
WITH_A_MEETING = ("managed", "restricted", "hidden", "left")


def viewers(specimen: Specimen) -> dict[str, User]:
    """Everyone by name, as a request finds them: "support" is in staff mode."""
    world = specimen.world
    partner = partner_of(world, world.childrens_services)
    register(partner, world, "cases:read")
    people = {name: world.people[name] for name in (*VIEWERS, "police_manager")} | {"partner": partner}
    for name in ("granted", "in_emergency"):
        people[name] = factories.make_user(name, agency=world.prison, area=world.area, roles=(Role.PRACTITIONER,))
    people["auditor_in_scope"] = factories.make_user(
        "Auditor in scope", agency=world.police, area=world.area, roles=(Role.AUDITOR,)
    )
    scope = {"victims_in_scope": True, "kinds_in_scope": ["intelligence", "third_party", "legal"]}
    RoleHolding.objects.filter(user=people["auditor_in_scope"]).update(**scope)
    people["superuser"] = factories.make_user("Superuser", agency=None, area=world.area, roles=(), is_superuser=True)
    found = {name: User.objects.get(pk=people[name].pk) for name in EVERYONE}
    found["support"].in_staff_mode = True
    return found


def cases(world: World, people: Mapping[str, User]) -> dict[str, Case]:
    """A case in each state."""
    made = {name: _case(world, name) for name in STATES}
    for name, case in made.items():
        AccessDenial(
            case=case, user=world.denied, reason="Related.", decided_by=world.coordinator, starts=world.today
        ).save(force_insert=True)
        _information(world, case, name)
        if name in WITH_A_MEETING:
            _meeting(world, case, people)
    _victims(world, made["victims"])
    _end_everything(world, made["left"])
    for name in ("managed", "restricted", "hidden"):
        _set(made[name], category=2, level=2)
    _set(made["restricted"], restricted=True)
    _set(made["hidden"], restricted=True, presence_hidden=True)
    _set(made["ended"], ended_on=world.today)
    _set(made["arriving restricted"], restricted=True)
    return made


def _case(world: World, state: str) -> Case:
    if state in ELSEWHERE:
        terms = {"area": world.other_area, "lead_agency": world.other_probation, "team": None}
        case = factories.make_case(world, actor=world.stranger, **terms)
        if state != "elsewhere":
            ReceivingArea(case=case, area=world.area, agency=world.probation).save(force_insert=True)
        return case
    if state in OF_THE_CHILD:
        child = factories.make_child_case(world)
        if state != "child":
            _hand_over(world, child, closed=state == "closed to YJS")
        return child
    case = factories.make_case(world)
    if state == "leaving":
        ReceivingArea(case=case, area=world.other_area, agency=world.other_probation).save(force_insert=True)
    Involvement(case=case, agency=world.childrens_services, starts=world.today).save(force_insert=True)
    return case


def _hand_over(world: World, child: Case, *, closed: bool) -> None:
    """To probation: the service's own people have no part any more, the service reads on until it is closed to it."""
    before = world.today - dt.timedelta(days=400)
    Assignment.objects.filter(case=child).in_bulk_with_own_audit().update(starts=before, ends=world.today)
    _set(child, lead_agency=world.probation, team=world.team, youth_justice=False)
    part = Involvement(case=child, agency=world.yjs, part=Involvement.Part.HANDED_OVER, starts=before)
    part.ends = world.today if closed else None
    part.save(force_insert=True)


def _meeting(world: World, case: Case, people: Mapping[str, User]) -> None:
    since = world.today - dt.timedelta(days=9)
    terms = {"chair": people["chair"], "minute_taker": people["administrator"], "starts_at": timezone.now()}
    meeting = Meeting(case=case, level=2, kind=Meeting.Kind.INITIAL, **terms)
    meeting.save(force_insert=True)
    asked = Invitation(case=case, meeting=meeting, agency=world.mental_health, party="other_agency", role_title="Nurse")
    asked.person, asked.invited_on = people["spoc"], since
    asked.save(force_insert=True)
    for who, capacity in MEETING_PARTS.items():
        part = Assignment(case=case, user=people[who], capacity=capacity, starts=since, meeting_id=meeting.pk)
        part.save(force_insert=True)
    liaison = Assignment(case=case, user=people["vlo"], capacity=Assignment.Capacity.VICTIM_LIAISON, starts=since)
    liaison.save(force_insert=True)
    hours = timezone.now() + dt.timedelta(hours=2)
    _let_in(case, people["granted"], since, approved_by=world.coordinator)
    _let_in(case, people["in_emergency"], world.today, kind=AccessGrant.Kind.EMERGENCY, expires_at=hours)
    for item in InformationItem.objects.filter(case=case):
        if item.kind in (Sensitivity.INTELLIGENCE, Sensitivity.THIRD_PARTY):
            _share(item, since, agency=world.mental_health)
        if item.kind is Sensitivity.RESTRICTED:
            _share(item, since, person=people["chair"])


def _let_in(case: Case, user: User, since: dt.date, **terms: Any) -> None:
    permission = Permission.objects.get(codename="see_case_in_full", content_type__app_label="offenders")
    guarded = CaseUserObjectPermission.objects.create(user=user, permission=permission, content_object=case)
    ends = timezone.localdate() + dt.timedelta(days=7)
    grant = AccessGrant(case=case, user=user, reason="Visit.", starts=since, ends=ends, permission=guarded, **terms)
    grant.save(force_insert=True)


def _share(item: InformationItem, since: dt.date, **to: Any) -> None:
    share = InformationShare(case=item.case, item=item, reason="They visit.", starts=since, **to)
    share.recorded_by = item.recorded_by
    share.save(force_insert=True)


def _information(world: World, case: Case, state: str) -> None:
    """An item of each kind, owned by the lead agency and recorded by whoever works the case."""
    recorder = world.yjs_case_manager if state == "child" else world.practitioner
    if state in ELSEWHERE:
        recorder = world.stranger
    for kind in Sensitivity:
        item = InformationItem(case=case, sensitivity=kind, owner_agency=case.lead_agency, recorded_by=recorder)
        item.review_on = world.today + dt.timedelta(days=90)
        item.save(force_insert=True)


def _victims(world: World, case: Case) -> None:
    ProtectedPerson(case=case, kind=ProtectedPerson.Kind.VICTIM, name="Invented Person").save(force_insert=True)
    Assignment(case=case, user=world.vlo, capacity=Assignment.Capacity.VICTIM_LIAISON).save(force_insert=True)
    Involvement(case=case, agency=world.police, part=Involvement.Part.VICTIM_CONTACT).save(force_insert=True)


def _end_everything(world: World, case: Case) -> None:
    since = world.today - dt.timedelta(days=9)
    for rows in (case.assignments, case.involvements, case.accessgrants, case.informationshares):
        rows.all().in_bulk_with_own_audit().update(starts=since, ends=world.today)
    _set(case, team=None)


def _set(case: Case, **state: Any) -> None:
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(**state)
