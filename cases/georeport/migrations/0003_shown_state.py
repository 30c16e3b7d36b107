"""The word that a partner's program saw last; of what came before, the one that it was told."""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Begin with the words that were told."""
    apps.get_model("georeport", "PartnerRequest").objects.update(shown_state=F("told_state"))


class Migration(migrations.Migration):
    dependencies = [
        ('georeport', '0002_rest_and_hooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='partnerrequest',
            name='shown_state',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
