"""What the rulebook makes of the guidance, paragraph by paragraph: applied, not yet, or out of scope, and why.

The paragraphs stand in the TOML files of the folder `guidance`, in our own words. A paragraph that some rule names
among its `refs` takes its mark from those rules; any other says itself why there is no rule. Pure Python.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from deadlines.rulebook import FOLDER, Rule, RulebookError, rules

GUIDANCE = FOLDER / "guidance"


class Mark(StrEnum):
    """What this system does about a paragraph; of several rules the strictest counts, in this order."""

    ENFORCED = "enforced"
    WARNED = "warned"
    PROMPTED = "prompted"
    RECORDED = "recorded"
    NOT_YET = "not_yet"
    OUT_OF_SCOPE = "out_of_scope"


OWN_REASONS = (Mark.NOT_YET, Mark.OUT_OF_SCOPE)
REST = "rest"
WHOLE = ("G1", "G2", "LP")
"""The references that the folder holds whole: both halves of the national guidance, and what is only local."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: what it is about, what is done about it by which rules, and what is left and why.

    `overtaken` marks one whose reason for having no rule no longer holds.
    """

    id: str
    about: str
    mark: Mark
    rules: tuple[Rule, ...]
    reason: str
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the guidance with its paragraphs, in the order of the text."""

    title: str
    source: str
    paragraphs: tuple[Paragraph, ...]


def parts(mark: Mark | None = None) -> tuple[Part, ...]:
    """Every part with its paragraphs, or only those that carry `mark`; parts without any are left out."""
    found = (
        Part(part.title, part.source, tuple(one for one in part.paragraphs if mark is None or one.mark is mark))
        for part in _guidance()
    )
    return tuple(part for part in found if part.paragraphs)


def counts() -> Mapping[Mark, int]:
    """How many paragraphs carry each mark, every mark named."""
    tally = Counter(one.mark for part in _guidance() for one in part.paragraphs)
    return {mark: tally[mark] for mark in Mark}


def load(folder: Path, entries: Iterable[Rule]) -> tuple[Part, ...]:
    """Read the TOML files of `folder` in the order of their names, marked by `entries`.

    Raises RulebookError for a paragraph that stands twice, or that has neither a rule nor a reason, and for a rule
    that names a paragraph the folder does not have. Where a rule names a paragraph, a reason against it is void.
    """
    naming: dict[str, list[Rule]] = defaultdict(list)
    for entry in entries:
        for ref in entry.refs:
            naming[ref].append(entry)
    seen: set[str] = set()
    found = []
    for path in sorted(folder.glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["part"]:
            paragraphs = tuple(_paragraphs(raw["paragraphs"], naming, seen))
            found.append(Part(raw["title"], raw["source"], paragraphs))
    if unknown := sorted(ref for ref in set(naming) - seen if ref.split("-")[0] in WHOLE):
        raise RulebookError(f"rules name paragraphs that the guidance folder does not have: {', '.join(unknown)}")
    return tuple(found)


def _paragraphs(
    raw: Mapping[str, Mapping[str, Any]], naming: Mapping[str, list[Rule]], seen: set[str]
) -> Iterator[Paragraph]:
    for paragraph_id, said in raw.items():
        if paragraph_id in seen:
            raise RulebookError(f"{paragraph_id} stands twice in the guidance folder")
        seen.add(paragraph_id)
        yield _paragraph(paragraph_id, said, tuple(naming.get(paragraph_id, ())))


def _paragraph(paragraph_id: str, said: Mapping[str, Any], covering: tuple[Rule, ...]) -> Paragraph:
    if unknown := set(said) - {"about", REST, *OWN_REASONS}:
        raise RulebookError(f"{paragraph_id} has unknown fields: {', '.join(sorted(unknown))}")
    own = [mark for mark in OWN_REASONS if said.get(mark)]
    if not covering and len(own) != 1:
        raise RulebookError(f"{paragraph_id} has no rule: say once why, as not_yet or out_of_scope")
    if covering:
        mark = min((Mark(entry.enforcement) for entry in covering), key=list(Mark).index)
        return Paragraph(paragraph_id, said["about"], mark, covering, said.get(REST, ""), bool(own))
    return Paragraph(paragraph_id, said["about"], own[0], (), said[own[0]])


@lru_cache(maxsize=1)
def _guidance() -> tuple[Part, ...]:
    return load(GUIDANCE, rules())
