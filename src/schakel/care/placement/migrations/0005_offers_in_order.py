"""A choice of several places that are offered one after the other."""

from django.db import migrations, models

from schakel.care.placement.calendars import install, remove


class Migration(migrations.Migration):
    dependencies = [("placement", "0004_rules_and_clocks")]

    operations = [
        # SQLite makes the table anew and loses its triggers.
        migrations.RunPython(remove, install),
        migrations.AddField(
            "decision",
            "then",
            models.CharField(blank=True, max_length=400, verbose_name="afterwards"),
        ),
        migrations.RunPython(install, remove),
    ]
