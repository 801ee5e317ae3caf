"""What the person may read of their plan: the copies, a new one, its PDF, and that it was given."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from audit.services import viewed
from minutes import facts_person as facts
from minutes import selectors_person as selectors
from minutes.forms import GivePlanForm, PlanLinesForm
from minutes.models import PlanCopy
from minutes.paper_person import plan_copy_pdf
from minutes.rules.person import stops
from minutes.services import person as services
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm


class PlanCopies(CasePage):
    """Every copy that was made, whether it was given, and by whom."""

    tab = "plan"
    template_name = "minutes/plan_copies.html"

    def context(self) -> dict[str, Any]:
        """The copies, newest first; only the newest that was not given may still be."""
        rows = list(selectors.plan_copies(viewer=self.request.user, case_id=self.case.pk))
        newest = rows[0] if rows and not selectors.was_given(rows[0]) else None
        ready = newest is not None and services.stands(newest) and services.is_clean(newest)
        return {
            "rows": [(row, selectors.was_given(row), ready and row is newest) for row in rows],
            "may_plan": self.may("plan_risk"),
        }


class MakePlanCopy(CaseFormPage):
    """Choose what the person is to read. What something was found in is shown, and cannot be chosen."""

    tab = "plan"
    action = "plan_risk"
    form_class = PlanLinesForm
    template_name = "minutes/plan_copy_make.html"
    heading = "Make a copy of the plan for the person"
    submit = "Make the copy"
    done = "The copy is made. Read it before you give it."

    def prepare(self, **kwargs: Any) -> None:
        """404 while no plan is in force; the lines that may be chosen, and those that may not."""
        super().prepare(**kwargs)
        self.plan = facts.plan_in_force(self.case)
        if self.plan is None:
            raise Http404
        lines = facts.offered(self.case, self.plan)
        self.found = stops(lines, facts.known_of_case(self.case))
        self.clean = [line for line in lines if line.key not in self.found]
        self.stopped = [(line, self.found[line.key]) for line in lines if line.key in self.found]

    def base_version(self) -> str:
        """The version of the plan that is looked at."""
        return str(self.plan.pk) if self.plan else ""

    def form_arguments(self) -> dict[str, Any]:
        """What can be chosen."""
        return {"lines": self.clean}

    def context(self) -> dict[str, Any]:
        """What cannot, and why."""
        return {"stopped": self.stopped}

    def perform(self, form: HouseForm) -> PlanCopy:
        """Call the service."""
        return services.make_copy(
            actor=self.request.user,
            case=self.case,
            based_on=form.submitted_version,
            chosen=form.cleaned_data["lines"],
        )

    def success_url(self, result: Any) -> str:
        """The copies."""
        return reverse("plan_copies", args=[self.case.pk])


class OfPlanCopy(CasePage):
    """Finds a copy of the plan; 404 unless the viewer sees the case in full."""

    tab = "plan"
    copy: PlanCopy

    def prepare(self, **kwargs: Any) -> None:
        """The copy, then what the subclass needs."""
        self.copy = selectors.plan_copy_for(
            viewer=self.request.user, case_id=self.case.pk, copy_id=kwargs["plan_copy_id"]
        )
        super().prepare(**kwargs)


class GivePlanCopy(OfPlanCopy, CaseFormPage):
    """Record that the person was given a copy."""

    action = "plan_risk"
    form_class = GivePlanForm
    heading = "Record that the person was given the copy"
    submit = "Record it"
    done = "It is recorded."

    def success_url(self, result: Any) -> str:
        """The copies."""
        return reverse("plan_copies", args=[self.case.pk])

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.give_copy(
            actor=self.request.user,
            copy=self.copy,
            on=form.cleaned_data["given_on"],
            how=form.cleaned_data["how"],
            today=timezone.localdate(),
        )


class PlanCopyPdf(OfPlanCopy):
    """The PDF of a copy that was given, or may be: anything else is not there. Each download is recorded."""

    confirms = True

    def prepare(self, **kwargs: Any) -> None:
        """404 for a copy that was not given and may not be any more."""
        super().prepare(**kwargs)
        if not selectors.was_given(self.copy) and not (services.stands(self.copy) and services.is_clean(self.copy)):
            raise Http404

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment."""
        made = plan_copy_pdf(self.copy)
        viewed(actor=self.request.user, what="case_plan_copy_pdf", case_id=self.case.pk, subject=self.copy)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="Your-plan-copy-{self.copy.number}.pdf"'
        return response
