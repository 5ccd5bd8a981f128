"""The triggers that keep the log append-only."""

from django.db import migrations

from schakel.foundation.audit.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
