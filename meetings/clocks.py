"""What falls due because of meetings: invitations, a new date, the prison's report, the meeting agreed on, minutes.

The review of the level itself is a clock of `levels`, which starts from the meetings held.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import F

from custody import facts as of_custody
from custody.rules.due import prison_report, shown
from custody.rules.events import Known
from custody.rules.telling import invitation_forwarded, moved_after_invitation
from deadlines.clocks import Clock, register, remind_the_unit
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, days_before, in_words
from deadlines.rules.policies import stricter
from deadlines.rules.reviews import ReviewFacts, next_review, rescheduled_meeting
from levels import clocks as level_clocks
from levels.models import CategoryDecision, LevelDecision
from meetings import promised
from meetings.models import InformationRequest, Meeting, Messenger, MinutesApproval, Rescheduling
from meetings.models_group_meetings import CoreGroupMeeting
from meetings.models_groups import CoreGroupTask
from meetings.models_record import still_absent
from meetings.rules import chain
from meetings.rules.chain import Link
from meetings.rules.group_meetings import note_due
from meetings.rules.groups import task_due
from meetings.rules.minutes import approval_due
from meetings.rules.returns import return_due
from meetings.rules.schedule import lapsed
from offenders.models import Case
from ui.words import london_date

Dues = Iterable[tuple[str, Due]]


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meetings of one case, newest first; which have approved minutes; the review facts when a new date is owed.

    `ended_on` is the day on which management of the case ended, None while it runs; `tasks` are those of core groups
    whose outcome is not recorded, `sittings` meetings of core groups neither noted as held nor cancelled.
    `inside` says that the person is in prison or youth detention, `reported_on` for which days the prison reported,
    `requests` which agencies were asked about a planned meeting and have not returned, `unanswered` which absent
    agencies were told of an action and have not answered, `links` which meetings were cancelled or moved without one
    held since, the earliest day first, `moves` the moves between prisons, and that the receiving one was told.
    """

    meetings: Sequence[Meeting] = ()
    approved: frozenset[UUID] = frozenset()
    review: ReviewFacts | None = field(default=None)
    inside: bool = False
    reported_on: frozenset[dt.date] = frozenset()
    requests: Sequence[InformationRequest] = ()
    unanswered: Sequence[Messenger] = ()
    links: Sequence[Link] = ()
    moves: Sequence[Known] = ()
    ended_on: dt.date | None = None
    tasks: Sequence[CoreGroupTask] = ()
    sittings: Sequence[CoreGroupMeeting] = ()

    @property
    def last_held(self) -> Meeting | None:
        """The meeting that was held last."""
        return next((meeting for meeting in self.meetings if meeting.status == Meeting.Status.HELD), None)

    @property
    def owed(self) -> Link | None:
        """The first cancelled meeting without one held since; None where there is no such meeting (REV-07)."""
        return chain.owed(self.links)

    @property
    def in_place(self) -> Meeting | None:
        """The next planned meeting, where it stands in place of cancelled ones; None otherwise."""
        planned = [meeting for meeting in self.meetings if meeting.is_open]
        return planned[-1] if planned and self.owed is not None else None


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, MeetingFacts]:
    """The meetings of these cases: five queries, six where one is planned; the review facts if a date is owed.

    Three more where meetings were cancelled or moved.
    """
    by_case: dict[UUID, list[Meeting]] = {}
    rows = Meeting.objects.filter(case__in=case_ids).order_by("-starts_at", "id")
    ended_on: dict[UUID, dt.date | None] = {}
    for meeting in rows.annotate(ended_on=F("case__ended_on")):
        ended_on[meeting.case_id] = meeting.ended_on
        by_case.setdefault(meeting.case_id, []).append(meeting)
    approved = frozenset(MinutesApproval.objects.filter(case__in=case_ids).values_list("meeting_id", flat=True))
    found = {
        case_id: MeetingFacts(meetings, approved, ended_on=ended_on[case_id]) for case_id, meetings in by_case.items()
    }
    for case_id, links in _links(by_case).items():
        found[case_id] = replace(found[case_id], links=links)
    for row in Messenger.objects.filter(still_absent(), case__in=found, replied_on__isnull=True).order_by("id"):
        found[row.case_id] = replace(found[row.case_id], unanswered=[*found[row.case_id].unanswered, row])
    for task in CoreGroupTask.objects.filter(case__in=found, done_on__isnull=True).select_related("meeting"):
        found[task.case_id] = replace(found[task.case_id], tasks=[*found[task.case_id].tasks, task])
    sittings = CoreGroupMeeting.objects.filter(case__in=found, status=CoreGroupMeeting.Status.PLANNED).order_by("id")
    for one in sittings.select_related("group__meeting"):
        found[one.case_id] = replace(found[one.case_id], sittings=[*found[one.case_id].sittings, one])
    planned = [case_id for case_id, meetings in by_case.items() if any(meeting.is_open for meeting in meetings)]
    if planned:
        inside, reported = of_custody.inside(planned), of_custody.reported_on(planned)
        moves = of_custody.moves_of(planned)
        waiting: dict[UUID, list[InformationRequest]] = {}
        for request in InformationRequest.objects.filter(case__in=planned, answer="", withdrawn_on__isnull=True):
            waiting.setdefault(request.case_id, []).append(request)
        for case_id in planned:
            reports = frozenset(reported.get(case_id, ()))
            found[case_id] = replace(
                found[case_id],
                inside=case_id in inside,
                reported_on=reports,
                requests=waiting.get(case_id, ()),
                moves=moves.get(case_id, ()),
            )
    owing = [case_id for case_id, known in found.items() if known.owed is not None]
    if owing:
        for case_id, review in level_clocks.gather(owing).items():
            found[case_id] = replace(found[case_id], review=review)
    return found


def _links(by_case: Mapping[UUID, Sequence[Meeting]]) -> Mapping[UUID, list[Link]]:
    """What holds of the moves and cancellings of each case: three queries, none where nothing was moved."""
    changed = {row.pk: row for rows in by_case.values() for row in rows if row.status_reason}
    if not changed:
        return {}
    made: dict[UUID, list[Link]] = {}
    left = {pk for pk, row in changed.items() if row.status == Meeting.Status.CANCELLED}
    for row in Rescheduling.objects.filter(meeting__in=changed).order_by("recorded_at", "id"):
        cancelled = changed[row.meeting_id].status == Meeting.Status.CANCELLED
        link = Link(row.meeting_id, london_date(row.was_at), london_date(row.recorded_at), cancelled)
        made.setdefault(row.case_id, []).append(link)
        left.discard(row.meeting_id)
    for pk in left:  # cancelled before the day of it was kept
        made.setdefault(changed[pk].case_id, []).append(Link(pk, changed[pk].held_on, changed[pk].held_on, True))
    lowered = LevelDecision.objects.exclude(level__in=(2, 3)).filter(case__in=made)
    ended = CategoryDecision.objects.filter(case__in=made, category__isnull=True)
    out: dict[UUID, list[dt.date]] = {}
    for rows in (lowered, ended):
        for case_id, recorded_at in rows.values_list("case_id", "recorded_at"):
            out.setdefault(case_id, []).append(london_date(recorded_at))
    return {
        case_id: chain.unbroken(
            links,
            held=[row.held_on for row in by_case[case_id] if row.status == Meeting.Status.HELD],
            level_ended=out.get(case_id, ()),
        )
        for case_id, links in made.items()
    }


def invitations_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The last day for invitations of each planned meeting; an emergency meeting has none (MTG-06)."""
    limit = stricter("invitation_days", policy.national, policy.local)
    for meeting in facts.meetings:
        waiting = meeting.is_open and meeting.invitations_sent_on is None and not meeting.emergency
        if limit is None or not waiting:
            continue
        due_on = days_before(meeting.held_on, limit.value)
        words = f"{limit.value} days before the meeting of {in_words(meeting.held_on)} ({limit.source})"
        yield str(meeting.pk), Due(due_on, meeting.held_on, "MTG-06", words, limit.basis, limit.policy)


def prison_reports_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """When the prison's report for each planned meeting on somebody in custody is back (CUS-03)."""
    for meeting in facts.meetings:
        if facts.inside and meeting.is_open and meeting.held_on not in facts.reported_on:
            yield str(meeting.pk), shown(prison_report(meeting.held_on, policy.holidays), policy.holidays)


def receiving_prisons_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """That the prison that somebody was moved to after the invitations is told the level and invited (CUS-31)."""
    for meeting in facts.meetings:
        if not (facts.inside and meeting.is_open):
            continue
        move = moved_after_invitation(facts.moves, invited_on=meeting.invitations_sent_on, held_on=meeting.held_on)
        if move is not None:
            yield str(meeting.pk), invitation_forwarded(move, meeting.held_on)


def returns_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """When each agency that was asked about a planned meeting has to return what it knows (MTG-60)."""
    planned = {meeting.pk: meeting for meeting in facts.meetings if meeting.is_open}
    for request in facts.requests:
        meeting = planned.get(request.meeting_id)
        due = meeting and return_due(request.asked_on, meeting.held_on, policy.national, policy.local)
        if due:
            yield str(request.pk), due


def new_date_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The last day for the meeting in place of cancelled ones, until one is planned up to it or is held (REV-07)."""
    owed = facts.owed
    if owed is None or facts.review is None:
        return
    due = rescheduled_meeting(owed.was_on, facts.review, policy.national, policy.local, policy.holidays)
    if due is not None and not any(row.is_open and row.held_on <= due.due_on for row in facts.meetings):
        yield str(owed.meeting), due


def cancelling_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """That a meeting planned for a day after the end of management is cancelled, by that day (MTG-23)."""
    ended_on = facts.ended_on
    for meeting in facts.meetings:
        if ended_on is not None and meeting.is_open and lapsed(ended_on, meeting.held_on):
            words = f"management ended on {in_words(ended_on)}, before the meeting of {in_words(meeting.held_on)}"
            yield str(meeting.pk), Due(meeting.held_on, ended_on, "MTG-23", words)


def agreed_meeting(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The date that the last meeting set for the next one, until that is held (MTG-19)."""
    last = facts.last_held
    if last is not None and last.next_review_on is not None:
        words = f"the date set at the meeting of {in_words(last.held_on)}"
        yield str(last.pk), Due(last.next_review_on, last.held_on, "MTG-19", words)


def answers_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The day on which an absent agency answers about its action (MTR-16)."""
    for row in facts.unanswered:
        told_on = london_date(row.recorded_at)
        words = f"the day set by the meeting for an agency that did not come, {in_words(row.reply_by)}"
        yield str(row.pk), Due(row.reply_by, told_on, "MTR-16", words)


def tasks_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """Each task of a core group on its day, until its outcome is recorded; also of a group that was ended (MTG-79)."""
    for task in facts.tasks:
        given_on = london_date(task.recorded_at)
        yield str(task.pk), task_due(due_on=task.due_on, set_by=task.meeting.held_on, recorded_on=given_on)


def group_notes_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The note of each meeting of a core group, until it is noted as held or cancelled (MTG-32)."""
    for row in facts.sittings:
        level = row.group.meeting.level
        due = note_due(row.held_on, level, policy.national, policy.local, policy.holidays)
        if due is not None:
            yield str(row.pk), due


def minutes_due(facts: MeetingFacts, policy: CasePolicy) -> Dues:
    """The last day for the chair's approval of each meeting's minutes (MIN-01).

    It runs from the day of the meeting, also while nobody has closed one whose day has passed, and after the end of
    management; one planned for a day after that end did not take place.
    """
    for meeting in facts.meetings:
        possible = facts.ended_on is None or meeting.held_on <= facts.ended_on
        passed = meeting.is_open and possible and meeting.held_on < policy.today
        took_place = meeting.status == Meeting.Status.HELD or passed
        if took_place and meeting.pk not in facts.approved:
            due = minutes_due_of(meeting, policy)
            if due is not None:
                yield str(meeting.pk), due


def minutes_due_of(meeting: Meeting, policy: CasePolicy) -> Due | None:
    """When the minutes of one meeting are due."""
    return approval_due(meeting.held_on, meeting.level, policy.national, policy.local, policy.holidays)


def latest_to_plan(case: Case, policy: CasePolicy) -> Due | None:
    """The last day for the meeting that a cancelled one is owed (REV-07); None where none is owed, or has a limit."""
    known = gather([case.pk]).get(case.pk, MeetingFacts())
    return next((due for _, due in new_date_due(known, policy)), None)


def latest_new_date(meeting: Meeting, case: Case, policy: CasePolicy) -> Due | None:
    """The last day for a new date of a planned meeting (REV-07); None in custody.

    It runs from the day for which the meeting was first planned, or the first of those in whose place it stands.
    """
    known = gather([case.pk]).get(case.pk, MeetingFacts())
    in_place = known.in_place is not None and known.in_place.pk == meeting.pk
    first = chain.counted_from(known.links, meeting.pk, meeting.held_on, in_place=in_place)
    review = known.review or level_clocks.gather([case.pk])[case.pk]
    return rescheduled_meeting(first, review, policy.national, policy.local, policy.holidays)


def review_owed(case: Case, policy: CasePolicy) -> Due | None:
    """The last day for the next review of a case in the community, whose interval runs from a meeting (MTG-28).

    None before the first meeting, in custody, and where a meeting is planned up to that day. The deadline of the case
    is computed by the same rule.
    """
    review = level_clocks.gather([case.pk])[case.pk]
    if review.last_meeting_on is None:
        return None
    due = next_review(review, policy.national, policy.local, policy.holidays)
    planned = Meeting.objects.filter(case=case, status=Meeting.Status.SCHEDULED)
    if due is None or any(meeting.held_on <= due.due_on for meeting in planned):
        return None
    return due


CLOCKS: tuple[tuple[str, str, Callable[[MeetingFacts, CasePolicy], Dues]], ...] = (
    ("invitations", "Invitations to be sent", invitations_due),
    ("prison_report", "Report of the prison for a meeting (MAPPA F)", prison_reports_due),
    ("receiving_prison", "Receiving prison to be told the level and invited", receiving_prisons_due),
    ("agency_return", "Return of an invited agency", returns_due),
    ("new_meeting_date", "New date for a cancelled meeting", new_date_due),
    ("agreed_meeting", "Next MAPPA meeting", agreed_meeting),
    ("meeting_to_cancel", "Meeting to be cancelled, as management has ended", cancelling_due),
    ("absent_agency", "Answer of an agency that did not come", answers_due),
    ("core_group_task", "Task of a core group", tasks_due),
    ("core_group_note", "Note of a meeting of a core group", group_notes_due),
    ("minutes", "Minutes to be approved", minutes_due),
)


AFTER_END = frozenset({"absent_agency", "core_group_note", "meeting_to_cancel", "minutes"})
"""What meetings still owe once management of the case has ended, be it by one of them (MTG-22)."""


def register_all() -> None:
    """Register every clock of this app. What is to be cancelled or planned is the Unit's."""
    for name, label, compute in CLOCKS:
        register(Clock(name=name, label=label, gather=gather, compute=compute, after_end=name in AFTER_END))
    label = "Meeting named when a referral was accepted, to be planned"
    register(Clock("promised_meeting", label, promised.gather, promised.compute))
    remind_the_unit("MTG-23")
    remind_the_unit("REF-25")
