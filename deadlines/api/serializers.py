"""What a partner reads of a deadline."""

from rest_framework import serializers

from deadlines.models import Deadline


class ReviewDueSerializer(serializers.ModelSerializer[Deadline]):
    """A review that is due on a case: when, by which rule and policy."""

    offender = serializers.UUIDField(source="case_id", help_text="Id of the case.")
    reference = serializers.CharField(source="case.reference", help_text="Reference of the case.")
    level = serializers.IntegerField(source="case.level", allow_null=True)
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = Deadline
        fields = ["id", "offender", "reference", "level", "label", "rule", "due_on", "overdue", "words", "policy"]

    def get_overdue(self, deadline: Deadline) -> bool:
        """True from the day after the due date (Europe/London)."""
        return bool(deadline.due_on < self.context["today"])
