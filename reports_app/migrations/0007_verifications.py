"""What became of workbooks since they were made: rows that stay as they are."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models
from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from unionplan.lib.append_only import guard_statements, release_statements

TABLE = "reports_app_verification"


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change of what was found."""
    vendor = schema_editor.connection.vendor
    for statement in guard_statements(table=TABLE, vendor=vendor):
        schema_editor.execute(statement, params=None)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away again."""
    vendor = schema_editor.connection.vendor
    for statement in release_statements(table=TABLE, vendor=vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('reports_app', '0006_export_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verified_at', models.DateTimeField(verbose_name='核验时间')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('verdict', models.CharField(choices=[('identical', '一字节未改'), ('resaved', '另存过，内容未改'), ('rearranged', '内容未改，排列或格式改过'), ('changed', '内容被改过'), ('forged', '封面或页首被改过'), ('unchecked', '原件不在，无法逐格比对'), ('unknown', '不是本平台的文件')], max_length=12, verbose_name='结论')),
                ('note', models.CharField(blank=True, choices=[('no_claim', '文件里没有核验编号、入账链哈希或截至序号，看不出是哪一份导出。它不能作为本平台的数引用。'), ('no_such_export', '文件自称的核验编号在本平台查不到。它不能作为本平台的数引用。'), ('only_by_hash', '压缩包只能按整份文件核对：没有一份导出与它逐字节相同。请上传从平台下载后没有打开改动过的原包。'), ('original_missing', '这份导出的原件已不在服务器上，无法逐格比对。请管理员从备份恢复后再核验。'), ('original_changed', '服务器上的原件与登记的 SHA-256 不符，不能拿来比对。请管理员从备份恢复，并查明原因。')], max_length=20, verbose_name='说明')),
                ('claim', models.CharField(blank=True, max_length=40, verbose_name='自称的核验编号')),
                ('difference_count', models.PositiveIntegerField(default=0, verbose_name='不同之处')),
                ('counts', models.JSONField(default=dict)),
                ('differences', models.JSONField(default=list)),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='演示数据')),
                ('export', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='reports_app.export', verbose_name='导出')),
                ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核验人')),
            ],
            options={
                'verbose_name': '核验',
                'verbose_name_plural': '核验',
                'ordering': ('-verified_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('export__isnull', True), ('verdict', 'unknown')), models.Q(models.Q(('verdict', 'unknown'), _negated=True), ('export__isnull', False)), _connector='OR'), name='only_an_unknown_file_has_no_export')],
            },
        ),
        migrations.RunPython(guard, release),
    ]
