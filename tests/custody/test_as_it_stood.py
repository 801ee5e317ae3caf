"""Custody in the picture of a case on a day: what stood, with corrections in the place of what they correct."""

import pytest

from custody import services
from custody.rules.events import Given
from custody.rules.kinds import Kind
from offenders.models import Case
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests.custody.builders import confirmed, inside
from tests.factories import World

pytestmark = pytest.mark.django_db


def test_what_was_corrected_stands_once_with_what_was_right(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today)
    event = confirmed(case, me, today.replace(year=today.year + 1, day=1), today=today)
    right = Given(
        Kind.RELEASE_DATE, today.replace(year=today.year + 1, day=2), told_on=today, choice="first", source="Ada"
    )
    services.correct_event(actor=me, event=event, given=right, details="", reason="Misread.", today=today)
    sections = {one.title: one for one in compare(viewer=me, case=case, then=AsRecordedBy(case.pk, today))}
    lines = {line.label: line for line in sections["Custody and release"].lines}
    assert list(lines) == ["Prison", "Release date confirmed"]
    assert lines["Release date confirmed"].then == lines["Release date confirmed"].now
    assert f"2 {today:%B} {today.year + 1}" in str(lines["Release date confirmed"].now)


def test_a_time_recorded_in_error_is_no_longer_told(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    period = inside(case, me, today=today)
    services.take_back_time(actor=me, custody=period, version=1, reason="Another person's.")
    sections = {one.title: one for one in compare(viewer=me, case=case, then=AsRecordedBy(case.pk, today))}
    assert "Prison" not in {line.label for line in sections["Custody and release"].lines}
