"""What falls due because of category, level, custody and reviews: facts read for many cases at once, rules applied."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case as Depending
from django.db.models import Exists, F, OuterRef, Q, Subquery, When

from audit.history import BEGAN, history_of
from custody import facts as of_custody
from custody.rules.due import CustodyFacts
from custody.rules.events import Known
from custody.rules.kinds import FIXED_TERM, Kind
from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules import reviews
from deadlines.rules.days import Due
from deadlines.rules.policies import stricter
from deadlines.rules.reviews import ReviewFacts
from levels import again, awaited, considered
from levels.facts import end_facts, inside_since, kept_facts, present_custody
from levels.models import (
    AgencyRequest,
    CategoryDecision,
    HeldMeeting,
    LevelDecision,
    LevelDispute,
    LevelOneCheck,
    LevelOneReview,
)
from levels.rules import ending, retention, sampling
from levels.rules.asking import answer_due
from levels.rules.disputes import dispute_due
from levels.rules.ending import EndFacts
from offenders.models import PASSED_ON, Case, CustodyPeriod, Offence

R = TypeVar("R", HeldMeeting, LevelOneReview)
OF_THE_CATEGORY = (
    *(
        "outcome",
        "outcome_on",
        "sentenced_on",
        "disposal",
        "term_value",
        "term_unit",
        "custodial_months",
        "indeterminate",
    ),
    *("specified", "condition_holds", "checked_not_listed", "liability", "is_murder", "section_327_4a"),
    *("schedule_3", "schedule_3_threshold_months", "overseas_sexual", "armed_forces_s42"),
    *("schedule_19za", "terrorist_connection", "cta_s41_42", "maximum_sentence_months", "maximum_is_life"),
)
"""What decides, of an offence, whether and how somebody is identified; the end of the sentence does not."""
AT_CONVICTION = Q(disposal=Offence.Disposal.AWAITING, schedule_3=True, schedule_3_threshold_months__isnull=True)
"""The sentence is awaited, and the conviction alone leads to Category 1 (CAT-03)."""
LEADS_ON = Depending(When(AT_CONVICTION, then=F("outcome_on")), default=PASSED_ON)
"""The day from which the three days of REV-12 run for an offence; none while its sentence is awaited."""
PAROLE = (Kind.PAROLE_ELIGIBILITY, Kind.TARIFF_EXPIRY, Kind.PAROLE_REVIEW)
Rule = Callable[[ReviewFacts, CasePolicy], Due | None]


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, ReviewFacts]:
    """The review facts of these cases: eight queries, however many cases."""
    levels = _levels(case_ids)
    categories = _categories(case_ids)
    meetings = _newest(HeldMeeting, case_ids, "held_on")
    reviewed = _newest(LevelOneReview, case_ids, "reviewed_on")
    began = _level_began(case_ids)
    custody: dict[UUID, list[CustodyPeriod]] = {}
    for period in CustodyPeriod.objects.filter(case__in=case_ids).order_by("starts_on"):
        custody.setdefault(period.case_id, []).append(period)
    terrorism = Q(schedule_19za=True) | Q(terrorist_connection=True) | Q(cta_s41_42=True)
    terrorists = set(Offence.objects.filter(terrorism, case__in=case_ids).values_list("case_id", flat=True))
    events, _ = of_custody.told(case_ids)
    found = {
        case.pk: _facts(
            case,
            levels.get(case.pk),
            categories.get(case.pk, []),
            meetings.get(case.pk),
            reviewed.get(case.pk),
            began.get(case.pk),
            custody.get(case.pk, []),
        )
        for case in Case.objects.filter(pk__in=case_ids)
    }
    return {
        case_id: _with_events(
            replace(facts, terrorist=case_id in terrorists), custody.get(case_id, []), events[case_id]
        )
        if case_id in events
        else replace(facts, terrorist=case_id in terrorists)
        for case_id, facts in found.items()
    }


def _with_events(facts: ReviewFacts, custody: list[CustodyPeriod], events: list[Known]) -> ReviewFacts:
    """The facts with what is recorded of parole, recall and executive re-release."""
    released_on = facts.released_on
    back = [period for period in custody if period.released_on is not None]
    recalls = [
        known
        for known in events
        if known.kind is Kind.RECALL
        and (not released_on or known.day >= released_on)
        and not any(period.starts_on >= known.day for period in back)
    ]
    recall = max(recalls, key=lambda known: known.day, default=None)
    recalled_on = max((day for day in (facts.recalled_on, recall.day if recall else None) if day), default=None)
    fixed = recall if recall is not None and recall.choice == FIXED_TERM else None
    present = present_custody(custody)
    since = present.starts_on if present else None
    parole = [known for known in events if known.kind in PAROLE and (since is None or known.day >= since)]
    considered = [known for known in events if known.kind is Kind.RE_RELEASE and recall and known.day >= recall.day]
    re_release = max(considered, key=lambda known: known.day, default=None)
    left = CustodyFacts([of_custody.stay_of(period) for period in custody], events).at_large_since
    if left is not None:  # nobody at large is without a review (CUS-27)
        facts = replace(facts, in_custody=False, release_due_on=None, at_large_on=left)
    return replace(
        facts,
        recalled_on=recalled_on,
        not_taken_back=recall is not None and not facts.in_custody and left is None,
        fixed_term_recall=fixed is not None,
        release_due_on=facts.release_due_on or (fixed.until if fixed else None),
        parole_on=tuple(sorted(known.day for known in parole)),
        re_release_on=re_release.day if re_release else None,
        re_release_known_on=re_release.told_on if re_release else None,
    )


def _newest(model: type[R], case_ids: Sequence[UUID], column: str) -> dict[UUID, R]:
    """The latest row of each case by its date."""
    rows = model.objects.filter(case__in=case_ids).order_by("case_id", f"-{column}", "-recorded_at")
    return {row.case_id: row for row in rows.distinct("case_id")}


def _levels(case_ids: Sequence[UUID]) -> dict[UUID, LevelDecision]:
    """The decision on the level of each case that no other supersedes."""
    rows = LevelDecision.objects.filter(case__in=case_ids, superseded_by__isnull=True)
    return {row.case_id: row for row in rows}


def _categories(case_ids: Sequence[UUID]) -> dict[UUID, list[CategoryDecision]]:
    """Every decision on the category of each case, oldest first: the last one stands."""
    found: dict[UUID, list[CategoryDecision]] = {}
    for row in CategoryDecision.objects.filter(case__in=case_ids).order_by("case_id", "recorded_at"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _level_began(case_ids: Sequence[UUID]) -> dict[UUID, dt.date]:
    """When the present level began: the first of the unbroken run of decisions that kept it."""
    began: dict[UUID, tuple[int | None, dt.date]] = {}
    for case_id, level, on in (
        LevelDecision.objects.filter(case__in=case_ids)
        .order_by("case_id", "recorded_at")
        .values_list("case_id", "level", "decided_on")
    ):
        if case_id not in began or began[case_id][0] != level:
            began[case_id] = (level, on)
    return {case_id: on for case_id, (_, on) in began.items()}


def _facts(
    case: Case,
    level: LevelDecision | None,
    categories: Sequence[CategoryDecision],
    meeting: HeldMeeting | None,
    review: LevelOneReview | None,
    began: dt.date | None,
    custody: list[CustodyPeriod],
) -> ReviewFacts:
    last = present_custody(custody)
    in_custody = last is not None and last.released_on is None
    # Released on the day of the recall: nothing of it is left.
    recalls = [period.starts_on for period in custody if period.recall and period.released_on != period.starts_on]
    return ReviewFacts(
        level=level.level if level else None,
        in_custody=in_custody,
        level_began_on=began,
        level_decided_on=level.decided_on if level else None,
        last_meeting_on=meeting.held_on if meeting else None,
        last_review_on=review.reviewed_on if review else None,
        inside_since=inside_since(custody) if in_custody else None,
        released_on=max((period.released_on for period in custody if period.released_on), default=None),
        release_due_on=last.release_due_on if last and in_custody else None,
        recalled_on=max(recalls, default=None),
        category_ends_on=categories[-1].ends_on if categories else None,
        ended_on=case.ended_on,
        level_awaited_since=awaited.since(case, categories, level, began),
    )


def gather_unidentified(case_ids: Sequence[UUID]) -> Mapping[UUID, tuple[dt.date, bool]]:
    """The day of the first sentence of each case that the last decision on its category did not know: two queries.

    With it, whether it is the day of a conviction whose sentence is awaited.

    One that was recorded or corrected after the decision counts as one that was passed after it, also where
    management has ended by that decision. Of the others, sentences of the time before the end count no more. A
    further sentence does not put off the day that an earlier one set. A third query where something was corrected. A
    sentence that is awaited has no day; without a sentence threshold an offence of Schedule 3 leads to Category 1
    from the conviction, which counts then.
    """
    decided = CategoryDecision.objects.filter(case=OuterRef("case")).order_by("-decided_on").values("decided_on")[:1]
    rows = Offence.objects.filter(case__in=case_ids).annotate(decided_on=Subquery(decided), leads_on=LEADS_ON)
    told_late = Q(pk__in=_told_late(case_ids))
    unknown = Q(decided_on__isnull=True) | Q(leads_on__gt=F("decided_on"))
    after_end = Q(case__ended_on__isnull=True) | Q(leads_on__gte=F("case__ended_on"))
    rows = rows.filter(told_late | unknown & after_end, leads_on__isnull=False).order_by("-leads_on")
    found = rows.values_list("case_id", "leads_on", "disposal")
    return {pk: (on, said == Offence.Disposal.AWAITING) for pk, on, said in found}  # the earliest is kept last


def _told_late(case_ids: Sequence[UUID]) -> set[UUID]:
    """The offences that were recorded, or whose sentence was corrected, after the last decision on the category."""
    decided = CategoryDecision.objects.filter(case=OuterRef("case")).order_by("-recorded_at").values("recorded_at")[:1]
    kept: Any = history_of(Offence)
    since = kept.objects.filter(case__in=case_ids).annotate(decided_at=Subquery(decided))
    since = since.filter(pgh_created_at__gt=F("decided_at")).values_list("id", "pgh_label", "decided_at")
    late, touched = set(), {}
    for offence_id, label, decided_at in since:
        if label == "insert":
            late.add(offence_id)
        else:
            touched[offence_id] = decided_at
    return late | _corrected({pk: at for pk, at in touched.items() if pk not in late})


def _corrected(touched: Mapping[UUID, dt.datetime]) -> set[UUID]:
    """Those of these offences whose category would be computed from other facts than at that instant.

    Of one whose history began later, the first that was kept stands for what was said then: that is no correction.
    """
    if not touched:
        return set()
    kept: Any = history_of(Offence)
    before: dict[UUID, tuple[Any, ...]] = {}
    now: dict[UUID, tuple[Any, ...]] = {}
    rows = kept.objects.filter(id__in=list(touched)).exclude(pgh_label="delete").order_by("pgh_id")
    for offence_id, at, label, *said in rows.values_list("id", "pgh_created_at", "pgh_label", *OF_THE_CATEGORY):
        now[offence_id] = tuple(value or None for value in said)  # what a column did not hold yet was not said
        if at <= touched[offence_id] or (label == BEGAN and offence_id not in before):
            before[offence_id] = now[offence_id]
    return {pk for pk in touched if before.get(pk) != now[pk]}


def _identify(known: tuple[dt.date, bool], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    on, convicted = known
    return [("", reviews.identification(on, policy.holidays, convicted=convicted))]


def _once(rule: Rule, key: str = "") -> Callable[[ReviewFacts, CasePolicy], Iterable[tuple[str, Due]]]:
    """A rule by which one thing is due; the key keeps it apart from another clock of the same rule."""

    def compute(facts: ReviewFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        due = rule(facts, policy)
        return [(key, due)] if due else []

    return compute


def _look_ahead(facts: EndFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    limit = stricter("category_look_ahead_months", policy.national, policy.local)
    months = limit.value if limit is not None else ending.LOOK_AHEAD_MONTHS
    due = ending.look_ahead(facts, today=policy.today, months=months, holidays=policy.holidays)
    return [("", due)] if due else []


def _end_to_record(facts: EndFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    due = ending.end_to_record(facts, today=policy.today, holidays=policy.holidays)
    return [("", due)] if due else []


def _retention(
    facts: tuple[dt.date, tuple[dt.date, str] | None, dt.date | None], policy: CasePolicy
) -> Iterable[tuple[str, Due]]:
    born, reviewed, ended_on = facts
    due = retention.review_due(born, reviewed, ended_on=ended_on, today=policy.today, holidays=policy.holidays)
    return [("", due)] if due else []


def gather_requests(case_ids: Sequence[UUID]) -> Mapping[UUID, list[AgencyRequest]]:
    """The requests of each case that no agency has answered: one query."""
    found: dict[UUID, list[AgencyRequest]] = {}
    for row in AgencyRequest.objects.filter(case__in=case_ids, answer="").order_by("asked_on", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _requests(rows: list[AgencyRequest], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for row in rows:
        yield str(row.pk), answer_due(row.asked_on)


def gather_disputes(case_ids: Sequence[UUID]) -> Mapping[UUID, LevelDispute]:
    """The open dispute about the level of each case that has one: one query."""
    return {row.case_id: row for row in LevelDispute.objects.filter(case__in=case_ids, settled_on__isnull=True)}


def _dispute(row: LevelDispute, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    return [("", dispute_due(row.raised_on, row.escalated_on))]


def gather_checks(case_ids: Sequence[UUID]) -> Mapping[UUID, list[LevelOneCheck]]:
    """The checks of each case at Level 1 that wait, and those not followed up yet by a decision or a review."""
    later = {"case": OuterRef("case"), "recorded_at__gt": OuterRef("checked_at")}
    decided, reviewed = LevelDecision.objects.filter(**later), LevelOneReview.objects.filter(**later)
    rows = LevelOneCheck.objects.filter(case__in=case_ids, case__level=1)
    waits = Q(outcome="") | Q(~Exists(decided), ~Exists(reviewed), outcome__in=(sampling.REVIEW, sampling.REFER))
    found: dict[UUID, list[LevelOneCheck]] = {}
    for row in rows.filter(waits).order_by("drawn_on", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _checks(rows: list[LevelOneCheck], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for row in rows:
        if not row.outcome:
            yield str(row.pk), sampling.check_due(row.quarter, row.drawn_on)


def _followed(rows: list[LevelOneCheck], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for row in rows:
        if row.outcome and row.checked_on is not None:
            yield str(row.pk), sampling.follow_up_due(row.checked_on)


def _register_reviews() -> None:
    """Those of the level, which read the same facts."""
    for name, label, rule, is_review in (
        (
            "next_review",
            "Review of the level",
            lambda facts, policy: reviews.next_review(facts, policy.national, policy.local, policy.holidays),
            True,
        ),
        (
            "level_before_release",
            "Level to be set before release",
            lambda facts, policy: reviews.level_before_release(facts, policy.national, policy.local, policy.holidays),
            False,
        ),
        (
            "meeting_before_release",
            "Meeting before release",
            lambda facts, policy: reviews.meeting_before_release(facts, policy.local, policy.holidays),
            False,
        ),
        (
            "level_after_recall",
            "Level to be reviewed after recall",
            lambda facts, policy: reviews.level_after_recall(facts, policy.holidays),
            False,
        ),
        (
            "level_before_parole",
            "Level to be set before parole",
            lambda facts, policy: reviews.level_before_parole(facts, policy.national, policy.local, policy.holidays),
            False,
        ),
        (
            "level_before_re_release",
            "Level to be reviewed before executive re-release",
            lambda facts, policy: reviews.level_before_re_release(facts, policy.holidays),
            False,
        ),
    ):
        key = "parole" if name == "level_before_parole" else ""  # CUS-05 is a limit before release, too
        register(Clock(name=name, label=label, gather=gather, compute=_once(rule, key), is_review=is_review))


def register_all() -> None:
    """Register every clock of this app."""
    _register_reviews()
    label = "Category to be decided after the sentence"
    register(Clock("identification", label, gather_unidentified, _identify, after_end=True))
    label = "Category to be decided again"
    register(Clock("category_again", label, again.gather, again.compute, after_end=True))
    register(Clock("before_category_ends", "What follows the category to be decided", end_facts, _look_ahead))
    label = "Category 3 to be considered"
    register(Clock("category_3_considered", label, considered.gather, considered.compute, after_end=True))
    register(Clock("category_ended", "End of the category to be recorded", end_facts, _end_to_record))
    register(Clock("retention_review", "Record to be reviewed for removal", kept_facts, _retention, after_end=True))
    register(Clock("level_awaited", "Level to be decided", gather, awaited.compute_level))
    label = "Level to be decided as a dispute was settled"
    register(Clock("dispute_outcome", label, awaited.gather_outcomes, awaited.compute_outcome))
    register(Clock("level_dispute", "Dispute about the level to be settled", gather_disputes, _dispute))
    register(Clock("agency_request", "Answer of an agency that was asked", gather_requests, _requests))
    register(Clock("level_1_check", "Level 1 to be checked by a supervisor", gather_checks, _checks))
    register(Clock("level_1_followed", "Level 1 to be looked at again after a check", gather_checks, _followed))
