"""The triggers that keep released tables as they are."""

from django.db import migrations

from schakel.knowledge.figures.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
