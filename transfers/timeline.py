"""What the timeline of a case tells about transfers and moves across a border. What MAPPA G says is on its own page."""

from django.urls import reverse

from offenders.access import Viewer
from offenders.models import Case
from transfers import selectors
from transfers.models import TransferStep
from ui.components import Event

Kind = TransferStep.Kind
RULES = {
    Kind.MOVED: "TRF-10",
    Kind.DISPUTED: "TRF-13",
    Kind.STANDS: "TRF-13",
    Kind.ANEW: "TRF-13",
    Kind.AGAIN: "TRF-19",
}


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each step of each transfer, and each move across a border."""
    rows = selectors.happened(viewer=viewer, case_id=case.pk)
    found = []
    for step in rows["steps"]:
        transfer = step.transfer
        taken = step.get_kind_display()
        what = f"Transfer to {transfer.to_area.name}: {taken if step.kind == Kind.AGAIN else taken.lower()}"
        if step.kind == Kind.MOVED:
            what = f"Moved from {transfer.from_area.name} to {transfer.to_area.name}"
        href = reverse("transfer", args=[case.pk, transfer.pk])
        rule = RULES.get(Kind(step.kind), "TRF-12")
        found.append(
            Event(what, step.happened_on, step.taken_as, step.reason, rule=rule, href=href, recorded=step.recorded_at)
        )
    for move in rows["moves"]:
        what = f"Move across a border: {move.get_jurisdiction_display()}"
        text = f"{move.get_kind_display()}. {move.reason}"
        found.append(Event(what, move.moves_on, move.decided_as, text, rule="TRF-20", recorded=move.recorded_at))
    return found
