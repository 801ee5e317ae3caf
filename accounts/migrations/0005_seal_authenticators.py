"""Seal the secrets of second factors that were kept in clear text so far."""

from django.db import migrations

from sealed.keys import is_sealed, open_sealed, seal

SECRETS = ("secret", "seed")


def rewrite(apps, make):
    """Each authenticator with `make(text)` for its secrets."""
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk").iterator(chunk_size=500):
        anew = {**row.data, **{key: make(row.data[key]) for key in SECRETS if row.data.get(key)}}
        if anew != row.data:
            row.data = anew
            row.save(update_fields=["data"])


def seal_secrets(apps, schema_editor):
    rewrite(apps, lambda text: text if is_sealed(text) else seal(text))


def open_secrets(apps, schema_editor):
    rewrite(apps, lambda text: open_sealed(text, "The secret of a second factor"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_row_history"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_secrets, open_secrets)]
