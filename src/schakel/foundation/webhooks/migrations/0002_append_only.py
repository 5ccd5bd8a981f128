"""The trigger that keeps tries from being changed."""

from django.db import migrations

from schakel.foundation.webhooks.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
