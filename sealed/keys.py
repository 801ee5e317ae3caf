"""Sealing one text with the keys of the environment, and opening it again.

A sealed text is "s1:" and a Fernet token (AES-128-CBC with HMAC-SHA-256 and a random initial value, so that the same
words never look the same twice). The first of FIELD_KEYS seals; each of them opens.
"""

from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

VERSION = "s1:"


class CannotOpen(Exception):
    """What is kept in `where` was sealed with a key that we do not have, or was tampered with. Holds no content."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"{where} cannot be opened: it was sealed with another key, or it was tampered with")


class NoKeys(Exception):
    """FIELD_KEYS is empty or holds something that is no key."""


def complaint(keys: Sequence[str]) -> str | None:
    """What is wrong with these keys, in one sentence without any of them; None when they are fit to seal with."""
    if not keys:
        return "FIELD_KEYS is not set: sealed fields can be neither read nor written."
    try:
        _ring(tuple(keys))
    except NoKeys as error:
        return str(error)
    return None


def seal(text: str) -> str:
    """`text` as ciphertext; empty stays empty."""
    return text and VERSION + _ring(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def open_sealed(text: str, where: str) -> str:
    """The clear text. `where` is named in CannotOpen, which is raised rather than ever giving ciphertext back."""
    if not text:
        return text
    ring = _ring(tuple(settings.FIELD_KEYS))
    if not is_sealed(text):
        raise CannotOpen(where)
    try:
        return ring.decrypt(text.removeprefix(VERSION).encode()).decode()
    except (InvalidToken, UnicodeDecodeError) as error:
        raise CannotOpen(where) from error


def is_sealed(text: str) -> bool:
    """Whether the text bears the mark of a sealed one."""
    return text.startswith(VERSION)


def resealed(text: str, where: str) -> str:
    """The same words under the newest key; the very same text when that key sealed it already, or when it is empty."""
    if not text:
        return text
    newest = _ring(tuple(settings.FIELD_KEYS[:1]))
    if is_sealed(text):
        try:
            newest.decrypt(text.removeprefix(VERSION).encode())
        except InvalidToken:
            pass
        else:
            return text
    return seal(open_sealed(text, where))


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise NoKeys("FIELD_KEYS is not set: sealed fields can be neither read nor written.")
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise NoKeys("FIELD_KEYS holds something that is no key: each is 32 random bytes, URL-safe base64.") from error
