"""The triggers that keep published estimates as they are."""

from django.db import migrations

from schakel.knowledge.unseen.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("unseen", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
