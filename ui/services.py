"""Saving what a form asks for once, however often the page is sent (OFF-21)."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ui.forms import ONCE
from ui.models import SentForm

T = TypeVar("T")
KEPT_FOR = dt.timedelta(days=2)  # a page outlives its session by no more than this
NOT_TYPED = frozenset({"csrfmiddlewaretoken", ONCE})


class AlreadySent(Exception):
    """This page was sent before, and saved. `same` says that the very same was sent, `leads_to` what followed."""

    def __init__(self, *, same: bool, leads_to: str) -> None:
        self.same = same
        self.leads_to = leads_to
        super().__init__("this page was sent and saved before")


def digest(sent: QueryDict) -> str:
    """A keyed digest of everything that was typed: equal for two sendings of the same, and no way back to the text."""
    typed = sorted((name, value) for name, values in sent.lists() if name not in NOT_TYPED for value in values)
    return salted_hmac("ui.sent_form", repr(typed), algorithm="sha256").hexdigest()


def sent_before(*, actor_id: UUID, path: str, sent: QueryDict) -> str | None:
    """Where the same page with the same content led when it was saved before; None when it never was."""
    token = sent.get(ONCE, "")
    if not token:
        return None
    row = SentForm.objects.filter(actor_id=actor_id, token=token[:23], path=path).first()
    return row.leads_to if row is not None and row.digest == digest(sent) else None


def save_once(
    *,
    actor_id: UUID,
    path: str,
    token: str,
    sent: QueryDict,
    save: Callable[[], T],
    leads_to: Callable[[T], str],
    refusals: tuple[type[Exception], ...],
) -> str:
    """Call `save` unless this page was saved before, in one transaction with the note of it; return what follows.

    Of two sendings at the same moment the second waits for the first. What `save` raises leaves the page unsent; when
    it is one of `refusals`, what was recorded about the refusal is kept. Raises: AlreadySent; whatever `save` raises.
    """
    if not token:
        return leads_to(save())
    refused: Exception | None = None
    with transaction.atomic():
        note = _claim(actor_id=actor_id, path=path, token=token, content=digest(sent))
        try:
            note.leads_to = leads_to(save())
        except refusals as refusal:
            refused = refusal
            note.delete()
        else:
            note.save(update_fields=["leads_to"])
    if refused is not None:
        raise refused
    return note.leads_to


def _claim(*, actor_id: UUID, path: str, token: str, content: str) -> SentForm:
    try:
        with transaction.atomic():
            return SentForm.objects.create(actor_id=actor_id, token=token, path=path, digest=content)
    except IntegrityError:
        first = SentForm.objects.get(actor_id=actor_id, token=token)
        same = (first.path, first.digest) == (path, content)
        raise AlreadySent(same=same, leads_to=first.leads_to) from None


def forget_sent_forms() -> int:
    """Remove the notes that no open page can need any more; return how many."""
    removed, _ = SentForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return removed
