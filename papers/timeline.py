"""What the timeline of a case tells about set forms. What a form says stands on its own page."""

from django.urls import reverse

from offenders.access import Viewer
from offenders.models import Case
from papers import selectors
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """When a form was sent, to whom, when it was confirmed; and what was weighed as restricting no work."""
    sendings, receipts = selectors.happened(viewer=viewer, case_id=case.pk)
    found = [
        Event(
            f"{row.version.paper.spec.name} sent",
            row.sent_on,
            row.sent_as,
            f"Version {row.version.number}, to {row.recipient}",
            href=reverse("paper", args=[case.pk, row.version.paper_id]),
            rule="FRM-04",
            recorded=row.recorded_at,
        )
        for row in sendings
    ]
    found += [
        Event(
            f"{row.sending.version.paper.spec.name} confirmed",
            row.received_on,
            row.recorded_as,
            f"By {row.confirmed_by}",
            rule="FRM-09",
            recorded=row.recorded_at,
        )
        for row in receipts
    ]
    found += [
        Event(
            "No work or training unsuitable",
            row.decided_on,
            row.decided_as,
            f"{'; '.join(row.restrictions)}: {row.reason}",
            href=reverse("case_papers", args=[case.pk]),
            rule="FRM-16",
            recorded=row.recorded_at,
        )
        for row in selectors.weighed(viewer=viewer, case_id=case.pk)
    ]
    return found
