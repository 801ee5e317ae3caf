"""The meetings of the invented people: held, closed and minuted in the past, arranged for the days to come."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from assessments.selectors import current_judgement
from assessments.services import NewAction
from mappa.demo import days, texts
from mappa.demo.risk import complete
from mappa.demo.scene import Scene
from meetings import facts, selectors
from meetings.facts import Asked, party_of
from meetings.models import InformationRequest, Invitation, Meeting, MeetingSlot
from meetings.policies import agreed_grades
from meetings.rules.agenda import agenda_for
from meetings.rules.closing import LevelOutcome, latest_review
from meetings.rules.grades import LADDERS, key_of
from meetings.rules.people import Party
from meetings.rules.summary import FIELDS
from meetings.services import closing, minutes, planning, record, returns, summary
from minutes.services import circulation, distribution, issuing
from offenders.models import ProtectedPerson

NOTICE = 21
LONG_NOTICE = 100
"""Where custody leaves no limit, the next meeting is so many days later."""
APPROVED_AFTER = {2: 9, 3: 4}
"""Days from a meeting to the approval of its minutes, by level: within the limit."""
APPROVED_UP_TO = 20
"""Minutes of a meeting no longer ago than this still wait for the chair."""
SENT_AFTER = 10
ISSUED_AFTER = 14
ANSWERED_AFTER = 4
DONE_WITHIN = 20
REPORTS = (11, -4, 40, 6)
"""In so many days from today a report to the meeting is due; negative: overdue."""
HERE = {"attendance": "attended"}
HOUSING = (
    {"attendance": "report_only", "absence_note": "The report was read out."},
    {"attendance": "apologies", "absence_note": "Called to an emergency; spoke to the chair before."},
    HERE,
)
ACCOUNTED_FOR = "MTR-06"
"""What came of late actions is said in the meeting, and recorded afterwards."""
TO_BE_DISCLOSED = {"agreed", "planned", "made"}


def hold_first(scene: Scene) -> None:
    """The first of two meetings, at the level at which the case began."""
    specimen = scene.specimen
    if specimen.earlier is not None and specimen.met is not None:
        _hold(scene, specimen.earlier, following=specimen.met, level=specimen.first_level or 2, last=False)


def hold_last(scene: Scene) -> None:
    """The last meeting, which decided the present level; its executive summary where one was issued."""
    specimen = scene.specimen
    if specimen.met is None:
        return
    following = -specimen.coming if specimen.coming is not None else None
    meeting = _hold(scene, specimen.met, following=following, level=specimen.level or 2, last=True)
    if specimen.summary:
        _send_copies(scene, meeting, scene.ago(specimen.met - SENT_AFTER))
        _issue_summary(scene, meeting, scene.ago(specimen.met - ISSUED_AFTER))


def arrange_next(scene: Scene) -> None:
    """The meeting to come. Without one before it, the invitations have not gone out yet."""
    specimen = scene.specimen
    if specimen.coming is None:
        return
    kind = Meeting.Kind.INITIAL if specimen.met is None else Meeting.Kind.REVIEW
    on = scene.weekday(-specimen.coming)
    slot = days.plan_day(scene, on).slots.first() if scene.number == days.ON_A_DAY else None
    _schedule(scene, on, kind=kind, sent=specimen.met is not None, slot=slot)


def _schedule(scene: Scene, day: dt.date, *, kind: str, sent: bool, slot: MeetingSlot | None = None) -> Meeting:
    people = scene.cast.people
    planned_on = min(scene.today, day - dt.timedelta(days=NOTICE))
    plan = planning.Plan(
        kind=kind,
        starts_at=slot.starts_at if slot else _at(day, scene.pick((10, 11, 14))),
        chair=people["chair"],
        minute_taker=people["administrator"],
        venue=scene.pick(texts.VENUES),
        remote=scene.number % 4 == 1,
        invitations_sent_on=planned_on if sent else None,
        late_reason=texts.LATE_REVIEW,
        slot=slot,
    )
    meeting = planning.schedule_meeting(
        actor=people["coordinator"], case=scene.case, plan=plan, asked=_asked(scene), today=planned_on
    )
    _return(scene, meeting, on=min(scene.today, planned_on + dt.timedelta(days=ANSWERED_AFTER)))
    return meeting


def _return(scene: Scene, meeting: Meeting, *, on: dt.date) -> None:
    """What agencies returned: health knows nothing, the police wrote to the Co-ordinator; others are outstanding.

    Before a meeting to come health is outstanding too, so that its contact finds a request to answer.
    """
    people = scene.cast.people
    how = {"police": (people["coordinator"], "By secure e-mail.")}
    if meeting.held_on <= scene.today:
        how["mental_health"] = (people["spoc"], "")
    for request in InformationRequest.objects.filter(meeting=meeting).select_related("agency"):
        actor, note = how.get(request.agency.kind_id, (None, ""))
        if actor is not None:
            returns.record_return(actor=actor, request=request, answer="nothing", note=note, version=1, today=on)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _asked(scene: Scene) -> list[Asked]:
    agencies, people = scene.cast.agencies, scene.cast.people

    def ask(key: str, post: str, person: str | None = None) -> Asked:
        return Asked(agencies[key], post, party_of(agencies[key]), people[person] if person else None)

    asked = [
        ask("police", "Police offender manager", "officer"),
        ask("probation", "Senior probation officer", "manager"),
        ask("mental_health", "Mental health lead", "spoc"),
        ask("housing", "Housing options officer"),
    ]
    if scene.specimen.owner.startswith("practitioner"):
        practitioner = ask("probation", "Probation practitioner", scene.specimen.owner)
        asked.append(replace(practitioner, party=Party.PRACTITIONER))
    if ProtectedPerson.objects.filter(case=scene.case, victim_contact=True).exists():
        liaison = ask("probation", "Victim liaison officer", "vlo")
        asked.append(replace(liaison, party=Party.VICTIM_LIAISON_OFFICER))
    if scene.specimen.child:
        asked += [ask("yjs", "YJS case manager", "yjs"), ask("childrens", "Social worker")]
    return asked


def _hold(scene: Scene, days_ago: int, *, following: int | None, level: int, last: bool) -> Meeting:
    """A meeting planned, recorded, closed and, when some time has passed, minuted. `level` is what it decides."""
    people, held_on = scene.cast.people, scene.weekday(days_ago)
    first = not (last and scene.specimen.earlier)
    meeting = _schedule(scene, held_on, kind=Meeting.Kind.INITIAL if first else Meeting.Kind.REVIEW, sent=True)
    for item, answers in _answers(scene, meeting, following=following, level=level, last=last).items():
        record.write_item(actor=people["administrator"], meeting=meeting, item=item, answers=answers, version=0)
    _record_attendance(scene, meeting)
    for_police = _agreed_with_police(scene, held_on, last=last)
    done = record.agree_action(actor=people["administrator"], meeting=meeting, action=for_police)
    if last:
        record.agree_action(actor=people["administrator"], meeting=meeting, action=_agreed_with_health(scene, held_on))
    closing.close_meeting(
        actor=people["chair"], meeting=meeting, today=held_on, acknowledged=frozenset({ACCOUNTED_FOR})
    )
    if days_ago > APPROVED_UP_TO:
        complete(scene, done)
        approved_on = held_on + dt.timedelta(days=APPROVED_AFTER[meeting.level])
        minutes.approve_minutes(actor=people["chair"], meeting=meeting, based_on=1, today=approved_on)
    scene.case.refresh_from_db()
    return meeting


def _answers(
    scene: Scene, meeting: Meeting, *, following: int | None, level: int, last: bool
) -> dict[str, dict[str, str]]:
    """The answers to each item on the agenda of this meeting."""
    category = scene.specimen.category or 2
    answers = {
        "confidentiality": {"accepted": "yes"},
        "previous_minutes": {"correct": "first"},
        "risk": {
            "updates": scene.pick(texts.UPDATES, shift=last),
            "outcomes": "The results of the tools were gone through; they agree with the judgement.",
            "rosh": scene.specimen.rosh,
            "who": _who(scene),
            "nature": texts.HARM[category].public if category == 4 else texts.HARM[category].known,
            "when": scene.pick(texts.WHEN, shift=last),
            "circumstances": scene.pick(texts.CIRCUMSTANCES),
            "protective_factors": scene.pick(texts.PROTECTIVE, step=2),
            "difference": texts.ROSH_DIFFERS if _rosh_differs(scene) else "",
            "threat": "no",
            "may_change": "no",
            "child": texts.CHILD_AT_MEETING if scene.specimen.child else "",
            "extremism": texts.EXTREMISM if category == 4 else "",
            "domestic_abuse": texts.DOMESTIC_ABUSE if category == 3 else "",
        },
        "disclosure": _disclosure(scene, last=last),
        "plan": {
            "note": scene.pick(texts.PLAN_NOTES, shift=last),
            "safety": texts.SAFETY,
            "considered": texts.PREMISES_AND_ORDERS,
            "told": "yes",
        },
        "media": {"interest": "no"},
        "visor": {"owner": "Offender manager, police", "reviewer": "Offender manager, police"},
        "human_rights": {"validated": "yes", "note": "Lawful, necessary for public safety, and no more than needed."},
        "diversity": dict(zip(("which", "note"), scene.pick(texts.DIVERSITY, shift=last), strict=True)),
        "cppc": {"referred": "no", "reason": "The resources of the area are enough."},
        "level": _level(scene, meeting, following=following, level=level, last=last),
        "smb": {"note": "Nothing to report."},
    }
    if last and scene.specimen.earlier:
        answers["previous_minutes"] = {"correct": "yes"}
    return {item.key: answers[item.key] for item in agenda_for(meeting.level)}


def _who(scene: Scene) -> str:
    if scene.specimen.category == 4:
        return "The public."
    return texts.WHO_OF_A_CHILD if scene.specimen.child else scene.pick(texts.WHO)


def _disclosure(scene: Scene, *, last: bool) -> dict[str, str]:
    if last and scene.specimen.disclosure in TO_BE_DISCLOSED:
        return {
            "disclose": "yes",
            "purpose": "To protect people in a new place of work.",
            "reason": "The employer cannot keep others safe without knowing.",
            "details": "The manager of the place of work, by the offender manager, in person, within two weeks.",
        }
    return {
        "disclose": "no",
        "purpose": "To protect anybody newly met.",
        "reason": scene.pick(texts.NOT_DISCLOSED, shift=last),
    }


def _level(scene: Scene, meeting: Meeting, *, following: int | None, level: int, last: bool) -> dict[str, str]:
    """The level with the next meeting: when it was or is to be held, or else the last day that the rules allow."""
    people = scene.cast.people
    known = facts.close_facts(meeting, scene.case, chair=people["chair"], today=meeting.held_on)
    latest = latest_review(replace(known, outcome=LevelOutcome(level=level)))
    limit = latest.due_on if latest else meeting.held_on + dt.timedelta(days=LONG_NOTICE)
    wanted = scene.weekday(following) if following is not None else limit
    return {
        "level": str(level),
        "reason": texts.LOWERED if level < meeting.level else scene.pick(texts.STAYS, shift=last),
        "decided_by": "meeting",
        "next_review_on": min(wanted, limit).isoformat(),
    }


def _rosh_differs(scene: Scene) -> bool:
    judged = current_judgement(scene.case)
    return judged is not None and judged.overall != scene.specimen.rosh


def _record_attendance(scene: Scene, meeting: Meeting) -> None:
    rows = list(Invitation.objects.filter(meeting=meeting).select_related("agency"))
    housing = HERE if scene.specimen.was else scene.pick(HOUSING)  # nobody is missing where the level is lowered
    lines = {
        row.pk: {**(housing if row.agency == scene.cast.agencies["housing"] else HERE), **_grade(row, meeting)}
        for row in rows
    }
    record.record_attendance(
        actor=scene.cast.people["administrator"],
        meeting=meeting,
        lines=lines,
        seen=record.attendance_version(rows),
    )


def _grade(row: Invitation, meeting: Meeting) -> dict[str, str]:
    """The grade that is expected, where the table has one: the Board's, or that of the guidance."""
    key = key_of(Party(row.party), row.agency.kind_id)
    if key not in LADDERS:
        return {}
    board = agreed_grades(meeting.case.area_id, meeting.held_on).get((key, meeting.level))
    return {"grade": board.grade if board else LADDERS[key].least[meeting.level]}


def _agreed_with_police(scene: Scene, held_on: dt.date, *, last: bool) -> NewAction:
    description, how = scene.pick(texts.AGREED_WITH_POLICE, shift=last)
    return NewAction(
        pillar="monitoring_and_control",
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["police"],
        owner_role="Offender manager",
        risks=["r1"],
        starts_on=held_on,
        due_on=held_on + dt.timedelta(days=DONE_WITHIN),
    )


def _agreed_with_health(scene: Scene, held_on: dt.date) -> NewAction:
    description, how = scene.pick(texts.AGREED_WITH_HEALTH)
    return NewAction(
        pillar="interventions_and_treatment",
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["mental_health"],
        owner_role="Team leader",
        risks=["r1"],
        starts_on=held_on,
        due_on=scene.ago(-scene.pick(REPORTS)),
    )


def _send_copies(scene: Scene, meeting: Meeting, on: dt.date) -> None:
    """The minutes sent to everybody invited; all but the health contact confirmed the receipt next day."""
    people, next_day = scene.cast.people, on + dt.timedelta(days=1)
    for copy in distribution.make_copies(actor=people["administrator"], meeting=meeting):
        distribution.take_step(actor=people["administrator"], copy=copy, step="sent", on=on, today=on)
        if copy.invitation is not None and copy.invitation.person != people["spoc"]:
            distribution.take_step(
                actor=people["administrator"], copy=copy, step="received", on=next_day, today=next_day
            )


def _issue_summary(scene: Scene, meeting: Meeting, on: dt.date) -> None:
    """Worded from the minutes by the administrator, issued by the chair."""
    people = scene.cast.people
    closed = Meeting.objects.select_related("case").get(pk=meeting.pk)
    values = selectors.first_wording(viewer=people["administrator"], meeting=closed)
    draft = summary.save_summary(
        actor=people["administrator"],
        meeting=closed,
        values=values,
        nothing=[field.key for field in FIELDS if not values.get(field.key)],
        version=0,
    )
    circulation.circulate(
        actor=people["administrator"],
        meeting=closed,
        version=draft.version,
        comments_by=on - dt.timedelta(days=1),
        today=on - dt.timedelta(days=4),
    )
    issuing.issue_summary(
        actor=people["chair"],
        meeting=closed,
        version=draft.version,
        recipient="Parole Board, invented panel",
        purpose="The panel reviews the person's release and asked for the summary.",
        at=_at(on, 15),
    )
