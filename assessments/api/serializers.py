"""What a partner reads of a judgement: levels always, what somebody wrote only where the case is seen in full."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.models import GROUPS, IMMINENCE, LEVELS, RoshJudgement


class GroupLevelSerializer(serializers.Serializer[Any]):
    """The level for one group at risk."""

    group = serializers.ChoiceField(choices=GROUPS)
    level = serializers.ChoiceField(choices=LEVELS)


class GroupNarrativeSerializer(serializers.Serializer[Any]):
    """What stands behind the level for one group."""

    group = serializers.ChoiceField(choices=GROUPS)
    nature = serializers.CharField(allow_blank=True)
    imminence = serializers.ChoiceField(choices=IMMINENCE, allow_blank=True)
    circumstances = serializers.CharField(allow_blank=True)
    protective_factors = serializers.CharField(allow_blank=True)


class NarrativeSerializer(serializers.Serializer[Any]):
    """What the assessor wrote."""

    reason = serializers.CharField()
    overall_reason = serializers.CharField(allow_blank=True)
    reoffending_basis = serializers.CharField(allow_blank=True)
    static_factors = serializers.CharField(allow_blank=True)
    dynamic_factors = serializers.CharField(allow_blank=True)
    groups = GroupNarrativeSerializer(source="in_order", many=True)


class RoshJudgementSerializer(serializers.ModelSerializer[RoshJudgement]):
    """A judgement of risk of serious harm. `narrative` is null unless the case is open to the partner in full."""

    offender = serializers.UUIDField(source="case_id", help_text="Id of the case.")
    in_force = serializers.SerializerMethodField()
    groups = GroupLevelSerializer(source="in_order", many=True)
    narrative = serializers.SerializerMethodField()

    class Meta:
        model = RoshJudgement
        fields = [
            "id",
            "offender",
            "decided_on",
            "recorded_at",
            "in_force",
            "overall",
            "suggested",
            "groups",
            "narrative",
        ]

    def get_in_force(self, judgement: RoshJudgement) -> bool:
        """True for the last judgement of a case."""
        return not hasattr(judgement, "superseded_by")

    @extend_schema_field(NarrativeSerializer(allow_null=True))
    def get_narrative(self, judgement: RoshJudgement) -> dict[str, Any] | None:
        """What the assessor wrote, where the case is seen in full."""
        return dict(NarrativeSerializer(judgement).data) if judgement.in_full else None  # type: ignore[attr-defined]  # annotated
