import django.db.models.deletion
import portal.alerts.models.subscriber
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Subscriber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='อีเมล')),
                    ('token', models.CharField(default=portal.alerts.models.subscriber.new_token, editable=False, max_length=60, unique=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='บันทึกเมื่อ')),
                ],
                options={
                    'verbose_name': 'ผู้ขอให้แจ้งเรื่องใหม่',
                    'verbose_name_plural': 'ผู้ขอให้แจ้งเรื่องใหม่',
                },
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list_name', models.CharField(max_length=20, verbose_name='รายการที่ติดตาม')),
                    ('query', models.CharField(blank=True, max_length=4000, verbose_name='เงื่อนไขที่ติดตาม')),
                    ('key', models.CharField(editable=False, max_length=64)),
                    ('asked_at', models.DateTimeField(verbose_name='ขอเมื่อ')),
                    ('confirm_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                    ('confirm_until', models.DateTimeField(editable=False, null=True)),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='ยืนยันเมื่อ')),
                    ('looked_until', models.DateTimeField(db_index=True, editable=False, null=True)),
                    ('news_from', models.DateTimeField(editable=False, null=True)),
                    ('news_until', models.DateTimeField(editable=False, null=True)),
                    ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='alerts.subscriber', verbose_name='ผู้ขอให้แจ้งเรื่องใหม่')),
                ],
                options={
                    'verbose_name': 'การแจ้งเรื่องใหม่',
                    'verbose_name_plural': 'การแจ้งเรื่องใหม่',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('subscriber', 'key'), name='alerts_once')],
                },
            ),
        ),
    ]
