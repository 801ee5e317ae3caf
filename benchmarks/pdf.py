"""How long four pages of an executive summary take, against bare WeasyPrint on the same HTML (target: 1.2 times).

Run: DJANGO_SETTINGS_MODULE=mappa.settings.test python -m benchmarks.pdf
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402 - settings come first
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from meetings import pdf  # noqa: E402
from meetings.rules.summary import FIELDS  # noqa: E402
from ui.pdf import SCHEME, STYLE, OwnFiles, _static  # noqa: E402

ROUNDS = 7
TARGET = 1.2
ISSUED = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
WORDS = "The agencies agreed that the plan is kept to, and said why. " * 5
CONTENT = {
    "case": "MC-10001",
    "level": 2,
    "held_on": "2026-03-03",
    "marking": "OFFICIAL-SENSITIVE",
    "values": {item.key: f"{WORDS}\n{WORDS}" for item in FIELDS if not item.from_attendance},
    "nothing": [],
    "attendance": [{"role": "Chair", "organisation": "Invented Police", "attendance": "Attended"}] * 8,
}


def ours() -> int:
    """Our way: the template, the house's style, tags, hash."""
    return pdf.render(CONTENT, reference="ES-MC-10001-1", version=1, issued_at=ISSUED).pages


def bare() -> None:
    """WeasyPrint by itself: the same HTML, the same style, the same kind of PDF."""
    html = render_to_string("meetings/summary_pdf.html", pdf.page_context(CONTENT, "ES-MC-10001-1", 1, ISSUED))
    fonts, fetcher = FontConfiguration(), OwnFiles()
    css = CSS(string=_static(STYLE).read_text(), url_fetcher=fetcher, font_config=fonts, base_url=f"{SCHEME}:")
    HTML(string=html, url_fetcher=fetcher, base_url=f"{SCHEME}:").write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def seconds(work: Callable[[], object]) -> float:
    """The median of several rounds, in seconds of this process."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    pages = ours()
    bare()
    mine, theirs = seconds(ours), seconds(bare)
    print(f"{pages} pages: {mine:.2f} s, bare WeasyPrint {theirs:.2f} s, ratio {mine / theirs:.2f} (target {TARGET})")
    assert mine / theirs <= TARGET
