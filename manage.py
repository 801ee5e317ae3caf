#!/usr/bin/env python
"""Django's command line. Development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.development")
    from django.core.management import execute_from_command_line

    from audit.context import working

    with working("command"):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
