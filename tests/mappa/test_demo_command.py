"""The demonstration's launcher: it refuses early and in a sentence, relays, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mappa.embedded import EmbeddedError, demo
from mappa.embedded.home import Home, Lock
from mappa.embedded.supervisor import Supervisor, read_procfile

ROOT = Path(__file__).resolve().parent.parent.parent
SUPERVISE = """
import os, sys
from pathlib import Path
from mappa.embedded.demo import interruptible
from mappa.embedded.supervisor import Supervisor
commands = {"one": "echo pid $$; exec sleep 60", "two": "echo pid $$; exec sleep 60"}
with interruptible():
    Supervisor(commands, cwd=Path("/"), environment=os.environ).run(on_tick=lambda: None)
print("ended well", flush=True)
"""


def nothing() -> None:
    """Do nothing at a tick."""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration's directory of the test's own."""
    monkeypatch.setattr(demo, "VAR", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def start_supervisor() -> tuple[subprocess.Popen[str], list[int]]:
    """Start a supervisor of two sleepers and return it with their process ids."""
    process = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", SUPERVISE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, [int(process.stdout.readline().split()[-1]) for _ in range(2)]


def all_gone(pids: list[int]) -> bool:
    """Tell whether none of the processes runs, after waiting a little."""
    limit = time.monotonic() + 10
    while any(Path(f"/proc/{pid}/cwd").is_symlink() for pid in pids):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_a_taken_port_is_refused_before_anything_starts_and_PORT_is_named(taken_port: int, var: Path) -> None:
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "mappa.embedded", "demo"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(taken_port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Port {taken_port} is already in use on this machine")
    assert f"make demo PORT={taken_port + 1}" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_free_port_is_accepted_again_after_the_listener_closed(taken_port: int) -> None:
    with pytest.raises(EmbeddedError, match="already in use"):
        demo.free_port(str(taken_port))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    assert demo.free_port(str(free)) == free


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80 80", "x80"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(EmbeddedError, match="use a number from 1 to 65535"):
        demo.free_port(text)


def test_a_supervisor_stops_its_processes_on_interrupt_and_ends_well() -> None:
    process, pids = start_supervisor()
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert (process.returncode, "ended well" in output) == (0, True)
    assert all_gone(pids)


def test_a_supervisor_that_is_killed_takes_its_processes_along() -> None:
    process, pids = start_supervisor()
    process.kill()
    process.communicate(timeout=20)
    assert all_gone(pids)


def test_one_process_that_ends_stops_the_others_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = {"web": "echo $$ > web.pid; exec sleep 60", "worker": "sleep 0.3; echo no broker; exit 3"}
    supervisor = Supervisor(commands, cwd=tmp_path, environment=os.environ)
    with pytest.raises(EmbeddedError, match=r"'worker' ended by itself \(exit code 3\)"):
        supervisor.run(on_tick=nothing)
    assert "worker | no broker\n" in capsys.readouterr().out
    assert all_gone([int((tmp_path / "web.pid").read_text())])


def test_a_process_that_has_worked_is_started_again_when_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mappa.embedded.supervisor.SETTLED", 0.5)
    # It works for a while once; the second time it ends at once, which ends the run.
    commands = {"worker": "echo started; [ -e ran ] && exit 4; touch ran; sleep 0.8; kill -9 $$"}
    with pytest.raises(EmbeddedError, match=r"'worker' ended by itself \(exit code 4\)"):
        Supervisor(commands, cwd=tmp_path, environment=os.environ).run(on_tick=nothing)
    printed = capsys.readouterr().out
    assert printed.count("worker | started\n") == 2
    assert "'worker' ended (exit code -9) and is started again." in printed


def test_a_process_that_ignores_the_request_to_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mappa.embedded.supervisor.STOP_LIMIT", 0.5)
    commands = {"deaf": "trap '' TERM; echo $$ > deaf.pid; while :; do sleep 1; done", "brief": "sleep 0.5"}
    with pytest.raises(EmbeddedError):
        Supervisor(commands, cwd=tmp_path, environment=os.environ).run(on_tick=nothing)
    assert all_gone([int((tmp_path / "deaf.pid").read_text())])


def test_the_procfile_runs_web_worker_and_one_beat() -> None:
    commands = read_procfile(ROOT / "Procfile")
    assert list(commands) == ["web", "worker", "beat"]
    assert "--blocking-threads 2" in commands["web"]
    assert "--host 127.0.0.1" in commands["web"]
    # Without exec the shell stands between supervisor and process and swallows the request to stop.
    assert [name for name, command in commands.items() if not command.startswith("exec ")] == []


def test_reset_removes_what_the_demonstration_left_and_nothing_else(var: Path) -> None:
    for name in ("pg/base", "redis", "mail"):
        (var / name).mkdir(parents=True)
    (var / "celerybeat-schedule").write_text("x")
    (var / "my-notes.txt").write_text("keep me")
    demo.reset_demo()
    assert sorted(path.name for path in var.iterdir()) == ["lock", "my-notes.txt"]


def test_reset_is_refused_while_a_demonstration_runs(var: Path) -> None:
    (var / "pg").mkdir()
    running = Lock(var)
    running.take()
    try:
        with pytest.raises(EmbeddedError, match="already running: stop that demo first"):
            demo.reset_demo()
        assert (var / "pg").is_dir()
    finally:
        running.free()
    demo.reset_demo()
    assert not (var / "pg").exists()


def test_reset_never_touches_a_database_of_somebody_else(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (var / "pg").mkdir()
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:else@db/theirs")
    with pytest.raises(EmbeddedError, match="that database is yours to empty"):
        demo.reset_demo()
    assert (var / "pg").is_dir()


def test_a_record_of_data_elsewhere_is_believed_only_in_the_place_that_made_it(var: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (var / "data-directory").write_text(f"/another/checkout/var\n{precious}\n")
    demo.reset_demo()
    assert precious.is_dir()


def test_the_secret_key_is_made_once_long_and_private(var: Path) -> None:
    home = Home(var, var, None)
    first = home.secret("secret-key")
    assert len(first) >= 50
    assert home.secret("secret-key") == first
    assert (var / "secret-key").stat().st_mode & 0o077 == 0
