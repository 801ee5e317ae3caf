"""Steps of a review: taken or put right, the lead named, deferred, going on, discontinued."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from audit.refusals import Finding
from serious import selectors, services
from serious.forms import DeferForm, DiscontinueForm, GoOnForm, LeadForm, StepForm
from serious.models import ReviewStep
from serious.rules.steps import out_of_turn
from serious.rules.timetable import BY_STEP, Step, Timed
from serious.views.base import OffenceFormPage
from ui.forms import HouseForm


class TakeStep(OffenceFormPage):
    """Record one step of the timetable, or put right what is recorded of it."""

    form_class = StepForm
    submit = "Record it"
    done = "It is recorded."
    timed: Timed
    before: ReviewStep | None

    def prepare(self, **kwargs: Any) -> None:
        """404 for what is no step, and for the lead, who is named on a page of its own."""
        super().prepare(**kwargs)
        if kwargs["step"] not in {step.value for step in Step} - {Step.LEAD_NAMED.value}:
            raise Http404
        self.timed = BY_STEP[Step(kwargs["step"])]
        shown = selectors.shown(viewer=self.request.user, offence=self.offence)
        self.before, self.facts = shown.standing.get(self.timed.step.value), shown.facts

    @property
    def heading(self) -> str:  # type: ignore[override]  # each step has its own
        """What is done."""
        return self.timed.words

    def findings(self) -> list[Finding]:
        """Why it cannot be recorded now, before anybody types."""
        return out_of_turn(self.facts, self.timed.step, correcting=self.before is not None)

    def initial(self) -> dict[str, Any]:
        """What is recorded already."""
        if self.before is None:
            return {}
        row = self.before
        return {"happened_on": row.happened_on, "who": row.who, "details": row.details, "lay_adviser": row.yes}

    def form_arguments(self) -> dict[str, Any]:
        """Which step, and whether it is put right."""
        return {"timed": self.timed, "correcting": self.before is not None}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        took = services.Took(
            typed["happened_on"], typed.get("who", ""), typed.get("details", ""), typed.get("lay_adviser")
        )
        given: dict[str, Any] = {
            "actor": self.request.user,
            "offence": self.offence,
            "version": form.version_seen,
            "step": self.timed.step,
            "took": took,
            "today": timezone.localdate(),
            "acknowledged": form.acknowledged,
        }
        if self.before is None:
            return services.take(**given)
        return services.put_right(**given, reason=typed["reason"])


class NameLead(OffenceFormPage):
    """Record who leads the review."""

    form_class = LeadForm
    heading = "Lead of the review"
    guidance = (
        "A member of the Board or a senior manager of an agency, unconnected with the case. "
        "Choosing somebody here does not open the case to them."
    )
    submit = "Record the lead"
    done = "The lead is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Whether somebody leads already."""
        super().prepare(**kwargs)
        shown = selectors.shown(viewer=self.request.user, offence=self.offence)
        self.again, self.facts = Step.LEAD_NAMED.value in shown.standing, shown.facts

    def findings(self) -> list[Finding]:
        """Why nobody can be named now, before anybody types."""
        return out_of_turn(self.facts, Step.LEAD_NAMED, correcting=self.again)

    def form_arguments(self) -> dict[str, Any]:
        """Who can be chosen, and whether somebody is replaced."""
        return {"people": selectors.leads(case=self.case), "again": self.again}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        lead = services.Lead(
            on=typed["happened_on"],
            person=typed["person"],
            name=typed["name"],
            post=typed["post"],
            unconnected=typed["unconnected"],
            outside_line=typed["outside_line"],
        )
        return services.name_lead(
            actor=self.request.user,
            offence=self.offence,
            version=form.version_seen,
            lead=lead,
            reason=typed.get("reason", ""),
            today=timezone.localdate(),
        )


class Turn(OffenceFormPage):
    """A page that stops a review or lets it go on: one service, whose arguments the form names."""

    def call(self, **typed: Any) -> Any:
        """Call the service."""
        raise NotImplementedError

    def perform(self, form: HouseForm) -> Any:
        """Call the service with what was typed."""
        typed = dict(form.cleaned_data)
        return self.call(
            actor=self.request.user,
            offence=self.offence,
            version=form.version_seen,
            on=typed.pop("happened_on"),
            today=timezone.localdate(),
            **typed,
        )


class Defer(Turn):
    """Record that the review waits on the prosecutor's advice."""

    form_class = DeferForm
    heading = "Defer the review"
    guidance = "Nothing is due meanwhile but the day on which this is looked at again, and the actions already agreed."
    submit = "Defer the review"
    done = "The review is deferred."

    def perform(self, form: HouseForm) -> Any:
        """Call the service, with the warnings that were confirmed."""
        self.acknowledged = form.acknowledged
        return super().perform(form)

    def call(self, **typed: Any) -> Any:
        """Call the service."""
        return services.defer(**typed, acknowledged=self.acknowledged)


class GoOn(Turn):
    """Record that a deferred review goes on."""

    form_class = GoOnForm
    heading = "Let the review go on"
    guidance = "What was due moves by the days for which it waited."
    submit = "Let it go on"
    done = "The review goes on."

    def call(self, **typed: Any) -> Any:
        """Call the service."""
        return services.go_on(**typed)


class Discontinue(Turn):
    """Record that the Board discontinued the review."""

    form_class = DiscontinueForm
    heading = "Discontinue the review"
    guidance = "Where the charge is dropped or reduced, or the person has died, and the Board decides so."
    submit = "Discontinue the review"
    done = "The review is discontinued."

    def call(self, **typed: Any) -> Any:
        """Call the service."""
        return services.discontinue(**typed)
