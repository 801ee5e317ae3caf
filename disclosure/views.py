"""Pages about disclosure on a case."""

from typing import Any, cast

from django.http import Http404
from django.utils import timezone

from disclosure import selectors, services
from disclosure.forms import ANSWERS, CompletionForm, DecisionForm, FollowUpForm, MadeForm
from disclosure.models import DisclosureDecision
from disclosure.rules.decision import review_findings
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm

PLAIN = frozenset(
    {"prompts", "purpose", "urgent_reason", "dissent", "presumption_reason", "necessity", "proportionality"}
    | {"alternatives", "risks", "principles", "legal_basis", "schedule_8", "recipient_kind", "recipient"}
    | {"recipient_role", "details", "identifies_victim", "identifies_victim_reason", "no_representations"}
    | {"representations", "discloser_agency", "discloser", "planned_on", "contingency"}
)
"""Fields that go to the service as they are."""


class CaseDisclosure(CasePage):
    """Every question of disclosure on the case, with how far it has come."""

    tab = "disclosure"
    template_name = "disclosure/disclosure.html"

    def context(self) -> dict[str, Any]:
        """The questions, the latest first; whether disclosure was ever considered."""
        today = timezone.localdate()
        questions = selectors.questions(viewer=self.request.user, case_id=self.case.pk)
        return {
            "questions": questions,
            "findings": [] if questions else review_findings(today, None),
            "may_decide": self.may("decide_disclosure"),
            "today": today,
        }


class DecideDisclosure(CaseFormPage):
    """Record that disclosure was considered, and what was decided."""

    tab = "disclosure"
    action = "decide_disclosure"
    form_class = DecisionForm
    template_name = "disclosure/decide.html"
    heading = "Consider disclosure"
    submit = "Record this decision"
    done = "The decision is recorded."
    standing: DisclosureDecision | None = None

    def form_arguments(self) -> dict[str, Any]:
        """The agencies that may tell."""
        return {"agencies": selectors.agencies_for(self.case)}

    def initial(self) -> dict[str, Any]:
        """Today, and what is recorded of a child among the victims, as far as the viewer sees it."""
        likely = selectors.may_be_child_sex_offender(viewer=self.request.user, case_id=self.case.pk)
        return {
            "decided_on": timezone.localdate(),
            "context": DisclosureDecision.Context.STANDALONE.value,
            **({"child_sex_offender": "yes"} if likely else {}),
        }

    def follows(self, form: HouseForm) -> DisclosureDecision | None:
        """The decision that this one replaces; none for a new question."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        consulted = cleaned["consulted"]
        standing = self.standing
        decided = services.Decided(
            disclose=ANSWERS[cleaned["disclose"]],
            reason=cleaned["reasons"],
            context=standing.context if standing else cleaned["context"],
            meeting_id=standing.meeting_id if standing else None,
            representations_sought=ANSWERS[cleaned["representations_sought"]],
            child_sex_offender=cleaned["child_sex_offender"] == "yes",
            consulted_yot="yot" in consulted,
            consulted_childrens_services="childrens_services" in consulted,
            consulted_adult_social_care="adult_social_care" in consulted,
            **{name: cleaned[name] for name in PLAIN},
        )
        return services.decide(
            actor=self.request.user,
            case=self.case,
            decided=decided,
            on=cleaned["decided_on"],
            today=timezone.localdate(),
            follows=self.follows(form),
            acknowledged=form.acknowledged,
        )


class DecideAgain(DecideDisclosure):
    """Complete a decision left open by a meeting, or decide the same question anew."""

    form_class = CompletionForm
    heading = "Complete or change the decision"

    def prepare(self, **kwargs: Any) -> None:
        """The question must be on this case; its standing decision is what the form starts from."""
        super().prepare(**kwargs)
        decision = selectors.decision_for(
            viewer=self.request.user, case_id=self.case.pk, decision_id=kwargs["decision_id"]
        )
        self.standing = selectors.question_of(viewer=self.request.user, decision=decision).decision

    def base_version(self) -> str:
        """The id of the standing decision."""
        return str(self.standing.pk) if self.standing else ""

    def initial(self) -> dict[str, Any]:
        """The standing decision."""
        return services.as_typed(cast(DisclosureDecision, self.standing))

    def follows(self, form: HouseForm) -> DisclosureDecision | None:
        """The decision that the user looked at, if it belongs to this question."""
        seen = selectors.decision_seen(
            viewer=self.request.user, thread=cast(DisclosureDecision, self.standing).thread, pk=form.submitted_version
        )
        if seen is None:
            raise Http404
        return seen


class _AboutDecision(CaseFormPage):
    """A form about one decision of the case."""

    tab = "disclosure"
    action = "decide_disclosure"
    decision: DisclosureDecision

    def prepare(self, **kwargs: Any) -> None:
        """The decision must be on this case."""
        super().prepare(**kwargs)
        self.decision = selectors.decision_for(
            viewer=self.request.user, case_id=self.case.pk, decision_id=kwargs["decision_id"]
        )


class RecordMade(_AboutDecision):
    """Record that somebody was told."""

    form_class = MadeForm
    heading = "Record that it was disclosed"
    submit = "Record this disclosure"
    done = "The disclosure is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies that may have told."""
        return {"agencies": selectors.agencies_for(self.case)}

    def initial(self) -> dict[str, Any]:
        """As it was planned."""
        return {
            "agency": self.decision.discloser_agency_id,
            "person": self.decision.discloser,
            "details": self.decision.details,
        }

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        answers = {name: cleaned[name] == "yes" for name in ("recipient_agreed", "offender_knows")}
        told = services.Told(**{**cleaned, **answers})
        return services.record_made(
            actor=self.request.user, decision=self.decision, told=told, today=timezone.localdate()
        )


class FollowUp(_AboutDecision):
    """Record what came of a disclosure."""

    form_class = FollowUpForm
    heading = "Follow up the disclosure"
    submit = "Record this follow-up"
    done = "The follow-up is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.follow_up(
            actor=self.request.user,
            decision=self.decision,
            on=form.cleaned_data["followed_up_on"],
            found=form.cleaned_data["found"],
            today=timezone.localdate(),
        )
