"""The triggers that keep released cubes, and the notes of withdrawn ones, as they are."""

from django.db import migrations

from schakel.knowledge.figures.triggers import install_cubes, remove_cubes


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_cubes")]

    operations = [migrations.RunPython(install_cubes, remove_cubes)]
