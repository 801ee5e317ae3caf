"""One deadline of a case: its sum, its history, what was decided on it; and the forms that decide."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from deadlines import rulebook, selectors
from deadlines.clocks import clock_of
from deadlines.forms import KINDS, AnswerForm, DecideDeadlineForm
from deadlines.models import Alert, Deadline, DeadlineDecision
from deadlines.rules.alerts import Audience, Stage
from deadlines.rules.days import Due, in_words
from deadlines.rules.decisions import Kind, day_after, possible
from deadlines.rules.timescales import of_clock
from deadlines.services import decisions as services
from offenders.pages import CaseFormPage, CasePage

STAGE_WORDS = {
    Stage.DUE_SOON: "First reminder",
    Stage.DUE_VERY_SOON: "Second reminder",
    Stage.DUE_TODAY: "Due on the day",
    Stage.OVERDUE: "Overdue",
    Stage.MANAGER_TOLD: "Escalated to the manager",
    Stage.COORDINATOR_TOLD: "Escalated to the Co-ordinator",
}
AUDIENCE_WORDS = {
    Audience.PRACTITIONER: "Those who work on the case",
    Audience.MANAGER: "Managers of the lead agency",
    Audience.COORDINATOR: "The Co-ordinator",
}
STRENGTH_WORDS = {
    "must": "Must: no decision passes the national limit",
    "should": "Should: more time needs a second person's approval",
    "local": "Local: more time needs a second person's approval",
    "system": "A rule of this product",
}
HISTORY = 20


class OfDeadline(CasePage):
    """A page about one deadline of a case."""

    tab = "level"

    def prepare(self, **kwargs: Any) -> None:
        """Find the deadline among those of the case; 404 when the viewer sees none such."""
        super().prepare(**kwargs)
        found = selectors.deadline_of_case(
            viewer=self.request.user, case_id=self.case.pk, deadline_id=kwargs["deadline_id"]
        )
        if found is None:
            raise Http404
        self.deadline = found

    def here(self) -> str:
        """The address of the deadline."""
        return reverse("deadline", args=[self.case.pk, self.deadline.pk])


class DeadlinePage(OfDeadline):
    """One deadline: the sum in words, the readings beside it, rule and policy, history, alerts and decisions."""

    template_name = "deadlines/deadline.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return super().get(request, case_id)

    def context(self) -> dict[str, Any]:
        """The sum, row by row, and everything that became of it."""
        viewer, deadline = self.request.user, self.deadline
        due = selectors.reading(deadline)
        stands = selectors.is_as_computed(deadline, due)
        as_computed = (deadline.start_on, deadline.by_rule_on)
        decided = [
            decision_shown(row, deadline, due) for row in selectors.decisions_on(viewer=viewer, deadline=deadline)
        ]
        on_this = (one["row"] for one in decided if (one["row"].start_on, one["row"].due_on) == as_computed)
        last = next(on_this, None)
        return {
            "heading": deadline.label,
            "deadline": deadline,
            "today": timezone.localdate(),
            "rows": sum_of(deadline, due if stands else None),
            "history": selectors.rows_alike(viewer=viewer, deadline=deadline)[:HISTORY],
            "alerts": [alert_shown(alert) for alert in selectors.alerts_on(viewer=viewer, deadline=deadline)],
            "decisions": decided,
            "waiting": next((one["row"] for one in decided if one["waits"]), None),
            "may_decide": stands
            and services.is_decidable(deadline)
            and bool(offered(due, last))
            and self.may(services.ACTION),
        }


def sum_of(deadline: Deadline, due: Due | None) -> list[Any]:
    """How the deadline was worked out, as rows; with `due` the other readings, which no row keeps."""
    rule = rulebook.rule(deadline.rule)
    rows: list[Any] = [
        {"key": "Due", "value": deadline.due_on, "rule": deadline.rule},
        ("How it was worked out", deadline.words),
        ("Counted from", deadline.start_on),
        ("Whose limit", "Local policy" if deadline.basis == "local" else "National"),
        ("Policy", deadline.policy or "None: the rule itself says so"),
        ("Rule", f"{rule.title} ({rule.source})"),
        ("Strength", STRENGTH_WORDS[rule.strength]),
        ("Computed", deadline.opened_at),
    ]
    clock = clock_of(deadline.label)
    if clock is not None and (scales := of_clock(clock.name, deadline.rule)):
        rows.insert(3, ("What satisfies it", ". ".join(dict.fromkeys(one.met for one in scales))))
    if deadline.computed_on:
        rows.insert(1, ("By the rule alone", deadline.computed_on))
    if due is not None and due.last_working_day:
        rows.insert(1, ("Last working day before it", due.last_working_day))
    for other in due.also_shown if due is not None else ():
        rows.insert(3, ("Also", f"{in_words(other.due_on)}: {other.words}"))
    return rows


def alert_shown(alert: Alert) -> tuple[Any, ...]:
    """An alert as a line: when, what, to whom."""
    return alert.raised_on, STAGE_WORDS[Stage(alert.stage)], AUDIENCE_WORDS[Audience(alert.audience)]


def decision_shown(row: DeadlineDecision, deadline: Deadline, due: Due | None) -> dict[str, Any]:
    """A decision with where it stands: holds, waits, was refused, replaced, or lapsed (DUE-04)."""
    answer = getattr(row, "approval", None)
    lapsed = due is None or (row.start_on, row.due_on) != (due.start_on, due.due_on)
    replaced = hasattr(row, "superseded_by")
    waits = row.needs_approval and answer is None and not lapsed and not replaced
    if answer is not None and not answer.approved:
        words, colour = "Refused", "red"
    elif lapsed:
        words, colour = "Lapsed: computed anew since", "grey"
    elif replaced:
        words, colour = "Replaced", "grey"
    else:
        words, colour = ("Waits for approval", "yellow") if waits else ("Holds", "green")
    by_rule = Due(row.due_on, row.start_on, row.rule, "")
    return {
        "row": row,
        "answer": answer,
        "kind": KINDS[Kind(row.kind)][0],
        "until": day_after(by_rule, row.as_decided),
        "words": words,
        "colour": colour,
        "waits": waits,
    }


def offered(due: Due | None, last: DeadlineDecision | None) -> tuple[Kind, ...]:
    """What can be decided today on a deadline as computed, after the last decision on it."""
    kinds = possible(due, timezone.localdate()) if due else ()
    return (*kinds, Kind.WITHDRAW) if last is not None and last.kind != Kind.WITHDRAW else kinds


class DecideDeadline(OfDeadline, CaseFormPage):
    """Pause, extend, exempt from, bring forward, or withdraw."""

    action = services.ACTION
    form_class = DecideDeadlineForm
    heading = "Decide on a deadline"
    submit = "Record the decision"

    def prepare(self, **kwargs: Any) -> None:
        """Only for a deadline that still is as computed, and on which something may be decided."""
        super().prepare(**kwargs)
        self.due = selectors.reading(self.deadline)
        if not services.is_decidable(self.deadline):
            raise Http404
        self.last = services.last_decision(self.deadline)

    def base_version(self) -> str:
        """The last decision, so that another cannot be made over it unseen."""
        return str(self.last.pk) if self.last else ""

    def form_arguments(self) -> dict[str, Any]:
        """What may be decided on it."""
        return {"kinds": offered(self.due, self.last)}

    def context(self) -> dict[str, Any]:
        """Which deadline, how it was worked out, and what the rule allows."""
        rule = rulebook.rule(self.deadline.rule)
        words = (self.due.words if self.due else self.deadline.words).rstrip(".")
        return {"guidance": f"{self.deadline.label}: {words}. {STRENGTH_WORDS[rule.strength]} ({rule.source})."}

    def perform(self, form: DecideDeadlineForm) -> DeadlineDecision:
        """Call the service."""
        return services.decide_deadline(
            actor=self.request.user,
            case=self.case,
            deadline=self.deadline,
            today=timezone.localdate(),
            based_on=form.submitted_version,
            **form.cleaned_data,
        )

    def said(self, result: DeadlineDecision) -> str:
        """Whether it holds already."""
        waits = "It holds once a second person has approved it."
        return f"The decision is recorded. {waits if result.needs_approval else 'It holds from now on.'}"

    def success_url(self, result: Any) -> str:
        """The level tab, which lists what is due now; the deadline when nothing was decided."""
        return reverse("case_level", args=[self.case.pk]) if result is not None else self.here()


class AnswerDecision(CaseFormPage):
    """A second person approves or refuses a decision that gives more time."""

    tab = "level"
    action = services.ACTION
    form_class = AnswerForm
    heading = "Approve more time for a deadline"
    submit = "Record the answer"
    done = "Your answer is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Find the decision among those of the case."""
        super().prepare(**kwargs)
        rows = selectors.decisions_of_case(viewer=self.request.user, case_id=self.case.pk)
        found = rows.filter(pk=kwargs["deadline_decision_id"]).first()
        if found is None:
            raise Http404
        self.decision = found

    def context(self) -> dict[str, Any]:
        """What was decided, by whom and why."""
        one = self.decision
        until = day_after(Due(one.due_on, one.start_on, one.rule, ""), one.as_decided)
        became = f" {in_words(one.due_on)} becomes {in_words(until)}." if until else ""
        who = f"{one.decided_by.full_name} ({one.decided_as}), by authority of: {one.authority}."
        return {"guidance": f"{one.label}. {KINDS[Kind(one.kind)][0]}.{became} {who} Reason: {one.reason}"}

    def perform(self, form: AnswerForm) -> Any:
        """Call the service."""
        return services.answer_decision(
            actor=self.request.user,
            case=self.case,
            decision_id=self.decision.pk,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
