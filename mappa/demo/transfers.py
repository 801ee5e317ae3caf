"""Transfers between the two areas: some wait for an answer, some are accepted, one was refused, one has moved."""

from mappa.demo.people import Cast
from mappa.demo.scene import Scene
from transfers import services
from transfers.models import Transfer

EACH = 9
WAITING, ACCEPTED, REFUSED = 2, 5, 8
KINDS = {"probation": "practitioner", "police": "officer", "yjs": "yjs"}
WARNED = frozenset({"TRF-04", "TRF-05"})
REASONS = (
    "They move in with a brother, whose address was visited and found suitable.",
    "A flat in supported housing is free there from that day.",
    "They take up work there, and have a tenancy.",
)


def move(scenes: list[Scene], casts: dict[str, Cast]) -> None:
    """Some open, unrestricted cases of each area are on their way to the other one."""
    for scene in scenes:
        kind = scene.number % EACH
        specimen = scene.specimen
        if (
            specimen.ended
            or specimen.level is None
            or scene.case.restricted
            or kind not in (WAITING, ACCEPTED, REFUSED)
        ):
            continue
        _ask(scene, next(cast for slug, cast in casts.items() if slug != specimen.area), kind)


def _ask(scene: Scene, there: Cast, kind: int) -> None:
    asked_on = scene.ago({WAITING: 4, ACCEPTED: 9, REFUSED: 30}[kind])
    transfer = services.request(
        actor=scene.manager,
        case=scene.case,
        asked=services.Request(
            to_agency=there.agencies[scene.specimen.lead],
            basis="lives",
            planned_on=scene.ago(-12),
            agreed_with="Head of the unit there",
            agreed_on=asked_on,
            reason=scene.pick(REASONS),
        ),
        today=asked_on,
        acknowledged=WARNED,
    )
    if kind == ACCEPTED:
        _accept(scene, transfer, there)
    if kind == REFUSED:
        services.refuse(
            actor=there.people["coordinator"],
            transfer=transfer,
            version=transfer.version,
            ground="not_living",
            reason="The address is not confirmed: nobody answered at either visit.",
            today=scene.ago(24),
        )


def _accept(scene: Scene, transfer: Transfer, there: Cast) -> None:
    services.accept(
        actor=there.people["coordinator"],
        transfer=transfer,
        version=transfer.version,
        owner=there.people[KINDS[scene.specimen.lead]],
        moves_on=transfer.planned_on,
        reason="The first appointment is made for that day.",
        today=scene.ago(6),
    )
    services.send(
        actor=scene.manager,
        transfer=transfer,
        version=transfer.version,
        records_sent_on=scene.ago(3),
        visor_updated_on=None,
        today=scene.today,
    )
