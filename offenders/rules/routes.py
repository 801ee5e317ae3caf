"""The ways into Categories 1, 2 and 3, each tried against one offence or one recorded decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from offenders.rules.disposals import End, end_of, notification_threshold, qualifying_disposal
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryThreeJudgement,
    NotificationFacts,
    OffenceFacts,
    Outcome,
    Route,
    RouteOutcome,
    Schedule15,
)
from offenders.rules.schedule_15 import NOT_THE_OFFENCE_ITSELF

DEALT_WITH = frozenset({Outcome.CONVICTION, Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY})
"""A conviction, or the two findings that stand in its place."""

_LISTED_AS = {
    Schedule15.VIOLENT: "listed in Part 1 of Schedule 15",
    Schedule15.SEXUAL: "listed in Part 2 of Schedule 15",
}


def dated(outcome: RouteOutcome, on: date) -> RouteOutcome:
    """Return a met outcome as it stands on the day `on`: met, not begun, ended, or to be asked about.

    Other answers come back unchanged.
    """
    if outcome.answer is not Answer.MET:
        return outcome
    if outcome.begins_on is not None and outcome.begins_on > on:
        return replace(outcome, answer=Answer.NOT_MET, sentence=f"{outcome.sentence} It begins later.")
    if outcome.ends_on is not None and outcome.ends_on < on:
        if outcome.outlasted:
            why = "It has ended unless it is part of a whole sentence with the other one, which ends later."
            return replace(outcome, answer=Answer.ASK, rule="CAT-24", sentence=f"{outcome.sentence} {why}")
        return replace(outcome, answer=Answer.ENDED, sentence=f"{outcome.sentence} It has ended.")
    return outcome


def by_record(record: NotificationFacts, *, route: Route, rule: str, law: str) -> RouteOutcome:
    """Return what one recorded notification requirement says: met for its own period."""
    return RouteOutcome(
        route=route,
        answer=Answer.MET,
        rule=rule,
        sentence=f"Subject to notification under {law}.",
        begins_on=record.starts_on,
        ends_on=None if record.lifelong else record.ends_on,
        lifelong=record.lifelong,
    )


def begun(records: Sequence[NotificationFacts], on: date) -> list[NotificationFacts]:
    """Return the records that say something about the day `on`: one that begins later answers for nothing yet."""
    return [one for one in records if one.starts_on is None or one.starts_on <= on]


def relevant_on(offence: OffenceFacts) -> date | None:
    """Return from when an offence of Schedule 3 brings notification (rule CAT-04).

    The conviction, caution or finding; where Schedule 3 names a term, the sentence. None while that is awaited.
    """
    if offence.schedule_3_threshold_months is None:
        return offence.outcome_on
    return sentenced_on(offence)


def covered_by(records: Sequence[NotificationFacts], offence: OffenceFacts, on: date | None) -> bool:
    """True when a recorded requirement already speaks for this offence: it is for life, or began with it or later.

    `on` is the day from which the offence would bring notification; None while its sentence is awaited.
    """
    return any(_covers(one, offence, on) for one in records if one.required)


def _covers(record: NotificationFacts, offence: OffenceFacts, on: date | None) -> bool:
    if record.lifelong or record.ends_on is None:
        return True
    if on is None:
        return not offence.awaiting_sentence
    return record.starts_on is None or on <= record.starts_on


def doubt_about(records: Sequence[NotificationFacts], on: date | None) -> str | None:
    """Return why a person must settle whether an offence brings notification, or None when nothing stands against it.

    `on` is the day from which it would bring it. A second offence within a recorded period may bring a period of its
    own: the end of the first must not end the category unnoticed.
    """
    required = [one for one in records if one.required]
    if records and not required:
        return "yet it is recorded that notification is not required"
    if on is not None and any(one.ends_on is not None and on <= one.ends_on for one in required):
        return "and it was dealt with during the recorded period, so record the period that it brings"
    return None


def category_1(facts: CaseFacts, on: date) -> list[RouteOutcome]:
    """Try Category 1 on a day: each recorded notification requirement or order, and each Schedule 3 offence.

    Rules CAT-03 to CAT-06 and NOT-06.
    """
    found = [_notified(one) for one in facts.sexual_notifications if one.required]
    records = begun(facts.sexual_notifications, on)
    by_order = any(one.by_order for one in records)
    for offence in facts.offences:
        if offence.overseas_sexual and offence.outcome is Outcome.CONVICTION_ABROAD and not by_order:
            found.append(
                said(offence, Route.NOTIF_ORDER, Answer.NOT_MET, "CAT-06", "no notification order is recorded")
            )
        elif offence.schedule_3 and not covered_by(records, offence, relevant_on(offence)):
            found.append(_schedule_3(offence, doubt_about(records, relevant_on(offence))))
    return found


def _notified(record: NotificationFacts) -> RouteOutcome:
    if record.by_order:
        return by_record(record, route=Route.NOTIF_ORDER, rule="CAT-06", law="a notification order")
    return by_record(record, route=Route.SOA2003_P2, rule="CAT-03", law="Part 2 of the Sexual Offences Act 2003")


def brings_notification(offence: OffenceFacts) -> bool:
    """Return whether an offence brings notification by itself: listed in Schedule 3, with the sentence it asks for."""
    return offence.schedule_3 and _schedule_3(offence, None).answer is Answer.MET


def may_bring_notification(offence: OffenceFacts) -> bool:
    """Return whether an offence brings notification by itself, or a person has to settle whether it does."""
    return offence.schedule_3 and _schedule_3(offence, None).answer in {Answer.MET, Answer.ASK}


def _schedule_3(offence: OffenceFacts, doubt: str | None) -> RouteOutcome:
    route = Route.SOA2003_P2
    if offence.outcome is Outcome.REPRIMAND_OR_WARNING:
        return said(offence, route, Answer.ASK, "CAT-03", "whether the reprimand or warning brings notification")
    if offence.outcome is Outcome.CONVICTION_ABROAD:
        return said(offence, route, Answer.NOT_MET, "CAT-06", "a conviction abroad needs a notification order")
    months = offence.schedule_3_threshold_months
    if months is None:
        rule, answer, why = "CAT-03", Answer.MET, "listed in Schedule 3, which sets no sentence threshold for it"
    elif offence.outcome is Outcome.CAUTION:
        return said(offence, route, Answer.NOT_MET, "CAT-04", f"a caution cannot reach the {months}-month threshold")
    else:
        reached = notification_threshold(offence.disposal, months)
        rule, answer, why = reached.rule, reached.answer, reached.phrase
    if doubt is not None and answer is Answer.MET:
        return said(offence, route, Answer.ASK, rule, f"{why}, {doubt}")
    return said(offence, route, answer, rule, why, begins_on=relevant_on(offence))


def category_2(facts: CaseFacts) -> list[RouteOutcome]:
    """Try Category 2 with each offence singly, before sentences are added or run together (rules CAT-08 to CAT-13)."""
    return [_category_2(offence) for offence in facts.offences]


def _category_2(offence: OffenceFacts) -> RouteOutcome:
    route = Route.CJA_S15
    listed = _listed(offence)
    if offence.listing_doubt and not offence.murder and not offence.section_327_4a and _would_qualify(offence):
        return said(offence, route, Answer.ASK, "CAT-30", offence.listing_doubt)
    if listed is None:
        return said(offence, route, Answer.NOT_MET, "CAT-08", "neither murder, nor in Schedule 15 or section 327(4A)")
    if offence.outcome not in DEALT_WITH:
        return said(offence, route, Answer.NOT_MET, "CAT-08", f"{listed}, but the outcome is not a conviction here")
    disposal = qualifying_disposal(offence.disposal)
    rule = disposal.rule
    if disposal.answer is Answer.MET and rule == "CAT-09":
        rule = "CAT-12" if offence.schedule_15 is Schedule15.SEXUAL else "CAT-08"
    return said(
        offence,
        route,
        disposal.answer,
        rule,
        f"{listed}; {disposal.phrase}",
        begins_on=sentenced_on(offence),
        end=end_of(offence.disposal),
    )


def _listed(offence: OffenceFacts) -> str | None:
    """Where an offence is listed, in words; whoever attempted or helped stands where the offence stands (CAT-31)."""
    if offence.murder:
        return "murder"
    if offence.schedule_15 is not None:
        how = NOT_THE_OFFENCE_ITSELF.get(offence.liability)
        return _LISTED_AS[offence.schedule_15] + (f", which covers {how}" if how else "")
    return "listed in section 327(4A)" if offence.section_327_4a else None


def _would_qualify(offence: OffenceFacts) -> bool:
    return offence.outcome in DEALT_WITH and qualifying_disposal(offence.disposal).answer is not Answer.NOT_MET


def category_3(facts: CaseFacts) -> list[RouteOutcome]:
    """Try Category 3: the Co-ordination Unit's recorded judgement on both limbs (rules CAT-14, CAT-15 and CAT-26)."""
    judgement = facts.category_3
    if judgement is None:
        return []
    offence = next((one for one in facts.offences if one.id == judgement.offence_id), None)
    if offence is None:
        return [
            RouteOutcome(
                Route.RA_DISCR,
                Answer.NOT_MET,
                "CAT-14",
                "Category 3 needs an offence with a recorded outcome, and the one it rests on is not recorded.",
                judgement.offence_id,
            )
        ]
    answer, rule, why = _both_limbs(judgement)
    return [
        said(
            offence,
            Route.RA_DISCR,
            answer,
            rule,
            why,
            begins_on=judgement.decided_on,
            end=End(judgement.ended_on, open_ended=True),
        )
    ]


def _both_limbs(judgement: CategoryThreeJudgement) -> tuple[Answer, str, str]:
    if not judgement.capable_of_serious_harm:
        return Answer.NOT_MET, "CAT-14", "it does not show capability of serious harm to the public"
    if not judgement.needs_level_2_or_3:
        return Answer.NOT_MET, "CAT-15", "no management at Level 2 or 3 is needed"
    if not judgement.decided_by_unit:
        return Answer.ASK, "CAT-29", "the Co-ordination Unit has not decided yet"
    return Answer.MET, "CAT-14", "it shows capability of serious harm, and management at Level 2 or 3 is needed"


def sentenced_on(offence: OffenceFacts) -> date | None:
    """Return the date of the sentence, or of the outcome when that is not recorded; None while it is awaited."""
    if offence.awaiting_sentence:
        return None
    imposed_on = offence.disposal.imposed_on if offence.disposal is not None else None
    return imposed_on or offence.outcome_on


def said(
    offence: OffenceFacts,
    route: Route,
    answer: Answer,
    rule: str,
    why: str,
    *,
    begins_on: date | None = None,
    end: End | None = None,
) -> RouteOutcome:
    """Return one route's answer for one offence, with its sentence; dates are kept only when it is met."""
    met = answer is Answer.MET
    return RouteOutcome(
        route=route,
        answer=answer,
        rule=rule,
        sentence=f"{offence.title}: {why}.",
        offence_id=offence.id,
        begins_on=begins_on if met else None,
        ends_on=end.ends_on if end is not None and met else None,
        lifelong=end is not None and met and end.lifelong,
        open_ended=end is not None and met and end.open_ended,
    )
