"""The pack for a meeting on paper: agenda, who is asked, risk and plan as they stand, and the brief."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from accounts.models import User
from assessments import selectors as assessments
from assessments.models import PlanAction, RoshJudgement
from meetings.models import Invitation, Meeting
from meetings.rules.agenda import agenda_for
from meetings.selectors.brief import SECTIONS, Brief, Changed
from offenders.access import Viewer
from offenders.models import Case
from offenders.words import CATEGORY_WORDS
from ui.components import Event
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day, london_date, moment

NOTICE = "This copy is {name}'s. Destroy it after the meeting. What it says may have changed since it was printed."
ON_SCREEN_ONLY = frozenset({SECTIONS["information"], SECTIONS["serious"]})
"""The parts of the case whose words stay off paper: they are counted alone (INF-15, SCR-17)."""

Rows = list[tuple[str, str]]


def printed(
    *, reader: User, case: Case, meeting: Meeting, brief: Brief, invited: Sequence[Invitation], now: dt.datetime
) -> Document:
    """The pack as this reader, who sees the case in full, may have it, marked with their name. `now` is in UTC."""
    today = london_date(now)
    about = [
        ("Person", f"{case.name}, born {day(case.date_of_birth)}"),
        ("Category", CATEGORY_WORDS.get(case.category, "Not decided")),
        ("Level", str(case.level) if case.level else "Not decided"),
        ("Meeting", f"Level {meeting.level}, {moment(meeting.starts_at)}"),
        ("Copy of", f"{reader.full_name}, printed {moment(now)}"),
    ]
    since = f"since the meeting of {day(brief.since)}" if brief.since else "so far"
    plan = assessments.plan_state(viewer=reader, case=case, today=today)
    form = Printed(
        title=f"Pack for the meeting of {day(meeting.held_on)}",
        reference=f"{case.reference}, pack of {day(today)}, {reader.full_name}",
        marking=settings.PROTECTIVE_MARKING,
        author=reader.agency.name if reader.agency else "MAPPA",
        at=now,
        about=about,
        notice=NOTICE.format(name=reader.full_name),
        sections=[
            Section("Agenda", [(f"{item.number}. {item.label}", item.question) for item in agenda_for(meeting.level)]),
            Section("Invited", [(row.role_title, row.agency.name) for row in invited], "Nobody is invited yet."),
            Section("Risk of serious harm", _risk(reader, case), "Nothing was judged yet."),
            Section(f"What changed {since}", [(one.heading, _on_paper(one)) for one in brief.changes], "Nothing."),
            Section("Not answered yet", [(name, "Asked, no return") for name in brief.silent], "No agency is silent."),
            Section("Overdue actions", _actions(brief.overdue), "None."),
            *(
                Section(f"Plan: {pillar.label}", _actions(rows), reason or "No action.")
                for pillar, reason, rows in plan.headings
            ),
            Section(
                "Contingency plan",
                [("What happens then", plan.shown.contingency)] if plan.shown and plan.shown.contingency else [],
                "None is recorded.",
            ),
            Section("Time limits", [(row.label, f"By {day(row.due_on)}") for row in brief.limits], "None is open."),
        ],
    )
    return printed_form(form, identifier=f"{meeting.pk} {reader.pk} {now.isoformat()}")


def _risk(reader: Viewer, case: Case) -> Rows:
    """The judgement in force: overall, and each group with nature, imminence and circumstances."""
    rows = assessments.judgements(viewer=reader, case_id=case.pk)
    judgement: RoshJudgement | None = rows.filter(superseded_by__isnull=True).first()
    if judgement is None:
        return []
    told = [("Overall", f"{judgement.get_overall_display()}\n{judgement.reason}\nJudged {day(judgement.decided_on)}")]
    for one in judgement.levels.all():
        lines = [one.get_level_display(), one.nature, one.get_imminence_display(), one.circumstances]
        told.append((one.get_group_display(), "\n".join(line for line in [*lines, one.protective_factors] if line)))
    return told


def _on_paper(part: Changed) -> str:
    number = len(part.events) + part.more
    if part.heading in ON_SCREEN_ONLY:
        return f"{number} new {'entry' if number == 1 else 'entries'}. Read on the screen."
    lines = [_line(event) for event in part.events]
    return "\n".join([*lines, f"{part.more} more on the timeline."] if part.more else lines)


def _line(event: Event) -> str:
    said = f"{day(london_date(event.at))}: {event.title}"
    return f"{said}. {event.text}" if event.text else said


def _actions(rows: Sequence[PlanAction]) -> Rows:
    told = []
    for row in rows:
        by = f"by {day(row.runs_to)}" if row.runs_to else "no date"
        told.append((row.agency.name, f"{row.description}\n{row.get_status_display()}, {by}"))
    return told
