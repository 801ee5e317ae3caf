"""Makes the virtual environment and installs the hashed requirements; does nothing when they are in already.

Runs on the system's bare Python: ``python3 scripts/bootstrap.py [runtime|dev]``. Standard library only.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
UV = "uv==0.13.9"
LOCKS = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}


def main() -> int:
    """Install what the first argument names; a failure is one sentence."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what older ones are refused by
        return _fail("Python 3.11 or newer is needed: name one, for example 'make demo PYTHON=python3.11'.")
    VENV.mkdir(exist_ok=True)
    with (VENV / "lock").open("a") as lock:
        # 'make demo' and 'make test' may be started at once in one checkout.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_installed(kind):
            return 0
        try:
            _install(kind)
        except subprocess.CalledProcessError as error:
            return _fail(f"This step failed (exit code {error.returncode}): {' '.join(map(str, error.cmd))}")
    return 0


def _install(kind: str) -> None:
    sys.stdout.write(f"Installing {LOCKS[kind]} into .venv ...\n")
    sys.stdout.flush()
    STAMP.unlink(missing_ok=True)
    if not _works(PYTHON):
        _run(sys.executable, "-m", "venv", str(VENV))
    if not _works(PYTHON, "-m", "uv", "--version"):
        _run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    _run(PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCKS[kind])
    # The development set holds the runtime set, so it serves both.
    kinds = LOCKS if kind == "dev" else [kind]
    STAMP.write_text("".join(f"{each} {_digest(each)}\n" for each in kinds))


def _is_installed(kind: str) -> bool:
    return STAMP.exists() and f"{kind} {_digest(kind)}" in STAMP.read_text().splitlines() and _works(PYTHON)


def _digest(kind: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


def _works(program: Path, *arguments: str) -> bool:
    command = [str(program), *(arguments or ("-c", ""))]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own Python
    except OSError:
        return False


def _run(*command: str | Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own steps


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
