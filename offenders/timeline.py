"""What happened on a case, in time order. Each app registers what it has to tell; nothing is stored here."""

import datetime as dt
from collections.abc import Callable

from offenders import quashings, selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import london_date

Provider = Callable[[Viewer, Case], list[Event]]

PROVIDERS: list[Provider] = []
FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
"""Where an entry whose recording is not told stands among those of its day."""


def register(provider: Provider) -> Provider:
    """Add a provider; called from AppConfig.ready() of the app whose records it tells."""
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)
    return provider


def events(*, viewer: Viewer, case: Case, today: dt.date | None = None) -> list[Event]:
    """Everything the viewer may know happened, newest first; with `today`, without what is yet to come."""
    found = [event for provider in reversed(PROVIDERS) for event in provider(viewer, case)]
    ordered = sorted(found, key=lambda event: (london_date(event.at), event.recorded or FIRST), reverse=True)
    return ordered if today is None else events_until(ordered, today)


def events_until(ordered: list[Event], today: dt.date) -> list[Event]:
    """Those of these events that have happened by `today`, in the same order."""
    return [event for event in ordered if london_date(event.at) <= today]


def of_this_floor(viewer: Viewer, case: Case) -> list[Event]:
    """Offences, sentences, orders, custody and addresses."""
    told = []
    for offence in quashings.happened(viewer=viewer, case_id=case.pk):
        if offence.quashed_on:  # a conviction no more: only that it was quashed is told
            told.append(Event(f"Conviction quashed: {offence.title}", offence.quashed_on))
            continue
        what = " ".join(part for part in (offence.get_disposal_display(), offence.term_in_words) if part)
        title = f"{offence.get_outcome_display()}: {offence.title}"
        later = offence.sentenced_on if offence.sentenced_on != offence.outcome_on else None
        told.append(Event(title, offence.outcome_on, text=None if later else what))
        if later:
            told.append(Event(f"Sentence: {offence.title}", later, text=what))
        if offence.activation:
            title, what = f"Suspended sentence activated: {offence.title}", offence.activation.term_in_words
            told.append(Event(title, offence.activation.decided_on, text=f"{what}, {offence.activation.court}"))
        if offence.licence_ends_on:
            told.append(Event("Licence ends", offence.licence_ends_on, text=offence.title))
    for order in selectors.orders(viewer=viewer, case_id=case.pk):
        told.append(Event(f"{order.get_kind_display()} begins", order.starts_on, text=order.details or None))
        if order.ends_on:
            told.append(Event(f"{order.get_kind_display()} ends", order.ends_on))
    for custody in selectors.custody_periods(viewer=viewer, case_id=case.pk):
        title = "Recalled to custody" if custody.recall else f"{custody.get_place_display()} begins"
        told.append(Event(title, custody.starts_on, text=custody.establishment))
        if custody.released_on:
            told.append(Event("Released", custody.released_on, text=custody.establishment))
        elif custody.release_due_on:
            told.append(Event("Earliest release", custody.release_due_on, text=custody.establishment))
    told += [
        *(
            Event(address.get_kind_display(), address.starts)
            for address in selectors.addresses(viewer=viewer, case_id=case.pk)
        ),
        Event("Case recorded", london_date(case.created_at), recorded=case.created_at),
    ]
    return told
