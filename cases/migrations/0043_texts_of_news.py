from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0042_figures_read_what_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='reporter',
            name='may_text',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='ส่ง SMS แจ้งความคืบหน้าได้อย่างปลอดภัย'),
        ),
    ]
