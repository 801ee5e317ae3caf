"""A review and a critical case as PDF; who took one is recorded."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from audit.services import viewed
from offenders.pages import CasePage
from serious import paper, selectors
from serious.views.base import OfOffence
from ui.pdf import Document


class ReviewPdf(OfOffence):
    """One serious further offence and its review as PDF, for the few who may see reviews (SCR-17)."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        viewer = self.request.user
        made = paper.review_pdf(
            selectors.shown(viewer=viewer, offence=self.offence), case=self.offence.case, reader=viewer
        )
        viewed(actor=viewer, what="case_review_pdf", case_id=self.case.pk, subject=self.offence)
        return attached(made, f"Serious-case-review-{self.case.reference}.pdf")


class CriticalPdf(CasePage):
    """The case as a critical one as PDF, for those who see the case in full."""

    tab = "serious"
    confirms = True

    def prepare(self, **kwargs: Any) -> None:
        """404 where nothing was recorded."""
        self.told = selectors.critical_told(viewer=self.request.user, case_id=self.case.pk)
        if not self.told:
            raise Http404

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        viewer, case = self.request.user, self.case
        known = selectors.critical_facts(viewer=viewer, case=case)
        considered = selectors.considered(viewer=viewer, case_id=case.pk)
        made = paper.critical_pdf(self.told, known, considered, case=case, reader=viewer)
        viewed(actor=viewer, what="case_critical_pdf", case_id=case.pk, subject=self.told[0].row)
        return attached(made, f"Critical-case-{case.reference}.pdf")


def attached(made: Document, name: str) -> HttpResponse:
    """The PDF under that name."""
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
