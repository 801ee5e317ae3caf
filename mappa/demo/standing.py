"""Standing members of an area's meetings, one of whom has left: invented throughout."""

from typing import Any

from mappa.demo.scene import Scene
from meetings.services import standing

FIRST_CASE = 1
SINCE, LEFT = 400, 60
"""Members stand for so many days; one left so many days ago."""


def keep_members(scene: Scene) -> None:
    """Who stands for which agency, each with a deputy or none."""
    if scene.number != FIRST_CASE:
        return
    people = scene.cast.people
    _add(scene, "police", "Detective inspector", "inspector", [2], person=people["police.manager"])
    _add(scene, "police", "MAPPA Co-ordinator", "another", [2, 3], person=people["coordinator"])
    _add(
        scene,
        "probation",
        "Senior probation officer",
        "senior_probation_officer",
        [2],
        person=people["manager"],
        deputy_name="Imagina Standin",
    )
    _add(scene, "probation", "Head of the Probation Delivery Unit", "head_of_unit", [3], name="Imagina Topmost")
    _add(
        scene,
        "mental_health",
        "Mental health lead",
        "standing_representative",
        [2, 3],
        person=people["spoc"],
        deputy_name="Imagina Understudy",
    )
    gone = _add(scene, "childrens", "Service manager", "childrens_manager", [2, 3], name="Imagina Formerly")
    standing.end_member(
        actor=people["coordinator"], row=gone, version=1, ends_on=scene.ago(LEFT), reason="Moved to another authority."
    )


def _add(scene: Scene, agency: str, post: str, grade: str, levels: list[int], **who: Any) -> Any:
    member = standing.Member(
        agency=scene.cast.agencies[agency],
        post=post,
        grade=grade,
        levels=levels,
        starts_on=scene.ago(SINCE),
        **who,
    )
    return standing.add_member(actor=scene.cast.people["coordinator"], area=scene.cast.area, member=member)
