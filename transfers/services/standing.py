"""What becomes of a transfer when the case changes or ends, and what it keeps others from (TRF-17, TRF-19)."""

import datetime as dt

from django.utils import timezone

from audit.refusals import Finding
from offenders.models import Case
from offenders.writing import writing
from papers.rules.shape import changed
from papers.services import note_difference
from transfers import facts
from transfers.models import Transfer
from transfers.rules import steps
from transfers.rules.steps import OPEN, State
from transfers.services.common import Kind, Told, close_to_receiving, note_step, tell_receiving, tell_sending

ENDED = "MAPPA management of this case has ended."


def notice_changes(case: Case) -> None:
    """Note on a transfer in progress since when the case is no longer as MAPPA G says, as it was last sent (TRF-19).

    Called inside the transaction whenever a case was written to: one query where no transfer is in progress.
    """
    for row in Transfer.objects.filter(case=case, state__in=sorted(OPEN)):
        differs = bool(changed(facts.sent_last(row).facts, facts.watched(case)))
        note_difference(row, differs=differs, today=timezone.localdate(), verb="transfer.form", rule="TRF-19")


def withdraw_ended(case: Case) -> None:
    """Whenever a case was written to: once management has ended, withdraw its transfer and close it to the other area.

    One query for a case that has ended, none for any other.
    """
    if case.ended_on is None:
        return
    for row in Transfer.objects.filter(case=case, state__in=sorted(OPEN)):
        with writing(case, actor=None, may=None, verb="transfer.withdrawn", reason=ENDED, rules=["TRF-17"]) as entry:
            current = Transfer.objects.select_for_update().get(pk=row.pk)
            current.case = entry.case
            today = timezone.localdate()
            entry.change(current, state=State.WITHDRAWN.value)
            close_to_receiving(entry, current, today)
            step = note_step(entry, current, Kind.WITHDRAWN, today)
            tell_receiving(current, Told.TRANSFER_ANSWERED, step)
            tell_sending(current, Told.TRANSFER_ANSWERED, step)


def withdraw_all_ended() -> None:
    """Withdraw every transfer in progress of a case whose management has ended."""
    rows = Transfer.objects.filter(state__in=sorted(OPEN), case__ended_on__isnull=False).select_related("case")
    for row in rows.order_by("case", "id"):
        withdraw_ended(row.case)


def before_lead_changes(case: Case, on: dt.date) -> list[Finding]:
    """What stands against another agency taking the lead on a day: a transfer in progress (TRF-17)."""
    return steps.lead_findings(in_progress=Transfer.objects.filter(case=case, state__in=sorted(OPEN)).exists())
