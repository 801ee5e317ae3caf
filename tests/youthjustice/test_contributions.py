"""What a child's assessment adds to the overview and the timeline of a case."""

from offenders import overview, timeline
from offenders.access import Detail
from offenders.models import Case
from offenders.selectors import case_for
from tests.factories import World
from tests.youthjustice.conftest import hand_in, sign


def test_the_overview_shows_the_three_risks_of_a_child(world: World, countersigned) -> None:
    case = case_for(viewer=world.yjs_manager, case_id=countersigned.case.pk)
    panels = {panel.title: panel for panel in overview.panels(viewer=world.yjs_manager, case=case)}
    assert [risk.judged for risk in panels["Youth justice"].context["risks"]] == ["Medium", "High", "Medium"]


def test_nothing_is_added_where_nothing_is_assessed_or_nothing_may_be_seen(world: World, case: Case, draft) -> None:
    seen = case_for(viewer=world.practitioner, case_id=case.pk)
    assert "Youth justice" not in {panel.title for panel in overview.panels(viewer=world.practitioner, case=seen)}
    draft.case.detail = Detail.NOTHING
    titles = {panel.title for panel in overview.panels(viewer=world.stranger, case=draft.case)}
    assert "Youth justice" not in titles
    assert not [event for event in timeline.events(viewer=world.stranger, case=draft.case) if event.rule == "YJ-18"]


def test_the_timeline_tells_each_step(world: World, filled) -> None:
    sign(world, hand_in(world, filled))
    told = [event for event in timeline.events(viewer=world.yjs_manager, case=filled.case) if event.rule == "YJ-18"]
    assert {event.title for event in told} == {
        "Youth assessment started",
        "Youth assessment submitted",
        "Youth assessment countersigned",
    }
