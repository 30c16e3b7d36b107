"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import cases.readiness.models.files
import django.db.models.deletion
import django.utils.timezone
import portal.files.storage
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether
from portal.triggers import append_only


class Migration(migrations.Migration):

    replaces = [
        ('readiness', '0001_initial'),
        ('readiness', '0002_responsible_people'),
        ('readiness', '0003_money'),
        ('readiness', '0004_training'),
    ]

    initial = True

    dependencies = [
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Contribution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fiscal_year', models.PositiveSmallIntegerField(db_index=True, verbose_name='ปีงบประมาณ')),
                    ('on', models.DateField(verbose_name='วันที่')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='จำนวนเงิน (บาท)')),
                    ('document', models.CharField(max_length=120, verbose_name='เลขที่เอกสาร')),
                    ('file', models.FileField(blank=True, max_length=120, storage=portal.files.storage.private_storage, upload_to=cases.readiness.models.files.stored_name, verbose_name='ไฟล์เอกสาร')),
                    ('file_name', models.CharField(blank=True, max_length=200, verbose_name='ชื่อไฟล์')),
                    ('file_type', models.CharField(blank=True, max_length=100)),
                    ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='ข้อมูลสมมติ')),
                    ('booked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='เหตุที่ยกเลิก')),
                    ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('center', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='สถานที่กลาง')),
                    ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='organizations.organization', verbose_name='อปท. ที่สนับสนุน')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิก')),
                ],
                options={
                    'verbose_name': 'เงินสนับสนุนสถานที่กลาง',
                    'verbose_name_plural': 'เงินสนับสนุนสถานที่กลาง',
                    'ordering': ['on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', Decimal('0'))), name='readiness_contribution_is_money'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='readiness_contribution_withdrawn_why')],
                },
            ),
            migrations.CreateModel(
                name='GuideRead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.PositiveSmallIntegerField(verbose_name='ขั้นตอน')),
                    ('edition', models.PositiveSmallIntegerField(verbose_name='ฉบับ')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='เจ้าหน้าที่')),
                ],
                options={
                    'verbose_name': 'อ่านคู่มือขั้นตอนแล้ว',
                    'verbose_name_plural': 'อ่านคู่มือขั้นตอนแล้ว',
                    'ordering': ['step', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('person', 'step', 'edition'), name='readiness_read_once')],
                },
            ),
            migrations.CreateModel(
                name='ReadinessCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item', models.CharField(choices=[('computer', 'ชุดอุปกรณ์คอมพิวเตอร์'), ('internet', 'อินเทอร์เน็ต'), ('place', 'สถานที่รับแจ้งเหตุ'), ('sign', 'ป้ายถาวรหน้าหน่วย'), ('command', 'ผู้รับผิดชอบระดับบังคับบัญชา'), ('operation', 'ผู้รับผิดชอบระดับปฏิบัติ'), ('vehicle', 'ยานพาหนะและพนักงานขับ')], max_length=12, verbose_name='รายการ')),
                    ('state', models.CharField(choices=[('ready', 'พร้อม'), ('partly', 'มีแต่ยังไม่พร้อม'), ('missing', 'ยังไม่มี')], max_length=8, verbose_name='สถานะ')),
                    ('checked_on', models.DateField(verbose_name='ตรวจเมื่อ')),
                    ('remark', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุ')),
                    ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='ผู้ติดต่อ')),
                    ('contact_phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์')),
                    ('photo', models.FileField(blank=True, max_length=120, storage=portal.files.storage.private_storage, upload_to=cases.readiness.models.files.stored_name, verbose_name='รูปถ่าย')),
                    ('photo_name', models.CharField(blank=True, max_length=200, verbose_name='ชื่อไฟล์รูป')),
                    ('photo_type', models.CharField(blank=True, max_length=100)),
                    ('photo_digest', models.CharField(blank=True, max_length=64)),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('recorded_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่บันทึก')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readiness', to='organizations.organization', verbose_name='หน่วย')),
                ],
                options={
                    'verbose_name': 'การตรวจความพร้อม',
                    'verbose_name_plural': 'การตรวจความพร้อม',
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['unit', 'item', '-id'], name='readiness_newest_check')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'partly', 'missing']), ('item__in', ['computer', 'internet', 'place', 'sign', 'command', 'operation', 'vehicle'])), name='readiness_check_is_known')],
                },
            ),
            migrations.CreateModel(
                name='ResponsiblePerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('problem', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ')], help_text='เว้นว่างหมายถึงทั้งสี่ปัญหา', max_length=30, verbose_name='ปัญหา')),
                    ('is_deputy', models.BooleanField(default=False, verbose_name='ผู้ทำการแทน')),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='ชื่อ')),
                    ('position', models.CharField(blank=True, max_length=120, verbose_name='ตำแหน่ง')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์')),
                    ('named_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='พ้นเมื่อ')),
                    ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsible', to='organizations.organization', verbose_name='หน่วย')),
                ],
                options={
                    'verbose_name': 'ผู้รับผิดชอบรายปัญหา',
                    'verbose_name_plural': 'ผู้รับผิดชอบรายปัญหา',
                    'ordering': ['is_deputy', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='readiness_responsible_is_somebody'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('person__isnull', False)), fields=('unit', 'problem', 'person'), name='readiness_responsible_once')],
                },
            ),
            migrations.CreateModel(
                name='ShownYear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณ')),
                    ('shown_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เผยแพร่เมื่อ')),
                    ('center', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='สถานที่กลาง')),
                    ('shown_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เผยแพร่')),
                ],
                options={
                    'verbose_name': 'ปีที่เผยแพร่เงินสนับสนุน',
                    'verbose_name_plural': 'ปีที่เผยแพร่เงินสนับสนุน',
                    'ordering': ['-fiscal_year'],
                    'constraints': [models.UniqueConstraint(fields=('center', 'fiscal_year'), name='readiness_year_shown_once')],
                },
            ),
            migrations.CreateModel(
                name='Spending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fiscal_year', models.PositiveSmallIntegerField(db_index=True, verbose_name='ปีงบประมาณ')),
                    ('on', models.DateField(verbose_name='วันที่')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='จำนวนเงิน (บาท)')),
                    ('document', models.CharField(max_length=120, verbose_name='เลขที่เอกสาร')),
                    ('file', models.FileField(blank=True, max_length=120, storage=portal.files.storage.private_storage, upload_to=cases.readiness.models.files.stored_name, verbose_name='ไฟล์เอกสาร')),
                    ('file_name', models.CharField(blank=True, max_length=200, verbose_name='ชื่อไฟล์')),
                    ('file_type', models.CharField(blank=True, max_length=100)),
                    ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='ข้อมูลสมมติ')),
                    ('booked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='เหตุที่ยกเลิก')),
                    ('kind', models.CharField(choices=[('office', 'วัสดุและครุภัณฑ์สำนักงาน'), ('utilities', 'ค่าสาธารณูปโภค'), ('staff', 'ค่าตอบแทนผู้ปฏิบัติงาน'), ('travel', 'ค่าเดินทางและน้ำมัน'), ('publicity', 'ค่าประชาสัมพันธ์'), ('other', 'รายจ่ายอื่นที่จำเป็น')], max_length=12, verbose_name='ประเภทรายจ่าย')),
                    ('purpose', models.CharField(max_length=200, verbose_name='รายการ')),
                    ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('center', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='สถานที่กลาง')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิก')),
                ],
                options={
                    'verbose_name': 'รายจ่ายของสถานที่กลาง',
                    'verbose_name_plural': 'รายจ่ายของสถานที่กลาง',
                    'ordering': ['on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', Decimal('0'))), name='readiness_spending_is_money'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='readiness_spending_withdrawn_why')],
                },
            ),
            migrations.CreateModel(
                name='TrainingRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='ชื่อ')),
                    ('course', models.CharField(max_length=200, verbose_name='หลักสูตร')),
                    ('on', models.DateField(verbose_name='วันที่อบรม')),
                    ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='จำนวนชั่วโมง')),
                    ('file', models.FileField(blank=True, max_length=120, storage=portal.files.storage.private_storage, upload_to=cases.readiness.models.files.stored_name, verbose_name='หลักฐาน')),
                    ('file_name', models.CharField(blank=True, max_length=200, verbose_name='ชื่อไฟล์')),
                    ('file_type', models.CharField(blank=True, max_length=100)),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('struck_out_at', models.DateTimeField(editable=False, null=True, verbose_name='ขีดฆ่าเมื่อ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'การอบรม',
                    'verbose_name_plural': 'การอบรม',
                    'ordering': ['-on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='readiness_trained_is_somebody'), models.CheckConstraint(condition=models.Q(('hours__isnull', True), ('hours__gt', Decimal('0')), _connector='OR'), name='readiness_training_hours')],
                },
            ),
        ),
        append_only('readiness_readinesscheck'),
    ]
