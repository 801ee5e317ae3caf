"""What invented people who must notify the police did, and the visits to their homes."""

import datetime as dt

from mappa.demo.scene import Scene
from notification.services import record_event
from offenders.models import CustodyPeriod, Order

TOLD_AFTER = 2
VERIFIED = 40
VISITED = {"very_high": 9, "high": 12, "medium": 45, "low": 120}
JOURNEY = 18


def record(scene: Scene) -> None:
    """First notification, verification and last visit; every fifth person is about to travel."""
    order = Order.objects.filter(case=scene.case, kind=Order.Kind.NOTIFICATION).order_by("starts_on").first()
    custody = CustodyPeriod.objects.filter(case=scene.case).order_by("-starts_on").first()
    if order is None or scene.specimen.restricted or (custody is not None and custody.released_on is None):
        return
    start = order.starts_on
    if custody is not None and custody.released_on is not None:
        start = max(start, custody.released_on)
    _entry(scene, "initial", min(start + dt.timedelta(days=TOLD_AFTER), scene.today))
    if start < scene.ago(VERIFIED):
        _entry(scene, "verified", scene.ago(VERIFIED))
    visited = scene.ago(VISITED[scene.specimen.rosh])
    if start < visited:
        _entry(scene, "visit", visited, note="Seen at home. Nothing of concern.")
    if scene.number % 5 == 1:
        _entry(
            scene, "travel", scene.ago(-JOURNEY), until=scene.ago(-JOURNEY - 7), note="A week on an invented island."
        )


def _entry(scene: Scene, kind: str, on: dt.date, *, until: dt.date | None = None, note: str = "") -> None:
    actor = scene.cast.people["coordinator"]
    record_event(actor=actor, case=scene.case, kind=kind, on=on, until=until, note=note, today=scene.today)
