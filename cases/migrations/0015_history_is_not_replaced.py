"""Nothing of a case's history can be replaced or truncated either (ASVS 16.4.2)."""

from django.db import migrations

from portal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [('cases', '0014_what_rings')]
    operations = [append_only('cases_caseevent', unique=(('id',), ('case_id', 'sequence'), ('identity',)))]
