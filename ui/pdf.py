"""Documents as tagged PDF (PDF/UA-1) in the house's style: the same bytes for the same page.

Nothing is fetched but this product's own fonts and style sheet; what people typed is text and nothing else.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

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


def _static(path: str) -> Path:
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(path)
    return Path(found)
