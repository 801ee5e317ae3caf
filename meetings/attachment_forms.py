"""Forms by which a file is sent or withdrawn."""

from typing import Any, cast

from django import forms
from django.conf import settings

from meetings.rules.attachments import PLACE_WORDS, Place
from offenders.forms.base import CaseForm, choices_field
from ui.fields import PlainCharField, PlainTextField, ask

REASON = 2_000
KINDS_AND_LIMIT = (
    "A PDF, a Word document (.docx), an OpenDocument text (.odt), plain text (.txt), a JPEG or a PNG, without password "
    f"or macros, up to {settings.ATTACHMENT_LIMIT // (1024 * 1024)} MB."
)


class PaperForm(CaseForm):
    """A file for the papers of a meeting."""

    title = PlainCharField(
        ask="Say what the file is",
        max_length=120,
        label="What is it?",
        help_text="For example, assessment of March. This is shown to the others; the name of the file is not kept.",
    )
    file = forms.FileField(
        label="File",
        help_text=KINDS_AND_LIMIT,
        error_messages=ask("Choose the file", missing="Choose the file", empty="The file is empty."),
    )


class RequestFileForm(PaperForm):
    """A file of an agency that was asked."""

    place = choices_field(
        "Choose what the file comes with",
        [(place.value, PLACE_WORDS[place]) for place in (Place.RETURN, Place.REPORT)],
        widget=forms.RadioSelect,
        label="What does it come with?",
    )
    field_order = ["place", "title", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["place"].widget).option_hints = {
            Place.RETURN.value: "Seen by those to whom the information of the return is open.",
            Place.REPORT.value: "Seen by everybody who sees the papers. It does not count as attendance.",
        }


class WithdrawFileForm(CaseForm):
    """Withdrawing a file."""

    reason = PlainTextField(ask="Say why the file is withdrawn", max_length=REASON, rows=3, label="Reason")
