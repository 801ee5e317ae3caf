"""`manage.py write_relations`: draw docs/relations.md from the registry."""

from typing import Any

from django.core.management.base import BaseCommand

from oversight.relations import DOCUMENT, document


class Command(BaseCommand):
    """Writes the document."""

    help = "Write docs/relations.md from the registry of relations that lead to a person."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        DOCUMENT.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Wrote {DOCUMENT.name}.")
