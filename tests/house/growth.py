"""Makes many of everything: copies of every record of a case inside that case, and many cases, in bulk.

For counting queries only: what is written here breaks rules that services uphold.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from copy import copy
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import (
    AccountInvitation,
    Agency,
    AgencyDomain,
    AgencyMove,
    OutsideInvitation,
    RoleHolding,
    SignInDecision,
    StaffUse,
    Team,
    TeamMembership,
    User,
)
from accounts.roles import Role
from audit.models import AuditEvent
from deadlines.models import Alert, Deadline
from offenders.models import Assignment, Case, CaseName, Involvement
from tests.house.doors import APPS
from tests.house.specimen import Specimen
from tests.meetings import conftest as meetings
from youthjustice.models import YouthAssessment

_numbers = count(1)
Changes = dict[str, Any]

ONLY_ONE: dict[str, Callable[[int], Changes]] = {
    "offenders.Involvement": lambda _: {"ends": timezone.localdate()},
    "offenders.Alias": lambda number: {"name": f"Copy {number}"},
    "oversight.Anomaly": lambda number: {"key": f"copy-{number}"},
    "offenders.AccessGrant": lambda _: {"permission": None},
    "deadlines.Deadline": lambda number: {"key": f"copy-{number}"},
    "assessments.RiskPlan": lambda number: {"number": 100 + number, "in_force": False},
    "levels.AgencyRequest": lambda _: {"answer": "nothing", "answered_on": timezone.localdate()},
    "levels.LevelOneCheck": lambda number: {"quarter": f"{1000 + number}-1"},
    "levels.LevelDispute": lambda _: {
        "settled_on": timezone.localdate(),
        "outcome_level": 2,
        "settled_by": User.objects.first(),
    },
    "meetings.Invitation": lambda _: {"person": None},
    "meetings.InformationRequest": lambda _: {"withdrawn_on": timezone.localdate()},
    "meetings.Attachment": lambda number: {"sha256": f"copy-{number}"},
    "meetings.Minutes": lambda number: {"number": 100 + number},
    "meetings.CoreGroupAsked": lambda _: {"withdrawn_on": timezone.localdate()},
    "meetings.CoreGroupNotice": lambda _: {"way": "person", "settled_at": timezone.now()},
    "meetings.SlotBooking": lambda _: {"freed_on": timezone.localdate()},
    "meetings.ExecutiveSummary": lambda number: {"reference": f"Copy {number}", "version": 100 + number},
    "minutes.LeakOverride": lambda number: {"key": f"copy-{number}"},
    "minutes.Circulation": lambda number: {"number": 100 + number},
    "minutes.SummaryCopy": lambda number: {"number": 100 + number, "recipient": f"Copy {number}"},
    "minutes.MinutesCopy": lambda number: {"number": 100 + number, "form": "paper"},
    "minutes.PlanCopy": lambda number: {"number": 100 + number},
    "minutes.SummaryCopyFile": lambda number: {"sha256": f"copy-{number}"},
    "information.InformationVersion": lambda number: {"number": 100 + number, "reason": "Copy"},
    "youthjustice.YouthAssessment": lambda _: {
        "state": "countersigned",
        "reoffending": "low",
        "rosh": "low",
        "wellbeing": "low",
    },
}
"""Model -> what a copy changes, where the database allows one of a kind."""

BELOW = (
    "meetings.Invitation",
    "meetings.Minutes",
    "meetings.ExecutiveSummary",
    "meetings.CoreGroupTask",
    "meetings.CoreGroupReport",
    "meetings.CoreGroupMeeting",
    "minutes.MinutesCopy",
    "minutes.SummaryCopy",
    "youthjustice.PlottedBehaviour",
    "youthjustice.AdverseOutcome",
    "disclosure.DisclosureFollowUp",
    "information.InformationShare",
    "papers.PaperSending",
    "information.InformationVersion",
)
"""Models of which one record above holds many: copied below the same record too, not only with it."""


def records_of(specimen: Specimen) -> list[models.Model]:
    """Every record of both cases, as what is to be copied."""
    kinds = [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "case" and field.is_relation for field in model._meta.fields)
    ]
    cases = (specimen.case, specimen.child)
    return [row for kind in kinds for row in kind._default_manager.filter(case__in=cases)]


def grow(specimen: Specimen, originals: list[models.Model], times: int) -> None:
    """So many further copies of each record, and so many further cases, agencies, people and audit events."""
    copies: dict[type[models.Model], list[models.Model]] = {}
    for _ in range(times):
        _copy(originals, copies)
    # Assessments last: the database takes nothing more below one that is countersigned.
    for kind in sorted(copies, key=lambda kind: kind is YouthAssessment):
        _insert(kind, copies[kind])
    _events(specimen, times)
    _surroundings(specimen, times)
    _accounts(specimen, times)
    grow_cases(specimen, times)


def grow_cases(specimen: Specimen, times: int) -> None:
    """So many further open cases of the same team, each with its owner, a review that is due, and an alert."""
    world, today = specimen.world, specimen.world.today
    cases = [_case(specimen) for _ in range(times)]
    _insert(Case, cases)
    since = today - dt.timedelta(days=30)
    part = Involvement.Part.INVOLVED
    agency = world.childrens_services
    _insert(Involvement, [Involvement(case=case, agency=agency, part=part, starts=since) for case in cases])
    owner = {"user": world.practitioner, "capacity": Assignment.Capacity.OWNER, "starts": since}
    _insert(Assignment, [Assignment(case=case, **owner) for case in cases])
    _insert(CaseName, [_name(specimen, case) for case in cases])
    template = Deadline.objects.filter(case=specimen.case, closed_at__isnull=True).first()
    assert template is not None
    due = [_changed(template, {"pk": uuid4(), "case": case, "due_on": today, "is_review": True}) for case in cases]
    _insert(Deadline, due)
    raised = {"audience": "coordinator", "stage": "coordinator_told", "raised_on": today}
    Alert.objects.bulk_create([Alert(deadline=row, **raised) for row in due])
    raised |= {"audience": "practitioner", "stage": "overdue"}
    Alert.objects.bulk_create([Alert(deadline=row, **raised) for row in due])


def _case(specimen: Specimen) -> Case:
    number = next(_numbers)
    unique = {"reference": f"MC-9{number:05}", "pnc_id": None, "visor_ref": None, "prison_number": None}
    return _changed(specimen.case, {"pk": uuid4(), **unique, "sort_name": f"{specimen.case.sort_name}{number:05}"})


def _name(specimen: Specimen, case: Case) -> CaseName:
    template = CaseName.objects.filter(case=specimen.case).first()
    assert template is not None
    return _changed(template, {"pk": uuid4() if isinstance(template.pk, UUID) else None, "case": case})


def _copy(originals: list[models.Model], copies: dict[type[models.Model], list[models.Model]]) -> None:
    """One copy of every record, pointing to the copies of what the originals point to."""
    twins = {row.pk: uuid4() for row in originals if isinstance(row.pk, UUID)}
    for row in originals:
        moved = {name: twins.get(value, value) for name, value in _pointers(row)}
        copies.setdefault(type(row), []).append(_changed(row, {**moved, "pk": twins.get(row.pk), **_alone(row)}))
        if row._meta.label in BELOW:
            copies[type(row)].append(_changed(row, {"pk": uuid4(), **_alone(row)}))


def _alone(row: models.Model) -> Changes:
    """What a copy changes, where the database allows one of a kind."""
    if isinstance(row, Assignment) and row.capacity == Assignment.Capacity.OWNER:
        return {"capacity": Assignment.Capacity.WORKER}
    changes = ONLY_ONE.get(row._meta.label)
    return changes(next(_numbers)) if changes else {}


def _pointers(row: models.Model) -> Iterator[tuple[str, Any]]:
    """The ids of other records that a record holds, by column; the case itself stays."""
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(value, UUID) and not column.primary_key and column.name != "case":
            yield column.attname, value


def _changed(row: Any, changes: Changes) -> Any:
    twin = copy(row)
    twin._state = copy(row._state)
    twin._state.adding = True
    twin._state.fields_cache = {}
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _insert(kind: type[models.Model], rows: list[Any]) -> None:
    manager: Any = kind._default_manager.all()
    audited = hasattr(manager, "in_bulk_with_own_audit")
    (manager.in_bulk_with_own_audit() if audited else manager).bulk_create(rows)


def _events(specimen: Specimen, times: int) -> None:
    """Further reads of both cases by different people."""
    people = list(specimen.world.people.values())
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor_id=people[number % len(people)].pk,
            actor_role="Role",
            via="page",
            request_id=uuid4(),
            verb="case_overview.viewed",
            case_id=case.pk,
        )
        for number in range(times)
        for case in (specimen.case, specimen.child)
    )


def _accounts(specimen: Specimen, times: int) -> None:
    """Further dormant accounts, moves and cases without owner; further roles, teams and links of one account."""
    world, person, long_ago = specimen.world, specimen.world.practitioner, timezone.now() - dt.timedelta(days=300)
    day = world.today - dt.timedelta(days=300)
    for number in range(times):
        sleeper = User.objects.create(
            email=f"{uuid4()}@example.test", full_name=f"Sleeper {number}", agency=world.police, created_at=long_ago
        )
        AgencyMove.objects.create(
            user=sleeper, from_agency=world.police, to_agency=world.probation, reason="Moves.", proposed_by=person
        )
        OutsideInvitation.objects.create(user=sleeper, why="Elsewhere.", asked_by=world.manager, reason="Works here.")
        AgencyDomain.objects.create(
            agency=world.probation, domain=f"{uuid4()}.example", registered_by=world.coordinator, reason="Theirs."
        )
        SignInDecision.objects.create(
            agency=world.probation, own_only=False, starts=day, decided_by=world.coordinator, reason="Not yet."
        )
        RoleHolding.objects.create(user=person, role=Role.MANAGER, area=world.area, starts=day, ends=day)
        TeamMembership.objects.create(user=person, team=world.team, starts=day, ends=day)
        AccountInvitation.objects.create(
            user=person, token_hash=uuid4().hex, invited_by=world.manager, expires_at=long_ago
        )
        StaffUse.objects.create(user=world.sysadmin, reason="Ticket.", started_at=long_ago, ends_at=long_ago)
    _insert(Case, [_case(specimen) for _ in range(times)])
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor_id=world.support.pk,
            actor_role="Role",
            via="page",
            request_id=uuid4(),
            verb="staff.request",
            subject_id=str(specimen.ids["use_id"]),
            changes={"method": [None, "GET"], "address": [None, "people/"], "ids": [None, {}]},
        )
        for _ in range(times)
    )


def _surroundings(specimen: Specimen, times: int) -> None:
    """Further agencies of the area, each with a team and somebody in every role that forms offer; meeting days."""
    world = specimen.world
    for _ in range(times):
        on = world.today + dt.timedelta(days=100 + next(_numbers))
        meetings.meeting_day(world, on=on)
    kinds = [world.police.kind_id, world.probation.kind_id, world.childrens_services.kind_id]
    for number in range(times):
        name = f"Invented agency {next(_numbers)}"
        agency = Agency.objects.create(name=name, kind_id=kinds[number % 3], area=world.area)
        meetings.standing_member(world, agency=agency)
        Team.objects.create(name=f"Team of {name}", agency=agency)
        Agency.objects.create(name=f"HMP {name}", kind_id=world.prison.kind_id, area=world.area)
        user = User.objects.create(email=f"{uuid4()}@example.test", full_name=name, agency=agency, may_chair=True)
        roles = (Role.CHAIR, Role.PRACTITIONER, Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR)
        since = world.today - dt.timedelta(days=100)
        RoleHolding.objects.bulk_create(
            RoleHolding(user=user, role=role, area=world.area, starts=since) for role in roles
        )
