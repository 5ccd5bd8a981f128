"""Single tables end; the history of a release, and what was signed, is fixed by the database."""

from django.db import migrations, models

from schakel.insight.disclosure.triggers import install, remove


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0004_from_single_tables'),
    ]

    operations = [
        migrations.DeleteModel(
            name='ReleaseCell',
        ),
        migrations.RemoveField(
            model_name='release',
            name='broken_sums',
        ),
        migrations.RemoveField(
            model_name='release',
            name='changed_cells',
        ),
        migrations.RemoveField(
            model_name='release',
            name='first_year',
        ),
        migrations.RemoveField(
            model_name='release',
            name='largest_error',
        ),
        migrations.RemoveField(
            model_name='release',
            name='last_year',
        ),
        migrations.RemoveField(
            model_name='release',
            name='mean_error',
        ),
        migrations.RemoveField(
            model_name='release',
            name='passed',
        ),
        migrations.RemoveField(
            model_name='release',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='release',
            name='records',
        ),
        migrations.RemoveField(
            model_name='release',
            name='released_at',
        ),
        migrations.RemoveField(
            model_name='release',
            name='released_by',
        ),
        migrations.RemoveField(
            model_name='release',
            name='small_after',
        ),
        migrations.RemoveField(
            model_name='release',
            name='small_before',
        ),
        migrations.RemoveField(
            model_name='release',
            name='small_differences',
        ),
        migrations.RemoveField(
            model_name='release',
            name='supersedes',
        ),
        migrations.RemoveField(
            model_name='release',
            name='table',
        ),
        migrations.RemoveField(
            model_name='release',
            name='unknown_year',
        ),
        migrations.RemoveField(
            model_name='release',
            name='yearly_revision',
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(condition=models.Q(('revision_year__isnull', False)), fields=('revision_year',), name='disclosure_one_revision_a_year'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by', ''), ('kind', 'table'), models.Q(('signed_by', models.F('created_by')), _negated=True), _connector='OR'), name='disclosure_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'table'), models.Q(('signed_by', ''), ('state__in', ['draft', 'offered', 'discarded', 'refused'])), models.Q(('state__in', ['published', 'withdrawn']), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='disclosure_published_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='releaseperiod',
            constraint=models.UniqueConstraint(fields=('release', 'period'), name='disclosure_each_period_once'),
        ),
        migrations.AddConstraint(
            model_name='releaseperiod',
            constraint=models.UniqueConstraint(condition=models.Q(('first', True)), fields=('period',), name='disclosure_published_once'),
        ),
        migrations.AddConstraint(
            model_name='loss',
            constraint=models.UniqueConstraint(fields=('period', 'dimensions'), name='disclosure_each_table_once'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.UniqueConstraint(fields=('period', 'code'), name='disclosure_each_check_once'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('release',), name='disclosure_one_withdrawal_waits'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', models.F('asked_by')), _negated=True), name='disclosure_answered_by_another'),
        ),
        migrations.RunPython(install, remove),
    ]
