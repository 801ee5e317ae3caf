"""Component tags and word filters for pages: `{% tag %}`, `{% why %}`, `{% due_tag %}`, `|day` and their kin.

Built into the template engine, so no `load` is needed. `docs/ui-kit.md` shows each with an example.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ui import words
from ui.components import BANDS, TAG_COLOURS, Event, Identity, Matrix, as_row
from ui.fields import london_today
from ui.macros import govuk as draw
from ui.renderer import error_items, why_link
from ui.words import Missing

register = template.Library()


@register.simple_tag
def govuk(component: str, /, **params: Any) -> SafeString:
    """Any design-system component: `{% govuk "Button" text="Save" %}`."""
    return draw(component, **params)


@register.simple_tag
def tag(text: Any, colour: str = "grey") -> SafeString:
    """A status in words, coloured: `{% tag "Overdue" "red" %}`. Raises ValueError for a colour that does not exist."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"no tag colour {colour!r}")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def band_tag(word: str) -> SafeString:
    """A risk level in its usual colour: `{% band_tag "Very high" %}`; a word that is no band is grey."""
    return tag(word, BANDS.get(str(word).lower().replace(" ", "-"), "grey"))


@register.simple_tag
def due_tag(due_on: date | None, today: date | None = None) -> SafeString:
    """Lateness in words: "Overdue by 3 days", "Due today", "Due in 5 days", "Due 14 January 2026", "No date set"."""
    if due_on is None:
        return tag("No date set", "grey")
    return tag(*words.due(words.london_date(due_on), today or london_today()))


@register.simple_tag
def contextual_date(value: date, today: date | None = None) -> SafeString:
    """A date with its weekday and how far off it is: "Wednesday 14 January 2026 (in 5 days)"."""
    on = words.london_date(value)
    return format_html(
        '<time datetime="{}">{}</time> <span class="house-secondary">({})</span>',
        on.isoformat(),
        words.weekday(on),
        words.contextual(on, today or london_today()),
    )


@register.simple_tag
def why(rule: str) -> SafeString:
    """The link from something computed or refused to its rule: `{% why "LVL-02" %}`. Nothing when there is no rule."""
    return why_link(rule) if rule else mark_safe("")


@register.filter(name="day")
def day_filter(value: date | None) -> Any:
    """ "14 January 2026"; None as not recorded."""
    return shown(None) if not value else words.day(value)


@register.filter(name="weekday")
def weekday_filter(value: date | None) -> Any:
    """ "Wednesday 14 January 2026"; None as not recorded."""
    return shown(None) if not value else words.weekday(value)


@register.filter(name="moment")
def moment_filter(value: datetime | None) -> Any:
    """An instant in London: "14 January 2026 at 2:05pm"; None as not recorded."""
    return shown(None) if not value else words.moment(value)


@register.filter(name="shown")
def shown(value: Any) -> Any:
    """A value for reading: dates and yes/no in words, lists joined, and missing values told apart.

    None is "Not recorded", an empty list or text is "None", `Missing.UNAVAILABLE` is "Not available to you".
    """
    if value is None or isinstance(value, Missing):
        missing = value or Missing.UNKNOWN
        return format_html(
            '<span class="house-missing house-missing--{}">{}</span>', missing.name.lower(), missing.value
        )
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, str):
        return value if value.strip() else shown(Missing.NONE)
    if isinstance(value, list | tuple | set | frozenset):
        return format_html_join("; ", "{}", ((shown(item),) for item in value)) if value else shown(Missing.NONE)
    return value


@register.filter(name="paragraphs")
def paragraphs(value: str | None) -> SafeString:
    """Plain text as escaped paragraphs that keep its line breaks and its own reading direction."""
    if not value:
        return mark_safe(shown(value))  # noqa: S308 - shown() escapes
    parts = [part for part in str(value).split("\n\n") if part.strip()]
    return format_html_join("", '<p class="govuk-body house-typed" dir="auto">{}</p>', ((part,) for part in parts))


@register.simple_tag
def summary_list(rows: Iterable[Any], *, card: str | None = None) -> SafeString:
    """Keys and values with optional "Change" and "Why?" links; rows as `ui.components.as_row` takes them."""
    items = []
    for row in map(as_row, rows):
        value = conditional_escape(shown(row.value))
        if isinstance(row.value, str) and "\n" in row.value:
            # As a character reference, because the macro indents its content, which would add spaces to the text.
            kept = mark_safe(conditional_escape(row.value).replace("\n", "&#10;"))  # noqa: S308 - escaped just before
            value = format_html('<span class="house-typed" dir="auto">{}</span>', kept)
        link = format_html(" {}", why_link(row.rule)) if row.rule else ""
        item: dict[str, Any] = {"key": {"text": row.key}, "value": {"html": format_html("{}{}", value, link)}}
        if row.href:
            item["actions"] = {"items": [{"href": row.href, "text": row.action, "visuallyHiddenText": row.key.lower()}]}
        items.append(item)
    return draw("SummaryList", rows=items, **({"card": {"title": {"text": card}}} if card else {}))


@register.inclusion_tag("ui/identity_bar.html")
def identity_bar(identity: Identity | dict[str, Any]) -> dict[str, Any]:
    """Whose case this is: name, reference, date of birth and age, badges, next review (told when overdue), facts."""
    who = identity if isinstance(identity, Identity) else Identity(**identity)
    return {"identity": who, "overdue": who.next_review is not None and who.next_review < london_today()}


@register.inclusion_tag("ui/sub_navigation.html")
def sub_navigation(items: Sequence[dict[str, Any]], label: str) -> dict[str, Any]:
    """Tabs that are links: items with text, href and current."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Sequence[Event | dict[str, Any]], heading_level: int = 2) -> dict[str, Any]:
    """What happened, in the order given (`ui.components.Event` or dicts with its fields)."""
    return {"items": items, "heading_level": heading_level}


@register.inclusion_tag("ui/matrix.html")
def matrix(grid: Matrix) -> dict[str, Any]:
    """A grid in which every cell has its word, its band and what is plotted in it."""
    return {"grid": grid}


@register.inclusion_tag("ui/both_versions.html")
def both_versions(conflict: Any) -> dict[str, Any]:
    """What somebody else saved beside what the user typed, line by line (`audit.refusals.Conflict` or its like)."""
    labels = [*conflict.theirs, *(label for label in conflict.yours if label not in conflict.theirs)]
    pairs = [(label, conflict.theirs.get(label), conflict.yours.get(label)) for label in labels]
    return {
        "rows": [
            {"label": label, "theirs": theirs, "yours": yours, "differs": str(shown(theirs)) != str(shown(yours))}
            for label, theirs, yours in pairs
        ]
    }


@register.inclusion_tag("ui/pager.html")
def pager(
    previous: str | None = None, next: str | None = None, showing: str | None = None, label: str = "Pages"
) -> dict[str, Any]:
    """Previous and next links to the addresses given: `{% pager previous=a next=b showing="1 to 25 of 240" %}`."""
    return {"previous": previous, "next": next, "showing": showing, "label": label}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(text: str, href: str | None = None, action: str | None = None) -> dict[str, Any]:
    """What would stand here and what to do next: `{% empty_state "No review is due." href=url action="See all" %}`."""
    return {"text": text, "href": href, "action": action}


@register.inclusion_tag("ui/stat.html")
def stat(
    number: int | None, label: str, href: str | None = None, tone: str = "plain", note: str | None = None
) -> dict[str, Any]:
    """A number that opens its list; None means that it could not be counted. Tones: plain, late, soon, done."""
    return {"number": number, "label": label, "href": href, "tone": tone, "note": note}


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """The link to where the user came from, above the heading; in a landmark, since it stands outside the main one."""
    link = draw("BackLink", href=href, text=text)
    return format_html('<nav class="house-back" aria-label="Back">{}</nav>', link)


@register.simple_tag
def breadcrumbs(*pairs: str) -> SafeString:
    """Where the page stands: `{% breadcrumbs "Home" "/" "Cases" "/cases/" "Reviews" %}`; the last is this page."""
    items = [{"text": text, "href": href} for text, href in zip(pairs[::2], pairs[1::2], strict=False)]
    if len(pairs) % 2:
        items.append({"text": pairs[-1]})
    return draw("Breadcrumbs", items=items)


@register.simple_tag
def error_summary(*sources: Any) -> SafeString:
    """All errors of the forms and formsets given, each linked to its input; nothing when there is no error."""
    lines = error_items(source for source in sources if source and hasattr(source, "errors"))
    if not lines:
        return mark_safe("")
    return draw("ErrorSummary", titleText="There is a problem", errorList=lines)
