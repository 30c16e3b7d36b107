"""Running duties are looked at by the alarm job; it counts for itself since when each is late."""

from django.db import migrations
from django.db.models import F

WITHOUT_LADDER = ('tell', 'question')


def fill(apps, schema_editor):
    running = apps.get_model('cases', 'Duty').objects.filter(ended_at__isnull=True)
    running.exclude(kind__in=WITHOUT_LADDER).update(late_from=F('due_at'), next_alarm_at=F('due_at'))


class Migration(migrations.Migration):
    dependencies = [('cases', '0013_alarms')]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
