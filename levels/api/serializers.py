"""How decisions look in the API. Reasons are free text about a person and stay inside."""

from rest_framework import serializers


class DecisionSerializer(serializers.Serializer):
    """What category and level decisions share."""

    id = serializers.UUIDField()
    decided_on = serializers.DateField(help_text="Date in Europe/London from which it holds.")
    decided_as = serializers.CharField(help_text="Role and agency of whoever decided.")
    recorded_at = serializers.DateTimeField(help_text="Instant in UTC.")
    rules = serializers.ListField(child=serializers.CharField(), help_text="Ids of the rules applied.")


class CategoryDecisionSerializer(DecisionSerializer):
    """That a person is in a category, or in none."""

    category = serializers.IntegerField(allow_null=True, min_value=1, max_value=4)
    route = serializers.CharField(allow_blank=True, help_text="Key of the way into the category.")
    begins_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text="Last day, when known.")
    lifelong = serializers.BooleanField()


class LevelDecisionSerializer(DecisionSerializer):
    """That a case is managed at a level."""

    level = serializers.IntegerField(allow_null=True, min_value=1, max_value=3)
    at_meeting = serializers.SerializerMethodField()

    def get_at_meeting(self, decision: object) -> bool:
        """Whether a meeting decided."""
        return getattr(decision, "meeting_id", None) is not None
