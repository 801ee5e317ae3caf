"""Disputes about a level: raising one, and taking it further."""

from typing import Any

from django.utils import timezone

from audit.refusals import NotPermitted
from levels.forms import DisputeForm, StepForm
from levels.rules.disputes import ESCALATE, SETTLE, STEPS, Step
from levels.selectors import disputes
from levels.services.disputes import raise_dispute, take_further
from offenders.pages import CaseFormPage


class DisputeLevel(CaseFormPage):
    """Another view of the level than the one decided or proposed."""

    tab = "level"
    action = "dispute_level"
    form_class = DisputeForm
    heading = "Dispute the level"
    guidance = "It goes to line management, and somebody else settles it. Until then the level stays as it is."
    submit = "Record this dispute"
    done = "The dispute is recorded."

    def perform(self, form: DisputeForm) -> Any:
        """Call the service."""
        return raise_dispute(actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data)


class TakeDisputeFurther(CaseFormPage):
    """An escalation, or the settlement, of a dispute."""

    tab = "level"
    action = "dispute_level"
    form_class = StepForm
    heading = "Take a dispute further"
    submit = "Record this"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The dispute that is named, and the steps that the viewer may take."""
        allowed = {ESCALATE: self.may("dispute_level"), SETTLE: self.may("settle_dispute")}
        self.steps = [(key, words) for key, words in STEPS.items() if allowed[key]]
        if not self.steps:
            raise NotPermitted(self.action, case_id=self.case.pk)
        self.subject = disputes.dispute_for(
            viewer=self.request.user, case_id=self.case.pk, dispute_id=kwargs["dispute_id"]
        )

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """The steps that the viewer may take."""
        return {"steps": self.steps}

    def context(self) -> dict[str, Any]:
        """What is disputed."""
        row = self.subject
        return {"guidance": f"Level {row.disputed_level} is disputed; {row.raised_as} holds Level {row.wanted_level}."}

    def perform(self, form: StepForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        step = Step(
            kind=cleaned["step"],
            actor=str(self.request.user.pk),
            on=cleaned["on"],
            today=timezone.localdate(),
            to=cleaned["to"],
            level=cleaned["level"],
            reason=cleaned["reason"],
        )
        return take_further(actor=self.request.user, dispute=self.subject, version=form.version_seen, step=step)
