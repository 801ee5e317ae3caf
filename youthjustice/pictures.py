"""An assessment as the pages show it: the three risks side by side, the grids, the contacts, the sections."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect, Finding
from ui.components import Event, Matrix, MatrixCell, Row
from ui.words import day
from youthjustice import facts, selectors
from youthjustice.models import SETTINGS, YouthAssessment
from youthjustice.rules.contacts import lower_frequency_from
from youthjustice.rules.countersigning import SignState
from youthjustice.rules.matrix import MATRIX_2, Cell, Chance, Impact
from youthjustice.rules.panel import PanelFlag, panel_flag
from youthjustice.rules.reoffending import yogrs_band
from youthjustice.rules.wellbeing import suggested_wellbeing

STATE_COLOURS = {"draft": "blue", "submitted": "yellow", "returned": "orange", "countersigned": "green"}


@dataclass(frozen=True, slots=True)
class Risk:
    """One of the three risks: what is suggested and why, what was judged and why."""

    title: str
    suggested: str | None
    steps: Sequence[str]
    rule: str
    judged: str | None
    reason: str
    differs: bool


def three_risks(assessment: YouthAssessment) -> list[Risk]:
    """Reoffending, serious harm, safety and well-being, side by side."""
    band = yogrs_band(assessment.yogrs) if assessment.yogrs is not None else None
    judged = facts.likelihood_of(assessment.reoffending)
    return [
        Risk(
            title="Likelihood of reoffending",
            suggested=band.likelihood.label if band else None,
            steps=[band.words] if band else ["The YOGRS percentage is not recorded."],
            rule="YJ-01",
            judged=judged.label if judged else None,
            reason=assessment.reoffending_reason,
            differs=bool(band and judged and band.likelihood is not judged),
        ),
        _harm(assessment),
        _wellbeing(assessment),
    ]


def _harm(assessment: YouthAssessment) -> Risk:
    suggestion, judged = facts.suggestion(assessment), facts.level_of(assessment.rosh)
    cell = Cell(RoshLevel(assessment.rosh_suggested_low), RoshLevel(assessment.rosh_suggested_high))
    return Risk(
        title="Risk of serious harm",
        suggested=cell.label,
        steps=suggestion.steps,
        rule=suggestion.rule,
        judged=judged.label if judged else None,
        reason=assessment.rosh_reason,
        differs=bool(judged and not cell.holds(judged)),
    )


def _wellbeing(assessment: YouthAssessment) -> Risk:
    known = facts.wellbeing_facts(assessment)
    suggested = suggested_wellbeing(known.concerns, known.outcomes)
    if known.concerns is None:
        steps = ["Whether there are concerns is not answered yet."]
    elif not known.concerns:
        steps = ["There are no concerns about the child's safety and well-being, which gives Low."]
    else:
        steps = [f"{item.label}: rated {item.concern.label}." for item in known.outcomes if item.concern]
        steps = steps or ["There are concerns; no adverse outcome has been rated, so nothing is suggested."]
    return Risk(
        title="Safety and well-being",
        suggested=suggested.label if suggested else None,
        steps=steps,
        rule="YJ-11",
        judged=known.judged.label if known.judged else None,
        reason=assessment.wellbeing_reason,
        differs=bool(suggested and known.judged and suggested is not known.judged),
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of one setting with what the matrix suggests from it."""

    setting: str
    matrix: Matrix
    suggested: str = ""
    steps: Sequence[str] = ()


def harm_grids(assessment: YouthAssessment) -> list[Grid]:
    """Matrix 2 with the behaviours plotted: for the community always, for custody where anything is plotted."""
    grids = []
    for setting, words in SETTINGS:
        plotted = facts.behaviours(assessment, setting)
        if setting == "custody" and not plotted:
            continue
        suggestion = facts.suggestion(assessment, setting)
        rows = [(impact.label, [_harm_cell(impact, chance, plotted) for chance in Chance]) for impact in Impact]
        matrix = Matrix(f"Risk of serious harm: {words.lower()}", "Impact", "Likelihood", _columns(), rows)
        grids.append(Grid(words, matrix, suggestion.cell.label, suggestion.steps))
    return grids


def _columns() -> list[str]:
    return [chance.label for chance in Chance]


def _harm_cell(impact: Impact, chance: Chance, plotted: Sequence[Any]) -> MatrixCell:
    cell = MATRIX_2[impact, chance]
    items = [item.label for item in plotted if (item.impact, item.chance) == (impact, chance)]
    return MatrixCell(cell.label, cell.high.value.replace("_", "-"), items)


def wellbeing_grids(assessment: YouthAssessment) -> list[Grid]:
    """The adverse outcomes by impact and likelihood, per setting in which any is plotted; the grid rates no cell."""
    outcomes = facts.wellbeing_facts(assessment).outcomes
    grids = []
    for setting, words in SETTINGS:
        plotted = [item for item in outcomes if item.in_custody == (setting == "custody")]
        if not plotted:
            continue
        rows = [
            (
                impact.label,
                [
                    MatrixCell(
                        "", "none", [item.label for item in plotted if (item.impact, item.chance) == (impact, chance)]
                    )
                    for chance in Chance
                ],
            )
            for impact in Impact
        ]
        caption = f"Safety and well-being: {words.lower()}"
        grids.append(Grid(words, Matrix(caption, "Impact", "Likelihood", _columns(), rows)))
    return grids


@dataclass(frozen=True, slots=True)
class Contacts:
    """The intervention level with the contacts a month, in words."""

    level: str
    suggested: str
    reason: str
    rows: Sequence[tuple[str, int]]
    steps: Sequence[str]


def contacts(assessment: YouthAssessment) -> Contacts | None:
    """Contacts a month now and later, or None while a risk they follow from is not judged (YJ-13)."""
    plan = facts.suggested_contacts(assessment)
    if plan is None or assessment.contacts_first is None or assessment.contacts_remainder is None:
        return None
    first, later = "First three months", "Remainder of the order"
    if assessment.order_starts_on is not None:
        change = lower_frequency_from(assessment.order_starts_on)
        first, later = f"{first}, from {day(assessment.order_starts_on)}", f"{later}, from {change}"
    return Contacts(
        level=facts.chosen_level(assessment, plan).label,
        suggested=plan.level.label,
        reason=assessment.intervention_reason,
        rows=[(first, assessment.contacts_first), (later, assessment.contacts_remainder)],
        steps=plan.steps,
    )


def flag(assessment: YouthAssessment, mappa_level: int | None) -> PanelFlag:
    """Whether a referral to the High Risk Panel is to be considered, and why (YJ-09, YJ-10)."""
    return panel_flag(facts.panel_facts(assessment, mappa_level))


def timeline(assessment: YouthAssessment) -> list[Event]:
    """The steps of an assessment, newest first, with a panel decision among them."""
    events = [
        Event(
            title=step.get_state_display(),
            at=step.taken_on,
            by=f"{step.taken_by.full_name}, {step.taken_as}",
            text=step.words or None,
            recorded=step.recorded_at,
        )
        for step in assessment.steps.all()
    ]
    decision = selectors.panel_decision(assessment)
    if decision is not None:
        title = "Referred to the High Risk Panel" if decision.referred else "Not referred to the High Risk Panel"
        by = f"{decision.decided_by.full_name}, {decision.decided_as}"
        on, recorded = decision.decided_on, decision.recorded_at
        events.append(Event(title=title, at=on, by=by, text=decision.reason, rule="YJ-09", recorded=recorded))
    return sorted(events, key=lambda event: (event.at, event.recorded), reverse=True)


def information(assessment: YouthAssessment) -> list[Row]:
    """Sources, home visit and sharing as summary rows."""
    sources = dict(YouthAssessment.Source.choices)
    return [
        Row("Why it was started", assessment.reason),
        Row("Sources used", [sources[key] for key in assessment.sources if key in sources]),
        Row("Dates and results of checks", assessment.sources_note),
        Row("Home visit", assessment.home_visit_on, rule="YJ-22"),
        Row("Shared on", assessment.shared_on),
        Row("Shared with", assessment.shared_with),
    ]


def harm_rows(assessment: YouthAssessment) -> list[Row]:
    """What stands beside the judgement of serious harm."""
    return [
        Row("Discussion with a manager", assessment.manager_discussion, rule="YJ-07"),
        Row("YJS manager informed", assessment.manager_informed, rule="YJ-08"),
        Row("Urgent risk strategy meeting", assessment.urgent_meeting, rule="YJ-08"),
    ]


def wellbeing_rows(assessment: YouthAssessment) -> list[Row]:
    """What stands beside the judgement of safety and well-being."""
    return [
        Row("Concerns about safety and well-being", assessment.wellbeing_concerns, rule="YJ-11"),
        Row("Child protection referral", assessment.child_protection_referral, rule="YJ-12"),
    ]


def tasks(assessment: YouthAssessment, found: facts.Sections) -> list[dict[str, Any]]:
    """The sections as items of a task list, each with its state in words."""
    plan = facts.suggested_contacts(assessment)
    plotted = assessment.behaviours.all()
    outcomes = assessment.outcomes.all()
    started = bool(assessment.home_visit_on or assessment.sources)
    parts = (
        ("Sources, home visit and sharing", "youth_information", _state(found.information, started)),
        ("Likelihood of reoffending", "youth_reoffending", _state(found.reoffending, bool(assessment.reoffending))),
        ("Behaviours on the grid", "youth_behaviours", _counted(len(plotted), "behaviour")),
        ("Risk of serious harm", "youth_rosh", _state(found.rosh, bool(assessment.rosh))),
        ("Adverse outcomes for the child", "youth_outcomes", _counted(len(outcomes), "outcome")),
        ("Safety and well-being", "youth_wellbeing", _state(found.wellbeing, bool(assessment.wellbeing))),
        ("Intervention level and contacts", "youth_intervention", _state(found.intervention, plan is not None)),
    )
    address = [assessment.case_id, assessment.pk]
    return [
        {
            "title": {"text": title},
            "status": status,
            **({"href": reverse(name, args=address)} if assessment.can_be_written else {}),
        }
        for title, name, status in parts
    ]


def _state(found: Sequence[Finding], begun: bool) -> dict[str, Any]:
    if not begun:
        return {"tag": {"text": "Not started", "classes": "govuk-tag--grey"}}
    if any(finding.stops for finding in found):
        return {"tag": {"text": "Needs attention", "classes": "govuk-tag--red"}}
    if any(finding.effect is Effect.WARN for finding in found):
        return {"tag": {"text": "Warning", "classes": "govuk-tag--yellow"}}
    return {"text": "Completed"}


def _counted(number: int, what: str) -> dict[str, Any]:
    return {"text": f"{number} {what}{'' if number == 1 else 's'}"} if number else {"text": "None plotted"}


def state_tag(assessment: YouthAssessment) -> tuple[str, str]:
    """The state in words and its colour."""
    return assessment.get_state_display(), STATE_COLOURS[assessment.state]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that a page shows of one assessment."""

    assessment: YouthAssessment
    state: tuple[str, str]
    signed_on: dt.date | None
    signed_by: str
    risks: Sequence[Risk]
    grids: Sequence[Grid]
    wellbeing: Sequence[Grid]
    contacts: Contacts | None
    flag: PanelFlag
    decision: Any
    harm_rows: Sequence[Row]
    wellbeing_rows: Sequence[Row]
    information: Sequence[Row]
    timeline: Sequence[Event]


def picture(assessment: YouthAssessment, mappa_level: int | None) -> Picture:
    """An assessment that `selectors.assessments` fetched, ready to be shown; no further query."""
    signed = selectors.step_to(assessment, SignState.COUNTERSIGNED)
    return Picture(
        assessment=assessment,
        state=state_tag(assessment),
        signed_on=signed.taken_on if signed else None,
        signed_by=signed.taken_by.full_name if signed else "",
        risks=three_risks(assessment),
        grids=harm_grids(assessment),
        wellbeing=wellbeing_grids(assessment),
        contacts=contacts(assessment),
        flag=flag(assessment, mappa_level),
        decision=selectors.panel_decision(assessment),
        harm_rows=harm_rows(assessment),
        wellbeing_rows=wellbeing_rows(assessment),
        information=information(assessment),
        timeline=timeline(assessment),
    )
