"""Which kinds of file may reach into the database, and what is found where none may: source text in, lines out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "accounts",
    "audit",
    "offenders",
    "deadlines",
    "assessments",
    "disclosure",
    "custody",
    "circumstances",
    "information",
    "notification",
    "levels",
    "papers",
    "referrals",
    "meetings",
    "minutes",
    "enquiries",
    "transfers",
    "serious",
    "visor",
    "youthjustice",
    "oversight",
    "reporting",
    "mappa",
    "ui",
    "sealed",
)

READERS = {
    "access": "says who may see",
    "clocks": "gathers the facts that time limits run from, for many cases at once",
    "facts": "gathers what rules are asked about",
    "models": "holds the managers",
    "operations": "changes tables in migrations",
    "places": "brings sealed text under a new key, ciphertext for ciphertext",
    "policies": "reads the policies in force",
    "search": "finds people, with the viewer's sight in the same SQL",
    "selectors": "is where pages, API and documents read",
    "sensitivity": "says who may see each item of information",
    "services": "reads under the lock of the case it writes to",
    "second_factors": "asks who has a second factor, and replaces one",
    "sessions": "ends the sessions of an account",
    "standing": "reads what somebody is today",
    "writing": "locks the case that is written to",
    "demo": "makes the demonstration's people",
    "embedded": "asks a database server of its own whether it answers",
    "reconstruction": "puts together how a case stood on a day; its pages hand it a case that the viewer sees in full",
    "reference": "loads reference data",
}
"""Role of a file -> why it may use `.objects`. Every other role gets rows from a selector."""

WRITERS = {
    "models": "refuses bulk writes that nobody records",
    "services": "is where every write lives",
    "writing": "saves for the services, with the audit event",
    "managers": "creates accounts",
    "second_factors": "replaces an authenticator app",
    "sessions": "ends the sessions of an account",
    "demo": "makes the demonstration's people",
    "reference": "loads reference data",
}
"""Role of a file -> why it may save or delete."""

SINGLE_FILES = {
    "accounts/admin.py": "is the administration: its forms save under one class that records every change",
    "meetings/content.py": "draws up minutes and summaries for the services, under the lock of the case",
    "meetings/facts_people.py": "gathers who comes to a meeting and what decides it, as `facts` does",
    "meetings/kept_out.py": "asks who is barred from a case, for facts and for services under the lock of the case",
    "meetings/models_attachments.py": "is a file of models: its query sets are the door to the files of meetings",
    "levels/again.py": "gathers what was written after a decision, for the clock that asks for another",
    "levels/awaited.py": "gathers which settled disputes no decision followed, for their clock",
    "levels/considered.py": "gathers who waits to be considered for Category 3, for their clock",
    "meetings/models_record.py": "is a file of models: its query sets are the door to who tells an absent agency",
    "meetings/promised.py": "gathers the meetings that decisions on referrals name, for their clock",
    "offenders/activations.py": "reads activated suspended sentences for pages, with the viewer",
    "offenders/awaited.py": "counts and lists awaited sentences for the dashboard, with the viewer",
    "referrals/models_sent.py": "is a file of models: its query sets are the door to referrals sent in",
    "meetings/psychology.py": "gathers what is recorded of HMPPS Psychology, for facts",
    "papers/facts_restrictions.py": "gathers what restricts people's work, for the clock and the page of MAPPA J",
    "minutes/facts_exceptions.py": "gathers what was decided against the rules of distribution, for the minutes",
    "minutes/facts_known.py": "gathers the names that the leak check knows, as `facts` does",
    "minutes/facts_person.py": "gathers what the rules on the person's copy are asked about, as `facts` does",
    "minutes/selectors_person.py": "reads the copies of the plan for pages, with the viewer",
    "audit/guards.py": "asks the database's own catalogue what guards the audit record",
    "audit/stepping_aside.py": "asks the database's own catalogue for whom the guards step aside",
    "offenders/caseload.py": "names the rows that the list then looks for along the viewer's ways",
    "offenders/listing.py": "looks for rows along the ways that the access door names",
    "offenders/preview.py": "counts what a change of the access policy would open or close",
    "offenders/sight.py": "reads the access policy in force",
    "offenders/successors.py": "says about which restricted cases nobody is left who may decide",
    "offenders/quashings.py": "reads convictions that were quashed, with the viewer",
    "offenders/victims.py": "reads what victims ask for and what their offences say, with the viewer",
    "mappa/health.py": "asks the database whether it answers",
}
"""Single files that may read beside the roles above, each with its reason."""

MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
SAVING = {
    "save",
    "delete",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "in_bulk_with_own_audit",
}
MARKING_SAFE = {"mark_safe", "SafeString", "SafeText"}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that has no business in a file of this role."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def role_of(path: str) -> str:
    """The role of a file of an app: its package when it lies in one, else its own name."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 else PurePosixPath(path).stem


def python_files() -> Iterator[str]:
    """Every Python file of the apps, relative to the project, without migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def templates() -> Iterator[str]:
    """Every template, wherever it lies."""
    for folder in (ROOT / "templates", *(ROOT / app for app in APPS)):
        for kind in ("*.html", "*.txt"):
            for path in sorted(folder.rglob(kind)):
                yield path.relative_to(ROOT).as_posix()


def read(path: str) -> str:
    """The text of a file of the project."""
    return (ROOT / path).read_text()


def reads(path: str, source: str) -> list[Found]:
    """Where a file reaches for rows itself, although its role is to be given them."""
    if role_of(path) in READERS or path in SINGLE_FILES:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            found.append(Found(path, node.lineno, f".{node.attr}"))
        elif isinstance(node, ast.Attribute) and node.attr == "cursor":
            found.append(Found(path, node.lineno, "SQL of its own"))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORTCUTS:
            found.append(Found(path, node.lineno, node.func.id))
        elif isinstance(node, ast.keyword) and node.arg == "queryset" and not _is_none(node.value):
            found.append(Found(path, node.value.lineno, "a queryset as an argument"))
        elif isinstance(node, ast.ClassDef):
            found += [Found(path, node.lineno, what) for what in _declared(node)]
    return found


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _declared(node: ast.ClassDef) -> Iterator[str]:
    """Classes that make Django or Django REST framework read all rows of a model."""
    bases = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
    if "ModelForm" in bases:
        yield "a ModelForm, which saves by itself"
    for statement in node.body:
        for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
            if isinstance(target, ast.Name) and target.id == "queryset":
                yield "a queryset declared on a class"


def writes(path: str, source: str) -> list[Found]:
    """Where a file saves or deletes, although that is for services."""
    if role_of(path) in WRITERS:
        return []
    return [
        Found(path, node.lineno, f".{node.func.attr}()")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAVING
    ]


def marks_safe(path: str, source: str) -> list[Found]:
    """Where text is declared to be safe HTML outside the one app that builds HTML."""
    if path.startswith("ui/"):
        return []
    names = (
        (node.lineno, node.id if isinstance(node, ast.Name) else node.attr)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name | ast.Attribute)
    )
    return [Found(path, line, name) for line, name in names if name in MARKING_SAFE]


UNSAFE_TEMPLATE = ("|safe", "| safe", "autoescape off", ".objects", "_set.all", "_set.filter")


def template_trespasses(path: str, source: str) -> list[Found]:
    """Where a template switches escaping off or reaches for rows."""
    return [
        Found(path, number, text)
        for number, line in enumerate(source.splitlines(), start=1)
        for text in UNSAFE_TEMPLATE
        if text in line
    ]
