"""A survey names the office that is asked. No survey was ever sent before this."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="office",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitor.office",
                verbose_name="adviser's office",
            ),
            preserve_default=False,
        ),
    ]
