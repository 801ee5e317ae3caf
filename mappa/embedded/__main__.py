"""``python -m mappa.embedded demo | reset | run [--temporary] COMMAND ...``: what the Makefile calls."""

import argparse
import sys

from mappa.embedded.demo import interruptible, own_terminal_group, reset_demo, run_command, run_demo
from mappa.embedded.errors import EmbeddedError


def main() -> int:
    """Do what the command line says; a failure is one sentence on the standard error."""
    parser = argparse.ArgumentParser(prog="python -m mappa.embedded", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("demo", help="run the demonstration until Ctrl-C")
    actions.add_parser("reset", help="remove the demonstration's data")
    run = actions.add_parser("run", help="run a command with the services' addresses in its environment")
    run.add_argument("--temporary", action="store_true", help="use an empty database that is thrown away afterwards")
    run.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    try:
        with interruptible():
            if options.action == "run":
                command = options.command[1:] if options.command[:1] == ["--"] else options.command
                return run_command(command, temporary=options.temporary)
            if options.action == "reset":
                reset_demo()
                return 0
            with own_terminal_group():
                run_demo()
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted; everything was stopped.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
