"""The guidance's worked examples T1 to T14, one by one, under the numbers that the reference gives them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from offenders.rules.categories import after, categorise
from offenders.rules.facts import CaseFacts, DisposalKind, NotificationFacts, OffenceFacts
from offenders.rules.terms import Term, Unit
from tests.marks import rule
from tests.offenders.rules.builders import LICENCE_ENDS, TODAY, disposal, months, offence, prison, violent

FOR_FIVE_YEARS = NotificationFacts(required=True, starts_on=date(2021, 5, 4), ends_on=date(2026, 5, 3))
NEXT_DAY = timedelta(days=1)


def notifiable(length: int) -> OffenceFacts:
    """A Schedule 3 offence with a threshold of six months, for which a DTO of so many months was passed."""
    passed = disposal(DisposalKind.DTO, months(length))
    return offence("Sexual offence", passed, schedule_3=True, schedule_3_threshold_months=6)


def terrorist() -> OffenceFacts:
    """An offence of Schedule 19ZA with twelve months."""
    return offence("Terrorist offence", prison(months(12)), schedule_19za=True)


TWELVE_AND_SIX = (violent(prison(months(12))), offence("Theft", prison(months(6))))
SIX_AND_TWELVE = (violent(prison(months(6))), offence("Theft", prison(months(12))))
SIX_AND_SIX = (violent(prison(months(6)), "First"), violent(prison(months(6)), "Second"))
SUSPENDED = disposal(DisposalKind.SUSPENDED, months(12), licence_ends_on=LICENCE_ENDS)


@rule("CAT-01", "CAT-05", "CAT-09", "CAT-10", "CAT-11", "CAT-13")
@pytest.mark.parametrize(
    ("offences", "notification", "category"),
    [
        pytest.param(TWELVE_AND_SIX, None, 2, id="T1"),
        pytest.param(SIX_AND_TWELVE, None, None, id="T2"),
        pytest.param(SIX_AND_SIX, None, None, id="T3"),
        pytest.param([violent(prison(Term(52, Unit.WEEKS)))], None, None, id="T4"),
        pytest.param([violent(SUSPENDED)], None, 2, id="T5"),
        pytest.param([notifiable(6)], None, None, id="T6"),
        pytest.param([notifiable(12)], None, 1, id="T7"),
        pytest.param([violent(disposal(DisposalKind.DTO, months(12)))], None, 2, id="T8"),
        pytest.param([violent(prison(months(24)))], FOR_FIVE_YEARS, 1, id="T9"),
        pytest.param([terrorist()], FOR_FIVE_YEARS, 4, id="T10"),
        pytest.param([violent(disposal(DisposalKind.COMMUNITY_ORDER, months(24)))], None, None, id="T12"),
    ],
)
def test_an_example_has_the_category_that_the_guidance_gives_it(
    offences: Sequence[OffenceFacts], notification: NotificationFacts | None, category: int | None
) -> None:
    facts = CaseFacts(offences=tuple(offences), sexual_notifications=(notification,) if notification else ())
    assert categorise(facts, TODAY).category == category


@rule("CAT-02")
def test_t11_notification_ends_during_the_licence_for_violence() -> None:
    facts = CaseFacts((violent(prison(months(24))),), sexual_notifications=(FOR_FIVE_YEARS,))
    then = after(facts, categorise(facts, TODAY))
    assert then is not None
    assert (then.category, then.begins_on) == (2, date(2026, 5, 4))


@rule("CAT-24")
def test_t13_supervision_after_the_sentence_keeps_nobody_in_category_2() -> None:
    supervised = prison(months(14), supervision_ends_on=LICENCE_ENDS + timedelta(days=200))
    facts = CaseFacts((violent(supervised),))
    assert categorise(facts, LICENCE_ENDS).category == 2
    assert categorise(facts, LICENCE_ENDS + NEXT_DAY).category is None


@rule("CAT-07")
def test_t14_a_disqualification_order_and_nothing_else_qualifies_nobody() -> None:
    facts = CaseFacts((violent(disposal(DisposalKind.DISQUALIFICATION_ORDER)),))
    assert categorise(facts, TODAY).category is None
