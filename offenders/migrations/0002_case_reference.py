"""The sequence that case references are drawn from."""

from django.db import migrations


class Migration(migrations.Migration):
    """Adds the sequence."""

    dependencies = [("offenders", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE offenders_case_reference START 10001", "DROP SEQUENCE offenders_case_reference"
        )
    ]
