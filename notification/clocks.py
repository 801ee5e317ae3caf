"""What falls due for people who must notify: facts read for many cases at once, rules applied."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from custody.facts import facts_of
from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from notification.models import NotificationEvent
from notification.rules import clocks as rules
from notification.rules.facts import Custody, Event, Facts, lawfully_held, without_errors
from notification.selectors import REQUIREMENTS
from offenders.models import Case, Order

Dues = Iterable[tuple[str, Due]]
Rule = Callable[[Facts, CasePolicy], Dues]


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, list[Facts]]:
    """The facts of those of the cases that have a notification requirement, one for each: five queries."""
    orders: dict[UUID, list[Order]] = {}
    standing = Order.objects.filter(case__in=case_ids, kind__in=REQUIREMENTS, wrong_entry=False)
    for order in standing.order_by("starts_on", "id"):
        orders.setdefault(order.case_id, []).append(order)
    if not orders:
        return {}
    custody = {
        case_id: lawfully_held([Custody(stay.since, stay.until) for stay in held.stays], held.absences())
        for case_id, held in facts_of(list(orders)).items()
    }
    events: dict[UUID, list[Event]] = {}
    for row in NotificationEvent.objects.filter(case__in=orders):
        events.setdefault(row.case_id, []).append(row.as_fact)
    rosh = dict(Case.objects.filter(pk__in=orders).order_by().values_list("pk", "rosh"))
    return {
        case_id: [
            Facts(
                starts_on=order.starts_on,
                ends_on=order.ends_on,
                custody=custody.get(case_id, ()),
                events=without_errors(events.get(case_id, ())),
                rosh=rosh[case_id],
            )
            for order in listed
        ]
        for case_id, listed in orders.items()
    }


def _while_bound(rule: Rule) -> Callable[[list[Facts], CasePolicy], Dues]:
    """By the requirement in force that began first; nothing is due while none is, nor once it is over."""

    def compute(listed: list[Facts], policy: CasePolicy) -> Dues:
        facts = next((one for one in listed if one.binds(policy.today)), None)
        return rule(facts, policy) if facts is not None else ()

    return compute


CLOCKS: tuple[tuple[str, str, Rule], ...] = (
    ("notify_first", "First notification to the police", lambda f, p: rules.initial(f, p.holidays)),
    ("notify_change", "Change to be notified to the police", lambda f, p: rules.changes(f, p.holidays)),
    ("notify_away", "Stay at another address to be notified", lambda f, p: rules.away(f, p.holidays)),
    ("verify_details", "Details to be verified", lambda f, p: rules.verification(f, p.holidays)),
    ("notify_travel", "Journey abroad to be notified", lambda f, p: rules.travel(f, p.holidays)),
    ("notify_return", "Return from abroad to be notified", lambda f, p: rules.returns(f, p.holidays)),
    ("home_visit", "Home visit", lambda f, p: rules.visits(f, p.national, p.local, p.holidays)),
    (
        "visit_after_move",
        "Home visit after a move",
        lambda f, p: rules.visits_after_moves(f, p.national, p.local, p.holidays),
    ),
)


def register_all() -> None:
    """Register every clock of this app."""
    for name, label, rule in CLOCKS:
        register(Clock(name=name, label=label, gather=gather, compute=_while_bound(rule)))
