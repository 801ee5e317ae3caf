"""Handing a case from a youth justice service to probation: who leads it, who owns it, and when it closes to whom."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db.models import Q

from accounts.models import Agency, User
from audit.refusals import Finding, stop
from offenders.models import Assignment, Case, HandingOver, Involvement
from offenders.models.access import in_force
from offenders.rules.handing_over import HandingFacts, closes_on, handing_findings
from offenders.services.parts import end_workers, open_window, owner_of
from offenders.writing import Entry, writing

CHECKS: list[Callable[[Case, dt.date], list[Finding]]] = []
"""What else stands against handing a case over on a day. Registered in AppConfig.ready()."""

Capacity = Assignment.Capacity
Part = Involvement.Part


def hand_over(
    *,
    actor: User,
    case: Case,
    to_agency: Agency,
    owner: User,
    on: dt.date,
    handed: str,
    reason: str,
    today: dt.date,
) -> HandingOver:
    """Hand the case to probation from `on`: it leads, `owner` owns, and the service sees it for some months more.

    Raises: NotPermitted; RuleRefused (ACC-64; YJ-25; TRF-17; ACC-12, ACC-25 and ACC-30 for the new owner).
    """
    with writing(case, actor=actor, may="hand_over", verb="case.handed_over", reason=reason) as entry:
        service = Agency.objects.select_related("kind").get(pk=entry.case.lead_agency_id)
        found = handing_findings(_facts(entry.case, service, to_agency, owner, on, today))
        stop([*found, *(finding for check in CHECKS for finding in check(entry.case, on))])
        last = closes_on(on, settings.YOUTH_JUSTICE_CLOSES_AFTER_MONTHS)
        row = entry.decide(
            HandingOver(
                case=entry.case,
                decided_on=on,
                from_agency=service,
                to_agency=to_agency,
                handed=handed,
                reason=reason,
                closes_on=last,
                rules=["ACC-64", "ACC-65"],
            )
        )
        former = owner_of(entry.case)
        _end_parts(entry, service, on, last)
        entry.add(Involvement(case=entry.case, agency=service, part=Part.HANDED_OVER, starts=on, ends=last))
        entry.change(entry.case, lead_agency=to_agency, team=None, youth_justice=False)
        open_window(entry, user=owner, capacity=Capacity.OWNER, starts=on)
        if former is not None and former.user.agency_id == service.pk:
            open_window(entry, user=former.user, capacity=Capacity.WORKER, starts=on, ends=last)
        return row


def _facts(case: Case, service: Agency, to_agency: Agency, owner: User, on: dt.date, today: dt.date) -> HandingFacts:
    parts = Involvement.objects.filter(in_force(), case=case, agency=to_agency, part=Part.INVOLVED)
    return HandingFacts(
        from_kind=service.kind_id,
        to_kind=to_agency.kind_id,
        covers_since=parts.order_by("starts").values_list("starts", flat=True).first(),
        owner_is_theirs=owner.agency_id == to_agency.pk,
        on=on,
        today=today,
    )


def _end_parts(entry: Entry, service: Agency, on: dt.date, last: dt.date) -> None:
    """End the owner's part and the service's own on the day; its other people's when the case closes to it."""
    former = owner_of(entry.case)
    if former is not None:
        entry.change(former, verb="person.unassigned", ends=max(on, former.starts))
    end_workers(entry, whose=Q(user__agency=service), on=last)
    for part in Involvement.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), case=entry.case, agency=service):
        entry.change(part, verb="involvement.ended", ends=max(on, part.starts))
