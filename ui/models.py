"""Which forms were sent and saved, so that the same page sent twice saves once."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """A form that was sent from one opened page and saved: by whom, where, and where its sender was led.

    Of what was sent only a keyed digest is kept. The row is written in the transaction that saves what the form asks
    for: a worker that is killed in between leaves neither. This app imports nothing, so `actor_id` is a plain id.
    """

    id = models.BigAutoField(primary_key=True)
    actor_id = models.UUIDField()
    token = models.CharField(max_length=22, help_text="Drawn when the page was opened.")
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=300, blank=True, help_text="Address that follows; it carries ids only.")
    at = models.DateTimeField(default=timezone.now, db_index=True, help_text="Instant in UTC.")

    class Meta:
        db_table = "ui_sent_form"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["actor_id", "token"], name="form_sent_once")]

    def __str__(self) -> str:
        return f"sent form {self.pk}"
