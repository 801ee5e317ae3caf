"""Reads of oversight: who has looked at a case, anomalies and whom to tell of them, long chronologies."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import selectors as accounts
from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.models import AuditEvent
from audit.selectors import naming
from audit.services import OPENING
from offenders import trail
from offenders.access import Detail, can_see_victims, may
from offenders.models import AccessGrant, Assignment, Case
from offenders.models.access import in_force
from offenders.sensitivity import hidden_events
from oversight.models import OPEN, Anomaly, ChronologyFile

LONDON = ZoneInfo("Europe/London")
PAGE = 25
READS = 50
TRIED = ": (403|404|429) "  # a form sent back with mistakes is no attempt to look
DOORS = {"page": "Page", "api": "API"}
OPENED = Q(case_id__isnull=False)  # the case's own events; the rest are lists that named it
LISTS = {
    "action_points_list.viewed": "Meetings with action points",
    "anomalies.viewed": "Anomalies",
    "api_cases.viewed": "Cases, over the API",
    "api_reviews_due.viewed": "Reviews due, over the API",
    "cases.searched": "Search",
    "cases.viewed": "Cases",
    "cases_undecided.viewed": "Restricted cases left to nobody",
    "cases_handed_over.viewed": "Cases handed over",
    "dashboard.viewed": "Co-ordinator dashboard",
    "due_list.viewed": "What is due",
    "emergency_uses.viewed": "Emergency access",
    "home.viewed": "Home",
    "meetings.viewed": "Meetings",
    "requests_to_decide.viewed": "Requests to be involved",
}
"""Lists that name cases, as their readers know them."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days (London) that are asked about; None leaves a side open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def condition(self) -> Q:
        """The same as a condition on events."""
        asked = Q()
        if self.first:
            asked &= Q(at__gte=dt.datetime.combine(self.first, dt.time(), LONDON))
        if self.last:
            asked &= Q(at__lt=dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), LONDON))
        return asked


@dataclass(frozen=True, slots=True)
class Looker:
    """One person who has looked at a case, or tried to."""

    id: UUID
    name: str
    roles: list[str]
    doors: list[str]
    first: dt.datetime
    last: dt.datetime
    reads: int
    refused: int
    in_lists: int
    exceptions: list[AccessGrant]


@dataclass(frozen=True, slots=True)
class Looks:
    """Some people who opened it or tried to, and some who only met it in lists; each with the key of the others."""

    people: list[Looker]
    older: int | None
    in_lists: list[Looker]
    lists: int | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """How often one list named the case to somebody on one day (London), and between which instants."""

    where: str
    first: dt.datetime
    last: dt.datetime
    times: int
    presence_only: bool


@dataclass(frozen=True, slots=True)
class Read:
    """One time somebody looked, or was refused."""

    at: dt.datetime
    what: str
    role: str
    door: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """Some reads by one person and some lists that named the case to them, newest first, each with its next key."""

    name: str
    reads: list[Read]
    older: int | None
    sightings: list[Sighting]
    lists: int | None


def may_see_looks(viewer: User, case: Case) -> bool:
    """Whether this viewer may see who has looked: by the permission table, or as the owner of the case (AUD-07)."""
    owned = Assignment.objects.filter(in_force(), case=case, user=viewer, capacity=Assignment.Capacity.OWNER)
    return may(viewer, "view_access", case) or owned.exists()


def _looked_at(viewer: User, case: Case, span: Span) -> QuerySet[AuditEvent]:
    """Reads of a case, lists that named it, refused attempts; Http404 for those who may not see who has looked."""
    if not may_see_looks(viewer, case):
        raise Http404
    opened = Q()
    for ending in sorted(OPENING):
        opened |= Q(verb__endswith=f".{ending}")
    tried = Q(refused=True, verb="request.refused", reason__regex=TRIED)
    about = Q(case_id=case.pk) & (opened | tried)
    rows = AuditEvent.objects.filter(about | naming(case.pk), span.condition(), actor_id__isnull=False)
    return rows.exclude(hidden_events(viewer, case.pk))


def lookers(
    *, viewer: User, case: Case, span: Span, older_than: int | None = None, lists_before: int | None = None
) -> Looks:
    """The people who have looked at a case, last first: four queries whatever their number (AUD-07).

    Those who only met it in lists come apart, so that they do not stand between the others.
    """
    rows = _looked_at(viewer, case, span)
    opened, older = _page(_by_person(rows, OPENED).filter(opened__gt=0), older_than, PAGE)
    listed, lists = _page(_by_person(rows, None).filter(opened=0), lists_before, PAGE)
    ids = {row["actor_id"] for row in [*opened, *listed]}
    names = accounts.names(ids)
    exceptions: dict[UUID, list[AccessGrant]] = {}
    for grant in AccessGrant.objects.visible_to(viewer).filter(case=case, user__in=ids):
        exceptions.setdefault(grant.user_id, []).append(grant)
    return Looks(
        people=[_looker(row, names, exceptions) for row in opened],
        older=older,
        in_lists=[_looker(row, names, exceptions) for row in listed],
        lists=lists,
    )


def _by_person(rows: QuerySet[AuditEvent], counted: Q | None) -> Any:
    """The events of each person together; their first and last among those that are `counted`."""
    found: Any = rows.order_by().values("actor_id")
    return found.annotate(
        opened=Count("pk", filter=OPENED),
        newest=Max("pk", filter=counted),
        first=Min("at", filter=counted),
        last=Max("at", filter=counted),
        reads=Count("pk", filter=OPENED & Q(refused=False)),
        refusals=Count("pk", filter=Q(refused=True)),
        listed=Count("pk", filter=~OPENED),
        roles=ArrayAgg("actor_role", distinct=True),
        doors=ArrayAgg("via", distinct=True),
    )


def _page(rows: Any, before: int | None, size: int) -> tuple[list[dict[str, Any]], int | None]:
    """Some of the groups, the newest first, and the key of the next page; None at the end."""
    if before is not None:
        rows = rows.filter(newest__lt=before)
    found = list(rows.order_by("-newest")[: size + 1])
    return found[:size], found[size - 1]["newest"] if len(found) > size else None


def _looker(row: dict[str, Any], names: dict[UUID, str], exceptions: dict[UUID, list[AccessGrant]]) -> Looker:
    return Looker(
        id=row["actor_id"],
        name=names.get(row["actor_id"], "Unknown account"),
        roles=row["roles"],
        doors=[DOORS.get(door, door) for door in row["doors"]],
        first=row["first"],
        last=row["last"],
        reads=row["reads"],
        refused=row["refusals"],
        in_lists=row["listed"],
        exceptions=exceptions.get(row["actor_id"], []),
    )


def reads_by(
    *,
    viewer: User,
    case: Case,
    reader_id: UUID,
    span: Span,
    older_than: int | None = None,
    lists_before: int | None = None,
) -> Reads:
    """Each time one person opened a case, and by day which lists named it to them, newest first (AUD-07).

    Raises: Http404 when there is no such account.
    """
    looked = _looked_at(viewer, case, span).filter(actor_id=reader_id)
    rows = looked.filter(OPENED) if older_than is None else looked.filter(OPENED, pk__lt=older_than)
    found = list(rows[: READS + 1])
    name = accounts.names({reader_id}).get(reader_id)
    if name is None:
        raise Http404
    reads = [
        Read(event.at, trail.sentence(event), event.actor_role, DOORS.get(event.via, event.via), event.refused)
        for event in found[:READS]
    ]
    listed, lists = _page(_by_list_and_day(looked.filter(~OPENED), case), lists_before, READS)
    sightings = [
        Sighting(
            where=LISTS.get(row["verb"]) or trail.spelt_out(row["verb"]),
            first=row["first"],
            last=row["last"],
            times=row["times"],
            presence_only=row["hidden"] == row["times"],
        )
        for row in listed
    ]
    return Reads(name, reads, found[READS - 1].pk if len(found) > READS else None, sightings, lists)


def _by_list_and_day(rows: QuerySet[AuditEvent], case: Case) -> Any:
    """The events of lists, those of one list and one day in London together."""
    hidden = Q(changes__presence_only__1__contains=[str(case.pk)])
    found: Any = rows.order_by().annotate(day=TruncDate("at", tzinfo=LONDON)).values("verb", "day")
    return found.annotate(
        newest=Max("pk"), first=Min("at"), last=Max("at"), times=Count("pk"), hidden=Count("pk", filter=hidden)
    )


def anomalies(*, viewer: User) -> QuerySet[Anomaly]:
    """The anomalies that a viewer may know of, newest first; `seen` says whether they may see the case too."""
    seen = Case.objects.visible_to(viewer, Detail.SUMMARY).filter(pk=OuterRef("case"))
    rows = Anomaly.objects.visible_to(viewer).annotate(seen=Exists(seen))
    return rows.select_related("reader", "area", "case").order_by("-last_at", "-pk")


@dataclass(frozen=True, slots=True)
class AnomalyPage:
    """Some anomalies, and the last of them when older ones follow."""

    rows: list[Anomaly]
    older: UUID | None


def anomaly_page(*, viewer: User, state: str, before: UUID | None = None) -> AnomalyPage:
    """One page of those that are open, or of all: three queries at most."""
    rows = anomalies(viewer=viewer)
    if state != "all":
        rows = rows.filter(state__in=OPEN)
    edge = anomalies(viewer=viewer).filter(pk=before).first() if before else None
    if edge is not None:
        rows = rows.filter(Q(last_at__lt=edge.last_at) | Q(last_at=edge.last_at, pk__lt=edge.pk))
    found = list(rows[: PAGE + 1])
    return AnomalyPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def anomaly(*, viewer: User, pk: UUID) -> Anomaly:
    """One anomaly with its reviews; Http404 when the viewer may not know of it."""
    return get_object_or_404(anomalies(viewer=viewer).prefetch_related("reviews__reviewed_by"), pk=pk)


def watchers_of(reader_id: UUID) -> list[User]:
    """The Co-ordinators of every area in which somebody holds a role, without that person themselves."""
    reader = User.objects.filter(pk=reader_id).first()
    areas = sorted(standing_of(reader).all_areas)
    people = {person.pk: person for area in areas for person in accounts.people(area, Role.COORDINATOR)}
    return [person for key, person in people.items() if key != reader_id]


def unreviewed(*, today: dt.date) -> Iterator[tuple[User, int]]:
    """Each Co-ordinator of an area with anomalies that wait beyond their day, and how many of those they may see."""
    late = Anomaly.objects.filter(state__in=OPEN, review_by__lt=today)
    people: dict[UUID, User] = {}
    for area in late.order_by("area").values_list("area", flat=True).distinct():
        people.update({person.pk: person for person in accounts.people(area, Role.COORDINATOR)})
    for person in people.values():
        number = late.filter(pk__in=Anomaly.objects.visible_to(person).values("pk")).count()
        if number:
            yield person, number


def chronology_files(*, viewer: User, case: Case) -> QuerySet[ChronologyFile]:
    """The long chronologies of a case that the viewer asked for and may still open, newest first, without the PDFs."""
    rows = ChronologyFile.objects.visible_to(viewer).filter(case=case, asked_by=viewer, remove_at__gt=timezone.now())
    if not can_see_victims(viewer, case.pk):
        rows = rows.filter(with_victims=False)
    return rows.defer("pdf").order_by("-asked_at", "-id")


def chronology_file(*, viewer: User, case: Case, pk: UUID) -> ChronologyFile:
    """One of them; Http404 for anybody else's and for what is gone."""
    return get_object_or_404(chronology_files(viewer=viewer, case=case).select_related("case"), pk=pk)
