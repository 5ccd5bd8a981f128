"""Reports are never changed; see intake.triggers."""

from django.db import migrations

from schakel.register.intake.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
