"""How areas and agencies look in the API."""

from rest_framework import serializers


class AreaSerializer(serializers.Serializer):
    """One of the 42 MAPPA areas."""

    slug = serializers.SlugField(help_text="Stable key of the area.")
    name = serializers.CharField()
    country = serializers.CharField(help_text="England or Wales.")


class AgencySerializer(serializers.Serializer):
    """An agency at work in one area."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    area = serializers.SlugField(source="area_id", help_text="Key of its area.")
    kind = serializers.CharField(source="kind.label")
    standing = serializers.CharField(
        source="kind.get_standing_display", help_text="Responsible Authority, duty to co-operate, or associate."
    )
