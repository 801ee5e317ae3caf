"""Sealed text: ciphertext in the database and its history, clear failure with the wrong key, and a change of keys."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from offenders.models import Case, ProtectedPerson
from offenders.services.people import correct_protected_person, record_protected_person
from sealed.checks import keys_are_usable
from sealed.keys import CannotOpen, NoKeys, is_sealed, open_sealed, seal
from sealed.migrating import open_column, seal_column
from sealed.places import places
from tests.factories import World

History = apps.get_model("offenders", "ProtectedPersonHistory")
ADDRESS = "3 Invented Mews, Ölberg 💡\nnever on Tuesdays"
SAFE = "A panic alarm by the door."


def key() -> str:
    return Fernet.generate_key().decode()


def stored(column: str = "contact") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM offenders_protectedperson ORDER BY id")  # noqa: S608 - ours
        return [row[0] for row in cursor.fetchall()]


def rotated() -> str:
    out = StringIO()
    call_command("rotate_field_keys", batch=2, stdout=out)
    return out.getvalue()


@pytest.fixture
def person(world: World, case: Case) -> ProtectedPerson:
    given = {"kind": "victim", "name": "Ada Invented", "contact": ADDRESS, "safety": SAFE}
    return record_protected_person(actor=world.practitioner, case=case, person=given)


class TestKeys:
    @given(st.text())
    def test_what_was_sealed_opens_to_the_same_words(self, text: str) -> None:
        assert open_sealed(seal(text), "here") == text

    def test_the_same_words_never_look_the_same_and_say_their_version(self) -> None:
        first, second = seal(ADDRESS), seal(ADDRESS)
        assert first != second
        assert first.startswith("s1:")
        assert "Mews" not in first

    def test_an_older_key_still_opens_and_the_newest_seals(self, settings: Any) -> None:
        old, new = key(), key()
        settings.FIELD_KEYS = [old]
        text = seal(ADDRESS)
        settings.FIELD_KEYS = [new, old]
        assert open_sealed(text, "here") == ADDRESS
        newest = seal(ADDRESS)
        settings.FIELD_KEYS = [new]
        assert open_sealed(newest, "here") == ADDRESS

    @pytest.mark.parametrize("change", [lambda text: text[:-6] + "AAAA==", lambda text: text[3:], lambda text: "s1:x"])
    def test_what_was_tampered_with_or_is_no_sealed_text_fails_by_the_name_of_its_place(
        self, change: Callable[[str], str]
    ) -> None:
        with pytest.raises(CannotOpen, match="the drawer") as raised:
            open_sealed(change(seal(ADDRESS)), "the drawer")
        assert "Mews" not in str(raised.value)

    @pytest.mark.parametrize("keys", [[], ["too short"], ["ä" * 44]])
    def test_without_usable_keys_nothing_is_sealed_and_the_check_says_so(self, settings: Any, keys: list[str]) -> None:
        settings.FIELD_KEYS = keys
        with pytest.raises(NoKeys):
            seal(ADDRESS)
        (found,) = keys_are_usable()
        assert "FIELD_KEYS" in found.msg
        assert not keys or keys[0] not in found.msg

    def test_a_generated_key_is_one(self, settings: Any) -> None:
        out = StringIO()
        call_command("make_field_key", stdout=out)
        settings.FIELD_KEYS = [out.getvalue().strip()]
        assert keys_are_usable() == []


class TestTheField:
    def test_the_database_holds_ciphertext_and_python_the_words(self, person: ProtectedPerson) -> None:
        again = ProtectedPerson.objects.get(pk=person.pk)
        assert (again.contact, again.safety) == (ADDRESS, SAFE)
        assert all(is_sealed(text) for text in [*stored("contact"), *stored("safety")])

    def test_empty_stays_empty(self, world: World, case: Case) -> None:
        record_protected_person(actor=world.practitioner, case=case, person={"kind": "victim", "name": "Ada Invented"})
        assert stored() == [""]

    @pytest.mark.parametrize("lookup", ["contact", "contact__icontains", "contact__in", "contact__gt"])
    def test_the_database_is_not_asked_about_it(self, db: None, lookup: str) -> None:
        with pytest.raises(FieldError, match="sealed"):
            ProtectedPerson.objects.filter(**{lookup: "x"})

    def test_the_audit_record_keeps_that_it_changed_and_no_word_of_it(
        self, world: World, person: ProtectedPerson
    ) -> None:
        correct_protected_person(
            actor=world.practitioner,
            person=person,
            version=person.version,
            changes={"contact": "Elsewhere", "safety": ""},
        )
        recorded, corrected = AuditEvent.objects.filter(subject_type="protectedperson").order_by("pk")
        assert recorded.changes["contact"] == [None, "changed"]
        assert corrected.changes == {"contact": ["sealed", "changed"], "safety": ["sealed", ""]}

    def test_with_the_wrong_key_the_page_is_one_sentence_and_never_ciphertext(
        self, world: World, person: ProtectedPerson, sign_in: Callable[..., Client], settings: Any, caplog: Any
    ) -> None:
        client = sign_in(world.practitioner)
        client.raise_request_exception = False
        settings.FIELD_KEYS = [key()]
        answer = client.get(reverse("case_victims", args=[person.case_id]))
        text = answer.content.decode()
        assert answer.status_code == 500
        assert "kept sealed and cannot be opened" in text
        assert "s1:" not in text
        assert "offenders.ProtectedPerson.contact" in caplog.text
        assert "s1:" not in caplog.text

    def test_the_page_shows_it_to_those_who_may_see_victims(
        self, world: World, person: ProtectedPerson, sign_in: Callable[..., Client]
    ) -> None:
        address = reverse("case_victims", args=[person.case_id])
        assert "3 Invented Mews" in sign_in(world.practitioner).get(address).content.decode()
        assert sign_in(world.auditor).get(address).status_code == 404


def test_row_history_keeps_ciphertext(person: ProtectedPerson) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact, safety FROM offenders_protectedpersonhistory")
        assert [is_sealed(text) for row in cursor.fetchall() for text in row] == [True, True]


class TestSecondFactors:
    def test_their_secrets_are_sealed_and_still_work(self, world: World) -> None:
        TOTP.activate(world.practitioner, "JBSWY3DPEHPK3PXP")
        codes = RecoveryCodes.activate(world.practitioner)
        kept = {row.type: row.data for row in Authenticator.objects.filter(user=world.practitioner)}
        assert is_sealed(kept["totp"]["secret"])
        assert is_sealed(kept["recovery_codes"]["seed"])
        assert codes.validate_code(codes.get_unused_codes()[0])


class TestChangingTheKeys:
    @pytest.fixture
    def keys(self, settings: Any, person: ProtectedPerson, world: World) -> tuple[str, str]:
        """Five people and an authenticator under an old key; a new key stands in front."""
        old, new = settings.FIELD_KEYS[0], key()
        for number in range(4):
            record_protected_person(
                actor=world.practitioner,
                case=person.case,
                person={"kind": "at_risk", "name": f"Bea Invented {number}", "contact": ADDRESS},
            )
        TOTP.activate(world.practitioner, "JBSWY3DPEHPK3PXP")
        settings.FIELD_KEYS = [new, old]
        return old, new

    def test_afterwards_the_new_key_alone_opens_everything(self, settings: Any, keys: tuple[str, str]) -> None:
        said = rotated()
        settings.FIELD_KEYS = [keys[1]]
        assert [one.contact for one in ProtectedPerson.objects.all()] == [ADDRESS] * 5
        assert TOTP(Authenticator.objects.get(type="totp")).instance.data["secret"].startswith("s1:")
        assert open_sealed(Authenticator.objects.get(type="totp").data["secret"], "x") == "JBSWY3DPEHPK3PXP"
        assert "offenders.ProtectedPerson.contact: 5 rows, 5 sealed anew." in said
        assert [row.contact for row in History.objects.all()] == [ADDRESS] * 5, "no new row, and the old ones open"

    def test_it_may_be_run_again_and_then_changes_nothing(self, keys: tuple[str, str]) -> None:
        rotated()
        before = stored()
        assert "offenders.ProtectedPerson.contact: 5 rows, 0 sealed anew." in rotated()
        assert stored() == before

    def test_what_was_done_before_an_interruption_stays_done(self, keys: tuple[str, str]) -> None:
        place = next(one for one in places() if str(one) == "offenders.ProtectedPerson.contact")
        before = stored()
        next(place.reseal(batch=2))
        assert sum(old != new for old, new in zip(before, stored(), strict=True)) == 2
        assert "5 rows, 3 sealed anew." in rotated()

    def test_a_row_that_no_key_opens_stops_it_by_name(self, settings: Any, keys: tuple[str, str]) -> None:
        settings.FIELD_KEYS = [keys[1]]
        with pytest.raises(CommandError, match=r"row .* cannot be opened"):
            rotated()

    def test_it_is_recorded_without_content_and_without_a_new_version(self, keys: tuple[str, str]) -> None:
        versions = list(ProtectedPerson.objects.order_by("pk").values_list("version", flat=True))
        rotated()
        reasons = AuditEvent.objects.filter(verb="field_keys.rotated").values_list("reason", flat=True)
        assert "offenders.ProtectedPerson.contact: 5 rows, 5 sealed anew" in reasons
        assert list(ProtectedPerson.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_clear_text_of_before_is_sealed_by_the_migration_and_opened_by_its_reverse(person: ProtectedPerson) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE offenders_protectedperson SET safety = %s", [SAFE])
        assert seal_column(cursor, "offenders_protectedperson", "safety") == 1
        assert ProtectedPerson.objects.get().safety == SAFE
        seal_column(cursor, "offenders_protectedperson", "safety")
        assert ProtectedPerson.objects.get().safety == SAFE
        open_column(cursor, "offenders_protectedperson", "safety")
    assert stored("safety") == [SAFE]
