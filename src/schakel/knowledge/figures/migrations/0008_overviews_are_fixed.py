"""The triggers that keep published annual overviews as they are."""

from django.db import migrations

from schakel.knowledge.figures.triggers import install_editions, remove_editions


class Migration(migrations.Migration):
    dependencies = [("figures", "0007_synthetic_is_fixed")]

    operations = [migrations.RunPython(install_editions, remove_editions)]
