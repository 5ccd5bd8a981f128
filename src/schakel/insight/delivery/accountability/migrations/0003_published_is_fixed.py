"""The triggers that keep published statements, and the notes of withdrawn ones, as they are."""

from django.db import migrations

from schakel.insight.delivery.accountability.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("accountability", "0002_corrections")]

    operations = [migrations.RunPython(install, remove)]
