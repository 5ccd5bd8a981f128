"""The triggers that keep the ledger of the privacy budget, and its limit."""

from django.db import migrations

from schakel.insight.synthesis.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("synthesis", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
