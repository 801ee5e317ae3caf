"""Readies a demonstration's database and static files: every management command in one process, started once.

Run as ``python -m mappa.embedded.prepare FILE``; the sample sign-ins go to FILE, progress to the standard output.
"""

import io
import sys
import time
from pathlib import Path

import django
from django.core.management import CommandError, call_command

STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Updating the database", "migrate", {"verbosity": 0, "interactive": False}),
    ("Loading reference data", "load_reference", {}),
    ("Loading invented people", "load_demo", {}),
    ("Collecting static files", "collectstatic", {"verbosity": 0, "interactive": False}),
)


def main() -> int:
    """Run the steps; a command that refuses is reported in its own words."""
    django.setup()
    try:
        for sentence, command, options in STEPS:
            begin, output = time.monotonic(), io.StringIO()
            call_command(command, stdout=output, **options)
            words = output.getvalue().strip().splitlines()
            sys.stdout.write(f"{sentence}: {time.monotonic() - begin:.1f} s{'. ' + words[-1] if words else ''}\n")
            sys.stdout.flush()
        sign_ins = io.StringIO()
        call_command("demo_sign_ins", stdout=sign_ins)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    Path(sys.argv[1]).write_text(sign_ins.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
