"""A serious case review under way, and a registered critical case: one invented person each."""

import datetime as dt

from mappa.demo.scene import Scene
from serious import services
from serious.rules.actions import Turn
from serious.rules.critical import Event
from serious.rules.timetable import Step

CRITICAL, REVIEWED = 2, 4
CHAIR = "Imagina Chairperson, Assistant Chief Constable"


def review(scene: Scene) -> None:
    """Somebody at Level 2 was charged with rape; somebody at Level 3 is registered with the CPPC Team."""
    if scene.number == CRITICAL:
        _register(scene)
    if scene.number == REVIEWED:
        _begin(scene)


def _register(scene: Scene) -> None:
    said = "The national newspapers report on the release."
    for kind, days, happened in (
        (Event.REFERRED, 40, {"criterion": "both", "details": said}),
        (Event.REGISTERED, 31, {"national": False}),
    ):
        services.record_event(
            actor=scene.manager,
            case=scene.case,
            kind=kind,
            happened=services.Happened(scene.ago(days), **happened),
            today=scene.today,
            acknowledged=frozenset({"CPC-02"}),
        )
    registered = scene.case.criticalevents.get(kind=Event.REGISTERED.value)
    services.correct_event(
        actor=scene.cast.people["coordinator"],
        event=registered,
        happened=services.Happened(scene.ago(30), national=False, details="The letter is of the day after."),
        reason="The day of the telephone call was entered.",
        today=scene.today,
    )


def _begin(scene: Scene) -> None:
    unit = scene.cast.people["coordinator"]
    charged = services.Charged(
        kind="rape",
        charge="Rape, contrary to section 1 of the Sexual Offences Act 2003.",
        committed_on=scene.ago(31),
        charged_on=scene.ago(27),
        told_on=scene.ago(25),
        received_on=scene.ago(24),
        managed_for=scene.case.offences.filter(outcome_on__lte=scene.ago(31)).first(),
    )
    offence = services.record(actor=unit, case=scene.case, charged=charged, today=scene.ago(24))
    services.decide(
        actor=unit,
        offence=offence,
        version=offence.version,
        outcome="mandatory",
        chair=CHAIR,
        reason="The charge is rape, and the case was managed at Level 2 on the day of the offence.",
        on=scene.ago(18),
        today=scene.ago(18),
    )
    lead = services.Lead(scene.ago(10), None, "Imagina Farfield", "Head of public protection, another area", True, True)
    _step(scene, Step.TEAM_TOLD, scene.ago(15))
    agencies = "Police, Probation, mental health trust, housing"
    _step(scene, Step.AGENCIES_TOLD, scene.ago(14), who=agencies, details="There is no other review.")
    _step(scene, Step.TEAM_ANSWERED, scene.ago(11))
    services.name_lead(actor=unit, offence=offence, version=_again(scene), lead=lead, reason="", today=scene.today)
    terms = "Whether the case was identified, referred and managed at meetings as it should have been."
    _step(scene, Step.TERMS_AGREED, scene.ago(9), details=terms)
    _plan(scene)


def _plan(scene: Scene) -> None:
    """Two actions that could not wait for the report: one is done, one is late."""
    for what, person, due in (
        ("Every open case of the team is looked at by its manager.", "Imagina Overseer, head of service", 4),
        ("Who is told of a missed appointment is written down for all agencies.", "Imagina Penning, policy lead", 2),
    ):
        planned = services.Planned(what, scene.case.lead_agency, person, scene.ago(9), scene.ago(due))
        unit, offence = scene.cast.people["coordinator"], scene.case.seriousoffences.get()
        services.add_action(actor=unit, offence=offence, version=offence.version, planned=planned, today=scene.today)
    said = services.Said(scene.ago(4), "The head of service sent the list of all 31 cases with the day of each.")
    first = offence.actions.get(number=1)
    services.record_action(
        actor=unit, action=first, version=_again(scene), turn=Turn.DONE, said=said, today=scene.today
    )


def _step(scene: Scene, step: Step, on: dt.date, who: str = "", details: str = "") -> None:
    offence = scene.case.seriousoffences.get()
    services.take(
        actor=scene.cast.people["coordinator"],
        offence=offence,
        version=offence.version,
        step=step,
        took=services.Took(on, who, details),
        today=scene.today,
    )


def _again(scene: Scene) -> int:
    return int(scene.case.seriousoffences.get().version)
