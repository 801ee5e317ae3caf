"""A case at Level 2 with a meeting planned, recorded, closed or approved: each fixture takes one step further."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from levels.selectors.approvals import last_approval
from levels.services import decide_level
from levels.services.approving import approve_lowering
from meetings import facts
from meetings.facts import Asked, party_of
from meetings.models import (
    AgendaEntry,
    AgreedGrade,
    CoreGroup,
    CoreGroupMeeting,
    CoreGroupMember,
    CoreGroupTask,
    Invitation,
    InvitationEmail,
    Meeting,
    MeetingDay,
    Minutes,
    ProfessionalsMeeting,
    StandingMember,
)
from meetings.rules.agenda import agenda_for
from meetings.rules.grades import ladder_of
from meetings.rules.people import Party
from meetings.services import (
    agreed_grades,
    closing,
    days,
    group_meetings,
    groups,
    minutes,
    moving,
    planning,
    record,
    standing,
)
from offenders.models import Case
from offenders.writing import deferred_announcements
from tests.factories import World


def named(user: User, name: str) -> User:
    """The person under a name that is no role, so that searches for names meet nothing else."""
    user.full_name = name
    user.save(update_fields=["full_name"])
    return user


@pytest.fixture
def people(world: World) -> World:
    """The world with plainly invented names."""
    named(world.chair, "Quilla Vantongeren")
    named(world.administrator, "Ottoline Brackwater")
    named(world.practitioner, "Ferelith Umberstone")
    named(world.spoc, "Iolanthe Dreckmann")
    named(world.coordinator, "Barnaby Kestlewick")
    named(world.colleague, "Zebedee Farthingcote")
    named(world.police_officer, "Thessaly Oakenfell")
    return world


@pytest.fixture
def level_2_case(people: World, category_2_case: Case) -> Case:
    """The ordinary case, at Level 2 by decision of the co-ordinator."""
    from levels.models import Screening

    screening = Screening(
        case=category_2_case,
        proposed_level=2,
        rationale="Several agencies have to act together.",
        information="Police and Probation records.",
        sources=2,
        screened_on=people.today - dt.timedelta(days=60),
        screened_by=people.practitioner,
    )
    screening.save(force_insert=True)
    at_level(category_2_case, people, 2)
    return category_2_case


def at_level(case: Case, world: World, level: int) -> None:
    """The case at this level from sixty days ago, by decision of the co-ordinator."""
    from levels.selectors import current_level

    current = current_level(case)
    decide_level(
        actor=world.coordinator,
        case=case,
        level=level,
        reason="Active multi-agency management is needed.",
        on=world.today - dt.timedelta(days=60),
        today=world.today,
        based_on=str(current.pk) if current else "",
        grounds=["rosh_high"] if level == 2 else ["resources"],
        acknowledged=frozenset({"LVL-15", "LVL-16"}),
    )


def at(day: dt.date, hour: int = 10) -> dt.datetime:
    """An instant at that hour in London."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def plan_for(world: World, day: dt.date, **changes: Any) -> planning.Plan:
    """A meeting on that day, chaired by the police chair."""
    values: dict[str, Any] = {
        "kind": "initial",
        "starts_at": at(day),
        "chair": world.chair,
        "minute_taker": world.administrator,
        "venue": "Room 1, Invented House",
    }
    return planning.Plan(**{**values, **changes})


def those_asked(world: World) -> list[Asked]:
    """Police, Probation with a named practitioner, and health with a named contact."""
    return [
        Asked(world.police, "Offender manager", party_of(world.police)),
        Asked(world.probation, "Senior probation officer", party_of(world.probation), world.colleague),
        Asked(world.probation, "Probation practitioner", Party.PRACTITIONER),
        Asked(world.mental_health, "Community nurse", party_of(world.mental_health), world.spoc),
    ]


def schedule(case: Case, world: World, *, on: dt.date | None = None, today: dt.date | None = None) -> Meeting:
    """A planned meeting, by default three weeks ahead."""
    planned_on = today or world.today
    return planning.schedule_meeting(
        actor=world.coordinator,
        case=case,
        plan=plan_for(world, on or planned_on + dt.timedelta(days=21)),
        asked=those_asked(world),
        today=planned_on,
    )


def unsure_email(meeting: Meeting, person: User) -> InvitationEmail:
    """An invitation whose e-mail was begun an hour ago by a worker that was lost before the mail server answered."""
    invitation = Invitation.objects.get(meeting=meeting, person=person, withdrawn_on__isnull=True)
    email = InvitationEmail(case=meeting.case, meeting=meeting, invitation=invitation, starts_at=meeting.starts_at)
    email.way, email.sending_at = "person", timezone.now() - dt.timedelta(hours=1)
    email.save(force_insert=True)
    return email


def approval(world: World, **changes: Any) -> moving.Approval:
    """The chair's approval as the Unit records it."""
    values: dict[str, Any] = {
        "practitioner": "Told by telephone.",
        "by": world.chair,
        "on": world.today,
        "how": "By secure e-mail.",
    }
    return moving.Approval(**{**values, **changes})


def meeting_day(world: World, **changes: Any) -> MeetingDay:
    """A day at Level 2 with three slots, three weeks ahead."""
    values: dict[str, Any] = {
        "on": world.today + dt.timedelta(days=21),
        "level": 2,
        "starts": dt.time(9, 30),
        "minutes": 45,
        "number": 3,
        "chair": world.chair,
        "minute_taker": world.administrator,
        "venue": "Room 2, Invented House",
    }
    day = days.Day(**{**values, **changes})
    return days.plan_day(
        actor=world.coordinator,
        area=world.area,
        day=day,
        today=world.today,
        acknowledged=frozenset({"MTG-70", "MTG-71"}),
    )


def withdrawn_day(world: World, **changes: Any) -> MeetingDay:
    """A day four weeks ahead that was withdrawn."""
    values = {"on": world.today + dt.timedelta(days=28), "venue": "Room 3, Invented House", **changes}
    day = meeting_day(world, **values)
    return days.withdraw_day(
        actor=world.coordinator, day=day, version=day.version, reason="The chair is away.", today=world.today
    )


def standing_member(world: World, **changes: Any) -> StandingMember:
    """Somebody without an account who stands for mental health services at both levels, with a deputy."""
    values: dict[str, Any] = {
        "agency": world.mental_health,
        "post": "Consultant nurse",
        "grade": "another",
        "levels": (2, 3),
        "starts_on": world.today - dt.timedelta(days=30),
        "name": "Imagina Standing",
        "deputy_name": "Imagina Deputy",
    }
    member = standing.Member(**{**values, **changes})
    return standing.add_member(actor=world.coordinator, area=world.area, member=member)


def agreed_grade(world: World, *, actor: User | None = None, **changes: Any) -> AgreedGrade:
    """That the Board agreed a superintendent of the police at Level 3 a month ago, put down and not approved."""
    values: dict[str, Any] = {
        "ladder": "police",
        "level": 3,
        "grade": "superintendent",
        "agreed_on": world.today - dt.timedelta(days=30),
        "starts_on": world.today,
        "reference": "Board of last month, item 4",
        "reason": "Resources are decided on there.",
        "today": world.today,
    }
    return agreed_grades.propose(actor=actor or world.coordinator, area=world.area, **{**values, **changes})


def core_group(world: World, meeting: Meeting, actor: User | None = None) -> CoreGroup:
    """A core group that a meeting held today set up."""
    return groups.set_up(
        actor=actor or world.chair,
        meeting=meeting,
        purpose="Weekly contact between those who visit.",
        formed_on=world.today,
        today=world.today,
    )


def core_group_task(world: World, group: CoreGroup, **changes: Any) -> CoreGroupTask:
    """What the meeting gave it to do."""
    values: dict[str, Any] = {
        "description": "Visit once a week, unannounced.",
        "agency": world.probation,
        "due_on": world.today + dt.timedelta(days=14),
    }
    return groups.give_task(actor=world.chair, group=group, meeting=group.meeting, **{**values, **changes})


def core_group_member(world: World, group: CoreGroup, **changes: Any) -> CoreGroupMember:
    """Somebody of the group: by default the practitioner, who has an account and sees the case."""
    values: dict[str, Any] = {
        "agency": world.probation,
        "name": world.practitioner.full_name,
        "post": "Probation officer",
        "vetted": True,
        "joined_on": world.today,
    }
    return groups.add_member(actor=world.chair, group=group, **{**values, **changes})


def core_group_meeting(world: World, group: CoreGroup, **changes: Any) -> CoreGroupMeeting:
    """A meeting of the group, by default of all of it a week ahead."""
    now = changes.pop("now", None) or timezone.now()
    actor = changes.pop("actor", world.chair)
    acknowledged = changes.pop("acknowledged", frozenset())
    values: dict[str, Any] = {
        "starts_at": at(world.today + dt.timedelta(days=7)),
        "venue": "Room 4, Invented House",
        "remote": False,
        "members": list(group.members.filter(left_on__isnull=True)),
    }
    plan = group_meetings.Plan(**{**values, **changes})
    return group_meetings.plan(actor=actor, group=group, plan=plan, now=now, acknowledged=acknowledged)


def professionals_meeting(world: World, case: Case, **changes: Any) -> ProfessionalsMeeting:
    """A professionals' meeting, noted by the practitioner."""
    actor = changes.pop("actor", world.practitioner)
    acknowledged = changes.pop("acknowledged", frozenset())
    values: dict[str, Any] = {
        "held_on": world.today,
        "referrer": "Imagina Referrer, probation officer",
        "people": ["Imagina Nurse, community nurse", "Imagina Sergeant, police"],
        "purpose": "Whether the plan still fits.",
        "notes_where": "Case record of the Probation Service, entry of this day",
        "notes_on": world.today,
    }
    met = groups.Met(**{**values, **changes})
    return groups.note_professionals(actor=actor, case=case, met=met, today=world.today, acknowledged=acknowledged)


@pytest.fixture
def meeting(level_2_case: Case, people: World) -> Meeting:
    """A meeting three weeks ahead."""
    return schedule(level_2_case, people)


@pytest.fixture
def meeting_today(level_2_case: Case, people: World) -> Meeting:
    """A meeting that takes place today, planned three weeks ago."""
    planned_on = people.today - dt.timedelta(days=21)
    return schedule(level_2_case, people, on=people.today, today=planned_on)


ANSWERS = {
    "confidentiality": {"accepted": "yes", "note": "Read out and accepted by all."},
    "previous_minutes": {"correct": "first", "note": "First meeting, so there are none."},
    "risk": {
        "updates": "He has kept every appointment.",
        "outcomes": "OASys: high likelihood of violence.",
        "rosh": "high",
        "who": "A former partner.",
        "nature": "Physical violence.",
        "when": "When he has been drinking.",
        "circumstances": "Contact with the former partner.",
        "protective_factors": "Work and a stable home.",
        "difference": "The meeting knows more.",
        "threat": "no",
        "may_change": "no",
    },
    "disclosure": {"disclose": "no", "purpose": "To protect a new partner.", "reason": "There is no new partner."},
    "plan": {
        "note": "All actions are under way.",
        "safety": "The former partner has a safety plan.",
        "considered": "Considered; neither is needed.",
        "told": "yes",
    },
    "media": {"interest": "no", "note": "No interest is expected."},
    "visor": {"owner": "Offender manager, police", "reviewer": "Offender manager, police"},
    "human_rights": {"validated": "yes", "note": "Lawful, necessary and proportionate."},
    "diversity": {"which": "none", "note": "None makes a difference here."},
    "cppc": {"referred": "no", "reason": "The criteria are not met."},
    "smb": {"note": "Nothing to report."},
}


@deferred_announcements()
def answered(meeting: Meeting, world: World, **changes: dict[str, str]) -> Meeting:
    """Every agenda item answered, the level staying, the next meeting in ten weeks."""
    following = meeting.held_on + dt.timedelta(weeks=10 if meeting.level == 2 else 5)
    level = {
        "level": str(meeting.level),
        "reason": "Formal meetings still add value.",
        "decided_by": "meeting",
        "next_review_on": following.isoformat(),
    }
    answers = {**ANSWERS, "level": level, "previous_minutes": _of_previous(meeting)}
    if meeting.case.is_child:
        answers["risk"] = {
            **ANSWERS["risk"],
            "child": "Lives with his aunt, goes to school, and says he wants to stay.",
        }
    for item in agenda_for(meeting.level):
        entry = AgendaEntry.objects.filter(meeting=meeting, item=item.key).first()
        record.write_item(
            actor=world.administrator,
            meeting=meeting,
            item=item.key,
            answers={**answers[item.key], **changes.get(item.key, {})},
            version=entry.version if entry else 0,
        )
    return meeting


def _of_previous(meeting: Meeting) -> dict[str, str]:
    """What is so of the minutes of the meeting before, without confirming them."""
    if facts.meeting_before(meeting) is None:
        return ANSWERS["previous_minutes"]
    return {"correct": "no", "note": "Not everybody has read them."}


@deferred_announcements()
def all_came(meeting: Meeting, world: World, **absent: str) -> None:
    """Everybody attended, except agencies by the kind named, which say why: `mental_health="apologies"`."""
    rows = list(Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True).select_related("agency"))
    record.record_attendance(
        actor=world.administrator,
        meeting=meeting,
        seen=record.attendance_version(rows),
        lines={
            row.pk: {**_line(absent.get(row.agency.kind_id, "attended")), **_grade(row, meeting), **_admitted(row)}
            for row in rows
        },
    )
    for agency in facts.agencies_to_be_told(meeting, facts.standing_invitations(meeting)):
        record.name_messenger(
            actor=world.administrator,
            meeting=meeting,
            agency=agency,
            told_by="The chair",
            contact="The duty officer",
            reply_by=meeting.held_on + dt.timedelta(days=7),
            version=0,
        )


def _grade(row: Invitation, meeting: Meeting) -> dict[str, str]:
    """The least grade that is expected, where the table has one."""
    ladder = ladder_of(Party(row.party), row.agency.kind_id)
    return {"grade": ladder.least[meeting.level]} if ladder else {}


def _admitted(row: Invitation) -> dict[str, object]:
    """The chair's word on an agency outside the information-sharing agreement."""
    return {} if row.agency.shares_information else {"admitted": True, "admission": "They will keep to it."}


def _line(attendance: str) -> dict[str, str]:
    return {"attendance": attendance, "absence_note": "" if attendance == "attended" else "Called away."}


@pytest.fixture
def recorded(meeting_today: Meeting, people: World) -> Meeting:
    """Today's meeting with everything recorded, ready to be closed."""
    answered(meeting_today, people)
    all_came(meeting_today, people, mental_health="apologies")
    return meeting_today


READY = frozenset({"RMP-07", "RMP-08", "RMP-09", "RMP-10", "RMP-11", "RMP-12", "RMP-13"})


@pytest.fixture
def closed(recorded: Meeting, people: World) -> Meeting:
    """The meeting closed, its minutes a draft."""
    closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
    recorded.refresh_from_db()
    return recorded


@pytest.fixture
def approved(closed: Meeting, people: World) -> Minutes:
    """The minutes approved by the chair."""
    approval = minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
    return approval.minutes


def lowering_approved(case: Case, actor: User, to: str, accepts: Iterable[str] = ("LVL-08", "LVL-23")) -> None:
    """Somebody's approval of a lower level, today by the clock."""
    last = last_approval(case)
    approve_lowering(
        actor=actor,
        case=case,
        to=to,
        accepts=list(accepts),
        reason="The lead agency can manage him.",
        today=timezone.localdate(),
        based_on=str(last.pk) if last else "",
    )
