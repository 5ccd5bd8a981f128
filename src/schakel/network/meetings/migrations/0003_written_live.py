"""Who wrote last in an item, and when; SQLite makes the table anew, so its triggers too."""

from django.db import migrations, models

from schakel.network.meetings.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_fixed")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="agendaitem",
            name="written_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="written at"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="written_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="written by"),
        ),
        migrations.RunPython(install, remove),
    ]
