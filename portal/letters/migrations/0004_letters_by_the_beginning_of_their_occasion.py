"""Letters of a case are found by the beginning of their occasion: on PostgreSQL that takes an index of its own kind."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0003_print_orders'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='outgoingletter',
            name='letter_by_occasion',
        ),
        migrations.AddIndex(
            model_name='outgoingletter',
            index=models.Index(condition=models.Q(('occasion', ''), _negated=True), fields=['occasion'], name='letter_by_occasion', opclasses=['varchar_pattern_ops']),
        ),
    ]
