"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.sealing.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('committee', '0001_composition_and_meetings'),
        ('committee', '0002_agenda'),
        ('committee', '0003_sitting'),
        ('committee', '0004_posting'),
        ('committee', '0005_sealed'),
        ('committee', '0006_seal_what_is_there'),
    ]

    initial = True

    dependencies = [
        ('cases', '0033_reporters_are_told'),
        ('organizations', '0006_fill_levels'),
        ('sealing', '0001_proofs_of_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='PostedLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ลำดับ')),
                ],
                options={
                    'verbose_name': 'รายการที่ปิดประกาศ',
                    'verbose_name_plural': 'รายการที่ปิดประกาศ',
                    'ordering': ['posted_id', 'number'],
                },
            ),
            migrations.CreateModel(
                name='HelpCommittee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='ชื่อคณะกรรมการ')),
                    ('quorum', models.CharField(choices=[('half', 'ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ'), ('majority', 'เกินกึ่งหนึ่งของกรรมการ'), ('two_thirds', 'ไม่น้อยกว่าสองในสามของกรรมการ'), ('one_third', 'ไม่น้อยกว่าหนึ่งในสามของกรรมการ')], default='half', max_length=12, verbose_name='องค์ประชุม')),
                    ('quorum_source', models.CharField(max_length=300, verbose_name='ที่มาของหลักองค์ประชุม')),
                    ('posting_days', models.PositiveSmallIntegerField(default=15, verbose_name='ปิดประกาศรายชื่อกี่วัน')),
                    ('names_source', models.CharField(blank=True, max_length=300, verbose_name='ระเบียบหรือคำสั่งที่ให้ประกาศชื่อ')),
                    ('posting_counts', models.CharField(choices=[('working', 'วันทำการ'), ('calendar', 'วันตามปฏิทิน')], default='working', max_length=8, verbose_name='นับวันปิดประกาศเป็น')),
                    ('second_quorum', models.CharField(blank=True, choices=[('half', 'ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ'), ('majority', 'เกินกึ่งหนึ่งของกรรมการ'), ('two_thirds', 'ไม่น้อยกว่าสองในสามของกรรมการ'), ('one_third', 'ไม่น้อยกว่าหนึ่งในสามของกรรมการ')], max_length=12, verbose_name='องค์ประชุมของการนัดครั้งที่สอง')),
                    ('second_source', models.CharField(blank=True, max_length=300, verbose_name='ที่มาของหลักการนัดครั้งที่สอง')),
                    ('second_within_days', models.PositiveSmallIntegerField(default=14, verbose_name='นัดครั้งที่สองภายในกี่วัน')),
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='help_committee', to='organizations.organization', verbose_name='องค์กรปกครองส่วนท้องถิ่น')),
                ],
                options={
                    'verbose_name': 'คณะกรรมการช่วยเหลือประชาชน',
                    'verbose_name_plural': 'คณะกรรมการช่วยเหลือประชาชน',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='AppointingOrder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=80, verbose_name='เลขที่คำสั่ง')),
                    ('issued_on', models.DateField(verbose_name='ลงวันที่')),
                    ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='committee.helpcommittee', verbose_name='คณะกรรมการ')),
                ],
                options={
                    'verbose_name': 'คำสั่งแต่งตั้งคณะกรรมการ',
                    'verbose_name_plural': 'คำสั่งแต่งตั้งคณะกรรมการ',
                    'ordering': ['-issued_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณ (พ.ศ.)')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ครั้งที่')),
                    ('starts_at', models.DateTimeField(verbose_name='วันและเวลาประชุม')),
                    ('place', models.CharField(max_length=200, verbose_name='สถานที่')),
                    ('state', models.CharField(choices=[('planned', 'กำหนดประชุมแล้ว'), ('open', 'กำลังประชุม'), ('closed', 'ประชุมแล้ว'), ('no_quorum', 'ไม่ครบองค์ประชุม'), ('cancelled', 'ยกเลิก')], default='planned', max_length=10, verbose_name='สถานะ')),
                    ('why_not', models.CharField(blank=True, max_length=300, verbose_name='เหตุที่ไม่ได้ประชุม')),
                    ('planned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='กำหนดเมื่อ')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ปิดประชุมเมื่อ')),
                    ('earlier', portal.sealing.fields.SealedTextField(blank=True, bound_to=('committee_id', 'fiscal_year', 'number'), verbose_name='การรับรองรายงานการประชุมครั้งก่อน')),
                    ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='เปิดประชุมเมื่อ')),
                    ('other', portal.sealing.fields.SealedTextField(blank=True, bound_to=('committee_id', 'fiscal_year', 'number'), verbose_name='เรื่องอื่น ๆ')),
                    ('told', portal.sealing.fields.SealedTextField(blank=True, bound_to=('committee_id', 'fiscal_year', 'number'), verbose_name='เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ')),
                    ('called_again_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_call', to='committee.meeting', verbose_name='นัดใหม่จากครั้งที่ไม่ครบองค์ประชุม')),
                    ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='committee.helpcommittee', verbose_name='คณะกรรมการ')),
                    ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้กำหนดประชุม')),
                ],
                options={
                    'verbose_name': 'การประชุมคณะกรรมการ',
                    'verbose_name_plural': 'การประชุมคณะกรรมการ',
                    'ordering': ['-fiscal_year', '-number'],
                },
            ),
            migrations.CreateModel(
                name='FrozenAgenda',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.PositiveSmallIntegerField(verbose_name='ฉบับที่')),
                    ('variant', models.CharField(choices=[('full', 'ฉบับเต็ม'), ('anonymous', 'ฉบับไม่มีชื่อ')], max_length=10, verbose_name='แบบ')),
                    ('frozen_at', models.DateTimeField(verbose_name='ตรึงเมื่อ')),
                    ('digest', models.CharField(editable=False, max_length=64)),
                    ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตรึง')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='committee.meeting', verbose_name='การประชุม')),
                ],
                options={
                    'verbose_name': 'ระเบียบวาระที่ตรึงแล้ว',
                    'verbose_name_plural': 'ระเบียบวาระที่ตรึงแล้ว',
                    'ordering': ['meeting_id', '-edition'],
                },
            ),
            migrations.CreateModel(
                name='AgendaItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ลำดับ')),
                    ('helped_before', models.BooleanField(default=False, verbose_name='ช่วยก่อนมติคณะกรรมการ')),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เพิ่มเมื่อ')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เพิ่ม')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committee_agenda', to='cases.case', verbose_name='เรื่อง')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='cases.committeeitem', verbose_name='เรื่องเข้าคณะกรรมการ')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='committee.meeting', verbose_name='การประชุม')),
                ],
                options={
                    'verbose_name': 'เรื่องในระเบียบวาระ',
                    'verbose_name_plural': 'เรื่องในระเบียบวาระ',
                    'ordering': ['meeting_id', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Member',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150, verbose_name='ชื่อ')),
                    ('position', models.CharField(blank=True, max_length=200, verbose_name='ตำแหน่ง')),
                    ('role', models.CharField(choices=[('chair', 'ประธานกรรมการ'), ('vice_chair', 'รองประธานกรรมการ'), ('member', 'กรรมการ'), ('secretary', 'กรรมการและเลขานุการ'), ('assistant', 'ผู้ช่วยเลขานุการ')], default='member', max_length=12, verbose_name='ทำหน้าที่')),
                    ('starts_on', models.DateField(verbose_name='ดำรงตำแหน่งตั้งแต่')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='ถึงวันที่')),
                    ('ended_because', models.CharField(blank=True, max_length=200, verbose_name='พ้นจากตำแหน่งเพราะ')),
                    ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='committee.helpcommittee', verbose_name='คณะกรรมการ')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='committee.appointingorder', verbose_name='คำสั่งแต่งตั้ง')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้')),
                ],
                options={
                    'verbose_name': 'กรรมการ',
                    'verbose_name_plural': 'กรรมการ',
                    'ordering': ['pk'],
                },
            ),
            migrations.AddField(
                model_name='meeting',
                name='chair',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committee.member', verbose_name='ประธานในที่ประชุม'),
            ),
            migrations.CreateModel(
                name='Conflict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(choices=[('self', 'เป็นเรื่องของตนเอง'), ('spouse', 'คู่สมรสหรือคู่หมั้น'), ('kin', 'ญาติ'), ('guardian', 'ผู้แทนโดยชอบธรรม ผู้พิทักษ์ หรือตัวแทน'), ('debt', 'เจ้าหนี้ ลูกหนี้ หรือนายจ้าง'), ('other', 'เหตุอื่นที่อาจทำให้ไม่เป็นกลาง'), ('namesake', 'ชื่อพ้อง ไม่ใช่คนเดียวกันและไม่มีส่วนได้เสีย')], max_length=10, verbose_name='ส่วนได้เสีย')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='committee.agendaitem', verbose_name='เรื่องในระเบียบวาระ')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='committee.member', verbose_name='กรรมการ')),
                ],
                options={
                    'verbose_name': 'ส่วนได้เสีย',
                    'verbose_name_plural': 'ส่วนได้เสีย',
                    'ordering': ['item_id', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('present', 'มา'), ('excused', 'ลา'), ('absent', 'ไม่มา')], max_length=10, verbose_name='การมาประชุม')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='committee.meeting', verbose_name='การประชุม')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='committee.member', verbose_name='กรรมการ')),
                ],
                options={
                    'verbose_name': 'การมาประชุม',
                    'verbose_name_plural': 'การมาประชุม',
                    'ordering': ['meeting_id', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('counter', 'ที่เคาน์เตอร์หรือเป็นหนังสือ'), ('secret', 'เจ้าของเรื่องส่งเองทางเว็บ')], max_length=8, verbose_name='ทาง')),
                    ('received_on', models.DateField(verbose_name='ได้รับเมื่อ')),
                    ('by_whom', portal.sealing.fields.SealedCharField(blank=True, bound_to=('line_id', 'case_id'), max_length=150, verbose_name='ผู้คัดค้าน')),
                    ('words', portal.sealing.fields.SealedTextField(bound_to=('line_id', 'case_id'), max_length=2000, verbose_name='ข้อคัดค้าน')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('answer', models.CharField(blank=True, choices=[('rejected', 'ไม่รับข้อคัดค้าน มติคงเดิม'), ('upheld', 'รับข้อคัดค้าน ให้คณะกรรมการพิจารณาใหม่')], max_length=8, verbose_name='ผล')),
                    ('answer_words', portal.sealing.fields.SealedCharField(blank=True, bound_to=('line_id', 'case_id'), max_length=1000, verbose_name='คำตอบและเหตุผล')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='ตอบเมื่อ')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตอบ')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='committee.postedline', verbose_name='รายการที่ปิดประกาศ')),
                ],
                options={
                    'verbose_name': 'ข้อคัดค้าน',
                    'verbose_name_plural': 'ข้อคัดค้าน',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='PostedList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.CharField(max_length=200, verbose_name='ปิดประกาศไว้ที่')),
                    ('posted_on', models.DateField(verbose_name='ปิดประกาศวันที่')),
                    ('ends_on', models.DateField(verbose_name='วันสุดท้ายที่คัดค้านได้')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='ระยะเวลา (วัน)')),
                    ('counts', models.CharField(choices=[('working', 'วันทำการ'), ('calendar', 'วันตามปฏิทิน')], max_length=8, verbose_name='นับเป็น')),
                    ('names_source', models.CharField(blank=True, max_length=300, verbose_name='ระเบียบหรือคำสั่งที่ให้ประกาศชื่อ')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='posted_list', to='committee.meeting', verbose_name='การประชุม')),
                    ('posted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'บัญชีรายการที่ปิดประกาศ',
                    'verbose_name_plural': 'บัญชีรายการที่ปิดประกาศ',
                    'ordering': ['-posted_on', '-pk'],
                },
            ),
            migrations.AddField(
                model_name='postedline',
                name='posted',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='committee.postedlist', verbose_name='บัญชีที่ปิดประกาศ'),
            ),
            migrations.CreateModel(
                name='Resolution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('approved', 'อนุมัติ'), ('in_part', 'อนุมัติบางส่วน'), ('declined', 'ไม่อนุมัติ'), ('deferred', 'เลื่อนการพิจารณา'), ('noted', 'รับทราบการช่วยเหลือที่ให้ไปก่อน')], max_length=10, verbose_name='มติ')),
                    ('amount_baht', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='เป็นเงิน (บาท)')),
                    ('basis', models.CharField(blank=True, max_length=300, verbose_name='ตามระเบียบหรือหลักเกณฑ์')),
                    ('words', portal.sealing.fields.SealedCharField(blank=True, bound_to=('item_id',), max_length=1000, verbose_name='รายละเอียดของมติ')),
                    ('deferred_until', models.DateField(blank=True, null=True, verbose_name='เลื่อนไปถึงวันที่')),
                    ('members', models.PositiveSmallIntegerField(verbose_name='กรรมการที่พิจารณาได้')),
                    ('present', models.PositiveSmallIntegerField(verbose_name='กรรมการที่มาประชุม')),
                    ('needed', models.PositiveSmallIntegerField(verbose_name='ต้องมาประชุม')),
                    ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committee.member', verbose_name='ผู้ทำหน้าที่ประธานในเรื่องนี้')),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='resolution', to='committee.agendaitem', verbose_name='เรื่องในระเบียบวาระ')),
                ],
                options={
                    'verbose_name': 'มติ',
                    'verbose_name_plural': 'มติ',
                    'ordering': ['item_id'],
                },
            ),
            migrations.AddField(
                model_name='postedline',
                name='resolution',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='posted_line', to='committee.resolution', verbose_name='มติ'),
            ),
            migrations.CreateModel(
                name='Brief',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ลำดับ')),
                    ('content', portal.sealing.fields.SealedJSONField(blank=True, bound_to=('agenda_id', 'case_id'), default=dict, verbose_name='สรุปเรื่อง')),
                    ('digest', models.CharField(editable=False, max_length=64)),
                    ('is_restricted', models.BooleanField(default=False, verbose_name='เรื่องที่ปกปิด')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('agenda', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='committee.frozenagenda', verbose_name='ระเบียบวาระที่ตรึงแล้ว')),
                ],
                options={
                    'verbose_name': 'สรุปเรื่องเสนอคณะกรรมการ',
                    'verbose_name_plural': 'สรุปเรื่องเสนอคณะกรรมการ',
                    'ordering': ['agenda_id', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('agenda', 'case'), name='committee_brief_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='appointingorder',
                constraint=models.UniqueConstraint(fields=('committee', 'number', 'issued_on'), name='committee_order_written_once'),
            ),
            migrations.AddConstraint(
                model_name='frozenagenda',
                constraint=models.UniqueConstraint(fields=('meeting', 'edition'), name='committee_agenda_edition_once'),
            ),
            migrations.AddConstraint(
                model_name='agendaitem',
                constraint=models.UniqueConstraint(fields=('meeting', 'case'), name='committee_case_once_on_an_agenda'),
            ),
            migrations.AddConstraint(
                model_name='member',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='committee_term_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='meeting',
                constraint=models.UniqueConstraint(fields=('committee', 'fiscal_year', 'number'), name='committee_meeting_number_once'),
            ),
            migrations.AddConstraint(
                model_name='meeting',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='committee_meetings_begin_at_one'),
            ),
            migrations.AddConstraint(
                model_name='conflict',
                constraint=models.UniqueConstraint(fields=('item', 'member'), name='committee_conflict_once'),
            ),
            migrations.AddConstraint(
                model_name='attendance',
                constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='committee_attendance_once'),
            ),
            migrations.AddConstraint(
                model_name='objection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='committee_objection_is_answered_on_a_day'),
            ),
            migrations.AddConstraint(
                model_name='postedlist',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('posted_on'))), name='committee_list_ends_after_it_is_posted'),
            ),
        ),
    ]
