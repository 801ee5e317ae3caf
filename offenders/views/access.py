"""Who sees the case and by which fact, the forms that change it, and the audit trail."""

from typing import Any

from django.utils import timezone

from offenders import selectors, trail
from offenders.forms.base import CaseForm
from offenders.forms.people import AssignForm, DenyForm, GrantForm, RestrictForm
from offenders.pages import CaseFormPage, CasePage
from offenders.services import access as services


class CaseAccess(CasePage):
    """People and agencies with a part, exceptions, and, for those who may see it, every read and write."""

    tab = "access"
    template_name = "offenders/access.html"

    def context(self) -> dict[str, Any]:
        """The lists, and the trail for those who may view it."""
        viewer = self.request.user
        context: dict[str, Any] = {
            "access": selectors.access_list(viewer=viewer, case_id=self.case.pk),
            "may_manage": self.may("manage_access"),
            "may_view": self.may("view_access"),
            "today": timezone.localdate(),
        }
        if context["may_view"]:
            asked = self.request.GET.get("older", "")
            older = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
            context["denials"] = selectors.denials(viewer=viewer, case=self.case)
            context["trail"] = trail.page(viewer=viewer, case=self.case, older_than=older)
        return context


class AccessForm(CaseFormPage):
    """A form about who sees the case; afterwards the list shows what changed."""

    tab = "access"
    action = "manage_access"

    def form_arguments(self) -> dict[str, Any]:
        """The people of the case's area are offered."""
        return {"area": self.case.area_id}


class Assign(AccessForm):
    """Give somebody a part."""

    form_class = AssignForm
    heading = "Give somebody a part in the case"
    guidance = "A new case owner takes over from the present one on the first day."
    done = "The part is recorded."

    def perform(self, form: CaseForm) -> Any:  # type: ignore[override]  # the page makes this form
        """Call the service."""
        return services.assign(actor=self.request.user, case=self.case, **form.cleaned_data)


class Grant(AccessForm):
    """Open the case to somebody by exception."""

    form_class = GrantForm
    heading = "Open the case to somebody by exception"
    guidance = "For somebody whom neither their team nor their part in the case lets in. It ends by itself."
    submit = "Open the case to them"
    done = "The case is open to them until the day given."

    def perform(self, form: CaseForm) -> Any:  # type: ignore[override]  # the page makes this form
        """Call the service."""
        return services.grant(actor=self.request.user, case=self.case, **form.cleaned_data)


class Deny(AccessForm):
    """Bar somebody."""

    form_class = DenyForm
    heading = "Bar somebody from the case"
    guidance = "They will see nothing of this case, whatever else they hold."
    submit = "Bar them"
    done = "They are barred from the case."

    def perform(self, form: CaseForm) -> Any:  # type: ignore[override]  # the page makes this form
        """Call the service."""
        return services.deny(actor=self.request.user, case=self.case, **form.cleaned_data)


class Restrict(AccessForm):
    """Restrict the case, or lift the restriction."""

    form_class = RestrictForm
    heading = "Change who may see the case"
    guidance = "A restricted case opens to named people only. You are named when you restrict it."
    done = "Who may see the case is changed."

    def form_arguments(self) -> dict[str, Any]:
        """No person is chosen here."""
        return {}

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"restricted": "yes" if self.case.restricted else "no"}

    def perform(self, form: CaseForm) -> Any:  # type: ignore[override]  # the page makes this form
        """Call the service."""
        return services.restrict(actor=self.request.user, case=self.case, **form.cleaned_data)
