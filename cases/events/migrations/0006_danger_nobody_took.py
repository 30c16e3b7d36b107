
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventcase',
            name='danger_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='แจ้งอันตรายเมื่อ'),
        ),
        migrations.AddField(
            model_name='eventcase',
            name='danger_steps',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False, verbose_name='เตือนแล้วกี่ขั้น'),
        ),
        migrations.AddField(
            model_name='eventcase',
            name='danger_unread',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='อันตรายที่แจ้งใหม่ยังไม่มีใครอ่าน'),
        ),
    ]
