"""Triggers: entries and seals are only added to, on both engines.

No data is moved here.
"""

from django.db import migrations

from unionhall.office.journal import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
