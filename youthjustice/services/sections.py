"""Filling in the sections of an assessment: one service for each, none of which completes it."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from audit.refusals import Effect, Finding
from offenders.writing import writing
from youthjustice import facts
from youthjustice.models import YouthAssessment
from youthjustice.rules.judgement import harm_findings
from youthjustice.rules.reoffending import integrated_offender_management_findings, reoffending_findings
from youthjustice.rules.wellbeing import wellbeing_findings
from youthjustice.services.drafts import keep, open_draft, previous_level


def record_reoffending(
    *, actor: User, assessment: YouthAssessment, version: int, yogrs: int | None, reoffending: str, reason: str
) -> YouthAssessment:
    """Record the YOGRS percentage and the likelihood of reoffending judged beside its band.

    Raises: NotPermitted; RuleRefused (YJ-01 to YJ-03, YJ-18); Conflict.
    """
    new = {"yogrs": yogrs, "reoffending": reoffending, "reoffending_reason": reason}
    with writing(assessment.case, actor=actor, may="assess_child", verb="reoffending.judged") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=new)
        judged = facts.likelihood_of(reoffending)
        found = reoffending_findings(yogrs, judged, reason)
        keep(entry, [*found, *integrated_offender_management_findings(judged)], frozenset())
        return draft.save(**new)


def record_rosh(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    rosh: str,
    reason: str = "",
    manager_discussion: str = "",
    manager_informed: bool = False,
    urgent_meeting: str = "",
    manager_agrees_low: bool = False,
    acknowledged: frozenset[str] = frozenset(),
) -> YouthAssessment:
    """Record the risk of serious harm judged beside what the matrix suggests.

    Raises: NotPermitted; RuleRefused with its findings, warnings too until they are acknowledged (YJ-03, YJ-05 to
    YJ-08, YJ-18, YJ-20); Conflict.
    """
    new = {
        "rosh": rosh,
        "rosh_reason": reason,
        "manager_discussion": manager_discussion,
        "manager_informed": manager_informed,
        "urgent_meeting": urgent_meeting,
        "manager_agrees_low": manager_agrees_low,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="youth_rosh.judged") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=new)
        found = harm_findings(facts.harm_facts(draft.after(new), previous_level(draft.row)))
        keep(entry, found, acknowledged)
        return draft.save(**new)


def record_wellbeing(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    concerns: bool | None,
    wellbeing: str,
    reason: str = "",
    child_protection_referral: str = "",
) -> YouthAssessment:
    """Record whether there are concerns about the child's safety and well-being, and the judgement.

    A Very High judgement without a child protection referral is kept, but cannot be submitted (YJ-12).
    Raises: NotPermitted; RuleRefused (YJ-03, YJ-11, YJ-18); Conflict.
    """
    new = {
        "wellbeing_concerns": concerns,
        "wellbeing": wellbeing,
        "wellbeing_reason": reason,
        "child_protection_referral": child_protection_referral,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="wellbeing.judged") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=new)
        keep(entry, wellbeing_findings(facts.wellbeing_facts(draft.after(new))), frozenset())
        return draft.save(**new)


def record_intervention(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    level: str,
    reason: str = "",
    for_wellbeing: bool = False,
    order_starts_on: dt.date | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> YouthAssessment:
    """Record an intervention level; an empty `level` follows the risks. The contacts a month are computed from it.

    Raises: NotPermitted; RuleRefused, warnings too until they are acknowledged (YJ-13, YJ-14, YJ-18), and YJ-03 while
    a risk it depends on is not judged; Conflict.
    """
    new = {
        "intervention_level": level,
        "intervention_reason": reason,
        "intervention_for_wellbeing": for_wellbeing,
        "order_starts_on": order_starts_on,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="intervention.recorded") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=new)
        changed = draft.after(new)
        keep(entry, [*risks_first(changed), *facts.intervention_findings(changed)], acknowledged)
        return draft.save(**new)


def risks_first(assessment: YouthAssessment) -> list[Finding]:
    """A refusal of an intervention level while a risk that it follows from is not judged (YJ-03)."""
    if facts.suggested_contacts(assessment) is not None:
        return []
    message = "The intervention level follows from the risks of serious harm and of reoffending, not yet judged."
    return [Finding("YJ-03", Effect.REFUSE, message, None, "Judge both first.")]


def record_information(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    today: dt.date,
    sources: Sequence[str] = (),
    sources_note: str = "",
    home_visit_on: dt.date | None = None,
    shared_on: dt.date | None = None,
    shared_with: str = "",
) -> YouthAssessment:
    """Record which sources were used, the home visit, and with whom the assessment was shared. Dates: Europe/London.

    Raises: NotPermitted; RuleRefused (YJ-18, YJ-23); Conflict.
    """
    new = {
        "sources": list(sources),
        "sources_note": sources_note,
        "home_visit_on": home_visit_on,
        "shared_on": shared_on,
        "shared_with": shared_with,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="sources.recorded") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=new)
        keep(entry, future_findings(today, home_visit_on=home_visit_on, shared_on=shared_on), frozenset())
        return draft.save(**new)


def future_findings(today: dt.date, **days: dt.date | None) -> list[Finding]:
    """A refusal for each of these dates that lies after `today` (YJ-23); the keyword is the field."""
    message, step = "This cannot be dated in the future.", "Enter today or an earlier date."
    return [
        Finding("YJ-23", Effect.REFUSE, message, field, step)
        for field, day in days.items()
        if day is not None and day > today
    ]
