"""Passing to adult services is considered."""

from typing import Any

from django.utils import timezone

from offenders.pages import CaseFormPage
from ui.forms import HouseForm
from youthjustice import forms, selectors, services


class ConsiderTransfer(CaseFormPage):
    """Records what was decided on passing to adult services."""

    tab = "youth"
    action = "assess_child"
    form_class = forms.TransitionForm
    heading = "Passing to adult services"
    guidance = (
        "At Level 2 and 3 it is considered six months before the 18th birthday, at Level 1 with MAPPA Q. "
        "By the birthday the case passes, or it is recorded here why it stays and until when."
    )
    submit = "Record the decision"
    done = "The decision is recorded."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def base_version(self) -> str:
        """The decision that the user looked at."""
        last = selectors.transitions(viewer=self.request.user, case_id=self.case.pk).first()
        return str(last.pk) if last else ""

    def perform(self, form: HouseForm) -> Any:
        """Record it."""
        return services.consider_transfer(
            actor=self.request.user,
            case=self.case,
            today=timezone.localdate(),
            based_on=form.submitted_version,
            **form.cleaned_data,
        )
