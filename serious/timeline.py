"""What the timeline of a case tells about reviews, to the few who may see them, and about critical cases."""

from django.urls import reverse

from offenders.access import Viewer
from offenders.models import Case
from serious import selectors
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """The charge, each decision and each step of a review; each event of a critical case."""
    rows = selectors.told(viewer=viewer, case_id=case.pk)
    found = []
    for offence in rows.offences:
        href = reverse("review", args=[case.pk, offence.pk])
        title = f"Charged with a serious further offence: {offence.get_kind_display().lower()}"
        found.append(Event(title, offence.charged_on, rule="SCR-19", href=href, recorded=offence.recorded_at))
    for decision in rows.decisions:
        href = reverse("review", args=[case.pk, decision.offence_id])
        found.append(
            Event(
                f"Serious case review: {decision.get_outcome_display().lower()}",
                decision.decided_on,
                f"{decision.chair}, Chair of the Board",
                decision.reason,
                rule="SCR-02",
                href=href,
                recorded=decision.recorded_at,
            )
        )
    for step in rows.steps:
        href = reverse("review", args=[case.pk, step.offence_id])
        title = f"Serious case review: {step.get_kind_display()}"
        found.append(
            Event(
                title,
                step.happened_on,
                step.taken_as,
                step.details,
                rule="SCR-15",
                href=href,
                recorded=step.recorded_at,
            )
        )
    href = reverse("case_serious", args=[case.pk])
    for event in rows.critical:
        title = f"Critical Public Protection Case: {event.get_kind_display().lower()}"
        text = " ".join(part for part in (event.get_criterion_display(), event.details) if part)
        found.append(
            Event(
                title, event.happened_on, event.recorded_as, text, rule="CPC-03", href=href, recorded=event.recorded_at
            )
        )
    return found
