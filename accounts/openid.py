"""The OpenID Connect authorization code flow with PKCE, state and nonce: requests out, verified claims in.

Signatures, times, issuer and audience are checked by PyJWT. Every failure is Refused.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import urlencode

import jwt
import requests
from django.core.cache import cache

from accounts.identity_providers import IdentityProvider, Refused, reaches_safely

ALGORITHMS = ["RS256", "PS256", "ES256"]
MUST_HOLD = ["exp", "iat", "iss", "aud", "sub", "nonce"]
PATIENCE = 10  # seconds for each request to a provider
LASTS = 600  # seconds from leaving for the provider to coming back
LEEWAY = 30  # seconds by which clocks may differ


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to a provider and back. Kept in the session; good for one answer."""

    provider: str
    state: str
    nonce: str
    verifier: str
    began: float
    next: str = ""
    again: bool = False

    @classmethod
    def new(cls, who: IdentityProvider, *, next_address: str, again: bool) -> Self:
        """A fresh one. `again`: somebody who is signed in shows once more who they are."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        return cls(who.key, state, nonce, verifier, time.time(), next_address, again)

    def kept(self) -> dict[str, Any]:
        """As the session keeps it."""
        return asdict(self)


def address_of_provider(who: IdentityProvider, attempt: Attempt, back: str) -> str:
    """Where the person's browser goes. Raises: Refused when the provider cannot be reached."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": who.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if attempt.again:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{configuration(who)['authorization_endpoint']}?{urlencode(asked)}"


def claims_of_answer(who: IdentityProvider, attempt: Attempt, answer: Any, back: str) -> dict[str, Any]:
    """The verified claims of the ID token that the answer's code buys. Raises: Refused."""
    if attempt.provider != who.key or not secrets.compare_digest(attempt.state, answer.get("state", "")):
        raise Refused("the answer belongs to no question of this session")
    if time.time() - attempt.began > LASTS:
        raise Refused("the answer came too late")
    if answer.get("iss", who.issuer).rstrip("/") != who.issuer:
        raise Refused("the answer names another issuer")
    if "error" in answer or not answer.get("code"):
        raise Refused("the provider let nobody in")
    token = _buy(who, attempt, answer["code"], back)
    claims = _verified(who, token)
    if not secrets.compare_digest(str(claims["nonce"]), attempt.nonce):
        raise Refused("the nonce is not ours")
    if attempt.again and not _fresh(claims.get("auth_time"), attempt.began):
        raise Refused("the provider did not ask again")
    return claims


def configuration(who: IdentityProvider) -> dict[str, Any]:
    """What the provider says about itself, kept for ten minutes. Raises: Refused."""
    kept = f"openid:{who.issuer}"
    found: dict[str, Any] | None = cache.get(kept)
    if found is None:
        found = _json(requests.get, f"{who.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != who.issuer:
            raise Refused("the provider calls itself by another name")
        addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if not all(isinstance(address, str) and reaches_safely(address) for address in addresses):
            raise Refused("the provider names addresses that are not https")
        cache.set(kept, found, 600)
    return found


def _buy(who: IdentityProvider, attempt: Attempt, code: str, back: str) -> str:
    """The ID token for the code."""
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": who.client_id,
        "code_verifier": attempt.verifier,
    }
    known = configuration(who)
    basic = "client_secret_post" not in known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if basic:
        given = _json(requests.post, known["token_endpoint"], data=sent, auth=(who.client_id, who.client_secret))
    else:
        given = _json(requests.post, known["token_endpoint"], data={**sent, "client_secret": who.client_secret})
    return str(given.get("id_token") or "")


def _verified(who: IdentityProvider, token: str) -> dict[str, Any]:
    """The claims of a token that this provider signed for this product and that holds now."""
    keys = _json(requests.get, configuration(who)["jwks_uri"])
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == wanted]
        if len(usable) != 1:
            raise Refused("the token is signed with no key of the provider")
        claims: dict[str, Any] = jwt.decode(
            token,
            usable[0],
            algorithms=ALGORITHMS,
            audience=who.client_id,
            issuer=configuration(who)["issuer"],
            leeway=LEEWAY,
            options={"require": MUST_HOLD},
        )
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise Refused(f"the token does not hold: {type(error).__name__}") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != who.client_id:
        raise Refused("the token was made for another party")
    return claims


def _fresh(auth_time: Any, since: float) -> bool:
    return isinstance(auth_time, int | float) and auth_time >= since - LEEWAY


def _json(send: Any, address: str, **arguments: Any) -> dict[str, Any]:
    """The object that an address answers with. No redirect is followed. Raises: Refused."""
    try:
        answer = send(address, timeout=PATIENCE, allow_redirects=False, **arguments)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise Refused(f"the provider could not be asked: {type(error).__name__}") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise Refused("the provider answered something else")
    return found
