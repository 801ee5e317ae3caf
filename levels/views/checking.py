"""The supervisors' check of cases at Level 1: the list of what waits, and the form for one case."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from audit.refusals import Finding
from audit.services import viewed
from levels import selectors
from levels.forms import CheckForm
from levels.selectors import checks
from levels.services.sampling import check_level_1
from offenders.access import areas_for
from offenders.pages import CaseFormPage


@require_safe
def level_1_checks(request: SignedInRequest) -> HttpResponse:
    """Cases drawn for a check that wait. The list does not exist for those who check nothing anywhere."""
    if not areas_for("check_level_1", request.user):
        raise Http404
    page = checks.waiting_page(viewer=request.user, after=request.GET.get("after", ""))
    viewed(actor=request.user, what="level_1_checks", cases=[row.check.case_id for row in page.rows])
    context = {"heading": "Level 1 to be checked", "rows": page.rows, "next": page.next_key}
    return render(request, "levels/checks.html", {**context, "today": timezone.localdate()})


class CheckLevel1(CaseFormPage):
    """What a supervisor found of a case at Level 1 that was drawn."""

    tab = "level"
    action = "check_level_1"
    template_name = "levels/check.html"
    form_class = CheckForm
    heading = "Check a case at Level 1"
    submit = "Record this check"
    done = "The check is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The check that is named, for who may do it."""
        super().prepare(**kwargs)
        self.check = checks.check_for(viewer=self.request.user, case_id=self.case.pk, check_id=kwargs["check_id"])

    def findings(self) -> list[Finding]:
        """Why it cannot be recorded, before anybody types."""
        return checks.findings_for(viewer=self.request.user, case=self.case, check=self.check)

    def context(self) -> dict[str, Any]:
        """What is checked: the decision that holds, with its answers, and the last review."""
        viewer, case_id = self.request.user, self.case.pk
        return {
            "check": self.check,
            "decision": selectors.ledger(viewer=viewer, case_id=case_id).first(),
            "review": selectors.level_one_reviews(viewer=viewer, case_id=case_id).first(),
        }

    def success_url(self, result: Any) -> str:
        """Back to the list."""
        return reverse("level_1_checks")

    def perform(self, form: CheckForm) -> Any:
        """Call the service."""
        return check_level_1(actor=self.request.user, check=self.check, today=timezone.localdate(), **form.cleaned_data)
