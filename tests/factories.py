"""Plainly invented areas' worth of agencies, people and cases, made the way the product makes them."""

import datetime as dt
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import terms
from accounts.models import (
    Agency,
    AgencyDomain,
    AgencyType,
    Area,
    RoleHolding,
    Team,
    TeamMembership,
    TermsAcceptance,
    User,
)
from accounts.roles import Role
from offenders.models import Case
from offenders.rules.ages import age_on
from offenders.services.cases import create_case

_numbers = count(1)
PASSWORD = "correct horse battery staple"


def make_user(name: str, *, agency: Agency | None, area: Area, roles: tuple[Role, ...], **extra: Any) -> User:
    """An account with these roles in `area`, held since two years ago, whose owner has accepted the terms of use."""
    user = User.objects.create_user(
        f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.test",
        PASSWORD,
        full_name=f"{name} Example",
        agency=agency,
        job_title=name,
        **extra,
    )
    today = timezone.localdate()
    for role in roles:
        auditing = {"ends": today + dt.timedelta(days=30), "purpose": "Test audit"} if role is Role.AUDITOR else {}
        RoleHolding.objects.create(user=user, role=role, area=area, starts=today - dt.timedelta(days=730), **auditing)
    TermsAcceptance.objects.create(user=user, version=terms.present(today).version)
    return user


def confirm_identity(client: Client, user: User) -> None:
    """As if `user`, signed in with `client`, had typed password and code just now."""
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


@dataclass
class World:
    """Two areas, their agencies and one person for each role."""

    today: dt.date
    area: Area
    other_area: Area
    probation: Agency
    police: Agency
    prison: Agency
    yjs: Agency
    childrens_services: Agency
    mental_health: Agency
    other_probation: Agency
    team: Team
    yjs_team: Team
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """`world.practitioner` and so on: the person of that role."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def _agency(name: str, kind: str, area: Area) -> Agency:
    agency = Agency.objects.create(
        name=name, kind=AgencyType.objects.get(pk=kind), area=area, mailbox=f"{kind}@example.test"
    )
    AgencyDomain.objects.create(agency=agency, domain="example.test", reason="Invented.")
    return agency


def make_world() -> World:
    """Hampshire (with a local policy) and Kent (national policy), and the people of the fixtures."""
    area, other = Area.objects.get(pk="hampshire"), Area.objects.get(pk="kent")
    probation = _agency("Invented Probation Hampshire", "probation", area)
    yjs = _agency("Invented YJS Hampshire", "youth_offending_team", area)
    world = World(
        today=timezone.localdate(),
        area=area,
        other_area=other,
        probation=probation,
        police=_agency("Invented Police Hampshire", "police", area),
        prison=_agency("HMP Invented", "prison", area),
        yjs=yjs,
        childrens_services=_agency("Invented Children's Services", "childrens_services", area),
        mental_health=_agency("Invented NHS Trust", "mental_health", area),
        other_probation=_agency("Invented Probation Kent", "probation", other),
        team=Team.objects.create(name="Team A", agency=probation),
        yjs_team=Team.objects.create(name="YJS Team", agency=yjs),
    )
    _people(world)
    return world


def _people(world: World) -> None:
    def person(key: str, agency: Agency | None, *roles: Role, area: Area | None = None, **extra: Any) -> User:
        name = key.replace("_", " ").title()
        world.people[key] = make_user(name, agency=agency, area=area or world.area, roles=roles, **extra)
        return world.people[key]

    for key, agency, team in (
        ("practitioner", world.probation, world.team),
        ("colleague", world.probation, None),
        ("team_mate", world.probation, world.team),
        ("police_officer", world.police, None),
        ("yjs_case_manager", world.yjs, world.yjs_team),
    ):
        role = Role.YJS_CASE_MANAGER if agency is world.yjs else Role.PRACTITIONER
        user = person(key, agency, role)
        if team is not None:
            TeamMembership.objects.create(user=user, team=team, starts=world.today - dt.timedelta(days=365))
    person("manager", world.probation, Role.MANAGER)
    person("police_manager", world.police, Role.MANAGER)
    person("coordinator", world.police, Role.COORDINATOR)
    person("administrator", world.police, Role.ADMINISTRATOR)
    person("chair", world.police, Role.CHAIR, may_chair=True)
    person("spoc", world.mental_health, Role.SPOC)
    person("vlo", world.probation, Role.VLO)
    person("yjs_manager", world.yjs, Role.YJS_MANAGER)
    person("smb_member", world.police, Role.SMB_MEMBER)
    person("lay_adviser", None, Role.LAY_ADVISER)
    person("auditor", world.police, Role.AUDITOR)
    person("agency_administrator", world.probation, Role.AGENCY_ADMINISTRATOR)
    person("sysadmin", None, Role.SYSTEM_ADMINISTRATOR, is_staff=True, is_superuser=True)
    person("stranger", world.other_probation, Role.PRACTITIONER, area=world.other_area)
    person("other_coordinator", world.other_probation, Role.COORDINATOR, area=world.other_area)


def make_case(world: World, *, actor: User | None = None, **changes: Any) -> Case:
    """An adult's case in Hampshire, led by probation and owned by the practitioner, unless `changes` say otherwise."""
    number = next(_numbers)
    identity = {
        "family_name": f"Invented{number}",
        "given_names": "Testcase",
        "date_of_birth": dt.date(1985, 5, 17),
        "gender": "male",
    }
    arguments: dict[str, Any] = {
        "area": world.area,
        "lead_agency": world.probation,
        "team": world.team,
        "today": world.today,
        "dismissed": 0,
    }
    for name, value in changes.items():
        (arguments if name in {*arguments, "youth_justice"} else identity)[name] = value
    return create_case(actor=actor or world.practitioner, identity=identity, **arguments)


def make_child_case(world: World, **changes: Any) -> Case:
    """A fifteen-year-old's case, led by the youth justice service and owned by its case manager."""
    settings: dict[str, Any] = {
        "actor": world.yjs_case_manager,
        "lead_agency": world.yjs,
        "team": world.yjs_team,
        "youth_justice": True,
        "date_of_birth": world.today.replace(year=world.today.year - 15, day=1),
    }
    return make_case(world, **{**settings, **changes})


def conviction(case: Case, actor: User, *, today: dt.date, **changes: Any) -> Any:
    """A grievous bodily harm conviction with three years inside: Category 2 while the licence runs."""
    from offenders.models import SpecifiedOffence
    from offenders.services.sentences import record_offence

    outcome_on = changes.get("outcome_on", today - dt.timedelta(days=800))
    child = age_on(case.date_of_birth, outcome_on) < 18
    offence = {
        "title": "Causing grievous bodily harm with intent",
        "specified": SpecifiedOffence.objects.filter(part="violent").first(),
        "is_index": True,
        "outcome": "conviction",
        "committed_on": today - dt.timedelta(days=900),
        "outcome_on": outcome_on,
        "disposal": "youth_detention" if child else "imprisonment",
        "term_value": 3,
        "term_unit": "years",
        "licence_ends_on": today + dt.timedelta(days=400),
        "sentence_ends_on": today + dt.timedelta(days=400),
    }
    return record_offence(actor=actor, case=case, today=today, offence={**offence, **changes})


def suspended(case: Case, actor: User, *, today: dt.date, **changes: Any) -> Any:
    """A theft with twelve months suspended until a hundred days from now."""
    offence = {
        "title": "Theft",
        "specified": None,
        "checked_not_listed": True,
        "is_index": False,
        "disposal": "suspended",
        "term_value": 12,
        "term_unit": "months",
        "outcome_on": today - dt.timedelta(days=300),
        "committed_on": today - dt.timedelta(days=400),
        "licence_ends_on": None,
        "sentence_ends_on": today + dt.timedelta(days=100),
    }
    return conviction(case, actor, today=today, **{**offence, **changes})


def activated(offence: Any, actor: User, *, today: dt.date, acknowledged: Any = frozenset(), **changes: Any) -> Any:
    """Six months of a suspended sentence, activated three days ago."""
    from offenders.services.activation import Activating, activate_sentence

    said = {"on": today - dt.timedelta(days=3), "court": "Invented Crown Court", "term_value": 6, "term_unit": "months"}
    return activate_sentence(
        actor=actor,
        offence=offence,
        version=offence.version,
        said=Activating(**{**said, **changes}),
        today=today,
        acknowledged=acknowledged,
    )


def in_category_2(case: Case, actor: User, *, today: dt.date) -> Case:
    """The case with a qualifying conviction and the category decision on it."""
    from levels.services import decide_category

    conviction(case, actor, today=today)
    decide_category(actor=actor, case=case, reason="Computed from the conviction.", on=today, today=today, based_on="")
    return case


def at_level_1(case: Case, actor: User, *, today: dt.date, on: dt.date | None = None) -> Case:
    """A Category 2 case, screened with two agencies' information and managed at Level 1 from `on` (today)."""
    from levels.services import decide_level, screen_case

    in_category_2(case, actor, today=today)
    screen_case(
        actor=actor,
        case=case,
        proposed_level=1,
        rationale="One agency can manage this.",
        history="One earlier conviction, every appointment kept.",
        information="Police and housing, nothing of concern.",
        sources=2,
        on=on or today,
        today=today,
    )
    decide_level(
        actor=actor,
        case=case,
        level=1,
        reason="Ordinary management is enough.",
        on=on or today,
        today=today,
        based_on="",
    )
    return case
