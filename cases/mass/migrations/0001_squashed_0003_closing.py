"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('mass', '0001_initial'),
        ('mass', '0002_acceptance'),
        ('mass', '0003_closing'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_passkeys'),
        ('cases', '0033_reporters_are_told'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='MassAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(blank=True, choices=[('accept', 'รับเรื่อง'), ('screen', 'คัดกรอง'), ('refer', 'ส่งต่อ'), ('dispatch', 'ส่งหน่วยเคลื่อนที่ออกไป'), ('record_help', 'บันทึกการช่วยเหลือ'), ('tell', 'แจ้งผู้แจ้ง'), ('assign', 'มอบหมาย'), ('close', 'ขอปิดเรื่อง'), ('approve', 'อนุมัติปิดเรื่อง')], max_length=20, verbose_name='สิ่งที่ทำ')),
                    ('fields', models.JSONField(blank=True, default=dict)),
                    ('state', models.CharField(choices=[('choosing', 'กำลังเลือกสิ่งที่จะทำ'), ('judging', 'กำลังตรวจทีละเรื่อง'), ('ready', 'รอยืนยัน'), ('running', 'กำลังทำ'), ('done', 'ทำเสร็จแล้ว'), ('undoing', 'กำลังถอนคืน'), ('undone', 'ถอนคืนแล้ว'), ('dropped', 'ไม่ทำแล้ว')], default='choosing', max_length=10)),
                    ('origin', models.CharField(max_length=12)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment')),
                ],
                options={
                    'verbose_name': 'การทำพร้อมกันหลายเรื่อง',
                    'verbose_name_plural': 'การทำพร้อมกันหลายเรื่อง',
                },
            ),
            migrations.CreateModel(
                name='MassOutcome',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('new', 'ยังไม่ได้ตรวจ'), ('fit', 'ทำได้'), ('left', 'ไม่ทำ'), ('done', 'ทำแล้ว'), ('undone', 'ถอนคืนแล้ว'), ('kept', 'ถอนคืนไม่ได้')], default='new', max_length=6)),
                    ('base', models.CharField(blank=True, max_length=36)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('row', models.PositiveIntegerField(default=0)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                    ('mass', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='mass.massact')),
                ],
                options={
                    'verbose_name': 'ผลของแต่ละเรื่อง',
                    'verbose_name_plural': 'ผลของแต่ละเรื่อง',
                },
            ),
            migrations.AddIndex(
                model_name='massact',
                index=models.Index(fields=['organization', '-made_at'], name='mass_of_organization'),
            ),
            migrations.AddIndex(
                model_name='massact',
                index=models.Index(fields=['state', 'id'], name='mass_in_work'),
            ),
            migrations.AddIndex(
                model_name='massoutcome',
                index=models.Index(fields=['mass', 'state', 'id'], name='outcomes_in_order'),
            ),
            migrations.AddConstraint(
                model_name='massoutcome',
                constraint=models.UniqueConstraint(fields=('mass', 'case'), name='one_outcome_of_a_case'),
            ),
        ),
    ]
