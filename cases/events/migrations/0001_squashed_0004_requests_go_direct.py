"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether
from portal.triggers import append_only


class Migration(migrations.Migration):

    replaces = [
        ('events', '0001_initial'),
        ('events', '0002_alarms_and_roster'),
        ('events', '0003_shelter_doors'),
        ('events', '0004_requests_go_direct'),
    ]

    initial = True

    dependencies = [
        ('cases', '0030_ceilings'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True, verbose_name='ที่อยู่หน้าเว็บ')),
                    ('kind', models.CharField(choices=[('flood', 'น้ำท่วม'), ('storm', 'พายุ'), ('landslide', 'ดินถล่ม'), ('fire', 'ไฟไหม้'), ('drought', 'ภัยแล้ง'), ('epidemic', 'โรคระบาด'), ('other', 'เหตุอื่น')], max_length=12, verbose_name='ชนิด')),
                    ('name', models.CharField(max_length=120, verbose_name='ชื่อสถานการณ์')),
                    ('name_en', models.CharField(blank=True, max_length=120, verbose_name='ชื่อสถานการณ์ (อังกฤษ)')),
                    ('reason', models.CharField(max_length=1000, verbose_name='เหตุผลที่ประกาศ')),
                    ('declared_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ประกาศเมื่อ')),
                    ('starts_at', models.DateTimeField(verbose_name='เริ่ม')),
                    ('expected_end', models.DateField(null=True, verbose_name='คาดว่าสิ้นสุด')),
                    ('review_on', models.DateField(verbose_name='ทบทวนวันที่')),
                    ('ended_at', models.DateTimeField(db_index=True, null=True, verbose_name='สิ้นสุดเมื่อ')),
                    ('ending', models.CharField(blank=True, max_length=1000, verbose_name='เหตุผลที่ปิด')),
                    ('advice', models.TextField(blank=True, max_length=4000, verbose_name='สิ่งที่ควรทำ')),
                    ('advice_en', models.TextField(blank=True, max_length=4000, verbose_name='สิ่งที่ควรทำ (อังกฤษ)')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์ของเวร')),
                    ('waited', models.PositiveIntegerField(editable=False, null=True, verbose_name='เวลารอ (นาที)')),
                    ('waited_danger', models.PositiveIntegerField(editable=False, null=True, verbose_name='เวลารอเมื่อมีอันตราย (นาที)')),
                    ('still_waiting', models.PositiveIntegerField(default=0, editable=False, verbose_name='รออยู่')),
                    ('waits_at', models.DateTimeField(editable=False, null=True, verbose_name='นับเวลารอเมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('direct', models.BooleanField(default=False, verbose_name='คำขอส่งตรงถึง อปท. ของพื้นที่')),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ประกาศ')),
                    ('duty_officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้อำนวยการเวร')),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ปิดสถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ประกาศ')),
                    ('stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้แทน')),
                ],
                options={
                    'verbose_name': 'สถานการณ์',
                    'verbose_name_plural': 'สถานการณ์',
                    'ordering': ['-starts_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='EventArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subdistrict_code', models.CharField(db_index=True, max_length=6, verbose_name='ตำบล')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='events.event', verbose_name='สถานการณ์')),
                ],
                options={
                    'verbose_name': 'พื้นที่ของสถานการณ์',
                    'verbose_name_plural': 'พื้นที่ของสถานการณ์',
                    'ordering': ['event_id', 'subdistrict_code'],
                },
            ),
            migrations.CreateModel(
                name='EventCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('area', 'ระบบ: อยู่ในพื้นที่และเวลา'), ('form', 'ระบบ: ส่งจากแบบสั้นของสถานการณ์'), ('officer', 'เจ้าหน้าที่เลือก')], max_length=8, verbose_name='เข้ามาโดย')),
                    ('since', models.DateTimeField(verbose_name='ตั้งแต่')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='เหตุผลที่เพิ่ม')),
                    ('until', models.DateTimeField(null=True, verbose_name='ถึง')),
                    ('taken_out', models.CharField(blank=True, max_length=300, verbose_name='เหตุผลที่นำออก')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_events', to='cases.case', verbose_name='เรื่อง')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='events.event', verbose_name='สถานการณ์')),
                    ('left_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='ยังเปิดอยู่ที่')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เพิ่ม')),
                    ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้นำออก')),
                ],
                options={
                    'verbose_name': 'เรื่องในสถานการณ์',
                    'verbose_name_plural': 'เรื่องในสถานการณ์',
                    'ordering': ['event_id', 'since', 'id'],
                },
            ),
            migrations.CreateModel(
                name='EventOrganization',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'หน่วยงานของสถานการณ์',
                    'verbose_name_plural': 'หน่วยงานของสถานการณ์',
                    'ordering': ['event_id', 'organization_id'],
                },
            ),
            migrations.CreateModel(
                name='FoldedAlarm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hour', models.DateTimeField(verbose_name='ชั่วโมง')),
                    ('told_at', models.DateTimeField(verbose_name='แจ้งเมื่อ')),
                    ('number', models.PositiveIntegerField(verbose_name='จำนวนเรื่องล่าช้า')),
                    ('oldest', models.DateTimeField(verbose_name='ล่าช้าที่สุดตั้งแต่')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folds', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ได้รับแจ้ง')),
                ],
                options={
                    'verbose_name': 'การแจ้งเตือนรวม',
                    'verbose_name_plural': 'การแจ้งเตือนรวม',
                    'ordering': ['-hour', 'organization_id'],
                },
            ),
            migrations.CreateModel(
                name='FoldedLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('fold', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='events.foldedalarm', verbose_name='การแจ้งเตือนรวม')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='folded', to='cases.alarmnotice', verbose_name='ผู้ได้รับแจ้ง')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ได้รับแจ้ง')),
                ],
                options={
                    'verbose_name': 'บรรทัดของการแจ้งเตือนรวม',
                    'verbose_name_plural': 'บรรทัดของการแจ้งเตือนรวม',
                },
            ),
            migrations.CreateModel(
                name='KnownFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('words', models.CharField(max_length=600, verbose_name='สิ่งที่ทราบ')),
                    ('words_en', models.CharField(blank=True, max_length=600, verbose_name='สิ่งที่ทราบ (อังกฤษ)')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='events.knownfact', verbose_name='แก้ข้อความ')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่แจ้ง')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'สิ่งที่ทราบ',
                    'verbose_name_plural': 'สิ่งที่ทราบ',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Shelter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='ชื่อศูนย์พักพิง')),
                    ('name_en', models.CharField(blank=True, max_length=120, verbose_name='ชื่อศูนย์พักพิง (อังกฤษ)')),
                    ('subdistrict_code', models.CharField(max_length=6, verbose_name='ตำบล')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='ที่ตั้งและวิธีไป')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์')),
                    ('room_for', models.PositiveIntegerField(blank=True, null=True, verbose_name='รับได้ (คน)')),
                    ('state', models.CharField(choices=[('open', 'เปิดรับ'), ('full', 'เต็ม'), ('closed', 'ปิดแล้ว')], default='open', max_length=8, verbose_name='สถานะ')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ปรับปรุงเมื่อ')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shelters', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='ผู้ดูแล')),
                ],
                options={
                    'verbose_name': 'ศูนย์พักพิง',
                    'verbose_name_plural': 'ศูนย์พักพิง',
                    'ordering': ['event_id', 'id'],
                },
            ),
            migrations.CreateModel(
                name='ShelterMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('people', models.IntegerField(verbose_name='คนเข้าหรือออก')),
                    ('families', models.IntegerField(verbose_name='ครอบครัวเข้าหรือออก')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('shelter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='events.shelter', verbose_name='ศูนย์พักพิง')),
                ],
                options={
                    'verbose_name': 'การเข้าออกศูนย์พักพิง',
                    'verbose_name_plural': 'การเข้าออกศูนย์พักพิง',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_at', models.DateTimeField(verbose_name='ตั้งแต่')),
                    ('ends_at', models.DateTimeField(verbose_name='ถึง')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์เวร')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้อยู่เวร')),
                ],
                options={
                    'verbose_name': 'เวร',
                    'verbose_name_plural': 'เวร',
                    'ordering': ['event_id', 'starts_at', 'organization_id', 'id'],
                },
            ),
            migrations.AddConstraint(
                model_name='event',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ending', '')), models.Q(('ended_at__gte', models.F('starts_at')), ('ended_by__isnull', False)), _connector='OR'), name='event_ended_by_somebody_after_it_began'),
            ),
            migrations.AddConstraint(
                model_name='eventarea',
                constraint=models.UniqueConstraint(fields=('event', 'subdistrict_code'), name='event_area_once'),
            ),
            migrations.AddIndex(
                model_name='eventcase',
                index=models.Index(fields=['event', 'until', 'case'], name='event_case_now'),
            ),
            migrations.AddConstraint(
                model_name='eventcase',
                constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('case',), name='case_in_one_event'),
            ),
            migrations.AddConstraint(
                model_name='eventcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'officer'), _negated=True), models.Q(('person__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='event_case_added_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='eventorganization',
                constraint=models.UniqueConstraint(fields=('event', 'organization'), name='event_party_once'),
            ),
            migrations.AddConstraint(
                model_name='foldedalarm',
                constraint=models.UniqueConstraint(fields=('event', 'organization', 'hour'), name='fold_once_an_hour'),
            ),
            migrations.AddIndex(
                model_name='foldedline',
                index=models.Index(condition=models.Q(('fold', None)), fields=['event', 'organization'], name='fold_line_waits'),
            ),
            migrations.AddConstraint(
                model_name='sheltermove',
                constraint=models.CheckConstraint(condition=models.Q(('families', 0), ('people', 0), _negated=True), name='shelter_move_moves_somebody'),
            ),
            migrations.AddIndex(
                model_name='shift',
                index=models.Index(fields=['event', 'organization', 'ends_at'], name='shift_of_organization'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_began'),
            ),
        ),
        append_only('events_knownfact', unique=(('id',), ('token',))),
        append_only('events_sheltermove', unique=(('id',), ('token',))),
    ]
