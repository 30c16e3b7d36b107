import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0039_lists_are_brought'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Hand',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('until', models.DateTimeField(db_index=True, verbose_name='ถือไว้ถึง')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้อ่าน')),
                ],
                options={
                    'verbose_name': 'เรื่องใหม่ที่มีคนอ่านอยู่',
                    'verbose_name_plural': 'เรื่องใหม่ที่มีคนอ่านอยู่',
                },
            ),
        ),
    ]
