"""What minutes and executive summaries say, as plain data made from the meeting's rows.

Minutes name people; the summary's values are a first wording for somebody to mend, and its attendance has no names.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Literal

from django.db.models import Q

from accounts.models import User
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus
from assessments.selectors import current_judgement
from audit.history import history_of
from levels.models import LevelDecision, Screening
from meetings.answers import ANSWERS, Kind
from meetings.facts import answers_of, standing_invitations
from meetings.models import Invitation, Meeting, Messenger, Minutes
from meetings.models_record import still_absent
from meetings.rules.agenda import agenda_for
from meetings.rules.described import named_in
from meetings.rules.names import KnownName, split_name
from meetings.rules.people import Attendance
from meetings.rules.summary import AttendanceLine
from offenders.models import Alias, Assignment, Case, Offence, ProtectedPerson
from offenders.words import CATEGORY_WORDS, ROSH_WORDS
from ui.words import LONDON, clock, day

Content = dict[str, Any]
DISCLOSURE_WORDS = {
    "Yes": "Disclosure was considered, and information is to be disclosed.",
    "No": "Disclosure was considered, and nothing is to be disclosed.",
}


def minutes_content(meeting: Meeting) -> Content:
    """The whole record of a meeting at this moment."""
    answers = answers_of(meeting)
    return {
        "meeting": {
            "level": meeting.level,
            "kind": meeting.get_kind_display(),
            "held_on": meeting.held_on.isoformat(),
            "started": clock(meeting.starts_at.astimezone(LONDON)),
            "place": place(meeting),
            "chair": "; ".join(f"{chair.full_name}, {_employer(chair)}" for chair in meeting.chairs),
            "minute_taker": f"{meeting.minute_taker.full_name}, {_employer(meeting.minute_taker)}",
            "next_review_on": meeting.next_review_on.isoformat() if meeting.next_review_on else "",
        },
        "attendance": [
            {
                "name": row.name,
                "role": row.role_title,
                "organisation": row.agency.name,
                "attendance": row.get_attendance_display(),
                "note": attendance_note(row),
            }
            for row in standing_invitations(meeting)
        ],
        "items": [
            {
                "number": item.number,
                "key": item.key,
                "label": item.label,
                "answers": _answers(item.key, answers.get(item.key, {})),
            }
            for item in agenda_for(meeting.level)
        ],
        "actions": [action_line(action) for action in agreed_actions(meeting)],
        "earlier": [action_line(action) for action in earlier_actions(meeting)],
        "messengers": [messenger_line(row) for row in messengers(meeting)],
    }


def attendance_note(row: Invitation) -> str:
    """What is to be said of one attendance beside the word for it: part of the meeting, a deputy, why not."""
    part = " ".join(
        words
        for words in (
            f"from {_time(row.arrived_at)}" if row.arrived_at else "",
            f"until {_time(row.left_at)}" if row.left_at else "",
        )
        if words
    )
    grade = f"Authority delegated by {row.delegated_by}." if row.delegated_by else ""
    authority: dict[bool | None, str] = {True: ", with delegated authority", False: ", without delegated authority"}
    deputy = f"{row.deputy} came instead{authority.get(row.delegated, '')}." if row.deputy else ""
    admitted: dict[bool | None, str] = {
        True: "Admitted by the chair after a warning.",
        False: "Not admitted by the chair.",
    }
    return _joined(
        f"Present {part}." if part else "", admitted.get(row.admitted, ""), deputy, grade, row.absence_note
    ).replace("\n", " ")


def messengers(meeting: Meeting) -> list[Messenger]:
    """Who tells the agencies that did not come, by the day on which they answer."""
    return list(Messenger.objects.filter(still_absent(), meeting=meeting).select_related("agency"))


def messenger_line(row: Messenger) -> dict[str, str]:
    """One absent agency as minutes print it."""
    line = {"agency": row.agency.name, "told_by": row.told_by, "contact": row.contact, "reply_by": day(row.reply_by)}
    return {**line, "reply": row.reply}


def _time(value: time) -> str:
    return clock(datetime.combine(date.min, value))


def reworded(content: Content, texts: Mapping[str, str]) -> Content:
    """The content with other wordings of its notes; `texts` maps "item.answer" to text."""
    changed: Content = json.loads(json.dumps(content))
    for item in changed["items"]:
        for answer in item["answers"]:
            key = f"{item['key']}.{answer['key']}"
            if answer["note"] and key in texts:
                answer["text"] = texts[key]
    return changed


def wording(content: Content) -> dict[str, str]:
    """The notes of minutes that may be worded better, by "item.answer"."""
    return {
        f"{item['key']}.{answer['key']}": answer["text"]
        for item in content["items"]
        for answer in item["answers"]
        if answer["note"]
    }


def fingerprint(content: Content) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def place(meeting: Meeting) -> str:
    """Where it is held, in words."""
    by_link = "by video or telephone" if meeting.remote else ""
    return ", ".join(part for part in (meeting.venue, by_link) if part) or "Place not recorded"


def agreed_actions(meeting: Meeting) -> list[PlanAction]:
    """The actions that the meeting set."""
    return list(
        PlanAction.objects.filter(case=meeting.case_id, meeting_id=meeting.pk).select_related("agency", "owner")
    )


def to_account_for(meeting: Meeting) -> Q:
    """Which actions from before a meeting are read back at it (MTR-06): those not settled, those that the meeting
    before it set, and those that anybody changed since that one. One query."""
    earlier = Meeting.objects.filter(case=meeting.case_id, status=Meeting.Status.HELD, starts_at__lt=meeting.starts_at)
    last = earlier.order_by("-starts_at").first()
    unsettled = Q(status__in=(ActionStatus.PROPOSED.value, ActionStatus.OPEN.value))
    if last is None:
        return unsettled & ~Q(meeting_id=meeting.pk)
    kept: Any = history_of(PlanAction)
    changed = kept.objects.filter(case=meeting.case_id, pgh_created_at__gt=last.starts_at).values("id")
    return (unsettled | Q(meeting_id=last.pk) | Q(pk__in=changed)) & ~Q(meeting_id=meeting.pk)


def earlier_actions(meeting: Meeting) -> list[PlanAction]:
    """The actions that are read back at a meeting, in the order in which they were agreed."""
    rows = PlanAction.objects.filter(to_account_for(meeting), case=meeting.case_id)
    return list(rows.select_related("agency", "owner").order_by("recorded_at", "pk"))


def action_line(action: PlanAction) -> dict[str, Any]:
    """One action as minutes print it: no person's name, which the plan itself keeps, and what its agency answered.

    A sensitive one is told only to those who see the case in full; whoever shows the lines leaves it out for others.
    """
    until = action.due_on or action.milestone_on
    by = f"by {day(until)}" if action.due_on and until else f"ongoing, next looked at {day(until)}" if until else ""
    return {
        "agency": action.agency.name,
        "description": action.description,
        "by": by,
        "status": action.get_status_display(),
        "answer": action_answer(action),
        "heading": action.get_pillar_display(),
        "sensitive": action.sensitive,
    }


def action_answer(action: PlanAction) -> str:
    """Where an action stands in words (RMP-05): what came of it, or why not and what was considered instead."""
    status = action.get_status_display()
    if action.status == ActionStatus.REFUSED:
        return f"{status}: {action.refusal_reason.strip()} Considered instead: {action.alternative.strip()}"
    said = " ".join(words.strip() for words in (action.not_completed_reason, action.outcome) if words.strip())
    return f"{status}: {said}" if said else status


def shown_actions(
    minutes: Minutes, *, in_full: bool, which: Literal["actions", "earlier"] = "actions"
) -> tuple[list[dict[str, Any]], int]:
    """The lines of actions for somebody who sees the case in full or not, and how many are kept from them (MIN-11).

    `which` are those agreed at the meeting, or those of before it. Kept are those of actions that were sensitive when
    the minutes were written, and of those that are so now.
    """
    lines = minutes.content.get(which, [])
    if in_full or not lines:
        return lines, 0
    now = set(PlanAction.objects.filter(case=minutes.case_id, sensitive=True).values_list("description", flat=True))
    shown = [line for line in lines if not line.get("sensitive") and line["description"] not in now]
    return shown, len(lines) - len(shown)


def attendance_lines(meeting: Meeting) -> list[AttendanceLine]:
    """Attendance as a summary prints it."""
    return [
        AttendanceLine(row.role_title, row.agency.name, row.attendance == Attendance.ATTENDED)
        for row in standing_invitations(meeting)
    ]


def first_values(meeting: Meeting, case: Case, content: Content) -> dict[str, str]:
    """A first wording of each field of the summary, from the minutes and the case."""
    said = {(item["key"], answer["key"]): answer["text"] for item in content["items"] for answer in item["answers"]}
    own = list(PlanAction.objects.filter(case=case, sensitive=False).select_related("agency"))
    return {
        "person": _person(case),
        "category_and_offence": _category_and_offence(case),
        "risk_outcomes": _joined(_rosh(case), said.get(("risk", "outcomes"))),
        "referral_reason": _referral_reason(case),
        "meeting_dates": _dates(content),
        "discussion": _joined(said.get(("risk", "updates")), said.get(("plan", "note"))),
        "risk_nature": _joined(*(said.get(("risk", key)) for key in ("who", "nature", "when"))),
        "risk_factors": _joined(
            _headed("Raises the risk", said.get(("risk", "circumstances"))),
            _headed("Lowers the risk", said.get(("risk", "protective_factors"))),
        ),
        "plan_actions": "\n".join(_action_text(action) for action in own),
        "level": _joined(said.get(("level", "level")), said.get(("level", "reason"))),
        "level_change": _level_change(meeting, said),
        "multi_agency": _multi_agency(said.get(("level", "level"), "")),
        "disclosure": _joined(
            DISCLOSURE_WORDS.get(said.get(("disclosure", "disclose"), ""), ""), said.get(("disclosure", "reason"))
        ),
        "other_actions": "",
        "contact": f"The officer in charge of the case, {case.lead_agency.name}",
    }


def known_names(meeting: Meeting, case: Case) -> list[KnownName]:
    """Names that must not leave with a summary: those of the case, and who chairs and minutes this meeting (EXS-03)."""
    return names_of_case(case, (*meeting.chairs, meeting.minute_taker))


def names_of_case(case: Case, further: Iterable[User]) -> list[KnownName]:
    """Victims, people at risk, everybody ever asked to a meeting, staff, and these further people.

    So are those who told an absent agency what was agreed, and whom they told (EXS-03).
    """
    people = protected_names(case)
    invited = list(Invitation.objects.filter(case=case).select_related("person"))
    people += [row.name for row in invited] + [row.deputy for row in invited]
    staff = User.objects.filter(pk__in=Assignment.objects.filter(case=case).values("user"))
    people += [user.full_name for user in staff]
    people += [user.full_name for user in further]
    told = Messenger.objects.filter(case=case).values_list("told_by", "contact")
    messages = [name for pair in told for words in pair for name in named_in(words)]
    return list(dict.fromkeys([*(split_name(name) for name in people if name.strip()), *messages]))


def protected_names(case: Case) -> list[str]:
    """The names of victims and people at risk, and those that they were recorded under before (EXS-03). Two queries."""
    kept: Any = history_of(ProtectedPerson)
    former = kept.objects.filter(case=case.pk).order_by("pgh_id").values_list("name", flat=True)
    names = [*ProtectedPerson.objects.filter(case=case).values_list("name", flat=True), *former]
    return list(dict.fromkeys(name for name in names if name.strip()))


def subject_names(case: Case) -> list[KnownName]:
    """The names of the person the summary is about."""
    aliases = [split_name(alias.name) for alias in Alias.objects.filter(case=case)]
    return [KnownName(case.given_names, case.family_name), *aliases]


def _answers(item: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for answer in ANSWERS[item]:
        stored = given.get(answer.key, "")
        if answer.choices:
            stored = answer.in_words(stored)
        elif answer.kind is Kind.DATE and stored:
            stored = day(date.fromisoformat(stored))
        rows.append({"key": answer.key, "label": answer.label, "text": stored, "note": answer.note})
    return rows


def _employer(user: User) -> str:
    role = user.job_title or "no job title"
    return f"{role}, {user.agency.name}" if user.agency else role


def _person(case: Case) -> str:
    numbers = (("PNC ID", case.pnc_id), ("Prison number", case.prison_number))
    known = [f"{label} {number}" for label, number in numbers if number]
    return ". ".join([case.name, f"Born {day(case.date_of_birth)}", f"Reference {case.reference}", *known]) + "."


def _category_and_offence(case: Case) -> str:
    category = CATEGORY_WORDS.get(case.category, "not decided")
    offences = Offence.objects.filter(case=case, is_index=True)
    lines = [
        f"{one.title}: {one.get_disposal_display().lower()}"
        + (f", {one.term_in_words}" if one.term_in_words else "")
        + f", {day(one.passed_on or one.outcome_on)}."
        for one in offences
    ]
    return _joined(f"Category {category}.", *lines)


def _rosh(case: Case) -> str:
    judgement = current_judgement(case)
    if judgement is None:
        return ""
    return f"Risk of serious harm: {ROSH_WORDS.get(judgement.overall, judgement.overall).lower()} overall."


def _referral_reason(case: Case) -> str:
    first = LevelDecision.objects.filter(case=case, level__gte=2).order_by("recorded_at").first()
    screening = Screening.objects.filter(case=case).order_by("recorded_at").first()
    return first.reason if first else screening.rationale if screening else ""


def _dates(content: Content) -> str:

    held = content["meeting"]["held_on"]
    following = content["meeting"]["next_review_on"]
    text = f"This meeting: {day(date.fromisoformat(held))}."
    return (
        f"{text} Next meeting: {day(date.fromisoformat(following))}." if following else f"{text} No next meeting set."
    )


def _level_change(meeting: Meeting, said: Mapping[tuple[str, str], str]) -> str:
    if said.get(("level", "level")) == f"Level {meeting.level}":
        return f"The level does not change: the case stays at Level {meeting.level}."
    return said.get(("level", "reason"), "")


def _multi_agency(level: str) -> str:
    if level in ("Level 2", "Level 3"):
        return f"Yes. Active multi-agency management at {level} is needed."
    return "No. Active multi-agency management is not needed." if level else ""


def _action_text(action: PlanAction) -> str:
    line = action_line(action)
    return f"{line['agency']}: {line['description'].rstrip('.')} ({line['by']}). {line['status']}."


def _headed(heading: str, text: str | None) -> str:
    return f"{heading}: {text}" if text else ""


def _joined(*parts: str | None) -> str:
    return "\n".join(part.strip() for part in parts if part and part.strip())


def printed_attendance(rows: Iterable[Invitation]) -> list[dict[str, str]]:
    """Attendance as the summary prints it: post, organisation and whether they came. No name has a place here."""
    return [
        {"role": row.role_title, "organisation": row.agency.name, "attendance": row.get_attendance_display()}
        for row in rows
    ]
