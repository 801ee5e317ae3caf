"""Who is not to be invited to meetings of a case or told of them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from meetings import selectors
from meetings.keeping_out_forms import EndKeepingOutForm, KeepOutForm
from meetings.selectors.kept_out import kept_out_row, kept_out_rows
from meetings.services import keeping_out
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm


class CaseKeptOut(CasePage):
    """The list, for those who may view access."""

    tab = "access"
    template_name = "meetings/kept_out.html"

    def prepare(self, **kwargs: Any) -> None:
        """The page does not exist for others."""
        if not self.may("view_access"):
            raise NotPermitted("view_access", case_id=self.case.pk)

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        rows = list(kept_out_rows(viewer=self.request.user, case=self.case))
        return {"rows": rows, "may_manage": self.may("manage_access"), "today": timezone.localdate()}


class KeepingOutForm(CaseFormPage):
    """A form about it; afterwards back to the list."""

    tab = "access"
    action = keeping_out.ACTION
    confirms = True

    def context(self) -> dict[str, Any]:
        """The way back."""
        return {"back": self.success_url(None)}

    def success_url(self, result: Any) -> str:
        """The list."""
        return reverse("case_kept_out", args=[self.case.pk])


class KeepOut(KeepingOutForm):
    """Keep somebody, or an agency, out."""

    form_class = KeepOutForm
    heading = "Keep somebody out of the meetings"
    guidance = (
        "For a conflict of interest of somebody without an account, or of a whole agency. Invitations to planned "
        "meetings that they have are taken back. Bar people with an account from the case instead."
    )
    submit = "Keep them out"
    done = "They are kept out of the meetings of this case."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies of the area."""
        return {"agencies": selectors.agencies_of_area(self.case.area_id)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return keeping_out.keep_out(
            actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data
        )


class EndKeepingOut(KeepingOutForm):
    """Let them in again."""

    form_class = EndKeepingOutForm
    heading = "Let somebody be invited again"
    submit = "Let them be invited"
    done = "They may be invited again from the day given."

    def prepare(self, **kwargs: Any) -> None:
        """The decision must be of this case and still stand."""
        super().prepare(**kwargs)
        self.subject = kept_out_row(viewer=self.request.user, case=self.case, pk=kwargs["kept_out_id"])
        if self.subject.ends is not None:
            raise NotPermitted(self.action, case_id=self.case.pk)

    def context(self) -> dict[str, Any]:
        """Who it is."""
        return {**super().context(), "guidance": f"{self.subject.who}. Invitations taken back do not come back."}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return keeping_out.end_keeping_out(
            actor=self.request.user, row=self.subject, version=form.version_seen, **form.cleaned_data
        )
