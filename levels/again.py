"""What was recorded, corrected or begins after the category was decided, and would make it another (LIFE-14)."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from audit.history import BEGAN, history_of
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from levels.models import CategoryDecision
from levels.rules import ending
from levels.rules.ending import DecidedFacts
from levels.selectors import judgement_among, with_judgement
from offenders.facts import SEXUAL, TERRORIST, facts_of_cases
from offenders.models import Case, Offence, Order
from ui.words import london_date

Said = tuple[Any, ...]
ENDS_OF_AN_OFFENCE = (
    *("wrong_entry", "quashed_on", "activation"),
    *("licence_ends_on", "sentence_ends_on", "discharged_on", "cto_ends_on"),
)
"""By what a category ends, of an offence, first whether it counts; a sentence that is new asks by REV-12."""
OF_A_CATEGORY = frozenset({*SEXUAL, *TERRORIST})
"""The kinds of order by which a category begins or ends; no other can change it."""
OF_AN_ORDER = ("wrong_entry", "kind", "starts_on", "ends_on", "indefinite")


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, DecidedFacts]:
    """The decision that stands and what is known now, where an end, an order or the birth date was written after it.

    Or where an order begins after its day. Four queries, however many cases; six more where something was written.
    """
    changed: dict[UUID, set[dt.date]] = {}
    written: set[UUID] = set()
    for model, columns, read in ((Offence, ENDS_OF_AN_OFFENCE, _ends), (Order, OF_AN_ORDER, _order)):
        for pk, case_id, on in _changed(model, columns, read, case_ids):
            written.add(pk)
            changed.setdefault(case_id, set()).add(on)
    for pk, case_id, on in _begun_since(case_ids):
        if pk not in written:
            changed.setdefault(case_id, set()).add(on)
    for case_id, on in _born_otherwise(case_ids):
        changed.setdefault(case_id, set()).add(on)
    if not changed:
        return {}
    known = facts_of_cases(list(Case.objects.filter(pk__in=changed)))
    decisions: dict[UUID, list[CategoryDecision]] = {}
    for row in CategoryDecision.objects.filter(case__in=changed).select_related("offence"):
        decisions.setdefault(row.case_id, []).append(row)
    found = {}
    for case_id, rows in decisions.items():
        superseded = {row.supersedes_id for row in rows}
        (stands,) = (row for row in rows if row.pk not in superseded)
        found[case_id] = DecidedFacts(
            known=with_judgement(known[case_id], judgement_among(rows)),
            category=stands.category,
            ends_on=stands.ends_on,
            lifelong=stands.lifelong,
            changed_on=tuple(sorted(changed[case_id])),
        )
    return found


def compute(facts: DecidedFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """When the category is to be decided again, if it ends on another day now."""
    due = ending.to_decide_again(facts, today=policy.today, holidays=policy.holidays)
    return [("", due)] if due else []


def _ends(said: Said) -> tuple[Said | None, dt.date | None]:
    """What ends an offence's sentence; one that was recorded in error, or quashed, says nothing."""
    wrong, quashed_on, *ends = said
    return (None if wrong or quashed_on else tuple(ends)), None


def _order(said: Said) -> tuple[Said | None, dt.date | None]:
    """What an order says, and its first day; one recorded in error, or of no category, says nothing."""
    wrong, kind, starts_on, *_ = said
    return (None, None) if wrong or kind not in OF_A_CATEGORY else (said[1:], starts_on)


def _begun_since(case_ids: Sequence[UUID]) -> Iterable[tuple[UUID, UUID, dt.date]]:
    """Each order that begins after the day of the decision, which left it aside: its id, its case, and from when.

    It counts from its first day, and not before the day on which the decision was recorded (London).
    """
    decided = CategoryDecision.objects.filter(case=OuterRef("case")).order_by("-recorded_at")
    orders = Order.objects.filter(case__in=case_ids, wrong_entry=False, kind__in=OF_A_CATEGORY).annotate(
        decided_on=Subquery(decided.values("decided_on")[:1]), decided_at=Subquery(decided.values("recorded_at")[:1])
    )
    later = orders.filter(starts_on__gt=F("decided_on")).order_by()
    for pk, case_id, starts_on, at in later.values_list("id", "case", "starts_on", "decided_at"):
        yield pk, case_id, max(starts_on, london_date(at))


def _born_otherwise(case_ids: Sequence[UUID]) -> Iterable[tuple[UUID, dt.date]]:
    """Each case whose birth date is another than at the decision, with the day (London) on which it became that."""
    kept: Any = history_of(Case)
    said = kept.objects.filter(id=OuterRef("pk"))
    decided = CategoryDecision.objects.filter(case=OuterRef("pk")).order_by("-recorded_at").values("recorded_at")[:1]
    cases = Case.objects.filter(pk__in=case_ids).annotate(decided_at=Subquery(decided))
    cases = cases.annotate(
        known_then=Subquery(
            said.filter(pgh_created_at__lte=OuterRef("decided_at")).order_by("-pgh_id").values("date_of_birth")[:1]
        ),
        corrected_at=Subquery(
            said.filter(pgh_created_at__gt=OuterRef("decided_at"), date_of_birth=OuterRef("date_of_birth"))
            .order_by("pgh_id")
            .values("pgh_created_at")[:1]
        ),
    )
    rows = cases.filter(known_then__isnull=False, corrected_at__isnull=False).exclude(date_of_birth=F("known_then"))
    for case_id, at in rows.order_by().values_list("pk", "corrected_at"):
        yield case_id, london_date(at)


def _changed(
    model: type[Offence] | type[Order],
    columns: Sequence[str],
    read: Callable[[Said], tuple[Said | None, dt.date | None]],
    case_ids: Sequence[UUID],
) -> Iterable[tuple[UUID, UUID, dt.date]]:
    """Each row that came to say something else than at the decision: its id, its case, and that day (London).

    An order that was to begin later counts from its first day. An offence that the decision did not know is left out.
    """
    kept: Any = history_of(model)
    decided = CategoryDecision.objects.filter(case=OuterRef("case")).order_by("-recorded_at").values("recorded_at")[:1]
    since = kept.objects.filter(case__in=case_ids).annotate(decided_at=Subquery(decided))
    touched = dict(since.filter(pgh_created_at__gt=F("decided_at")).values_list("id", "decided_at"))
    if not touched:
        return
    before: dict[UUID, Said | None] = {}
    now: dict[UUID, tuple[UUID, Said | None, dt.date]] = {}
    rows = kept.objects.filter(id__in=list(touched)).exclude(pgh_label="delete").order_by("pgh_id")
    for pk, case_id, at, label, *columns_said in rows.values_list(
        "id", "case", "pgh_created_at", "pgh_label", *columns
    ):
        said, starts_on = read(tuple(columns_said))
        if at <= touched[pk] or (label == BEGAN and pk not in before):
            before[pk] = said
        elif pk not in now or now[pk][1] != said:
            written_on = london_date(at)
            now[pk] = (case_id, said, max(written_on, starts_on or written_on))
    for pk, (case_id, said, on) in now.items():
        known = pk in before or model is Order
        if known and said != before.get(pk):
            yield pk, case_id, on
