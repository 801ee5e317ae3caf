"""One page of every component, with invented people, drawn without a database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ui.components import Event, Identity, Matrix, MatrixCell, Row
from ui.fields import (
    PlainCharField,
    PlainTextField,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
    WholeNumberField,
    ask,
)
from ui.forms import HouseForm
from ui.words import Missing

TODAY = date(2026, 1, 14)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 }}{% now %}"


class EveryField(HouseForm):
    """One field of every kind that pages use."""

    surname = PlainCharField(ask="Enter the surname", label="Surname", help_text="As on the court record")
    born = TypedDateField(ask="Enter the date of birth", past=True, today=lambda: TODAY, label="Date of birth")
    meeting_at = TypedDateTimeField(ask="Enter when the meeting starts", label="Start of the meeting")
    starts = TypedTimeField(ask="Enter a time", label="Visit at", required=False)
    term = WholeNumberField(ask="Enter the length of the sentence", least=1, label="Length of the sentence")
    email = forms.EmailField(
        label="E-mail",
        error_messages=ask("Enter an e-mail address, like name@example.test"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    secret = forms.CharField(
        label="Password",
        error_messages=ask("Enter a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    reason = PlainTextField(ask="Say why", label="Why this level", max_length=500, count=True)
    note = PlainTextField(label="Note", required=False)
    agency = forms.ChoiceField(
        label="Lead agency",
        choices=[("", "---------"), ("police", "Police"), ("probation", "Probation")],
        error_messages=ask("Choose the lead agency"),
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3")],
        widget=forms.RadioSelect,
        error_messages=ask("Choose a level"),
    )
    invited = forms.MultipleChoiceField(
        label="Agencies to invite",
        choices=[("police", "Police"), ("health", "Health"), ("housing", "Housing")],
        widget=forms.CheckboxSelectMultiple,
        error_messages=ask("Choose at least one agency"),
    )
    told = forms.BooleanField(
        label="The person has been told", error_messages=ask("Tick when the person has been told")
    )
    paper = forms.FileField(label="Report", required=False)


EveryField.base_fields["level"].widget.option_hints = {"2": "Active multi-agency management"}
EveryField.base_fields["term"].suffix = "months"


def finding(rule: str, message: str, field: str | None = None, *, stops: bool = True) -> SimpleNamespace:
    """Something that looks like a rule's finding."""
    return SimpleNamespace(
        rule=rule, message=message, field=field, next_step="Choose level 2 or 3.", stops=stops, effect="warn"
    )


IDENTITY = Identity(
    name="Zéphyrine O’Example-Very-Long-Invented-Name",
    reference="EX-2026-0042",
    dob=date(1985, 2, 28),
    age=40,
    badges=[("Restricted", "red"), ("RoSH very high", "red"), ("Custody", "grey")],
    facts=[
        ("Category", "3"),
        ("Level", "2"),
        ("Highest risk to", "Known adult"),
        ("Lead agency", "Exampleshire Probation"),
    ],
    next_review=date(2026, 1, 19),
    href="/",
)
TABS = [
    {"text": word, "href": f"/{word}/", "current": word == "Risk"}
    for word in (
        "Overview",
        "Timeline",
        "Offences and sentences",
        "Risk",
        "Plan and actions",
        "Level and reviews",
        "Meetings",
        "Disclosure",
        "Victims",
        "Youth",
        "Access and audit",
    )
]
NAVIGATION = [
    {"text": word, "href": f"/{word}/", "current": word == "Cases"}
    for word in ("Home", "Cases", "Reviews", "Meetings", "Dashboard", "Rules")
]
GRID = Matrix(
    caption="Impact by likelihood",
    row_title="Impact",
    column_title="Likelihood",
    columns=["Low", "Medium", "High", "Very high"],
    rows=[
        (
            "Very high",
            [
                MatrixCell("Medium", "medium"),
                MatrixCell("High", "high"),
                MatrixCell("Very high", "very-high", ["Violence with a weapon", HOSTILE]),
                MatrixCell("Very high", "very-high"),
            ],
        ),
        (
            "Low",
            [
                MatrixCell("Low", "low", ["Criminal damage"]),
                MatrixCell("Low", "low"),
                MatrixCell("Medium", "medium"),
                MatrixCell("High", "high"),
            ],
        ),
    ],
)
EVENTS = [
    Event(
        "Level 2 decided",
        datetime(2026, 1, 12, 14, 5, tzinfo=UTC),
        by="A. Sample",
        text=f"Two agencies needed.\n{HOSTILE}",
        rule="LVL-02",
        badges=[("Level 2", "blue")],
    ),
    Event("Case opened", date(2025, 11, 3), href="/opened/"),
]
ROWS = [
    Row("Name", "אבג Example"),
    Row("Category", "3", rule="CAT-03", href="/category/"),
    Row("Notes", HOSTILE),
    Row("Also known as", []),
    Row("PNC number"),
    Row("Informant", Missing.UNAVAILABLE),
    ("Released", date(2026, 1, 14)),
    ("Told", True),
]


def context() -> dict[str, object]:
    """Everything that the demonstration page shows."""
    return {
        "identity": IDENTITY,
        "case_tabs": TABS,
        "service_navigation": NAVIGATION,
        "grid": GRID,
        "events": EVENTS,
        "rows": ROWS,
        "today": TODAY,
        "dates": [date(2026, 1, 11), TODAY, date(2026, 1, 19), date(2026, 1, 26), date(2026, 3, 2), None],
        "hostile": HOSTILE,
        "back": "/cases/",
        "heading": "Components",
    }


def components(request: HttpRequest) -> HttpResponse:
    """Every component that is not a form."""
    messages.success(request, "The plan was saved.")
    messages.warning(request, "A review falls on a bank holiday.")
    return render(request, "tests/components.html", context())


def form(request: HttpRequest) -> HttpResponse:
    """Every field, empty or as it was sent."""
    shown = EveryField(request.POST if request.method == "POST" else None, version="4")
    if request.method == "POST":
        shown.add_findings(
            [
                finding("LVL-02", "Category 3 cannot be managed at level 1.", "level"),
                finding("LVL-07", "No meeting is booked yet.", stops=False),
                finding("OFF-01", "The case has ended."),
            ]
        )
    warnings = [finding("REV-03", "The review will fall after the licence ends.", stops=False)]
    page = {**context(), "heading": "Decide the level", "form": shown, "findings": warnings, "cancel": "/cases/"}
    return render(request, "form_page.html", page, status=422 if shown.errors else 200)


def conflict(request: HttpRequest) -> HttpResponse:
    """The page that compares two versions."""
    shown = EveryField({"surname": "Exämple", "reason": "Mine", "version": "4"}, version="4")
    shown.renew_version(5)
    both = SimpleNamespace(
        label="The level decision",
        theirs={"Surname": "Example", "Why this level": "Theirs\nin two lines", "Level": "2"},
        yours={"Surname": "Exämple", "Why this level": "Mine", "Level": "2"},
    )
    return render(request, "errors/conflict.html", {**context(), "form": shown, "conflict": both}, status=409)


def error(request: HttpRequest, name: str) -> HttpResponse:
    """One of the error pages."""
    return render(request, f"errors/{name}.html")


def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """Stands in for the page of a rule."""
    return HttpResponse(rule)


urlpatterns = [
    path("", components),
    path("form/", form),
    path("conflict/", conflict),
    path("errors/<str:name>/", error),
    path("rules/<str:rule>/", rule, name="rule"),
    path("sign-out/", rule, {"rule": "signed out"}, name="account_logout"),
    path("terms/", rule, {"rule": "terms"}, name="terms"),
    path("alerts/", rule, {"rule": "alerts"}, name="my_alerts"),
    path("session/keep/", rule, {"rule": "kept"}),
]
