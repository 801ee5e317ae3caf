"""Deciding category and level, screening, and reviewing at Level 1. All writes of this app."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from accounts.models import User
from audit.refusals import Effect, Finding, RuleRefused, stop
from levels import rules, selectors
from levels.models import CategoryDecision, DangerDecision, HeldMeeting, LevelDecision, LevelOneReview, Screening
from levels.rules import CONCERN, LevelFacts, ProposedLevel
from levels.rules.bounds import never_level_1
from levels.rules.order import order_findings
from levels.rules.outside import LIFTED
from levels.rules.triggers import must_do_findings, not_answered
from levels.selectors import approvals
from levels.selectors.apart import is_marked
from levels.services.ending import stop_unconsidered
from offenders.models import Case, Offence
from offenders.rules.categories import categorise
from offenders.rules.facts import CaseFacts, CategoryResult, CategoryThreeJudgement, DiscretionaryFour
from offenders.writing import Entry, accept, recorded_already, writing

PLACING_RULES = frozenset(
    {"LVL-02", "LVL-03", "LVL-05", "LVL-06", "LVL-07", "LVL-08", "LVL-09", "LVL-21", "LVL-22", "LVL-23", "LVL-24"}
)
"""The level rules that a placing answers to; screening and referral are steps of the ordinary way to a level."""

ON_LEVEL_DECIDED: list[Callable[[Entry, LevelDecision], None]] = []
"""What rooms above do inside the same transaction once a level is decided."""


def decide_category(
    *,
    actor: User,
    case: Case,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> CategoryDecision:
    """Record the category that the rules compute from offences, disposals and orders, or that there is none.

    What the Unit decided before (Category 3, discretionary Category 4) stands until a meeting ends it, so the decision
    keeps its offence and its first day.
    Raises: NotPermitted; RuleRefused for a day out of order (CAT-32), while a test that a person has to settle is not
    acknowledged (CAT), and while a case at Level 2 or 3 would end without having been considered for Category 3 or 4
    (LIFE-07); Conflict.
    """
    with writing(case, actor=actor, may="decide_category", verb="category.decided", reason=reason) as entry:
        known = selectors.facts_for_category(entry.case)
        stop(_out_of_order(entry.case, known, on, today))
        result = categorise(known, on)
        accept(entry, rules.unsettled(result), acknowledged)
        stop_unconsidered(entry, result.category)
        standing = selectors.standing_judgement(entry.case) if result.route in selectors.JUDGED else None
        offence = standing.offence if standing is not None else None
        return _record_category(entry, result, reason=reason, on=on, based_on=based_on, offence=offence)


def place_in_category_3(
    *,
    actor: User,
    case: Case,
    offence: Offence,
    reason: str,
    level: int,
    on: dt.date,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> CategoryDecision:
    """Record the Co-ordination Unit's decision that a person is in Category 3, with the level it needs.

    Raises: NotPermitted; RuleRefused (another category is met; Level 1: LVL-02; a day out of order: CAT-32; a lower
    level than the present one: LVL-24 and what else stands against it, unless somebody else approved it); Conflict.
    """
    with writing(case, actor=actor, may="decide_category_3", verb="category.decided", reason=reason) as entry:
        judgement = CategoryThreeJudgement(
            offence_id=str(offence.pk), capable_of_serious_harm=True, needs_level_2_or_3=level >= 2, decided_on=on
        )
        if level < 2:
            stop(rules.findings(LevelFacts(category=3), ProposedLevel(level, on, reason), today=today))
        known = replace(selectors.facts_for_category(entry.case), category_3=judgement)
        result = _placed(entry.case, known, on, today, wanted=3)
        placed, against = _placed_level(actor, entry.case, result, ProposedLevel(level, on, reason), today)
        accept(entry, [*_out_of_order(entry.case, known, on, today), *against], acknowledged)
        decision = _record_category(entry, result, reason=reason, on=on, based_on=based_on, offence=offence)
        _record_level(entry, placed)
        return decision


def place_in_category_4(
    *,
    actor: User,
    case: Case,
    offence: Offence,
    reason: str,
    level: int,
    on: dt.date,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> CategoryDecision:
    """Record a discretionary Category 4, identified by Counter-Terrorism Police and the National Security Division.

    Raises: NotPermitted; RuleRefused (Level 1: LVL-03; a day out of order: CAT-32; a lower level, as in Category 3);
    Conflict.
    """
    permission = "decide_category_4_discretionary"
    with writing(case, actor=actor, may=permission, verb="category.decided", reason=reason) as entry:
        belief = DiscretionaryFour(offence_id=str(offence.pk), believed_at_risk=True, decided_on=on)
        known = replace(selectors.facts_for_category(entry.case), discretionary_4=belief)
        result = _placed(entry.case, known, on, today, wanted=4)
        placed, against = _placed_level(actor, entry.case, result, ProposedLevel(level, on, reason), today)
        accept(entry, [*_out_of_order(entry.case, known, on, today), *against], acknowledged)
        decision = _record_category(entry, result, reason=reason, on=on, based_on=based_on, offence=offence)
        _record_level(entry, placed)
        return decision


def screen_case(
    *,
    actor: User,
    case: Case,
    proposed_level: int,
    rationale: str,
    history: str,
    information: str,
    sources: int,
    on: dt.date,
    today: dt.date,
    prison_notified_on: dt.date | None = None,
    prison_replied_on: dt.date | None = None,
) -> Screening:
    """Record a screening with its proposed level.

    Raises: NotPermitted; RuleRefused (no category, future date; LVL-36: nothing said of the history; LVL-12: the prison
    answers before it was told).
    """
    with writing(case, actor=actor, may="screen_case", verb="case.screened", reason=rationale) as entry:
        _not_in_the_future(on, today)
        if entry.case.category is None:
            facts = LevelFacts(category=None, information_sources=sources)
            stop(rules.findings(facts, ProposedLevel(proposed_level, on, rationale), today=today))
        stop([*rules.history_findings(history), *rules.prison_findings(prison_notified_on, prison_replied_on)])
        return entry.add(
            Screening(
                case=entry.case,
                proposed_level=proposed_level,
                rationale=rationale,
                history=history,
                information=information,
                sources=sources,
                prison_notified_on=prison_notified_on,
                prison_replied_on=prison_replied_on,
                screened_on=on,
                screened_by=actor,
            )
        )


def decide_level(
    *,
    actor: User,
    case: Case,
    level: int,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
    grounds: Sequence[str] = (),
    why_not_level_2: str = "",
    concerns: Sequence[str] = (),
    acknowledged: frozenset[str] = frozenset(),
) -> LevelDecision:
    """Record that `case` is managed at `level` from `on` (a date in Europe/London).

    Level 1 is the lead agency's; 2 and 3 are the Co-ordination Unit's on a referral, or a meeting's. `concerns` are
    keys of INDETERMINATE_CONCERNS that apply to the release from a sentence for life or indeterminate. Where something
    stands against a lower level, somebody else's approval of it is looked for (`approve_lowering`).
    Raises: NotPermitted; RuleRefused with its findings, warnings too until they are acknowledged; Conflict.
    Rules: LVL-01 to LVL-18 and LVL-21 to LVL-26.
    """
    may = "decide_level_1" if level == 1 else "decide_level"
    with writing(case, actor=actor, may=may, verb="level.decided", reason=reason) as entry:
        approved, approval = approvals.approval_of(entry.case, to=str(level), proposed_by=actor)
        proposed = ProposedLevel(
            level=level,
            decided_on=on,
            reason=reason,
            by_lead_agency=actor.agency_id == entry.case.lead_agency_id,
            grounds=frozenset(grounds),
            second_approval=approval,
            why_not_level_2=why_not_level_2,
        )
        known = selectors.level_facts_for(viewer=actor, case=entry.case, today=today)
        found = rules.findings(replace(known, indeterminate_concerns=concerns), proposed, today=today)
        accept(entry, found, acknowledged)
        decision = LevelDecision(
            case=entry.case,
            level=level,
            reason=reason,
            decided_on=on,
            grounds=[*grounds, *(f"{CONCERN}{one}" for one in concerns)],
            triggers=[one.holds for one in known.triggers] if level == 1 else [],
            why_not_level_2=why_not_level_2 if level == 1 else "",
            screening=Screening.objects.filter(case=case).first(),
            rules=[finding.rule for finding in found],
            **approvals.as_kept(approved),
        )
        return _record_level(entry, decision, based_on=based_on, check_base=True)


def decide_level_at_meeting(entry: Entry, *, decision: LevelDecision, held: HeldMeeting) -> LevelDecision:
    """Inside the service that closes a meeting: record the meeting as held and the level it decided."""
    entry.add(held, verb="meeting.held")
    return _record_level(entry, decision)


def review_at_level_1(
    *,
    actor: User,
    case: Case,
    on: dt.date,
    today: dt.date,
    new_information: str,
    action_progress: str,
    victim_information: str,
    records_checked: str,
    plan_revised: bool,
    disclosure_considered: str,
    outcome: str,
    reason: str,
    why_not_level_2: str = "",
) -> LevelOneReview:
    """Record a Level 1 review; the review clock starts again from `on`.

    Raises: NotPermitted; RuleRefused when the case is not at Level 1 or has ended, the date is in the future, a part
    of the must-do list says nothing (LVL-27), or it stays at Level 1 and a trigger has no answer (LVL-26).
    """
    with writing(case, actor=actor, may="decide_level_1", verb="level_1.reviewed", reason=reason) as entry:
        _not_in_the_future(on, today)
        stop(rules.level_1_review_findings(level=entry.case.level, ended_on=entry.case.ended_on))
        if LevelOneReview.objects.filter(case=entry.case, reviewed_on=on).exists():
            raise RuleRefused([recorded_already("a Level 1 review on this day", "reviewed_on")])
        said = {
            "new_information": new_information,
            "action_progress": action_progress,
            "victim_information": victim_information,
            "records_checked": records_checked,
            "disclosure_considered": disclosure_considered,
            "reason": reason,
        }
        stop(must_do_findings(said))
        known = selectors.triggers_of(viewer=actor, case=entry.case, today=today)
        if outcome == LevelOneReview.Outcome.STAYS:
            stop(not_answered(known, why_not_level_2))
        return entry.add(
            LevelOneReview(
                case=entry.case,
                reviewed_on=on,
                plan_revised=plan_revised,
                outcome=outcome,
                triggers=[one.holds for one in known],
                why_not_level_2=why_not_level_2,
                reviewed_by=actor,
                **said,
            )
        )


def _record_category(
    entry: Entry, result: CategoryResult, *, reason: str, on: dt.date, based_on: str, offence: Offence | None = None
) -> CategoryDecision:
    decision = CategoryDecision(
        case=entry.case,
        category=result.category,
        route=result.route.value if result.route else "",
        begins_on=result.begins_on,
        ends_on=result.ends_on,
        lifelong=result.lifelong,
        steps=list(result.steps),
        rules=list(dict.fromkeys([result.rule, *sorted(test.rule for test in result.tests)])),
        reason=reason,
        decided_on=on,
        offence=offence,
    )
    entry.rules.append(result.rule)
    entry.decide(decision, based_on=based_on, check_base=True)
    if result.category is None:
        managed_until_now = entry.case.category is not None
        entry.project(category=None, level=None, ended_on=on if managed_until_now else entry.case.ended_on)
        current = selectors.current_level(entry.case)
        if current is not None and current.level is not None:
            entry.decide(LevelDecision(case=entry.case, level=None, reason=reason, decided_on=on))
    elif entry.case.level == 1 and never_level_1(result.category, result.route) is not None:
        entry.project(category=result.category, level=None, ended_on=None)
    else:
        entry.project(category=result.category, ended_on=None)
    if result.category is not None and is_marked(entry.case):
        entry.rules.append("LIFE-12")
        lifted = f"The person is in Category {result.category}; the marker is for people outside MAPPA."
        entry.decide(DangerDecision(case=entry.case, outcome=LIFTED, reason=lifted, decided_on=on, rules=["LIFE-12"]))
    return decision


def _out_of_order(case: Case, known: CaseFacts, on: dt.date, today: dt.date) -> list[Finding]:
    """Why the category cannot be decided on this day (CAT-32)."""
    current = selectors.current_category(case)
    return order_findings(known, on, today=today, standing_on=current.decided_on if current is not None else None)


def _placed(case: Case, known: CaseFacts, on: dt.date, today: dt.date, *, wanted: int) -> CategoryResult:
    """What the rules find with a judgement made on the day `on`; refused unless it is the one wanted, then and now."""
    result = categorise(known, on)
    for found in (result, categorise(known, max(on, today))):
        if found.category != wanted:
            stop(_out_of_order(case, known, on, today))
            raise RuleRefused([_other_category_first(found, wanted)])
    return result


def _placed_level(
    actor: User, case: Case, result: CategoryResult, proposed: ProposedLevel, today: dt.date
) -> tuple[LevelDecision, list[Finding]]:
    """The decision on the level that comes with a placing, and what stands against it or was approved."""
    approved, approval = approvals.approval_of(case, to=str(proposed.level), proposed_by=actor)
    known = selectors.level_facts_for(viewer=actor, case=case, today=today)
    known = replace(known, category=result.category, route=result.route, ended_on=None)
    found = rules.findings(known, replace(proposed, second_approval=approval), today=today)
    found = [one for one in found if one.rule in PLACING_RULES]
    decision = LevelDecision(
        case=case,
        level=proposed.level,
        reason=proposed.reason,
        decided_on=proposed.decided_on,
        rules=[finding.rule for finding in found],
        **approvals.as_kept(approved),
    )
    return decision, found


def _record_level(
    entry: Entry, decision: LevelDecision, *, based_on: UUID | str | None = None, check_base: bool = False
) -> LevelDecision:
    entry.decide(decision, based_on=based_on, check_base=check_base)
    entry.project(level=decision.level)
    for follow in ON_LEVEL_DECIDED:
        follow(entry, decision)
    return decision


def _other_category_first(result: CategoryResult, wanted: int) -> Finding:
    found = f"Category {result.category}" if result.category else "no category"
    return Finding(
        "CAT-01",
        Effect.REFUSE,
        f"By the offences recorded the person is in {found}, so Category {wanted} cannot be recorded on this offence.",
        "offence",
        "Check the offence, or record the category that is met.",
    )


def _not_in_the_future(on: dt.date, today: dt.date) -> None:
    if on > today:
        raise RuleRefused(
            [
                Finding(
                    "LVL-09",
                    Effect.REFUSE,
                    "This cannot be dated in the future.",
                    "decided_on",
                    "Enter today or an earlier date.",
                )
            ]
        )
