"""Pages of the rulebook, the policies and what is due."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors as accounts
from accounts.form_pages import SignedInRequest
from audit.services import viewed
from deadlines import rulebook, selectors
from deadlines.lists import STATES, DueFilter, due_list
from deadlines.rulebook import coverage
from deadlines.rulebook.coverage import Mark
from offenders.sight import decides_for

PROPOSALS = 20
STRENGTH_WORDS = {"must": "Must", "should": "Should", "local": "Local", "system": "This product"}
ENFORCEMENT_WORDS = {
    "enforced": "Refused when not met",
    "warned": "Warned about, and a reason kept",
    "prompted": "Shown as a prompt",
    "recorded": "Recorded",
}
MARK_WORDS = ENFORCEMENT_WORDS | {"not_yet": "Not yet", "out_of_scope": "Not for this system"}


@require_safe
def rulebook_page(request: HttpRequest) -> HttpResponse:
    """Every rule, or those that a search finds."""
    wanted = request.GET.get("q", "")[:200]
    found = rulebook.search(wanted)
    context = {"heading": "Rulebook", "q": wanted, "rules": found, "strengths": STRENGTH_WORDS}
    return render(request, "deadlines/rulebook.html", context)


@require_safe
def rule_page(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule: its sentence, strength, source, and what the system does about it."""
    try:
        entry = rulebook.rule(rule_id.upper())
    except KeyError:
        raise Http404 from None
    rows = [
        ("What it says", entry.sentence),
        ("Strength", STRENGTH_WORDS[entry.strength]),
        ("Source", entry.source),
        ("What this system does", ENFORCEMENT_WORDS[entry.enforcement]),
        ("References", ", ".join(entry.refs) or "None"),
    ]
    return render(
        request, "deadlines/rule.html", {"heading": f"{entry.id}: {entry.title}", "rule": entry, "rows": rows}
    )


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Each paragraph of the guidance with what is done about it; those of one mark when one is asked for."""
    wanted = request.GET.get("mark", "")
    chosen = Mark(wanted) if wanted in list(Mark) else None
    counts = coverage.counts()
    context = {
        "heading": "What the rulebook makes of the guidance",
        "total": sum(counts.values()),
        "counts": [{"mark": mark, "words": MARK_WORDS[mark], "count": count} for mark, count in counts.items()],
        "chosen": chosen,
        "parts": coverage.parts(chosen),
        "words": MARK_WORDS,
    }
    return render(request, "deadlines/coverage.html", context)


@require_safe
def policies_page(request: HttpRequest) -> HttpResponse:
    """The time limits of the country and of areas, with their sources and dates."""
    decides = decides_for(request.user)  # type: ignore[arg-type]  # signed in, as the middleware demands
    context = {
        "heading": "Policies",
        "policies": selectors.policies(),
        "areas": accounts.areas(decides) if decides is None or decides else [],
        "proposals": selectors.proposals(decides)[:PROPOSALS],
    }
    return render(request, "deadlines/policies.html", context)


@require_safe
def due_page(request: SignedInRequest) -> HttpResponse:
    """What is due on the cases the viewer sees."""
    today = timezone.localdate()
    wanted = DueFilter.from_query(request.GET.dict())
    page = due_list(viewer=request.user, wanted=wanted, today=today)
    viewed(actor=request.user, what="due_list", cases=[row.case_id for row in page.rows])
    context = {
        "heading": "What is due",
        "page": page,
        "wanted": wanted,
        "states": STATES,
        "today": today,
        "next_address": f"?{wanted.address(page.next_key)}" if page.next_key else "",
        "first_address": f"?{wanted.address()}" if wanted.after else "",
    }
    return render(request, "deadlines/due.html", context)
