"""Partner systems: apart from the first migration, because the OAuth tables need the user table first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds partner systems."""

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnerSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.CharField(help_text='Reference of the data-sharing agreement.', max_length=120)),
                ('scopes', models.CharField(help_text='What the agreement allows, separated by spaces.', max_length=300)),
                ('expires_on', models.DateField()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partner_system', to=settings.AUTH_USER_MODEL)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partner', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
            ],
            options={
                'ordering': ['agreement'],
            },
        ),
    ]
