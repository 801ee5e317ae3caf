"""What the rules on leaving papers are asked about, read under the caller's lock or for the caller's page."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Agency
from assessments.models import PlanAction
from audit.history import history_of
from meetings.facts import standing_invitations
from meetings.kept_out import agencies_kept_out, kept_out_of, people_kept_out
from meetings.models import (
    ExecutiveSummary,
    InformationRequest,
    Invitation,
    Meeting,
    Minutes,
    MinutesApproval,
    SummaryDraft,
)
from meetings.rules.kept_out import names_somebody
from meetings.rules.minutes import MinutesState
from meetings.rules.names import NameForm, names_found, split_name
from meetings.rules.people import Attendance
from meetings.rules.returns import GAVE
from meetings.rules.summary import FIELDS
from minutes.facts_known import known_of
from minutes.models import (
    Circulation,
    CopyNote,
    LeakOverride,
    LeftOut,
    LeftOutTakenBack,
    MinutesCopy,
    MinutesCopyStep,
    Recording,
    SummaryComment,
)
from minutes.rules.circulation import CirculationFacts
from minutes.rules.distribution import REPLIES, CopyFacts, Form, Step, form_for
from minutes.rules.leaks import Hit, Kind, leaks
from minutes.rules.notes import DECIDED
from offenders.models import AccessDenial, Assignment, Case
from offenders.models.access import in_force

LABELS = {item.key: item.label for item in FIELDS}
ATTENDANCE = "attendance"
CONTRIBUTED = (Attendance.ATTENDED, Attendance.REPORT_ONLY)


def hits_of(meeting: Meeting, case: Case, draft: SummaryDraft | None) -> tuple[Hit, ...]:
    """What the leak check finds in a draft as printed. Names in attendance lines have a rule of their own (EXS-04)."""
    if draft is None:
        return ()
    posts = [row.role_title for row in standing_invitations(meeting)]
    return _hits(meeting, case, draft.values, draft.nothing, posts)


def hits_in_issued(summary: ExecutiveSummary, case: Case) -> list[Hit]:
    """What the leak check finds today in a summary that was issued, but for what somebody let stand (EXS-16)."""
    settled = let_stand(summary.meeting)
    return [hit for hit in _in_issued(summary, case) if hit.key not in settled]


def in_newest_alone(meeting: Meeting, case: Case, besides: Iterable[Hit]) -> list[Hit]:
    """What it finds today in the version that stands and not `besides`: words that the draft has no more (EXS-10)."""
    newest = ExecutiveSummary.objects.filter(meeting=meeting).select_related("meeting").order_by("-version").first()
    if newest is None:
        return []
    keys = {hit.key for hit in besides}
    return [hit for hit in _in_issued(newest, case) if hit.key not in keys]


def _in_issued(summary: ExecutiveSummary, case: Case) -> tuple[Hit, ...]:
    content = summary.content
    posts = [row["role"] for row in content["attendance"]]
    return _hits(summary.meeting, case, content["values"], content["nothing"], posts)


def _hits(
    meeting: Meeting, case: Case, values: Mapping[str, str], nothing: Collection[str], posts: Iterable[str]
) -> tuple[Hit, ...]:
    texts = {key: text for key, text in values.items() if key not in nothing}
    texts[ATTENDANCE] = "\n".join(posts)
    found = leaks(texts, known_of(meeting, case))
    return tuple(hit for hit in found if (hit.field, hit.kind) != (ATTENDANCE, Kind.NAME))


def let_stand(meeting: Meeting) -> frozenset[str]:
    """The keys of the hits that somebody let stand."""
    return frozenset(LeakOverride.objects.filter(meeting=meeting).values_list("key", flat=True))


def amended_since(meeting: Meeting, instant: datetime) -> bool:
    """Whether a further version of the minutes was made after an instant (EXS-15)."""
    return Minutes.objects.filter(meeting=meeting, drafted_at__gt=instant, number__gt=1).exists()


def wrote_to(draft: SummaryDraft) -> frozenset[UUID]:
    """Everybody who ever wrote to a draft, by the database's own history."""
    kept: Any = history_of(SummaryDraft)._default_manager
    rows = kept.filter(id=draft.pk, case=draft.case_id)
    return frozenset({draft.edited_by_id, *rows.values_list("edited_by", flat=True)})


def circulation_of(meeting: Meeting, draft: SummaryDraft | None) -> CirculationFacts:
    """Where the circulation of the draft stands."""
    last = Circulation.objects.filter(meeting=meeting).order_by("-number").first()
    if last is None:
        return CirculationFacts(circulated=False)
    waiting = SummaryComment.objects.filter(meeting=meeting, answer__isnull=True).count()
    now = {"values": draft.values, "nothing": draft.nothing} if draft else {}
    return CirculationFacts(True, last.comments_by, changed=now != last.content, unanswered=waiting)


def contributors(meeting: Meeting, case: Case) -> list[Invitation]:
    """Who is asked for comments: those who attended, sent a report or returned information before the meeting (EXS-11).

    Nobody whom the chair left out, who is barred from the case, or who works for the agency no longer.
    """
    return [one.row for one in recipients(gave_information(meeting), case) if not one.kept_from]


def gave_information(meeting: Meeting) -> list[Invitation]:
    """The invitations of those who attended, sent a report or returned information before the meeting (EXS-11)."""
    returned = InformationRequest.objects.filter(meeting=meeting, answer=GAVE, withdrawn_on__isnull=True)
    agencies = set(returned.values_list("agency", flat=True))
    rows = standing_invitations(meeting)
    return [row for row in rows if row.attendance in CONTRIBUTED or row.agency_id in agencies]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody invited, and in which form they receive the minutes; None: not at all."""

    row: Invitation
    form: Form | None
    left_out: bool
    barred: bool = False

    @property
    def kept_from(self) -> bool:
        """Left out by the chair, barred, or there no longer."""
        return self.left_out or self.barred


def recipients(rows: Iterable[Invitation], case: Case) -> list[Recipient]:
    """What each of those invited receives (MIN-04, MIN-05, ACC-73). Three queries, with agencies and people there."""
    invited = list(rows)
    kept_out = kept_out_of(case)
    left_out = set(still_left_out().filter(case=case).values_list("invitation", flat=True))
    found = []
    for row in invited:
        out = row.pk in left_out
        barred = (
            row.withdrawn_on is not None or _gone(row) or kept_out.holds(row.agency_id, row.person, row.person_name)
        )
        form = form_for(left_out=out, barred=barred, in_agreement=row.agency.shares_information)
        found.append(Recipient(row, form, out, barred))
    return found


def still_left_out() -> QuerySet[LeftOut]:
    """The chairs' decisions that somebody receives no minutes which were not taken back (MIN-16)."""
    return LeftOut.objects.filter(taken_back__isnull=True)


def _gone(row: Invitation) -> bool:
    """Whether the person invited is no longer at work, or now with another agency."""
    person = row.person
    return person is not None and (not person.is_active or person.agency_id != row.agency_id)


def kept_from(meeting: Meeting, case: Case) -> Callable[[str], bool]:
    """Whether words for a recipient name somebody kept out of the case, or whom the chair left out (MIN-05, ACC-73).

    People by their full name, agencies by theirs. Four queries, however many recipients are asked about.
    """
    out = kept_out_of(case)
    left_out = still_left_out().filter(meeting=meeting).select_related("invitation__person")
    people = (*out.barred.values(), *(row.invitation.name for row in left_out))
    names = [*(split_name(name) for name in people if name.strip()), *(name for name, _ in out.people)]
    agencies = [name.casefold() for name in Agency.objects.filter(pk__in=out.agencies).values_list("name", flat=True)]

    def named(recipient: str) -> bool:
        in_full = any(hit.form is NameForm.FULL for hit in names_found(recipient, names))
        return in_full or any(agency in recipient.casefold() for agency in agencies)

    return named


def receives_nothing(copy: MinutesCopy) -> bool:
    """Whether whoever a copy was made for is not to receive minutes today (MIN-05)."""
    if copy.invitation is None:
        return kept_from(copy.meeting, copy.case)(copy.recipient)
    (recipient,) = recipients([copy.invitation], copy.case)
    return recipient.form is None


def further_due(meeting: Meeting, minutes: Minutes) -> list[MinutesCopy]:
    """Copies for people who were not invited, where they have none of this version yet: the newest of each.

    One that was collected back or struck is followed by none, nor is that of somebody kept out of the case since, nor
    one that answered a request (ENQ-30).
    """
    back = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step__in=(Step.RETURNED.value, Step.STRUCK.value))
    rows = MinutesCopy.objects.filter(meeting=meeting, invitation__isnull=True).exclude(form__in=REPLIES)
    rows = rows.annotate(is_back=Exists(back))
    newest = {(row.recipient, row.form): row for row in rows.select_related("case").order_by("number")}
    due = [row for row in newest.values() if row.minutes_id != minutes.pk and not row.is_back]
    if not due:
        return []
    kept_out = kept_from(meeting, due[0].case)
    return [row for row in due if not kept_out(row.recipient)]


def to_send_here(meeting: Meeting, case: Case) -> list[MinutesCopy]:
    """Copies in full of the newest version, not sent yet, of people invited by name who have an open part in the case.

    Three queries however many copies there are.
    """
    sent = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.SENT.value)
    minutes = newest_approved(meeting)
    rows = MinutesCopy.objects.filter(~Exists(sent), minutes=minutes, form=Form.FULL.value)
    parts = Assignment.objects.filter(in_force(), case=case, user=OuterRef("invitation__person"))
    rows = rows.filter(Exists(parts), invitation__withdrawn_on__isnull=True).order_by("number")
    copies = list(rows.select_related("case", "invitation__person", "invitation__agency"))
    free = {one.row.pk for one in recipients([copy.invitation for copy in copies if copy.invitation], case) if one.form}
    return [copy for copy in copies if copy.invitation_id in free]


def draft_out(meeting: Meeting) -> Circulation | None:
    """The draft summary of a meeting that was sent round last, unless a summary was issued after it."""
    return _out().filter(meeting=meeting).first()


def _out() -> QuerySet[Circulation]:
    """The last circulation of each meeting, where no summary was issued after it."""
    later = Circulation.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    issued = ExecutiveSummary.objects.filter(
        Q(issued_at__gte=OuterRef("recorded_at")) | Q(issued_at__date__gt=OuterRef("circulated_on")),
        meeting=OuterRef("meeting"),
    )
    return Circulation.objects.filter(~Exists(later), ~Exists(issued))


def agencies_asked(rows: Sequence[Circulation]) -> dict[UUID, set[UUID]]:
    """The agencies asked for comments, by circulation: when it was sent round, and after all (MIN-16). One query."""
    found = {row.pk: {UUID(one["agency_id"]) for one in row.asked} for row in rows}
    later = LeftOutTakenBack.objects.filter(asked_in__in=rows)
    for circulation, agency in later.values_list("asked_in", "left_out__invitation__agency"):
        found[circulation].add(agency)
    return found


def drafts_out(case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, date, date]]]:
    """Draft summaries that wait for comments, by case: the last circulation of each meeting, its day, and until when.

    One that every agency commented on, or that a summary was issued after, waits no longer. Three queries.
    """
    rows = list(_out().filter(case__in=case_ids).defer("content"))
    said = set(SummaryComment.objects.filter(circulation__in=rows).values_list("circulation", "agency"))
    asked = agencies_asked(rows)
    found: dict[UUID, list[tuple[UUID, date, date]]] = defaultdict(list)
    for row in rows:
        if any((row.pk, agency) not in said for agency in asked[row.pk]):
            found[row.case_id].append((row.pk, row.circulated_on, row.comments_by))
    return dict(found)


def newest_approved(meeting: Meeting) -> Minutes | None:
    """The version that the chair approved or amended last; None while there is only a draft."""
    last = MinutesApproval.objects.filter(meeting=meeting).order_by("-recorded_at").select_related("minutes").first()
    return last.minutes if last else None


def is_of_newest(copy: MinutesCopy) -> bool:
    """Whether a copy is of the version that the chair approved or amended last (MIN-17)."""
    newest = newest_approved(copy.meeting)
    return newest is not None and newest.pk == copy.minutes_id


def open_actions(meeting: Meeting) -> frozenset[str]:
    """The words of the meeting's actions that are open to people without the papers: never those of a sensitive one."""
    rows = PlanAction.objects.filter(case=meeting.case_id, meeting_id=meeting.pk)
    known = list(rows.values_list("description", "sensitive"))
    return frozenset(words for words, _ in known) - frozenset(words for words, sensitive in known if sensitive)


def copies_sent(case_ids: Sequence[UUID]) -> dict[UUID, list[CopyFacts]]:
    """Copies of minutes that were sent and may be chased, by case, for the clocks. One query.

    Of several versions sent to the same person the newest alone counts. Who is to receive nothing is not chased
    (MIN-05): the barred and kept out, and whoever is no longer at work or now with another agency; nor is whoever asked
    for minutes (ENQ-30).
    """
    invited = "copy__invitation"
    denied = AccessDenial.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=timezone.localdate()),
        case=OuterRef("case"),
        user=OuterRef(f"{invited}__person"),
    )
    there = Q(copy__invitation__person__is_active=True, copy__invitation__person__agency=F(f"{invited}__agency"))
    steps = MinutesCopyStep.objects.filter(
        ~Exists(denied),
        ~Exists(still_left_out().filter(invitation=OuterRef(invited))),
        ~Exists(agencies_kept_out().filter(case=OuterRef("case"), agency=OuterRef(f"{invited}__agency"))),
        Q(copy__invitation__person__isnull=True) | there,
        case__in=case_ids,
        copy__invitation__withdrawn_on__isnull=True,
    ).exclude(copy__form__in=REPLIES)
    steps = steps.order_by("copy__number", "happened_on", "recorded_at")
    named = steps.annotate(
        kept_out=ArraySubquery(people_kept_out(OuterRef("case"), OuterRef(f"{invited}__agency")).values("person_name")),
        name=Coalesce(f"{invited}__person__full_name", f"{invited}__person_name", Value("")),
    )
    taken: dict[tuple[UUID, UUID, UUID], list[tuple[str, date]]] = defaultdict(list)
    for case_id, copy_id, invitation_id, step, day, kept_out, name in named.values_list(
        "case", "copy", invited, "step", "happened_on", "kept_out", "name"
    ):
        if not names_somebody(name, [split_name(one) for one in kept_out]):
            taken[case_id, copy_id, invitation_id or copy_id].append((step, day))
    newest: dict[tuple[UUID, UUID], CopyFacts] = {}
    for (case_id, copy_id, recipient), rows in taken.items():
        days = dict(rows)
        if Step.SENT in days:
            kinds = frozenset(Step(step) for step, _ in rows)
            newest[case_id, recipient] = CopyFacts(str(copy_id), days[Step.SENT], kinds, days.get(Step.CHASED))
    found: dict[UUID, list[CopyFacts]] = defaultdict(list)
    for (case_id, _), copy in newest.items():
        found[case_id].append(copy)
    return dict(found)


def recordings_to_delete(case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, date]]]:
    """Recordings still kept although the minutes are approved, by case, with the day of the approval. One query."""
    rows = Recording.objects.filter(
        case__in=case_ids, deletion__isnull=True, meeting__approvals__state=MinutesState.APPROVED.value
    ).order_by("recorded_at")
    found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    for case_id, pk, day in rows.values_list("case", "pk", "meeting__approvals__approved_on"):
        found[case_id].append((pk, day))
    return dict(found)


def notes_to_decide(case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, date, int]]]:
    """What recipients asked and the chair has not decided on, by case, with day and meeting's level. One query."""
    rows = CopyNote.objects.filter(case__in=case_ids, decision__isnull=True, kind__in=[one.value for one in DECIDED])
    found: dict[UUID, list[tuple[UUID, date, int]]] = defaultdict(list)
    for case_id, pk, day, level in rows.values_list("case", "pk", "happened_on", "meeting__level"):
        found[case_id].append((pk, day, level))
    return dict(found)


def called(row: Invitation) -> str:
    """Somebody invited, in words: name where one is known, post, organisation."""
    return ", ".join(part for part in (row.name, row.role_title, row.agency.name) if part)
