"""Judging risk, recording results of tools, keeping the plan and its actions. All writes of this app."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from accounts.models import Agency, User
from assessments import facts, selectors
from assessments.models import PlanAction, RiskPlan, RoshGroupLevel, RoshGroupPerson, RoshJudgement, ToolResult
from assessments.rules.levels import RiskGroup, RoshLevel
from assessments.rules.plan import ActionStatus, action_findings, plan_findings
from assessments.rules.rosh import GroupJudgement, RoshFacts, rosh_findings, suggested_overall
from assessments.rules.tools import tool_findings
from assessments.typed import as_typed, plan_as_typed
from audit.refusals import Conflict, Effect, Finding, stop
from offenders.access import can_see_victims
from offenders.models import Case, ProtectedPerson
from offenders.services.parts import stop_denied
from offenders.writing import Entry, accept, writing

ONLY_IN_FORCE = frozenset({"RMP-07", "RMP-09", "RMP-10", "RMP-11", "RMP-12", "RMP-13"})
"""What a draft of the plan may still lack."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessor typed. `people` names those at risk by group; None when the actor may not see them."""

    groups: Sequence[GroupJudgement]
    overall: RoshLevel | None
    reason: str
    overall_reason: str = ""
    reoffending: str = ""
    reoffending_basis: str = ""
    static_factors: str = ""
    dynamic_factors: str = ""
    people: Mapping[RiskGroup, Collection[UUID]] | None = None


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as somebody proposes it. `due_text` is what was typed where the date belongs, if it was no date."""

    pillar: str
    description: str
    how_it_manages_risk: str
    agency: Agency | None
    owner: User | None = None
    owner_role: str = ""
    risks: Sequence[str] = ()
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    due_text: str = ""
    ongoing: bool = False
    milestone_on: dt.date | None = None
    status: str = ActionStatus.OPEN.value
    refusal_reason: str = ""
    alternative: str = ""
    safeguarding: bool = False
    sensitive: bool = False
    meeting_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of the plan as typed. `risks` maps the keys of known risks to their labels; `new_risks` get keys."""

    review_on: dt.date
    reason: str
    contingency: str = ""
    contingency_triggers: Sequence[str] = ()
    licence_conditions: Sequence[str] = ()
    pillar_reasons: Mapping[str, str] = field(default_factory=dict)
    risks: Mapping[str, str] = field(default_factory=dict)
    new_risks: Sequence[str] = ()
    in_force: bool = False


def judge_rosh(
    *,
    actor: User,
    case: Case,
    judgement: Judgement,
    on: dt.date,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> RoshJudgement:
    """Record a judgement of risk of serious harm that replaces the one in force, and show it on the case.

    `based_on` is the id of the judgement the actor looked at, empty for the first. Raises: NotPermitted; RuleRefused
    (ROSH-01 to ROSH-09); Conflict when another judgement was recorded meanwhile (ROSH-06).
    """
    with writing(case, actor=actor, may="assess_rosh", verb="rosh.judged", reason=judgement.reason) as entry:
        current = selectors.current_judgement(entry.case)
        _must_be_current(entry, current, judgement, on, based_on)
        people = _people_named(entry, judgement, current)
        named = [_with_names(group, people) for group in judgement.groups]
        found = rosh_findings(
            RoshFacts(
                judgements=named,
                assessed_on=on,
                today=today,
                overall=judgement.overall,
                overall_reason=judgement.overall_reason,
                previous={RiskGroup(row.group): RoshLevel(row.level) for row in current.levels.all()}
                if current
                else {},
                change_reason=judgement.reason,
                supersedes=current.pk if current else None,
                current=current.pk if current else None,
            )
        )
        accept(entry, found, acknowledged)
        return _record_judgement(entry, judgement, on, people, current, found)


def record_tool_result(
    *, actor: User, case: Case, tool: str, result: str, on: dt.date, today: dt.date, notes: str = ""
) -> ToolResult:
    """Record what a tool gave. Raises: NotPermitted; RuleRefused when it is not valid for the person (ROSH-10 on)."""
    with writing(case, actor=actor, may="assess_rosh", verb="tool.recorded", reason=notes) as entry:
        if on > today:
            message = "The date of the assessment is in the future."
            stop([Finding("ROSH-05", Effect.REFUSE, message, "assessed_on", "Enter today's date or an earlier one.")])
        row = ToolResult(case=entry.case, tool=tool, result=result, assessed_on=on, notes=notes, recorded_by=actor)
        accept(entry, tool_findings(facts.tool_facts(entry.case, row)), frozenset())
        return entry.add(row)


def record_plan(
    *,
    actor: User,
    case: Case,
    version: PlanVersion,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> RiskPlan:
    """Record a version of the risk management plan, as a draft or in force from `today`.

    Raises: NotPermitted; RuleRefused (RMP-08 for a draft; RMP-07 to RMP-13 when it is put in force); Conflict.
    """
    with writing(case, actor=actor, may="plan_risk", verb="plan.recorded", reason=version.reason) as entry:
        latest = selectors.latest_plan(entry.case)
        plan = RiskPlan(
            case=entry.case,
            number=latest.number + 1 if latest else 1,
            in_force=version.in_force,
            risks=_keyed_risks(entry.case, version),
            contingency=version.contingency,
            contingency_triggers=list(version.contingency_triggers),
            licence_conditions=[line for line in version.licence_conditions if line.strip()],
            pillar_reasons={key: text for key, text in version.pillar_reasons.items() if text.strip()},
            review_on=version.review_on,
            reason=version.reason,
            decided_on=today,
        )
        if str(latest.pk if latest else "") != based_on:
            raise _plan_conflict(latest, plan)
        found = plan_findings(selectors.plan_facts(entry.case, today=today, plan=plan))
        if not version.in_force:
            found = [finding for finding in found if finding.rule not in ONLY_IN_FORCE]
        accept(entry, found, acknowledged)
        plan.rules = [finding.rule for finding in found]
        return entry.decide(plan)


def agree_plan(entry: Entry, *, on: dt.date, review_on: dt.date | None, reason: str) -> RiskPlan | None:
    """Inside the service that closes a meeting: the plan as it stands, agreed by the meeting, as a version of its own.

    It is reviewed on `review_on`, or when it was to be reviewed anyway. None where there is no plan yet, or no such day
    after the meeting. A draft stays a draft.
    """
    latest = selectors.latest_plan(entry.case)
    if latest is None or latest.decided_on > on:
        return None
    review = review_on or latest.review_on
    if review <= on:
        return None
    plan = RiskPlan(
        case=entry.case,
        number=latest.number + 1,
        in_force=latest.in_force,
        risks=latest.risks,
        contingency=latest.contingency,
        contingency_triggers=latest.contingency_triggers,
        licence_conditions=latest.licence_conditions,
        pillar_reasons=latest.pillar_reasons,
        review_on=review,
        reason=reason,
        decided_on=on,
    )
    plan.rules = [finding.rule for finding in plan_findings(selectors.plan_facts(entry.case, today=on, plan=plan))]
    return entry.decide(plan)


def add_action(*, actor: User, case: Case, action: NewAction, acknowledged: frozenset[str] = frozenset()) -> PlanAction:
    """Add an action to the plan. Raises: NotPermitted; RuleRefused (RMP-01 to RMP-06)."""
    with writing(case, actor=actor, may="plan_risk", verb="action.added") as entry:
        return open_action(entry, action=action, acknowledged=acknowledged)


def open_action(entry: Entry, *, action: NewAction, acknowledged: frozenset[str] = frozenset()) -> PlanAction:
    """Add an action inside another service's entry, such as a meeting's. Raises: RuleRefused (RMP-01 to RMP-06)."""
    values = {each.name: getattr(action, each.name) for each in fields(action) if each.name != "due_text"}
    row = PlanAction(case=entry.case, **{**values, "risks": list(action.risks)})
    if action.owner is not None:
        stop_denied(entry.case, action.owner, "owner")
    accept(entry, action_findings(facts.action_facts(row, due_text=action.due_text)), acknowledged)
    return entry.add(row, verb="action.added")


def update_action(
    *,
    actor: User,
    action: PlanAction,
    version: int,
    changes: Mapping[str, Any],
    due_text: str = "",
    reason: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> PlanAction:
    """Change an action: its date, its owner, what came of it. Old values stay in the record.

    Raises: NotPermitted; RuleRefused (RMP-01 to RMP-06); Conflict when somebody changed it meanwhile.
    """
    with writing(action.case, actor=actor, may="plan_risk", verb="action.updated", reason=reason) as entry:
        return change_action(
            entry, action=action, version=version, changes=changes, due_text=due_text, acknowledged=acknowledged
        )


def change_action(
    entry: Entry,
    *,
    action: PlanAction,
    version: int,
    changes: Mapping[str, Any],
    due_text: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> PlanAction:
    """Change an action inside another service's entry. Raises: RuleRefused (RMP-01 to RMP-06); Conflict."""
    present = PlanAction.objects.select_related("agency", "owner").get(pk=action.pk)
    if present.version != version:
        raise Conflict(
            "action",
            theirs={name: getattr(present, name) for name in changes},
            yours=dict(changes),
            current_version=present.version,
        )
    proposed = PlanAction.objects.select_related("agency", "owner").get(pk=action.pk)
    for name, value in changes.items():
        setattr(proposed, name, value)
    if proposed.owner is not None and proposed.owner_id != present.owner_id:
        stop_denied(entry.case, proposed.owner, "owner")
    accept(entry, action_findings(facts.action_facts(proposed, due_text=due_text)), acknowledged)
    return entry.change(present, verb="action.updated", **changes)


def _must_be_current(
    entry: Entry, current: RoshJudgement | None, judgement: Judgement, on: dt.date, based_on: str
) -> None:
    if str(current.pk if current else "") == based_on:
        return
    named = current is not None and can_see_victims(entry.actor, entry.case.pk)
    raise Conflict(
        "judgement of risk of serious harm",
        theirs=as_typed(current, with_names=named) if current else {},
        yours={"overall": judgement.overall, "reason": judgement.reason, "assessed_on": on},
        current_version=str(current.pk) if current else "",
    )


def _people_named(
    entry: Entry, judgement: Judgement, current: RoshJudgement | None
) -> dict[RiskGroup, list[ProtectedPerson]]:
    """The people at risk by group: those chosen, or those of the judgement before when the actor may not see them."""
    if judgement.people is None or not can_see_victims(entry.actor, entry.case.pk):
        rows = current.levels.all() if current else ()
        return {RiskGroup(row.group): [link.person for link in row.people.all()] for row in rows}
    known = {row.pk: row for row in ProtectedPerson.objects.filter(case=entry.case)}
    return {group: [known[pk] for pk in chosen if pk in known] for group, chosen in judgement.people.items()}


def _with_names(group: GroupJudgement, people: Mapping[RiskGroup, list[ProtectedPerson]]) -> GroupJudgement:
    """The judgement of a group with the people named, as the rules read it (ROSH-09)."""
    values = {each.name: getattr(group, each.name) for each in fields(group)}
    return GroupJudgement(**{**values, "who": ", ".join(str(person.pk) for person in people.get(group.group, ()))})


def _record_judgement(
    entry: Entry,
    typed: Judgement,
    on: dt.date,
    people: Mapping[RiskGroup, list[ProtectedPerson]],
    current: RoshJudgement | None,
    found: Sequence[Finding],
) -> RoshJudgement:
    suggestion = suggested_overall({group.group: group.level for group in typed.groups})
    assert suggestion is not None and typed.overall is not None  # noqa: S101 - ROSH-01 and ROSH-02 have seen to it
    judgement = entry.decide(
        RoshJudgement(
            case=entry.case,
            overall=typed.overall.value,
            suggested=suggestion.level.value,
            suggested_by=[group.value for group in suggestion.groups],
            overall_reason=typed.overall_reason,
            reoffending=typed.reoffending,
            reoffending_basis=typed.reoffending_basis,
            static_factors=typed.static_factors,
            dynamic_factors=typed.dynamic_factors,
            reason=typed.reason,
            decided_on=on,
            rules=sorted({suggestion.rule, *(finding.rule for finding in found)}),
        )
    )
    _record_groups(entry, judgement, typed.groups, people, current)
    entry.rules.append(suggestion.rule)
    entry.project(rosh=judgement.overall, rosh_group=judgement.suggested_by[0])
    return judgement


def _record_groups(
    entry: Entry,
    judgement: RoshJudgement,
    groups: Sequence[GroupJudgement],
    people: Mapping[RiskGroup, list[ProtectedPerson]],
    current: RoshJudgement | None,
) -> None:
    """Save the rows of the groups and note each level with the one before it."""
    rows = [
        RoshGroupLevel(
            case=entry.case,
            judgement=judgement,
            group=group.group.value,
            level=group.level.value if group.level else "",
            nature=group.nature,
            imminence=group.imminence.value if group.imminence else "",
            circumstances=group.circumstances,
            protective_factors=group.protective_factors,
        )
        for group in groups
    ]
    links = [
        RoshGroupPerson(case=entry.case, level=row, person=person)
        for row in rows
        for person in people.get(RiskGroup(row.group), ())
    ]
    RoshGroupLevel.objects.all().in_bulk_with_own_audit().bulk_create(rows)
    RoshGroupPerson.objects.all().in_bulk_with_own_audit().bulk_create(links)
    before = {row.group: row.level for row in current.levels.all()} if current else {}
    changes: dict[str, tuple[Any, Any]] = {row.group: (before.get(row.group), row.level) for row in rows}
    if links:
        changes["people_at_risk"] = (None, [link.person_id for link in links])
    entry.note(judgement, changes, verb="rosh.levels_recorded")


def _keyed_risks(case: Case, version: PlanVersion) -> dict[str, str]:
    """Every risk under its key. Keys are never used twice in a case, so that actions keep naming the same risk."""
    kept = {key: label.strip() for key, label in version.risks.items() if label.strip()}
    used = [0]
    for plan in RiskPlan.objects.filter(case=case):
        used += [int(key.removeprefix("r")) for key in plan.risks]
    new = [label.strip() for label in version.new_risks if label.strip()]
    return kept | {f"r{number}": label for number, label in enumerate(new, start=max(used) + 1)}


def _plan_conflict(latest: RiskPlan | None, plan: RiskPlan) -> Conflict:
    return Conflict(
        "risk management plan",
        theirs=plan_as_typed(latest) if latest else {},
        yours=plan_as_typed(plan),
        current_version=str(latest.pk) if latest else "",
    )
