"""Category and level decisions of one case for partner systems."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.actor import account_of
from audit.services import viewed
from levels import selectors
from levels.api.serializers import CategoryDecisionSerializer, LevelDecisionSerializer
from levels.models import CategoryDecision, LevelDecision
from offenders import selectors as offenders
from offenders.access import Detail


class NewestFirst(CursorPagination):
    """Pages by the instant of recording."""

    ordering = ("-recorded_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


class DecisionList(ListAPIView):
    """Decisions of one case, newest first; 404 when the agreement does not open the case."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read"}
    pagination_class = NewestFirst
    kind: ClassVar[type[CategoryDecision] | type[LevelDecision]]
    what: ClassVar[str]

    def get_queryset(self) -> QuerySet[Any]:
        """Those of this case."""
        viewer = getattr(self.request, "user", None)
        return selectors.decisions_for_api(viewer=viewer, model=self.kind).filter(case=self.kwargs.get("case_id"))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page, recorded as a read of the case."""
        case = offenders.case_for(viewer=request.user, case_id=kwargs["case_id"], at_least=Detail.SUMMARY)
        viewed(actor=account_of(request), what=self.what, case_id=case.pk)
        return super().list(request, *args, **kwargs)


class CategoryDecisions(DecisionList):
    """Every decision on the category of a case."""

    kind = CategoryDecision
    what = "api_categories"
    serializer_class = CategoryDecisionSerializer


class LevelDecisions(DecisionList):
    """Every decision on the level of a case."""

    kind = LevelDecision
    what = "api_levels"
    serializer_class = LevelDecisionSerializer
