"""The triggers that keep what was written down."""

from django.db import migrations

from schakel.network.monitor.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("monitor", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
