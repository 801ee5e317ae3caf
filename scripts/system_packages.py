"""Checks for what the tests need from the operating system, and installs it where root on Debian can.

Runs on the system's bare Python. Chromium draws the pages in the browser tests; Pango and HarfBuzz set the PDF's text.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
ALONG = ["fonts-liberation"]  # the metrics of Arial, which the pages ask for


def missing_packages() -> list[str]:
    """Return the Debian packages of what is not there."""
    packages = [package for library, package in LIBRARIES.items() if ctypes.util.find_library(library) is None]
    if shutil.which("chromium") is None:
        packages.append("chromium")
    return packages


def main() -> int:
    """Return 0 when everything is there, if need be after installing it."""
    missing = missing_packages()
    if not missing:
        return 0
    packages = [*missing, *ALONG]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write(f"Installing {' '.join(packages)} ...\n")
        sys.stdout.flush()
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", *step], env=environment, stdin=subprocess.DEVNULL, check=False)  # noqa: S603, S607
        missing = missing_packages()
        if not missing:
            return 0
    sys.stderr.write(
        f"The tests need {' '.join(missing)}: on Debian, 'apt-get install {' '.join([*missing, *ALONG])}'.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
