"""The level tab of a case and the forms that decide category and level."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.refusals import Finding, NotPermitted
from audit.services import viewed
from deadlines import selectors as deadlines
from levels import paper, selectors, services
from levels.forms import CategoryForm, LevelForm, PlacementForm, ReviewForm, ScreeningForm
from levels.rules import LevelFacts, retention
from levels.rules.considering import calls
from levels.rules.triggers import Trigger, shown
from levels.selectors import apart, approvals, asking, checks, considering, disputes
from levels.selectors.screened import screened_for
from levels.views.base import DecisionPage
from offenders import selectors as offenders
from offenders.pages import CaseFormPage, CasePage
from offenders.rules.categories import categorise
from offenders.words import CATEGORY_WORDS

BUTTONS = (
    ("decide_category", "category_decide", "Decide the category"),
    ("decide_category_3", "category_3", "Place in Category 3"),
    ("decide_category_4_discretionary", "category_4", "Record discretionary Category 4"),
    ("ask_agency", "agency_ask", "Ask an agency"),
    ("screen_case", "screening_record", "Record a screening"),
    ("decide_level", "level_decide", "Decide the level"),
    ("decide_level_1", "level_1_review", "Record a Level 1 review"),
)


class CaseLevel(CasePage):
    """Category and level: what the rules compute, what is recorded, the ledger, and what is due."""

    tab = "level"
    template_name = "levels/level.html"

    def context(self) -> dict[str, Any]:
        """Everything on the tab."""
        viewer, case_id, today = self.request.user, self.case.pk, timezone.localdate()
        facts = selectors.facts_for_category(self.case)
        computed = categorise(facts, today)
        leads, about_lead = selectors.who_leads(case=self.case, known=facts, today=today)
        history = list(selectors.category_history(viewer=viewer, case_id=case_id))
        ledger = list(selectors.ledger(viewer=viewer, case_id=case_id))
        return {
            "computed": computed,
            "leads": leads,
            "about_lead": about_lead,
            "computed_words": CATEGORY_WORDS.get(computed.category, "No category"),
            "recorded": history[0] if history else None,
            "differs": bool(history) and selectors.ends_otherwise(history[0], computed),
            "recorded_words": CATEGORY_WORDS.get(self.case.category, "No category"),
            "categories": history,
            "ledger": ledger,
            "screenings": selectors.screenings(viewer=viewer, case_id=case_id),
            "disputes": disputes.disputes(viewer=viewer, case_id=case_id),
            "may_dispute": self.may("dispute_level"),
            "may_settle": self.may("settle_dispute"),
            "lead_changes": selectors.leads_of(viewer=viewer, case_id=case_id),
            "may_change_lead": self.may("change_lead"),
            "asked": asking.requests(viewer=viewer, case_id=case_id),
            "may_ask": self.may("ask_agency"),
            "looks_ahead": asking.end_reviews(viewer=viewer, case_id=case_id),
            "may_look_ahead": self.may("decide_category") and self.case.category is not None,
            "considered": considering.reviews(viewer=viewer, case_id=case_id),
            "may_consider": self.may("decide_category") and bool(calls(facts, today)),
            "dangers": apart.danger_decisions(viewer=viewer, case_id=case_id),
            "may_mark": self.case.category is None and self.may("decide_category"),
            "retentions": apart.retention_reviews(viewer=viewer, case_id=case_id),
            "may_review_retention": self.may("review_retention") and self.retention_is_near(today),
            "checks": checks.of_case(viewer=viewer, case_id=case_id),
            "may_check": self.may("check_level_1"),
            "reviews": selectors.level_one_reviews(viewer=viewer, case_id=case_id),
            "meetings": selectors.held_meetings(viewer=viewer, case_id=case_id),
            "due_panel": {
                "due": deadlines.deadlines_of_case(viewer=viewer, case_id=case_id),
                "today": today,
                "case_pk": case_id,
            },
            "approvals": approvals.approvals(viewer=viewer, case_id=case_id),
            "approval": approvals.standing_approval(self.case),
            "may_approve": self.may("approve_lowering") and self.case.level is not None,
            "settled": deadlines.past_deadlines_of_case(viewer=viewer, case_id=case_id)[:20],
            "buttons": self.buttons(),
        }

    def retention_is_near(self, today: dt.date) -> bool:
        """Whether the time has come to review how long the record is kept."""
        return not retention.findings(self.case.date_of_birth, ended=True, outcome="", on=today, today=today)

    def buttons(self) -> list[tuple[str, str]]:
        """What this viewer may do here, as (url name, words)."""
        allowed = {action for action, _, _ in BUTTONS if self.may(action)}
        shown = [(name, words) for action, name, words in BUTTONS if action in allowed]
        if "decide_level_1" in allowed and "decide_level" not in allowed:
            shown.append(("level_decide", "Set Level 1"))
        if self.case.level != 1:
            shown = [pair for pair in shown if pair[0] != "level_1_review"]
        return shown


class CategoryPage(DecisionPage):
    """A decision on the category."""

    action = "decide_category"

    def current(self) -> Any:
        """The decision that stands."""
        return selectors.current_category(self.case)


class DecideCategory(CategoryPage):
    """Record what the rules compute, or that no category applies."""

    template_name = "levels/category_decide.html"
    form_class = CategoryForm
    heading = "Decide the category"
    submit = "Record this category"
    done = "The category is recorded."

    def context(self) -> dict[str, Any]:
        """The result of the rules with every step."""
        computed = selectors.computed_category(case=self.case, today=timezone.localdate())
        words = CATEGORY_WORDS.get(computed.category, "No category")
        return {"computed": computed, "computed_words": words, "may_consider": True}

    def perform(self, form: CategoryForm) -> Any:
        """Call the service."""
        return services.decide_category(**self.decision(form), acknowledged=form.acknowledged)


class PlaceInCategory3(CategoryPage):
    """The Co-ordination Unit's decision on Category 3."""

    action = "decide_category_3"
    form_class = PlacementForm
    heading = "Place in Category 3"
    guidance = (
        "For somebody whose offence shows that they can cause serious harm to the public, who needs management at "
        "Level 2 or 3, and whom no other category covers."
    )
    submit = "Place in Category 3"
    done = "Category 3 and its level are recorded."
    service: ClassVar[Any] = staticmethod(services.place_in_category_3)

    def form_arguments(self) -> dict[str, Any]:
        """The recorded offences are offered."""
        return {"offences": offenders.offences(viewer=self.request.user, case_id=self.case.pk)}

    def perform(self, form: PlacementForm) -> Any:
        """Call the service."""
        return self.service(**self.decision(form), acknowledged=form.acknowledged)


class PlaceInCategory4(PlaceInCategory3):
    """A discretionary Category 4, identified nationally and recorded by the Unit."""

    action = "decide_category_4_discretionary"
    heading = "Record discretionary Category 4"
    guidance = "Identified by Counter-Terrorism Police and the National Security Division. Managed at Level 2 or 3."
    submit = "Record Category 4"
    done = "Category 4 and its level are recorded."
    service = staticmethod(services.place_in_category_4)


class RecordScreening(CaseFormPage):
    """The lead agency's screening."""

    tab = "level"
    action = "screen_case"
    form_class = ScreeningForm
    heading = "Record a screening"
    guidance = "Which agencies were asked, what they said, and the level that follows from it."
    submit = "Record this screening"
    template_name = "levels/screening_record.html"
    done = "The screening is recorded. The level can now be decided."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"screened_on": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """What agencies were asked, and what they answered."""
        return {"asked": asking.requests(viewer=self.request.user, case_id=self.case.pk)}

    def perform(self, form: ScreeningForm) -> Any:
        """Call the service."""
        cleaned = dict(form.cleaned_data)
        return services.screen_case(
            actor=self.request.user,
            case=self.case,
            on=cleaned.pop("screened_on"),
            today=timezone.localdate(),
            **cleaned,
        )


class ScreeningPdf(CasePage):
    """A screening (MAPPA Q) as PDF, for those who see the case in full; every one is recorded."""

    tab = "level"
    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        found = screened_for(viewer=self.request.user, case_id=self.case.pk, screening_id=kwargs["screening_id"])
        made = paper.mappa_q(found, self.case.reference)
        viewed(actor=self.request.user, what="case_screening_pdf", case_id=self.case.pk, subject=found.screening)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="MAPPA-Q-{self.case.reference}.pdf"'
        return response


class DecideLevel(DecisionPage):
    """A level decision outside a meeting: Level 1 by the lead agency, 2 and 3 by the Co-ordination Unit."""

    action = "decide_level"
    form_class = LevelForm
    heading = "Decide the level"
    submit = "Record this level"
    done = "The level is recorded, and the review date is computed again from it."

    def prepare(self, **kwargs: Any) -> None:
        """The page exists for those who may decide at least one level; only those levels are offered."""
        self.levels = [1] if self.may("decide_level_1") else []
        if self.may("decide_level"):
            self.levels += [2, 3]
        if not self.levels:
            raise NotPermitted(self.action, case_id=self.case.pk)

    def current(self) -> Any:
        """The decision that stands."""
        return selectors.current_level(self.case)

    def initial(self) -> dict[str, Any]:
        """Today, and the level when there is only one to choose."""
        return {**super().initial(), "level": self.levels[0] if len(self.levels) == 1 else None}

    @cached_property
    def known(self) -> LevelFacts:
        """What the rules look at."""
        return selectors.level_facts_for(viewer=self.request.user, case=self.case, today=timezone.localdate())

    @property
    def triggers(self) -> Sequence[Trigger]:
        """What asks why not Level 2, where this viewer may decide Level 1."""
        return self.known.triggers if 1 in self.levels else []

    def form_arguments(self) -> dict[str, Any]:
        """The levels this viewer may decide, and what is asked beside the reason."""
        return {
            "levels": self.levels,
            "asked": bool(self.triggers),
            "indeterminate": any(one.key == "indeterminate" for one in self.triggers),
        }

    def findings(self) -> list[Finding]:
        """What stands against a lower level, and what asks why not Level 2, before anybody types."""
        return [*selectors.obstacles(self.known, today=timezone.localdate()), *shown(self.triggers)]

    def perform(self, form: LevelForm) -> Any:
        """Call the service."""
        return services.decide_level(**self.decision(form), acknowledged=form.acknowledged)


class ReviewAtLevel1(CaseFormPage):
    """The lead agency's own review."""

    tab = "level"
    action = "decide_level_1"
    form_class = ReviewForm
    heading = "Record a Level 1 review"
    submit = "Record this review"
    done = "The review is recorded, and the next one is computed from it."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"reviewed_on": timezone.localdate()}

    @cached_property
    def triggers(self) -> list[Trigger]:
        """What asks why not Level 2."""
        return selectors.triggers_of(viewer=self.request.user, case=self.case, today=timezone.localdate())

    def form_arguments(self) -> dict[str, Any]:
        """Whether the answer to the triggers is asked for."""
        return {"asked": bool(self.triggers)}

    def findings(self) -> list[Finding]:
        """Why this case cannot be reviewed here, or what asks why not Level 2, before anybody types."""
        return selectors.level_1_review_findings(self.case) or shown(self.triggers)

    def perform(self, form: ReviewForm) -> Any:
        """Call the service."""
        cleaned = dict(form.cleaned_data)
        return services.review_at_level_1(
            actor=self.request.user,
            case=self.case,
            on=cleaned.pop("reviewed_on"),
            today=timezone.localdate(),
            **cleaned,
        )
