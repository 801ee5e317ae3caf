"""A risk of domestic abuse or stalking that has risen asks for another look at the level until somebody took it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.services import record_tool_result
from circumstances.rules.safety import Marac
from circumstances.services import record
from levels.facts import escalation_facts
from levels.rules.escalation import EscalationFacts, another_look_findings
from levels.selectors import current_level, triggers_of
from levels.services import decide_level
from offenders.models import Case, Offence
from offenders.services.sentences import record_custody
from tests import factories
from tests.assessments.builders import judge
from tests.custody.builders import reported
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]


@pytest.fixture
def abusive(case: Case, world: World) -> Case:
    """A man at Level 1 whose offence is one of domestic abuse, at medium risk."""
    me, today = world.practitioner, world.today
    judge(case, me, today=today, public="medium")
    factories.at_level_1(case, me, today=today)
    Offence.objects.filter(case=case).in_bulk_with_own_audit().update(domestic_abuse=True)
    case.refresh_from_db()
    return case


def facts(case: Case, world: World) -> EscalationFacts:
    case.refresh_from_db()
    return escalation_facts(viewer=world.practitioner, case=case)


def signs(case: Case, world: World) -> list[str]:
    return [one.message for one in another_look_findings(facts(case, world))]


@rule("LVL-37")
class TestAnotherLook:
    def test_is_asked_for_on_the_case_until_the_level_is_decided_again(
        self, abusive: Case, world: World, sign_in: SignIn
    ) -> None:
        client, page = sign_in(world.practitioner), reverse("case", args=[abusive.pk])
        assert signs(abusive, world) == []
        assert "The risk has risen" not in client.get(page).content.decode()
        judge(abusive, world.practitioner, today=world.today, public="high")
        (said,) = signs(abusive, world)
        assert said.startswith("The risk of serious harm rose from medium to high on")
        shown = client.get(page).content.decode()
        assert "The risk has risen" in shown and said in shown
        abusive.refresh_from_db()
        assert "raised" in [one.key for one in triggers_of(viewer=world.practitioner, case=abusive, today=world.today)]
        current = current_level(abusive)
        decide_level(
            actor=world.practitioner, case=abusive, level=1, reason="Looked at again.", on=world.today,
            today=world.today, based_on=str(current.pk) if current else "", why_not_level_2="She has moved away.",
        )  # fmt: skip
        assert signs(abusive, world) == []

    def test_what_other_rooms_record_asks_too(self, abusive: Case, world: World) -> None:
        me, today = world.practitioner, world.today
        record_tool_result(actor=me, case=abusive, tool="sara", result="High", on=today, today=today)
        assert facts(abusive, world).sara_on == today
        known = Marac(involved=True, referred_on=today, adviser="Imaginary Refuge")
        record(actor=me, case=abusive, given=known, on=today, source="Police", today=today, based_on="")
        assert facts(abusive, world).marac_on == today
        inside = {"place": "prison", "establishment": "HMP Invented", "starts_on": today - dt.timedelta(days=30)}
        record_custody(actor=me, case=abusive, today=today, custody=inside)
        reported(abusive, me, today=today, domestic_abuse=True)
        assert facts(abusive, world).prison_on is not None
        assert len(signs(abusive, world)) == 3

    def test_nothing_is_asked_where_no_offence_is_one_of_abuse_or_nobody_looked_yet(
        self, abusive: Case, world: World
    ) -> None:
        judge(abusive, world.practitioner, today=world.today, public="high")
        Offence.objects.filter(case=abusive).in_bulk_with_own_audit().update(domestic_abuse=False, stalking=True)
        assert len(signs(abusive, world)) == 1
        Offence.objects.filter(case=abusive).in_bulk_with_own_audit().update(stalking=False)
        assert facts(abusive, world) == EscalationFacts(1, abuse=False)
        other = factories.make_case(world)
        factories.conviction(other, world.practitioner, today=world.today, stalking=True)
        assert facts(other, world) == EscalationFacts(None, abuse=False)
