"""An offence whose sentence comes later: recorded, asked for on the case, and counted from its own day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import RuleRefused
from circumstances import facts as circumstances
from custody import facts as custody
from deadlines.models import Deadline
from levels.selectors import computed_category
from levels.services import decide_category
from offenders import awaited, timeline
from offenders.models import Case, Offence
from offenders.rules.facts import Answer, Route
from offenders.services.sentences import correct_offence, take_back_offence
from offenders.words import sentence_words
from papers.facts import of_case
from tests import factories
from tests.factories import World
from tests.marks import rule
from ui.words import day

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)
NOTHING: dict[str, Any] = {"term_value": None, "term_unit": "", "licence_ends_on": None, "sentence_ends_on": None}


def convicted(case: Case, world: World, **changes: Any) -> Offence:
    """An offence convicted 40 days ago, whose sentence is awaited."""
    given = {"disposal": "awaiting_sentence", "outcome_on": world.today - 40 * DAY, **NOTHING, **changes}
    row: Offence = factories.conviction(case, world.practitioner, today=world.today, **given)
    return row


def sentenced(row: Offence, world: World, on: dt.date, **changes: Any) -> Offence:
    given = {"disposal": "imprisonment", "sentenced_on": on, "term_value": 2, "term_unit": "years", **changes}
    return correct_offence(actor=world.practitioner, offence=row, version=row.version, today=world.today, changes=given)


def due(case: Case) -> list[tuple[dt.date, str]]:
    rows = Deadline.objects.filter(case=case, rule="REV-12", closed_at=None)
    return list(rows.values_list("due_on", "words"))


@rule("OFF-28")
class TestOnTheCase:
    def test_it_is_asked_for_until_it_is_recorded(self, case: Case, world: World, sign_in: SignIn) -> None:
        row, client = convicted(case, world, title="Invented wounding"), sign_in(world.practitioner)
        address, form = reverse("case", args=[case.pk]), reverse("offence_correct", args=[case.pk, row.pk])
        page = client.get(address).content.decode()
        assert "Invented wounding: the sentence is awaited. Record it once it is passed." in page
        assert form in page
        assert "Awaiting sentence" in client.get(reverse("case_offences", args=[case.pk])).content.decode()
        on = world.today - 2 * DAY
        typed = {
            **{"title": row.title, "specified": str(row.specified_id), "liability": "itself", "version": row.version},
            **{"outcome": "conviction", "outcome_on": f"{row.outcome_on:%d/%m/%Y}", "disposal": "imprisonment"},
            **{"sentenced_on": f"{on:%d/%m/%Y}", "term_value": "3", "term_unit": "years", "is_index": "on"},
        }
        assert client.post(form, typed).status_code == 302
        assert "the sentence is awaited" not in client.get(address).content.decode()
        shown = client.get(reverse("case_offences", args=[case.pk])).content.decode()
        assert f"passed on {day(on)}" in shown
        assert of_case(case)["sentence"] == f"Imprisonment 3 years, passed on {day(on)}"

    def test_what_is_typed_of_it_is_refused(self, case: Case, world: World) -> None:
        for changes in ({"sentenced_on": world.today}, {"licence_ends_on": world.today}):
            with pytest.raises(RuleRefused) as refused:
                convicted(case, world, **changes)
            assert refused.value.rules == ("OFF-28",)
        assert not Offence.objects.filter(case=case).exists()

    def test_the_database_keeps_it_so(self, case: Case, world: World) -> None:
        rows = Offence.objects.filter(pk=convicted(case, world).pk).in_bulk_with_own_audit()
        for changes in ({"sentenced_on": world.today}, {"term_value": 2, "term_unit": "years"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**changes)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(disposal="fine", sentenced_on=world.today - 41 * DAY)


class TestWhatCountsFromIt:
    @rule("REV-12")
    def test_identification_counts_from_the_sentence(self, case: Case, world: World) -> None:
        row = convicted(case, world)
        assert due(case) == []
        on = world.today - 5 * DAY
        sentenced(row, world, on)
        [(due_on, words)] = due(case)
        assert due_on == on + 3 * DAY
        assert f"3 days from the sentence on {day(on)[:2].strip()}" in words or day(on) in words

    @rule("REV-12")
    @rule("CAT-03")
    def test_a_conviction_that_brings_notification_is_identified_before_and_again(
        self, case: Case, world: World
    ) -> None:
        row = convicted(case, world, schedule_3=True)
        [(due_on, words)] = due(case)
        assert due_on == row.outcome_on + 3 * DAY
        assert "from the conviction on" in words
        decide_category(
            actor=world.practitioner, case=case, reason="Computed.", on=world.today - 30 * DAY, today=world.today,
            based_on="",
        )  # fmt: skip
        case.refresh_from_db()
        assert (case.category, due(case)) == (1, [])
        on = world.today - 5 * DAY
        sentenced(row, world, on)
        assert [one for one, _ in due(case)] == [on + 3 * DAY]

    @rule("REV-12")
    def test_a_term_of_schedule_3_waits_for_the_sentence(self, case: Case, world: World) -> None:
        convicted(case, world, schedule_3=True, schedule_3_threshold_months=12)
        assert due(case) == []

    @rule("VIS-03")
    def test_the_record_on_visor_counts_from_it(self, case: Case, world: World) -> None:
        row = convicted(case, world, schedule_3=True)
        decide_category(
            actor=world.practitioner, case=case, reason="Computed.", on=world.today, today=world.today, based_on=""
        )
        visor = Deadline.objects.filter(case=case, rule="VIS-03", closed_at=None)
        assert not visor.exists()
        on = world.today - 5 * DAY
        sentenced(row, world, on)
        assert [one.due_on for one in visor] == [on + 3 * DAY]

    @rule("CUS-33")
    def test_hospital_orders_and_immigration_read_its_day(self, case: Case, world: World) -> None:
        row, on = convicted(case, world), world.today - 5 * DAY
        sentenced(row, world, on, disposal="hospital_order", term_value=None, term_unit="")
        _, orders, _ = custody._of_offences([case.pk])
        assert orders == {case.pk: on}
        assert circumstances.gather([case.pk]) == {}


@rule("AUD-42")
def test_the_timeline_tells_both_days(case: Case, world: World) -> None:
    row, on = convicted(case, world, title="Invented wounding"), world.today - 5 * DAY
    told = {one.title: one for one in timeline.of_this_floor(world.practitioner, case)}
    assert told["Conviction: Invented wounding"].text == "Awaiting sentence"
    sentenced(row, world, on)
    told = {one.title: one for one in timeline.of_this_floor(world.practitioner, case)}
    assert (told["Conviction: Invented wounding"].at, told["Sentence: Invented wounding"].at) == (row.outcome_on, on)
    assert told["Sentence: Invented wounding"].text == "Imprisonment 2 years"


def test_in_words_the_day_stands_where_it_is_another(case: Case, world: World) -> None:
    row = factories.conviction(case, world.practitioner, today=world.today)
    assert sentence_words(row) == "Imprisonment 3 years"
    assert row.passed_on == row.outcome_on
    assert sentence_words(convicted(case, world)) == "Awaiting sentence"


@rule("CAT-20")
@pytest.mark.parametrize(
    ("maximum", "answer"),
    [
        ({}, Answer.ASK),
        ({"maximum_is_life": True}, Answer.MET),
        ({"maximum_sentence_months": 12}, Answer.NOT_MET),
        ({"maximum_sentence_months": 13}, Answer.MET),
    ],
)
def test_the_longest_sentence_settles_the_mental_health_route(
    case: Case, world: World, maximum: dict[str, Any], answer: Answer
) -> None:
    finding = {"outcome": "not_guilty_insanity", "disposal": "hospital_order", "schedule_19za": True, "specified": None}
    factories.conviction(case, world.practitioner, today=world.today, **NOTHING, **finding, **maximum)
    found = computed_category(case=case, today=world.today)
    assert [one.answer for one in found.tests if one.route is Route.TERR_MH] == [answer]


@rule("OFF-27")
def test_the_form_takes_life_as_the_longest_sentence_and_the_page_shows_it(
    case: Case, world: World, sign_in: SignIn
) -> None:
    client, address = sign_in(world.practitioner), reverse("offence_record", args=[case.pk])
    typed = {
        **{"title": "Invented plot", "liability": "itself", "outcome": "not_guilty_insanity", "outcome_on": "1/6/2020"},
        **{"disposal": "hospital_order", "schedule_19za": "on", "maximum_is_life": "on"},
    }
    refused = client.post(address, {**typed, "maximum_sentence_months": "24"})
    assert refused.status_code == 422
    assert "The longest sentence is life or a number of months, not both." in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    assert Offence.objects.get(case=case).maximum_is_life
    page = client.get(reverse("case_offences", args=[case.pk])).content.decode()
    assert "Longest sentence the law allows: life" in page


@rule("OFF-28")
class TestTheListOfTheUnit:
    def test_counts_and_names_what_is_awaited_in_its_sight(self, case: Case, world: World, sign_in: SignIn) -> None:
        convicted(case, world, title="Invented wounding")
        convicted(case, world, title="Invented robbery")
        factories.conviction(case, world.practitioner, today=world.today)
        address = reverse("cases_awaiting_sentence")
        client = sign_in(world.coordinator)
        assert client.get(reverse("dashboard")).context["board"].sentences == 2
        assert address in client.get(reverse("dashboard")).content.decode()
        page = client.get(address).content.decode()
        assert "Invented wounding" in page and "Invented robbery" in page
        assert AuditEvent.objects.filter(verb="cases.viewed").latest("pk").changes["cases"][1] == [str(case.pk)]
        elsewhere = sign_in(world.other_coordinator)
        assert elsewhere.get(reverse("dashboard")).context["board"].sentences == 0
        assert case.reference not in elsewhere.get(address).content.decode()
        assert sign_in(world.practitioner).get(address).status_code == 404

    def test_leaves_out_what_was_passed_or_recorded_in_error(self, case: Case, world: World) -> None:
        row, other = convicted(case, world), convicted(case, world)
        assert awaited.number(viewer=world.coordinator) == 2
        sentenced(row, world, world.today - 5 * DAY)
        assert awaited.number(viewer=world.coordinator) == 1
        take_back_offence(actor=world.practitioner, offence=other, version=1, reason="Another person's.")
        assert awaited.number(viewer=world.coordinator) == 0

    def test_goes_on_by_its_key_in_the_same_statements(
        self, case: Case, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(awaited, "PAGE_SIZE", 2)
        client, address, counts = sign_in(world.coordinator), reverse("cases_awaiting_sentence"), []
        client.get(address)
        for many in (1, 2):
            for _ in range(many):
                convicted(case, world)
            with CaptureQueriesContext(connection) as captured:
                first = client.get(address)
            counts.append(len(captured))
        assert counts[0] == counts[1]
        assert len(first.context["rows"]) == 2
        rest = client.get(address, {"after": first.context["next"]})
        assert (len(rest.context["rows"]), rest.context["next"]) == (1, "")
        assert not {row.pk for row in rest.context["rows"]} & {row.pk for row in first.context["rows"]}
