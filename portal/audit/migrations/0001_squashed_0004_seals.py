"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether
from portal.triggers import append_only


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_append_only'),
        ('audit', '0003_who_acted'),
        ('audit', '0004_seals'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('organizations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='SealedDay',
                fields=[
                    ('day', models.DateField(primary_key=True, serialize=False, verbose_name='วันที่')),
                    ('first', models.BigIntegerField()),
                    ('last', models.BigIntegerField()),
                    ('before', models.CharField(max_length=64)),
                    ('previous', models.CharField(max_length=64)),
                    ('root', models.CharField(max_length=64)),
                    ('closed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'วันที่ผนึกแล้ว',
                    'verbose_name_plural': 'วันที่ผนึกแล้ว',
                    'ordering': ['-day'],
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('source', models.CharField(max_length=20)),
                    ('row', models.BigIntegerField()),
                    ('salt', models.CharField(max_length=32)),
                    ('digest', models.CharField(max_length=64)),
                    ('chain', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'ตราผนึก',
                    'verbose_name_plural': 'ตราผนึก',
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('source', 'row'), name='seal_once')],
                },
            ),
            migrations.CreateModel(
                name='Stamp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.BinaryField()),
                    ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('day', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stamp', to='audit.sealedday', verbose_name='วันที่')),
                ],
                options={
                    'verbose_name': 'ตราประทับเวลา',
                    'verbose_name_plural': 'ตราประทับเวลา',
                },
            ),
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='เวลา')),
                    ('role', models.CharField(blank=True, max_length=40, verbose_name='บทบาท')),
                    ('action', models.CharField(db_index=True, max_length=60, verbose_name='การกระทำ')),
                    ('subject', models.CharField(blank=True, db_index=True, max_length=120, verbose_name='สิ่งที่ถูกกระทำ')),
                    ('purpose', models.CharField(blank=True, max_length=300, verbose_name='เหตุผล')),
                    ('data', models.JSONField(blank=True, default=dict)),
                    ('actor_kind', models.CharField(choices=[('officer', 'เจ้าหน้าที่'), ('citizen', 'ผู้แจ้ง'), ('outside', 'หน่วยงานภายนอกที่ไม่ได้ใช้ระบบ'), ('system', 'ระบบ')], max_length=10, verbose_name='ฝ่ายที่กระทำ')),
                    ('appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.appointment', verbose_name='ตามคำสั่ง')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้กระทำ')),
                ],
                options={
                    'verbose_name': 'รายการตรวจสอบ',
                    'verbose_name_plural': 'รายการตรวจสอบ',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor_kind', 'officer'), ('organization__isnull', False), ('user__isnull', False), models.Q(('role', ''), _negated=True)), models.Q(('actor_kind', 'outside'), ('organization__isnull', False), ('appointment__isnull', True), ('role', ''), ('user__isnull', True)), models.Q(('actor_kind__in', ['citizen', 'system']), ('appointment__isnull', True), ('role', ''), ('user__isnull', True)), _connector='OR'), name='audit_entry_has_an_actor')],
                },
            ),
        ),
        append_only('audit_auditentry'),
        append_only('audit_seal', unique=(('number',), ('source', 'row'))),
        append_only('audit_sealedday', unique=(('day',),)),
        append_only('audit_stamp', unique=(('id',), ('day_id',))),
    ]
