"""`manage.py migrate`, as Django has it, with our autodetector."""

from django.core.management.commands import migrate

from mappa.management.autodetector import Autodetector


class Command(migrate.Command):
    """Django asks that makemigrations and migrate share one autodetector."""

    autodetector = Autodetector
