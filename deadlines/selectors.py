"""Reads of deadlines and alerts."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from accounts.standing import standing_of
from deadlines.clocks import KEPT_TO_VIEWERS, RECEIVERS_TOLD, REMINDING_THE_UNIT, clock_of
from deadlines.models import (
    Alert,
    AlertDigest,
    AlertMail,
    AlertPreference,
    AlertSnooze,
    Deadline,
    DeadlineDecision,
    Policy,
    PolicyProposal,
)
from deadlines.policies import read_policies
from deadlines.rules.alerts import Audience, Stage
from deadlines.rules.days import Due
from deadlines.rules.telling import ESCALATED, USUAL_HOUR, USUAL_WAY, Way, at_once, can_be_put_off
from offenders import listing
from offenders.access import MANAGERS, Detail, Viewer
from offenders.models import AccessDenial, AccessGrant, Assignment
from offenders.models.access import ReceivingArea, in_force

DUE_SOON_DAYS = 7
WORKERS = ("owner", "worker")
SHOWN = 50


def open_deadlines(*, viewer: Viewer) -> QuerySet[Deadline]:
    """Everything open on cases the viewer sees, soonest first."""
    rows = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True)
    return rows.select_related("case__lead_agency", "case__area").order_by("due_on", "id")


def every_open_deadline() -> QuerySet[Deadline]:
    """Everything open, soonest first, seen or not: `first_seen` asks for what is seen."""
    rows = Deadline.objects.filter(closed_at__isnull=True)
    return rows.select_related("case__lead_agency", "case__area").order_by("due_on", "id")


def first_seen(rows: QuerySet[Deadline], number: int, *, viewer: Viewer) -> QuerySet[Deadline]:
    """The first `number` of `rows` that `viewer` sees: those of `visible_to`, in one statement.

    What is kept to viewers is asked by itself: few rows, of which each needs a long question.
    """
    kept = list(KEPT_TO_VIEWERS)
    also = rows.filter(rule__in=kept).visible_to(viewer)  # type: ignore[attr-defined]  # its manager's queryset
    common = rows.exclude(rule__in=kept)
    parts = ((common.filter(is_review=True), Detail.SUMMARY), (common.filter(is_review=False), Detail.FULL))
    return listing.first_of(parts, number, viewer=viewer, case="case", also=also)


def deadlines_of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """What is open on one case, soonest first."""
    return open_deadlines(viewer=viewer).filter(case_id=case_id)


def deadline_of_case(*, viewer: Viewer, case_id: UUID, deadline_id: UUID) -> Deadline | None:
    """One deadline of a case, open or settled; None when there is none that the viewer sees."""
    rows = Deadline.objects.visible_to(viewer).filter(case_id=case_id, pk=deadline_id)
    return rows.select_related("case__area").first()


def rows_alike(*, viewer: Viewer, deadline: Deadline) -> QuerySet[Deadline]:
    """Every row of the same rule and key on that case, newest first: how the deadline came to be what it is."""
    rows = Deadline.objects.visible_to(viewer).filter(case=deadline.case_id, rule=deadline.rule, key=deadline.key)
    return rows.order_by("-opened_at", "-id")


def alerts_on(*, viewer: Viewer, deadline: Deadline) -> QuerySet[Alert]:
    """What was raised on one deadline, first things first."""
    seen = Deadline.objects.visible_to(viewer).filter(pk=deadline.pk)
    return Alert.objects.filter(deadline__in=seen.values("pk")).order_by("raised_on", "id")


def decisions_on(*, viewer: Viewer, deadline: Deadline) -> QuerySet[DeadlineDecision]:
    """What was decided on deadlines of that rule and key, newest first, with who decided and who approved."""
    rows = DeadlineDecision.objects.visible_to(viewer).filter(
        case=deadline.case_id, rule=deadline.rule, key=deadline.key
    )
    return rows.select_related("decided_by", "approval__decided_by", "superseded_by").order_by("-recorded_at")


def decisions_of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[DeadlineDecision]:
    """Every decision on a deadline of a case, newest first."""
    rows = DeadlineDecision.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by", "approval__decided_by", "superseded_by").order_by("-recorded_at")


Identity = tuple[UUID, str, str, dt.date, dt.date]
"""Case, rule, key, first and last day of a deadline as computed."""


def decisions_in_force(case_ids: Sequence[UUID]) -> dict[Identity, DeadlineDecision]:
    """The last decision on each deadline of these cases that holds: one query. One to be approved holds once it is."""
    rows = DeadlineDecision.objects.filter(
        Q(needs_approval=False) | Q(approval__approved=True), case__in=case_ids
    ).order_by("recorded_at")
    return {(row.case_id, row.rule, row.key, row.start_on, row.due_on): row for row in rows}


def reading(deadline: Deadline) -> Due | None:
    """The deadline as its clock computes it today, before any decision, with the readings beside it.

    None when the facts that started it are no longer there.
    """
    clock, case = clock_of(deadline.label), deadline.case
    if clock is None or (case.ended_on is not None and not clock.after_end):
        return None
    facts = clock.gather([case.pk])
    if case.pk not in facts:
        return None
    policy = read_policies(timezone.localdate()).of_area(case.area_id)
    found = clock.compute(facts[case.pk], policy)
    return next((due for key, due in found if (due.rule, key) == (deadline.rule, deadline.key)), None)


def is_as_computed(deadline: Deadline, due: Due | None) -> bool:
    """Whether a row still is what its clock computes, whatever was decided on it."""
    return due is not None and (due.start_on, due.due_on) == (deadline.start_on, deadline.by_rule_on)


def past_deadlines_of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """What was due on one case and is settled or was recomputed, newest first."""
    return Deadline.objects.visible_to(viewer).filter(case_id=case_id, closed_at__isnull=False).order_by("-closed_at")


def mine(viewer: User) -> Q:
    """The deadlines on cases the viewer owns or works on today."""
    return Q(case__in=_assigned_cases(viewer))


def my_deadlines(*, viewer: User, today: dt.date, within: int | None = None) -> QuerySet[Deadline]:
    """Open deadlines on the viewer's own cases; overdue ones, or those due within so many days."""
    rows = open_deadlines(viewer=viewer).filter(mine(viewer))
    if within is None:
        return rows.filter(due_on__lt=today)
    return rows.filter(due_on__range=(today, today + dt.timedelta(days=within)))


def standing_of_deadlines(*, viewer: Viewer, today: dt.date) -> QuerySet[Any]:
    """Open deadlines counted by standing (overdue, due_soon, later), level and lead agency: one query."""
    state = When_(
        When(due_on__lt=today, then=Value("overdue")),
        When(due_on__lte=today + dt.timedelta(days=DUE_SOON_DAYS), then=Value("due_soon")),
        default=Value("later"),
        output_field=CharField(),
    )
    rows = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True).order_by()
    return (
        rows.annotate(state=state, level=F("case__level"), agency=F("case__lead_agency__name"))
        .values("state", "level", "agency", agency_id=F("case__lead_agency"))
        .annotate(number=Count("pk"))
    )


def open_alerts(*, viewer: User) -> QuerySet[Alert]:
    """Alerts on open deadlines that are addressed to the viewer and not put off by them, last raised first."""
    visible = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True)
    rows = Alert.objects.filter(_addressed_to(viewer), deadline__in=visible.values("pk"))
    return rows.select_related("deadline__case__lead_agency").order_by("-id")


def _addressed_to(viewer: User) -> Q:
    """The alerts that are addressed to the viewer and not put off by them, whether or not they see the case."""
    standing = standing_of(viewer)
    addressed = Q(audience=Audience.PRACTITIONER, deadline__case__in=_assigned_cases(viewer))
    if standing.holds(*MANAGERS):
        addressed |= Q(audience=Audience.MANAGER, deadline__case__lead_agency=standing.agency_id)
    if standing.holds(Role.COORDINATOR):
        areas = standing.areas(Role.COORDINATOR)
        reminded = Q(audience=Audience.PRACTITIONER, deadline__rule__in=sorted(REMINDING_THE_UNIT))
        addressed |= (Q(audience=Audience.COORDINATOR) | reminded) & Q(deadline__case__area__in=areas)
        coming = ReceivingArea.objects.filter(in_force(), area__in=areas).values("case")
        addressed |= Q(deadline__rule__in=RECEIVERS_TOLD, deadline__case__in=coming)
    return addressed & _not_put_off(viewer)


def _not_put_off(viewer: User) -> Q:
    """The alerts that the viewer did not put off, or that have come back; an escalated one always has (ALT-08)."""
    running = AlertSnooze.objects.filter(user=viewer, deadline=OuterRef("deadline"), until__gt=timezone.localdate())
    escalated = Alert.objects.filter(deadline=OuterRef("deadline"), stage__in=ESCALATED)
    return ~Q(Exists(running.order_by())) | Q(Exists(escalated.order_by()))


def first_alerts(*, viewer: User, number: int) -> QuerySet[Alert]:
    """The first `number` of `open_alerts`, in one statement that looks for them along each way of seeing cases."""
    kept = list(KEPT_TO_VIEWERS)
    rows = Alert.objects.filter(_addressed_to(viewer), deadline__closed_at__isnull=True)
    rows = rows.select_related("deadline__case__lead_agency").order_by("-id")
    also = open_alerts(viewer=viewer).filter(deadline__rule__in=kept)
    common = rows.exclude(deadline__rule__in=kept)
    reviews, others = (common.filter(deadline__is_review=wanted) for wanted in (True, False))
    parts = ((reviews, Detail.SUMMARY), (others, Detail.FULL))
    return listing.first_of(parts, number, viewer=viewer, case="deadline__case", also=also)


def _assigned_cases(viewer: User) -> QuerySet[Any]:
    return Assignment.objects.filter(in_force(), user=viewer, capacity__in=WORKERS).values("case")


def put_off_by(*, viewer: User, today: dt.date) -> list[AlertSnooze]:
    """The alerts that the viewer put off and that have not come back, on what they still see; the soonest first."""
    seen = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True).values("pk")
    rows = AlertSnooze.objects.filter(user=viewer, until__gt=today, deadline__in=seen)
    return list(rows.select_related("deadline__case").order_by("until", "id")[:SHOWN])


def alerts_to_put_off(*, viewer: User) -> list[tuple[Alert, bool]]:
    """The first alerts that wait for the viewer, each with whether they may put it off (ALT-08): three queries."""
    alerts = list(first_alerts(viewer=viewer, number=SHOWN))
    of_these = Alert.objects.filter(deadline__in=[alert.deadline_id for alert in alerts], stage__in=ESCALATED)
    escalated = set(of_these.values_list("deadline_id", flat=True))
    return [(alert, alert.deadline_id not in escalated and can_be_put_off(Stage(alert.stage))) for alert in alerts]


def preference_of(user: User) -> AlertPreference:
    """How somebody hears of alerts: what they chose, or what is usual, as a row that is not saved."""
    found = AlertPreference.objects.filter(user=user).first()
    return found or AlertPreference(user=user, way=USUAL_WAY.value, hour=USUAL_HOUR)


def stages_of(deadline: Deadline) -> set[str]:
    """The stages that a deadline has reached, whomever they were told to."""
    return set(Alert.objects.filter(deadline=deadline).values_list("stage", flat=True))


@dataclass(slots=True)
class ToTell:
    """Somebody whom alerts wait for: what goes out at once, what with the day's e-mail, and when that is sent."""

    person: User
    hour: int = USUAL_HOUR
    last: dt.date | None = None
    at_once: list[Alert] = field(default_factory=list)
    later: list[Alert] = field(default_factory=list)


def to_tell(*, today: dt.date) -> tuple[list[ToTell], list[int]]:
    """Whom alerts wait for, and the alerts that wait for nobody any more: ten queries, however many alerts.

    One that could be addressed to nobody waits until it can be (ALT-06). What somebody put off waits until it comes
    back, unless it was escalated meanwhile (ALT-08).
    """
    waiting = list(unmailed_alerts())
    alerts = [alert for alert, _ in waiting]
    told = set(AlertMail.objects.filter(alert__in=alerts).values_list("alert_id", "user_id"))
    off = set(
        AlertSnooze.objects.filter(deadline__alerts__in=alerts, until__gt=today).values_list("deadline_id", "user_id")
    )
    escalated = set(
        Alert.objects.filter(deadline__alerts__in=alerts, stage__in=ESCALATED).values_list("deadline_id", flat=True)
    )
    chosen = {row.user_id: row for row in AlertPreference.objects.filter(user__is_active=True)}
    last = dict(AlertDigest.objects.filter(day=today).values_list("user_id", "day"))
    people: dict[UUID, ToTell] = {}
    done = []
    for alert, addressed in waiting:
        left = [person for person in addressed if (alert.pk, person.pk) not in told]
        if addressed and not left:
            done.append(alert.pk)
        for person in left:
            if alert.deadline_id not in escalated and (alert.deadline_id, person.pk) in off:
                continue
            choice = chosen.get(person.pk)
            hour = choice.hour if choice else USUAL_HOUR
            one = people.setdefault(person.pk, ToTell(person, hour, last.get(person.pk)))
            now = at_once(Stage(alert.stage), Way(choice.way) if choice else USUAL_WAY)
            (one.at_once if now else one.later).append(alert)
    return list(people.values()), done


def unmailed_alerts() -> Iterator[tuple[Alert, list[User]]]:
    """Alerts on open deadlines that wait to be told, each with the people it is addressed to who may see the case.

    A restricted case reaches those with a part in it or named on it only, and a barred person hears of no case they are
    barred from. Six queries, and one for each person addressed by an alert on what is kept to viewers.
    """
    alerts = list(
        Alert.objects.filter(mailed_at__isnull=True, deadline__closed_at__isnull=True)
        .select_related("deadline__case")
        .order_by("id")
    )
    cases = {alert.deadline.case_id for alert in alerts}
    named = Assignment.objects.filter(in_force(), case__in=cases, capacity__in=WORKERS, user__is_active=True)
    workers: dict[UUID, dict[UUID, User]] = {}
    for row in named.select_related("user"):
        workers.setdefault(row.case_id, {})[row.user_id] = row.user
    granted: dict[UUID, set[UUID]] = {}
    for case_id, user_id in _grants_on_restricted(cases):
        granted.setdefault(case_id, set()).add(user_id)
    barred = set(AccessDenial.objects.filter(in_force(), case__in=cases).values_list("case_id", "user_id"))
    roles = [*MANAGERS, Role.COORDINATOR]
    holders: dict[str, list[RoleHolding]] = {}
    held = RoleHolding.objects.filter(in_force(), role__in=roles, user__is_active=True)
    for holding in held.select_related("user"):
        holders.setdefault(holding.area_id, []).append(holding)
    coming = dict(ReceivingArea.objects.filter(in_force(), case__in=cases).values_list("case", "area"))
    told = {
        alert.pk: _addressed(
            alert,
            workers.get(alert.deadline.case_id, {}),
            granted.get(alert.deadline.case_id, set()),
            holders.get(alert.deadline.case.area_id, []),
            holders.get(coming.get(alert.deadline.case_id, ""), []),
        )
        for alert in alerts
    }
    kept = _kept_from(alerts, told)
    for alert in alerts:
        case_id = alert.deadline.case_id
        shut_out: set[UUID] = kept.get(alert.pk, set())
        yield alert, [one for one in told[alert.pk] if (case_id, one.pk) not in barred and one.pk not in shut_out]


def _grants_on_restricted(case_ids: Collection[UUID]) -> QuerySet[AccessGrant, tuple[UUID, UUID]]:
    """Case and person of each grant in force, named or let in for longer than an emergency, on the restricted ones."""
    running = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    rows = AccessGrant.objects.filter(in_force(), running, permission__isnull=False, case__restricted=True)
    return rows.filter(case__in=case_ids).exclude(kind=AccessGrant.Kind.EMERGENCY).values_list("case_id", "user_id")


def _kept_from(alerts: list[Alert], told: dict[int, list[User]]) -> dict[int, set[UUID]]:
    """Alerts on due dates that are kept to viewers -> those addressed who may not see what is behind them (INF-14).

    One query for each person addressed by such an alert, however many there are; none when there is no such alert.
    """
    private = {alert.pk: alert.deadline_id for alert in alerts if alert.deadline.rule in KEPT_TO_VIEWERS}
    kept: dict[int, set[UUID]] = {alert_id: set() for alert_id in private}
    for person in {person for alert_id in private for person in told[alert_id]}:
        rows = Deadline.objects.visible_to(person).filter(pk__in=set(private.values()))
        seen = set(rows.values_list("pk", flat=True))
        for alert_id, deadline_id in private.items():
            if deadline_id not in seen:
                kept[alert_id].add(person.pk)
    return kept


def _addressed(
    alert: Alert,
    workers: dict[UUID, User],
    granted: Collection[UUID],
    holders: list[RoleHolding],
    receiving: list[RoleHolding],
) -> list[User]:
    """Whom the stage of an alert tells, before denials: workers, the lead agency's managers, or the Co-ordinators.

    `granted` are those whom a grant lets into a restricted case. `holders` are those of the case's area, `receiving`
    those of an area that takes it over, whose Co-ordinators are told of what falls due with the transfer, whatever the
    stage (ALT-10).
    """
    case, audience = alert.deadline.case, alert.audience
    if audience == Audience.PRACTITIONER and alert.deadline.rule in REMINDING_THE_UNIT:
        audience = Audience.COORDINATOR
    told = {
        holding.user_id: holding.user
        for holding in receiving
        if alert.deadline.rule in RECEIVERS_TOLD
        and holding.role == Role.COORDINATOR
        and (not case.restricted or holding.user_id in workers or holding.user_id in granted)
    }
    if audience == Audience.PRACTITIONER:
        return list({**told, **workers}.values())
    told |= {
        holding.user_id: holding.user
        for holding in holders
        if (holding.role == Role.COORDINATOR) == (audience == Audience.COORDINATOR)
        and (holding.role == Role.COORDINATOR or holding.user.agency_id == case.lead_agency_id)
        and (not case.restricted or holding.user_id in workers or holding.user_id in granted)
    }
    return list(told.values())


def proposals(areas: frozenset[str] | None) -> QuerySet[PolicyProposal]:
    """Proposals of time limits for these areas (None: for every one), the last first."""
    rows = PolicyProposal.objects.select_related("area", "decided_by", "approved_by")
    return rows if areas is None else rows.filter(area__in=areas)


def policies() -> QuerySet[Policy]:
    """Every policy, national first. Reference data, open to everybody who is signed in."""
    return Policy.objects.order_by("-basis", "effective_from")
