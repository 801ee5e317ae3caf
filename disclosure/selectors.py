"""Reads of disclosure for pages and other rooms. Whom somebody told is third-party information: full sight only."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from assessments.facts import SEXUAL
from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from disclosure.questions import Question
from offenders.access import Detail, Viewer
from offenders.models import Case, Offence, ProtectedPerson


def decisions(*, viewer: Viewer, case_id: UUID) -> QuerySet[DisclosureDecision]:
    """Every disclosure decision on a case, newest first."""
    rows = DisclosureDecision.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id)
    return rows.select_related("decided_by__agency", "discloser_agency").order_by("-decided_on", "-recorded_at")


def decision_for(*, viewer: Viewer, case_id: UUID, decision_id: UUID) -> DisclosureDecision:
    """One decision; Http404 when the viewer may not see it."""
    return get_object_or_404(decisions(viewer=viewer, case_id=case_id), pk=decision_id)


def decision_seen(*, viewer: Viewer, thread: UUID, pk: str) -> DisclosureDecision | None:
    """The decision of a question that a form was opened on; None when there is no such decision for the viewer."""
    rows = DisclosureDecision.objects.visible_to(viewer, Detail.FULL).filter(thread=thread)
    return next((row for row in rows if str(row.pk) == pk), None)


def disclosures_made(*, viewer: Viewer, case_id: UUID) -> QuerySet[DisclosureMade]:
    """When somebody was told, newest first."""
    return DisclosureMade.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id)


def questions(*, viewer: Viewer, case_id: UUID) -> list[Question]:
    """Every question of disclosure with its state, the latest considered first: three queries."""
    rows = list(decisions(viewer=viewer, case_id=case_id))
    made = {row.decision_id: row for row in DisclosureMade.objects.filter(decision__in=rows).select_related("agency")}
    followed: dict[UUID, list[DisclosureFollowUp]] = {}
    for row in DisclosureFollowUp.objects.filter(decision__in=rows).select_related("recorded_by"):
        followed.setdefault(row.decision_id, []).append(row)
    threads: dict[UUID, list[DisclosureDecision]] = {}
    for decision in sorted(rows, key=lambda decision: decision.recorded_at, reverse=True):
        threads.setdefault(decision.thread, []).append(decision)
    found = [
        Question(
            decision=newest,
            earlier=earlier,
            made=next((made[each.pk] for each in (newest, *earlier) if each.pk in made), None),
            follow_ups=[row for each in (newest, *earlier) for row in followed.get(each.pk, ())],
        )
        for newest, *earlier in threads.values()
    ]
    return sorted(found, key=lambda question: question.decision.decided_on, reverse=True)


def question_of(*, viewer: Viewer, decision: DisclosureDecision) -> Question:
    """The question of disclosure that a decision belongs to."""
    every = questions(viewer=viewer, case_id=decision.case_id)
    found = next((each for each in every if each.decision.thread == decision.thread), None)
    if found is None:
        raise Http404
    return found


def last_considered_on(case: Case) -> dt.date | None:
    """The day on which disclosure was last considered, whichever way; None when it never was. For DIS-12."""
    return (
        DisclosureDecision.objects.filter(case=case)
        .order_by("-decided_on")
        .values_list("decided_on", flat=True)
        .first()
    )


def may_be_child_sex_offender(*, viewer: Viewer, case_id: UUID) -> bool:
    """Whether a sexual offence and a child victim, as far as the viewer sees victims, are recorded."""
    children = ProtectedPerson.objects.visible_to(viewer).filter(case_id=case_id, is_child=True)
    return children.exists() and Offence.objects.filter(SEXUAL, case_id=case_id).exists()


def agencies_for(case: Case) -> QuerySet[Agency]:
    """The agencies that may do the telling: those at work in the area of the case."""
    return Agency.objects.filter(area=case.area_id).order_by("name")
