"""The database refuses two groups in one unit, and any change to what happened."""

from django.db import migrations

from schakel.care.placement.calendars import install, remove


class Migration(migrations.Migration):
    dependencies = [("placement", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
