import django.db.models.deletion
import portal.sealing.fields
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0043_texts_of_news'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='LineLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code_digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                    ('code_until', models.DateTimeField(blank=True, null=True, verbose_name='รหัสใช้ได้ถึง')),
                    ('account', portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=100, verbose_name='บัญชี LINE')),
                    ('account_digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                    ('linked_at', models.DateTimeField(blank=True, null=True, verbose_name='เชื่อมเมื่อ')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='line_link', to='cases.case', verbose_name='เรื่อง')),
                ],
                options={
                    'verbose_name': 'การรับข่าวทาง LINE',
                    'verbose_name_plural': 'การรับข่าวทาง LINE',
                },
            ),
        ),
    ]
