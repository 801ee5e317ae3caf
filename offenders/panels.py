"""What this app shows on the first page of a case: a sentence that is awaited."""

from offenders import overview, selectors
from offenders.access import Viewer
from offenders.models import Case, Offence
from offenders.rules.data_checks import awaited_findings


def awaited_sentences(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The offences without a sentence yet, each with the way to record it (OFF-28); nothing where all are passed."""
    rows = list(selectors.offences(viewer=viewer, case_id=case.pk).filter(disposal=Offence.Disposal.AWAITING))
    if not rows:
        return None
    shown = {"findings": awaited_findings([row.title for row in rows]), "rows": rows, "case": case}
    return overview.Panel("Sentence awaited", "offenders/_awaited.html", shown)


def register_all() -> None:
    """Register the panel."""
    overview.register("awaited_sentences", awaited_sentences, order=12)
