"""One row in the audit record for every request that was refused, whatever refused it."""

import logging
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from accounts.models import User
from audit.context import current
from audit.services import Actor, record

logger = logging.getLogger(__name__)
ONCE_IN = 60  # seconds
LONGEST = 400
TOO_MANY = 429


class NotSignedIn:
    """Whoever was refused before saying who they are."""

    pk = None
    audit_role = "not signed in"


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Record that a request was refused, unless the service that refused it did. Never changes the answer.

    Of somebody who is not signed in, one refusal a minute is recorded for each address and status: an outsider must
    not be able to fill the record. Nor must somebody who asks too often.
    """
    try:
        if current().refusals:
            return
        actor = _actor(request)
        who = str(actor.pk or client_address(request))
        rationed = isinstance(actor, NotSignedIn) or response.status_code == TOO_MANY
        if rationed and not cache.add(f"refused:{who}:{response.status_code}", True, ONCE_IN):
            return
        match = request.resolver_match
        where = (match.view_name if match else None) or "no such address"
        why = getattr(response, "refusal", "") or response.status_code
        # Most addresses name their case; of the others, what refused them knows the case when there is one.
        case_id = (match.kwargs.get("case_id") if match else None) or getattr(response, "refused_case", None)
        record(
            actor=actor,
            verb="request.refused",
            case_id=case_id if isinstance(case_id, UUID) else None,
            refused=True,
            reason=f"{request.method} {where}: {response.status_code} {why}"[:LONGEST],
        )
    except (DatabaseError, RedisError) as error:
        logger.error("refusal %s not recorded: %s", response.status_code, type(error).__name__)


def _actor(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else NotSignedIn()


def client_address(request: HttpRequest) -> str:
    """Where the request came from, as far as the operator's own proxies can be believed; empty when unknown."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
