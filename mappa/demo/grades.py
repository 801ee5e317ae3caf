"""Grades that the Board of an area agreed, and one that waits for a second person: invented throughout."""

from accounts.models import User
from mappa.demo.scene import Scene
from meetings.services import agreed_grades

FIRST_CASE = 1
AGREED, WAITS = 70, 20
"""The Board met so many days ago; what it agreed then holds, and waits for a second person."""


def agree(scene: Scene) -> None:
    """An operations manager for the Youth Offending Team at Level 3, and a superintendent who waits for approval."""
    if scene.number != FIRST_CASE:
        return
    people, area = scene.cast.people, scene.cast.area
    met = scene.ago(AGREED)
    first = agreed_grades.propose(
        actor=people["coordinator"],
        area=area,
        ladder="youth_offending_team",
        level=3,
        grade="yot_operations_manager",
        agreed_on=met,
        starts_on=met,
        reference="Invented Board, second meeting of the year, item 6",
        reason="Places at Level 3 are decided on by the operations managers.",
        today=met,
    )
    second = User.objects.get(email="sysadmin@example.test")
    agreed_grades.decide(actor=second, agreed_grade=first, approve=True, today=met)
    agreed_grades.propose(
        actor=people["coordinator"],
        area=area,
        ladder="police",
        level=3,
        grade="superintendent",
        agreed_on=scene.ago(WAITS),
        starts_on=scene.today,
        reference="Invented Board, third meeting of the year, item 2",
        reason="Resources of more than one unit are decided on there.",
        today=scene.today,
    )
