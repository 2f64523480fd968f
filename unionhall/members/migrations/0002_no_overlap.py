"""Triggers and constraint: no two memberships of a person overlap, on both engines.

No data is moved here.
"""

from django.db import migrations

from unionhall.members import overlap


def create(apps, schema_editor):
    overlap.create(schema_editor.connection)


def drop(apps, schema_editor):
    overlap.drop(schema_editor.connection)


class Migration(migrations.Migration):
    # PostgreSQL makes no constraint on a table with deferred checks pending in the same transaction.
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
