"""What somebody was given to read of their plan: one invented person who has it, one for whom it is ready."""

from mappa.demo.scene import Scene
from minutes.facts_person import known_of_case, offered, plan_in_force
from minutes.rules.person import stops
from minutes.services.person import give_copy, make_copy

GIVEN_EACH, READY_EACH = 5, 7


def hand_over(scene: Scene) -> None:
    """A copy of the lines in which nothing is found; some were given today."""
    plan = plan_in_force(scene.case)
    if plan is None or (scene.number % GIVEN_EACH and scene.number % READY_EACH):
        return
    lines = offered(scene.case, plan)
    found = stops(lines, known_of_case(scene.case))
    chosen = [line.key for line in lines if line.key not in found]
    if not chosen:
        return
    copy = make_copy(actor=scene.owner, case=scene.case, based_on=str(plan.pk), chosen=chosen)
    if scene.number % GIVEN_EACH == 0:
        how = "Read together at the appointment; he asked what the conditions on visits mean."
        give_copy(actor=scene.owner, copy=copy, on=scene.today, how=how, today=scene.today)
