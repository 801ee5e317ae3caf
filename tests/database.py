"""The database server of a test run: a cluster of the run's own, copied from one in which the migrations have run.

Running every migration takes longer than most test files, so the migrated cluster is kept under ``var/`` for as long as
no migration, no requirement and no setting changes. Each run works on a copy: runs may overlap, and one may be killed.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mappa.embedded import services

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-template"
# What must travel for the copy to be a whole: the cluster and the password it was made with.
PARTS = ("pg", "postgres.password")


@dataclass(frozen=True)
class TestDatabase:
    """Where the server answers, and the migrated database to make test databases from (empty: run the migrations)."""

    __test__ = False  # a class of the tests, not a test class

    url: str
    template: str


@contextmanager
def test_database() -> Iterator[TestDatabase]:
    """Run a throw-away server for the length of the block."""
    migrated = KEPT / _key()
    if not migrated.is_dir():
        _keep_migrated_cluster(migrated)
    with tempfile.TemporaryDirectory(prefix="mappa-test-", ignore_cleanup_errors=True) as folder:
        if migrated.is_dir():
            _copy(migrated, Path(folder))
        with services(Path(folder), redis=False, durable=False) as running:
            yield TestDatabase(running.database_url, "mappa" if migrated.is_dir() else "")


def _key() -> str:
    """Return a digest of everything the migrated schema depends on."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("mappa/settings/*.py"), ROOT / "requirements-dev.txt"]
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _keep_migrated_cluster(place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="mappa-test-", ignore_cleanup_errors=True) as folder:
        with services(Path(folder), redis=False, durable=False) as running:
            result = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env={**os.environ, **running.environment, "DJANGO_SETTINGS_MODULE": "mappa.settings.test"},
                check=False,
                stdin=subprocess.DEVNULL,
            )
        if result.returncode != 0:
            # Its words are on the terminal; the tests that need no database can still run.
            return
        shutil.rmtree(KEPT, ignore_errors=True)
        draft = KEPT / secrets.token_hex(4)
        draft.mkdir(parents=True)
        _copy(Path(folder), draft)
        draft.rename(place)


def _copy(source: Path, target: Path) -> None:
    for part in PARTS:
        path = source / part
        if path.is_dir():
            shutil.copytree(path, target / part)
        else:
            shutil.copy2(path, target / part)
