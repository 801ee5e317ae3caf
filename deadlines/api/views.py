"""Reviews due, over the API."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.actor import account_of
from audit.services import viewed
from deadlines.api.serializers import ReviewDueSerializer
from deadlines.models import Deadline
from deadlines.selectors import open_deadlines


class SoonestFirst(CursorPagination):
    """Pages by key, soonest due first."""

    ordering = ("due_on", "id")
    page_size_query_param = "page_size"
    max_page_size = 100


class ReviewsDue(ListAPIView):
    """Open reviews of the level on every case the partner may see, soonest first."""

    serializer_class = ReviewDueSerializer
    pagination_class = SoonestFirst
    scopes: ClassVar[dict[str, str]] = {"GET": "reviews:read"}

    def get_queryset(self) -> QuerySet[Deadline]:
        """Only reviews, only on visible cases."""
        if getattr(self, "swagger_fake_view", False):
            return open_deadlines(viewer=None)
        return open_deadlines(viewer=account_of(self.request)).filter(is_review=True)

    def get_serializer_context(self) -> dict[str, Any]:
        """Adds today's date in London."""
        return {**super().get_serializer_context(), "today": timezone.localdate()}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of the list; which cases it named is recorded."""
        rows: list[Deadline] = list(self.paginate_queryset(self.filter_queryset(self.get_queryset())) or [])
        viewed(actor=account_of(request), what="api_reviews_due", cases=[row.case_id for row in rows])
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
