"""Pages about risk and the plan of a case."""

from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from assessments import release, selectors, services
from assessments.forms import ActionForm, ActionUpdateForm, PlanForm, RoshForm, ToolForm, level_meanings
from assessments.rules.levels import RiskGroup, RoshLevel
from assessments.rules.plan import ActionStatus, Pillar
from assessments.rules.rosh import stale_findings
from assessments.typed import as_typed, plan_as_typed
from audit.refusals import Finding
from offenders import selectors as of_case
from offenders.access import Detail, can_see_victims
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm


class ReleaseForVictims(CasePage):
    """Licence conditions, release and recall, for who keeps victims informed: nothing else of the case (ACC-62)."""

    tab = "victims"
    at_least = Detail.SUMMARY
    template_name = "assessments/release.html"

    def prepare(self, **kwargs: Any) -> None:
        """404 without the permission to see victims' items."""
        viewer, case_id = self.request.user, self.case.pk
        self.periods = of_case.comings_and_goings(viewer=viewer, case_id=case_id)
        self.licences = of_case.licence_ends(viewer=viewer, case_id=case_id)

    def context(self) -> dict[str, Any]:
        """Conditions and dates, without where the person is held."""
        return {
            "conditions": selectors.licence_conditions(viewer=self.request.user, case_id=self.case.pk),
            "periods": self.periods,
            "licences": self.licences,
            "events": release.events(self.request.user, self.case.pk),
        }


class CaseRisk(CasePage):
    """The judgement in force, the results of tools, and how the judgement has changed."""

    tab = "risk"
    template_name = "assessments/risk.html"

    def context(self) -> dict[str, Any]:
        """Everything about risk, and whether the viewer may judge."""
        history = list(selectors.judgements(viewer=self.request.user, case_id=self.case.pk))
        current = history[0] if history else None
        results = list(selectors.tool_results(viewer=self.request.user, case_id=self.case.pk))
        today = timezone.localdate()
        return {
            "judgement": current,
            "earlier": history[1:],
            "findings": stale_findings(current.decided_on if current else None, today),
            "results": results,
            "groups": list(RiskGroup),
            "meanings": level_meanings(),
            "shows_people": can_see_victims(self.request.user, self.case.pk),
            "may_judge": self.may("assess_rosh"),
            "today": today,
        }


class JudgeRosh(CaseFormPage):
    """Record a judgement that replaces the one in force."""

    tab = "risk"
    action = "assess_rosh"
    form_class = RoshForm
    template_name = "assessments/rosh_judge.html"
    heading = "Judge the risk of serious harm"
    submit = "Record this judgement"
    done = "The judgement is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The judgement in force is what the form starts from."""
        super().prepare(**kwargs)
        self.current = selectors.current_judgement(self.case)
        self.people = selectors.nameable_people(viewer=self.request.user, case_id=self.case.pk)

    def base_version(self) -> str:
        """The id of the judgement in force; empty for the first one."""
        return str(self.current.pk) if self.current else ""

    def form_arguments(self) -> dict[str, Any]:
        """The people at risk whom the user may name."""
        return {"people": self.people}

    def initial(self) -> dict[str, Any]:
        """Today, and what was judged last, to be changed where it has changed."""
        today = timezone.localdate()
        if self.current is None:
            return {"assessed_on": today}
        typed = as_typed(self.current, with_names=False)
        who = {
            f"{row.group}_who": [str(link.person_id) for link in row.people.all()] for row in self.current.levels.all()
        }
        return {**typed, **who, "assessed_on": today, "change_reason": ""}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = cast(RoshForm, form)
        cleaned = typed.cleaned_data
        people = typed.people()
        judgement = services.Judgement(
            groups=typed.judgements(),
            overall=RoshLevel(cleaned["overall"]),
            reason=cleaned["change_reason"],
            overall_reason=cleaned["overall_reason"],
            reoffending=cleaned["reoffending"],
            reoffending_basis=cleaned["reoffending_basis"],
            static_factors=cleaned["static_factors"],
            dynamic_factors=cleaned["dynamic_factors"],
            people=None if people is None else {group: [UUID(pk) for pk in chosen] for group, chosen in people.items()},
        )
        return services.judge_rosh(
            actor=self.request.user,
            case=self.case,
            judgement=judgement,
            on=cleaned["assessed_on"],
            today=timezone.localdate(),
            based_on=form.submitted_version,
            acknowledged=form.acknowledged,
        )


class RecordTool(CaseFormPage):
    """Record the result of a tool."""

    tab = "risk"
    action = "assess_rosh"
    form_class = ToolForm
    heading = "Record the result of an assessment tool"
    guidance = "Each tool is valid for some people only. The result is refused for a person it is not valid for."
    submit = "Record this result"
    done = "The result is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        return services.record_tool_result(
            actor=self.request.user,
            case=self.case,
            tool=cleaned["tool"],
            result=cleaned["result"],
            on=cleaned["assessed_on"],
            today=timezone.localdate(),
            notes=cleaned["notes"],
        )


class CasePlan(CasePage):
    """The plan with its four headings, its actions, and what is missing."""

    tab = "plan"
    template_name = "assessments/plan.html"

    def context(self) -> dict[str, Any]:
        """The plan as it stands, and whether the viewer may change it."""
        today = timezone.localdate()
        state = selectors.plan_state(viewer=self.request.user, case=self.case, today=today)
        return {"state": state, "plan": state.shown, "may_plan": self.may("plan_risk"), "today": today}


class RecordPlan(CaseFormPage):
    """Record a version of the plan."""

    tab = "plan"
    action = "plan_risk"
    form_class = PlanForm
    template_name = "assessments/plan_record.html"
    heading = "Risk management plan"
    submit = "Record this version"
    done = "The version is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The newest version is what the form starts from."""
        super().prepare(**kwargs)
        self.latest = selectors.latest_plan(self.case)

    def base_version(self) -> str:
        """The id of the newest version; empty for the first one."""
        return str(self.latest.pk) if self.latest else ""

    def form_arguments(self) -> dict[str, Any]:
        """The risks identified so far."""
        return {"risks": self.latest.risks if self.latest else {}}

    def initial(self) -> dict[str, Any]:
        """The newest version, without its reason."""
        return {**plan_as_typed(self.latest), "reason": ""} if self.latest else {"in_force": "no"}

    def findings(self) -> list[Finding]:
        """What is missing now."""
        if self.latest is None:
            return []
        return selectors.plan_state(viewer=self.request.user, case=self.case, today=timezone.localdate()).findings

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        version = services.PlanVersion(
            review_on=cleaned["review_on"],
            reason=cleaned["reason"],
            contingency=cleaned["contingency"],
            contingency_triggers=cleaned["contingency_triggers"],
            licence_conditions=cleaned["licence_conditions"].splitlines(),
            pillar_reasons={pillar.value: cleaned[f"reason_{pillar}"] for pillar in Pillar},
            risks={key: cleaned[f"risk_{key}"] for key in cast(PlanForm, form).risk_keys},
            new_risks=cleaned["new_risks"].splitlines(),
            in_force=cleaned["in_force"] == "yes",
        )
        return services.record_plan(
            actor=self.request.user,
            case=self.case,
            version=version,
            today=timezone.localdate(),
            based_on=form.submitted_version,
            acknowledged=form.acknowledged,
        )


class AddAction(CaseFormPage):
    """Add an action to the plan."""

    tab = "plan"
    action = "plan_risk"
    form_class = ActionForm
    heading = "Add an action"
    guidance = "An action names the agency that will do it and the date by which it will be done."
    submit = "Add this action"
    done = "The action is added."

    def form_arguments(self) -> dict[str, Any]:
        """What there is to choose from: the risks of the newest version, agencies of the area, people of the case."""
        latest = selectors.latest_plan(self.case)
        return {
            "risks": latest.risks if latest else {},
            "agencies": selectors.agencies_for(self.case, self.subject),
            "people": selectors.people_for(self.case, self.subject),
        }

    def initial(self) -> dict[str, Any]:
        """Accepted, unless said otherwise."""
        return {"status": ActionStatus.OPEN.value}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.add_action(
            actor=self.request.user,
            case=self.case,
            action=services.NewAction(**form.cleaned_data, due_text=cast(ActionForm, form).due_text),
            acknowledged=form.acknowledged,
        )


class UpdateAction(AddAction):
    """Change an action, or record what came of it, guarded against a second editor."""

    form_class = ActionUpdateForm
    heading = "Update the action"
    guidance = ""
    submit = "Save"
    done = "The action is updated."

    def prepare(self, **kwargs: Any) -> None:
        """The action must be on this case."""
        super().prepare(**kwargs)
        self.subject = selectors.action_for(
            viewer=self.request.user, case_id=self.case.pk, action_id=kwargs["action_id"]
        )

    def initial(self) -> dict[str, Any]:
        """The action as it stands."""
        return {name: getattr(self.subject, name) for name in ActionUpdateForm.base_fields}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.update_action(
            actor=self.request.user,
            action=self.subject,
            version=form.version_seen,
            changes=form.cleaned_data,
            due_text=cast(ActionForm, form).due_text,
            acknowledged=form.acknowledged,
        )
