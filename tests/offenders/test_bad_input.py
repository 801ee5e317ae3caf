"""Bad input: one plain sentence beside the field, what was typed is kept, nothing is written."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import RuleRefused
from offenders.models import Case, Offence
from offenders.services.access import restrict
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
PNC = "2004/0012345D"
OFFENCE = {
    "title": "Assault",
    "liability": "itself",
    "outcome": "conviction",
    "outcome_on": "1/6/2020",
    "disposal": "imprisonment",
    "term_value": "18",
    "term_unit": "months",
}


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.practitioner)


def send(client: Client, name: str, case: Case, data: dict[str, Any]) -> Any:
    return client.post(reverse(name, args=[case.pk]), data)


def refused(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}


def test_a_sound_offence_is_recorded(client: Client, case: Case) -> None:
    assert send(client, "offence_record", case, OFFENCE).status_code == 302
    row = Offence.objects.get(case=case)
    assert row.term_in_words == "18 months"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"outcome_on": "31/2/2020"}, "outcome_on", "29 days"),
        ({"outcome_on": "1/1/2099"}, "outcome_on", "1 January 2099 is in the future"),
        ({"committed_on": "16/5/1995"}, "committed_on", "before the person's 10th birthday"),
        ({"committed_on": "2/6/2020"}, "outcome_on", "The outcome is dated before the offence."),
        ({"term_unit": ""}, "term_unit", "Choose the unit the court used: years, months, weeks or days."),
        ({"term_value": ""}, "term_value", "Enter how many months the term is."),
        ({"term_value": "", "term_unit": ""}, "term_value", "Enter the length of the sentence"),
        ({"term_value": "eighteen"}, "term_value", "Enter a whole number, like 12"),
        ({"term_value": "0"}, "term_value", "Enter a whole number of 1 or more"),
        ({"term_value": "99999999999"}, "term_value", "Enter a whole number of 9,999 or less"),
        ({"indeterminate": "on"}, "term_value", "An indeterminate sentence has no fixed term"),
        ({"outcome": "caution"}, "disposal", "A caution, reprimand or warning is its own disposal"),
        ({"disposal": "dto", "custodial_months": "24"}, "custodial_months", "longer than the whole order"),
        ({"title": ""}, "title", "Enter the offence"),
        ({"disposal": "hanging"}, "disposal", "Choose the disposal"),
        ({"specified": "999"}, "specified", "Choose an entry of Schedule 15, or none"),
        ({"details": "x" * 2_000_000}, "details", "Shorten this to 20,000 characters or fewer: it has 2,000,000"),
    ],
)
def test_each_slip_in_an_offence_gets_its_sentence(
    client: Client, case: Case, changes: dict[str, str], field: str, sentence: str
) -> None:
    typed = {**OFFENCE, **changes}
    answer = send(client, "offence_record", case, typed)
    errors = refused(answer)
    assert list(errors) == [field]
    assert len(errors[field]) == 1
    assert sentence in errors[field][0]
    form = answer.context["form"]
    assert {name: form[name].value() for name in typed if name != "indeterminate"} == {
        name: value for name, value in typed.items() if name != "indeterminate"
    }
    assert not Offence.objects.filter(case=case).exists()


@rule("OFF-11", "OFF-18")
def test_a_doubtful_disposal_is_recorded_once_it_is_confirmed(client: Client, case: Case) -> None:
    doubtful = {**OFFENCE, "disposal": "dto", "term_value": "3"}
    answer = send(client, "offence_record", case, doubtful)
    assert [one.rule for one in answer.context["form"].warnings] == ["OFF-11", "OFF-18"]
    assert "a detention and training order is for ages 12 to 17" in answer.content.decode()
    assert not Offence.objects.filter(case=case).exists()
    one = send(client, "offence_record", case, {**doubtful, "acknowledge": ["OFF-11"]})
    assert one.status_code == 422
    assert send(client, "offence_record", case, {**doubtful, "acknowledge": ["OFF-11", "OFF-18"]}).status_code == 302
    row = Offence.objects.get(case=case)
    assert set(AuditEvent.objects.filter(verb="offence.recorded", refused=False).latest("at").rules) == {
        "OFF-11",
        "OFF-18",
    }
    address = reverse("offence_correct", args=[case.pk, row.pk])
    assert client.post(address, {**doubtful, "version": "1"}).status_code == 422
    assert client.post(address, {**OFFENCE, "version": "1"}).status_code == 302


@rule("OFF-08")
@pytest.mark.parametrize("field", ["licence_ends_on", "sentence_ends_on", "cto_ends_on", "discharged_on"])
def test_an_end_before_the_sentence_is_refused(client: Client, case: Case, field: str) -> None:
    assert send(client, "offence_record", case, {**OFFENCE, field: "31/5/2020"}).status_code == 422
    assert not Offence.objects.filter(case=case).exists()
    assert send(client, "offence_record", case, {**OFFENCE, field: "1/6/2020"}).status_code == 302


@rule("OFF-02")
@pytest.mark.parametrize(("day", "status"), [("16/5/1995", 422), ("17/5/1995", 302)])
def test_an_offence_counts_from_the_10th_birthday(client: Client, case: Case, day: str, status: int) -> None:
    assert case.date_of_birth == dt.date(1985, 5, 17)
    assert send(client, "offence_record", case, {**OFFENCE, "committed_on": day}).status_code == status


def test_a_correction_that_breaks_a_rule_leaves_the_offence_as_it_was(client: Client, case: Case, world: World) -> None:
    row = factories.conviction(case, world.practitioner, today=world.today)
    address = reverse("offence_correct", args=[case.pk, row.pk])
    answer = client.post(address, {**OFFENCE, "term_unit": "", "version": "1"})
    assert list(refused(answer)) == ["term_unit"]
    row.refresh_from_db()
    assert (row.term_value, row.term_unit, row.version) == (3, "years", 1)


IDENTITY = {"given_names": "Testcase", "family_name": "Plain", "date_of_birth": "17/5/1985", "gender": "male"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"date_of_birth": "1/1/2099"}, "date_of_birth", "1 January 2099 is in the future"),
        ({"date_of_birth": "1/1/1850"}, "date_of_birth", "older than 120"),
        ({"pnc_id": "2004/0012345X"}, "pnc_id", "The last letter does not match"),
        ({"visor_ref": "-"}, "visor_ref", "A ViSOR reference has 4 to 20 letters and digits"),
        ({"prison_number": "12"}, "prison_number", "A prison number looks like A1234AA."),
        ({"pnc_id": PNC}, "pnc_id", "This PNC ID is already on another case."),
        ({"family_name": "x" * 101}, "family_name", "Shorten this to 100 characters or fewer"),
    ],
)
def test_each_slip_in_an_identity_gets_its_sentence(
    client: Client, case: Case, world: World, changes: dict[str, str], field: str, sentence: str
) -> None:
    factories.make_case(world, pnc_id=PNC)
    before = Case.objects.get(pk=case.pk)
    errors = refused(send(client, "case_identity", case, {**IDENTITY, **changes, "version": str(before.version)}))
    assert list(errors) == [field]
    assert len(errors[field]) == 1
    assert sentence in errors[field][0]
    after = Case.objects.get(pk=case.pk)
    assert (after.version, after.family_name, after.pnc_id) == (before.version, before.family_name, before.pnc_id)


@rule("OFF-12")
def test_a_number_of_another_case_says_nothing_about_that_case(client: Client, case: Case, world: World) -> None:
    other = factories.make_case(world, pnc_id=PNC, family_name="Elsewhere")
    answer = send(client, "case_identity", case, {**IDENTITY, "pnc_id": PNC, "version": "1"})
    page = answer.content.decode()
    assert other.reference not in page
    assert "Elsewhere" not in page


@rule("OFF-12")
@pytest.mark.parametrize("restricted", [False, True])
def test_it_says_the_same_whether_or_not_that_case_is_seen_and_stands_on_its_record(
    client: Client, case: Case, world: World, restricted: bool
) -> None:
    other = factories.make_case(world, pnc_id=PNC)
    if restricted:
        restrict(actor=world.manager, case=other, restricted=True, reason="Protected person.")
    errors = refused(send(client, "case_identity", case, {**IDENTITY, "pnc_id": PNC, "version": "1"}))
    assert errors["pnc_id"] == ["This PNC ID is already on another case."]
    tried = AuditEvent.objects.get(verb="identity.number_tried")
    assert (tried.case_id, tried.actor_id, tried.refused) == (other.pk, world.practitioner.pk, True)
    assert PNC not in tried.reason
    with pytest.raises(RuleRefused):
        factories.make_case(world, pnc_id=PNC)
    assert AuditEvent.objects.filter(verb="identity.number_tried", case_id=other.pk).count() == 2


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-D’Arcy",
        "Łukasz Žižka Ñuñez",
        "محمد‎ عبد الله",
        "<script>alert(1)</script> & <b>bold</b>",
        "李小龍",
        "Ng",
    ],
)
def test_every_name_is_kept_as_text_and_found_again(client: Client, case: Case, name: str) -> None:
    answer = send(client, "case_identity", case, {**IDENTITY, "family_name": name, "version": "1"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.family_name == name
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    found = client.post("/search/", {"name": name})
    assert [row["id"] for row in found.context["results"]] == [case.pk]


def test_control_characters_are_dropped_and_do_not_break_the_page(client: Client, case: Case) -> None:
    answer = send(client, "alias_add", case, {"name": "Te\x00st \u202eName", "kind": "alias"})
    assert answer.status_code == 302
    assert case.aliass.get().name == "Test Name"


@pytest.mark.parametrize(
    ("name", "data", "field", "sentence"),
    [
        (
            "order_record",
            {"kind": "shpo", "starts_on": "2/1/2020", "ends_on": "1/1/2020"},
            "ends_on",
            "before it starts",
        ),
        (
            "order_record",
            {"kind": "notification", "starts_on": "2/1/2020", "ends_on": "1/1/2030", "indefinite": "on"},
            "ends_on",
            "for life has no end date",
        ),
        (
            "custody_record",
            {"place": "prison", "establishment": "HMP", "starts_on": "2/1/2020", "released_on": "1/1/2020"},
            "released_on",
            "The release date is before the date of the sentence.",
        ),
        (
            "custody_record",
            {"place": "prison", "establishment": "HMP", "starts_on": "2/1/2020", "release_due_on": "1/1/2020"},
            "release_due_on",
            "before the first day",
        ),
        ("address_add", {"kind": "current", "lines": "1 Test Street", "starts": "1/1/2099"}, "starts", "in the future"),
        ("alias_add", {"name": "", "kind": "alias"}, "name", "Enter the name"),
    ],
)
def test_each_slip_elsewhere_gets_its_sentence(
    client: Client, case: Case, name: str, data: dict[str, str], field: str, sentence: str
) -> None:
    errors = refused(send(client, name, case, data))
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert not case.orders.exists()
    assert not case.custodyperiods.exists()
    assert not case.addresss.exists()
    assert not case.aliass.exists()


def test_a_second_time_in_custody_waits_for_the_release_of_the_first(client: Client, case: Case) -> None:
    inside = {"place": "prison", "establishment": "HMP Invented", "starts_on": "1/2/2020"}
    assert send(client, "custody_record", case, inside).status_code == 302
    errors = refused(send(client, "custody_record", case, inside))
    assert errors == {"starts_on": ["A time in custody without a release is already recorded."]}
    row = case.custodyperiods.get()
    address = reverse("custody_release", args=[case.pk, row.pk])
    early = client.post(address, {"released_on": "1/1/2020", "version": "1"})
    assert refused(early) == {"released_on": ["The release date is before the date of the sentence."]}
    assert client.post(address, {"released_on": "1/3/2020", "version": "1"}).status_code == 302
    assert refused(send(client, "custody_record", case, inside))
    assert send(client, "custody_record", case, {**inside, "starts_on": "2/3/2020"}).status_code == 302


class TestTwoEditors:
    """The second one sees both versions and loses nothing."""

    def test_on_the_identity(self, client: Client, case: Case) -> None:
        assert (
            send(client, "case_identity", case, {**IDENTITY, "family_name": "First", "version": "1"}).status_code == 302
        )
        second = {**IDENTITY, "family_name": "Second", "ethnicity": "Typed by the second", "version": "1"}
        answer = send(client, "case_identity", case, second)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Somebody else changed this while you were writing" in page
        assert all(text in page for text in ("First", "Second", "Typed by the second"))
        case.refresh_from_db()
        assert case.family_name == "First"
        again = {**second, "version": answer.context["form"].data["version"]}
        assert send(client, "case_identity", case, again).status_code == 302
        case.refresh_from_db()
        assert case.family_name == "Second"

    def test_on_an_offence(self, client: Client, case: Case, world: World) -> None:
        row = factories.conviction(case, world.practitioner, today=world.today)
        address = reverse("offence_correct", args=[case.pk, row.pk])
        assert client.post(address, {**OFFENCE, "title": "First", "version": "1"}).status_code == 302
        answer = client.post(address, {**OFFENCE, "title": "Second", "version": "1"})
        assert answer.status_code == 409
        row.refresh_from_db()
        assert (row.title, row.version) == ("First", 2)

    @pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
    def test_a_version_that_was_meddled_with_is_a_conflict_or_refused_never_a_write(
        self, client: Client, case: Case, version: str
    ) -> None:
        answer = send(client, "case_identity", case, {**IDENTITY, "family_name": "Meddled", "version": version})
        assert answer.status_code in {409, 422}
        case.refresh_from_db()
        assert case.family_name != "Meddled"
