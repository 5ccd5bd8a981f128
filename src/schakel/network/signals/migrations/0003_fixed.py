"""The triggers that keep the way of a signal as it was."""

from django.db import migrations

from schakel.network.signals.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("signals", "0002_from_people")]

    operations = [migrations.RunPython(install, remove)]
