"""How long four pages of an executive summary take, against bare WeasyPrint on the same HTML (target: 1.2 times);
and how long a hostile text of 100 kB takes (target: less than 20 s).

Run: DJANGO_SETTINGS_MODULE=mappa.settings.test python -m benchmarks.pdf
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

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
HOSTILE_TARGET = 20.0
ISSUED = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
WORDS = "The agencies agreed that the plan is kept to, and said why. " * 5
CONTENT: dict[str, Any] = {
    "case": "MC-10001",
    "level": 2,
    "held_on": "2026-03-03",
    "marking": "OFFICIAL-SENSITIVE",
    "values": {item.key: f"{WORDS}\n{WORDS}" for item in FIELDS if not item.from_attendance},
    "nothing": [],
    "attendance": [{"role": "Chair", "organisation": "Invented Police", "attendance": "Attended"}] * 8,
}


HOSTILE = {
    "one word": "a" * 100_000,
    "a line for each letter": "x\n" * 50_000,
    "spaces that never break": "word\u00a0" * 20_000,
    "from right to left": "\u0645\u062d\u0645\u062f" * 25_000,
    "emoji": "\U0001f600" * 25_000,
    "tags": "<b>" * 33_000,
}


def ours(discussion: str = "") -> int:
    """Our way: the template, the house's style, tags, hash."""
    values = CONTENT["values"] | ({"discussion": discussion} if discussion else {})
    return pdf.render(CONTENT | {"values": values}, reference="ES-MC-10001-1", version=1, issued_at=ISSUED).pages


def bare() -> None:
    """WeasyPrint by itself: the same HTML, the same style, the same kind of PDF."""
    html = render_to_string("meetings/summary_pdf.html", pdf.page_context(CONTENT, "ES-MC-10001-1", 1, ISSUED))
    fonts, fetcher = FontConfiguration(), OwnFiles()
    css = CSS(string=_static(STYLE).read_text(), url_fetcher=fetcher, font_config=fonts, base_url=f"{SCHEME}:")
    HTML(string=html, url_fetcher=fetcher, base_url=f"{SCHEME}:").write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def seconds(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """The median of several rounds, in seconds of this process."""
    taken = []
    for _ in range(rounds):
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
    for name, text in HOSTILE.items():
        taken = seconds(lambda text=text: ours(text), rounds=1)  # type: ignore[misc]  # bound at once
        print(f"{name}: {taken:.1f} s (target {HOSTILE_TARGET:.0f} s)")
        assert taken < HOSTILE_TARGET
