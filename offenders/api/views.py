"""Cases for partner systems, through the same door and the same projection as pages."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.actor import account_of
from audit.services import record, viewed
from offenders import selectors
from offenders.access import Detail
from offenders.api.serializers import CaseSerializer
from offenders.models import Case
from offenders.projection import project


class CaseList(GenericAPIView):
    """The cases the agreement opens, newest first."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read"}
    serializer_class = CaseSerializer

    @extend_schema(operation_id="offenders_list", responses=CaseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One page of cases."""
        cases: Any = selectors.cases_for_api(viewer=request.user)  # all that a paginator asks of a queryset
        rows: list[Case] = list(self.paginate_queryset(cases) or [])
        record(actor=account_of(request), verb="api_cases.viewed", changes={"cases": (None, [row.pk for row in rows])})
        return self.get_paginated_response(CaseSerializer(list(map(_projected, rows)), many=True).data)


class CaseDetail(APIView):
    """One case; 404 when the agreement does not open it."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read"}

    @extend_schema(operation_id="offenders_retrieve", responses=CaseSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """The case as far as the agreement reaches."""
        case = selectors.case_for(viewer=request.user, case_id=case_id, at_least=Detail.SUMMARY)
        viewed(actor=account_of(request), what="api_case", case_id=case.pk)
        return Response(CaseSerializer(_projected(case)).data)


def _projected(case: Case) -> dict[str, Any]:
    return project(case, Detail(case.detail))
