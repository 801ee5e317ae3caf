"""Restricted cases about which nobody may decide any more, for those who name somebody (ACC-37)."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.form_pages import SentForm
from accounts.models import User
from accounts.reauthentication import confirm_first, typed_before
from audit.refusals import NotPermitted
from audit.services import viewed
from offenders import successors
from offenders.forms.base import CaseForm, Pick
from offenders.forms.people import PersonPick
from offenders.models import AccessGrant, Case
from offenders.services.successors import ACTION, name_successor
from oversight.selectors.undecided import waiting
from ui.fields import PlainTextField


class CasePick(Pick):
    """One of the cases that wait, by reference and lead agency."""

    def label_from_instance(self, obj: Any) -> str:
        """What somebody who may know only that it exists is told."""
        return f"{obj.reference} ({obj.lead_agency.name})"


class SuccessorForm(CaseForm):
    """Who decides about which case."""

    case = CasePick("Choose the case", label="Case")
    user = PersonPick(
        "Choose the person",
        label="Who decides about it",
        help_text="A Co-ordinator of the area or a manager of the lead agency. The case opens to them.",
    )
    reason = PlainTextField(ask="Say why this person", label="Reason", max_length=4_000)

    def __init__(self, *args: Any, cases: QuerySet[Case], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["case"]).queryset = cases
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = people


class NameSuccessor(SentForm):
    """The cases that wait, and the form that names somebody. It does not exist for those who name nobody."""

    done = "They may decide about the case now, and are told by e-mail."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for other roles; who is about to name somebody confirms that it is them."""
        if not successors.names_anywhere(self.request.user):
            raise NotPermitted(ACTION)
        if request.method == "POST" and (first := confirm_first(request)):
            return first
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        rows = waiting(self.request.user)
        viewed(actor=self.request.user, what="cases_undecided", cases=[row.case.pk for row in rows])
        return self.show(self.make_form(typed_before(request)))

    def build_form(self, data: Any = None) -> SuccessorForm:
        """For the cases of the viewer and the people of their areas."""
        viewer = self.request.user
        cases = successors.waiting(viewer=viewer)
        return SuccessorForm(data, cases=cases, people=successors.offered(viewer=viewer))

    def perform(self, form: SuccessorForm) -> AccessGrant:
        """Name them."""
        return name_successor(actor=self.request.user, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        """Back to what else waits."""
        return reverse("cases_undecided")

    def page(self, form: SuccessorForm, status: int) -> HttpResponse:
        """The cases and the form."""
        rows = waiting(self.request.user)
        context = {
            "heading": "Restricted cases left to nobody",
            "rows": rows,
            "form": form,
            "today": timezone.localdate(),
        }
        return render(self.request, "oversight/successors.html", context, status=status)
