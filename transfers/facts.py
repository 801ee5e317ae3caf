"""What the rules of transfers are asked about, and what MAPPA G is filled with from the case."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F, Max, OuterRef, Subquery

from accounts.models import User
from assessments.models import PlanAction, RiskPlan, RoshJudgement, ToolResult
from assessments.rules.plan import ActionStatus
from levels import selectors as levels
from levels.models import HeldMeeting, LevelDecision, LevelOneReview, Screening
from meetings.models import Invitation, Meeting, Minutes, MinutesApproval
from meetings.rules.people import Attendance
from offenders import selectors as offenders
from offenders.models import Alias, Assignment, Case, CustodyPeriod
from offenders.words import CATEGORY_WORDS
from papers import facts as of_papers
from referrals.facts import prefilled
from referrals.rules.questions import BY_KEY, Kind, Question
from referrals.rules.steps import Purpose
from transfers.models import Transfer, TransferForm, TransferStep
from transfers.rules.due import TransferFacts
from transfers.rules.steps import State
from ui.words import day

SECTIONS = ("person", "place", "offence", "risk", "plan")
"""Sections of MAPPA A that MAPPA G repeats: who it is, where they are, what they did, risk and plan."""


WATCHED: Mapping[str, str] = {
    "family_name": "Family name",
    "given_names": "Given names",
    "born": "Date of birth",
    "aliases": "Known as",
    "gender": "Gender",
    "ethnicity": "Ethnicity",
    "pnc_id": "PNC",
    "visor_ref": "ViSOR",
    "prison_number": "Prison number",
    "current_address": "Address",
    "release_address": "Release address",
    "last_address": "Address before custody",
    "establishment": "Where they are held",
    "release_due": "Release date",
    "offence": "Index offence",
    "outcome_on": "Date of the outcome",
    "sentence": "Sentence",
    "details": "Details",
    "category": "Category",
    "level": "Level",
    "screened": "Screened",
    "minutes": "Latest minutes",
    "rosh": "Risk of serious harm",
    "tools": "Assessment tools",
    "plan": "Risk management plan",
    "owner": "Owned so far by",
    "agencies": "Agencies",
    "liaison": "Victim liaison",
}
"""Fact of the case -> its name, for each that stands on MAPPA G: after a change of one it is sent again (TRF-19).

The day of the next review is left out: it follows from the level and from reviews, and the other area sees it due.
"""


def latest_minutes(case: Case) -> Minutes | None:
    """The last minutes of the case that a chair approved, by the meeting's date; None where there are none."""
    approved = MinutesApproval.objects.filter(case=case).select_related("minutes", "meeting")
    last = approved.order_by("-meeting__starts_at", "-recorded_at").first()
    return last.minutes if last else None


def is_in_progress(case_id: UUID) -> bool:
    """Whether a transfer of this case to another area is asked for, agreed or disputed."""
    states = (State.REQUESTED.value, State.ACCEPTED.value, State.DISPUTED.value)
    return Transfer.objects.filter(case=case_id, state__in=states).exists()


def gather(case_ids: Sequence[UUID]) -> dict[UUID, list[TransferFacts]]:
    """The transfers of these cases that still ask for something: one query, and six more where there is one.

    Oldest first; two of one day in the order in which they were asked for, as only one is in progress at a time.
    """
    steps = TransferStep.objects.filter(transfer=OuterRef("pk"))
    disputed = steps.filter(kind=TransferStep.Kind.DISPUTED).order_by("-recorded_at")
    rows = list(
        Transfer.objects.filter(case__in=case_ids, state__in=("requested", "disputed", "accepted", "moved"))
        .select_related("case")
        .annotate(
            disputed_on=Subquery(disputed.values("happened_on")[:1]),
            asked_at=Subquery(steps.order_by("recorded_at").values("recorded_at")[:1]),
        )
        .order_by("requested_on", "asked_at", "id")
    )
    if not rows:
        return {}
    ids = {row.case_id for row in rows}
    inside = set(CustodyPeriod.objects.filter(case__in=ids, released_on__isnull=True).values_list("case", flat=True))
    reviewed = _reviewed(ids)
    together = _met_together([row for row in rows if (row.case.level or 0) > 1])
    latest = {row.case_id: row.pk for row in rows}
    latest_move = {row.case_id: row.pk for row in rows if row.state == State.MOVED}
    found: dict[UUID, list[TransferFacts]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(
            TransferFacts(
                key=str(row.pk),
                state=State(row.state),
                requested_on=row.requested_on,
                answer_from=row.answer_from,
                accepted_on=row.accepted_on,
                moves_on=row.moves_on,
                moved_on=row.moved_on,
                records_sent_on=row.records_sent_on,
                level=row.case.level,
                inside=row.case_id in inside,
                ended=row.case.ended_on is not None,
                latest=latest[row.case_id] == row.pk,
                latest_move=latest_move.get(row.case_id, row.pk) == row.pk,
                level_reviewed_on=reviewed.get(row.case_id),
                met_together=row.pk in together,
                disputed_on=row.disputed_on,
                changed_on=row.changed_on,
            )
        )
    return found


def _reviewed(ids: set[UUID]) -> dict[UUID, dt.date]:
    """When the level of each case was last decided, or reviewed by the lead agency or a meeting."""
    found: dict[UUID, dt.date] = {}
    for model, column in ((LevelDecision, "decided_on"), (LevelOneReview, "reviewed_on"), (HeldMeeting, "held_on")):
        rows = model.objects.filter(case__in=ids).order_by().values_list("case").annotate(last=Max(column))
        for case_id, last in rows:
            found[case_id] = max(found.get(case_id, last), last)
    return found


def _met_together(rows: Sequence[Transfer]) -> set[UUID]:
    """Those of these transfers since whose request agencies of both areas came to one meeting: one query."""
    if not rows:
        return set()
    came = Invitation.objects.filter(
        case__in=[row.case_id for row in rows],
        attendance=Attendance.ATTENDED.value,
        meeting__status=Meeting.Status.HELD,
    ).annotate(area=F("agency__area"), at=F("meeting__starts_at"))
    areas: dict[tuple[UUID, UUID, dt.datetime], set[str]] = {}
    for case_id, meeting_id, at, area in came.values_list("case", "meeting", "at", "area"):
        areas.setdefault((case_id, meeting_id, at), set()).add(area)
    return {
        row.pk
        for row in rows
        for (case_id, _, at), seen in areas.items()
        if case_id == row.case_id and at.date() >= row.requested_on and {row.from_area_id, row.to_area_id} <= seen
    }


def sent_last(transfer: Transfer) -> TransferForm:
    """The newest version of MAPPA G of a transfer. For services, inside a case already opened to the actor."""
    return TransferForm.objects.filter(transfer=transfer).latest("number")


def watched(case: Case) -> dict[str, str]:
    """Name of a watched fact -> what the case gives today, as text. As sent_last; nothing of victims."""
    known_as = (f"{one.name} ({one.get_kind_display().lower()})" for one in Alias.objects.filter(case=case))
    known = {
        **of_papers.of_case(case),
        **_decided(case),
        **_risk(case),
        **_parts(case),
        "aliases": _lines(known_as),
        "gender": case.get_gender_display(),
        "ethnicity": case.ethnicity,
    }
    return {name: known.get(name, "") for name in WATCHED}


def _decided(case: Case) -> dict[str, str]:
    level = LevelDecision.objects.filter(case=case, superseded_by__isnull=True, level__isnull=False).first()
    screening = Screening.objects.filter(case=case).order_by("-screened_on", "-recorded_at").first()
    minutes = latest_minutes(case)
    return {
        "level": f"{level.level}, from {day(level.decided_on)}. {level.reason}" if level else "",
        "screened": screening.screened_on.isoformat() if screening else "",
        "minutes": minutes.meeting.held_on.isoformat() if minutes else "",
    }


def _risk(case: Case) -> dict[str, str]:
    judged = RoshJudgement.objects.filter(case=case, superseded_by__isnull=True).first()
    plan = RiskPlan.objects.filter(case=case, in_force=True).order_by("-number").first()
    unfinished = (ActionStatus.PROPOSED.value, ActionStatus.OPEN.value)
    actions = PlanAction.objects.filter(case=case, status__in=unfinished).select_related("agency")
    planned = [f"{one.description} ({one.agency.name})" for one in actions] if plan else []
    results = ToolResult.objects.filter(case=case)
    tools = (f"{one.get_tool_display()}: {one.result}, {day(one.assessed_on)}" for one in results)
    return {
        "rosh": f"{judged.get_overall_display()}, judged on {day(judged.decided_on)}. {judged.reason}"
        if judged
        else "",
        "tools": _lines(tools),
        "plan": _lines([f"Version {plan.number}, from {day(plan.decided_on)}", *planned]) if plan else "",
    }


def _parts(case: Case) -> dict[str, str]:
    parts = Assignment.objects.filter(case=case, ends__isnull=True).select_related("user")
    names = {one.capacity: one.user.full_name for one in parts}
    return {"owner": names.get("owner", ""), "liaison": "Assigned" if "victim_liaison" in names else ""}


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def form_content(*, viewer: User, transfer: Transfer) -> list[dict[str, object]]:
    """MAPPA G section by section as the case gives it to `viewer` today: title and lines, nothing of victims."""
    case = transfer.case
    filled = prefilled(viewer=viewer, case=case, purpose=Purpose.LEVEL)
    parts = [("The transfer", _about(transfer)), ("Screening and level", _level(viewer, case, transfer))]
    for key in SECTIONS:
        section, answers = BY_KEY[key], filled.get(key, {})
        rows = [(one.label, _shown(one, answers[one.key])) for one in section.questions if answers.get(one.key)]
        parts.append((section.title, rows))
    parts.append(("Who takes part", _people(viewer, case)))
    return [{"title": title, "rows": [list(row) for row in rows if row[1]]} for title, rows in parts]


def _shown(question: Question, text: str) -> str:
    """An answer as people read it: what was chosen in words, a date as a date."""
    if question.kind is Kind.CHOICE:
        return dict(question.choices).get(text, text)
    try:
        return day(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _about(transfer: Transfer) -> list[tuple[str, str]]:
    return [
        ("From", f"{transfer.from_area.name}, {transfer.from_agency.name}"),
        ("To", f"{transfer.to_area.name}, {transfer.to_agency.name}"),
        ("Why there", transfer.get_basis_display()),
        ("Agreed between the agencies", f"{transfer.agreed_with}, {day(transfer.agreed_on)}"),
        ("Planned for", day(transfer.planned_on)),
        ("Asked for by", f"{transfer.requested_by.full_name}, {transfer.requested_by.audit_role}"),
    ]


def _level(viewer: User, case: Case, transfer: Transfer) -> list[tuple[str, str]]:
    decision = levels.ledger(viewer=viewer, case_id=case.pk).first()
    screening = levels.screenings(viewer=viewer, case_id=case.pk).first()
    rows = [("Category", CATEGORY_WORDS.get(case.category, "Not decided"))]
    if decision is None or decision.level is None:
        rows.append(("Level", "Not decided"))
    else:
        rows += [("Level", f"{decision.level}, from {day(decision.decided_on)}"), ("Basis", decision.reason)]
    if screening is not None:
        rows.append(("Screened", f"{day(screening.screened_on)}, {screening.screened_by.full_name}"))
    if transfer.minutes is not None:
        rows.append(
            ("Latest minutes", f"Of the meeting on {day(transfer.minutes.meeting.held_on)}, on the case itself")
        )
    if case.next_review_on:
        rows.append(("Level to be reviewed by", day(case.next_review_on)))
    return rows


def _people(viewer: User, case: Case) -> list[tuple[str, str]]:
    known = offenders.access_list(viewer=viewer, case_id=case.pk)
    owner = offenders.owner(viewer=viewer, case_id=case.pk)
    agencies = [part.agency.name for part in known.involvements if part.ends is None]
    liaison = any(one.capacity == "victim_liaison" and one.ends is None for one in known.assignments)
    return [
        ("Owned so far by", owner.user.full_name if owner else "Nobody so far"),
        ("Agencies", "\n".join([case.lead_agency.name, *dict.fromkeys(agencies)])),
        ("Victim liaison", "An officer is assigned and stays" if liaison else "Nobody is assigned"),
    ]
