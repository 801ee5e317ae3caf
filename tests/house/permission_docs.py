"""Writes docs/permissions.md from the permission table: `python -m tests.house.permission_docs`."""

import os
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "permissions.md"

INTRODUCTION = """# Who opens what

Generated from `tests/house/permission_table.py`, which the tests hold every address to; do not edit it here.
`python -m tests.house.permission_docs` writes it anew.

Whoever is not named gets the same 404 as for a page that does not exist; whoever is not signed in is sent to sign in.
"The case" is an adult's, led by probation, at Level 2; "the child" is led by the youth justice service. A restricted
case opens to named people only, and a barred person opens nothing of a case, whatever else they hold.
"""


def as_markdown() -> str:
    """The whole document."""
    parts = [INTRODUCTION, _groups(), _pages(), _open_to_all(), _libraries(), _api()]
    return "\n".join(parts)


def _groups() -> str:
    from tests.house import permission_table as table

    lines = [f"| `{name}` | {words} |" for name, words in table.GROUPS.items()]
    return _section("The groups", "| group | who |", lines)


def _pages() -> str:
    from tests.house.addresses import own
    from tests.house.permission_table import TABLE

    lines = []
    for name, address in own().items():
        if name in TABLE:
            row = TABLE[name]
            sends = _words(row.sent_by) if row.sent_by else "shows only"
            lines.append(f"| `/{_plain(address.path)}` | {_words(row.opened_by)} | {sends} |")
    return _section("Pages", "| address | opened by | sent by |", lines)


def _open_to_all() -> str:
    from tests.house.addresses import own
    from tests.house.permission_table import OPEN_TO_ALL

    lines = [f"| `/{own()[name].path}` | {why} |" for name, (_, why) in OPEN_TO_ALL.items()]
    return _section("Without signing in", "| address | what it does |", lines)


def _libraries() -> str:
    from tests.house.permission_table import PREFIXES

    lines = [f"| `/{prefix}` | {what} |" for prefix, what in PREFIXES.items()]
    return _section("From libraries", "| addresses below | what they show, and to whom |", lines)


def _api() -> str:
    from tests.house.addresses import own
    from tests.house.permission_table import API

    lines = [f"| `/{_plain(own()[name].path)}` | `{scope}` |" for name, scope in API.items()]
    sentence = "Without a token 401, without the scope 403, for a case outside the agreement 404.\n"
    return _section("API", "| address | scope |", lines, sentence)


def _section(heading: str, header: str, lines: list[str], sentence: str = "") -> str:
    rule = "|---" * (header.count("|") - 1) + "|"
    return "\n".join([f"## {heading}", *([sentence] if sentence else []), header, rule, *lines, ""])


def _plain(path: str) -> str:
    """An address without the kinds of its placeholders."""
    return path.replace("<uuid:", "<").replace("<slug:", "<").replace("<str:", "<").replace("<int:", "<")


def _words(viewers: frozenset[str]) -> str:
    """The groups that make up a set of viewers, largest first, and single viewers for the rest."""
    from tests.house import permission_table as table

    left, named = set(viewers), []
    groups = {name: getattr(table, name) for name in table.GROUPS}
    for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        if group <= viewers and group & left:
            named.append(f"`{name}`")
            left -= group
    return ", ".join([*named, *sorted(viewer.replace("_", " ") for viewer in left)])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.test")
    import django

    django.setup()
    DOCUMENT.write_text(as_markdown())
