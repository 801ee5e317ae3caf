"""Turns stored rows into the plain facts that the pure rules read."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from audit.refusals import Effect, Finding
from offenders.models import Activation, Address, Case, Offence, Order
from offenders.rules import activation, addresses, always_notified, data_checks, facts, notification, schedule_15
from offenders.rules.addresses import Accommodation
from offenders.rules.ages import age_on
from offenders.rules.terms import Term, Unit

SEXUAL = (Order.Kind.NOTIFICATION, Order.Kind.NOTIFICATION_ORDER)
TERRORIST = (Order.Kind.TERRORIST_NOTIFICATION,)


def _term(value: int | None, unit: str) -> Term | None:
    return Term(value, Unit(unit)) if value is not None and unit else None


def _disposal(row: Offence) -> facts.Disposal | None:
    """What the court decided; None while that is awaited."""
    if row.is_awaiting_sentence:
        return None
    return facts.Disposal(
        kind=facts.DisposalKind(row.disposal),
        term=_term(row.term_value, row.term_unit),
        indeterminate=row.indeterminate,
        custodial_part=_term(row.custodial_months, "months"),
        imposed_on=row.passed_on,
        licence_ends_on=row.licence_ends_on,
        sentence_ends_on=row.sentence_ends_on,
        supervision_ends_on=row.supervision_ends_on,
        discharged_on=row.discharged_on,
        cto_ends_on=row.cto_ends_on,
        activation=_activation(row.activation),
    )


def _activation(row: Activation | None) -> facts.Activated | None:
    if row is None:
        return None
    ends = [day for day in (row.licence_ended_on, row.sentence_ended_on) if day is not None]
    term = Term(row.term_value, Unit(row.term_unit))
    return facts.Activated(row.decided_on, term, suspended_until=max(ends, default=None))


def offence_facts(row: Offence) -> facts.OffenceFacts:
    """One offence with its disposal, as the rules read it."""
    return facts.OffenceFacts(
        id=str(row.pk),
        title=row.title,
        outcome=facts.Outcome(row.outcome),
        disposal=_disposal(row),
        awaiting_sentence=row.is_awaiting_sentence,
        committed_on=row.committed_on,
        outcome_on=row.outcome_on,
        schedule_15=facts.Schedule15(row.specified.part) if row.specified else None,
        listing_doubt=schedule_15.doubt(_listing(row)),
        liability=schedule_15.Liability(row.liability),
        schedule_3=row.schedule_3,
        schedule_3_threshold_months=row.schedule_3_threshold_months,
        murder=row.is_murder,
        section_327_4a=row.section_327_4a,
        schedule_19za=row.schedule_19za,
        terrorist_connection=row.terrorist_connection,
        cta_s41_42=row.cta_s41_42,
        maximum_sentence=_term(row.maximum_sentence_months, "months"),
        maximum_is_life=row.maximum_is_life,
        overseas_sexual=row.overseas_sexual,
        domestic_abuse=row.domestic_abuse,
        stalking=row.stalking,
        armed_forces_s42=row.armed_forces_s42,
        quashed_on=row.quashed_on,
    )


def _listing(row: Offence) -> schedule_15.Listing:
    return schedule_15.Listing(
        entry=row.specified_id,
        condition_holds=row.condition_holds,
        checked_not_listed=row.checked_not_listed,
        murder=row.is_murder,
        liability=schedule_15.Liability(row.liability),
    )


def offence_findings(row: Offence, date_of_birth: dt.date, today: dt.date) -> list[Finding]:
    """What is wrong with an offence and its disposal as typed (OFF rules)."""
    entry = data_checks.OffenceEntry(
        committed_on=row.committed_on,
        outcome=facts.Outcome(row.outcome),
        outcome_on=row.outcome_on,
        disposal=facts.DisposalKind(row.disposal),
        imposed_on=row.sentenced_on,
        term_value=row.term_value,
        term_unit=Unit(row.term_unit) if row.term_unit else None,
        custodial_value=row.custodial_months,
        custodial_unit=Unit.MONTHS if row.custodial_months else None,
        indeterminate=row.indeterminate,
        maximum_months=row.maximum_sentence_months,
        maximum_is_life=row.maximum_is_life,
        murder=row.is_murder,
    )
    dates = data_checks.CustodyEntry(
        sentenced_on=row.passed_on,
        awaiting_sentence=row.is_awaiting_sentence,
        licence_ends_on=row.licence_ends_on,
        sentence_ends_on=row.sentence_ends_on,
        indeterminate=row.indeterminate,
        supervision_ends_on=row.supervision_ends_on,
        cto_ends_on=row.cto_ends_on,
        discharged_on=row.discharged_on,
    )
    return [
        *data_checks.check_offence(entry, date_of_birth=date_of_birth, today=today),
        *data_checks.check_custody(dates),
        *schedule_15.check_listing(_listing(row)),
        *always_notified_findings(row, date_of_birth),
    ]


def activation_findings(row: Offence) -> list[Finding]:
    """What speaks against an offence as typed while a court's activation of its sentence stands (OFF-33)."""
    known = _activation(row.activation)
    if known is None:
        return []
    entry = activation.ActivationEntry(known.on, known.term, row.licence_ends_on, row.sentence_ends_on)
    return activation.check_still_fits(_disposal(row), entry)


def always_notified_findings(row: Offence, date_of_birth: dt.date) -> list[Finding]:
    """What speaks for notification by a child where it is not recorded so (NOT-16)."""
    young = row.outcome_on >= date_of_birth and age_on(date_of_birth, row.outcome_on) < notification.ADULT_AGE
    found = always_notified.notification_findings(
        row.specified_id,
        outcome=facts.Outcome(row.outcome),
        under_18=young,
        schedule_3=row.schedule_3,
        threshold=row.schedule_3_threshold_months,
    )
    return list(found)


def accommodation(row: Address) -> Accommodation:
    """What was found out about living at an address, as the rules read it."""
    return Accommodation(
        assessed_on=row.assessed_on,
        location=row.location_risk,
        residents=row.residents_risk,
        linked=row.linked,
        how=row.linked_how,
        staff=row.staff_risk,
    )


def accommodation_prompts(row: Address) -> list[Finding]:
    """What is open about an address of a case in MAPPA (OFF-29); nothing about one that has ended."""
    managed = row.case.category is not None and row.ends is None
    return addresses.accommodation_prompts(row.kind, accommodation(row), managed=managed)


def notification_facts(case: Case, *kinds: str) -> tuple[facts.NotificationFacts, ...]:
    """Every notification requirement of these kinds, the first to begin first (NOT-06)."""
    return _requirements(Order.objects.filter(case=case, wrong_entry=False).order_by("starts_on"), kinds)


def _requirements(rows: Iterable[Order], kinds: Collection[str]) -> tuple[facts.NotificationFacts, ...]:
    return tuple(
        facts.NotificationFacts(
            required=True,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            lifelong=row.indefinite,
            by_order=row.kind == Order.Kind.NOTIFICATION_ORDER,
        )
        for row in rows
        if row.kind in kinds
    )


def order_findings(row: Order, case: Case) -> list[Finding]:
    """What is wrong with an order as typed (OFF-10), and where notification differs from the table (NOT-05)."""
    if row.wrong_entry:
        return []
    found = data_checks.check_notification(starts_on=row.starts_on, ends_on=row.ends_on, lifelong=row.indefinite)
    if found or row.kind != Order.Kind.NOTIFICATION:
        return found
    offences = [
        offence_facts(one) for one in Offence.objects.filter(case=case).select_related("specified", "activation")
    ]
    others = _requirements(
        Order.objects.filter(case=case, wrong_entry=False).exclude(pk=row.pk).order_by("starts_on"), SEXUAL
    )
    period = notification.expected(offences, born=case.date_of_birth, starts_on=row.starts_on, others=others)
    return notification.check_period(period, starts_on=row.starts_on, ends_on=row.ends_on, lifelong=row.indefinite)


def cut_short_findings(row: Offence, case: Case) -> list[Finding]:
    """What speaks against the recorded end of notification once an offence reads as it is typed (NOT-17).

    Nothing where the same was open about it before.
    """
    records = notification_facts(case, *SEXUAL)
    before = Offence.objects.filter(pk=row.pk).select_related("specified", "activation")
    known = [
        said
        for _, said in notification.cut_short((offence_facts(one) for one in before), records, born=case.date_of_birth)
    ]
    found = notification.cut_short([offence_facts(row)], records, born=case.date_of_birth)
    return [
        Finding("NOT-17", Effect.WARN, said, "term_value", "Correct the order, or tick that it is meant so.")
        for _, said in found
        if said not in known
    ]


def notification_period(row: Offence, born: dt.date) -> notification.Period | None:
    """The notification period that follows from an offence on Schedule 3 (NOT-01); None for any other."""
    one = offence_facts(row)
    return notification.period_for(one, under_18=notification.under_18_at(one, born)) if row.schedule_3 else None


def case_facts(
    case: Case,
    *,
    category_3: facts.CategoryThreeJudgement | None = None,
    discretionary_4: facts.DiscretionaryFour | None = None,
) -> facts.CaseFacts:
    """Everything the eligibility rules look at. The two judgements are decisions of a later floor and are passed in."""
    return facts.CaseFacts(
        offences=tuple(
            offence_facts(row) for row in Offence.happened.filter(case=case).select_related("specified", "activation")
        ),
        date_of_birth=case.date_of_birth,
        sexual_notifications=notification_facts(case, *SEXUAL),
        terrorism_notifications=notification_facts(case, *TERRORIST),
        category_3=category_3,
        discretionary_4=discretionary_4,
    )


def facts_of_cases(cases: Sequence[Case]) -> dict[UUID, facts.CaseFacts]:
    """As case_facts, without the judgements, of many cases at once: two queries."""
    offences: dict[UUID, list[facts.OffenceFacts]] = {}
    for row in Offence.happened.filter(case__in=cases).select_related("specified", "activation"):
        offences.setdefault(row.case_id, []).append(offence_facts(row))
    orders: dict[UUID, list[Order]] = {}
    for order in Order.objects.filter(case__in=cases, wrong_entry=False).order_by("starts_on"):
        orders.setdefault(order.case_id, []).append(order)
    return {
        case.pk: facts.CaseFacts(
            offences=tuple(offences.get(case.pk, ())),
            date_of_birth=case.date_of_birth,
            sexual_notifications=_requirements(orders.get(case.pk, ()), SEXUAL),
            terrorism_notifications=_requirements(orders.get(case.pk, ()), TERRORIST),
        )
        for case in cases
    }
