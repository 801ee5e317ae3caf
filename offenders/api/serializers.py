"""How a case looks in the API: the projection that pages use, and nothing beside it."""

from typing import Any

from rest_framework import serializers

from offenders.words import ROSH_WORDS

OPEN_IN_FULL = "Only where the agreement opens the case in full."


class CaseSerializer(serializers.Serializer):
    """A projected case (see `offenders.projection`). Fields that are not open to the partner are left out."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    given_names = serializers.CharField()
    family_name = serializers.CharField()
    date_of_birth = serializers.DateField()
    area = serializers.CharField(help_text="Name of the MAPPA area.")
    lead_agency = serializers.CharField()
    category = serializers.IntegerField(allow_null=True, min_value=1, max_value=4)
    level = serializers.IntegerField(allow_null=True, min_value=1, max_value=3)
    rosh = serializers.ChoiceField(choices=list(ROSH_WORDS.items()), allow_null=True)
    rosh_group = serializers.CharField(allow_null=True)
    next_review_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True, help_text="When MAPPA management ended.")
    gender = serializers.CharField(required=False, help_text=OPEN_IN_FULL)
    ethnicity = serializers.CharField(required=False, allow_null=True, help_text=OPEN_IN_FULL)
    pnc_id = serializers.CharField(required=False, allow_null=True, help_text=OPEN_IN_FULL)
    visor_ref = serializers.CharField(required=False, allow_null=True, help_text=OPEN_IN_FULL)
    prison_number = serializers.CharField(required=False, allow_null=True, help_text=OPEN_IN_FULL)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The fields that the projection holds; those it leaves out do not appear, not even as null."""
        return {name: value for name, value in super().to_representation(instance).items() if name in instance}
