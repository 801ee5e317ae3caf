"""What happens at once when somebody opens very many cases: a record, a log line with ids, and e-mails."""

import logging

from audit.bulk import Burst
from audit.services import record
from oversight.tasks import tell_of_burst

logger = logging.getLogger(__name__)


def noticed(burst: Burst) -> None:
    """Record a burst, and have people told (AUD-05)."""
    slowed = "slowed" if burst.slowed else "noticed"
    logger.warning("account %s opened %s cases in %s minutes: %s", burst.actor_id, burst.cases, burst.minutes, slowed)
    record(
        actor=None,
        verb=f"bulk_reading.{slowed}",
        changes={
            "reader": (None, burst.actor_id),
            "cases": (None, burst.cases),
            "minutes": (None, burst.minutes),
            "via": (None, burst.via),
        },
    )
    tell_of_burst.delay(str(burst.actor_id), burst.via, burst.cases, burst.minutes, burst.slowed)
