"""Outlines are kept as they are drawn. What was loaded before is loaded again from its file."""

from django.db import migrations, models


def drop(apps, schema_editor):
    apps.get_model("geography", "Boundary").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("geography", "0002_districts_of_the_border_police")]
    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        *(
            migrations.RemoveField("boundary", name)
            for name in ("geometry", "west", "south", "east", "north")
        ),
        migrations.AddField(
            "boundary", "path", models.TextField(default="", verbose_name="outline"), False
        ),
        migrations.AddField(
            "boundary",
            "middle_x",
            models.SmallIntegerField(default=0, verbose_name="middle, from the west"),
            False,
        ),
        migrations.AddField(
            "boundary",
            "middle_y",
            models.SmallIntegerField(default=0, verbose_name="middle, from the north"),
            False,
        ),
        migrations.AddField(
            "boundary",
            "room",
            models.FloatField(default=0, verbose_name="distance from the middle to the edge"),
            False,
        ),
    ]
