"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import portal.files.storage
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('letters', '0001_initial'),
        ('letters', '0002_letterheads_and_occasions'),
        ('letters', '0003_print_orders'),
    ]

    initial = True

    dependencies = [
        ('organizations', '0006_fill_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='PrintOrder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20, verbose_name='ชนิด')),
                    ('subject', models.CharField(max_length=40, verbose_name='ของ')),
                    ('asked_at', models.DateTimeField(verbose_name='ขอเมื่อ')),
                    ('expires_at', models.DateTimeField(db_index=True, verbose_name='เก็บไว้ถึง')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ขอ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'เอกสารที่สั่งพิมพ์',
                    'verbose_name_plural': 'เอกสารที่สั่งพิมพ์',
                    'ordering': ['-asked_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='LetterCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year_be', models.PositiveSmallIntegerField(verbose_name='ปี พ.ศ.')),
                    ('last_number', models.PositiveIntegerField(default=0, verbose_name='เลขล่าสุด')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'ตัวนับเลขหนังสือ',
                    'verbose_name_plural': 'ตัวนับเลขหนังสือ',
                    'constraints': [models.UniqueConstraint(fields=('organization', 'year_be'), name='one_counter_per_year')],
                },
            ),
            migrations.CreateModel(
                name='Letterhead',
                fields=[
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letterhead', serialize=False, to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('signatory', models.CharField(blank=True, max_length=120, verbose_name='ชื่อผู้ลงนาม')),
                    ('position', models.CharField(blank=True, max_length=200, verbose_name='ตำแหน่งผู้ลงนาม')),
                    ('acting', models.CharField(blank=True, choices=[('ปฏิบัติราชการแทน', 'ปฏิบัติราชการแทน (ได้รับมอบอำนาจ)'), ('รักษาราชการแทน', 'รักษาราชการแทน (ผู้ดำรงตำแหน่งไม่อยู่)'), ('รักษาการในตำแหน่ง', 'รักษาการในตำแหน่ง (ไม่มีผู้ดำรงตำแหน่ง)')], max_length=30, verbose_name='ลงนามแทนอย่างไร')),
                    ('acting_for', models.CharField(blank=True, max_length=200, verbose_name='ลงนามแทนผู้ใด')),
                    ('owner_unit', models.CharField(blank=True, max_length=200, verbose_name='ส่วนราชการเจ้าของเรื่อง')),
                    ('phones', models.CharField(blank=True, max_length=120, verbose_name='โทรศัพท์ของเจ้าของเรื่อง')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='แก้ไขเมื่อ')),
                    ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้แก้ไข')),
                ],
                options={
                    'verbose_name': 'หัวหนังสือ',
                    'verbose_name_plural': 'หัวหนังสือ',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acting', ''), ('acting_for', '')), models.Q(models.Q(('acting', ''), _negated=True), models.Q(('acting_for', ''), _negated=True)), _connector='OR'), name='letterhead_acts_for_somebody')],
                },
            ),
            migrations.CreateModel(
                name='OutgoingLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year_be', models.PositiveSmallIntegerField(verbose_name='ปี พ.ศ.')),
                    ('running_number', models.PositiveIntegerField(verbose_name='เลขลำดับ')),
                    ('number', models.CharField(max_length=80, verbose_name='เลขที่หนังสือ')),
                    ('subject', models.CharField(max_length=300, verbose_name='เรื่อง')),
                    ('addressee', models.CharField(max_length=300, verbose_name='เรียน')),
                    ('snapshot', models.JSONField(verbose_name='เนื้อความ')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='ออกเมื่อ')),
                    ('pdf', models.FileField(blank=True, max_length=200, storage=portal.files.storage.private_storage, upload_to='', verbose_name='ไฟล์ PDF')),
                    ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                    ('pdf_renderer', models.CharField(blank=True, max_length=40)),
                    ('edition', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='ครั้งที่ออก')),
                    ('occasion', models.CharField(blank=True, editable=False, max_length=60, verbose_name='เนื่องจาก')),
                    ('withdrawal_reason', models.CharField(blank=True, choices=[('wrong_content', 'ข้อความไม่ถูกต้อง'), ('wrong_addressee', 'ส่งถึงผิดหน่วยงาน'), ('wrong_signatory', 'ผู้ลงนามหรือตำแหน่งไม่ถูกต้อง'), ('not_needed', 'ไม่ต้องใช้แล้ว')], max_length=20, verbose_name='เหตุที่ยกเลิก')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('created_by', models.ForeignKey(blank=True, help_text='ว่างเมื่อระบบออกเอง', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ออก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters_received', to='organizations.organization', verbose_name='ถึง')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิก')),
                ],
                options={
                    'verbose_name': 'หนังสือออก',
                    'verbose_name_plural': 'ทะเบียนหนังสือออก',
                    'ordering': ['-year_be', '-running_number'],
                    'indexes': [models.Index(condition=models.Q(('occasion', ''), _negated=True), fields=['occasion'], name='letter_by_occasion'), models.Index(condition=models.Q(('receiver__isnull', False)), fields=['receiver'], name='letter_by_receiver')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'year_be', 'running_number'), name='one_letter_per_number'), models.CheckConstraint(condition=models.Q(('running_number__gte', 1)), name='letter_numbers_begin_at_one'), models.UniqueConstraint(condition=models.Q(('occasion', ''), _negated=True), fields=('organization', 'occasion', 'edition'), name='one_letter_per_occasion'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at__isnull', True)), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='letter_withdrawn_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='PrintPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ลำดับ')),
                    ('subject', models.CharField(max_length=40, verbose_name='ของ')),
                    ('state', models.CharField(choices=[('waiting', 'รอทำ'), ('ready', 'พร้อมแล้ว'), ('failed', 'ทำไม่สำเร็จ')], default='waiting', max_length=10, verbose_name='สถานะ')),
                    ('pages', models.PositiveIntegerField(default=0, verbose_name='จำนวนหน้า')),
                    ('pdf', models.FileField(blank=True, max_length=200, storage=portal.files.storage.private_storage, upload_to='', verbose_name='ไฟล์ PDF')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='letters.printorder', verbose_name='เอกสารที่สั่งพิมพ์')),
                ],
                options={
                    'verbose_name': 'ส่วนของเอกสารที่สั่งพิมพ์',
                    'verbose_name_plural': 'ส่วนของเอกสารที่สั่งพิมพ์',
                    'ordering': ['order_id', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('order', 'number'), name='print_part_once')],
                },
            ),
        ),
    ]
