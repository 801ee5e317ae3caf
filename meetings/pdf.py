"""The executive summary as a tagged PDF (PDF/UA-1): marked on every page, the same bytes for the same record.

Nothing is fetched but this product's own fonts and style sheet; what people typed is text and nothing else.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from meetings.rules.summary import FIELDS, NOTHING
from ui.words import LONDON, day

SCHEME = "house"
FONTS = (
    "fonts/LiberationSans-Regular.ttf",
    "fonts/LiberationSans-Bold.ttf",
    "fonts/LiberationSans-Italic.ttf",
)
STYLE = "css/pdf.css"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF: its bytes, their SHA-256, and how many pages."""

    content: bytes
    sha256: str
    pages: int


class RefusedAddress(ValueError):
    """A document asked for something other than the product's own fonts."""


class OwnFiles(URLFetcher):
    """Hands out the fonts listed above and refuses every other address: no network, no files of the machine."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The font behind `house:fonts/...`. Raises RefusedAddress for anything else."""
        parts = urlsplit(url)
        if parts.scheme != SCHEME or parts.netloc or parts.path not in FONTS:
            raise RefusedAddress(f"refused: {parts.scheme}")
        return URLFetcherResponse(url, body=_static(parts.path).read_bytes(), headers={"Content-Type": "font/ttf"})


def render(content: dict[str, Any], *, reference: str, version: int, issued_at: dt.datetime) -> Document:
    """The PDF of a summary. The same arguments give the same bytes."""
    html = render_to_string("meetings/summary_pdf.html", page_context(content, reference, version, issued_at))
    return document(html, identifier=f"{reference} v{version}")


def document(html: str, *, identifier: str) -> Document:
    """The PDF of a page in the house's style. The same arguments give the same bytes."""
    fonts = FontConfiguration()
    fetcher = OwnFiles()
    style = CSS(string=_static(STYLE).read_text(), url_fetcher=fetcher, font_config=fonts, base_url=f"{SCHEME}:")
    laid_out = HTML(string=html, url_fetcher=fetcher, base_url=f"{SCHEME}:").render(
        stylesheets=[style], font_config=fonts
    )
    made = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=hashlib.sha256(identifier.encode()).digest()[:16])
    return Document(made, hashlib.sha256(made).hexdigest(), len(laid_out.pages))


def page_context(content: dict[str, Any], reference: str, version: int, issued_at: dt.datetime) -> dict[str, Any]:
    """What the template of the document shows."""
    nothing = set(content["nothing"])
    fields = [
        {
            "label": item.label,
            "paragraphs": _paragraphs(content["values"].get(item.key, "")) if item.key not in nothing else [NOTHING],
            "attendance": content["attendance"] if item.from_attendance else None,
        }
        for item in FIELDS
    ]
    return {
        "fields": fields,
        "marking": content["marking"],
        "reference": reference,
        "version": version,
        "case": content["case"],
        "level": content["level"],
        "held_on": day(dt.date.fromisoformat(content["held_on"])),
        "issued_on": day(issued_at.astimezone(LONDON).date()),
        "created": issued_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _static(path: str) -> Path:
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(path)
    return Path(found)
