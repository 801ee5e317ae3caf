"""Runs a command on a throw-away database that waits for the disk: `python -m benchmarks.durable COMMAND`.

`python -m mappa.embedded run --temporary` does not wait, which makes every commit cheaper than it is.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from mappa.embedded import services


def main() -> int:
    """The command's own answer."""
    with (
        tempfile.TemporaryDirectory(prefix="mappa-run-") as folder,
        services(Path(folder), redis=False, durable=True) as running,
    ):
        environment = {**os.environ, **running.environment}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode  # noqa: S603 - what was asked for


if __name__ == "__main__":
    sys.exit(main())
