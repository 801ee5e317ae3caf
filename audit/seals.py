"""Whether a point at which a check stopped was kept by the product: a keyed hash whose key is not in the database.

The key comes from SECRET_KEY. After it has changed, older points are no longer known: the next check begins at the
first link.
"""

import datetime as dt
import json

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from audit.models import AuditCheck

SALT = "audit.check"


def seal(check: AuditCheck) -> str:
    """The keyed hash of all that `check` says, and of when it was said (HMAC-SHA-256, 64 hexadecimal digits)."""
    return _hash(check, settings.SECRET_KEY)


def holds(check: AuditCheck) -> bool:
    """Whether the product kept this very row."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(check.seal, _hash(check, key)) for key in keys)


def _hash(check: AuditCheck, key: str) -> str:
    said = [
        check.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        str(check.run),
        check.whole,
        check.finished,
        check.upto_seq,
        check.upto_hash,
        check.links,
        check.last_event,
        check.broken_at,
        check.anchor,
    ]
    return salted_hmac(SALT, json.dumps(said), secret=key, algorithm="sha256").hexdigest()
