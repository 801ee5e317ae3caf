"""Starting an assessment, submitting it, returning it, countersigning it, and deciding on the High Risk Panel."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted, stop
from offenders.models import Case
from offenders.rules.ages import age_on
from offenders.writing import Entry, accept, writing
from youthjustice import facts
from youthjustice.access import may_decide
from youthjustice.models import AssessmentStep, PanelDecision, YouthAssessment
from youthjustice.rules.assessment import ThreeRisks, completeness_findings, scope_findings
from youthjustice.rules.countersigning import NEXT_STEPS, SignState, sign_findings
from youthjustice.rules.panel import panel_findings, panel_flag
from youthjustice.services.drafts import find, previous_level
from youthjustice.services.sections import future_findings


def start_assessment(
    *, actor: User, case: Case, stage: str, reason: str, on: dt.date, today: dt.date
) -> YouthAssessment:
    """Start an assessment of a child as a draft, following the last countersigned one.

    Raises: NotPermitted; RuleRefused for an adult not under youth justice supervision (YJ-17), while another one is
    open (YJ-18), or for a date in the future (YJ-23).
    """
    with writing(case, actor=actor, may="assess_child", verb="youth_assessment.started", reason=reason) as entry:
        age = age_on(entry.case.date_of_birth, today)
        found = scope_findings(age, under_yjs_supervision=entry.case.youth_justice)
        stop([*found, *_one_at_a_time(entry.case), *future_findings(today, started_on=on)])
        before = YouthAssessment.objects.filter(case=entry.case, state=SignState.COUNTERSIGNED).first()
        if actor.agency is None:
            raise NotPermitted("assess_child", case_id=entry.case.pk)
        assessment = YouthAssessment(
            case=entry.case,
            stage=stage,
            started_on=on,
            started_by=actor,
            agency=actor.agency,
            reason=reason,
            written_by=[actor.pk],
            supersedes=before,
        )
        entry.add(assessment)
        _step(entry, assessment, SignState.DRAFT, actor=actor, on=today)
        return assessment


def submit(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    today: dt.date,
    comment: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> YouthAssessment:
    """Submit an assessment for countersigning by a manager of the actor's agency.

    Raises: NotPermitted; RuleRefused while a section is missing or wrong, and for warnings not yet acknowledged
    (YJ-01 to YJ-14, YJ-18, YJ-20, YJ-22); Conflict.
    """
    with writing(assessment.case, actor=actor, may="assess_child", verb="youth_assessment.submitted") as entry:
        row = _to_sign(entry, assessment, SignState.SUBMITTED, actor=actor, version=version)
        found = facts.sections(row, previous_level(row)).all
        accept(entry, found, acknowledged)
        _step(entry, row, SignState.SUBMITTED, actor=actor, on=today, words=comment, found=found)
        agency_id = actor.agency_id or row.agency_id
        writers = row.written_by if actor.pk in row.written_by else [*row.written_by, actor.pk]
        return entry.change(row, state=SignState.SUBMITTED.value, agency_id=agency_id, written_by=writers)


def return_with_instructions(
    *, actor: User, assessment: YouthAssessment, version: int, instructions: str, today: dt.date
) -> YouthAssessment:
    """Return a submitted assessment with what has to be done first.

    Raises: NotPermitted; RuleRefused (no instructions or the wrong state: YJ-18; own work: YJ-19); Conflict.
    """
    verb = "youth_assessment.returned"
    with writing(assessment.case, actor=actor, may="countersign", verb=verb, reason=instructions) as entry:
        row = _to_sign(entry, assessment, SignState.RETURNED, actor=actor, version=version, instructions=instructions)
        _step(entry, row, SignState.RETURNED, actor=actor, on=today, words=instructions)
        return entry.change(row, state=SignState.RETURNED.value)


def countersign(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    today: dt.date,
    comment: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> YouthAssessment:
    """Countersign a submitted assessment. From then on it never changes; a new one follows it.

    Raises: NotPermitted; RuleRefused (wrong state: YJ-18; own work: YJ-19), and for warnings not yet acknowledged,
    an undecided High Risk Panel referral among them (YJ-09); Conflict.
    """
    verb = "youth_assessment.countersigned"
    with writing(assessment.case, actor=actor, may="countersign", verb=verb, reason=comment) as entry:
        row = _to_sign(entry, assessment, SignState.COUNTERSIGNED, actor=actor, version=version)
        panel = panel_findings(facts.panel_facts(row, entry.case.level, panel_decision_on(row)))
        found = [*facts.sections(row, previous_level(row)).all, *panel]
        accept(entry, found, acknowledged)
        _step(entry, row, SignState.COUNTERSIGNED, actor=actor, on=today, words=comment, found=found)
        return entry.change(row, state=SignState.COUNTERSIGNED.value)


def decide_panel_referral(
    *, actor: User, assessment: YouthAssessment, referred: bool, reason: str, today: dt.date, based_on: str
) -> PanelDecision:
    """Record a manager's decision to refer the child to the High Risk Panel, or not to.

    `based_on` is the id of the decision the actor looked at, or empty. The referral itself is made elsewhere.
    Raises: NotPermitted; RuleRefused (MAPPA Level 2 or 3: YJ-10; no reason: YJ-09; nothing judged: YJ-03); Conflict.
    """
    verb = "panel_referral.decided"
    with writing(assessment.case, actor=actor, may="countersign", verb=verb, reason=reason) as entry:
        row = YouthAssessment.objects.get(pk=assessment.pk, case=entry.case)
        _require_decider(entry, row, actor)
        if not row.rosh and not row.wellbeing:
            stop(completeness_findings(ThreeRisks(facts.likelihood_of(row.reoffending), None, None)))
        panel = facts.panel_facts(row, entry.case.level)
        flag = panel_flag(panel)
        decision = PanelDecision(
            case=entry.case,
            assessment=row,
            referred=referred,
            reason=reason,
            words=flag.words,
            decided_on=today,
            rules=[flag.rule],
        )
        found = panel_findings(facts.panel_facts(row, entry.case.level, decision))
        if not reason.strip() and not found:
            message = "The decision has no reason."
            found = [Finding("YJ-09", Effect.REQUIRE, message, "manager_reason", "Record the manager's reason.")]
        stop(found)
        entry.rules.append(flag.rule)
        return entry.decide(decision, based_on=based_on, check_base=True)


def panel_decision_on(assessment: YouthAssessment) -> PanelDecision | None:
    """The present decision on a referral that rests on this assessment, if there is one."""
    return PanelDecision.objects.filter(assessment=assessment, superseded_by__isnull=True).first()


def _one_at_a_time(case: Case) -> list[Finding]:
    opened = YouthAssessment.objects.filter(case=case).exclude(state=SignState.COUNTERSIGNED).first()
    if opened is None:
        return []
    message = "Another assessment of this child is still open."
    return [Finding("YJ-18", Effect.REFUSE, message, None, NEXT_STEPS[SignState(opened.state)])]


def _to_sign(
    entry: Entry,
    assessment: YouthAssessment,
    wanted: SignState,
    *,
    actor: User,
    version: int,
    instructions: str = "",
) -> YouthAssessment:
    """The assessment, ready for this step. Raises: NotPermitted; RuleRefused (YJ-18, YJ-19); Conflict."""
    row = YouthAssessment.objects.get(pk=assessment.pk, case=entry.case)
    if wanted is not SignState.SUBMITTED:
        _require_decider(entry, row, actor)
    author: UUID = actor.pk if actor.pk in row.written_by else row.started_by_id
    stop(sign_findings(SignState(row.state), wanted, author=author, actor=actor.pk, instructions=instructions))
    return find(entry, assessment, version, {})


def _require_decider(entry: Entry, row: YouthAssessment, actor: User) -> None:
    if not may_decide(actor, entry.case, row.agency_id):
        raise NotPermitted("countersign", case_id=entry.case.pk)


def _step(
    entry: Entry,
    row: YouthAssessment,
    state: SignState,
    *,
    actor: User,
    on: dt.date,
    words: str = "",
    found: Sequence[Finding] = (),
) -> AssessmentStep:
    """Add the event row of one step."""
    return entry.add(
        AssessmentStep(
            case=entry.case,
            assessment=row,
            state=state.value,
            taken_on=on,
            taken_by=actor,
            taken_as=actor.audit_role,
            words=words,
            rules=sorted({finding.rule for finding in found}),
        )
    )
