"""The rulebook: every rule the system computes, checks, warns on or refuses by, with its source.

The entries live in the TOML files beside this module, one file per subject. Pure Python; no Django, no database.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

STRENGTHS = frozenset({"must", "should", "local", "system"})
ENFORCEMENTS = frozenset({"enforced", "warned", "prompted", "recorded"})
FOLDER = Path(__file__).parent
_TEXT_FIELDS = ("id", "title", "sentence", "strength", "source", "room", "enforcement")


class RulebookError(ValueError):
    """The rulebook as written cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, said once.

    `refs` are the ids it has in the domain references (none for a rule of the product's own), `room` the app that
    applies it, and `enforcement`
    what happens when it is not met: refused, warned about, prompted, or only recorded.
    """

    id: str
    title: str
    sentence: str
    strength: str
    source: str
    refs: tuple[str, ...]
    room: str
    enforcement: str

    @property
    def searchable(self) -> str:
        """Everything a search looks at, in lower case."""
        return " ".join((self.id, self.title, self.sentence, self.source, *self.refs)).casefold()


def rule(rule_id: str) -> Rule:
    """Return the rule with this id; KeyError when there is none."""
    return _rulebook()[rule_id]


def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of its id."""
    return tuple(_rulebook().values())


def search(text: str) -> tuple[Rule, ...]:
    """Return the rules that contain every word of `text`, whatever the case; all of them when it is blank."""
    words = text.casefold().split()
    return tuple(entry for entry in rules() if all(word in entry.searchable for word in words))


def load(folder: Path) -> Mapping[str, Rule]:
    """Read every TOML file of `folder` into rules by id, in id order; RulebookError when an entry is not usable."""
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        for raw in _entries(path):
            entry = _entry(raw, path.name)
            if entry.id in found:
                raise RulebookError(f"{path.name}: {entry.id} is already in the rulebook")
            found[entry.id] = entry
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1)
def _rulebook() -> Mapping[str, Rule]:
    return load(FOLDER)


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{path.name}: {error}") from error
    entries = content.get("rule", [])
    if set(content) - {"rule"} or not isinstance(entries, list):
        raise RulebookError(f"{path.name}: only [[rule]] entries belong here")
    return entries


def _entry(raw: dict[str, Any], file_name: str) -> Rule:
    where = f"{file_name}: {raw.get('id', 'an entry without an id')}"
    if unknown := set(raw) - {*_TEXT_FIELDS, "refs"}:
        raise RulebookError(f"{where} has unknown fields: {', '.join(sorted(unknown))}")
    text = {name: raw.get(name) for name in _TEXT_FIELDS}
    for name, value in text.items():
        if not isinstance(value, str) or not value.strip():
            raise RulebookError(f"{where} has no {name}")
    if text["strength"] not in STRENGTHS:
        raise RulebookError(f"{where} has an unknown strength: {text['strength']}")
    if text["enforcement"] not in ENFORCEMENTS:
        raise RulebookError(f"{where} has an unknown enforcement: {text['enforcement']}")
    refs = raw.get("refs")
    if not isinstance(refs, list) or not all(isinstance(ref, str) and ref.strip() for ref in refs):
        raise RulebookError(f"{where} has no list of refs")
    if not refs and text["strength"] != "system":
        raise RulebookError(f"{where} has no refs, which only a rule of the product's own may lack")
    return Rule(**{name: str(value) for name, value in text.items()}, refs=tuple(refs))
