"""Changing the lead agency: a decision, with the new owner in the same step: no case is without one (LIFE-09)."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Q

from accounts.models import Agency, User
from audit.refusals import Finding, stop
from levels import selectors
from levels.models import LeadDecision
from levels.rules.leading import LeadChange, lead_change_findings
from offenders.models import Assignment, Case, Involvement
from offenders.rules.lead import YOUTH_JUSTICE
from offenders.services.parts import end_workers, open_window, owner_of
from offenders.writing import Entry, accept, writing

CHECKS: list[Callable[[Case, dt.date], list[Finding]]] = []
"""What else stands against another agency taking the lead on a day. Registered in AppConfig.ready()."""


def change_lead(
    *,
    actor: User,
    case: Case,
    to_agency: Agency,
    owner: User,
    stays_involved: bool,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> LeadDecision:
    """Record that another agency of the area leads the case from `on`, and who owns it there.

    `stays_involved` keeps the former lead agency as one that is involved; otherwise its sight, also of who is named
    there, ends with the next request. Raises: NotPermitted; RuleRefused (LIFE-05, LIFE-09; LIFE-01 to LIFE-04 until it
    is acknowledged that the table names another agency; TRF-17 while a transfer is in progress; ACC-12, ACC-25 and
    ACC-30 for the new owner);
    Conflict.
    """
    with writing(case, actor=actor, may="change_lead", verb="case.lead_changed", reason=reason) as entry:
        stop([finding for check in CHECKS for finding in check(entry.case, on)])
        former = Agency.objects.select_related("kind").get(pk=entry.case.lead_agency_id)
        known = selectors.facts_for_category(entry.case)
        leads, _ = selectors.who_leads(case=entry.case, known=known, today=today)
        last = selectors.current_lead(entry.case)
        change = LeadChange(
            from_kind=former.kind_id,
            to_kind=to_agency.kind_id,
            same=to_agency.pk == former.pk,
            owner_is_theirs=owner.agency_id == to_agency.pk,
            on=on,
            today=today,
            began_on=last.decided_on if last else None,
        )
        accept(entry, lead_change_findings(change, leads), acknowledged)
        entry.rules.append("LIFE-09")
        decision = LeadDecision(
            case=entry.case,
            from_agency=former,
            to_agency=to_agency,
            owner=owner,
            table_rule=leads.rule,
            reason=reason,
            decided_on=on,
            rules=list(dict.fromkeys(entry.rules)),
        )
        entry.decide(decision, based_on=based_on, check_base=True)
        _hand_on(entry, former, to_agency, owner, on, stays_involved=stays_involved)
        return decision


def _hand_on(
    entry: Entry, former: Agency, to_agency: Agency, owner: User, on: dt.date, *, stays_involved: bool
) -> None:
    """Close the former owner's part and open the new one's; the former agency stays involved where that is said.

    Otherwise what it was involved by ends, and the parts of its people who are named as working on the case (ACC-26).
    """
    held = owner_of(entry.case)
    if held is not None:
        entry.change(held, verb="person.unassigned", ends=max(on, held.starts))
    entry.change(entry.case, lead_agency=to_agency, team=None, youth_justice=to_agency.kind_id == YOUTH_JUSTICE)
    open_window(entry, user=owner, capacity=Assignment.Capacity.OWNER, starts=on)
    standing = Q(ends__isnull=True) | Q(ends__gt=on)
    parts = Involvement.objects.filter(standing, case=entry.case, agency=former)
    if not stays_involved:
        for part in parts.filter(part=Involvement.Part.INVOLVED):
            entry.change(part, verb="involvement.ended", ends=max(on, part.starts))
        end_workers(entry, whose=Q(user__agency=former), on=on)
    elif not parts.exists():
        entry.add(Involvement(case=entry.case, agency=former, part=Involvement.Part.INVOLVED, starts=on))
