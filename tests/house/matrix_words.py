"""The access matrix laid out: as JSON for the tests, as tables for people (docs/access-matrix.md)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from offenders.rules.needs import BEYOND_WORDS, Beyond
from offenders.rules.sight import DETAIL_WORDS, Detail
from tests.house.access_matrix import UPDATE
from tests.house.addresses import own
from tests.house.matrix_states import EVERYONE, FURTHER, STATES

LETTERS = {
    "victims": "V",
    "ordinary": "O",
    "intelligence": "I",
    "third_party": "T",
    "restricted": "R",
    "legal": "L",
}

INTRODUCTION = f"""# Who sees what of which case

Generated from the running product; do not edit it here. `{UPDATE}`
writes it anew, with its machine form `tests/house/access_matrix.json`, and the tests fail while either is out of date.
The policy is the table in `offenders/rules/sight.py` (shown at `/who-sees-what/`), the permissions are in
`offenders/rules/permissions.py`, what each kind of information asks for in `offenders/rules/sensitivity.py`, and what
each kind of row and field needs stands on its model as `needs`. Page by page: [permissions.md](permissions.md).
"""


def as_json(found: Mapping[str, Any]) -> str:
    """As it is kept for machines: a line for each cell."""
    viewers = {who: {state: json.dumps(cell) for state, cell in row.items()} for who, row in found["viewers"].items()}
    text = json.dumps({**found, "viewers": viewers}, indent=1, sort_keys=True)
    for row in viewers.values():
        for cell in row.values():
            text = text.replace(json.dumps(cell), cell, 1)
    return text + "\n"


def as_markdown(found: Mapping[str, Any]) -> str:
    """As it is kept for people."""
    parts = [INTRODUCTION, *_states(), *_overview(found), *_routes(found), *_rows(found), *_case(found), *_api(found)]
    return "\n".join([*parts, *_by_viewer(found)])


def _states() -> list[str]:
    return [
        "## The states of a case",
        "",
        "In each there is an item of each kind of information: recorded by the practitioner who owns the case (that of",
        "a child by the case manager), and owned by the agency that led the case then, which is the youth justice",
        "service also where it has handed the case over. One practitioner (`denied`) is barred from every case.",
        "",
        *_table(["state", "what it is"], [[name, words] for name, words in STATES.items()]),
    ]


def _overview(found: Mapping[str, Any]) -> list[str]:
    levels = [f"- {DETAIL_WORDS[detail]}" for detail in Detail]
    letters = ", ".join(f"{letter} {kind.replace('_', '-')}" for kind, letter in LETTERS.items())
    return [
        "## How much each viewer sees",
        "",
        *levels,
        "",
        f"After the plus sign, the items that are open too: {letters} information.",
        "",
        *_table(
            ["viewer", *STATES],
            [[_plain(who), *(_sees(found["viewers"][who][state]) for state in STATES)] for who in EVERYONE],
        ),
        *(f"- **{_plain(who)}**: {words}." for who, words in FURTHER.items()),
        "",
    ]


def _sees(cell: list[str]) -> str:
    detail, items, _ = cell
    letters = "".join(letter for kind, letter in LETTERS.items() if kind in items.split())
    return f"{detail} +{letters}" if letters else detail


def _by_viewer(found: Mapping[str, Any]) -> list[str]:
    """For each viewer, the states in which they have the same."""
    lines = [
        "## Viewer by viewer",
        "",
        "With a level, items and permissions, a viewer opens just the pages above that ask for no more.",
        "",
    ]
    for who in EVERYONE:
        together: dict[tuple[str, ...], list[str]] = {}
        for state in STATES:
            together.setdefault(tuple(found["viewers"][who][state]), []).append(state)
        lines += [f"### {_plain(who).capitalize()}", ""]
        rows = [[", ".join(states), _sees(list(cell)), _codes(cell[2].split())] for cell, states in together.items()]
        lines += _table(["states", "sees", "may"], rows)
    return lines


def _routes(found: Mapping[str, Any]) -> list[str]:
    together: dict[str, list[str]] = {}
    for name, needs in found["routes"].items():
        together.setdefault(needs, []).append(name)
    order = [detail.name.lower() for detail in Detail]
    rows = sorted(together.items(), key=lambda row: (order.index(row[0].split()[0]), row[0]))
    return [
        "## What each page of a case asks for",
        "",
        "A level of detail, after a plus sign the items it shows and one of the permissions named. `item` is the kind",
        "of the item that the address names; `owner` is to own the case. Whoever lacks any of it gets the 404 of a",
        "page that does not exist. Every other page is about no case, or lists only rows that the viewer sees.",
        "",
        *_table(["asks for", "pages"], [[needs, _codes(_path(name) for name in names)] for needs, names in rows]),
        *(f"- `{_path(name)}`: {words}." for name, words in found["narrower"].items()),
        "",
    ]


def _path(name: str) -> str:
    address = own()[name]
    path = address.path
    for placeholder in address.placeholders:
        for kind in ("uuid", "slug", "str", "int"):
            path = path.replace(f"<{kind}:{placeholder}>", f"<{placeholder.removesuffix('_id')}>")
    return "/" + path.removeprefix("cases/<case>/") if path != "cases/<case>/" else "/ (the overview)"


def _rows(found: Mapping[str, Any]) -> list[str]:
    rows = []
    for label, kind in found["rows"].items():
        beyond = BEYOND_WORDS[Beyond(kind.get("beyond", "nothing"))]
        needs = f"{kind['needs']}, {beyond}" if beyond else kind["needs"]
        for level, names in kind["fields"].items():
            rows.append([f"`{label}`", needs, level, names.replace(" ", ", ")])
    return [
        "## What each kind of row needs, and its field groups",
        "",
        "A group holds the fields that open with the same level. Rows of the history go where their row goes.",
        "",
        *_table(["kind of row", "needs", "field group", "fields"], rows),
        *(f"- `{label}`: {words}." for label, words in found["elsewhere"].items()),
        "",
    ]


def _case(found: Mapping[str, Any]) -> list[str]:
    together: dict[str, list[str]] = {}
    for name, level in found["case"].items():
        together.setdefault(level, []).append(name)
    return [
        "## What pages, lists, search and API show of the case itself",
        "",
        *_table(["from", "fields"], [[level, ", ".join(names)] for level, names in together.items()]),
    ]


def _api(found: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, answer in found["api"].items():
        together: dict[str, list[str]] = {}
        for field, level in answer["fields"].items():
            together.setdefault(level, []).append(field)
        rows += [[f"`{name}`", f"`{answer['scope']}`", level, ", ".join(names)] for level, names in together.items()]
    return [
        "## The API",
        "",
        "A partner system sees a summary at most; fields that need full sight are left out of its answers, or null.",
        "",
        *_table(["address", "scope", "from", "fields"], rows),
    ]


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "nothing"


def _plain(viewer: str) -> str:
    return viewer.replace("_", " ")


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    return [
        f"| {' | '.join(header)} |",
        "|---" * len(header) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
