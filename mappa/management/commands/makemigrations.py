"""`manage.py makemigrations`, as Django has it, with our autodetector."""

from django.core.management.commands import makemigrations

from mappa.management.autodetector import Autodetector


class Command(makemigrations.Command):
    """Django asks that makemigrations and migrate share one autodetector."""

    autodetector = Autodetector
