"""What the prison said of release: confirmed, still awaited, or confirmed long ago for somebody who is out by now."""

import datetime as dt

from custody.rules.events import Given
from custody.rules.kinds import Kind
from custody.services import record_event, record_report
from mappa.demo.scene import Scene
from offenders.models import CustodyPeriod

SOON = 150
"""A release nearer than so many days has been confirmed; a later one is still to be."""
RECENT = 30
PRISON = "Imagina Nobody, offender management unit, HMP Imaginary"


def confirm(scene: Scene) -> None:
    """The release dates, parole and approved premises of those inside, and of who was released of late."""
    specimen = scene.specimen
    period = CustodyPeriod.objects.filter(case=scene.case).first()
    if period is None or specimen.ended:
        return
    if specimen.custody is not None:
        if specimen.custody < SOON:
            _confirmed(scene, scene.ago(-specimen.custody), scene.ago(60))
            _record(scene, Given(Kind.PREMISES_PLANNED, scene.ago(40)), "A bed near the new place of work.")
            if specimen.category == 1:
                told = Given(Kind.POLICE_TOLD, scene.ago(30), source="Imagina Sergeant, police")
                _record(scene, told, "The day and the address of the release.")
        else:
            eligible = scene.ago(-specimen.custody + 15)
            _record(scene, Given(Kind.PAROLE_ELIGIBILITY, eligible, told_on=scene.ago(90), source=PRISON))
        _leave(scene)
    elif specimen.released < RECENT and period.released_on is not None:
        _confirmed(scene, period.released_on, period.released_on - dt.timedelta(days=250))
        place = Given(Kind.PREMISES_ARRIVED, period.released_on, place="Imaginary House")
        _record(scene, place, "A single room; curfew from 9pm.")
        _report(scene, period.released_on - dt.timedelta(days=40))


def _record(scene: Scene, given: Given, details: str = "") -> None:
    record_event(actor=scene.owner, case=scene.case, given=given, details=details, today=scene.today)


def _confirmed(scene: Scene, day: dt.date, told_on: dt.date) -> None:
    given = Given(Kind.RELEASE_DATE, day, told_on=told_on, choice="first", source=PRISON)
    _record(scene, given)


def _leave(scene: Scene) -> None:
    consulted = frozenset({"com", "police", "victim_liaison"})
    given = Given(Kind.TEMPORARY_RELEASE, scene.ago(-18), scene.ago(-20), consulted=consulted)
    _record(scene, given, "To look for a place to live. Stays with an aunt outside the county.")


def _report(scene: Scene, meeting_on: dt.date) -> None:
    report = {
        "meeting_on": meeting_on,
        "establishment": "HMP Imaginary",
        "conduct": "No adjudication for a year. Keeps to a small group; polite to staff.",
        "work": "Works in the library. Finished the thinking skills programme.",
        "contact": "Letters from a sister; one visit a month.",
        "psychology": "Not involved.",
        "relationship": "Single",
        "domestic_abuse": False,
        "possible_victims": False,
        "intelligence": False,
        "release_plan": "Approved premises first, then a place of his own.",
        "prepared_by": "Imagina Nobody",
        "countersigned_by": "Fictus Nullman",
        "countersigned_on": meeting_on - dt.timedelta(days=6),
    }
    record_report(actor=scene.owner, case=scene.case, report=report, today=scene.today)
