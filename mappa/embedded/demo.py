"""The one-command demonstration: services, migrations, data, then web, worker and beat until Ctrl-C; and its reset."""

import base64
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mappa.embedded.account import die_with_parent
from mappa.embedded.errors import EmbeddedError
from mappa.embedded.home import Home, Lock, recorded_elsewhere
from mappa.embedded.services import running_environment, services
from mappa.embedded.supervisor import Supervisor, read_procfile

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
SETTINGS = "mappa.settings.development"
# Everything a demonstration leaves under var/; nothing else is ever removed.
LEFTOVERS = ("pg", "redis", "programs", "mail", "log", "postgres.password", "secret-key", "field-key", "sign-ins.txt")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run_demo() -> None:
    """Run the demonstration until it is interrupted; raises EmbeddedError, with a sentence, when it cannot."""
    port = free_port(os.environ.get("PORT") or "8000")
    with services(VAR, **_wanted()) as running:
        if running.home.is_elsewhere:
            say(f"The account the servers run under cannot enter this folder, so the data lie in {running.home.data}.")
        environment = demo_environment(running.home, {**running.environment, "PORT": str(port)})
        sign_ins = running.home.directory / "sign-ins.txt"
        _prepare(environment, sign_ins)
        supervisor = Supervisor(read_procfile(ROOT / "Procfile"), cwd=ROOT, environment=environment)
        supervisor.run(on_tick=_announcement(port, sign_ins.read_text()))
        say("Stopping the database ..." if running.database_url else "Stopping ...")
    say("Stopped. The data are kept; 'make demo' goes on with them, 'make demo-reset' removes them.")


def reset_demo() -> None:
    """Remove what earlier demonstrations left; refuses while one runs and never touches a database of somebody else."""
    if os.environ.get("DATABASE_URL"):
        raise EmbeddedError("DATABASE_URL is set: that database is yours to empty; unset it to reset the demo's own.")
    VAR.mkdir(exist_ok=True)
    lock = Lock(VAR)
    lock.take()
    try:
        elsewhere = recorded_elsewhere(VAR)
        doomed = [*(VAR / name for name in LEFTOVERS), *VAR.glob("celerybeat-schedule*"), *VAR.glob("pg-*")]
        # Last, so that a reset that was cut short still knows where the data lie.
        doomed.append(VAR / "data-directory")
        for path in [*([elsewhere] if elsewhere else []), *doomed]:
            _remove(path)
    finally:
        lock.free()
    say("The demonstration data are gone; the next 'make demo' starts afresh.")


def run_command(command: list[str], *, temporary: bool) -> int:
    """Run a command with the services' addresses in its environment and return its exit code.

    It joins a demonstration that runs, and otherwise starts the services for as long as the command lasts;
    ``temporary`` gives it an empty database of its own instead.
    """
    if temporary:
        with tempfile.TemporaryDirectory(prefix="mappa-run-") as folder, services(Path(folder), durable=False) as own:
            keys = {"FIELD_KEYS": os.environ.get("FIELD_KEYS") or field_key(own.home.secret("field-key"))}
            return _run(command, {**os.environ, **own.environment, **keys})
    addresses = running_environment(VAR)
    if addresses:
        return _run(command, demo_environment(Home.open(VAR), addresses))
    with services(VAR, **_wanted()) as running:
        return _run(command, demo_environment(running.home, running.environment))


def free_port(text: str) -> int:
    """Return the port as a number; raises EmbeddedError when it is none or somebody listens there already."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedError(
            f"PORT={text} is not a port: use a number from 1 to 65535, for example 'make demo PORT=8001'."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError as error:
            raise EmbeddedError(f"Port {text} is reserved: choose one above 1023, 'make demo PORT=8001'.") from error
        except OSError as error:
            other = int(text) + 1 if int(text) < 65535 else 8001
            raise EmbeddedError(
                f"Port {text} is already in use on this machine: choose another, for example 'make demo PORT={other}'."
            ) from error
    return int(text)


def demo_environment(home: Home, extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment the demonstration's processes run in."""
    environment = {**os.environ, **extra}
    environment.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    environment.setdefault("SECRET_KEY", home.secret("secret-key"))
    environment.setdefault("FIELD_KEYS", field_key(home.secret("field-key")))
    if "PORT" in extra:
        environment.setdefault("SITE_ADDRESS", f"http://localhost:{extra['PORT']}")
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    environment["PYTHONUNBUFFERED"] = "1"
    # Root may run a demonstration; Celery's long advice against it belongs to real deployments.
    environment.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    return environment


def field_key(secret: str) -> str:
    """Return the key for sealed fields that belongs to a secret of this machine."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).decode()


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or lost terminal into KeyboardInterrupt and ignore further ones: clean-up is not
    to be cut short."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(_signum: int, _frame: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, interrupt)
    yield


@contextmanager
def own_terminal_group() -> Iterator[None]:
    """Take the terminal's foreground, so that Ctrl-C reaches us but not make, which would report a failure."""
    if not sys.stdin.isatty() or os.tcgetpgrp(0) != os.getpgrp() or os.getpgrp() == os.getpid():
        yield
        return
    before = os.getpgrp()
    # Job control would stop us for handing the terminal over, and Ctrl-Z would leave make waiting for ever.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    try:
        yield
    finally:
        os.tcsetpgrp(0, before)


def _wanted() -> dict[str, bool]:
    return {"postgres": not os.environ.get("DATABASE_URL"), "redis": not os.environ.get("REDIS_URL")}


def _prepare(environment: Mapping[str, str], sign_ins: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mappa.embedded.prepare", str(sign_ins)],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code != 0:
        raise EmbeddedError("The demonstration could not be prepared; nothing was started. The reason stands above.")


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode  # noqa: S603 - typed by the user


def _announcement(port: int, sign_ins: str) -> Callable[[], None]:
    waiting = True

    def announce() -> None:
        nonlocal waiting
        if waiting and _answers(port):
            waiting = False
            say(f"\nReady: http://localhost:{port}/   (Ctrl-C stops everything)\n\n{sign_ins}")

    return announce


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except PermissionError as error:
        raise EmbeddedError(f"{error.filename} belongs to another user: run 'make demo-reset' as that user.") from error
