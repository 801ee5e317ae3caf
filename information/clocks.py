"""When each item of information is looked at again, told only to those who may see the item."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deadlines.clocks import Clock, keep_to_viewers, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, in_words
from information.models import InformationItem
from information.selectors import keys_open_to
from ui.words import london_date

REVIEW = "INF-09"


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, list[InformationItem]]:
    """The items of each case that were not withdrawn: one query."""
    found: dict[UUID, list[InformationItem]] = {}
    for row in InformationItem.objects.filter(case__in=case_ids, withdrawn_on__isnull=True):
        found.setdefault(row.case_id, []).append(row)
    return found


def reviews_due(items: Sequence[InformationItem], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each item on its review date (INF-09)."""
    for item in items:
        recorded = london_date(item.recorded_at)
        words = f"Recorded on {in_words(recorded)}; to be looked at again by {in_words(item.review_on)}."
        yield str(item.pk), Due(due_on=item.review_on, start_on=recorded, rule=REVIEW, words=words)


def register_all() -> None:
    """Register the clock of this app; its rows tell that there is an item, so they are kept to who may see it."""
    register(Clock("information_review", "Information to be looked at again", gather, reviews_due))
    keep_to_viewers(REVIEW, keys_open_to)
