"""Releases of cubes: periods, losses, verdicts, history and withdrawals, beside what single tables had."""

import django.db.models.deletion
from django.db import migrations, models

from schakel.insight.disclosure.migrations._single_tables import install, remove


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0002_snapshots_are_fixed'),
        ('disclosure', '0002_numbers_are_fixed'),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.RemoveConstraint(
            model_name='release',
            name='disclosure_one_current_release_per_table',
        ),
        migrations.CreateModel(
            name='Loss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimensions', models.CharField(max_length=120, verbose_name='dimensions')),
                ('cells', models.PositiveIntegerField(verbose_name='numbers in the table')),
                ('mean_error', models.FloatField(verbose_name='mean change')),
                ('largest_error', models.PositiveIntegerField(verbose_name='largest change')),
            ],
            options={
                'verbose_name': 'loss in a table',
                'verbose_name_plural': 'losses in tables',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReleasePeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=10, verbose_name='period')),
                ('first', models.BooleanField(default=False, verbose_name='first publication')),
                ('records', models.PositiveIntegerField(verbose_name='reports counted')),
                ('changed_records', models.PositiveIntegerField(null=True, verbose_name='records changed')),
                ('built_at', models.DateTimeField(null=True, verbose_name='built at')),
                ('cube', models.BinaryField(null=True, verbose_name='protected counts')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='hash of the content')),
                ('cells', models.PositiveIntegerField(default=0, verbose_name='numbers in the cube')),
                ('small_before', models.PositiveIntegerField(default=0, verbose_name='small numbers before')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='numbers changed')),
                ('mean_error', models.FloatField(default=0, verbose_name='mean change')),
                ('largest_error', models.PositiveIntegerField(default=0, verbose_name='largest change')),
                ('total_error', models.IntegerField(default=0, verbose_name='change of the total')),
                ('rebuilt_same', models.BooleanField(null=True, verbose_name='the same when built again')),
                ('attacked_at', models.DateTimeField(null=True, verbose_name='attacked at')),
            ],
            options={
                'verbose_name': 'period of a release',
                'verbose_name_plural': 'periods of releases',
                'ordering': ['release', 'period'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.CharField(max_length=80, verbose_name='by')),
                ('kind', models.CharField(choices=[('started', 'started'), ('built', 'cube built'), ('rebuilt', 'built again and compared'), ('attacked', 'attacks run'), ('offered', 'offered for signing'), ('signed', 'signed and published'), ('refused', 'refused'), ('discarded', 'discarded'), ('withdrawal_asked', 'withdrawal asked for'), ('withdrawal_refused', 'withdrawal refused'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='what')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='hash of the content')),
            ],
            options={
                'verbose_name': 'step of a release',
                'verbose_name_plural': 'steps of releases',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('measured', models.FloatField(null=True, verbose_name='measured')),
                ('limit', models.FloatField(null=True, verbose_name='limit')),
                ('passed', models.BooleanField(null=True, verbose_name='passed')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('worst_cell', models.CharField(blank=True, max_length=300, verbose_name='worst cell')),
            ],
            options={
                'verbose_name': 'verdict',
                'verbose_name_plural': 'verdicts',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note_nl', models.TextField(verbose_name='note in Dutch')),
                ('note_en', models.TextField(verbose_name='note in English')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('asked_by', models.CharField(max_length=80, verbose_name='asked by')),
                ('answer', models.CharField(choices=[('waiting', 'waits for a second officer'), ('agreed', 'agreed'), ('refused', 'refused')], default='waiting', max_length=10, verbose_name='answer')),
                ('answered_by', models.CharField(blank=True, max_length=80, verbose_name='answered by')),
            ],
            options={
                'verbose_name': 'withdrawal of a release',
                'verbose_name_plural': 'withdrawals of releases',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='release',
            name='kind',
            field=models.CharField(choices=[('regular', 'closed years'), ('revision', 'yearly revision'), ('table', 'single table')], default='regular', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='release',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='published at'),
        ),
        migrations.AddField(
            model_name='release',
            name='reason_en',
            field=models.TextField(blank=True, verbose_name='what changed, in English'),
        ),
        migrations.AddField(
            model_name='release',
            name='reason_nl',
            field=models.TextField(blank=True, verbose_name='what changed, in Dutch'),
        ),
        migrations.AddField(
            model_name='release',
            name='revision_year',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='year of the revision'),
        ),
        migrations.AddField(
            model_name='release',
            name='signed_by',
            field=models.CharField(blank=True, max_length=80, verbose_name='signed by'),
        ),
        migrations.AddField(
            model_name='release',
            name='snapshot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='analysis.snapshot', verbose_name='snapshot'),
        ),
        migrations.AlterField(
            model_name='release',
            name='content_hash',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of the content'),
        ),
        migrations.AlterField(
            model_name='release',
            name='created_by',
            field=models.CharField(max_length=80, verbose_name='made by'),
        ),
        migrations.AlterField(
            model_name='release',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('discarded', 'discarded'), ('offered', 'waits for a second officer'), ('refused', 'refused'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='releaseperiod',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='disclosure.release'),
        ),
        migrations.AddField(
            model_name='loss',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='losses', to='disclosure.releaseperiod'),
        ),
        migrations.AddField(
            model_name='step',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosure.release'),
        ),
        migrations.AddField(
            model_name='verdict',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='disclosure.releaseperiod'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='disclosure.release'),
        ),
    ]
