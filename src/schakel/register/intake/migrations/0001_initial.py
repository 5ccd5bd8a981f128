import django.db.models.deletion
import schakel.foundation.vault.fields
import schakel.register.intake.batches
import schakel.register.intake.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('geography', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=schakel.register.intake.models.new_report_number, max_length=16, unique=True, verbose_name='number')),
                ('channel', models.CharField(max_length=20, verbose_name='channel')),
                ('received_at', models.DateTimeField(db_index=True, verbose_name='received at')),
                ('reported_on', models.CharField(blank=True, max_length=10, verbose_name='date of report')),
                ('year', models.PositiveSmallIntegerField(blank=True, db_index=True, null=True, verbose_name='year')),
                ('reporter_type', models.CharField(db_index=True, max_length=40, verbose_name='kind of reporter')),
                ('share_level', models.CharField(max_length=20, verbose_name='what was shared about identity')),
                ('age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age')),
                ('age_group', models.CharField(default='UNKNOWN', max_length=20, verbose_name='age group')),
                ('gender', models.CharField(default='UNKNOWN', max_length=20, verbose_name='gender')),
                ('residence_status', models.CharField(default='UNKNOWN', max_length=40, verbose_name='residence status')),
                ('domestic_crossborder', models.CharField(default='UNKNOWN', max_length=20, verbose_name='domestic or cross-border')),
                ('police_report_status', models.CharField(default='UNKNOWN', max_length=40, verbose_name='police report (aangifte)')),
                ('reflection_period_status', models.CharField(default='UNKNOWN', max_length=40, verbose_name='reflection period')),
                ('sub3_only', models.BooleanField(blank=True, null=True, verbose_name='only art. 273f(1)(3)')),
                ('entered_by', models.CharField(max_length=40, verbose_name='entered by')),
                ('fingerprint', models.CharField(max_length=64, unique=True, verbose_name='fingerprint')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-received_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=schakel.register.intake.batches.new_batch_number, max_length=16, unique=True, verbose_name='number')),
                ('format', models.CharField(choices=[('CSV', 'CSV file'), ('XLSX', 'Excel file (XLSX)'), ('LISTS', 'list membership (columns person and list)')], max_length=10, verbose_name='format')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='checksum of the file')),
                ('source', models.CharField(max_length=80, verbose_name='source')),
                ('reporter_type', models.CharField(blank=True, max_length=40, verbose_name='kind of reporter')),
                ('on_error', models.CharField(choices=[('KEEP', 'take in the good rows'), ('HOLD', 'take in nothing until all rows are good')], default='HOLD', max_length=8, verbose_name='rows with errors')),
                ('state', models.CharField(choices=[('STAGED', 'waiting'), ('RUNNING', 'busy'), ('DONE', 'done'), ('HELD', 'held back because of errors'), ('DISCARDED', 'discarded')], default='STAGED', max_length=12, verbose_name='state')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('next_line', models.PositiveIntegerField(default=0, verbose_name='next line to read')),
                ('reports', models.PositiveIntegerField(default=0, verbose_name='reports')),
                ('persons', models.PositiveIntegerField(default=0, verbose_name='persons')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('rejected', models.PositiveIntegerField(default=0, verbose_name='rejected')),
                ('by', models.CharField(max_length=40, verbose_name='sent by')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('content', schakel.foundation.vault.fields.EncryptedBinaryField(blank=True, null=True, verbose_name='file')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRowError',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('column', models.CharField(max_length=60, verbose_name='column')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('value', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='value')),
                ('hint', models.CharField(blank=True, max_length=120, verbose_name='hint')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errors', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'row with an error',
                'verbose_name_plural': 'rows with errors',
                'ordering': ['line', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportIdentity',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='identity', serialize=False, to='intake.report', verbose_name='report')),
                ('scope', models.CharField(max_length=80, verbose_name='source')),
                ('surname', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='surname')),
                ('given_names', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='given names')),
                ('date_of_birth', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='date of birth')),
                ('reporter_reference', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name="reporter's reference")),
                ('person_key', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name="reporter's key for the person")),
                ('note', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='note')),
                ('exact_index', schakel.foundation.vault.fields.BlindIndexField(sources=('surname', 'given_names', 'date_of_birth', 'gender'))),
                ('person_key_index', schakel.foundation.vault.fields.BlindIndexField(sources=('scope', 'person_key'))),
                ('reference_index', schakel.foundation.vault.fields.BlindIndexField(sources=('scope', 'reporter_reference'))),
            ],
            options={
                'verbose_name': 'identity in a report',
                'verbose_name_plural': 'identities in reports',
            },
        ),
        migrations.AddField(
            model_name='report',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='intake.importbatch', verbose_name='import'),
        ),
        migrations.AddField(
            model_name='report',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='intake.report', verbose_name='corrects'),
        ),
        migrations.AddField(
            model_name='report',
            name='country_of_birth',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='country of birth'),
        ),
        migrations.AddField(
            model_name='report',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='accounts.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='report',
            name='place_country',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='country of exploitation'),
        ),
        migrations.AddField(
            model_name='report',
            name='place_municipality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.municipality', verbose_name='municipality of exploitation'),
        ),
        migrations.AddField(
            model_name='report',
            name='police_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.policeunit', verbose_name='police unit'),
        ),
        migrations.CreateModel(
            name='ReportForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=40, verbose_name='form of exploitation')),
                ('sector', models.CharField(blank=True, max_length=40, verbose_name='sector')),
                ('main', models.BooleanField(default=False, verbose_name='main form')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='intake.report')),
            ],
            options={
                'verbose_name': 'form of exploitation',
                'verbose_name_plural': 'forms of exploitation',
                'ordering': ['-main', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportNationality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='country')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nationalities', to='intake.report')),
            ],
            options={
                'verbose_name': 'nationality',
                'verbose_name_plural': 'nationalities',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportPurpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=30, verbose_name='purpose')),
                ('legal_basis', models.CharField(max_length=40, verbose_name='legal basis')),
                ('consent_date', models.CharField(blank=True, max_length=10, verbose_name='date of consent')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purposes', to='intake.report')),
            ],
            options={
                'verbose_name': 'purpose',
                'verbose_name_plural': 'purposes',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('RECEIVED', 'received'), ('QUESTION', 'question to the reporter'), ('ANSWERED', 'question answered'), ('CORRECTED', 'replaced by a correction'), ('WITHDRAWN', 'withdrawn')], max_length=20, verbose_name='status')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.CharField(max_length=40, verbose_name='by')),
                ('note', schakel.foundation.vault.fields.EncryptedTextField(blank=True, verbose_name='note')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statuses', to='intake.report')),
            ],
            options={
                'verbose_name': 'status of a report',
                'verbose_name_plural': 'statuses of reports',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['organisation', '-received_at'], name='report_by_sender'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('corrects',), name='one_correction_per_report'),
        ),
        migrations.AddConstraint(
            model_name='reportnationality',
            constraint=models.UniqueConstraint(fields=('report', 'country'), name='nationality_once'),
        ),
        migrations.AddConstraint(
            model_name='reportpurpose',
            constraint=models.UniqueConstraint(fields=('report', 'purpose'), name='one_basis_per_purpose'),
        ),
    ]
