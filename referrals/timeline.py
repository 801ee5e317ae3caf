"""What the timeline of a case tells about referrals. What a referral says stays on its own page."""

from django.urls import reverse

from offenders.access import Viewer
from offenders.models import Case
from referrals import selectors
from referrals.rules.steps import Outcome
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """When a referral was submitted or corrected, decided and disputed."""
    rows = selectors.told(viewer=viewer, case_id=case.pk)
    found = []
    for version in rows["versions"]:
        what = "Referral submitted" if version.number == 1 else "Referral corrected"
        text = f"{version.referral.get_purpose_display()}, by {version.referral.agency.name}"
        href = reverse("referral", args=[case.pk, version.referral_id])
        found.append(
            Event(what, version.submitted_on, version.submitted_as, text, href=href, recorded=version.recorded_at)
        )
    for decision in rows["decisions"]:
        accepted = decision.outcome == Outcome.ACCEPTED
        what = f"Referral accepted at Level {decision.level}" if accepted else "Referral refused"
        found.append(
            Event(
                what,
                decision.decided_on,
                decision.decided_as,
                decision.reason,
                rule="REF-11",
                recorded=decision.recorded_at,
            )
        )
    for step in rows["disputes"]:
        what = f"Referral: {step.get_step_display().lower()}"
        found.append(
            Event(what, step.happened_on, step.recorded_as, step.reason, rule="REF-13", recorded=step.recorded_at)
        )
    return found
