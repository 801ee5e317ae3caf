"""Records on ViSOR: made, owned, with manager and partners, updated after meetings, archived; a few missing or late."""

import datetime as dt

from mappa.demo.cases import IDENTIFIED, has_visor_record
from mappa.demo.scene import Scene
from meetings.models import Meeting
from offenders.models import CustodyPeriod
from visor import facts, services
from visor.rules.kinds import Kind, Owner
from visor.rules.record import Known, proposed_owner

CONFIRMED = frozenset({"VIS-01", "VIS-02", "VIS-06", "VIS-08"})
OFFICERS = {Owner.POLICE: "Imagina Sergeant, police", Owner.PROBATION: "ViSOR administrator, Probation"}
LATE = 4
"""Every so-many-th record was not updated after the last meeting."""


def keep(scene: Scene) -> None:
    """The record of everybody who has one, as far as it has come."""
    scene.case.refresh_from_db()
    if not has_visor_record(scene.specimen, scene.number):
        return
    owner = proposed_owner(facts.case_facts(scene.case, scene.today)) or Owner.POLICE
    sensitive = scene.specimen.restricted or scene.specimen.category == 4
    who = OFFICERS[owner]
    _event(scene, Known(Kind.MADE, scene.ago(IDENTIFIED), owner, sensitive, who))
    _parts(scene, owner)
    for meeting_id, agreed_on in facts.agreed_on([scene.case.pk]).get(scene.case.pk, {}).items():
        if scene.number % LATE:
            meeting = Meeting.objects.get(pk=meeting_id)
            _event(scene, Known(Kind.UPDATED, min(agreed_on + dt.timedelta(days=1), scene.today), who=who), meeting)
    if scene.case.ended_on is not None:
        _event(scene, Known(Kind.ARCHIVED, scene.case.ended_on, who=who))
    elif scene.specimen.met is not None:
        _event(scene, Known(Kind.REVIEWER, scene.ago(scene.specimen.met), who="Imagina Inspector, police"))


def _event(scene: Scene, given: Known, meeting: Meeting | None = None) -> None:
    services.record_event(
        actor=scene.cast.people["coordinator"],
        case=scene.case,
        given=given,
        meeting=meeting,
        today=scene.today,
        acknowledged=CONFIRMED,
    )


def _parts(scene: Scene, owner: Owner) -> None:
    """A manager in the agency that owns it, and a partner in the other; the prison while somebody is inside."""
    other = Owner.PROBATION if owner is Owner.POLICE else Owner.POLICE
    parts = [("manager", OFFICERS[owner], owner.value), ("partner", OFFICERS[other], other.value)]
    if CustodyPeriod.objects.filter(case=scene.case, released_on__isnull=True).exists():
        parts.append(("partner", "Security department, HMP Imaginary", "prison"))
    for role, holder, kind in parts:
        agency = scene.cast.agencies.get(kind)
        if agency is not None:
            services.add_part(
                actor=scene.cast.people["coordinator"],
                case=scene.case,
                role=role,
                holder=holder.partition(",")[0],
                agency=agency,
                starts=scene.ago(IDENTIFIED),
                today=scene.today,
            )
