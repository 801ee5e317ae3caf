"""Triggers are passed over for the owner of the schema alone; `migrate` says so again after later migrations."""

from django.db import migrations

from audit.stepping_aside import INSTALL


class Migration(migrations.Migration):
    """Replaces the library's function."""

    dependencies = [("audit", "0005_listed")]
    operations = [migrations.RunSQL(INSTALL, migrations.RunSQL.noop)]
