"""Runs the lines of a Procfile side by side, prefixes what they print, and starts one again that was killed.

A process that ends soon after its start cannot work: then everything is stopped and the user is told.

Each line runs in a session of its own, so that Ctrl-C reaches the supervisor alone and everything stops in one order;
the kernel ends them too when the supervisor is killed outright.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from mappa.embedded.account import die_with_parent
from mappa.embedded.errors import EmbeddedError

STOP_LIMIT = 15.0
SETTLED = 10.0
"""Seconds after which a process has shown that it can work, and is started again when it ends."""


def read_procfile(path: Path) -> dict[str, str]:
    """Return the commands of a Procfile by their names."""
    lines = [line for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {name.strip(): command.strip() for name, command in (line.split(":", 1) for line in lines)}


class Supervisor:
    """The processes of one Procfile."""

    def __init__(self, commands: Mapping[str, str], *, cwd: Path, environment: Mapping[str, str]) -> None:
        self.commands = commands
        self.cwd = cwd
        self.environment = dict(environment)
        self.width = max(len(name) for name in commands)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._selector = selectors.DefaultSelector()
        self._rest: dict[str, bytes] = {}
        self._started: dict[str, float] = {}

    def run(self, on_tick: Callable[[], None]) -> None:
        """Run until interrupted (KeyboardInterrupt ends it quietly) or until a process cannot work (EmbeddedError).

        ``on_tick`` is called a few times a second while everything runs.
        """
        try:
            for name in self.commands:
                self._start(name)
            while True:
                while (ended := self._ended()) is None:
                    self._relay(0.2)
                    on_tick()
                self._relay(0.2)
                code = self.processes[ended].returncode
                if time.monotonic() - self._started[ended] < SETTLED:
                    raise EmbeddedError(f"'{ended}' ended by itself (exit code {code}); everything else was stopped.")
                sys.stdout.write(f"'{ended}' ended (exit code {code}) and is started again.\n")
                self._clear_away(ended)
                self._start(ended)
        except KeyboardInterrupt:
            return
        finally:
            self._stop()

    def _start(self, name: str) -> None:
        process = subprocess.Popen(  # noqa: S602 - a Procfile line is a shell line, and it is our own
            self.commands[name],
            shell=True,
            cwd=self.cwd,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        self.processes[name] = process
        self._started[name] = time.monotonic()
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
            self._selector.register(process.stdout, selectors.EVENT_READ, name)

    def _ended(self) -> str | None:
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def _relay(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            chunk = os.read(key.fd, 65536)
            if not chunk:
                self._selector.unregister(key.fileobj)
            *lines, self._rest[key.data] = (self._rest.get(key.data, b"") + chunk).split(b"\n")
            for line in lines:
                sys.stdout.write(f"{key.data:<{self.width}} | {line.decode(errors='replace')}\n")
        sys.stdout.flush()

    def _stop(self) -> None:
        for process in self.processes.values():
            # The process alone, not its session: Celery and granian see to their own children, tasks are finished.
            if process.poll() is None:
                process.terminate()
        limit = time.monotonic() + STOP_LIMIT
        while time.monotonic() < limit and any(process.poll() is None for process in self.processes.values()):
            if self._selector.get_map():
                self._relay(0.1)
            else:
                time.sleep(0.1)
        for name in self.processes:
            self._clear_away(name)
        self._selector.close()

    def _clear_away(self, name: str) -> None:
        """End whatever is left of a process's session, children of a process that has ended among them."""
        process = self.processes[name]
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            with suppress(KeyError):
                self._selector.unregister(process.stdout)
            process.stdout.close()
