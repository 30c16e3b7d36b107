import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_requests_go_direct'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='end_asked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='ขอปิดเมื่อ'),
        ),
        migrations.AddField(
            model_name='event',
            name='end_asked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ขอปิด'),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('changed', 'แก้พื้นที่ หน่วยงาน หรือผู้อำนวยการเวร'), ('reviewed', 'ทบทวน ยังไม่สิ้นสุด'), ('asked', 'ขอปิดสถานการณ์ รอคนที่สองยืนยัน'), ('left', 'ไม่ปิดตามที่ขอ'), ('ended', 'ปิดสถานการณ์')], max_length=8, verbose_name='ตัดสินใจว่า')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='เหตุผล')),
                ('what', models.JSONField(default=dict, editable=False)),
                ('token', models.UUIDField(editable=False, null=True, unique=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='events.event', verbose_name='สถานการณ์')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตัดสินใจ')),
            ],
            options={
                'verbose_name': 'การตัดสินใจของสถานการณ์',
                'verbose_name_plural': 'การตัดสินใจของสถานการณ์',
                'ordering': ['event_id', 'id'],
            },
        ),
        append_only('events_decision', unique=(('id',), ('token',))),
    ]
