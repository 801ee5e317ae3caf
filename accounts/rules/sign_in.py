"""How agencies let their people in: who needs a second person, and what stands against an agency's own sign-in alone
(PPL-13, PPL-14). Pure: no database.
"""

import re
from collections.abc import Collection

from audit.refusals import Effect, Finding

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def domain_of(address: str) -> str:
    """What stands behind the @ of an e-mail address, in lower case."""
    return address.strip().lower().rpartition("@")[2]


def is_domain(text: str) -> bool:
    """Whether a text in lower case is a whole domain, such as example.org: no @, no wildcard, no single label."""
    return DOMAIN.fullmatch(text) is not None


def needs_second_person(
    address: str, full_name: str, *, domains: Collection[str], inviter_address: str, inviter_name: str
) -> str | None:
    """Why one person alone may not invite this address, in a sentence; None when they may (PPL-14).

    `domains` are the agency's that somebody else than the inviter registered. An address like the inviter's own, or
    their own name, asks for a second person in any domain: an administrator might make a second account for themselves.
    """
    if domain_of(address) not in domains:
        return "The address is in none of the agency’s e-mail domains that somebody else registered."
    if _stem(address) == _stem(inviter_address):
        return "The address is like that of the person who invites."
    if _bare(full_name) == _bare(inviter_name):
        return "The name is that of the person who invites."
    return None


def second_person(why: str | None, reason: str) -> list[Finding]:
    """Who needs a second person to confirm says why this address is invited (PPL-14)."""
    if why is None or reason.strip():
        return []
    step = "Say why this person is invited at this address. A second person confirms it before the link is sent."
    return [Finding("PPL-14", Effect.REQUIRE, why, "outside_reason", step)]


def by_somebody_else(same: bool) -> list[Finding]:
    """Nobody confirms what they asked for themselves (PPL-14)."""
    if not same:
        return []
    message = "You invited this person yourself, so somebody else has to confirm it."
    return [Finding("PPL-14", Effect.REFUSE, message, None, "Ask another administrator.")]


def accepting_outside(outside: bool, same: bool) -> list[Finding]:
    """A move to an agency in whose domains the address is not is accepted by another than who proposed it (PPL-14)."""
    if not (outside and same):
        return []
    message = "The person’s address is in none of this agency’s e-mail domains, and you proposed the move yourself."
    return [Finding("PPL-14", Effect.REFUSE, message, None, "Ask another administrator to decide about it.")]


def own_sign_in_only(*, provider: bool, administrators: int, tried: int, everybody_who_runs_it: bool) -> list[Finding]:
    """What stands against refusing the passwords of an agency's people (PPL-13).

    `administrators` work there, `tried` of them have signed in by the agency's provider already.
    `everybody_who_runs_it`: all system administrators of the product are of this agency.
    """
    if not provider:
        message = "This agency has no sign-in of its own here, so nobody of it could sign in any more."
        return [Finding("PPL-13", Effect.REFUSE, message, None, "Ask the operator to set it up first.")]
    found = []
    if not tried:
        only = administrators == 1
        who = "The agency’s only administrator has not" if only else "No administrator of the agency has"
        message = f"{who} signed in by it yet: they could be locked out."
        found.append(Finding("PPL-13", Effect.WARN, message, None, "Have one of them try it first."))
    if everybody_who_runs_it:
        message = "Every system administrator is of this agency: when its sign-in fails, nobody can switch this back."
        found.append(Finding("PPL-13", Effect.WARN, message, None, "Appoint one outside of it first."))
    return found


def _stem(address: str) -> str:
    """The mailbox that an address most likely reaches: before the @ and any +, without dots."""
    return address.strip().lower().partition("@")[0].partition("+")[0].replace(".", "")


def _bare(name: str) -> str:
    """A name as one would compare it: its letters, whatever their case."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())
