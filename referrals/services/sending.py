"""A referral is sent in by an agency that does not see the case, corrected, and taken on or refused by the Unit."""

import datetime as dt
from uuid import UUID, uuid5

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused, stop
from deadlines.policies import read_policies
from levels.services.considering import note_referral
from offenders.access import Detail, areas_for
from offenders.loose import loose_writing
from offenders.models import Case
from offenders.services.notices import coordinators_by_area, tell, tell_each
from offenders.writing import Entry, recorded_already, writing
from referrals import facts
from referrals.access import SEND, TAKE
from referrals.clocks import last_day
from referrals.models import Referral
from referrals.models_sent import SentCorrection, SentReferral
from referrals.rules import steps
from referrals.rules.completeness import Answers, date_findings
from referrals.rules.questions import VICTIMS
from referrals.rules.sending import (
    Outcome,
    Reminder,
    Sent,
    correcting_findings,
    reminders,
    sent_findings,
    taking_findings,
)
from referrals.rules.steps import OPEN, Purpose, State
from referrals.services.deciding import DECIDE
from referrals.services.telling import ANSWERED
from referrals.services.writing import freeze, new_part


def send(*, actor: User, purpose: Purpose, answers: Answers, today: dt.date) -> SentReferral:
    """Send a referral to the Unit of the actor's area. Nobody is looked up: who sends it learns nothing of anybody.

    Raises: NotPermitted (REF-19); RuleRefused (REF-08, REF-09, REF-12; OFF-21 for the same one twice).
    """
    agency = actor.agency
    permitted = agency is not None and agency.area_id in areas_for(SEND, actor)
    with loose_writing(actor=actor, permitted=permitted, may=SEND, verb="referral.sent_in") as entry:
        if agency is None:
            raise NotPermitted(SEND)
        kept = {part: {key: text.strip() for key, text in given.items()} for part, given in answers.items()}
        stop([*sent_findings(purpose, kept), *date_findings(kept, today)])
        waiting = SentReferral.objects.filter(sent_by=actor, outcome=Outcome.WAITING.value, purpose=purpose.value)
        if waiting.filter(answers=kept).exists():
            stop([recorded_already("a referral that says the same")])
        entry.rules.append("REF-19")
        policy = read_policies(today).of_area(agency.area_id)
        row = SentReferral(
            area_id=agency.area_id,
            agency=agency,
            purpose=purpose.value,
            answers=kept,
            urgent=kept.get("reason", {}).get("urgent") == "yes",
            sent_by=actor,
            sent_as=actor.audit_role[:200],
            received_on=today,
            due_on=last_day(today, policy),
        )
        row.save(force_insert=True)
        entry.note(row, {"purpose": (None, row.purpose), "urgent": (None, row.urgent)})
        people = coordinators_by_area().get(row.area_id, set()) - {actor.pk}
        tell_each([(person, _about(row, Reminder.SENT, today)) for person in people], kind=Reminder.SENT.value)
    return row


def correct(
    *, actor: User, sent: SentReferral, version: int, answers: Answers, reason: str, today: dt.date
) -> SentReferral:
    """Correct what one sent in oneself, until it is answered; what it said before is kept, and the Unit is told.

    Its time for the decision goes on from the day of its receipt. Nothing tells the sender whether it was taken on.
    Raises: NotPermitted (REF-20); RuleRefused (REF-08, REF-09, REF-12, REF-26); Conflict.
    """
    own = sent.sent_by_id == actor.pk and sent.agency_id == actor.agency_id
    permitted = own and sent.area_id in areas_for(SEND, actor)
    with loose_writing(actor=actor, permitted=permitted, may=SEND, verb="referral.sent_corrected") as entry:
        rows = SentReferral.objects.select_for_update(of=("self",)).select_related("referral")
        current = rows.get(pk=sent.pk)
        kept = {part: {key: text.strip() for key, text in given.items()} for part, given in answers.items()}
        changed = kept != current.answers
        stop(correcting_findings(answered=facts.is_answered(current), changed=changed, reason=reason))
        stop([*sent_findings(Purpose(current.purpose), kept), *date_findings(kept, today)])
        if current.version != version:
            raise Conflict("referral", theirs={}, yours={"reason": reason}, current_version=current.version)
        entry.rules.append("REF-26")
        number = current.corrections.count() + 1
        row = SentCorrection(sent=current, number=number, before=current.answers, reason=reason, corrected_on=today)
        row.corrected_as = actor.audit_role[:200]
        row.save(force_insert=True)
        was_urgent = current.urgent
        current.answers, current.urgent = kept, kept.get("reason", {}).get("urgent") == "yes"
        current.version += 1
        current.save(update_fields=["answers", "urgent", "version"])
        entry.note(row, {"number": (None, number), "urgent": (was_urgent, current.urgent)})
        people = coordinators_by_area().get(current.area_id, set()) - {actor.pk}
        tell_each([(person, row.pk) for person in people], kind=Reminder.CORRECTED.value)
    return current


def refuse(*, actor: User, sent: SentReferral, version: int, reason: str, today: dt.date) -> SentReferral:
    """Refuse a referral that was sent in, with the reasons that its sender is told.

    Raises: NotPermitted; RuleRefused (REF-11, REF-21); Conflict.
    """
    permitted = sent.area_id in areas_for(TAKE, actor)
    with loose_writing(
        actor=actor, permitted=permitted, may=TAKE, verb="referral.not_taken_on", reason=reason
    ) as entry:
        current = SentReferral.objects.select_for_update(of=("self",)).get(pk=sent.pk)
        stop(taking_findings(Outcome(current.outcome), own=current.sent_by_id == actor.pk, on_case=False))
        if not reason.strip():
            stop([Finding("REF-11", Effect.REQUIRE, "A decision on a referral has its reasons.", "reason")])
        entry.rules += ["REF-11", "REF-21"]
        entry.change(
            current,
            version=version,
            outcome=Outcome.REFUSED.value,
            reason=reason,
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
        )
        tell({current.sent_by_id}, kind=ANSWERED, about=current.pk)
    return current


def take_on(*, actor: User, sent: SentReferral, version: int, reference: str, today: dt.date) -> Referral:
    """Take a referral that was sent in on to the case with this reference: it is submitted there as it was received.

    Its time for the decision goes on from the day of its receipt. Raises: NotPermitted; RuleRefused (REF-14, REF-21);
    Conflict.
    """
    if sent.area_id not in areas_for(TAKE, actor):
        raise NotPermitted(TAKE)
    case = Case.objects.visible_to(actor, Detail.FULL).filter(reference__iexact=reference.strip()).first()
    if case is None:
        message = "No case that is open to you has this reference."
        step = "Search for the person, or record them first."
        raise RuleRefused([Finding("REF-21", Effect.REFUSE, message, "reference", step)])
    with writing(case, actor=actor, may=DECIDE, verb="referral.taken_on") as entry:
        current = SentReferral.objects.select_for_update(of=("self",)).select_related("agency").get(pk=sent.pk)
        own = current.sent_by_id == actor.pk
        open_ones = Referral.objects.filter(case=entry.case, agency=current.agency, state__in=sorted(OPEN))
        stop(taking_findings(Outcome(current.outcome), own=own, on_case=open_ones.exists()))
        purpose, ended = Purpose(current.purpose), entry.case.ended_on is not None
        stop(steps.start_findings(purpose, in_progress=False, ended=ended))
        entry.rules += ["REF-10", "REF-21"]
        referral = _submitted(entry, current)
        if purpose is Purpose.CATEGORY_3:
            note_referral(entry, by=current.agency.name, on=current.received_on, today=today)
        entry.change(
            current,
            version=version,
            outcome=Outcome.TAKEN.value,
            referral=referral,
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
        )
    return referral


def _submitted(entry: Entry, sent: SentReferral) -> Referral:
    """The referral on the case, with what was sent as its first version."""
    referral = entry.add(
        Referral(
            case=entry.case,
            purpose=sent.purpose,
            agency=sent.agency,
            by_lead_agency=sent.agency_id == entry.case.lead_agency_id,
            referred_by=sent.sent_by,
            state=State.SUBMITTED.value,
            urgent=sent.urgent,
            received_on=sent.received_on,
            decide_from=sent.received_on,
        )
    )
    for section, answers in sent.answers.items():
        if any(answers.values()):
            new_part(entry, referral, section, answers, sent.sent_by)
    freeze(
        entry,
        referral,
        {**facts.answers_of(referral), VICTIMS: sent.answers.get(VICTIMS, {})},
        number=1,
        by=sent.sent_by,
        role=sent.sent_as,
        on=sent.received_on,
    )
    return referral


def remind(*, today: dt.date) -> int:
    """Note for the Co-ordinators of each area what was sent in and waits by `today` (Europe/London); of how many.

    A second run on a day adds nothing (REF-22). Statements do not grow with the referrals.
    """
    rows = SentReferral.objects.filter(outcome=Outcome.WAITING.value).only("id", "area", "received_on", "due_on")
    people = coordinators_by_area()
    told: dict[Reminder, list[tuple[UUID, UUID]]] = {}
    number = 0
    for row in rows.iterator(chunk_size=2000):
        number += 1
        for reminder in reminders(Sent(row.received_on, row.due_on), today):
            about = _about(row, reminder, today)
            told.setdefault(reminder, []).extend((person, about) for person in people.get(row.area_id, ()))
    for reminder, pairs in told.items():
        tell_each(pairs, kind=reminder.value)
    return number


def _about(row: SentReferral, reminder: Reminder, day: dt.date) -> UUID:
    """One id for one reminder of one day: the same reminder is not noted twice."""
    return uuid5(row.pk, f"{reminder.value} {day}")
