"""Meeting days with free slots, and beside meetings a core group and a professionals' meeting: invented throughout."""

import datetime as dt

from deadlines.policies import read_policies
from deadlines.rules.days import last_working_day_by
from mappa.demo.scene import Scene
from meetings.models import Meeting, MeetingDay
from meetings.services import days, groups

ANY_DAY = frozenset({"MTG-70"})
"""The demonstration is made on any day of the year: what it plans may fall on a bank holiday."""
ON_A_DAY, WITH_GROUP = 1, 1
"""Whose meeting to come is in a slot of a day, and whose last meeting set up a core group."""


def plan_day(scene: Scene, on: dt.date, *, level: int = 2) -> MeetingDay:
    """A day of the scene's area with four slots."""
    people = scene.cast.people
    day = days.Day(
        on=on,
        level=level,
        starts=dt.time(10, 0),
        minutes=45 if level == 2 else 60,
        number=4,
        chair=people["chair"],
        minute_taker=people["administrator"],
        venue="Conference room, Invented House",
    )
    return days.plan_day(
        actor=people["coordinator"], area=scene.cast.area, day=day, today=scene.today, acknowledged=ANY_DAY
    )


def plan_ahead(scene: Scene) -> None:
    """Two further days of the area, with every slot free, and one that was withdrawn."""
    if scene.number == ON_A_DAY:
        holidays = read_policies(scene.today).holidays
        plan_day(scene, last_working_day_by(scene.ago(-34), holidays))
        plan_day(scene, last_working_day_by(scene.ago(-42), holidays), level=3)
        withdrawn = plan_day(scene, last_working_day_by(scene.ago(-49), holidays))
        days.withdraw_day(
            actor=scene.cast.people["coordinator"],
            day=withdrawn,
            version=withdrawn.version,
            reason="The conference room is being repaired.",
            today=scene.today,
        )


def form_group(scene: Scene) -> None:
    """The last meeting set up a core group, which has a task and reported; the practitioner met with others, too."""
    if scene.number != WITH_GROUP:
        return
    people, agencies = scene.cast.people, scene.cast.agencies
    last = Meeting.objects.filter(case=scene.case, status=Meeting.Status.HELD).latest("starts_at")
    chair, formed_on = people["chair"], last.held_on
    group = groups.set_up(
        actor=chair,
        meeting=last,
        purpose="Weekly contact between those who visit.",
        formed_on=formed_on,
        today=scene.today,
    )
    members = (("police", "Imagina Visitor", True), ("probation", "Imagina Keeper", False))
    for key, name, vetted in (*members, ("housing", "Imagina Lodger", False)):
        member = groups.add_member(
            actor=chair,
            group=group,
            agency=agencies[key],
            name=name,
            post="Officer",
            vetted=vetted,
            joined_on=formed_on,
        )
    groups.end_membership(
        actor=chair,
        member=member,
        version=member.version,
        left_on=scene.ago(5),
        reason="Now works in another district; a successor is to be named.",
        today=scene.today,
    )
    groups.give_task(
        actor=chair,
        group=group,
        meeting=last,
        description="Visit once a week, unannounced.",
        agency=agencies["police"],
        due_on=scene.ago(-10),
    )
    coming = Meeting.objects.filter(case=scene.case, status=Meeting.Status.SCHEDULED).earliest("starts_at")
    groups.report(
        actor=scene.owner,
        group=group,
        meeting=coming,
        reported_on=scene.ago(3),
        text="Visits were kept each week; nothing of concern was seen.",
        today=scene.today,
    )
    met = groups.Met(
        held_on=scene.ago(18),
        referrer="Imagina Keeper, probation officer",
        people=["Imagina Visitor, police", "Imagina Carer, mental health trust"],
        purpose="Whether the plan still fits after the change of work.",
        notes_where="Case record of the Probation Service, entry of that day",
        notes_on=scene.ago(17),
    )
    groups.note_professionals(actor=scene.owner, case=scene.case, met=met, today=scene.today)
