"""What this app shows on the first page of a case: a sentence that is awaited, or was activated."""

from django.db.models import Q

from offenders import activations, overview, selectors
from offenders.access import Viewer
from offenders.models import Case, Offence
from offenders.rules.activation import to_record
from offenders.rules.data_checks import awaited_findings


def awaited_sentences(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The offences without a sentence yet, each with the way to record it (OFF-28), and what an activated sentence
    still lacks (OFF-32); nothing where all is recorded.
    """
    wanted = Q(disposal=Offence.Disposal.AWAITING) | Q(activation__isnull=False)
    found = list(selectors.offences(viewer=viewer, case_id=case.pk).filter(wanted))
    rows = [row for row in found if row.is_awaiting_sentence]
    served = to_record(activations.served(viewer, case, found))
    if not rows and not served:
        return None
    shown = {"findings": [*awaited_findings([row.title for row in rows]), *served], "rows": rows, "case": case}
    return overview.Panel("Sentence awaited" if rows else "Sentence activated", "offenders/_awaited.html", shown)


def register_all() -> None:
    """Register the panel."""
    overview.register("awaited_sentences", awaited_sentences, order=12)
