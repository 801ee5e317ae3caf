"""Pages about a person's circumstances: how each fact stands, and the form that records it anew."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from circumstances import facts, selectors, services
from circumstances.forms import FORMS, FactForm, as_recorded
from circumstances.models import Circumstance
from circumstances.rules.kinds import SPECS, Kind
from circumstances.state import sections
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm


class CaseCircumstances(CasePage):
    """Each fact as it stands, what it reminds of, what is due from it, and what was recorded before."""

    tab = "circumstances"
    template_name = "circumstances/circumstances.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer, today = self.request.user, timezone.localdate()
        records = selectors.every_record(viewer=viewer, case_id=self.case.pk)
        known = facts.all_given({kind: rows[0] for kind, rows in records.items() if rows})
        return {
            "groups": sections(records, known, facts.around(self.case, today=today)),
            "due": selectors.due(viewer=viewer, case_id=self.case.pk),
            "today": today,
            "may_record": self.may(services.RECORD),
        }


class RecordFact(CaseFormPage):
    """Record how a fact stands; the address says of which kind."""

    tab = "circumstances"
    action = services.RECORD
    submit = "Record this"
    done = "It is recorded. What stood before is kept below it."
    kind: Kind
    current: Circumstance | None

    def prepare(self, **kwargs: Any) -> None:
        """404 for a kind that does not exist."""
        super().prepare(**kwargs)
        if kwargs["fact"] not in {kind.value for kind in FORMS}:
            raise Http404
        self.kind = Kind(kwargs["fact"])
        self.current = selectors.current(viewer=self.request.user, case_id=self.case.pk, kind=self.kind)

    @property
    def form_class(self) -> type[HouseForm]:  # type: ignore[override]  # each kind has its own
        """The form of the kind."""
        return FORMS[self.kind]

    @property
    def heading(self) -> str:  # type: ignore[override]  # each kind has its own
        """What the kind is called."""
        return SPECS[self.kind].title

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each kind has its own
        """What has to be known beforehand."""
        return SPECS[self.kind].hint

    def base_version(self) -> str:
        """The key of what stands, so that nobody records over another unseen."""
        return str(self.current.pk) if self.current else ""

    def initial(self) -> dict[str, Any]:
        """How it stands, and today."""
        return {**as_recorded(self.current), "decided_on": timezone.localdate()}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, FactForm):
            raise TypeError("a fact is recorded with its own form")
        return services.record(
            actor=self.request.user,
            case=self.case,
            given=form.given(),
            on=form.cleaned_data["decided_on"],
            source=form.cleaned_data["reason"],
            today=timezone.localdate(),
            based_on=form.submitted_version,
            acknowledged=form.acknowledged,
        )
