"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('calls', '0001_initial'),
        ('calls', '0002_are_you_safe'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_passkeys'),
        ('cases', '0033_reporters_are_told'),
        ('events', '0003_shelter_doors'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='CallList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='ชื่อรายการโทร')),
                    ('source', models.CharField(choices=[('event', 'ทุกคนที่แจ้งในสถานการณ์'), ('filter', 'รายการงานตามตัวกรอง'), ('selection', 'เรื่องที่เลือก'), ('waiting', 'ทุกคนที่รอหน่วยงานของเราติดต่อกลับ')], max_length=10, verbose_name='โทรหาใคร')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ทำเมื่อ')),
                    ('beyond', models.PositiveIntegerField(default=0, verbose_name='เกินขนาดรายการ')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ปิดเมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ทำรายการ')),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ปิด')),
                    ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'รายการโทร',
                    'verbose_name_plural': 'รายการโทร',
                    'ordering': ['-made_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='CallRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'รอโทร'), ('asked', 'ถามว่าปลอดภัยไหมแล้ว รอคำตอบ'), ('look', 'รอคนที่สองยืนยัน'), ('visit', 'โทรไม่ถึง ต้องไปดู'), ('done', 'จบแล้ว'), ('left', 'ไม่ต้องโทร')], default='waiting', max_length=8, verbose_name='สถานะ')),
                    ('code', models.CharField(blank=True, max_length=20, verbose_name='ผล')),
                    ('urgent', models.BooleanField(default=False, verbose_name='อันตรายหรือวิกฤต')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='โทรแล้วไม่รับ')),
                    ('next_at', models.DateTimeField(null=True, verbose_name='โทรได้ตั้งแต่')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เปลี่ยนเมื่อ')),
                    ('number', models.CharField(blank=True, editable=False, max_length=64)),
                    ('leased_until', models.DateTimeField(null=True, verbose_name='ถือได้ถึง')),
                    ('calls', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='calls.calllist', verbose_name='รายการโทร')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_rows', to='cases.case', verbose_name='เรื่อง')),
                    ('coded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึกผล')),
                    ('leased_appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment')),
                    ('leased_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ถือเบอร์')),
                ],
                options={
                    'verbose_name': 'แถวของรายการโทร',
                    'verbose_name_plural': 'แถวของรายการโทร',
                    'ordering': ['calls_id', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('safe', 'ปลอดภัยดี'), ('needs', 'ต้องการความช่วยเหลือเพิ่ม'), ('told', 'แจ้งความคืบหน้าแล้ว'), ('news', 'ผู้แจ้งบอกข้อมูลเพิ่ม'), ('no_answer', 'ไม่รับสาย'), ('another_answered', 'คนอื่นรับสาย'), ('wrong_number', 'เบอร์ผิด'), ('moved_away', 'ย้ายที่อยู่แล้ว'), ('refused_contact', 'ไม่ต้องการให้ติดต่อ'), ('said_to_have_died', 'มีผู้แจ้งว่าเสียชีวิต')], max_length=20, verbose_name='ผล')),
                    ('danger', models.BooleanField(default=False, verbose_name='มีอันตรายตอนนี้')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้โทร')),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='calls.call', verbose_name='แก้ผลของสาย')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.caseevent', verbose_name='ในประวัติเรื่อง')),
                    ('opened', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่องใหม่')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made', to='calls.callrow', verbose_name='แถวของรายการโทร')),
                ],
                options={
                    'verbose_name': 'สายที่โทร',
                    'verbose_name_plural': 'สายที่โทร',
                    'ordering': ['row_id', 'at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Look',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('safe', 'ปลอดภัยดี'), ('needs', 'ต้องการความช่วยเหลือเพิ่ม'), ('told', 'แจ้งความคืบหน้าแล้ว'), ('news', 'ผู้แจ้งบอกข้อมูลเพิ่ม'), ('no_answer', 'ไม่รับสาย'), ('another_answered', 'คนอื่นรับสาย'), ('wrong_number', 'เบอร์ผิด'), ('moved_away', 'ย้ายที่อยู่แล้ว'), ('refused_contact', 'ไม่ต้องการให้ติดต่อ'), ('said_to_have_died', 'มีผู้แจ้งว่าเสียชีวิต')], max_length=20, verbose_name='ผล')),
                    ('confirmed', models.BooleanField(verbose_name='ยืนยัน')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตรวจ')),
                    ('coded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึกผล')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='calls.callrow', verbose_name='แถวของรายการโทร')),
                ],
                options={
                    'verbose_name': 'การตรวจซ้ำ',
                    'verbose_name_plural': 'การตรวจซ้ำ',
                    'ordering': ['row_id', 'at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SafetyQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('text', 'ข้อความ'), ('voice', 'เสียงอัตโนมัติ')], max_length=5, verbose_name='ทาง')),
                    ('state', models.CharField(choices=[('waiting', 'รอส่ง'), ('sent', 'ส่งแล้ว รอคำตอบ'), ('answered', 'ตอบแล้ว'), ('odd', 'ตอบไม่ตรงคำถาม'), ('silent', 'ไม่ตอบ'), ('failed', 'ส่งไม่ได้')], default='waiting', max_length=8, verbose_name='สถานะ')),
                    ('key', models.UUIDField(editable=False, unique=True)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='สั่งเมื่อ')),
                    ('next_try', models.DateTimeField(verbose_name='ส่งตั้งแต่')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='จำนวนครั้งที่ลองส่ง')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='ส่งเมื่อ')),
                    ('ends_at', models.DateTimeField(null=True, verbose_name='รอคำตอบถึง')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='ตอบเมื่อ')),
                    ('answer', models.CharField(blank=True, max_length=1, verbose_name='ตอบว่า')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้สั่งถาม')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='calls.callrow', verbose_name='แถวของรายการโทร')),
                ],
                options={
                    'verbose_name': 'คำถามว่าปลอดภัยไหม',
                    'verbose_name_plural': 'คำถามว่าปลอดภัยไหม',
                    'ordering': ['row_id', 'id'],
                },
            ),
            migrations.AddIndex(
                model_name='calllist',
                index=models.Index(fields=['organization', 'ended_at', '-made_at'], name='call_lists_of'),
            ),
            migrations.AddConstraint(
                model_name='calllist',
                constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('made_at')), _connector='OR'), name='call_list_ends_after_it_was_made'),
            ),
            migrations.AddIndex(
                model_name='callrow',
                index=models.Index(fields=['calls', 'state', 'next_at'], name='call_rows_due'),
            ),
            migrations.AddIndex(
                model_name='callrow',
                index=models.Index(condition=models.Q(('leased_until__isnull', False)), fields=['leased_until'], name='call_leases'),
            ),
            migrations.AddConstraint(
                model_name='callrow',
                constraint=models.UniqueConstraint(condition=models.Q(('leased_by__isnull', False)), fields=('leased_by',), name='one_number_in_a_hand'),
            ),
            migrations.AddConstraint(
                model_name='callrow',
                constraint=models.UniqueConstraint(condition=models.Q(('leased_by__isnull', False)), fields=('number',), name='a_number_in_one_hand'),
            ),
            migrations.AddConstraint(
                model_name='callrow',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('leased_appointment', None), ('leased_by', None), ('leased_until', None)), models.Q(('leased_appointment__isnull', False), ('leased_by__isnull', False), ('leased_until__isnull', False), ('state__in', ('waiting', 'visit'))), _connector='OR'), name='call_lease_is_whole'),
            ),
            migrations.AddConstraint(
                model_name='callrow',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'asked', 'look', 'visit'))), fields=('case',), name='case_in_one_open_call_row'),
            ),
            migrations.AddConstraint(
                model_name='look',
                constraint=models.CheckConstraint(condition=models.Q(('by', models.F('coded_by')), _negated=True), name='look_of_a_second_person'),
            ),
            migrations.AddIndex(
                model_name='safetyquestion',
                index=models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try'], name='questions_to_send'),
            ),
            migrations.AddIndex(
                model_name='safetyquestion',
                index=models.Index(condition=models.Q(('state', 'sent')), fields=['ends_at'], name='questions_in_silence'),
            ),
            migrations.AddConstraint(
                model_name='safetyquestion',
                constraint=models.UniqueConstraint(fields=('row',), name='row_is_asked_once'),
            ),
        ),
    ]
