"""The grades expected in an area: the guidance's beside the Board's, putting one down, and the second person's word."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors as accounts
from accounts.form_pages import SignedInRequest
from accounts.models import Area
from accounts.reauthentication import confirm_first
from audit.services import viewed
from meetings.grades_forms import AgreedGradeForm, DecideGradeForm
from meetings.models import AgreedGrade, AgreedGradeDecision
from meetings.rules.agreed_grades import choices_at, is_lower
from meetings.rules.grades import LADDERS, LEVEL_2, LEVEL_3
from meetings.selectors import agreed_grades as selectors
from meetings.services import agreed_grades as services
from meetings.views.days import OfDays
from ui.components import Row
from ui.forms import HouseForm
from ui.words import day


def _area(slug: str) -> Area:
    found = accounts.areas([slug]).first()
    if found is None:
        raise Http404
    return found


@require_safe
def expected_grades(request: SignedInRequest, area: str) -> HttpResponse:
    """The grade expected of each agency at each level in an area today, and what its Board agreed (MTG-59)."""
    here, today = _area(area), timezone.localdate()
    viewed(actor=request.user, what="expected_grades", subject=here)
    may_agree = selectors.decides(request.user, here.pk)
    context = {
        "area": here,
        "lines": selectors.lines(area=here, on=today),
        "put_down": selectors.put_down(viewer=request.user, area=here) if may_agree else [],
        "may_agree": may_agree,
        "today": today,
    }
    return render(request, "meetings/grades.html", context)


class OfGrades(OfDays):
    """A form about the grades of an area; afterwards back to their list."""

    def success_url(self, result: Any) -> str:
        """The list."""
        return reverse("expected_grades", args=[self.area.pk])


class AgreeGrade(OfGrades):
    """What the Board of an area agreed is put down."""

    submit = "Put it down"
    done = "It holds once somebody else has approved it."

    def find(self, **kwargs: Any) -> None:
        """The area, agency and level that the address names, for who decides there."""
        self.area = _area(kwargs["area"])
        self.ladder, self.level = kwargs["ladder"], kwargs["level"]
        known = self.ladder in LADDERS and self.level in (LEVEL_2, LEVEL_3)
        if not known or not selectors.decides(self.request.user, self.area.pk):
            raise Http404
        one = LADDERS[self.ladder]
        self.heading = f"{one.name} at Level {self.level} in {self.area.name}: the grade that the Board agreed"
        bound = "may be higher or lower" if one.board_may_lower else "may be higher, not lower"
        self.guidance = f"The guidance expects {one.grades[one.least[self.level]]}. The Board’s grade {bound}."

    def build_form(self, data: Any = None) -> AgreedGradeForm:
        """With the grades that the Board may agree."""
        return AgreedGradeForm(
            data, grades=choices_at(self.ladder, self.level), initial={"starts_on": timezone.localdate()}
        )

    def perform(self, form: HouseForm) -> AgreedGrade:
        """Call the service."""
        return services.propose(
            actor=self.request.user,
            area=self.area,
            ladder=self.ladder,
            level=self.level,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class DecideGrade(OfGrades):
    """What was put down, and the second person's decision."""

    heading = "A grade that the Board agreed"
    submit = "Record the decision"
    done = "Your decision is recorded."

    def find(self, **kwargs: Any) -> None:
        """What was put down, for who decides for its area."""
        self.agreed = selectors.agreed_grade_for(viewer=self.request.user, agreed_grade_id=kwargs["agreed_grade_id"])
        self.area = self.agreed.area

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Asked again who they are, as for every approval."""
        self.find(**kwargs)
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)

    def build_form(self, data: Any = None) -> DecideGradeForm:
        """Approve or refuse."""
        return DecideGradeForm(data)

    def page(self, form: HouseForm, status: int) -> HttpResponse:
        """The facts with the form; without it for whoever put it down, or once it is decided."""
        decision = getattr(self.agreed, "decision", None)
        context = {
            "heading": self.heading,
            "facts": facts_of(self.agreed, decision),
            "form": form,
            "waits": decision is None,
            "asks": decision is None and self.agreed.proposed_by_id != self.request.user.pk,
            "submit": self.submit,
            "cancel": self.cancel_url(),
        }
        return render(self.request, "meetings/grade_decide.html", context, status=status)

    def perform(self, form: HouseForm) -> AgreedGradeDecision:
        """Call the service."""
        return services.decide(
            actor=self.request.user,
            agreed_grade=self.agreed,
            approve=form.cleaned_data["approve"] == "yes",
            today=timezone.localdate(),
        )


def facts_of(one: AgreedGrade, decision: AgreedGradeDecision | None) -> list[Row]:
    """What was put down as rows, with the decision on it."""
    ladder = LADDERS[one.ladder]
    lower = " (lower than the guidance)" if is_lower(one.ladder, one.grade, one.level) else ""
    rows = [
        Row("Area", one.area.name),
        Row("Agency", f"{ladder.name} at Level {one.level}"),
        Row("Grade that the Board expects", f"{one.in_words}{lower}"),
        Row("Grade of the guidance", ladder.grades[ladder.least[one.level]]),
        Row("Agreed by the Board on", day(one.agreed_on)),
        Row("Where the decision is found", one.reference),
        Row("From", day(one.starts_on)),
        Row("Reason", one.reason),
        Row("Put down by", f"{one.proposed_by.full_name}, {one.proposed_as}"),
    ]
    if decision is None:
        return [*rows, Row("State", "Waits for a second person")]
    state = f"Approved, holds from {day(decision.holds_from)}" if decision.holds_from else "Refused"
    return [*rows, Row("State", state), Row("Decided by", f"{decision.decided_by.full_name}, {decision.decided_as}")]
