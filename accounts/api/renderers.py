"""How answers to partner systems are written: without the fields that the agreement redacts, whatever the address."""

from collections.abc import Collection, Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer

PAGING = frozenset({"results", "next", "previous"})
"""The frame of a page of a list: it says nothing of any case."""


def without(data: Any, redacted: Collection[str]) -> Any:
    """`data` without the redacted fields, at whatever depth."""
    if isinstance(data, Mapping):
        return {
            name: without(value, redacted) for name, value in data.items() if name in PAGING or name not in redacted
        }
    return [without(item, redacted) for item in data] if isinstance(data, list | tuple) else data


class RedactedJSONRenderer(JSONRenderer):
    """JSON, less what the partner's agreement leaves out (ACC-46)."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The bytes to send."""
        request = (renderer_context or {}).get("request")
        partner = getattr(getattr(request, "_user", None), "partner", None)  # set when the token was checked
        kept = without(data, frozenset(partner.redactions)) if partner is not None and partner.redactions else data
        return super().render(kept, accepted_media_type, renderer_context)
