"""One adult's and one child's case with something of everything on it, made through the services, and who looks at it.

A third case is led elsewhere and arrives: it is being transferred to the area of the other two.

Every person has a plainly invented name that is no ordinary word, so that a search for names meets nothing else.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.gates import STAFF_USE
from accounts.models import TeamMembership, User
from accounts.roles import Role
from accounts.services import bindings, invitations, moves, staff
from assessments.services import NewAction, record_tool_result
from deadlines.models import Alert
from deadlines.rules.policies import SETTINGS
from deadlines.selectors import deadlines_of_case
from deadlines.services import limits
from deadlines.services.decisions import decide_deadline
from disclosure.services import follow_up
from enquiries import services as services_of_enquiries
from levels.models import Category3Review, LevelOneCheck, Screening
from levels.services import decide_level, screen_case
from levels.services.asking import ask_agency
from levels.services.disputes import raise_dispute
from levels.services.ending import look_ahead
from meetings.facts import Asked, party_of
from meetings.models import InformationRequest, Invitation, InvitationEmail, Meeting
from meetings.rules.people import Party
from meetings.rules.summary import FIELDS
from meetings.services import closing, groups, minutes, moving, planning, record, summary
from meetings.services.keeping_out import keep_out
from minutes.models import CopyNote, LeftOut, MinutesCopy, SummaryCopy
from minutes.rules.notes import Note
from minutes.services import circulation, distribution, issuing, notes, recordings
from notification.services import record_event
from offenders.models import AccessDenial, Case, CustodyPeriod
from offenders.rules.sight import Detail
from offenders.services import access, cases, people, policy, representations, sentences
from offenders.services.emergency import open_in_emergency
from offenders.services.quashing import record_quashing, take_back_quashing
from offenders.services.requests import ask
from offenders.sight import policy_on
from offenders.writing import deferred_announcements
from oversight import services as oversight
from oversight.models import Anomaly
from oversight.reconstruction.chronology import Period
from tests import factories
from tests.assessments import builders as assessments
from tests.circumstances import builders as circumstances
from tests.custody import builders as released
from tests.disclosure import builders as disclosure
from tests.enquiries import builders as enquiries
from tests.factories import World
from tests.information import builders as information
from tests.meetings import conftest as meetings
from tests.meetings.files import clean_paper
from tests.minutes import builders as minutes_person
from tests.papers import builders as papers
from tests.referrals import builders as referrals
from tests.serious import builders as serious
from tests.transfers import builders as transfers
from tests.visor import builders as visor
from tests.youthjustice import conftest as youth
from youthjustice import services as youth_services

VIEWERS = {
    "practitioner": "Ferelith Umberstone",
    "team_mate": "Peregrine Quillfeather",
    "colleague": "Zebedee Farthingcote",
    "manager": "Drusilla Oxenhope",
    "coordinator": "Barnaby Kestlewick",
    "administrator": "Ottoline Brackwater",
    "chair": "Quilla Vantongeren",
    "spoc": "Iolanthe Dreckmann",
    "vlo": "Hesper Tollermache",
    "yjs_case_manager": "Caspian Thrubwell",
    "yjs_manager": "Merope Skelhorn",
    "smb_member": "Lucasta Prendergrast",
    "lay_adviser": "Osbert Winterflood",
    "auditor": "Thomasina Grubbelow",
    "sysadmin": "Evander Knaresmith",
    "stranger": "Philippa Hogglestock",
    "other_coordinator": "Ludovic Marshwiggle",
    "denied": "Araminta Snodgrove",
    "agency_administrator": "Sybilla Crakethorne",
    "support": "Ambrose Tillyfour",
}
"""Viewer -> name. "denied" works in both teams and is barred from both cases. "support" is the area's Co-ordinator and
a system administrator too, but in staff mode."""

BACKGROUND = {"police_officer": "Thessaly Oakenfell", "police_manager": "Cosmo Battersnipe"}
SUBJECT = {"family_name": "Quorndonsby", "given_names": "Alaric"}
CHILD = {"family_name": "Pemberlyn", "given_names": "Tamsin"}
ARRIVING = {"family_name": "Wetherquick", "given_names": "Lysander"}
ALIAS = "Rufus Dapplemere"
VICTIM = "Clementine Ashgrove-Tipp"
REACHED = "2 Invented Row, telephone 01632 960000"
RECIPIENT = "Ermintrude Vosper"
INFORMANT = "Leocadia Brimblecombe"
NAMES = [
    *VIEWERS.values(),
    *BACKGROUND.values(),
    *(f"{who['given_names']} {who['family_name']}" for who in (SUBJECT, CHILD)),
    ALIAS,
    VICTIM,
    RECIPIENT,
    INFORMANT,
]
"""Everybody who has something to do with the two cases."""


@dataclass
class Specimen:
    """The cases, the clients of those who look at them, and what stands in addresses."""

    world: World
    case: Case
    child: Case
    arriving: Case
    meetings: dict[str, Meeting]
    clients: dict[str, Client]
    ids: dict[str, Any] = field(default_factory=dict)

    def about(self, what: str) -> Case | None:
        """The case that an address is about: "case", "child" or "arriving"; None for pages about no case."""
        return {"case": self.case, "child": self.child, "arriving": self.arriving}.get(what)

    def in_address(self, names: tuple[str, ...], *, about: str, meeting: str, account: str) -> dict[str, Any]:
        """The values for the placeholders of an address."""
        case = self.about(about)
        account_id = {"settled": self.world.practitioner, "leaving": self.world.team_mate}[account].pk
        named = {"case_id": case.pk if case else None, "meeting_id": self.meetings[meeting].pk}
        if about in self.ids["referrals"]:
            named["referral_id"] = self.ids["referrals"][about]
        values = {**self.ids, **named, "account_id": account_id}
        return {name: values[name] for name in names}


def build() -> Specimen:
    """Everything, inside the caller's transaction."""
    world = factories.make_world()
    _name_everybody(world)
    case = factories.make_case(world, **SUBJECT)
    child = factories.make_child_case(world, **CHILD)
    _bar(world, case, child)
    with deferred_announcements():  # each case is reckoned once, not after each of a hundred writes
        ids = {
            "rule_id": "LVL-02",
            "item": "risk",
            "kind": "premises_referral",
            "fact": "nationality",
            "section": "safeguarding",
            "number": 1,
            **_adult(world, case),
            **_child(world, child),
        }
        held = _meetings(world, case)
        ids |= _information(world, case)
        ids["referrals"] = _referrals(world, case, child)
        ids["sent_id"] = referrals.sent_in(world, world.administrator).pk
        arriving, ids["transfer_id"] = _transfers(world, case)
        ids |= _papers(world, case)
        ids |= _serious(world, case)
        ids |= _visor(world, case)
        ids |= _core_group(world, held["closed"])
        ids["day_id"] = meetings.meeting_day(world).pk
        ids["withdrawn_id"] = meetings.withdrawn_day(world).pk
        ids["establishment_id"] = world.prison.pk
        ids["member_id"] = meetings.standing_member(world).pk
        ids |= _grades(world)
        paper = clean_paper(held["planned"], world.administrator, "report.txt", b"Read out at the meeting.\n")
        ids["attachment_id"] = paper.pk
        ids["absent_id"] = _absent(world, held["planned"])
        ids["email_id"] = meetings.unsure_email(held["planned"], world.spoc).pk
        ids["cancelled_email_id"] = _cancelled(world, case)
        ids["invitation_id"] = Invitation.objects.get(meeting=held["planned"], person=world.spoc).pk
        asked = InformationRequest.objects.get(meeting=held["planned"], agency=world.mental_health)
        ids["return_id"] = asked.pk
        ids |= _summary(world, held["approved"])
        ids["comment_id"] = _commented(world, held["closed"])
        copy = _copied(world, held["approved"])
        ids |= {"minutes_copy_id": copy.pk, "note_id": _noted(world, copy).pk}
        ids["left_out_id"] = LeftOut.objects.get(meeting=held["approved"]).pk
        ids["further_copy_id"] = _beyond(world, held["approved"]).pk
        _recorded(world, held["closed"])
        ids |= _enquiries(world, case, held["approved"])
        ids["anomaly_id"] = _anomaly(world, case).pk
    ids |= _deadline(world, case)
    record_event(
        actor=world.coordinator, case=case, kind="visit", on=world.today - dt.timedelta(days=9), today=world.today
    )
    ids["alert_id"] = alert_of(world, case).pk
    ids |= _policy(world)
    ids |= _limits(world)
    ids |= _accounts(world)
    circumstances.every_kind(case, world.practitioner, today=world.today)
    ids["file_id"] = _chronology(world, case)
    ids["plan_copy_id"] = minutes_person.copied(case, world.practitioner).pk
    clients = {viewer: client_of(world.people[viewer]) for viewer in VIEWERS}
    into_staff_mode(clients["support"], ids["use_id"])
    return Specimen(world, case, child, arriving, held, {**clients, "anonymous": Client()}, ids)


def _deadline(world: World, case: Case) -> dict[str, UUID]:
    """When minutes are due, and a decision to give more time for them, which waits for a second person."""
    every = deadlines_of_case(viewer=world.practitioner, case_id=case.pk)
    due = next(one for one in every if one.rule == "MIN-01")
    decision = decide_deadline(
        actor=world.coordinator,
        case=case,
        deadline=due,
        kind="extend",
        new_day=due.due_on + dt.timedelta(days=3),
        authority="The Chair",
        reason="The minute taker is ill.",
        today=world.today,
        based_on="",
    )
    return {"deadline_id": due.pk, "deadline_decision_id": decision.pk}


def _policy(world: World) -> dict[str, UUID]:
    """A stricter ceiling that was approved and starts next year, and one that waits for a second person."""
    terms = {
        "actor": world.sysadmin,
        "row": "auditor",
        "area": world.area,
        "closes_victims": False,
        "starts": world.today + dt.timedelta(days=400),
        "ends": None,
        "reason": "The audit looks at levels only.",
        "today": world.today,
    }
    base = policy_on(terms["starts"]).fingerprint()
    decided = policy.propose(**terms, detail=Detail.PACK, base=base)
    policy.decide(actor=world.coordinator, proposal=decided, approve=True, base=base, today=world.today)
    base = policy_on(terms["starts"]).fingerprint()
    waiting = policy.propose(**terms, detail=Detail.SUMMARY, base=base)
    return {"amendment_id": decided.pk, "proposal_id": waiting.pk}


def _limits(world: World) -> dict[str, Any]:
    """Limits of the area that wait for a second person."""
    _, local = limits.in_force(world.area.pk, world.today)
    figures = {name: getattr(local, name) for name in SETTINGS} | {"level_1_review_weeks": 14}
    proposal = limits.propose(
        actor=world.support,
        area=world.area,
        starts=world.today,
        values=figures,
        source="Decision of the board",
        reason="Sixteen weeks proved too long.",
        base=limits.fingerprint(world.area.pk),
        today=world.today,
    )
    return {"area": world.area.pk, "limits_id": proposal.pk}


def _grades(world: World) -> dict[str, Any]:
    """A grade of the area's Board that waits for a second person."""
    return {"ladder": "police", "level": 3, "agreed_grade_id": meetings.agreed_grade(world, actor=world.support).pk}


def alert_of(world: World, case: Case) -> Alert:
    """The alert on what is due last, addressed to those who work on the case."""
    due = list(deadlines_of_case(viewer=world.practitioner, case_id=case.pk))[-1]
    raised = {"raised_on": world.today}
    return Alert.objects.get_or_create(deadline=due, stage="due_soon", audience="practitioner", defaults=raised)[0]


def _anomaly(world: World, case: Case) -> Anomaly:
    """Reads by the stranger that wait for review."""
    return Anomaly.objects.create(
        key="specimen",
        kind=Anomaly.Kind.OFF_CASELOAD,
        reader=world.stranger,
        role=world.stranger.audit_role,
        area=case.area,
        case=case,
        day=world.today,
        first_at=timezone.now(),
        last_at=timezone.now(),
        refused=2,
        why="No part, team, agency, office or grant tied them to this case on that day",
        review_by=world.today + dt.timedelta(days=7),
    )


def _chronology(world: World, case: Case) -> UUID:
    """A chronology that the Co-ordinator had drawn."""
    file = oversight.ask_for_chronology(actor=world.coordinator, case=case, period=Period())
    oversight.draw_chronology(file_id=file.pk, now=timezone.now())
    return file.pk


def client_of(user: User, **options: Any) -> Client:
    """A client signed in as somebody who has set up their second factor."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client(**options)
    client.force_login(user)
    factories.confirm_identity(client, user)
    return client


def _accounts(world: World) -> dict[str, Any]:
    """A role, a move to the agency and one away from it that wait, an invitation that waits for a second person, a tie
    to the agency's provider, a use of staff mode; the ids for addresses.
    """
    move = moves.propose(
        actor=world.coordinator, person=world.police_officer, to_agency=world.probation, reason="Secondment."
    )
    moves.propose(actor=world.coordinator, person=world.team_mate, to_agency=world.police, reason="Secondment.")
    bindings.bind(user=world.practitioner, issuer="https://sign-in.example", subject="someone-7")
    invited = invitations.invite(
        actor=world.agency_administrator,
        agency=world.probation,
        email="newcomer@elsewhere.example",
        full_name="Gwendolen Achterberg",
        job_title="Seconded officer",
        roles=[Role.PRACTITIONER],
        area=world.area,
        starts=world.today,
        outside_reason="Keeps the address of their own force.",
    )
    return {
        "outside_id": invited.outside_invitation.pk,
        "domain_id": world.probation.domains.get().pk,
        "agency_id": world.probation.pk,
        "holding_id": world.practitioner.holdings.get().pk,
        "move_id": move.pk,
        "use_id": staff.enter(actor=world.support, reason="Cannot sign in, ticket 4711.").pk,
    }


def into_staff_mode(client: Client, use_id: UUID) -> None:
    """Put a session into a use of staff mode."""
    session = client.session
    session[STAFF_USE] = str(use_id)
    session.save()


def _name_everybody(world: World) -> None:
    roles = (Role.COORDINATOR, Role.SYSTEM_ADMINISTRATOR)
    world.people["support"] = factories.make_user("Support", agency=world.police, area=world.area, roles=roles)
    barred = factories.make_user(
        "Denied", agency=world.probation, area=world.area, roles=(Role.PRACTITIONER, Role.YJS_CASE_MANAGER)
    )
    for team in (world.team, world.yjs_team):
        TeamMembership.objects.create(user=barred, team=team, starts=world.today - dt.timedelta(days=365))
    world.people["denied"] = barred
    for key, name in {**VIEWERS, **BACKGROUND}.items():
        meetings.named(world.people[key], name)


def _bar(world: World, case: Case, child: Case) -> None:
    for one in (case, child):
        access.deny(actor=world.coordinator, case=one, user=world.denied, reason="Related to them.", starts=world.today)


def _adult(world: World, case: Case) -> dict[str, UUID]:
    """Identity, offences, people at risk, risk, plan, disclosure, category and level; the ids for addresses."""
    me, today = world.practitioner, world.today
    minutes_person.in_force(case, me, today=today)
    ids = _surroundings(world, case)
    offence = factories.conviction(case, me, today=today)
    suspended, activated = factories.suspended(case, me, today=today), factories.suspended(case, me, today=today)
    activation = factories.activated(activated, me, today=today)
    order = sentences.record_order(
        actor=me,
        case=case,
        order={"kind": "shpo", "starts_on": today - dt.timedelta(days=700), "details": "No contact with the victim."},
    )
    sentences.record_custody(
        actor=me,
        case=case,
        today=today,
        custody={
            "place": "prison",
            "establishment": "HMP Invented",
            "starts_on": today - dt.timedelta(days=800),
            "released_on": today - dt.timedelta(days=200),
        },
    )
    quashed = _quashed(world, case)
    _category_and_level(world, case)
    assessments.judge(case, me, today=today, public="high")
    record_tool_result(actor=me, case=case, tool="osp", result="medium", on=today, today=today, notes="")
    assessments.plan(case, me, today=today)
    action = assessments.add(case, me)
    decision = disclosure.decided(case, me, today=today, recipient=RECIPIENT)
    disclosure.made(decision, me, today=today)
    follow_up(actor=me, decision=decision, on=today, found="The school keeps watch.", today=today)
    question = "What was seen at the hostel, and when."
    asked = ask_agency(actor=me, case=case, agency=world.mental_health, asked_for=question, asked_on=today, today=today)
    view = "Senior people have to commit resources."
    disputed = raise_dispute(actor=world.coordinator, case=case, wanted_level=3, reason=view, today=today)
    looking = {"outcome": "category_3", "reason": "The pattern has not changed.", "on": today, "based_on": ""}
    look_ahead(actor=me, case=case, today=today, **looking)
    Category3Review.objects.create(
        case=case, outcome="not_suitable", offences=[], reason="Probation alone is enough.", decided_on=today,
        decided_by=me, decided_as="Practitioner",
    )  # fmt: skip
    drawn = LevelOneCheck(
        case=case, quarter="2025-1", agency=case.lead_agency, drawn_on=today, drawn_from=20, percent=5
    )
    drawn.save(force_insert=True)
    custody = CustodyPeriod.objects.get(case=case)
    event = released.referred(case, me, today=today)
    report = released.reported(case, me, today=today - dt.timedelta(days=300))
    return {
        **ids,
        "check_id": drawn.pk,
        "asked_id": asked.pk,
        "dispute_id": disputed.pk,
        "event_id": event.pk,
        "report_id": report.pk,
        "screening_id": Screening.objects.filter(case=case).latest("recorded_at").pk,
        "offence_id": offence.pk,
        "quashing_id": quashed,
        "suspended_id": suspended.pk,
        "activation_id": activation.pk,
        "order_id": order.pk,
        "custody_id": custody.pk,
        "action_id": action.pk,
        "decision_id": decision.pk,
    }


def _quashed(world: World, case: Case) -> UUID:
    """A conviction that was quashed after this had been recorded in error once."""
    me, today = world.practitioner, world.today
    offence = factories.conviction(case, me, today=today, title="Invented handling", is_index=False)
    on = {"quashed_on": today - dt.timedelta(days=90), "reference": "2026/0000/X", "note": "Told by the court."}
    on |= {"court": "court_of_appeal", "court_name": "", "followed": "nothing"}
    known = frozenset({"OFF-34"})  # the order of the specimen stays
    first = record_quashing(actor=me, offence=offence, version=1, today=today, quashing=on, acknowledged=known)
    take_back_quashing(actor=me, quashing=first, version=offence.version, reason="Typed for another person.")
    offence.refresh_from_db()
    again = record_quashing(
        actor=me, offence=offence, version=offence.version, today=today, quashing=on, acknowledged=known
    )
    return again.pk


def _surroundings(world: World, case: Case) -> dict[str, UUID]:
    me, today = world.practitioner, world.today
    cases.add_alias(actor=me, case=case, name=ALIAS, kind="alias")
    address = cases.add_address(
        actor=me, case=case, kind="current", lines="1 Invented Street", postcode="ZZ1 1ZZ", starts=today, today=today
    )
    part = cases.involve_agency(
        actor=me, case=case, agency=world.childrens_services, part="involved", starts=today - dt.timedelta(days=100)
    )
    victim = people.record_protected_person(
        actor=me,
        case=case,
        person={
            "kind": "victim",
            "name": VICTIM,
            "relationship": "Former partner",
            "contact": REACHED,
            "safety": "Has moved away.",
        },
    )
    wish = representations.record(
        actor=me,
        person=victim,
        given={
            "asked": "No contact, and not to enter the county.",
            "through": "A letter that she handed over at the police station",
            "received_on": today,
            "stage": "release",
            "sentence": "determinate",
            "statement": False,
        },
        today=today,
    )
    liaison = access.assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=today)
    granted = access.grant(
        actor=world.coordinator,
        case=case,
        user=world.police_officer,
        reason="Joint visit.",
        starts=today,
        ends=today + dt.timedelta(days=7),
    )
    urgent = "Seen outside the school of the children he threatened; the pupils leave in ten minutes."
    opened = open_in_emergency(actor=world.police_manager, reference=case.reference, reason=urgent, now=timezone.now())
    asked = ask(
        actor=world.spoc,
        reference=case.reference,
        part="sight",
        need="Our community nurse plans a joint visit and has to know of risks to staff.",
        until=today + dt.timedelta(days=30),
        today=today,
    )
    kept_out = keep_out(
        actor=world.coordinator,
        case=case,
        agency=None,
        person_name="Imagina Conflicted",
        reason="She is his cousin.",
        today=today,
    )
    return {
        "address_id": address.pk,
        "involvement_id": part.pk,
        "person_id": victim.pk,
        "representation_id": wish.pk,
        "assignment_id": liaison.pk,
        "grant_id": granted.pk,
        "denial_id": AccessDenial.objects.get(case=case).pk,
        "kept_out_id": kept_out.pk,
        "emergency_id": opened.pk,
        "request_id": asked.pk,
    }


def _category_and_level(world: World, case: Case) -> None:
    from levels.services import decide_category

    before = world.today - dt.timedelta(days=60)
    decide_category(
        actor=world.practitioner,
        case=case,
        reason="Computed from the conviction.",
        on=before,
        today=world.today,
        based_on="",
    )
    screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=2,
        rationale="Several agencies have to act together.",
        history="One earlier conviction, every appointment kept.",
        information="Police and Probation records.",
        sources=2,
        on=before,
        today=world.today,
    )
    decide_level(
        actor=world.coordinator,
        case=case,
        level=2,
        reason="Active multi-agency management is needed.",
        on=before,
        today=world.today,
        based_on="",
        grounds=["rosh_high"],
        acknowledged=frozenset({"LVL-15", "LVL-16"}),
    )


def _meetings(world: World, case: Case) -> dict[str, Meeting]:
    """One meeting whose minutes are approved, one whose minutes are a draft, and one that is planned.

    The SPOC is asked to the first and the last; of the one between the invitations were not recorded as sent.
    """
    days = {"approved": -20, "closed": 0, "planned": 60}
    held = {}
    for key, offset in days.items():
        on = world.today + dt.timedelta(days=offset)
        planned_on = min(on - dt.timedelta(days=25), world.today)
        held[key] = meeting = planning.schedule_meeting(
            actor=world.coordinator,
            case=case,
            plan=meetings.plan_for(world, on, invitations_sent_on=planned_on if key != "closed" else None),
            asked=_those_asked(world, named=key != "closed"),
            today=planned_on,
        )
        if key == "planned":
            _moved(world, meeting)
            continue
        meetings.answered(meeting, world)
        meetings.all_came(meeting, world, mental_health="apologies")
        closing.close_meeting(actor=world.chair, meeting=meeting, today=on, acknowledged=ACKNOWLEDGED)
        if key == "approved":
            minutes.approve_minutes(actor=world.chair, meeting=meeting, based_on=1, today=on)
    return {key: Meeting.objects.get(pk=meeting.pk) for key, meeting in held.items()}


def _moved(world: World, meeting: Meeting) -> None:
    """A meeting that was put off by an hour, into a slot of a day; the invitations went out again."""
    later = meeting.starts_at + dt.timedelta(hours=1)
    day = meetings.meeting_day(world, on=meeting.held_on, starts=dt.time(11))
    moved = moving.move_meeting(
        actor=world.coordinator,
        meeting=meeting,
        version=meeting.version,
        starts_at=later,
        slot=day.slots.get(starts_at=later),
        reason="The room is not free.",
        approval=meetings.approval(world),
        today=world.today,
        acknowledged=frozenset({"REV-07"}),
    )
    planning.record_invitations_sent(
        actor=world.coordinator, meeting=moved, version=moved.version, on=world.today, today=world.today
    )


def _cancelled(world: World, case: Case) -> UUID:
    """The e-mail that tells the SPOC of a further meeting, forty days ahead, that it is cancelled."""
    plan = meetings.plan_for(world, world.today + dt.timedelta(days=40), invitations_sent_on=world.today)
    asked = _those_asked(world, named=True)
    given = {"actor": world.coordinator, "today": world.today}
    meeting = planning.schedule_meeting(case=case, plan=plan, asked=asked, **given)
    approval = meetings.approval(world)
    moving.cancel_meeting(
        meeting=meeting, version=meeting.version, reason="The chair is away.", approval=approval, **given
    )
    return InvitationEmail.objects.get(meeting=meeting, about="cancelled", invitation__person=world.spoc).pk


def _core_group(world: World, meeting: Meeting) -> dict[str, UUID]:
    """A core group with a member, a task, a report and a meeting to be noted; a professionals' meeting beside it."""
    group = meetings.core_group(world, meeting)
    member = groups.add_member(
        actor=world.chair,
        group=group,
        agency=world.police,
        name="Imagina Sergeant",
        post="Sergeant",
        vetted=True,
        joined_on=world.today,
    )
    groups.report(
        actor=world.practitioner,
        group=group,
        meeting=meeting,
        reported_on=world.today,
        text="Contact was kept.",
        today=world.today,
    )
    meetings.professionals_meeting(world, meeting.case)
    meetings.core_group_member(world, group)
    task = meetings.core_group_task(world, group)
    # a second past midnight, so that the group can have met at midnight too
    met = meetings.at(world.today, 0) + dt.timedelta(seconds=1)
    sitting = meetings.core_group_meeting(world, group, starts_at=met, now=met - dt.timedelta(days=1))
    return {
        "group_id": group.pk,
        "group_member_id": member.pk,
        "group_meeting_id": sitting.pk,
        "task_id": task.pk,
    }


def _absent(world: World, meeting: Meeting) -> UUID:
    """Health has something to do and did not come; somebody tells it."""
    action = NewAction(
        pillar="interventions_and_treatment",
        description="Offer an appointment",
        how_it_manages_risk="Changes are seen early.",
        agency=world.mental_health,
        owner_role="Team leader",
        due_on=meeting.held_on + dt.timedelta(days=30),
    )
    record.agree_action(actor=world.chair, meeting=meeting, action=action)
    record.name_messenger(
        actor=world.chair,
        meeting=meeting,
        agency=world.mental_health,
        told_by="The offender manager",
        contact="The team leader",
        reply_by=meeting.held_on + dt.timedelta(days=7),
        version=0,
    )
    return world.mental_health.pk


def _those_asked(world: World, *, named: bool) -> list[Asked]:
    """Police, Probation and health: health as an agency, or its contact by name."""
    return [
        Asked(world.police, "Offender manager", party_of(world.police)),
        Asked(world.probation, "Senior probation officer", party_of(world.probation)),
        Asked(world.probation, "Probation practitioner", Party.PRACTITIONER),
        Asked(world.mental_health, "Community nurse", party_of(world.mental_health), world.spoc if named else None),
    ]


def _information(world: World, case: Case) -> dict[str, UUID]:
    """Third-party information that the lead agency owns, shared with health."""
    me, today = world.practitioner, world.today
    item = information.recorded(case, me, today=today, sensitivity="third_party", source=INFORMANT)
    return {"item_id": item.pk, "share_id": information.shared(item, me, world.mental_health, today=today).pk}


def _referrals(world: World, case: Case, child: Case) -> dict[str, UUID]:
    """One of the adult that waits for a decision, one of the child that is complete and not sent."""
    waiting = referrals.complete(referrals.started(case, world.practitioner, today=world.today), world.practitioner)
    referrals.submitted(waiting, world.practitioner, today=world.today)
    draft = referrals.started(child, world.yjs_case_manager, today=world.today)
    referrals.complete(draft, world.yjs_case_manager)
    return {"case": waiting.pk, "child": draft.pk}


def _transfers(world: World, case: Case) -> tuple[Case, UUID]:
    """One of the adult that was refused, and a case of the other area whose transfer here waits for an answer."""
    transfers.refused(world, transfers.requested(world, case))
    terms = {"area": world.other_area, "lead_agency": world.other_probation, "team": None}
    arriving = factories.make_case(world, actor=world.stranger, **terms, **ARRIVING)
    asked: dict[str, Any] = {
        "to_agency": world.probation,
        "reason": "Has a tenancy there.",
        "agreed_with": "Head of the unit here",
    }
    yesterday = world.today - dt.timedelta(days=1)
    asked |= {"agreed_on": yesterday, "today": yesterday}
    return arriving, transfers.requested(world, arriving, actor=world.other_coordinator, **asked).pk


def _serious(world: World, case: Case) -> dict[str, Any]:
    """A charge on which a review was decided; the case was referred as a critical one."""
    offence = serious.recorded(case, world.coordinator, today=world.today)
    serious.decided(offence, world.coordinator, today=world.today)
    action = serious.action(offence, world.coordinator, today=world.today)
    event = serious.critical(case, world.manager, today=world.today)
    of_an_action = {"review_action_id": action.pk, "turn": "progress"}
    return of_an_action | {
        "charge_id": offence.pk,
        "step": "team_told",
        "event": "registered",
        "critical_id": event.pk,
    }


def _visor(world: World, case: Case) -> dict[str, Any]:
    """A record that was made, with a partner."""
    event = visor.made(case, world.coordinator, today=world.today)
    part = visor.added(case, world.coordinator, agency=world.police, today=world.today)
    return {"visor_id": event.pk, "part_id": part.pk, "entry": "updated"}


def _enquiries(world: World, case: Case, meeting: Meeting) -> dict[str, Any]:
    """A request about the adult whose reply is drafted, one about nobody, and information for a report."""
    today, unit = world.today, world.coordinator
    tied = enquiries.recorded(world, unit, case)
    enquiries.clarified(tied, unit, today=today)
    left_out = services_of_enquiries.exempt(
        actor=unit, request=tied, exemption="foia_38", item="Paragraph 4", reason="It may very well harm somebody."
    )
    enquiries.drafted(tied, unit, "ncnd", today=today)
    loose = enquiries.recorded(world, unit)
    item = enquiries.asked(meeting, world.practitioner, world, mentions_minutes=True)
    return {
        "enquiry_id": tied.pk,
        "loose_id": loose.pk,
        "exemption_id": left_out.pk,
        "taken": "withdrawn",
        "consent_id": item.pk,
    }


def _papers(world: World, case: Case) -> dict[str, Any]:
    """MAPPA J, sent and not confirmed."""
    version = papers.drawn_up(case, world.practitioner, "J", today=world.today, restricted="No work with fireworks.")
    sending = papers.sent(version.paper, world.practitioner, today=world.today)
    return {"paper_id": version.paper_id, "sending_id": sending.pk, "form": "N"}


ACKNOWLEDGED = frozenset(
    {f"{room}-{number:02}" for room in ("MTG", "LVL", "EXS", "RMP", "DIS") for number in range(1, 40)}
)


def _summary(world: World, meeting: Meeting) -> dict[str, UUID]:
    """One that was issued to a court, whose copy is not recorded as sent."""
    typed = [item.key for item in FIELDS if not item.from_attendance]
    values = dict.fromkeys(typed, "") | {"discussion": "Every appointment was kept."}
    nothing = [key for key in typed if key != "discussion"]
    summary.save_summary(actor=world.chair, meeting=meeting, values=values, nothing=nothing, version=0)
    day, answered_by = world.today - dt.timedelta(days=3), world.today - dt.timedelta(days=1)
    circulation.circulate(actor=world.chair, meeting=meeting, version=1, comments_by=answered_by, today=day)
    issued = issuing.issue_summary(
        actor=world.chair,
        meeting=meeting,
        version=1,
        recipient="The clerk of the Invented Crown Court",
        purpose="The court asked for it.",
        at=timezone.now(),
        acknowledged=ACKNOWLEDGED,
    )
    return {"summary_id": issued.pk, "copy_id": SummaryCopy.objects.get(summary=issued).pk}


def _commented(world: World, meeting: Meeting) -> UUID:
    """A draft with a number that may not leave, sent round, and a comment on it that waits for the chair."""
    typed = [item.key for item in FIELDS if not item.from_attendance]
    values = dict.fromkeys(typed, "") | {"discussion": "Ring the hostel on 01632 960 001."}
    nothing = [key for key in typed if key != "discussion"]
    summary.save_summary(actor=world.administrator, meeting=meeting, values=values, nothing=nothing, version=0)
    day = world.today + dt.timedelta(days=5)
    circulation.circulate(actor=world.administrator, meeting=meeting, version=1, comments_by=day, today=world.today)
    said = circulation.comment(
        actor=world.practitioner, meeting=meeting, agency=world.probation, text="Leave the number out."
    )
    return said.pk


def _copied(world: World, meeting: Meeting) -> MinutesCopy:
    """The chair's own copy of the minutes, which was sent; an agency is left out, the others' copies are kept back."""
    row = Invitation.objects.filter(meeting=meeting, person=None).order_by("role_title")[0]
    distribution.leave_out(
        actor=world.chair, meeting=meeting, invitation=row, reason="Has moved on.", today=world.today
    )
    distribution.make_copies(actor=world.administrator, meeting=meeting)
    own = MinutesCopy.objects.get(meeting=meeting, invitation__person=world.chair)
    distribution.take_step(actor=world.administrator, copy=own, step="sent", on=world.today, today=world.today)
    return own


def _beyond(world: World, meeting: Meeting) -> MinutesCopy:
    """A further copy that was not sent."""
    return distribution.copy_beyond(
        actor=world.chair, meeting=meeting, recipient="The duty inspector", form="full", reason="Needs to know."
    )


def _noted(world: World, copy: MinutesCopy) -> CopyNote:
    """A correction that waits for the chair's decision."""
    return notes.add_note(
        actor=world.administrator,
        copy=copy,
        kind=Note.CORRECTION,
        text="The bus is the 14.",
        on=world.today,
        today=world.today,
    )


def _recorded(world: World, meeting: Meeting) -> None:
    """A meeting that was recorded."""
    recordings.record_recording(
        actor=world.chair,
        meeting=meeting,
        board_allows="Meeting of 3 March, item 4",
        consent="Everybody was asked and agreed.",
        kept_where="The meeting room's own store",
    )


def _child(world: World, child: Case) -> dict[str, UUID]:
    """A draft of the assessment with a behaviour and an outcome on its grids."""
    assessment = youth.start(world, child)
    behaviour = youth.plot(world, assessment)
    outcome = youth_services.add_outcome(
        actor=world.yjs_case_manager,
        assessment=assessment,
        version=youth.again(assessment).version,
        setting="community",
        name="Exploitation",
        impact="critical",
        likelihood="possible",
        imminence="any_time",
        concern="",
    )
    return {"assessment_id": assessment.pk, "behaviour_id": behaviour.pk, "outcome_id": outcome.pk}
