"""What the pages of one offence share: they exist for the few who may see reviews."""

from typing import Any

from django.urls import reverse

from offenders.pages import CaseFormPage, CasePage
from serious import selectors
from serious.access import RECORD
from serious.models import SeriousOffence


class OfOffence(CasePage):
    """Finds the offence that the address names; 404 unless the viewer may see it."""

    tab = "serious"
    offence: SeriousOffence

    def prepare(self, **kwargs: Any) -> None:
        """The offence, then what the subclass needs."""
        self.offence = selectors.offence_for(
            viewer=self.request.user, case_id=self.case.pk, offence_id=kwargs["charge_id"]
        )
        super().prepare(**kwargs)

    def url(self, name: str = "review") -> str:
        """The address of a page of this offence."""
        return reverse(name, args=[self.case.pk, self.offence.pk])


class OffenceFormPage(OfOffence, CaseFormPage):
    """A form about one offence; afterwards back to it."""

    action = RECORD

    def prepare(self, **kwargs: Any) -> None:
        """The offence is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.offence

    def success_url(self, result: Any) -> str:
        """The page of the review."""
        return self.url()
