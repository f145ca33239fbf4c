"""Corrections, exceptions and evidence; what is settled stays as it is."""

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from unionplan.lib.append_only import (
    release_settled_statements,
    settled_statements,
)

SETTLED_UNLESS = {
    "progress_app_correction": "OLD.state = 'proposed'",
    "progress_app_periodexception": "OLD.decision = ''",
}
EVIDENCE_IS_KEPT = """
    EXISTS (SELECT 1 FROM progress_app_entry
            WHERE id = OLD.entry_id AND state = 'accepted')
    OR EXISTS (SELECT 1 FROM progress_app_correction
               WHERE id = OLD.correction_id AND state = 'accepted')
"""
KEEP_EVIDENCE = {
    "postgresql": (
        f"""
        CREATE FUNCTION unionplan_keep_evidence() RETURNS trigger AS $$
        BEGIN
            IF {EVIDENCE_IS_KEPT} THEN
                RAISE EXCEPTION 'evidence of what was accepted is kept'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END $$ LANGUAGE plpgsql
        """,
        "CREATE TRIGGER progress_app_evidence_kept BEFORE DELETE"
        " ON progress_app_evidence"
        " FOR EACH ROW EXECUTE FUNCTION unionplan_keep_evidence()",
    ),
    "sqlite": (
        "CREATE TRIGGER progress_app_evidence_kept BEFORE DELETE"
        f" ON progress_app_evidence WHEN {EVIDENCE_IS_KEPT}"
        " BEGIN SELECT RAISE(ABORT, 'evidence of what was accepted is kept'); END",
    ),
}
RELEASE_EVIDENCE = {
    "postgresql": (
        "DROP TRIGGER progress_app_evidence_kept ON progress_app_evidence",
        "DROP FUNCTION unionplan_keep_evidence()",
    ),
    "sqlite": ("DROP TRIGGER progress_app_evidence_kept",),
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse changes of what has been decided, and the loss of its evidence."""
    vendor = schema_editor.connection.vendor
    for table, is_open in SETTLED_UNLESS.items():
        for statement in settled_statements(
            table=table, is_open=is_open, vendor=vendor
        ):
            schema_editor.execute(statement, params=None)
    for statement in KEEP_EVIDENCE[vendor]:
        schema_editor.execute(statement, params=None)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards away again."""
    vendor = schema_editor.connection.vendor
    for table in SETTLED_UNLESS:
        for statement in release_settled_statements(table=table, vendor=vendor):
            schema_editor.execute(statement, params=None)
    for statement in RELEASE_EVIDENCE[vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('progress_app', '0009_register'),
        ('targets_app', '0002_periods_apart'),
        ('unions_app', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='review',
            name='decision',
            field=models.CharField(choices=[('endorsed', '单位审核通过'), ('returned', '退回'), ('accepted', '通过'), ('corrected', '更正')], max_length=10, verbose_name='决定'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(choices=[('not_reported', '未报'), ('value', '已填'), ('not_applicable', '本期无此项')], default='not_reported', max_length=15, verbose_name='填报情况')),
                ('quantity', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='本期数')),
                ('numerator', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='分子')),
                ('denominator', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='分母')),
                ('stage', models.CharField(blank=True, choices=[('not_started', '未启动'), ('under_way', '推进中'), ('done', '已完成'), ('blocked', '受阻')], max_length=12, verbose_name='进展阶段')),
                ('reason_code', models.CharField(choices=[('late_data', '数据迟到'), ('miscount', '统计有误'), ('wrong_unit', '计量单位用错'), ('wrong_period', '报错期次'), ('duplicate', '重复计算'), ('audit_finding', '审计或检查发现'), ('other', '其他')], max_length=15, verbose_name='更正原因')),
                ('words', models.TextField(blank=True, max_length=2000, validators=[django.core.validators.ProhibitNullCharactersValidator()], verbose_name='更正说明')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', models.CharField(choices=[('proposed', '待审核'), ('accepted', '已更正'), ('refused', '未同意'), ('withdrawn', '已撤回')], default='proposed', max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decision_words', models.CharField(blank=True, max_length=500, verbose_name='决定说明')),
                ('corrects', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='progress_app.posting', verbose_name='更正的入账')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='progress_app.entry', verbose_name='填报项')),
                ('posting', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='progress_app.posting', verbose_name='更正后的入账')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
            ],
            options={
                'verbose_name': '更正',
                'verbose_name_plural': '更正',
                'ordering': ('-proposed_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('stored_name', models.CharField(max_length=60, unique=True)),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('content_type', models.CharField(max_length=80, verbose_name='类型')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='progress_app.correction')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='progress_app.entry')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '佐证材料',
                'verbose_name_plural': '佐证材料',
                'ordering': ('uploaded_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PeriodException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.TextField(blank=True, max_length=2000, validators=[django.core.validators.ProhibitNullCharactersValidator()], verbose_name='申请原因')),
                ('wanted_until', models.DateTimeField(verbose_name='申请开放至')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('decision', models.CharField(blank=True, choices=[('granted', '已同意'), ('refused', '未同意')], max_length=10, verbose_name='决定')),
                ('words', models.TextField(blank=True, max_length=2000, validators=[django.core.validators.ProhibitNullCharactersValidator()], verbose_name='决定说明')),
                ('opens_until', models.DateTimeField(blank=True, null=True, verbose_name='开放至')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='targets_app.reportingperiod', verbose_name='报送期')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='unions_app.union', verbose_name='单位')),
            ],
            options={
                'verbose_name': '补报申请',
                'verbose_name_plural': '补报申请',
                'ordering': ('-asked_at', '-pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('entry',), name='one_open_correction_a_cell'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_correction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'refused')), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='a_correction_is_accepted_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_correction_is_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('posting__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('posting__isnull', True)), _connector='OR'), name='an_accepted_correction_is_posted'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decision_words', ''), _negated=True), _connector='OR'), name='a_refused_correction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('presence', 'value'), models.Q(('denominator__isnull', True), ('numerator__isnull', True), ('presence', 'not_applicable'), ('quantity__isnull', True), ('stage', '')), _connector='OR'), name='a_correction_says_something'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quantity__isnull', True), ('quantity__gte', 0), _connector='OR'), models.Q(models.Q(('denominator__isnull', True), ('numerator__isnull', True)), models.Q(('denominator__isnull', False), ('numerator__gte', 0), ('numerator__isnull', False), ('numerator__lte', models.F('denominator'))), _connector='OR')), name='correction_figures_are_sound'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('entry__isnull', True), ('correction__isnull', True), _connector='XOR'), name='evidence_belongs_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='evidence_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='periodexception',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('union', 'period'), name='one_open_exception_a_period'),
        ),
        migrations.AddConstraint(
            model_name='periodexception',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_exception_says_why'),
        ),
        migrations.AddConstraint(
            model_name='periodexception',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='an_exception_takes_two_people'),
        ),
        migrations.AddConstraint(
            model_name='periodexception',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', ''), ('opens_until__isnull', True), ('words', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('words', ''), _negated=True), models.Q(models.Q(('decision', 'refused'), ('opens_until__isnull', True)), models.Q(('decision', 'granted'), ('opens_until__gt', models.F('decided_at')), ('opens_until__isnull', False)), _connector='OR')), _connector='OR'), name='an_exception_is_decided_whole'),
        ),
        migrations.RunPython(guard, release),
    ]
