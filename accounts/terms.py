"""The terms of use as written in terms.toml: every version with its day and text; the present one by date."""

import datetime as dt
import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "terms.toml"


@dataclass(frozen=True, slots=True)
class Terms:
    """One version: from which day (Europe/London) it applies, and its sections as (heading, sentences)."""

    version: str
    applies_from: dt.date
    changes: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the text, kept with the acceptance, so that it can be shown what was accepted."""
        text = "\n".join(line for heading, lines in self.sections for line in (heading, *lines))
        return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def versions() -> tuple[Terms, ...]:
    """Every version, oldest first."""
    found = [
        Terms(
            version=raw["version"],
            applies_from=raw["applies_from"],
            changes=raw.get("changes", ""),
            sections=tuple((section["heading"], tuple(section["lines"])) for section in raw["section"]),
        )
        for raw in tomllib.loads(FILE.read_text(encoding="utf-8"))["terms"]
    ]
    return tuple(sorted(found, key=lambda terms: terms.applies_from))


def present(today: dt.date) -> Terms:
    """The version that applies on this day: the latest that has begun."""
    return [terms for terms in versions() if terms.applies_from <= today][-1]
