"""Nothing of a report's history is changed, replaced or truncated (ASVS 16.4.2)."""

from django.db import migrations

from portal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        append_only("reports_reportevent", unique=(("id",), ("report_id", "sequence"), ("identity",)))
    ]
