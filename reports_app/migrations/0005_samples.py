"""Samples of postings and what was found in them: rows that stay as they are."""

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from unionplan.lib.append_only import guard_statements, release_statements

TABLES = (
    "reports_app_sample",
    "reports_app_samplestratum",
    "reports_app_sampleitem",
    "reports_app_finding",
)


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change of what was drawn and found."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for statement in guard_statements(table=table, vendor=vendor):
            schema_editor.execute(statement, params=None)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards away again."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for statement in release_statements(table=table, vendor=vendor):
            schema_editor.execute(statement, params=None)



class Migration(migrations.Migration):

    dependencies = [
        ('progress_app', '0012_workbook_uploads'),
        ('reports_app', '0004_pins'),
        ('targets_app', '0002_periods_apart'),
        ('tasks_app', '0001_initial'),
        ('unions_app', '0004_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('strata_by', models.JSONField(default=list, verbose_name='分层')),
                ('as_of_sequence', models.BigIntegerField(verbose_name='截至入账序号')),
                ('seed', models.CharField(max_length=64, verbose_name='种子')),
                ('algorithm', models.CharField(max_length=40, verbose_name='抽样规则')),
                ('population', models.PositiveIntegerField(verbose_name='总体笔数')),
                ('size', models.PositiveIntegerField(verbose_name='样本量')),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='演示数据')),
                ('drawn_at', models.DateTimeField(verbose_name='抽样时间')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽样人')),
                ('period', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets_app.reportingperiod', verbose_name='报送期')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='tasks_app.plan', verbose_name='年度计划')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets_app.target', verbose_name='指标')),
                ('union', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions_app.union', verbose_name='单位')),
            ],
            options={
                'verbose_name': '抽样',
                'verbose_name_plural': '抽样',
                'ordering': ('-drawn_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='SampleItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='序号')),
                ('draw_key', models.CharField(max_length=64)),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sample_items', to='progress_app.posting')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='reports_app.sample')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('pending', '待核查'), ('confirmed', '属实'), ('reduced', '核减'), ('no_evidence', '无佐证')], max_length=12, verbose_name='结论')),
                ('reduction', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='核减数')),
                ('note', models.TextField(blank=True, max_length=2000, validators=[django.core.validators.ProhibitNullCharactersValidator()], verbose_name='核查情况')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('found_at', models.DateTimeField(verbose_name='核查时间')),
                ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reports_app.sampleitem')),
            ],
            options={
                'ordering': ('item', 'version'),
            },
        ),
        migrations.CreateModel(
            name='SampleStratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('band', models.CharField(blank=True, choices=[('large', '大额'), ('middle', '中额'), ('small', '小额'), ('none', '无数额')], max_length=10, verbose_name='数额大小')),
                ('population', models.PositiveIntegerField(verbose_name='总体笔数')),
                ('drawn', models.PositiveIntegerField(verbose_name='抽取笔数')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strata', to='reports_app.sample')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets_app.target', verbose_name='指标')),
                ('union', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions_app.union', verbose_name='单位')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddField(
            model_name='sampleitem',
            name='stratum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='reports_app.samplestratum'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', models.F('population'))), name='a_sample_is_part_of_its_population'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('item', 'version'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'reduced'), ('reduction__gt', 0)), models.Q(models.Q(('outcome', 'reduced'), _negated=True), ('reduction__isnull', True)), _connector='OR'), name='only_a_reduction_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'confirmed'), models.Q(('note', ''), _negated=True), _connector='OR'), name='what_is_not_confirmed_has_a_note'),
        ),
        migrations.AddConstraint(
            model_name='samplestratum',
            constraint=models.UniqueConstraint(fields=('sample', 'position'), name='stratum_once'),
        ),
        migrations.AddConstraint(
            model_name='samplestratum',
            constraint=models.CheckConstraint(condition=models.Q(('drawn__gt', 0), ('drawn__lte', models.F('population'))), name='a_stratum_is_drawn_from'),
        ),
        migrations.AddConstraint(
            model_name='sampleitem',
            constraint=models.UniqueConstraint(fields=('sample', 'position'), name='sample_position_once'),
        ),
        migrations.AddConstraint(
            model_name='sampleitem',
            constraint=models.UniqueConstraint(fields=('sample', 'posting'), name='posting_once_a_sample'),
        ),
        migrations.RunPython(guard, release),
    ]
