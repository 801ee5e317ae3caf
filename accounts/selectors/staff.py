"""What support staff see of an account in staff mode: how it stands, by ids and reference data; nothing of any case."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import AccountInvitation, RoleHolding, StaffUse, TeamMembership, TermsAcceptance, User
from audit.models import AuditEvent

LATEST = 20
EVENT_DAYS = 30
USES_ON_PAGE = 25
REQUESTS_SHOWN = 200
ABOUT_SIGNING_IN = ("session", "second_factor.", "password.", "identity.", "account.", "invitation.", "role.", "move.")


def running_use(*, user: User, use_id: str) -> StaffUse | None:
    """The use of staff mode with this id while it runs: neither left nor over, and this person's own."""
    try:
        known = UUID(use_id)
    except ValueError:
        return None
    rows = StaffUse.objects.filter(pk=known, user=user, user__is_active=True)
    return rows.filter(left_at__isnull=True, ends_at__gt=timezone.now()).first()


def account(text: str) -> UUID | None:
    """The id of the account with this e-mail address or id."""
    try:
        return User.objects.filter(pk=UUID(text)).values_list("pk", flat=True).first()
    except ValueError:
        return User.objects.filter(email=text.lower()).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """How one account stands. Events are (instant, verb, refused), without what was written."""

    user: User
    holdings: list[RoleHolding]
    memberships: list[TeamMembership]
    factors: list[Authenticator]
    sessions: int
    seen_at: dt.datetime | None
    terms: list[TermsAcceptance]
    invitations: list[AccountInvitation]
    events: list[tuple[dt.datetime, str, bool]]


def account_standing(account_id: UUID) -> AccountStanding | None:
    """How an account stands; None when there is none."""
    user = User.objects.select_related("agency__area").filter(pk=account_id).first()
    if user is None:
        return None
    sessions = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return AccountStanding(
        user=user,
        holdings=list(RoleHolding.objects.filter(user=user).select_related("area").order_by("-starts")),
        memberships=list(TeamMembership.objects.filter(user=user).select_related("team").order_by("-starts")),
        factors=list(Authenticator.objects.filter(user=user).order_by("created_at")),
        sessions=sessions.count(),
        seen_at=sessions.values_list("last_seen_at", flat=True).first(),
        terms=list(TermsAcceptance.objects.filter(user=user)),
        invitations=list(AccountInvitation.objects.filter(user=user)),
        events=_events_about(account_id),
    )


def _events_about(account_id: UUID) -> list[tuple[dt.datetime, str, bool]]:
    """The latest events of signing in and of the account itself, by or about its owner; none that names a case."""
    about = Q()
    for beginning in ABOUT_SIGNING_IN:
        about |= Q(verb__startswith=beginning)
    own = Q(actor_id=account_id) | Q(subject_type="user", subject_id=str(account_id))
    since = timezone.now() - dt.timedelta(days=EVENT_DAYS)
    rows = AuditEvent.objects.filter(about, own, at__gte=since, case_id__isnull=True)
    return list(rows.order_by("-id").values_list("at", "verb", "refused")[:LATEST])


@dataclass(frozen=True, slots=True)
class Uses:
    """One page of the uses of staff mode, the latest first, each with the number of its requests."""

    rows: list[tuple[StaffUse, int]]
    after: UUID | None


def uses_of_staff_mode(*, after: UUID | None = None) -> Uses:
    """Every use, the latest first; those that began before the use `after`."""
    rows: QuerySet[StaffUse] = StaffUse.objects.select_related("user")
    edge = StaffUse.objects.filter(pk=after).first() if after else None
    if edge is not None:
        rows = rows.filter(Q(started_at__lt=edge.started_at) | Q(started_at=edge.started_at, id__lt=edge.pk))
    found = list(rows[: USES_ON_PAGE + 1])
    shown = found[:USES_ON_PAGE]
    numbers = _requests(shown)
    return Uses(
        rows=[(use, numbers.get(str(use.pk), 0)) for use in shown],
        after=shown[-1].pk if len(found) > USES_ON_PAGE else None,
    )


def _requests(uses: list[StaffUse]) -> dict[str, int]:
    """Id of a use -> its recorded requests: one query, by the index on who acted."""
    rows = AuditEvent.objects.filter(
        actor_id__in={use.user_id for use in uses},
        verb="staff.request",
        subject_id__in=[str(use.pk) for use in uses],
    )
    return dict(rows.order_by().values_list("subject_id").annotate(Count("id")))


def use_with_requests(use_id: UUID) -> tuple[StaffUse, list[AuditEvent]] | None:
    """One use of staff mode and its requests, the first ones first; None when there is none."""
    use = StaffUse.objects.select_related("user").filter(pk=use_id).first()
    if use is None:
        return None
    rows = AuditEvent.objects.filter(actor_id=use.user_id, verb="staff.request", subject_id=str(use.pk))
    return use, list(rows.order_by("id")[:REQUESTS_SHOWN])
