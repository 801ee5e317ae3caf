"""The notification record of a case, and the form that adds to it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from notification import selectors, services
from notification.forms import EntryForm
from offenders.pages import CaseFormPage, CasePage


class CaseNotification(CasePage):
    """The requirement, what is due by it, and every entry."""

    tab = "offences"
    template_name = "notification/notification.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer, case_id = self.request.user, self.case.pk
        rows = list(selectors.entries(viewer=viewer, case_id=case_id))
        wrong = {row.about_id for row in rows if row.kind == "error"}
        return {
            "requirements": selectors.requirements(viewer=viewer, case_id=case_id),
            "due_panel": {
                "due": selectors.due(viewer=viewer, case_id=case_id),
                "today": timezone.localdate(),
                "case_pk": case_id,
            },
            "entries": [(row, row.pk in wrong) for row in rows],
            "may_record": services.is_police(viewer) and self.may(services.ACTION),
        }


class RecordEntry(CaseFormPage):
    """An entry of the notification record."""

    tab = "offences"
    action = services.ACTION
    form_class = EntryForm
    heading = "Record a notification or a visit"
    guidance = "What is due follows from it. A mistake is answered by a further entry: nothing is changed or removed."
    submit = "Record this entry"
    done = "The entry is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """For the police alone."""
        super().prepare(**kwargs)
        if not services.is_police(self.request.user):
            raise NotPermitted(self.action, case_id=self.case.pk)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """The entries that this one can be about."""
        return {"earlier": selectors.to_be_answered(viewer=self.request.user, case_id=self.case.pk)}

    def perform(self, form: EntryForm) -> Any:
        """Call the service."""
        return services.record_event(
            actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data
        )

    def success_url(self, result: Any) -> str:
        """The notification record."""
        return reverse("case_notification", args=[self.case.pk])
