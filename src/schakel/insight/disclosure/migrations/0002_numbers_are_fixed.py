"""The triggers that keep the numbers of a release as they are."""

from django.db import migrations

from schakel.insight.disclosure.migrations._single_tables import install, remove


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
