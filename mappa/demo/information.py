"""Information that agencies gave on an invented person: a little of each kind, some of it shared."""

from information.models import InformationItem
from information.services import Given, correct_item, record_item, share_with_agency, withdraw_item
from mappa.demo.scene import Scene
from offenders.rules.sensitivity import Sensitivity

OF_EACH = 3
"""Every third case has information of the sensitive kinds."""
CONFIRMED = frozenset({"INF-05", "INF-07"})

SIGHTINGS = (
    "Seen twice this month outside the Invented Arcade at closing time, alone.",
    "Said to be meeting a former associate at the Imaginary Bowls Club on Thursdays.",
    "A grey van registered to a cousin was parked near Nowhere Primary School on three mornings.",
)
CONFIDENCES = (
    "A relative says that the sleeping pills are sold on and not taken. They ask not to be named.",
    "A neighbour hears shouting on most Friday nights and is afraid to say so.",
    "A former partner says that letters still come through a friend.",
)
PLAIN = (
    "Rent is paid to the end of the quarter; the housing officer visits on the first Monday of the month.",
    "Attends the gym on weekday mornings, and has told the instructor about the licence.",
    "Has applied for a course at Nonexistent College; a place is offered from September.",
)


def gather(scene: Scene) -> None:
    """What was recorded on the case: ordinary information on each, the sensitive kinds on some."""
    if scene.specimen.category is None:
        return
    _record(scene, Sensitivity.ORDINARY, scene.pick(PLAIN))
    if scene.number % OF_EACH:
        return
    seen = _record(scene, Sensitivity.INTELLIGENCE, scene.pick(SIGHTINGS, step=OF_EACH), by="officer")
    confided = _record(scene, Sensitivity.THIRD_PARTY, scene.pick(CONFIDENCES, step=OF_EACH))
    _record(scene, Sensitivity.LEGAL, "Counsel advises that the no-contact condition reaches messages sent by others.")
    _record(scene, Sensitivity.RESTRICTED, "A protected person has moved to another town; do not send letters there.")
    if seen is not None:
        _correct(scene, seen)
    if confided is not None:
        withdraw_item(
            actor=scene.owner,
            item=confided,
            reason="The person who said so has taken it back.",
            version=confided.version,
            today=scene.today,
        )


def _record(scene: Scene, kind: Sensitivity, text: str, by: str = "") -> InformationItem | None:
    """An item of the case owner's agency, or told to the case owner by the police."""
    owner = scene.cast.agencies["police"] if by else scene.owner.agency
    if owner is None:
        return None
    evaluated = {"source_evaluation": "2", "assessment": "B", "handling": "C"} if by else {}
    conditions = "Not to be told to the person, nor to anybody in the family." if by else ""
    given = Given(
        sensitivity=kind.value,
        dated_on=scene.ago(20),
        text=text,
        review_on=scene.ago(-120 - scene.number),
        source="" if kind is Sensitivity.THIRD_PARTY else "Seen by an officer" if by else "Supervision",
        conditions=conditions,
        **evaluated,
    )
    item = record_item(actor=scene.owner, case=scene.case, owner=owner, given=given, today=scene.today)
    if by:
        share_with_agency(
            actor=scene.owner,
            item=item,
            agency=scene.cast.agencies["mental_health"],
            reason="The nurse visits at home.",
            today=scene.today,
            agreed_by=scene.cast.people[by].full_name,
            acknowledged=CONFIRMED,
        )
    return item


def _correct(scene: Scene, item: InformationItem) -> None:
    first = item.versions.get()
    given = Given(
        sensitivity=item.sensitivity,
        dated_on=first.dated_on,
        text=f"{first.text} The first report had the wrong week.",
        review_on=item.review_on,
        source=first.source,
        source_evaluation=first.source_evaluation,
        assessment=first.assessment,
        handling=first.handling,
        conditions=first.conditions,
    )
    correct_item(
        actor=scene.owner,
        item=item,
        given=given,
        reason="The officer checked the notebook.",
        version=item.version,
        today=scene.today,
    )
