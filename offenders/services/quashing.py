"""Recording that a conviction was quashed, and that this was recorded in error (OFF-34, CAT-35, NOT-18)."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from accounts.models import User
from audit.refusals import Finding, stop
from offenders.facts import SEXUAL, TERRORIST, offence_facts
from offenders.models import Case, CustodyPeriod, Offence, Order, Quashing, QuashingMistake
from offenders.rules import quashing as rules
from offenders.writing import Entry, accept, writing
from ui.words import day

BY_LAW = frozenset({*SEXUAL, *TERRORIST} - {Order.Kind.NOTIFICATION_ORDER})
"""Requirements that follow from a conviction itself; every other order is ended by the court alone."""


def record_quashing(
    *,
    actor: User,
    offence: Offence,
    version: int,
    today: dt.date,
    quashing: Mapping[str, Any],
    acknowledged: frozenset[str] = frozenset(),
) -> Quashing:
    """Record that a court quashed the conviction: from that day it counts for nothing, before that it stays as it was.

    `quashing` has quashed_on, court, court_name, followed, reference and note. A notification requirement that rests
    on this conviction alone ends on the day before (NOT-18). That, and what else may hang on it, is a warning.
    Raises: NotPermitted; RuleRefused (OFF-34: a day before the outcome or the sentence, or in the future; recorded
    already; an offence recorded in error; another court without its name; warnings not acknowledged); Conflict.
    """
    rule, note = ["OFF-34", "CAT-35"], quashing["note"]
    with writing(
        offence.case, actor=actor, may="record_case", verb="offence.quashed", reason=note, rules=rule
    ) as entry:
        row = Offence.recorded.select_related("specified", "activation").get(pk=offence.pk)
        on: dt.date = quashing["quashed_on"]
        stop(
            rules.check_quashing(
                quashed_on=on,
                court=quashing["court"],
                court_name=quashing["court_name"],
                outcome_on=row.outcome_on,
                passed_on=row.passed_on,
                today=today,
                wrong_entry=row.wrong_entry,
                before=row.quashed_on,
            )
        )
        in_force = {str(order.pk): order for order in _in_force(entry.case, on)}
        ending = _ending(row, entry.case, in_force, on)
        accept(entry, _to_look_at(entry.case, in_force, ending, on), acknowledged)
        entry.change(offence, version=version, quashed_on=on)
        kept = []
        for one in ending.ends:
            order = in_force[one.key]
            kept.append(
                {
                    "order": one.key,
                    "ends_on": order.ends_on.isoformat() if order.ends_on else None,
                    "indefinite": order.indefinite,
                }
            )
            entry.change(order, ends_on=rules.last_day(on), indefinite=False)
        return entry.add(Quashing(case=entry.case, offence=offence, requirements=kept, recorded_by=actor, **quashing))


def take_back_quashing(*, actor: User, quashing: Quashing, version: int, reason: str) -> QuashingMistake:
    """Mark the record of a quashing as recorded in error: the offence counts as before.

    A requirement that ended with it gets its former end, unless somebody changed it since; so does one that ended with
    another quashed conviction, where it may rest on this one (NOT-18). `version` is the offence's.
    Raises: NotPermitted; RuleRefused (OFF-34 without a reason, or marked already); Conflict.
    """
    verb, rule = "offence.quashing_in_error", ["OFF-34", "CAT-35", "NOT-18"]
    with writing(quashing.case, actor=actor, may="record_case", verb=verb, reason=reason, rules=rule) as entry:
        marked = QuashingMistake.objects.filter(quashing=quashing).exists()
        stop(rules.check_mistake(reason, recorded_in_error=marked))
        standing = list(Quashing.objects.filter(case=entry.case, mistake__isnull=True).order_by("-recorded_at"))
        mistake = entry.add(QuashingMistake(case=entry.case, quashing=quashing, reason=reason, recorded_by=actor))
        entry.change(quashing.offence, version=version, quashed_on=None)
        row = Offence.recorded.select_related("specified", "activation").get(pk=quashing.offence_id)
        for one in standing:  # the last first, as one may have ended what another had ended on a later day
            _give_back(entry, one, None if one.pk == quashing.pk else row)
        return mistake


def _give_back(entry: Entry, quashing: Quashing, resting_on: Offence | None) -> None:
    """Give each requirement that ended with a quashing its former end, unless somebody changed it since.

    With `resting_on`, only one that may rest on that offence.
    """
    ended_on = rules.last_day(quashing.quashed_on)
    for kept in quashing.requirements:
        as_ended = Order.objects.filter(pk=kept["order"], case=entry.case, ends_on=ended_on, wrong_entry=False)
        order = as_ended.first()
        if order is None:
            continue
        before = dt.date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None
        if resting_on is None or _may_keep(resting_on, order, quashing):
            entry.change(order, ends_on=before, indefinite=kept["indefinite"])


def _may_keep(offence: Offence, order: Order, quashing: Quashing) -> bool:
    on, born = quashing.quashed_on, quashing.case.date_of_birth
    return rules.may_keep(offence_facts(offence), _requirement(order), on=on, born=born)


def _requirement(order: Order) -> rules.Requirement:
    return rules.Requirement(str(order.pk), order.starts_on, order.ends_on, terrorist=order.kind in TERRORIST)


def _in_force(case: Case, on: dt.date) -> list[Order]:
    """Every order whose last day is not before that day."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return list(Order.objects.filter(lasting, case=case, wrong_entry=False).order_by("starts_on", "id"))


def _ending(row: Offence, case: Case, in_force: Mapping[str, Order], on: dt.date) -> rules.Ending:
    others = Offence.objects.filter(case=case).exclude(pk=row.pk).select_related("specified", "activation")
    requirements = [_requirement(order) for order in in_force.values() if order.kind in BY_LAW]
    return rules.requirements_ending(
        requirements, offence_facts(row), map(offence_facts, others), quashed_on=on, born=case.date_of_birth
    )


def _to_look_at(case: Case, in_force: Mapping[str, Order], ending: rules.Ending, on: dt.date) -> list[Finding]:
    told: Collection[str] = {one.key for one in ending.ends} | ending.stays.keys()
    orders = [
        f"{order.get_kind_display()} from {day(order.starts_on)}" for key, order in in_force.items() if key not in told
    ]
    inside = CustodyPeriod.objects.filter(case=case, released_on__isnull=True)
    establishments = inside.values_list("establishment", flat=True)
    return rules.to_look_at(ending, quashed_on=on, inside=establishments, orders=orders)
