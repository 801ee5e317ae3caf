"""Areas and agencies for partner systems."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api.actor import account_of
from accounts.api.serializers import AgencySerializer, AreaSerializer
from accounts.standing import standing_of
from audit.services import viewed


class ByName(CursorPagination):
    """Pages by name."""

    ordering = ("name", "pk")
    page_size_query_param = "page_size"
    max_page_size = 100


class ReferenceList(ListAPIView):
    """A list of reference data. That it was read is recorded."""

    scopes: ClassVar[dict[str, str]] = {"GET": "areas:read"}
    pagination_class = ByName
    what: ClassVar[str]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        viewed(actor=account_of(request), what=self.what)
        return super().list(request, *args, **kwargs)


class AreaList(ReferenceList):
    """The 42 MAPPA areas of England and Wales."""

    serializer_class = AreaSerializer
    what = "api_areas"

    def get_queryset(self) -> QuerySet[Any]:
        """Every area."""
        return selectors.areas()


class AgencyList(ReferenceList):
    """The agencies at work in the areas of the agreement."""

    serializer_class = AgencySerializer
    what = "api_agencies"

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the partner's areas."""
        return selectors.agencies(standing_of(getattr(self.request, "user", None)).all_areas)
