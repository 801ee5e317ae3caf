"""What this app shows on the first page of a case: a referral of a child of which something is missing."""

from circumstances import selectors
from circumstances.rules import children
from circumstances.rules.kinds import Kind
from offenders import overview
from offenders.access import Viewer
from offenders.models import Case


def referral_of_a_child(viewer: Viewer, case: Case) -> overview.Panel | None:
    """What is missing (CIR-17, CIR-18); nothing where no child was referred, or all of it is done."""
    row = selectors.current(viewer=viewer, case_id=case.pk, kind=Kind.CHILD_REFERRAL)
    missing = children.reminders(row.as_given) if row else []  # type: ignore[arg-type]  # the kind decides the class
    if not missing:
        return None
    return overview.Panel("Referral of a child", "circumstances/_child.html", {"missing": missing, "case": case})


def register_all() -> None:
    """Register the panel."""
    overview.register("child_referral", referral_of_a_child, order=15)
