"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether
from portal.triggers import append_only


class Migration(migrations.Migration):

    replaces = [
        ('reports', '0001_initial'),
        ('reports', '0002_append_only'),
        ('reports', '0003_shorter_headings'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_passkeys'),
        ('organizations', '0006_fill_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='MonthlyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tier', models.CharField(choices=[('local', 'อปท.'), ('district', 'อำเภอ'), ('province', 'จังหวัด')], max_length=10, verbose_name='ระดับที่รายงาน')),
                    ('month', models.DateField(verbose_name='เดือนที่รายงาน')),
                    ('state', models.CharField(choices=[('draft', 'ยังไม่ส่ง'), ('submitted', 'ส่งแล้ว รอตรวจรับ'), ('returned', 'ส่งคืนให้แก้ไข'), ('accepted', 'รับแล้ว'), ('reopened', 'เปิดให้แก้ไขอีกครั้ง')], default='draft', editable=False, max_length=10, verbose_name='สถานะ')),
                    ('version', models.PositiveIntegerField(default=0, editable=False)),
                    ('province_code', models.CharField(blank=True, max_length=2, verbose_name='จังหวัด')),
                    ('district_code', models.CharField(blank=True, max_length=4, verbose_name='อำเภอ')),
                    ('due_on', models.DateField(verbose_name='กำหนดส่ง')),
                    ('surveyed', models.PositiveIntegerField(blank=True, null=True, verbose_name='ครัวเรือนที่สำรวจ')),
                    ('survey_needs', models.PositiveIntegerField(blank=True, null=True, verbose_name='ครัวเรือนที่พบว่าต้องการความช่วยเหลือ')),
                    ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='หมายเหตุ')),
                    ('filled_at', models.DateTimeField(editable=False, null=True, verbose_name='เติมจากทะเบียนเมื่อ')),
                    ('first_submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='ส่งครั้งแรกเมื่อ')),
                    ('on_time', models.BooleanField(editable=False, null=True, verbose_name='ส่งครั้งแรกทันกำหนด')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='ส่งล่าสุดเมื่อ')),
                    ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='รับเมื่อ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports_received', to='organizations.organization', verbose_name='ผู้ตรวจรับ')),
                ],
                options={
                    'verbose_name': 'รายงานผลประจำเดือน',
                    'verbose_name_plural': 'รายงานผลประจำเดือน',
                    'ordering': ['-month', 'organization__sort_key', 'id'],
                },
            ),
            migrations.CreateModel(
                name='LockException',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('until', models.DateField(verbose_name='ผ่อนผันถึงวันที่')),
                    ('reason', models.CharField(max_length=500, verbose_name='เหตุผล')),
                    ('granted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ผ่อนผันเมื่อ')),
                    ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ผ่อนผัน')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='reports.monthlyreport', verbose_name='รายงาน')),
                ],
                options={
                    'verbose_name': 'การผ่อนผันหลังปิดงวด',
                    'verbose_name_plural': 'การผ่อนผันหลังปิดงวด',
                    'ordering': ['-granted_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='ReportEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.PositiveIntegerField(verbose_name='ลำดับ')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เวลา')),
                    ('actor_kind', models.CharField(choices=[('officer', 'เจ้าหน้าที่'), ('citizen', 'ผู้แจ้ง'), ('outside', 'หน่วยงานภายนอกที่ไม่ได้ใช้ระบบ'), ('system', 'ระบบ')], max_length=10, verbose_name='ฝ่ายที่กระทำ')),
                    ('role', models.CharField(blank=True, max_length=40, verbose_name='บทบาท')),
                    ('verb', models.CharField(choices=[('fill', 'เติมตัวเลขจากทะเบียน'), ('edit', 'แก้ตัวเลขและหมายเหตุ'), ('submit', 'ส่งรายงาน'), ('recall', 'ดึงกลับมาแก้'), ('return', 'ส่งคืนให้แก้ไข'), ('accept', 'รับรายงาน'), ('reopen', 'เปิดให้แก้ไข'), ('except', 'ผ่อนผันให้ส่งหรือแก้หลังปิดงวด')], max_length=10, verbose_name='การกระทำ')),
                    ('from_state', models.CharField(choices=[('draft', 'ยังไม่ส่ง'), ('submitted', 'ส่งแล้ว รอตรวจรับ'), ('returned', 'ส่งคืนให้แก้ไข'), ('accepted', 'รับแล้ว'), ('reopened', 'เปิดให้แก้ไขอีกครั้ง')], max_length=10, verbose_name='จากสถานะ')),
                    ('to_state', models.CharField(choices=[('draft', 'ยังไม่ส่ง'), ('submitted', 'ส่งแล้ว รอตรวจรับ'), ('returned', 'ส่งคืนให้แก้ไข'), ('accepted', 'รับแล้ว'), ('reopened', 'เปิดให้แก้ไขอีกครั้ง')], max_length=10, verbose_name='เป็นสถานะ')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='เหตุผล')),
                    ('figures', models.JSONField(default=dict, verbose_name='ตัวเลขขณะนั้น')),
                    ('identity', models.CharField(editable=False, max_length=36, unique=True)),
                    ('appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment', verbose_name='ตามคำสั่ง')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reports.monthlyreport', verbose_name='รายงาน')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้กระทำ')),
                ],
                options={
                    'verbose_name': 'เหตุการณ์ของรายงาน',
                    'verbose_name_plural': 'เหตุการณ์ของรายงาน',
                    'ordering': ['report_id', 'sequence'],
                },
            ),
            migrations.CreateModel(
                name='ReportLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('origin', models.CharField(choices=[('reported', 'รายงาน'), ('register', 'ทะเบียน')], max_length=10, verbose_name='ที่มา')),
                    ('problem', models.CharField(choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ปัญหา')),
                    ('carried', models.PositiveIntegerField(default=0, verbose_name='ยกมา')),
                    ('received', models.PositiveIntegerField(default=0, verbose_name='รับเข้า')),
                    ('forwarded', models.PositiveIntegerField(default=0, verbose_name='ส่งต่อ')),
                    ('closed', models.PositiveIntegerField(default=0, verbose_name='ยุติ')),
                    ('refused', models.PositiveIntegerField(default=0, verbose_name='ช่วยไม่ได้')),
                    ('pending', models.PositiveIntegerField(default=0, verbose_name='คงค้าง')),
                    ('helped', models.PositiveIntegerField(default=0, verbose_name='ช่วยแล้ว')),
                    ('households', models.PositiveIntegerField(default=0, verbose_name='ครัวเรือน')),
                    ('persons', models.PositiveIntegerField(default=0, verbose_name='คน')),
                    ('in_kind', models.PositiveIntegerField(default=0, verbose_name='สิ่งของ (ครั้ง)')),
                    ('baht', models.DecimalField(decimal_places=2, default=0, max_digits=14, validators=[django.core.validators.MinValueValidator(0)], verbose_name='บาท')),
                    ('remark', models.CharField(blank=True, max_length=300, verbose_name='เหตุผลที่ต่างจากทะเบียน')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='reports.monthlyreport', verbose_name='รายงาน')),
                ],
                options={
                    'verbose_name': 'ตัวเลขในรายงาน',
                    'verbose_name_plural': 'ตัวเลขในรายงาน',
                    'ordering': ['report_id', 'origin', 'problem'],
                },
            ),
            migrations.AddIndex(
                model_name='monthlyreport',
                index=models.Index(fields=['month', 'province_code', 'tier', 'state'], name='report_board'),
            ),
            migrations.AddIndex(
                model_name='monthlyreport',
                index=models.Index(fields=['receiver', 'state'], name='report_to_receive'),
            ),
            migrations.AddConstraint(
                model_name='monthlyreport',
                constraint=models.UniqueConstraint(fields=('organization', 'month'), name='report_once_a_month'),
            ),
            migrations.AddConstraint(
                model_name='monthlyreport',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='report_of_a_month'),
            ),
            migrations.AddConstraint(
                model_name='monthlyreport',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'returned', 'reopened']), models.Q(('first_submitted_at__isnull', False), ('receiver__isnull', False)), _connector='OR'), name='report_sent_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='reportevent',
                constraint=models.UniqueConstraint(fields=('report', 'sequence'), name='report_event_linear'),
            ),
            migrations.AddConstraint(
                model_name='reportevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('actor_kind', 'officer'), ('organization__isnull', False), ('user__isnull', False), models.Q(('role', ''), _negated=True)), models.Q(('actor_kind', 'outside'), ('organization__isnull', False), ('appointment__isnull', True), ('role', ''), ('user__isnull', True)), models.Q(('actor_kind__in', ['citizen', 'system']), ('appointment__isnull', True), ('role', ''), ('user__isnull', True)), _connector='OR'), name='report_event_has_an_actor'),
            ),
            migrations.AddConstraint(
                model_name='reportline',
                constraint=models.UniqueConstraint(fields=('report', 'origin', 'problem'), name='report_line_once'),
            ),
        ),
        append_only('reports_reportevent', unique=(('id',), ('report_id', 'sequence'), ('identity',))),
    ]
