from django.db import migrations, models
from django.db.models import F


def tell_the_moment_of_asking(apps, schema_editor):
    """Until now a workbook always told the moment it was asked for."""
    apps.get_model("reports_app", "Export").objects.update(as_of_at=F("requested_at"))


class Migration(migrations.Migration):
    dependencies = [("reports_app", "0001_initial")]

    operations = [
        migrations.AddField(
            "export",
            "as_of_at",
            models.DateTimeField(null=True, verbose_name="截至时间"),
        ),
        migrations.AddField(
            "export",
            "as_of_text",
            models.CharField(blank=True, max_length=20, verbose_name="所填时点"),
        ),
        migrations.RunPython(tell_the_moment_of_asking, migrations.RunPython.noop),
        migrations.AlterField(
            "export", "as_of_at", models.DateTimeField(verbose_name="截至时间")
        ),
    ]
