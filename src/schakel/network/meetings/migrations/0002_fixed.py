"""The triggers that keep minutes that are ready, and the steps of actions, as they were."""

from django.db import migrations

from schakel.network.meetings.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
