"""Set forms drawn up and sent the way the product does it, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import User
from offenders.models import Case
from papers import facts, services
from papers.models import Paper, PaperReceipt, PaperSending, PaperVersion
from papers.rules.forms import SPECS
from papers.rules.shape import Field, Form, Kind, Spec, filled

CHOSEN = {"ends": "no", "staff_risk": "no", "told": "yes", "basis": "order", "alone": "yes", "level": "2"}


def answer_to(one: Field, today: dt.date) -> str:
    """A sound answer to a field."""
    if one.kind is Kind.DATE:
        return (today - dt.timedelta(days=1)).isoformat()
    if one.kind in (Kind.CHOICE, Kind.SEVERAL):
        return CHOSEN.get(one.key, next(iter(one.choices or {}), ""))
    return f"Invented: {one.label.lower()}"


def answers_for(case: Case, spec: Spec, *, today: dt.date, **changes: str) -> dict[str, str]:
    """Every needed field answered: from the case where it gives something."""
    given = {one.key: answer_to(one, today) for one in spec.asked if one.needed and one.given is None}
    return {**given, **filled(spec, facts.of_case(case)), **changes}


def drawn_up(case: Case, actor: User, form: str, *, today: dt.date, **changes: str) -> PaperVersion:
    """The first version of a form."""
    spec = SPECS[Form(form)]
    return services.draw_up(
        actor=actor, case=case, spec=spec, answers=answers_for(case, spec, today=today, **changes), today=today
    )


def again(paper: Paper, actor: User, *, today: dt.date, reason: str = "New facts.", **changes: str) -> PaperVersion:
    """A further version, with the facts of today."""
    last = PaperVersion.objects.filter(paper=paper).latest("number")
    now = filled(paper.spec, facts.of_case(paper.case))
    return services.draw_up_again(
        actor=actor,
        paper=paper,
        answers={**last.answers, **now, **changes},
        reason=reason,
        based_on=last.number,
        today=today,
    )


def sent(paper: Paper, actor: User, *, today: dt.date, to: str = "", **changes: Any) -> PaperSending:
    """The newest version sent today to whoever it is for."""
    return services.send(
        **{
            "actor": actor,
            "paper": paper,
            "number": PaperVersion.objects.filter(paper=paper).latest("number").number,
            "to": to or paper.spec.recipients[0].key,
            "recipient": "Ada Testperson, Invented Office",
            "address": "spoc@example.test",
            "on": today,
            "today": today,
            **changes,
        }
    )


def confirmed(sending: PaperSending, actor: User, *, today: dt.date) -> PaperReceipt:
    """It arrived today."""
    return services.confirm(
        actor=actor, sending=sending, on=today, confirmed_by="Ada Testperson", said="Thank you.", today=today
    )
