from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Probe',
                fields=[
                    ('key', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='กุญแจ')),
                    ('proof', models.CharField(max_length=200)),
                    ('first_used_at', models.DateTimeField(auto_now_add=True, verbose_name='ใช้ครั้งแรกเมื่อ')),
                ],
                options={
                    'verbose_name': 'ข้อพิสูจน์กุญแจ',
                    'verbose_name_plural': 'ข้อพิสูจน์กุญแจ',
                },
            ),
        ),
    ]
