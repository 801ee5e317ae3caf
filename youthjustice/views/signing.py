"""Forms that start an assessment, submit, return and countersign it, and decide on the High Risk Panel."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Effect, Finding, NotPermitted
from offenders.pages import CaseFormPage
from ui.forms import HouseForm
from youthjustice import facts, forms, selectors, services
from youthjustice.access import may_decide
from youthjustice.rules.countersigning import SignState, sign_findings
from youthjustice.rules.panel import panel_findings
from youthjustice.services.drafts import previous_level
from youthjustice.views.base import AssessmentFormPage


class Start(CaseFormPage):
    """Starts an assessment."""

    tab = "youth"
    action = "assess_child"
    form_class = forms.StartForm
    heading = "Start an assessment"
    submit = "Start"
    done = "Assessment started."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"started_on": timezone.localdate()}

    def findings(self) -> list[Finding]:
        """Why no assessment can be started for this person, if none can."""
        return selectors.scope(case=self.case, today=timezone.localdate())

    def perform(self, form: HouseForm) -> Any:
        """Start it."""
        data = form.cleaned_data
        return services.start_assessment(
            actor=self.request.user,
            case=self.case,
            stage=data["stage"],
            reason=data["reason"],
            on=data["started_on"],
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The sections of the new assessment; the tab on a cancel."""
        if result is None:
            return reverse("case_youth", args=[self.case.pk])
        return reverse("youth_assessment", args=[self.case.pk, result.pk])


class StepPage(AssessmentFormPage):
    """A form that moves an assessment to another state, with what stands in the way shown before anything is typed."""

    wanted: SignState
    template_name = "youthjustice/step.html"

    def found(self) -> list[Finding]:
        """Everything that the rules have to say about this step."""
        user = self.request.user
        author = user.pk if user.pk in self.subject.written_by else self.subject.started_by_id
        steps = sign_findings(
            SignState(self.subject.state), self.wanted, author=author, actor=user.pk, instructions="-"
        )
        return [*steps, *facts.sections(self.subject, previous_level(self.subject)).all]

    def findings(self) -> list[Finding]:
        """What stops the step, and prompts; warnings stand under the form with a box to tick."""
        return [finding for finding in self.found() if finding.effect is not Effect.WARN]

    def build_form(self, data: Any = None) -> HouseForm:
        """The form, with its warnings from the start."""
        form = super().build_form(data)
        if data is None:
            form.warnings = [finding for finding in self.found() if finding.effect is Effect.WARN]
        return form


class Submit(StepPage):
    """Submits to a manager."""

    form_class = forms.SubmitForm
    wanted = SignState.SUBMITTED
    heading = "Submit the assessment for countersigning"
    submit = "Submit"
    done = "Assessment submitted for countersigning."

    def perform(self, form: HouseForm) -> Any:
        """Submit it."""
        return services.submit(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            comment=form.cleaned_data["comment"],
            acknowledged=form.acknowledged,
        )


class DeciderPage(StepPage):
    """A step that is a manager's."""

    action = "countersign"

    def prepare(self, **kwargs: Any) -> None:
        """The page does not exist for anybody but a YJS manager of the agency that wrote the assessment."""
        super().prepare(**kwargs)
        if not may_decide(self.request.user, self.case, self.subject.agency_id):
            raise NotPermitted(self.action, case_id=self.case.pk)


class Countersign(DeciderPage):
    """Countersigns."""

    confirms = True
    form_class = forms.CountersignForm
    wanted = SignState.COUNTERSIGNED
    heading = "Countersign the assessment"
    submit = "Countersign"
    done = "Assessment countersigned."

    def found(self) -> list[Finding]:
        """An undecided panel referral too."""
        panel = facts.panel_facts(self.subject, self.case.level, selectors.panel_decision(self.subject))
        return [*super().found(), *panel_findings(panel)]

    def perform(self, form: HouseForm) -> Any:
        """Countersign it."""
        return services.countersign(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            comment=form.cleaned_data["comment"],
            acknowledged=form.acknowledged,
        )


class Return(DeciderPage):
    """Returns with instructions."""

    form_class = forms.ReturnForm
    wanted = SignState.RETURNED
    heading = "Return the assessment with instructions"
    submit = "Return it"
    done = "Assessment returned."

    def found(self) -> list[Finding]:
        """Only whether it can be returned: what is wrong with it may be the reason for the return."""
        return [finding for finding in super().found() if finding.rule in ("YJ-18", "YJ-19")]

    def perform(self, form: HouseForm) -> Any:
        """Return it."""
        return services.return_with_instructions(
            actor=self.request.user,
            assessment=self.subject,
            version=form.version_seen,
            instructions=form.cleaned_data["instructions"],
            today=timezone.localdate(),
        )


class Panel(DeciderPage):
    """Decides whether the child is referred to the High Risk Panel."""

    form_class = forms.PanelForm
    template_name = "youthjustice/panel.html"
    heading = "High Risk Panel"
    submit = "Record the decision"
    done = "Decision on the High Risk Panel recorded."

    def found(self) -> list[Finding]:
        """Nothing about the sections: the flag stands above the form."""
        return []

    def base_version(self) -> str:
        """The decision that is superseded."""
        decision = selectors.case_panel_decision(viewer=self.request.user, case_id=self.case.pk)
        return str(decision.pk) if decision else ""

    def perform(self, form: HouseForm) -> Any:
        """Record it."""
        return services.decide_panel_referral(
            actor=self.request.user,
            assessment=self.subject,
            referred=form.cleaned_data["referred"],
            reason=form.cleaned_data["manager_reason"],
            today=timezone.localdate(),
            based_on=form.submitted_version,
        )
