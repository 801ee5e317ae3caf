"""Forms that fill in the sections of an assessment."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Finding
from ui.forms import HouseForm
from youthjustice import facts, forms, selectors, services
from youthjustice.rules.reoffending import BANDS
from youthjustice.services.drafts import previous_level
from youthjustice.views.base import SectionPage, answers

STAYS = "What it said stays in the audit record."


class Information(SectionPage):
    """Sources, home visit and sharing."""

    form_class = forms.InformationForm
    heading = "Sources, home visit and sharing"
    done = "Sources, home visit and sharing saved."

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        fields = ("sources", "sources_note", "home_visit_on", "shared_on", "shared_with")
        return {name: getattr(self.subject, name) for name in fields}

    def perform(self, form: HouseForm) -> Any:
        """Record it."""
        return services.record_information(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            **answers(form),
        )


class Reoffending(SectionPage):
    """YOGRS and the likelihood of reoffending."""

    form_class = forms.ReoffendingForm
    template_name = "youthjustice/reoffending.html"
    heading = "Likelihood of reoffending"
    done = "Likelihood of reoffending saved."

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        fields = ("yogrs", "reoffending", "reoffending_reason")
        return {name: getattr(self.subject, name) for name in fields}

    def context(self) -> dict[str, Any]:
        """The bands of the percentage too."""
        bands = [(f"{lowest} to {highest}%", likelihood.label) for lowest, highest, likelihood in BANDS]
        return {**super().context(), "bands": bands}

    def perform(self, form: HouseForm) -> Any:
        """Judge."""
        data = form.cleaned_data
        return services.record_reoffending(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            yogrs=data["yogrs"],
            reoffending=data["reoffending"],
            reason=data["reoffending_reason"],
        )


class Behaviours(SectionPage):
    """The grid of behaviours, and a form to plot one more."""

    form_class = forms.BehaviourForm
    template_name = "youthjustice/behaviours.html"
    heading = "Behaviours on the grid"
    submit = "Plot this behaviour"
    done = "Behaviour plotted."

    def initial(self) -> dict[str, Any]:
        """Most are plotted for the community."""
        return {"setting": "community"}

    def success_url(self, result: Any) -> str:
        """Here again after one is plotted, for the next; the sections on a cancel."""
        name = "youth_assessment" if result is None else "youth_behaviours"
        return reverse(name, args=[self.case.pk, self.subject.pk])

    def perform(self, form: HouseForm) -> Any:
        """Plot it."""
        return services.plot_behaviour(
            actor=self.request.user, assessment=self.subject, version=form.version_seen, **answers(form)
        )


class Outcomes(SectionPage):
    """The adverse outcomes feared, and a form to add one more."""

    form_class = forms.OutcomeForm
    template_name = "youthjustice/outcomes.html"
    heading = "Adverse outcomes for the child"
    submit = "Add this outcome"
    done = "Adverse outcome added."

    def initial(self) -> dict[str, Any]:
        """Most are plotted for the community."""
        return {"setting": "community"}

    def success_url(self, result: Any) -> str:
        """Here again after one is added; the sections on a cancel."""
        name = "youth_assessment" if result is None else "youth_outcomes"
        return reverse(name, args=[self.case.pk, self.subject.pk])

    def perform(self, form: HouseForm) -> Any:
        """Add it."""
        return services.add_outcome(
            actor=self.request.user, assessment=self.subject, version=form.version_seen, **answers(form)
        )


class RemoveBehaviour(SectionPage):
    """Asks before a behaviour is taken off the grid."""

    form_class = forms.ConfirmForm
    heading = "Take this behaviour off the grid?"
    submit = "Take it off"
    done = "Behaviour taken off the grid."

    def prepare(self, **kwargs: Any) -> None:
        """Find the behaviour too."""
        super().prepare(**kwargs)
        self.behaviour = selectors.behaviour_for(
            viewer=self.request.user, assessment=self.subject, behaviour_id=kwargs["behaviour_id"]
        )

    def context(self) -> dict[str, Any]:
        """Which one it is."""
        return {**super().context(), "guidance": f"{self.behaviour.description}. {STAYS}"}

    def success_url(self, result: Any) -> str:
        """The grid."""
        return reverse("youth_behaviours", args=[self.case.pk, self.subject.pk])

    def perform(self, form: HouseForm) -> Any:
        """Take it off."""
        services.remove_behaviour(actor=self.request.user, behaviour=self.behaviour, version=form.version_seen)


class RemoveOutcome(SectionPage):
    """Asks before an adverse outcome is taken off the grid."""

    form_class = forms.ConfirmForm
    heading = "Take this outcome off the grid?"
    submit = "Take it off"
    done = "Adverse outcome taken off the grid."

    def prepare(self, **kwargs: Any) -> None:
        """Find the outcome too."""
        super().prepare(**kwargs)
        self.outcome = selectors.outcome_for(
            viewer=self.request.user, assessment=self.subject, outcome_id=kwargs["outcome_id"]
        )

    def context(self) -> dict[str, Any]:
        """Which one it is."""
        return {**super().context(), "guidance": f"{self.outcome.name}. {STAYS}"}

    def success_url(self, result: Any) -> str:
        """The grid."""
        return reverse("youth_outcomes", args=[self.case.pk, self.subject.pk])

    def perform(self, form: HouseForm) -> Any:
        """Take it off."""
        services.remove_outcome(actor=self.request.user, outcome=self.outcome, version=form.version_seen)


class Rosh(SectionPage):
    """The judgement of serious harm beside what the matrix suggests."""

    form_class = forms.RoshForm
    template_name = "youthjustice/rosh.html"
    heading = "Risk of serious harm"
    done = "Risk of serious harm saved."

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        fields = ("rosh", "rosh_reason", "manager_discussion", "manager_informed", "urgent_meeting")
        return {name: getattr(self.subject, name) for name in (*fields, "manager_agrees_low")}

    def form_arguments(self) -> dict[str, Any]:
        """The level in the assessment before, which decides whether going back to Low is a question."""
        return {"previous": previous_level(self.subject)}

    def context(self) -> dict[str, Any]:
        """What is suggested over both settings too."""
        return {**super().context(), "suggestion": facts.suggestion(self.subject)}

    def perform(self, form: HouseForm) -> Any:
        """Judge."""
        data = answers(form)
        return services.record_rosh(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            reason=data.pop("rosh_reason"),
            acknowledged=form.acknowledged,
            **data,
        )


class Wellbeing(SectionPage):
    """The judgement of safety and well-being."""

    form_class = forms.WellbeingForm
    template_name = "youthjustice/wellbeing.html"
    heading = "Safety and well-being"
    done = "Safety and well-being saved."

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        fields = ("wellbeing", "wellbeing_reason", "child_protection_referral")
        answer = {None: None, True: "yes", False: "no"}[self.subject.wellbeing_concerns]
        return {"wellbeing_concerns": answer, **{name: getattr(self.subject, name) for name in fields}}

    def perform(self, form: HouseForm) -> Any:
        """Judge."""
        data = form.cleaned_data
        return services.record_wellbeing(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            concerns=data["wellbeing_concerns"],
            wellbeing=data["wellbeing"],
            reason=data["wellbeing_reason"],
            child_protection_referral=data["child_protection_referral"],
        )


class Intervention(SectionPage):
    """The intervention level and, through it, the contacts a month."""

    form_class = forms.InterventionForm
    template_name = "youthjustice/intervention.html"
    heading = "Intervention level and contacts"
    done = "Intervention level saved."

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        fields = ("intervention_level", "intervention_reason", "intervention_for_wellbeing", "order_starts_on")
        return {name: getattr(self.subject, name) for name in fields}

    def form_arguments(self) -> dict[str, Any]:
        """What the risks give."""
        return {"plan": facts.suggested_contacts(self.subject)}

    def findings(self) -> list[Finding]:
        """Why the section cannot be changed or filled in yet."""
        return [*super().findings(), *services.risks_first(self.subject)]

    def perform(self, form: HouseForm) -> Any:
        """Record it."""
        data = form.cleaned_data
        return services.record_intervention(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            level=data["intervention_level"],
            reason=data["intervention_reason"],
            for_wellbeing=data["intervention_for_wellbeing"],
            order_starts_on=data["order_starts_on"],
            acknowledged=form.acknowledged,
        )
