"""The triggers that keep what says which snapshot a figure was counted from."""

from django.db import migrations

from schakel.insight.analysis.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
