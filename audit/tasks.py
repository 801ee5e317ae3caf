"""Background work on the audit record."""

import logging
from datetime import timedelta

from celery import shared_task

from audit import mail, selectors
from audit.context import working
from audit.verification import verify as verify_chain

logger = logging.getLogger(__name__)
BUDGET = timedelta(minutes=5)  # well below the time limit of a task; a longer check goes on in the next one


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def verify(whole: bool = True) -> str:
    """Check the chain: whole by night, what is new by the hour. A break is told at once, by log and e-mail."""
    with working("task"):
        known = selectors.last_check()
        state = verify_chain(whole=whole, budget=BUDGET)
        if not state.finished:
            verify.delay(whole=whole)
            return f"{state.links} links hold so far"
        if not state.broken_at:
            last = selectors.last_check()
            if whole and last is not None:
                mail.send_head(last)
            return f"{state.links} links hold"
        logger.critical("audit chain broken: %s", state.broken_at)
        # Each hour would be noise: once when it is found, then every night until somebody has dealt with it.
        if whole or known is None or known.broken_at != state.broken_at:
            mail.raise_alarm(
                "The audit record does not hold",
                f"First break: {state.broken_at}.\n\nNobody should work on the database until it is explained. "
                "docs/deploy.md says what to do.\n",
            )
        return state.broken_at
