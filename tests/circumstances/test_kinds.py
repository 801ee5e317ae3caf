"""Each kind of fact: what is kept and what is refused, what falls due, who comes, and its form in the browser."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from circumstances.models import MODELS
from circumstances.rules.children import Child, ChildReferral
from circumstances.rules.control import Abroad, Measures, Monitoring, Radicalisation, Travel
from circumstances.rules.given import Given
from circumstances.rules.kinds import SPECS, Kind
from circumstances.rules.safety import Marac
from circumstances.rules.support import CareLeaver, Consent, Housing, Patient, Telling
from deadlines.models import Deadline
from meetings.facts import circumstances
from meetings.rules.expected import Strength, expected_at
from offenders.models import Case
from tests.circumstances.builders import every_kind, recorded
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def at_level(case: Case, level: int) -> Case:
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(level=level)
    case.refresh_from_db()
    return case


def known(kind: Kind, today: dt.date) -> Given:
    """Something that is recorded of this kind at Level 2."""
    agreed = {"left_out_on": today, "mappa_chair": "Ada Testperson", "marac_chair": "Bea Testperson"}
    lasting = {"began_on": today - DAY}
    told: dict[Kind, Given] = {
        Kind.MARAC: Marac(involved=True, referred_on=today, left_out_why="Weekly calls.", **agreed),
        Kind.MONITORING: Monitoring(provider="Imaginary Tags", told_on=today, **lasting),
        Kind.MEASURES: Measures(considered_on=today, considered="Not needed.", **lasting),
        Kind.ABROAD: Abroad(contact="Provost, Imaginary Garrison", **lasting),
        Kind.TRAVEL: Travel(by_rail=True, why="Stations."),
        Kind.RADICALISATION: Radicalisation(at_risk=True, why="Speaks of it to staff."),
        Kind.CARE_LEAVER: CareLeaver(left_care=True, authority="Imaginary Council"),
        Kind.PATIENT: Patient(telling=Telling.WITHHELD, why="Would leave.", discussed_on=today),
        Kind.HOUSING: Housing(
            known_on=today - DAY,
            homeless_on=today + 10 * DAY,
            consent=Consent.GIVEN,
            authority="Imaginary Council",
            referred_on=today,
        ),
        Kind.CHILD_REFERRAL: ChildReferral(
            about=Child.OTHER,
            authority="Imaginary Council",
            concern="Shouting at night.",
            told_on=today - DAY,
            written_on=today,
            outcome_on=today,
            outcome="Early help.",
            outcome_why="The family asks for it.",
        ),
    }
    return told[kind]


WRONG = [
    pytest.param(Kind.MARAC, {"referred_on": None}, marks=rule("CIR-08")),
    pytest.param(Kind.MARAC, {"marac_chair": ""}, marks=rule("CIR-09")),
    pytest.param(Kind.MONITORING, {"began_on": None}, marks=rule("CIR-10")),
    pytest.param(Kind.MEASURES, {"considered": ""}, marks=rule("CIR-11")),
    pytest.param(Kind.ABROAD, {"ended_on": dt.date(2001, 1, 1)}, marks=rule("CIR-12")),
    pytest.param(Kind.TRAVEL, {"why": ""}, marks=rule("CIR-13")),
    pytest.param(Kind.RADICALISATION, {"why": ""}, marks=rule("CIR-20")),
    pytest.param(Kind.CARE_LEAVER, {"authority": ""}, marks=rule("CIR-14")),
    pytest.param(Kind.PATIENT, {"discussed_on": None}, marks=rule("CIR-15")),
    pytest.param(Kind.HOUSING, {"consent": Consent.REFUSED}, marks=rule("CIR-16")),
    pytest.param(Kind.CHILD_REFERRAL, {"authority": ""}, marks=rule("CIR-17")),
    pytest.param(Kind.CHILD_REFERRAL, {"outcome_why": ""}, marks=rule("CIR-18")),
]


@pytest.mark.parametrize(("kind", "wrong"), WRONG)
def test_each_kind_is_kept_whole_or_not_at_all(
    world: World, category_2_case: Case, kind: Kind, wrong: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    case, me, given = at_level(category_2_case, 2), world.practitioner, known(kind, world.today)
    with pytest.raises(RuleRefused) as refused:
        recorded(case, me, replace(given, **wrong), today=world.today)
    (named,) = refused.value.rules
    assert named in {mark.args[0] for mark in request.node.iter_markers("rule")}
    assert not MODELS[kind]._default_manager.exists()
    row = recorded(case, me, given, today=world.today)
    assert row.as_given == given and row.rules == [SPECS[kind].rule]


@rule("CIR-09")
def test_marac_is_left_out_at_level_2_and_not_below(world: World, category_2_case: Case) -> None:
    case, me, given = at_level(category_2_case, 1), world.practitioner, known(Kind.MARAC, world.today)
    with pytest.raises(RuleRefused) as refused:
        recorded(case, me, given, today=world.today)
    assert refused.value.rules == ("CIR-09",)
    recorded(at_level(case, 2), me, given, today=world.today)


@rule("CIR-16")
def test_the_referral_to_a_housing_authority_is_due_met_and_stopped(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    asked = Housing(known_on=today - DAY, homeless_on=today + 60 * DAY)

    def due() -> list[dt.date]:
        rows = Deadline.objects.filter(case=case, rule="CIR-16", closed_at=None)
        return list(rows.values_list("due_on", flat=True))

    recorded(case, me, asked, today=today)
    assert due() == [today + 4 * DAY]
    recorded(case, me, replace(asked, homeless_on=today), today=today)
    assert due() == [today - DAY]
    given = replace(asked, consent=Consent.GIVEN, authority="Imaginary Council")
    recorded(case, me, replace(given, referred_on=today), today=today)
    assert due() == []
    recorded(case, me, given, today=today)
    assert due() == [today + 4 * DAY]
    for stopped in (replace(given, housed_on=today), replace(asked, consent=Consent.REFUSED)):
        recorded(case, me, stopped, today=today)
        assert due() == []


@rule("CIR-08")
@rule("CIR-13")
def test_the_adviser_and_transport_police_are_expected_while_it_is_so(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today

    def expected() -> dict[str, Strength]:
        ours = {"CIR-08", "CIR-13"}
        found = expected_at(circumstances(case, approved_premises=False))
        return {one.label: one.strength for one in found if one.rule in ours}

    assert expected() == {}
    recorded(case, me, Marac(involved=True, referred_on=today), today=today)
    recorded(case, me, Travel(by_rail=True, why="Stations."), today=today)
    assert expected() == {
        "Independent domestic violence adviser": Strength.MUST,
        "British Transport Police": Strength.RELEVANT,
    }
    recorded(case, me, Marac(involved=False), today=today)
    recorded(case, me, Travel(by_rail=False), today=today)
    assert expected() == {}


@rule("CIR-20")
@rule("MTG-52")
def test_prevent_and_the_leaving_care_team_are_expected_while_it_is_so(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    case.date_of_birth = today - 20 * 365 * DAY
    case.save()

    def expected() -> set[str]:
        found = expected_at(circumstances(case, approved_premises=False))
        return {one.label for one in found if one.rule in {"CIR-20", "MTG-52"}}

    assert expected() == set()
    recorded(case, me, Radicalisation(at_risk=True, why="Speaks of it."), today=today)
    recorded(case, me, CareLeaver(left_care=True, authority="Imaginary Council"), today=today)
    assert expected() == {"Prevent lead", "Leaving care team"}
    recorded(case, me, Radicalisation(at_risk=False), today=today)
    case.date_of_birth = today - 25 * 366 * DAY
    assert expected() == set()


@rule("CIR-19")
def test_childrens_social_care_must_come_while_a_referral_is_open(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    decided = known(Kind.CHILD_REFERRAL, today)
    still_open = replace(decided, outcome_on=None, outcome="", outcome_why="")  # type: ignore[call-arg]

    def expected() -> list[Strength]:
        found = expected_at(circumstances(case, approved_premises=False))
        return [one.strength for one in found if one.rule == "CIR-19"]

    assert expected() == []
    recorded(case, me, still_open, today=today)
    assert expected() == [Strength.MUST]
    recorded(case, me, decided, today=today)
    assert expected() == []


@rule("CIR-17")
@rule("CIR-18")
def test_the_first_page_of_the_case_shows_what_is_missing_of_a_referral(
    world: World, case: Case, sign_in: SignIn
) -> None:
    me, today = world.practitioner, world.today
    client, page = sign_in(me), reverse("case", args=[case.pk])
    whole = replace(known(Kind.CHILD_REFERRAL, today), entered_on=today)  # type: ignore[call-arg]
    assert "Referral of a child" not in client.get(page).content.decode()
    recorded(case, me, replace(whole, written_on=None), today=today)  # type: ignore[call-arg]
    assert "verbally, and not yet in writing" in client.get(page).content.decode()
    recorded(case, me, replace(whole, entered_on=None), today=today)  # type: ignore[call-arg]
    assert "does not stand in the record of children’s social care" in client.get(page).content.decode()
    recorded(case, me, whole, today=today)
    assert "Referral of a child" not in client.get(page).content.decode()


def test_each_form_opens_with_what_stands_and_saves_it_again(world: World, case: Case, sign_in: SignIn) -> None:
    every_kind(case, world.practitioner, today=world.today)
    client, tab = sign_in(world.practitioner), reverse("case_circumstances", args=[case.pk])
    for kind, model in MODELS.items():
        address = reverse("circumstance_record", args=[case.pk, kind.value])
        form = client.get(address).context["form"]
        sent = {bound.html_name: bound.value() for bound in form}
        day = f"{world.today:%d/%m/%Y}"
        stood = model._default_manager.get(case=case)
        answer = client.post(
            address,
            {**{name: value or "" for name, value in sent.items()}, "decided_on": day, "reason": "Seen again.",
             "version": str(stood.pk)},
        )  # fmt: skip
        assert answer.status_code == 302, (kind, form.errors)
        assert answer.headers["Location"] == tab
        assert model._default_manager.filter(case=case, superseded_by=None).get().as_given == stood.as_given, kind


ASKED = [
    (Kind.MARAC, {"involved": ""}, "Say whether a victim was referred to MARAC"),
    (Kind.MARAC, {"involved": "yes"}, "The day of the referral is missing."),
    (Kind.MONITORING, {}, "Enter the first day"),
    (
        Kind.MEASURES,
        {"began_on": "1 1 2026", "considered_on": "2 1 2026"},
        "It is not recorded what came of considering",
    ),
    (Kind.ABROAD, {"began_on": "2 1 2026", "ended_on": "1 1 2026"}, "It ends before it begins."),
    (Kind.TRAVEL, {}, "Say whether travel by rail is part of the risk"),
    (Kind.RADICALISATION, {"at_risk": "yes"}, "It is not recorded what the risk of radicalisation is."),
    (Kind.CARE_LEAVER, {"left_care": "yes"}, "The authority that looked after them is missing."),
    (Kind.PATIENT, {}, "Choose whether they were told"),
    (Kind.PATIENT, {"telling": "withheld"}, "It is not recorded how telling them would raise the risk."),
    (Kind.CHILD_REFERRAL, {}, "Choose which child it is about"),
    (Kind.CHILD_REFERRAL, {"about": "other"}, "Write down what the concern is"),
    (Kind.HOUSING, {"consent": "given"}, "Enter the day from which they have no home"),
]


@pytest.mark.parametrize(("kind", "sent", "sentence"), ASKED)
def test_each_form_says_what_is_missing(
    world: World, case: Case, sign_in: SignIn, kind: Kind, sent: dict[str, str], sentence: str
) -> None:
    client = sign_in(world.practitioner)
    address = reverse("circumstance_record", args=[case.pk, kind.value])
    day = f"{world.today:%d/%m/%Y}"
    answer = client.post(address, {**sent, "decided_on": day, "reason": "They said so.", "version": ""})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not MODELS[kind]._default_manager.exists()


@rule("CIR-10")
def test_the_page_reminds_of_who_is_still_to_be_told(world: World, category_2_case: Case, sign_in: SignIn) -> None:
    case, me, today = category_2_case, world.practitioner, world.today
    client, tab = sign_in(me), reverse("case_circumstances", args=[category_2_case.pk])
    recorded(case, me, Monitoring(began_on=today), today=today)
    assert "the provider of electronic monitoring was told" in client.get(tab).content.decode()
    recorded(case, me, Monitoring(began_on=today, told_on=today), today=today)
    assert "the provider of electronic monitoring was told" not in client.get(tab).content.decode()
