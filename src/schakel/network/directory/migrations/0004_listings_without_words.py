import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_first_versions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='listing',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier'),
        ),
        migrations.RemoveConstraint(
            model_name='listing',
            name='no_municipality_for_a_hidden_place',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='email',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='for_whom_en',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='for_whom_nl',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='languages',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='municipality',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='name',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='offers_en',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='offers_nl',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='opening_hours_en',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='opening_hours_nl',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='phone',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='police_unit',
        ),
        migrations.RemoveField(
            model_name='listing',
            name='website',
        ),
    ]
