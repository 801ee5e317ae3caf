"""What somebody sees is decided in one place: no template, serializer, document, e-mail or administration decides too.

The places are `offenders.access` (levels of detail), `offenders.sensitivity` (items), `needs` on the models (rows and
fields) and `offenders.projection` (the case). Everything else shows what it was handed: flags like `may_record` and
`shows.everything`, projected cases, rows that selectors found visible.
"""

import ast
import re
from collections.abc import Iterator

import pytest
from django.contrib import admin

from offenders.projection import FIELDS
from offenders.rules.sight import Detail
from tests.house import access_matrix
from tests.house.doors import Found, python_files, read, role_of, templates

DECIDERS = frozenset(
    {
        "offenders.access",
        "offenders.conditions",
        "offenders.eyes",
        "offenders.rules.permissions",
        "offenders.rules.sight",
        "offenders.rules.sensitivity",
        "offenders.sensitivity",
        "accounts.roles",
        "accounts.standing",
    }
)
"""Modules by which it is decided who sees what. What only writes answers down has no use for them."""

WRITERS_OF_ANSWERS = ("serializers", "renderers", "paper", "pdf", "mail", "admin", "renderer", "tags")
"""Roles of files that put into words what they are handed."""

CONDITION = re.compile(r"\{%-?\s*(?:if|elif)\s+(.*?)-?%\}", re.DOTALL)
OUTPUT = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
DECIDING = re.compile(
    r"""\b(?:perms|request\.user|viewer)\b          # who asks
    |\buser\.(?!is_authenticated\b|in_staff_mode\b|used_at\b)  # but for whether somebody is signed in, on every page
    |\b(?:detail|at_least|sensitivity|audit_role|is_staff|is_superuser|areas_by_role)\b  # what decides
    """,
    re.VERBOSE,
)
ABOUT_ACCOUNTS = "templates/accounts/"
"""Pages about accounts: whoever is on them is their subject."""

OF_A_CASE = re.compile(r"(?<![\w.])((?:\w+\.)*)case\.(\w+)")


def test_templates_ask_flags_and_decide_nothing_by_themselves() -> None:
    found = [one for path in templates() for one in decisions(path, read(path))]
    assert not found, "\n".join(map(str, ["let the page say it as a flag (may_..., shows...):", *found]))


def decisions(path: str, source: str) -> Iterator[Found]:
    """Where a condition of a template asks who somebody is, or how much they see."""
    for match in CONDITION.finditer(source):
        asked = match[1].replace("standing.user.", "subject.").replace("move.user.", "subject.")
        if DECIDING.search(asked) and not path.startswith(ABOUT_ACCOUNTS):
            yield Found(path, source.count("\n", 0, match.start()) + 1, match[1])


def test_templates_show_of_a_case_only_what_the_projection_holds() -> None:
    """On a page of a case that is the projected case; in a list, a case of which at least the summary is seen."""
    found = [one for path in templates() for one in beyond(path, read(path))]
    assert not found, "\n".join(map(str, ["not open there by offenders/projection.py:", *found]))


def beyond(path: str, source: str) -> Iterator[Found]:
    """Where a template reads something of a case that is not open at that level."""
    for tag in OUTPUT.finditer(source):
        for of, name in OF_A_CASE.findall(tag[0]):
            known = name in FIELDS and (not of or FIELDS[name][0] <= Detail.SUMMARY)
            if not known and (of, name) != ("", "lead_agency"):
                yield Found(path, source.count("\n", 0, tag.start()) + 1, f"{of}case.{name}")


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("{% if user.is_staff %}", True),
        ("{% if request.user == row.owner %}", True),
        ("{% if case.detail >= 4 %}", True),
        ('{% elif item.sensitivity == "legal" %}', True),
        ("{% if perms.offenders %}", True),
        ("{% if may_record and rows %}", False),
        ("{% if user.is_authenticated %}", False),
    ],
)
def test_what_decides_is_caught(words: str, caught: bool) -> None:
    assert bool(list(decisions("templates/offenders/any.html", words))) is caught


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("{{ row.case.pnc_id }}", True),
        ("{{ case.sort_name }}", True),
        ("{{ case.victims }}", True),
        ("{{ row.case.reference }}", False),
        ("{{ case.pnc_id }}", False),
    ],
)
def test_what_lies_beyond_is_caught(words: str, caught: bool) -> None:
    assert bool(list(beyond("templates/offenders/any.html", words))) is caught


def test_what_writes_answers_down_imports_nothing_that_decides() -> None:
    found = []
    for path in python_files():
        writes = (
            role_of(path) in WRITERS_OF_ANSWERS or path.rpartition("/")[2].removesuffix(".py") in WRITERS_OF_ANSWERS
        )
        if writes:
            found += [Found(path, line, name) for line, name in imported(read(path)) if name in DECIDERS]
    assert not found, "\n".join(map(str, ["hand it rows and flags that are decided already:", *found]))


def imported(source: str) -> Iterator[tuple[int, str]]:
    """The modules that a file imports, or imports from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)


COMPARERS = {
    "offenders/access.py": "turns the policy into conditions",
    "offenders/projection.py": "says what each level shows",
    "offenders/selectors.py": "finds one case, or says that it does not exist",
    "offenders/overview.py": "leaves out panels that need more than the viewer sees",
    "offenders/rules/amendments.py": "is what amendments make of the policy",
    "offenders/views/sight.py": "shows the policy itself, and says where it is stricter than the table",
}
"""The only files that compare levels of detail, each with the reason."""


def test_who_may_compare_does() -> None:
    assert [path for path in COMPARERS if not any(_comparisons(path))] == []


def test_levels_of_detail_are_compared_in_few_places() -> None:
    found = [one for path in python_files() if path not in COMPARERS for one in _comparisons(path)]
    assert not found, "\n".join(map(str, ["ask offenders.projection.shows() instead:", *found]))


def _comparisons(path: str) -> Iterator[Found]:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Compare) and _compares_levels(node):
            yield Found(path, node.lineno, ast.unparse(node))


def _compares_levels(node: ast.Compare) -> bool:
    """Whether a comparison is between levels: by their names, or by what a case or a page is asked at."""
    if isinstance(node.ops[0], ast.Is | ast.IsNot):
        return False  # whether a level was named at all
    inner = [one for side in (node.left, *node.comparators) for one in ast.walk(side)]
    by_name = any(isinstance(one, ast.Name) and one.id in {"Detail", "at_least"} for one in inner)
    return by_name or any(isinstance(one, ast.Attribute) and one.attr in {"detail", "at_least"} for one in inner)


def test_the_administration_registers_nothing_that_leads_to_a_case() -> None:
    """So its pages, its lists, its search, its autocomplete and its history hold none: there is nothing to project."""
    leading = set(access_matrix.leading_to_a_case()) | set(access_matrix.WITHOUT_NEEDS)
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & leading
    assert not {label for label in shown if label.endswith("History")}


@pytest.mark.parametrize("page", ["400", "403", "404", "429", "500", "service-unavailable", "csrf", "too-much-reading"])
def test_error_pages_know_of_no_case(page: str) -> None:
    source = read(f"templates/errors/{page}.html")
    assert not OF_A_CASE.search(source)
    assert "identity" not in source
    assert "shown" not in source


def test_documents_are_made_from_what_their_page_was_shown() -> None:
    """Each takes rows and contents that a selector found visible to the reader; none fetches anything itself."""
    made = [path for path in python_files() if path.rpartition("/")[2] in {"paper.py", "pdf.py", "mail.py"}]
    assert len(made) >= 6
    for path in made:
        fetching = {node.attr for node in ast.walk(ast.parse(read(path))) if isinstance(node, ast.Attribute)}
        assert not fetching & {"objects", "visible_to", "seen_by", "filter", "get_object_or_404"}, path
