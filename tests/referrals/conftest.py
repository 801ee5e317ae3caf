"""A screened case in Category 2, its referral as a draft, and the same submitted."""

import pytest

from levels.services import screen_case
from offenders.models import Case
from offenders.services import people
from referrals.models import Referral
from tests.factories import World
from tests.referrals import builders


@pytest.fixture
def screened(world: World, category_2_case: Case) -> Case:
    """The case screened, with a victim recorded."""
    screen_case(
        actor=world.practitioner,
        case=category_2_case,
        proposed_level=2,
        rationale="Several agencies have to act together.",
        history="One earlier conviction, every appointment kept.",
        information="Police and Probation records.",
        sources=2,
        on=world.today,
        today=world.today,
    )
    people.record_protected_person(
        actor=world.practitioner,
        case=category_2_case,
        person={
            "kind": "victim",
            "name": builders.VICTIM_WORDS,
            "relationship": "Former partner",
            "contact": "",
            "safety": "",
        },
    )
    return category_2_case


@pytest.fixture
def draft(world: World, screened: Case) -> Referral:
    """A complete referral by the lead agency, not sent yet."""
    referral = builders.started(screened, world.practitioner, today=world.today)
    return builders.complete(referral, world.practitioner)


@pytest.fixture
def submitted(world: World, draft: Referral) -> Referral:
    """The same, sent today."""
    builders.submitted(draft, world.practitioner, today=world.today)
    draft.refresh_from_db()
    return draft
