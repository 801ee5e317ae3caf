"""Which passwords are refused, and that long ones of any make are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password", ["Probation-Police-1", "mappaMAPPAmappa2026", "youth justice service 7", "Prison.Officer.1234567"]
)
def test_a_password_made_of_words_of_the_field_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="must not be made of words"):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["kettle orchard 91 probation", "lichen-harbour-violet", "ÄußerstLangesWort", "a b c d e f g h i j"]
)
def test_others_of_any_make_are_taken(password: str) -> None:
    validate_password(password)


def test_a_password_of_128_characters_is_taken() -> None:
    validate_password("lichen harbour " * 8 + "violet 9")


@pytest.mark.parametrize("password", ["short-but-odd", "password1234567"])
def test_short_and_common_ones_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)
