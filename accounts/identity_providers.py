"""Agencies that bring their own sign-in: which there are, and what an answer of theirs is worth.

A provider vouches for the people of one agency and for addresses in its domains, for nobody else. It makes no account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error

from accounts.models import User
from accounts.selectors import account_of_email
from accounts.selectors.agency_rules import binding_of, bound_to

REQUIRED = ("key", "name", "issuer", "client_id", "client_secret", "agency", "domains")
SUBJECT_LENGTH = 255  # OpenID Connect Core, section 2
TIED = (
    "An account with your address is tied to another sign-in at your agency: ask your agency’s administrator here to "
    "release it."
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(Exception):
    """The provider's answer does not let anybody in. `why` goes to the record, never to the person; `told` to them."""

    def __init__(self, why: str, account: User | None = None, *, told: str = "") -> None:
        self.why = why
        self.account = account
        self.told = told
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One agency's OpenID Connect provider, as IDENTITY_PROVIDERS describes it (docs/sign-in.md)."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    agency: str
    domains: tuple[str, ...]
    vouches_for_addresses: bool = False
    second_factor: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def from_settings(cls, given: Mapping[str, Any]) -> Self:
        """From one entry of the settings. Raises: TypeError, KeyError for what is missing or unknown."""
        domains = tuple(str(domain).lower().lstrip("@") for domain in given["domains"])
        return cls(**{**given, "issuer": given["issuer"].rstrip("/"), "domains": domains})

    def proved_second_factor(self, claims: Mapping[str, Any]) -> bool:
        """Whether the answer says that the provider asked for a second factor, in the words agreed with it."""
        for claim, accepted in self.second_factor.items():
            said = claims.get(claim)
            values = said if isinstance(said, list) else [said]
            if any(value in accepted for value in values):
                return True
        return False


def providers() -> list[IdentityProvider]:
    """All of them, in the order of the settings."""
    return [IdentityProvider.from_settings(one) for one in settings.IDENTITY_PROVIDERS]


def provider(key: str) -> IdentityProvider | None:
    """The one with this key, or None."""
    return next((one for one in providers() if one.key == key), None)


def provider_of(user: User) -> IdentityProvider | None:
    """The one that opens this person's account already, else the one that vouches for their address, or None."""
    theirs = [one for one in providers() if one.agency == str(user.agency_id)]
    tied = binding_of(user) if theirs else None
    domain = user.email.rpartition("@")[2]
    return next((one for one in theirs if (tied.issuer == one.issuer if tied else domain in one.domains)), None)


def provider_of_agency(agency_id: Any) -> IdentityProvider | None:
    """The first that vouches for people of this agency, or None."""
    return next((one for one in providers() if one.agency == str(agency_id)), None)


def account_for(who: IdentityProvider, claims: Mapping[str, Any]) -> User:
    """The existing, active account of this agency that the verified claims are about. Raises: Refused.

    The provider's own number for the person decides; the address only before a number is tied to the account (PPL-12).
    """
    account = bound_to(who.issuer, subject_of(claims)) or _by_address(who, claims)
    if str(account.agency_id) != who.agency:
        raise Refused("the account is of another agency", account)
    if not account.is_active:
        raise Refused("the account is disabled", account)
    return account


def subject_of(claims: Mapping[str, Any]) -> str:
    """The provider's number for the person. Raises: Refused when it is no text that can be kept."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LENGTH:
        raise Refused("the answer numbers nobody")
    return subject


def _by_address(who: IdentityProvider, claims: Mapping[str, Any]) -> User:
    """The account with this verified address, which no number opens yet."""
    email = str(claims.get("email") or "").strip().lower()
    if not email:
        raise Refused("the answer names no e-mail address")
    if claims.get("email_verified") is not True and not who.vouches_for_addresses:
        raise Refused("the address is not verified")
    if email.rpartition("@")[2] not in who.domains:
        raise Refused("the address is of another domain")
    account = account_of_email(email)
    if account is None:
        raise Refused("no account has this address")
    if str(account.agency_id) == who.agency and binding_of(account) is not None:
        raise Refused("another number of a provider opens the account", account, told=TIED)
    return account


def settings_are_usable(**kwargs: Any) -> list[CheckMessage]:
    """One error for each entry of IDENTITY_PROVIDERS that cannot be used; its secret is never repeated."""
    found: list[CheckMessage] = []
    for number, given in enumerate(settings.IDENTITY_PROVIDERS, start=1):
        missing = [name for name in REQUIRED if not given.get(name)]
        if missing:
            found.append(_error(f"Entry {number} of IDENTITY_PROVIDERS lacks {', '.join(missing)}."))
            continue
        unknown = sorted(set(given) - set(IdentityProvider.__slots__))
        if unknown:
            found.append(_error(f"Entry {number} of IDENTITY_PROVIDERS has unknown parts: {', '.join(unknown)}."))
        if not reaches_safely(given["issuer"]):
            found.append(_error(f"The issuer of entry {number} of IDENTITY_PROVIDERS is not an https address."))
    return found


def reaches_safely(address: str) -> bool:
    """Whether an address is https, or plain on this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _error(sentence: str) -> Error:
    return Error(sentence, id="accounts.E001")
