"""The containers' health checks: ``probe.py web|worker|beat`` exits 0 when that process serves; standard library."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

PORT = 8000
# Beat writes its schedule at least every five minutes while it runs.
BEAT_SCHEDULE = Path(os.environ.get("BEAT_SCHEDULE", "/tmp/celerybeat-schedule"))  # noqa: S108 - a tmpfs
BEAT_LIMIT = 15 * 60


def web(port: int = PORT) -> bool:
    """Ask the readiness page under the first allowed host name, as a browser would."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().removeprefix(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz/ready/", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def worker() -> bool:
    """Ask the worker of this container for a sign of life through the broker."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "mappa", "inspect", "ping", "--timeout", "5"]
    command += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own command


def beat() -> bool:
    """Look at how old the schedule is that beat keeps; its ending depends on how Python was built."""
    ages = [time.time() - path.stat().st_mtime for path in BEAT_SCHEDULE.parent.glob(f"{BEAT_SCHEDULE.name}*")]
    return bool(ages) and min(ages) < BEAT_LIMIT


PROBES = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    if sys.argv[1:] not in ([name] for name in PROBES):
        sys.exit(__doc__)
    sys.exit(0 if PROBES[sys.argv[1]]() else 1)
