"""What the pages of decisions about category, level and lead have in common."""

from typing import Any

from django.utils import timezone

from offenders.pages import CaseFormPage


class DecisionPage(CaseFormPage):
    """A decision that replaces the one that stands, based on the one that stood when the form was opened."""

    tab = "level"

    def current(self) -> Any:
        """The decision that stands; None before the first."""
        raise NotImplementedError

    def base_version(self) -> str:
        """Its key, so that a second decision cannot be made over it unseen."""
        current = self.current()
        return str(current.pk) if current else ""

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"decided_on": timezone.localdate()}

    def decision(self, form: Any) -> dict[str, Any]:
        """What the service of such a decision takes: who, on which case, when, over which decision, and the answers."""
        cleaned = dict(form.cleaned_data)
        return {
            "actor": self.request.user,
            "case": self.case,
            "on": cleaned.pop("decided_on"),
            "today": timezone.localdate(),
            "based_on": form.submitted_version,
            **cleaned,
        }
