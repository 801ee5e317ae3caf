"""A serious case review, and a critical case, as tagged PDF: what is recorded of them, for one reader."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from accounts.models import User
from offenders.models import Case
from serious.models import CriticalEvent, ReviewAction, ReviewDecision, ReviewStep
from serious.rules.critical import CriticalFacts
from serious.rules.timetable import BY_STEP, Step
from serious.selectors import Considered, Shown, ToldEvent, sentence_of
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

Rows = list[tuple[str, str]]
NOT_YET = "Not recorded yet."
REVIEW_NOTICE = (
    "Of MAPPA N, sections 1 to 4, 8 and 9 are forms of this case and printed by themselves; the guidance does not "
    "describe sections 5 to 7. Of MAPPA O, what is recorded here is printed: the text of the report is not kept here."
)
CRITICAL_NOTICE = "What was put right is printed as it stands; what stood before is in the record."
YES_NO = {True: "Yes", False: "No"}


def review_pdf(shown: Shown, *, case: Case, reader: User) -> Document:
    """The PDF of one serious further offence and its review (MAPPA N and O) for this reader.

    The same record and reader give the same bytes.
    """
    offence, case_number = shown.offence, case.reference
    standing = [step for step in reversed(shown.steps) if shown.standing.get(step.kind) == step or _waits(step)]
    decided, taken = (one.recorded_at for one in shown.decisions), (one.recorded_at for one in shown.steps)
    at = max([offence.recorded_at, *decided, *taken])
    reviewed = bool(shown.lines())
    form = Printed(
        title="Serious case review",
        reference=f"{case_number}, serious case review, {reader.full_name}",
        marking=settings.PROTECTIVE_MARKING,
        author=reader.agency.name if reader.agency else "MAPPA",
        at=at,
        about=[
            ("Case", case_number),
            ("Charged with", offence.get_kind_display()),
            ("How far it has come", offence.get_state_display()),
            ("Copy of", reader.full_name),
        ],
        notice=REVIEW_NOTICE,
        sections=[
            Section("The offence", _offence(shown)),
            Section(
                "Decision of the Chair of the Board",
                [_decision(one) for one in reversed(shown.decisions)],
                "The Chair of the Board has not decided yet.",
            ),
            *(_of_the_review(shown, standing) if reviewed else ()),
            Section("Still due", [(f"By {day(row.due_on)}", row.words) for row in shown.due], "Nothing is due."),
        ],
    )
    due = " ".join(f"{row.pk}" for row in shown.due)
    return printed_form(form, identifier=f"{offence.pk} {offence.version} {reader.pk} {at.isoformat()} {due}")


def _waits(step: ReviewStep) -> bool:
    """Whether it is no step of the timetable, such as a deferral: each of these is told."""
    return step.kind not in set(BY_STEP)


def _offence(shown: Shown) -> Rows:
    row = shown.offence
    received = day(row.received_on) if row.received_on else NOT_YET
    return [
        ("Charged with", row.get_kind_display()),
        ("Charge in full", row.charge or NOT_YET),
        ("Day of the offence", day(row.committed_on)),
        ("Day of the charge", day(row.charged_on)),
        ("Co-ordinator made aware", day(row.told_on)),
        ("MAPPA N reached the Chair of the Board", received),
        ("Managed then for the sentence of", sentence_of(row) or NOT_YET),
        ("Whether a review is mandatory", shown.why),
    ]


def _decision(one: ReviewDecision) -> tuple[str, str]:
    lines = (one.get_outcome_display(), f"Chair of the Board: {one.chair}", one.why, one.reason)
    return day(one.decided_on), "\n".join(line for line in lines if line)


def _of_the_review(shown: Shown, steps: Sequence[ReviewStep]) -> list[Section]:
    """What was taken of the timetable, and what the record holds of the headings of the report (20.17)."""
    taken = shown.standing
    told = (
        ("Section 8 sent to the National MAPPA Team", taken.get(Step.TEAM_TOLD.value)),
        ("Section 9 returned by the National MAPPA Team", taken.get(Step.TEAM_ANSWERED.value)),
    )
    agencies, panel = taken.get(Step.AGENCIES_TOLD.value), taken.get(Step.PANEL_MET.value)
    terms, plan = taken.get(Step.TERMS_AGREED.value), taken.get(Step.PLAN_AGREED.value)
    report = (
        ("What the review looks at", terms.details if terms else ""),
        ("Agencies involved", agencies.who if agencies else ""),
        ("Other reviews", agencies.details if agencies else ""),
        ("Panel", panel.who if panel else ""),
        ("Learning points", plan.details if plan else ""),
    )
    return [
        Section(
            "MAPPA N, sections 8 and 9", [(label, day(one.happened_on) if one else NOT_YET) for label, one in told]
        ),
        Section("MAPPA O, as far as it is recorded", [(label, text or NOT_YET) for label, text in report]),
        Section("Action Plan", [_action(one) for one in shown.actions], "No action is recorded."),
        Section("Steps that were taken", [_step(one) for one in steps], "None is recorded."),
    ]


def _action(one: ReviewAction) -> tuple[str, str]:
    lines = (one.what, f"{one.agency.name}, {one.person}", f"By {day(one.due_on)}", one.get_state_display())
    return f"Action {one.number}", "\n".join(lines)


def _step(one: ReviewStep) -> tuple[str, str]:
    lines = [one.get_kind_display(), one.who, one.details]
    if one.kind == Step.PANEL_MET:
        lines.append("A Lay Adviser sits on the panel." if one.yes else "No Lay Adviser sits on the panel.")
    if one.review_on:
        lines.append(f"To be looked at again on {day(one.review_on)}.")
    if one.team_told_on:
        lines.append(f"National MAPPA Team told on {day(one.team_told_on)}.")
    lines.append(f"Reason: {one.reason}" if one.reason else "")
    lines.append(f"Recorded by {one.taken_by.full_name}, {one.taken_as}")
    return day(one.happened_on), "\n".join(line for line in lines if line)


def critical_pdf(
    told: Sequence[ToldEvent], known: CriticalFacts, considered: Considered | None, *, case: Case, reader: User
) -> Document:
    """The PDF of a case as a Critical Public Protection Case for this reader. The same arguments give the same bytes.

    `told` is not empty. Raises ValueError when it is.
    """
    events = sorted((one.row for one in told if not one.row.withdrawn), key=lambda row: row.happened_on)
    at = max(one.row.recorded_at for one in told)
    form = Printed(
        title="Critical Public Protection Case",
        reference=f"{case.reference}, critical case, {reader.full_name}",
        marking=settings.PROTECTIVE_MARKING,
        author=reader.agency.name if reader.agency else "MAPPA",
        at=at,
        about=[
            ("Case", case.reference),
            ("Level", str(known.level) if known.level else "Not decided"),
            ("How it stands", known.state or "Not referred"),
            ("Copy of", reader.full_name),
        ],
        notice=CRITICAL_NOTICE,
        sections=[
            Section("Considered at a Level 3 meeting", _considered(considered), "No answer of a meeting is recorded."),
            Section("How it stands", _fields(events, known), "The case is not referred."),
            Section("What happened", [_event(one) for one in events], "Nothing stands."),
        ],
    )
    meeting = f"{considered.meeting.pk} {considered.referred} {considered.reason}" if considered else ""
    return printed_form(form, identifier=f"{case.pk} {reader.pk} {known} {at.isoformat()} {meeting}")


def _considered(one: Considered | None) -> Rows:
    if one is None:
        return []
    answer = "To be referred" if one.referred else "Not to be referred"
    return [("Considered on", day(one.meeting.held_on)), ("Answer", answer), ("Reason", one.reason or NOT_YET)]


def _fields(events: Iterable[CriticalEvent], known: CriticalFacts) -> Rows:
    """The fields of a critical case (chapter 19), of the referral that lasts; none where no referral does."""
    if known.referred_on is None:
        return []
    last: dict[str, CriticalEvent] = {}
    for one in events:
        last = {one.kind: one} if one.kind == CriticalEvent.Kind.REFERRED else {**last, one.kind: one}
    kinds = CriticalEvent.Kind
    referred, registered = last.get(kinds.REFERRED), last.get(kinds.REGISTERED)
    asked, letter = last.get(kinds.FUNDING), last.get(kinds.LETTER)
    return [
        ("Criterion", referred.get_criterion_display() if referred else NOT_YET),
        ("Referred to the CPPC Team", day(known.referred_on)),
        ("Registered", day(known.registered_on) if known.registered_on else NOT_YET),
        ("Co-ordinated nationally", YES_NO[bool(registered.national)] if registered else NOT_YET),
        ("Money asked for", day(asked.happened_on) if asked else NOT_YET),
        ("Minister wrote to a Member of Parliament", day(letter.happened_on) if letter else NOT_YET),
        ("Answers questions about the letter", letter.responder if letter else NOT_YET),
    ]


def _event(one: CriticalEvent) -> tuple[str, str]:
    lines = [one.get_kind_display(), one.get_criterion_display(), one.details]
    lines.append(f"Answers questions: {one.responder}" if one.responder else "")
    lines.append(f"Put right: {one.reason}" if one.reason else "")
    lines.append(f"Recorded by {one.recorded_by.full_name}, {one.recorded_as}")
    return day(one.happened_on), "\n".join(line for line in lines if line)
