"""The invented agencies, teams and accounts of the demonstration."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from oauth2_provider.models import get_application_model

from accounts.models import (
    Agency,
    AgencyDomain,
    AgencyType,
    Area,
    PartnerSystem,
    RoleHolding,
    Team,
    TeamMembership,
    TermsAcceptance,
    User,
)
from accounts.roles import Role
from accounts.services import invitations, moves
from accounts.terms import present

PASSWORD = "invented-demo-only"  # noqa: S105 - opens nothing but invented data, and load_demo refuses in production
PARTNER_CLIENT_ID = "invented-partner"
PARTNER_CLIENT_SECRET = "invented-partner-demo-only"  # noqa: S105 - as above
PARTNER_SCOPES = "areas:read cases:read rosh:read reviews:read"
AREAS = ("hampshire", "kent")

AGENCIES = (
    ("probation", "probation", "Probation Service"),
    ("police", "police", "Police"),
    ("prison", "prison", "HMP Imaginary"),
    ("yjs", "youth_offending_team", "Youth Justice Service"),
    ("childrens", "childrens_services", "Children's Services"),
    ("mental_health", "mental_health", "NHS Mental Health Trust"),
    ("housing", "local_housing", "Housing Authority"),
)

# key, name, job title, agency, role; the e-mail address is key.area@example.test. A family name is no word of the work:
# a summary that says "manager" must not seem to name one.
STAFF = (
    ("practitioner", "Pat Inventham", "Probation Practitioner", "probation", Role.PRACTITIONER),
    ("practitioner2", "Quinn Fictonby", "Probation Practitioner", "probation", Role.PRACTITIONER),
    ("manager", "Morgan Fabelton", "Senior Probation Officer", "probation", Role.MANAGER),
    ("officer", "Ollie Pretendale", "Police offender manager", "police", Role.PRACTITIONER),
    ("police.manager", "Dara Figmentby", "Detective Inspector", "police", Role.MANAGER),
    ("coordinator", "Casey Fabulane", "MAPPA Co-ordinator", "police", Role.COORDINATOR),
    ("administrator", "Alex Unrealby", "MAPPA Administrator", "police", Role.ADMINISTRATOR),
    ("chair", "Charlie Nonesuchby", "Detective Chief Inspector", "police", Role.CHAIR),
    ("spoc", "Sam Mythwick", "Mental health lead", "mental_health", Role.SPOC),
    ("vlo", "Val Phantomby", "Victim Liaison Officer", "probation", Role.VLO),
    ("yjs", "Yusuf Storyland", "YJS case manager", "yjs", Role.YJS_CASE_MANAGER),
    ("yjs.manager", "Yara Fablestone", "YJS operational manager", "yjs", Role.YJS_MANAGER),
    ("board", "Bo Samplewick", "SMB member", "housing", Role.SMB_MEMBER),
    ("lay", "Leigh Testleigh", "Lay adviser", None, Role.LAY_ADVISER),
    ("people", "Abel Notrealby", "Business support", "probation", Role.AGENCY_ADMINISTRATOR),
    ("auditor", "Audrey Dummiford", "Auditor", "prison", Role.AUDITOR),
)


@dataclass
class Cast:
    """One area's invented agencies and people."""

    area: Area
    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def make_cast(slug: str, today: dt.date) -> Cast:
    """The agencies, teams and accounts of one area."""
    cast = Cast(area=Area.objects.get(pk=slug))
    for key, kind, name in AGENCIES:
        cast.agencies[key] = Agency.objects.create(
            name=f"{name} ({cast.area.name}, invented)",
            kind=AgencyType.objects.get(pk=kind),
            area=cast.area,
            mailbox=f"{key}.{slug}@example.test",
        )
        AgencyDomain.objects.create(agency=cast.agencies[key], domain="example.test", reason="Invented.")
    for key in ("probation", "police", "yjs"):
        cast.teams[key] = Team.objects.create(name="Public protection team", agency=cast.agencies[key])
    password = make_password(PASSWORD)  # hashed once: a slow hash for each account would be most of the load
    for key, name, title, agency, role in STAFF:
        cast.people[key] = _person(cast, key, name, title, agency, role, today, password)
    return cast


def _person(
    cast: Cast, key: str, name: str, title: str, agency: str | None, role: Role, today: dt.date, password: str
) -> User:
    user = User(
        email=f"{key}.{cast.area.pk}@example.test",
        password=password,
        full_name=name,
        job_title=title,
        agency=cast.agencies[agency] if agency else None,
        may_chair=role is Role.CHAIR,
    )
    user.save()
    TermsAcceptance.objects.create(user=user, version=present(today).version)
    limits = {"ends": today + dt.timedelta(days=90), "purpose": "Demonstration"} if role is Role.AUDITOR else {}
    RoleHolding.objects.create(user=user, role=role, area=cast.area, starts=today - dt.timedelta(days=1500), **limits)
    if agency in cast.teams and role in {Role.PRACTITIONER, Role.YJS_CASE_MANAGER}:
        TeamMembership.objects.create(user=user, team=cast.teams[agency], starts=today - dt.timedelta(days=1500))
    return user


def make_comings_and_goings(cast: Cast, today: dt.date) -> None:
    """Somebody invited, somebody whose invitation waits for a second person, somebody whose account nobody uses, and
    somebody who is to move to the police.
    """
    probation = cast.agencies["probation"]
    for email, name, why in (
        (f"newcomer.{cast.area.pk}@example.test", "Nat Makebelby", ""),
        (
            f"seconded.{cast.area.pk}@elsewhere.example",
            "Sandy Nosuchham",
            "Seconded, and keeps the address.",
        ),
    ):
        invitations.invite(
            actor=cast.people["people"],
            agency=probation,
            email=email,
            full_name=name,
            job_title="Probation Practitioner",
            roles=[Role.PRACTITIONER],
            area=cast.area,
            teams=[cast.teams["probation"]],
            starts=today,
            outside_reason=why,
        )
    sleeper = _person(
        cast,
        "sleeper",
        "Sol Neverwasby",
        "Probation Practitioner",
        "probation",
        Role.PRACTITIONER,
        today,
        make_password(None),
    )
    sleeper.created_at = timezone.now() - dt.timedelta(days=300)
    sleeper.last_login = timezone.now() - dt.timedelta(days=80)
    sleeper.save()
    leaver = _person(
        cast,
        "leaver",
        "Lee Unheardby",
        "Prison offender manager",
        "prison",
        Role.PRACTITIONER,
        today,
        make_password(None),
    )
    moves.propose(actor=cast.people["coordinator"], person=leaver, to_agency=probation, reason="Takes up a new post.")


def make_shared_accounts(cast: Cast, today: dt.date) -> None:
    """The system administrator, and the partner system with its OAuth client."""
    administrator = User.objects.create_superuser("sysadmin@example.test", PASSWORD, full_name="Sid Mockford")
    TermsAcceptance.objects.create(user=administrator, version=present(today).version)
    RoleHolding.objects.create(user=administrator, role=Role.SYSTEM_ADMINISTRATOR, area=cast.area)
    account = User.objects.create_user(
        "partner.system@example.test",
        None,
        full_name="Partner system (invented)",
        agency=cast.agencies["mental_health"],
    )
    RoleHolding.objects.create(user=account, role=Role.PARTNER_SYSTEM, area=cast.area)
    application = get_application_model().objects.create(
        name="Invented partner system",
        client_id=PARTNER_CLIENT_ID,
        client_secret=PARTNER_CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        user=account,
    )
    PartnerSystem.objects.create(
        application=application,
        account=account,
        agreement="DSA-INVENTED-1",
        scopes=PARTNER_SCOPES,
        expires_on=today + dt.timedelta(days=365),
        areas=[cast.area.pk],
    )
