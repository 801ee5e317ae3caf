"""Whose name the servers run under, and how a server process is started and tied to the one that started it.

PostgreSQL refuses to run as root, so root hands both servers to an unprivileged account. Nothing here changes the
mode of a folder it did not make: where the account cannot go, ``home`` takes the data elsewhere.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mappa.embedded.errors import EmbeddedError

UNPRIVILEGED = "nobody"
PR_SET_PDEATHSIG = 1
# Loaded here, not in the child between fork and exec, where an import could wait for a lock for ever.
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


@dataclass(frozen=True)
class Account:
    """An operating-system account that a server is handed to."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account the servers run under, or None for "whoever started us" (everyone but root)."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise EmbeddedError(
            f"PostgreSQL does not run as root and this machine has no account '{UNPRIVILEGED}': "
            "run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def die_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """Return a function for the child, before exec: the kernel sends it ``signum`` when its parent dies, however."""
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:
            os._exit(1)

    return tie


def run_as(account: Account | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a short command under the account; returns its exit code and output, raises nothing for a failure."""
    return subprocess.run(  # noqa: S603 - our own commands, no shell
        [str(part) for part in command],
        cwd="/",
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def spawn(
    account: Account | None,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    log: IO[bytes],
    on_parent_death: signal.Signals,
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that Ctrl-C reaches only the launcher, which stops things in order."""
    return subprocess.Popen(  # noqa: S603 - our own commands, no shell
        [str(part) for part in command],
        cwd=cwd,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(on_parent_death),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def can_run(account: Account | None, program: Path) -> bool:
    """Tell whether the account can execute the program where it lies; tried, not worked out from mode bits."""
    try:
        return run_as(account, [program, "--version"]).returncode == 0
    except OSError:
        return False


def can_enter(account: Account | None, directory: Path) -> bool:
    """Tell whether the account can reach what lies inside the directory."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", directory]).returncode == 0


def hand_over(account: Account | None, path: Path) -> None:
    """Give the path, and what is in it, to the account; nothing to do for whoever keeps his own files."""
    if account is None:
        return
    if path.stat().st_uid != account.uid:
        for inner in path.rglob("*"):
            os.chown(inner, account.uid, account.gid, follow_symlinks=False)
        os.chown(path, account.uid, account.gid)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
