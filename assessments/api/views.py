"""Judgements of risk of serious harm, over the API. Every read is recorded."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from assessments.api.serializers import RoshJudgementSerializer
from assessments.models import RoshJudgement
from assessments.selectors import judgements_for_api
from audit.services import record


class NewestFirst(CursorPagination):
    """Pages by key, newest first."""

    ordering = ("-recorded_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


class RoshJudgements(ListAPIView):
    """Judgements of every case that the partner may see at summary or more, newest first."""

    serializer_class = RoshJudgementSerializer
    pagination_class = NewestFirst
    scopes: ClassVar[dict[str, str]] = {"GET": "rosh:read"}

    def get_queryset(self) -> QuerySet[RoshJudgement]:
        """What the partner may see; of one case when the address names it."""
        if getattr(self, "swagger_fake_view", False):
            return judgements_for_api(viewer=None)
        return judgements_for_api(viewer=cast(User, self.request.user), case_id=self.kwargs.get("case_id"))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The list; which cases were read is recorded."""
        response = super().list(request, *args, **kwargs)
        case_id: UUID | None = self.kwargs.get("case_id")
        read = sorted({row["offender"] for row in response.data["results"]})
        record(
            actor=cast(User, request.user),
            verb="api_rosh_judgements.viewed",
            case_id=case_id,
            changes={} if case_id else {"cases": (None, read)},
        )
        return response


class RoshJudgementsOfOffender(RoshJudgements):
    """Judgements of one case, newest first; 404 when the partner may not see it."""
