"""Servers that outlived their launcher: found by the directory they serve, and stopped before a new start.

The kernel normally ends them with their launcher; this is for the short while in which they still write their last
pages, and for systems without that service.
"""

import os
import signal
import time
from pathlib import Path

from mappa.embedded.errors import EmbeddedError

PROC = Path("/proc")


def serving(directory: Path) -> list[int]:
    """Return the ids of processes that work in the directory or were started with it as an argument."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        pid = int(entry.name)
        if pid != os.getpid() and _works_in(entry, directory):
            found.append(pid)
    return found


def end(directory: Path, *, signum: signal.Signals, patience: float = 20.0) -> None:
    """Ask whatever serves the directory to stop and wait; after half of ``patience`` seconds, kill it."""
    begin, asked, killed = time.monotonic(), set[int](), False
    while pids := serving(directory):
        waited = time.monotonic() - begin
        if waited > patience:
            raise EmbeddedError(f"Processes {pids} still use {directory} and do not stop.")
        if waited > patience / 2 and not killed:
            _send(pids, signal.SIGKILL)
            killed = True
        _send([pid for pid in pids if pid not in asked], signum)
        asked.update(pids)
        time.sleep(0.05)


def _works_in(entry: Path, directory: Path) -> bool:
    try:
        if (entry / "cwd").readlink() == directory:
            return (entry / "exe").resolve().name in {"postgres", "redis-server"}
    except OSError:
        # Gone meanwhile, another user's, or a container that hides it: the command line is open to all.
        pass
    try:
        arguments = (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return arguments[0].endswith((b"/postgres", b"/redis-server")) and os.fsencode(directory) in arguments


def _send(pids: list[int], signum: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, signum)
        except (ProcessLookupError, PermissionError):
            continue
