"""Every form is saved once from one opened page, however often it is sent."""

import pytest

from audit.models import AuditEvent
from tests.house.filling import FORMS, REFUSED, SAVING_NOTHING, Blank, blank, send
from tests.house.specimen import Specimen
from tests.house.state import recorded
from tests.marks import rule
from ui.forms import MEDDLED, ONCE, SENT_BEFORE

pytestmark = rule("OFF-21")
FROM_EVERY_PAGE = {"staff_leave"}
"""Sent from a button that stands above every page too, without a token: doing it twice does no harm."""
SAVING = [name for name in FORMS if name not in SAVING_NOTHING and name not in REFUSED]


def test_every_form_carries_a_token_of_its_own(blanks: dict[str, Blank]) -> None:
    tokens = {name: form.sent().get(ONCE) for name, form in blanks.items() if name not in SAVING_NOTHING}
    assert [name for name, token in tokens.items() if not token] == []
    assert len(set(tokens.values())) == len(tokens)


@pytest.mark.parametrize("name", SAVING)
def test_the_second_sending_leads_where_the_first_did_and_saves_nothing(
    specimen: Specimen, blanks: dict[str, Blank], name: str
) -> None:
    first = send(specimen, blanks[name])
    assert first.status_code == 302
    after = recorded()
    again = send(specimen, blanks[name])
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert recorded() == after
    assert AuditEvent.objects.filter(verb="form.sent_again").count() == 1


@pytest.mark.parametrize("name", sorted(set(SAVING) - FROM_EVERY_PAGE))
def test_a_page_that_comes_without_its_token_is_shown_again_and_saves_nothing(
    specimen: Specimen, blanks: dict[str, Blank], name: str
) -> None:
    before = recorded()
    answer = send(specimen, blanks[name], **{ONCE: ""})
    assert answer.status_code == 422
    assert MEDDLED in answer.content.decode()
    assert f'name="{ONCE}"' in answer.content.decode()
    assert recorded() == before
    form = answer.context["form"]
    assert send(specimen, blanks[name], **{ONCE: form[ONCE].value()}).status_code == 302


class TestTheBackButton:
    """The same page, filled in differently after it was sent."""

    def test_what_was_typed_is_kept_and_can_be_sent_as_well(self, specimen: Specimen, blanks: dict[str, Blank]) -> None:
        form = blanks["alias_add"]
        send(specimen, form, name="Invented First")
        shown = send(specimen, form, name="Invented Second")
        assert shown.status_code == 422
        assert SENT_BEFORE in shown.content.decode()
        assert "Invented Second" in shown.content.decode()
        assert not specimen.case.aliass.filter(name="Invented Second").exists()
        token = shown.context["form"][ONCE].value()
        assert token != form.sent()[ONCE]
        assert send(specimen, form, name="Invented Second", **{ONCE: token}).status_code == 302
        assert specimen.case.aliass.filter(name__startswith="Invented").count() == 2

    def test_a_new_person_too(self, specimen: Specimen, blanks: dict[str, Blank]) -> None:
        form = blanks["case_create"]
        send(specimen, form)
        before = recorded()
        assert send(specimen, form, given_names="Somebody Else").status_code in {200, 422}
        assert recorded() == before


def test_the_same_form_in_two_tabs_is_two_pages(specimen: Specimen) -> None:
    first, second = blank(specimen, "alias_add"), blank(specimen, "alias_add")
    assert send(specimen, second, name="Invented Second").status_code == 302
    assert send(specimen, first, name="Invented First").status_code == 302
    assert specimen.case.aliass.filter(name__startswith="Invented").count() == 2


def test_a_page_that_was_refused_can_be_sent_again(specimen: Specimen, blanks: dict[str, Blank]) -> None:
    form = blanks["custody_record"]
    wrong = {"starts_on": "2/2/2024", "released_on": "1/1/2024"}
    assert send(specimen, form, **wrong).status_code == 422
    assert send(specimen, form, **wrong).status_code == 422
    assert send(specimen, form).status_code == 302


def test_the_token_of_somebody_else_leads_nowhere(specimen: Specimen, blanks: dict[str, Blank]) -> None:
    form = blanks["alias_add"]
    first = send(specimen, form)
    by_another = specimen.clients["manager"].post(form.path, form.sent(name="Invented Other"))
    assert (first.status_code, by_another.status_code) == (302, 302)
    assert specimen.case.aliass.filter(name="Invented Other").exists()
    assert not AuditEvent.objects.filter(verb="form.sent_again").exists()


def test_the_token_of_another_page_saves_nothing(specimen: Specimen, blanks: dict[str, Blank]) -> None:
    used = blanks["alias_add"].sent()[ONCE]
    send(specimen, blanks["alias_add"])
    before = recorded()
    assert send(specimen, blanks["address_add"], **{ONCE: used}).status_code == 422
    assert recorded() == before


@pytest.mark.parametrize("token", ["x", "x" * 23, "<script>", "é" * 22, "x" * 100_000])
def test_a_token_that_was_made_up_is_refused_in_one_sentence(
    specimen: Specimen, blanks: dict[str, Blank], token: str
) -> None:
    before = recorded()
    answer = send(specimen, blanks["alias_add"], **{ONCE: token})
    assert answer.status_code == 422
    assert recorded() == before
    assert MEDDLED in answer.content.decode() or answer.context["form"].errors[ONCE]
