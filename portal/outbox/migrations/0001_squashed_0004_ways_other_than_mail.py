"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
import portal.sealing.fields
import uuid
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('outbox', '0001_initial'),
        ('outbox', '0002_own_and_shared_failures'),
        ('outbox', '0003_addresses_are_sealed'),
        ('outbox', '0004_ways_other_than_mail'),
    ]

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Channel',
                fields=[
                    ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ('paused_until', models.DateTimeField(blank=True, null=True)),
                    ('failures', models.PositiveIntegerField(default=0)),
                    ('failing_since', models.DateTimeField(blank=True, null=True)),
                    ('last_error', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'verbose_name': 'ช่องทางส่งออก',
                    'verbose_name_plural': 'ช่องทางส่งออก',
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='สร้างเมื่อ')),
                    ('template', models.CharField(max_length=60, verbose_name='แบบข้อความ')),
                    ('to', portal.sealing.fields.SealedEmailField(bound_to=('dedup_key',), max_length=254, verbose_name='ถึง')),
                    ('context', models.JSONField(default=dict)),
                    ('dedup_key', models.CharField(max_length=160, unique=True)),
                    ('message_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('waiting', 'รอส่ง'), ('sent', 'ส่งแล้ว'), ('stuck', 'ส่งไม่สำเร็จ'), ('settled', 'ติดต่อทางอื่นแล้ว')], default='waiting', max_length=10, verbose_name='สถานะ')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='จำนวนครั้งที่ลองส่ง')),
                    ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ลองส่งครั้งต่อไป')),
                    ('last_error', models.CharField(blank=True, max_length=200, verbose_name='ข้อผิดพลาดล่าสุด')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='ส่งเมื่อ')),
                    ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                    ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('error_kind', models.CharField(blank=True, choices=[('', '–'), ('address', 'ที่อยู่อีเมลใช้ไม่ได้'), ('busy', 'เครื่องรับอีเมลยังไม่รับ ขอให้ส่งใหม่ภายหลัง'), ('content', 'เครื่องรับอีเมลไม่รับข้อความนี้'), ('connection', 'ติดต่อเครื่องส่งอีเมลไม่ได้'), ('program', 'ระบบสร้างข้อความนี้ไม่ได้'), ('partner', 'ระบบปลายทางยังไม่รับข้อความนี้')], default='', max_length=12, verbose_name='สาเหตุที่ยังไม่ถึง')),
                    ('interruptions', models.PositiveSmallIntegerField(default=0, verbose_name='จำนวนครั้งที่การส่งขาดตอน')),
                    ('refusals', models.PositiveSmallIntegerField(default=0, verbose_name='จำนวนครั้งที่ถูกปฏิเสธ')),
                    ('waiting_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='รอส่งตั้งแต่')),
                    ('way', models.CharField(default='email', editable=False, max_length=20, verbose_name='ทางที่ส่ง')),
                    ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'ข้อความในกล่องส่งออก',
                    'verbose_name_plural': 'ข้อความในกล่องส่งออก',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='outbox_due')],
                },
            ),
        ),
    ]
