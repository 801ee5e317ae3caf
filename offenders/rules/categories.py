"""Which one MAPPA category a person is in on a date, why, and until when (rules CAT-01 to -31 and -33 to -35).

Facts in, one result out: no clock and no database. Who may record the decision is in `offenders.rules.permissions`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from offenders.rules.activation import activated, is_activated
from offenders.rules.data_checks import awaited
from offenders.rules.disposals import as_suspended, outlasted_by
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryResult,
    OffenceFacts,
    Outcome,
    Question,
    Route,
    RouteOutcome,
)
from offenders.rules.notification import cut_short
from offenders.rules.routes import begun, category_1, category_2, category_3, dated, may_bring_notification
from offenders.rules.terrorism_routes import category_4

PRECEDENCE = (4, 1, 2, 3)
"""Rule CAT-01: the order in which one category hides the others."""
FOR_CATEGORY_3 = "category_3"
"""What answers a question whether somebody is to be in Category 3 (CAT-16, CAT-17): a record of the consideration."""

_ENDED_BY = {1: "CAT-23", 2: "CAT-24", 3: "CAT-26", 4: "CAT-27"}
_BY_SENTENCE = frozenset({Route.CJA_S15, Route.TERR_SENT})
_BY_NOTIFICATION = frozenset({Route.SOA2003_P2, Route.NOTIF_ORDER, Route.CTA2008_P4})


def categorise(facts: CaseFacts, on: date) -> CategoryResult:
    """Return the one category that applies on the day `on`, or none, with every test and what a person must settle.

    Everything that happened after `on` is left aside, so a past day gives the category as it stood. Rules CAT-01 to
    CAT-31, CAT-33 and CAT-35.
    """
    known = _as_known_on(facts, on)
    tests = [*_tests(known, on), *_quashed(facts, on)]
    met = [one for one in tests if one.met]
    categories = sorted({one.category for one in met}, key=PRECEDENCE.index)
    chosen = categories[0] if categories else None
    leading = [one for one in met if one.category == chosen]
    ends_on, lifelong = _end(leading)
    return CategoryResult(
        category=chosen,
        route=leading[0].route if leading else None,
        rule=leading[0].rule if leading else "CAT-01",
        tests=tuple(tests),
        steps=(
            *(f"{_LABELS[one.answer].format(one.category)}: {one.sentence} ({one.rule})" for one in tests),
            *_remarks(known, tests, on),
            *_without_effect(facts, tests, on),
            *_conclusion(categories, ends_on, lifelong=lifelong),
        ),
        questions=(*_questions(known, tests, chosen), *_shorter(known, on)),
        also_met=tuple(categories[1:]),
        begins_on=_begin(leading, tests, chosen),
        ends_on=ends_on,
        lifelong=lifelong,
        asked_on=on,
    )


def after(facts: CaseFacts, result: CategoryResult) -> CategoryResult | None:
    """Return the category on the day after `result` ends, or None when its end is unknown or for life (rule CAT-02)."""
    if result.category is None or result.ends_on is None:
        return None
    tested = categorise(facts, result.ends_on + timedelta(days=1))
    step = f"Tested again on the day after Category {result.category} ended. (CAT-02)"
    return replace(tested, steps=(step, *tested.steps))


def _tests(known: CaseFacts, on: date) -> list[RouteOutcome]:
    """Try every way into a category on a day; Category 3 only where no other one is met (CAT-01)."""
    tried = [*category_4(known, on), *category_1(known, on), *category_2(known)]
    tests = [dated(one, on) for one in _outlasted(known, tried)]
    if not any(one.met for one in tests):
        tests.extend(dated(one, on) for one in category_3(known))
    return tests


def _quashed(facts: CaseFacts, on: date) -> list[RouteOutcome]:
    """Return what each conviction quashed by the day `on` gave until the day before that, as ended (rule CAT-35)."""
    ended = []
    for offence in facts.offences:
        if offence.quashed_on is None or offence.stands_on(on):
            continue
        last = offence.quashed_on - timedelta(days=1)
        met = [one for one in _tests(_as_known_on(facts, last), last) if one.met]
        for one in (*(one for one in met if one.offence_id == offence.id), *_notified(offence, met)):
            sentence = f"{one.sentence} {_WAS_QUASHED.format(_in_words(offence.quashed_on))}"
            begins_on = one.begins_on
            ended.append(RouteOutcome(one.route, Answer.ENDED, "CAT-35", sentence, offence.id, begins_on, ends_on=last))
    return ended


def _notified(offence: OffenceFacts, met: Sequence[RouteOutcome]) -> list[RouteOutcome]:
    """Return the first recorded notification requirement that was in force and may have followed from an offence."""
    sexual, terrorist = may_bring_notification(offence), offence.cta_s41_42
    brought = {Route.SOA2003_P2} if sexual else set()
    brought |= {Route.CTA2008_P4} if terrorist else set()
    found = [one for one in met if one.offence_id is None and one.route in brought]
    return [replace(one, sentence=f"{offence.title}: notification followed from it.") for one in found[:1]]


_WAS_QUASHED = "The conviction was quashed on {}, and counts for nothing from that day."


def _without_effect(facts: CaseFacts, tests: Sequence[RouteOutcome], on: date) -> list[str]:
    """Return a sentence for each quashed conviction that gave no category to the end (rule CAT-35)."""
    said = {one.offence_id for one in tests if one.rule == "CAT-35"}
    return [
        f"{one.title}: {_WAS_QUASHED.format(_in_words(one.quashed_on))} (CAT-35)"
        for one in facts.offences
        if one.quashed_on is not None and not one.stands_on(on) and one.id not in said
    ]


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _as_known_on(facts: CaseFacts, on: date) -> CaseFacts:
    """Leave aside what happened later, convictions that were quashed by then, and what was judged on those."""
    quashed = {one.id for one in facts.offences if not one.stands_on(on)}
    if facts.category_3 is not None and facts.category_3.offence_id in quashed:
        facts = replace(facts, category_3=None)
    if facts.discretionary_4 is not None and facts.discretionary_4.offence_id in quashed:
        facts = replace(facts, discretionary_4=None)
    offences = []
    for offence in facts.offences:
        if offence.id in quashed or (offence.outcome_on is not None and offence.outcome_on > on):
            continue
        disposal = offence.disposal
        if disposal is not None and disposal.imposed_on is not None and disposal.imposed_on > on:
            offence = replace(offence, disposal=None, awaiting_sentence=True)
        elif disposal is not None and disposal.activation is not None and disposal.activation.on > on:
            offence = replace(offence, disposal=as_suspended(disposal))
        offences.append(offence)
    return replace(facts, offences=tuple(offences))


def _outlasted(facts: CaseFacts, tests: Sequence[RouteOutcome]) -> list[RouteOutcome]:
    """Mark each test met by a sentence beyond whose recorded end another one runs that is no ground itself (CAT-24)."""
    by_sentence = {one.offence_id for one in tests if one.met and one.route in _BY_SENTENCE}
    others = [one.disposal for one in facts.offences if one.disposal is not None and one.id not in by_sentence]
    doubtful = {
        one.id
        for one in facts.offences
        if one.id in by_sentence and one.disposal is not None and outlasted_by(one.disposal, others)
    }
    return [
        replace(one, outlasted=True) if one.route in _BY_SENTENCE and one.offence_id in doubtful else one
        for one in tests
    ]


def _begin(leading: Sequence[RouteOutcome], tests: Sequence[RouteOutcome], chosen: int | None) -> date | None:
    """Return when this category began to be the one: its own start, or the day after a stronger one ended."""
    if chosen is None or any(one.begins_on is None for one in leading):
        return None
    start = min(one.begins_on for one in leading if one.begins_on is not None)
    stronger = PRECEDENCE[: PRECEDENCE.index(chosen)]
    handed_over = [
        one.ends_on + timedelta(days=1)
        for one in tests
        if one.answer is Answer.ENDED and one.category in stronger and one.ends_on is not None
    ]
    return max([start, *handed_over])


def _end(leading: Sequence[RouteOutcome]) -> tuple[date | None, bool]:
    """Return the last day of the category (the latest of its tests) and whether it is for life."""
    if any(one.lifelong for one in leading):
        return None, True
    known = [one.ends_on for one in leading if one.ends_on is not None]
    return (max(known) if known and len(known) == len(leading) else None), False


def _remarks(facts: CaseFacts, tests: Sequence[RouteOutcome], on: date) -> list[str]:
    """Return what is said beside the tests because readers expect it to count, and it does not."""
    remarks = []
    by_sentence = [one for one in tests if one.route is Route.CJA_S15 and one.rule != "CAT-35"]
    if len(by_sentence) > 1 and not any(one.met for one in by_sentence):
        remarks.append("Each sentence was tested by itself; terms are not added together. (CAT-11)")
    ended = {one.offence_id for one in tests if one.answer is Answer.ENDED}
    by_its_end = {one.offence_id for one in tests if one.route in _BY_SENTENCE and one.answer is not Answer.NOT_MET}
    remarks += [activated(one) for one in facts.offences if one.id in by_its_end and is_activated(one)]
    for offence in facts.offences:
        supervised_until = offence.disposal.supervision_ends_on if offence.disposal is not None else None
        if offence.id in ended and supervised_until is not None and supervised_until >= on:
            remarks.append(f"{offence.title}: post-sentence supervision does not keep anybody in MAPPA. (CAT-25)")
    return remarks


def _conclusion(categories: Sequence[int], ends_on: date | None, *, lifelong: bool) -> list[str]:
    if not categories:
        return ["No category applies on this day. (CAT-01)"]
    chosen, *hidden = categories
    steps = [f"Category {chosen} is the only one that applies. (CAT-01)"]
    if hidden:
        others = " and ".join(f"Category {number}" for number in hidden)
        steps = [f"Category {chosen} is recorded because it comes before {others}. (CAT-01)"]
    if lifelong:
        steps.append(f"It does not end by itself. ({_ENDED_BY[chosen]})")
    elif ends_on is not None:
        steps.append(f"Its last day is {_in_words(ends_on)}. ({_ENDED_BY[chosen]})")
    return steps


_LABELS = {
    Answer.MET: "Category {} applies",
    Answer.ENDED: "Category {} has ended",
    Answer.NOT_MET: "Category {} does not apply",
    Answer.ASK: "Category {} is for a person to settle",
}


def _questions(facts: CaseFacts, tests: Sequence[RouteOutcome], chosen: int | None) -> tuple[Question, ...]:
    questions = [Question(one.rule, one.sentence, one.offence_id) for one in tests if one.answer is Answer.ASK]
    for one in tests:
        if one.met and one.outlasted:
            what = "Another sentence ends later: record when the whole sentence ends."
            questions.append(Question("CAT-24", what, one.offence_id, "sentence_ends_on"))
        if not one.met or one.ends_on is not None or one.lifelong or one.open_ended:
            continue
        if one.route in _BY_NOTIFICATION and any(
            other.lifelong and other.category == one.category for other in tests if other.met
        ):
            continue
        if one.route in _BY_NOTIFICATION:
            what, field = "Record when the notification period ends, or that it is for life.", "notification_ends_on"
        else:
            what, field = "Record when the licence or the whole sentence ends.", "licence_ends_on"
        questions.append(Question(_ENDED_BY[one.category], what, one.offence_id, field))
    asked = {one.offence_id for one in questions}
    questions.extend(
        Question("OFF-28", awaited(one.title), one.id, "disposal")
        for one in facts.offences
        if one.awaiting_sentence and one.id not in asked
    )
    if chosen is None and facts.category_3 is None:
        questions.extend(_considerations(facts))
    return tuple(questions)


def _shorter(facts: CaseFacts, on: date) -> list[Question]:
    """Return a question for each offence whose recorded notification ends before the table's period (NOT-17)."""
    if facts.date_of_birth is None:
        return []
    found = cut_short(facts.offences, begun(facts.sexual_notifications, on), born=facts.date_of_birth)
    return [Question("NOT-17", sentence, one.id, "notification_ends_on") for one, sentence in found]


def _considerations(facts: CaseFacts) -> list[Question]:
    """Return the offences that wait to be considered for Category 3 (rules CAT-16 and CAT-17)."""
    questions = []
    for offence in facts.offences:
        rule = calls_for_category_3(offence)
        if rule is None or offence.id in facts.considered_for_3:
            continue
        sentence = f"{offence.title} should be considered for Category 3."
        if rule == "CAT-16":
            what = "domestic abuse" if offence.domestic_abuse else "stalking"
            sentence = f"{offence.title} involves {what}: consider Category 3 and record the outcome."
        questions.append(Question(rule, sentence, offence.id, FOR_CATEGORY_3))
    return questions


def calls_for_category_3(offence: OffenceFacts) -> str | None:
    """Return the rule by which an offence has to be (CAT-16), or should be (CAT-17), considered for Category 3."""
    if offence.domestic_abuse or offence.stalking:
        return "CAT-16"
    if offence.armed_forces_s42 or offence.overseas_sexual or offence.outcome is Outcome.CONVICTION_ABROAD:
        return "CAT-17"
    return None
