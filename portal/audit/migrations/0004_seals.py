"""The record is sealed, and nothing that is there can be replaced or truncated."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from portal.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_who_acted'),
    ]

    operations = [
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
        append_only('audit_auditentry'),
        append_only('audit_seal', unique=(('number',), ('source', 'row'))),
        append_only('audit_sealedday', unique=(('day',),)),
        append_only('audit_stamp', unique=(('id',), ('day_id',))),
    ]
