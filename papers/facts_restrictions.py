"""What restricts the work or training of the people of many cases, for the clock and the page of MAPPA J (FRM-16)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from assessments.models import RiskPlan
from offenders.models import Case, CustodyPeriod, Offence, Order
from papers.models import Paper, PaperSending, RestrictionsWeighed
from papers.rules.restrictions import LICENCE, Restriction, RestrictionFacts
from papers.rules.shape import Form

ORDERS = (Order.Kind.SHPO, Order.Kind.VOO, Order.Kind.OTHER)
CONDITIONS = "Licence conditions of the risk management plan"


@dataclass(slots=True)
class _Inside:
    """The release that ended the last time inside, and the one that is expected while it lasts."""

    released_on: date | None = None
    held: bool = False
    release_due: date | None = None


@dataclass(slots=True)
class _Read:
    """What restricts one person, while the rows are put together."""

    standing: list[Restriction] = field(default_factory=list)
    weighed: set[str] = field(default_factory=set)
    closed_on: date | None = None


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, RestrictionFacts]:
    """Cases in a category whom orders, a community order or licence conditions restrict today: eight queries."""
    rows = Case.objects.filter(pk__in=case_ids, category__isnull=False, ended_on__isnull=True)
    found = {pk: _Read() for pk in rows.values_list("pk", flat=True)}
    if not found:
        return {}
    today, ids = timezone.localdate(), list(found)
    inside = _inside(ids)
    _orders(found, ids, today)
    _community_orders(found, ids, today)
    _conditions(found, ids, inside)
    found = {pk: read for pk, read in found.items() if read.standing}
    if not found:
        return {}
    told = _papers(found)
    for case_id, keys in RestrictionsWeighed.objects.filter(case__in=list(found)).values_list("case_id", "keys"):
        found[case_id].weighed.update(keys)
    return {pk: _facts(read, inside.get(pk, _Inside()), told=pk in told) for pk, read in found.items()}


def of_case(case: Case) -> RestrictionFacts:
    """The same of one case; nothing restricts whoever is in no category, or is managed no longer."""
    return gather([case.pk]).get(case.pk, RestrictionFacts())


def _facts(read: _Read, inside: _Inside, *, told: bool) -> RestrictionFacts:
    return RestrictionFacts(read.standing, frozenset(read.weighed), told, inside.release_due, read.closed_on)


def _inside(ids: Sequence[UUID]) -> dict[UUID, _Inside]:
    found: dict[UUID, _Inside] = {}
    for row in CustodyPeriod.objects.filter(case__in=ids, wrong_entry=False).order_by("starts_on"):
        known = found.setdefault(row.case_id, _Inside())
        if row.released_on is None:
            known.held, known.release_due = True, row.release_due_on
        else:
            known.released_on = max(row.released_on, known.released_on or row.released_on)
    return found


def _orders(found: dict[UUID, _Read], ids: Sequence[UUID], today: date) -> None:
    rows = Order.objects.filter(case__in=ids, kind__in=ORDERS, wrong_entry=False, starts_on__lte=today)
    for row in rows.order_by("starts_on", "pk"):
        if row.ends_on is None or row.ends_on >= today:
            words = row.get_kind_display()
            found[row.case_id].standing.append(Restriction(f"order:{row.pk}", words, row.starts_on))


def _community_orders(found: dict[UUID, _Read], ids: Sequence[UUID], today: date) -> None:
    rows = Offence.objects.filter(case__in=ids, disposal=Offence.Disposal.COMMUNITY_ORDER)
    for row in rows.order_by("outcome_on", "pk"):
        if row.sentence_ends_on is None or row.sentence_ends_on >= today:
            since = row.sentenced_on or row.outcome_on
            found[row.case_id].standing.append(Restriction(f"offence:{row.pk}", row.get_disposal_display(), since))


def _conditions(found: dict[UUID, _Read], ids: Sequence[UUID], inside: Mapping[UUID, _Inside]) -> None:
    """The conditions of the plan in force, since the first plan of an unbroken run with the same words."""
    plans: dict[UUID, tuple[str, date]] = {}
    rows = RiskPlan.objects.filter(case__in=ids, in_force=True).order_by("case", "number")
    for case_id, conditions, decided_on in rows.values_list("case_id", "licence_conditions", "decided_on"):
        key = _key(conditions)
        if not key:
            plans.pop(case_id, None)
        elif case_id not in plans or plans[case_id][0] != key:
            plans[case_id] = key, decided_on
    for case_id, (key, since) in plans.items():
        known = inside.get(case_id, _Inside())
        if known.released_on is not None:
            since = max(since, known.released_on)
        found[case_id].standing.append(Restriction(key, CONDITIONS, since, awaits_release=known.held))


def _key(conditions: Sequence[str]) -> str:
    """A key that is the same for the same conditions in any order; empty where there are none."""
    words = sorted(filter(None, (" ".join(one.casefold().split()) for one in conditions)))
    return LICENCE + hashlib.sha256("\n".join(words).encode()).hexdigest()[:32] if words else ""


def _papers(found: dict[UUID, _Read]) -> set[UUID]:
    """The cases of which a MAPPA J stands that was sent; and the day on which the last of each was closed."""
    own = Paper.objects.filter(case__in=list(found), form=Form.J.value)
    for paper in own.filter(closed_on__isnull=False).order_by("closed_on"):
        found[paper.case_id].closed_on = paper.closed_on  # the latest is the last to be kept
    sent = PaperSending.objects.filter(version__paper__in=own.filter(closed_on__isnull=True))
    return set(sent.values_list("case_id", flat=True))
