"""The triggers that keep published synthetic records, and the notes of withdrawn ones, as they are."""

from django.db import migrations

from schakel.knowledge.figures.triggers import install_synthetic, remove_synthetic


class Migration(migrations.Migration):
    dependencies = [("figures", "0006_synthetic")]

    operations = [migrations.RunPython(install_synthetic, remove_synthetic)]
