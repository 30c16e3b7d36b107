"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import legal_library.models.book
import legal_library.models.reading
import modelcluster.fields
import portal.files.storage
import portal.pages.models.guides
import wagtail.contrib.routable_page.models
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('legal_library', '0001_initial'),
        ('legal_library', '0002_anchors_by_label'),
        ('legal_library', '0003_withdrawal'),
        ('legal_library', '0004_texts_with_their_source'),
        ('legal_library', '0005_notes_stand_at_passages'),
        ('legal_library', '0006_earlier_texts'),
        ('legal_library', '0007_circulation'),
        ('legal_library', '0008_identifiers'),
        ('legal_library', '0009_collections'),
        ('legal_library', '0010_books'),
        ('legal_library', '0011_letter_readings'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0007_recovery_codes'),
        ('organizations', '0006_fill_levels'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Agency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='ชื่อ')),
                    ('name_en', models.CharField(blank=True, max_length=200, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('slug', models.SlugField(help_text='อักษรอังกฤษ ตัวเลข และขีด เช่น interior-ministry', max_length=80, unique=True, verbose_name='คำในที่อยู่เว็บ')),
                    ('sort_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ],
                options={
                    'verbose_name': 'หน่วยงานผู้ออก',
                    'verbose_name_plural': 'หน่วยงานผู้ออก',
                    'ordering': ['sort_key'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LibraryIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('intro', models.TextField(blank=True, verbose_name='คำนำ')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำนำ (อังกฤษ)')),
                ],
                options={
                    'verbose_name': 'คลังกฎหมาย',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='Topic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='ชื่อ')),
                    ('name_en', models.CharField(blank=True, max_length=200, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('slug', models.SlugField(help_text='อักษรอังกฤษ ตัวเลข และขีด เช่น interior-ministry', max_length=80, unique=True, verbose_name='คำในที่อยู่เว็บ')),
                    ('sort_key', models.CharField(db_index=True, editable=False, max_length=400)),
                    ('problem', models.CharField(blank=True, choices=portal.pages.models.guides.problem_choices, help_text='ปุ่มขอความช่วยเหลือในหน้าเอกสารของหัวข้อนี้จะเลือกเรื่องนี้ให้', max_length=40, verbose_name='เรื่องที่ขอความช่วยเหลือได้')),
                ],
                options={
                    'verbose_name': 'หัวข้อ',
                    'verbose_name_plural': 'หัวข้อ',
                    'ordering': ['sort_key'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Book',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fingerprint', models.CharField(editable=False, max_length=64)),
                    ('cover', models.FileField(blank=True, max_length=80, storage=portal.files.storage.private_storage, upload_to=legal_library.models.book.stored_picture, verbose_name='ปก')),
                    ('is_cut', models.BooleanField(default=False, help_text='ไฟล์ยาวมาก ผู้อ่านเปิดหน้าที่เหลือจากไฟล์', verbose_name='มีหน้ามากกว่าที่แสดง')),
                    ('made_at', models.DateTimeField(verbose_name='ทำเมื่อ')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='book', to='wagtaildocs.document', verbose_name='ไฟล์')),
                ],
                options={
                    'verbose_name': 'คู่มืออ่านออนไลน์',
                    'verbose_name_plural': 'คู่มืออ่านออนไลน์',
                },
            ),
            migrations.CreateModel(
                name='CollectionPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('intro', models.TextField(blank=True, help_text='ชุดนี้รวมอะไรไว้ ใครควรอ่าน', verbose_name='คำนำ')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำนำ (อังกฤษ)')),
                    ('kind', models.CharField(blank=True, choices=[('constitution', 'รัฐธรรมนูญ'), ('act', 'พระราชบัญญัติ'), ('code', 'ประมวลกฎหมาย'), ('emergency_decree', 'พระราชกำหนด'), ('royal_decree', 'พระราชกฤษฎีกา'), ('ministerial_regulation', 'กฎกระทรวง'), ('regulation', 'ระเบียบ'), ('rule', 'ข้อบังคับ'), ('local_ordinance', 'ข้อบัญญัติท้องถิ่น'), ('notification', 'ประกาศ'), ('order', 'คำสั่ง'), ('criteria', 'หลักเกณฑ์'), ('directive_letter', 'หนังสือสั่งการ'), ('circular', 'หนังสือเวียน'), ('consultation_reply', 'หนังสือตอบข้อหารือ'), ('mou', 'บันทึกข้อตกลง'), ('manual', 'คู่มือ'), ('form', 'แบบฟอร์ม'), ('guideline', 'แนวทาง'), ('cabinet_resolution', 'มติคณะรัฐมนตรี')], max_length=30, verbose_name='ประเภท')),
                    ('status', models.CharField(blank=True, choices=[('in_force', 'ใช้บังคับ'), ('amended', 'ใช้บังคับ และมีการแก้ไขเพิ่มเติม'), ('not_yet_in_force', 'ประกาศแล้ว ยังไม่ใช้บังคับ'), ('suspended', 'ชะลอการใช้บังคับ'), ('repealed', 'ยกเลิกแล้ว'), ('unverified', 'ยังไม่ยืนยันสถานะ')], max_length=20, verbose_name='สถานะ')),
                    ('year_be', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ปี พ.ศ.')),
                    ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_library.agency', verbose_name='หน่วยงานผู้ออก')),
                    ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_library.topic', verbose_name='หัวข้อ')),
                ],
                options={
                    'verbose_name': 'ชุดเอกสาร',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='DocumentPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('kind', models.CharField(choices=[('constitution', 'รัฐธรรมนูญ'), ('act', 'พระราชบัญญัติ'), ('code', 'ประมวลกฎหมาย'), ('emergency_decree', 'พระราชกำหนด'), ('royal_decree', 'พระราชกฤษฎีกา'), ('ministerial_regulation', 'กฎกระทรวง'), ('regulation', 'ระเบียบ'), ('rule', 'ข้อบังคับ'), ('local_ordinance', 'ข้อบัญญัติท้องถิ่น'), ('notification', 'ประกาศ'), ('order', 'คำสั่ง'), ('criteria', 'หลักเกณฑ์'), ('directive_letter', 'หนังสือสั่งการ'), ('circular', 'หนังสือเวียน'), ('consultation_reply', 'หนังสือตอบข้อหารือ'), ('mou', 'บันทึกข้อตกลง'), ('manual', 'คู่มือ'), ('form', 'แบบฟอร์ม'), ('guideline', 'แนวทาง'), ('cabinet_resolution', 'มติคณะรัฐมนตรี')], db_index=True, max_length=30, verbose_name='ประเภท')),
                    ('other_names', models.TextField(blank=True, help_text='บรรทัดละหนึ่งชื่อ เช่น ระเบียบช่วยเหลือประชาชน ว 1918 ใช้ในการค้นหา', verbose_name='ชื่อที่คนเรียก')),
                    ('summary', models.TextField(blank=True, help_text='เขียนเอง สองสามประโยค เอกสารนี้ใช้ทำอะไร ใครควรอ่าน ไม่ใช้ภาษาราชการ', verbose_name='สรุป')),
                    ('summary_en', models.TextField(blank=True, verbose_name='สรุป (อังกฤษ)')),
                    ('holding', models.CharField(choices=[('full', 'มีข้อความเต็ม'), ('record', 'มีข้อมูลเอกสารและสรุป'), ('missing', 'ยังไม่มีตัวเอกสาร')], default='record', max_length=10, verbose_name='ในคลังมี')),
                    ('year_be', models.PositiveSmallIntegerField(blank=True, db_index=True, help_text='เว้นว่างได้ถ้ามีวันที่ลงนามหรือวันที่ประกาศ', null=True, verbose_name='ปี พ.ศ.')),
                    ('urgency', models.CharField(choices=[('normal', 'ปกติ'), ('urgent', 'ด่วน'), ('very_urgent', 'ด่วนมาก'), ('most_urgent', 'ด่วนที่สุด'), ('urgent_by', 'ด่วนภายใน')], default='normal', max_length=20, verbose_name='ชั้นความเร็ว')),
                    ('urgent_by', models.DateTimeField(blank=True, null=True, verbose_name='ด่วนภายใน')),
                    ('secrecy', models.CharField(choices=[('none', 'ไม่มีชั้นความลับ'), ('confidential', 'ลับ'), ('secret', 'ลับมาก'), ('top_secret', 'ลับที่สุด')], default='none', max_length=20, verbose_name='ชั้นความลับ')),
                    ('reference_as_written', models.CharField(blank=True, help_text='พิมพ์ตามหนังสือ เช่น มท ๐๘๙๑.๓/ว ๑๙๑๘', max_length=120, verbose_name='เลขที่หนังสือตามต้นฉบับ')),
                    ('reference', models.CharField(blank=True, db_index=True, editable=False, max_length=80, verbose_name='เลขที่หนังสือรูปมาตรฐาน')),
                    ('owner_unit', models.CharField(blank=True, max_length=255, verbose_name='ส่วนราชการเจ้าของหนังสือ')),
                    ('sender_address', models.TextField(blank=True, verbose_name='ที่ตั้ง')),
                    ('addressee', models.CharField(blank=True, max_length=500, verbose_name='เรียน')),
                    ('subject', models.CharField(blank=True, max_length=500, verbose_name='เรื่อง')),
                    ('signatory', models.CharField(blank=True, max_length=200, verbose_name='ผู้ลงนาม')),
                    ('signatory_position', models.CharField(blank=True, max_length=255, verbose_name='ตำแหน่ง')),
                    ('acting_for', models.CharField(blank=True, max_length=255, verbose_name='ปฏิบัติราชการแทน')),
                    ('contact', models.TextField(blank=True, help_text='กลุ่มงานและโทรศัพท์ท้ายหนังสือ', verbose_name='หน่วยงานที่ติดต่อ')),
                    ('received_no', models.CharField(blank=True, max_length=60, verbose_name='เลขรับ')),
                    ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='วันเวลาที่รับ')),
                    ('parties', models.TextField(blank=True, help_text='บรรทัดละหนึ่งหน่วยงาน', verbose_name='คู่สัญญา')),
                    ('gazette_volume', models.CharField(blank=True, max_length=10, verbose_name='เล่ม')),
                    ('gazette_part', models.CharField(blank=True, help_text='เช่น 95 ก หรือ พิเศษ 254 ง', max_length=30, verbose_name='ตอน')),
                    ('gazette_page', models.CharField(blank=True, max_length=10, verbose_name='หน้า')),
                    ('gazette_published_on', models.DateField(blank=True, null=True, verbose_name='ประกาศในราชกิจจานุเบกษาเมื่อ')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='ลงวันที่')),
                    ('date_note', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุเรื่องวันที่')),
                    ('date_note_en', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุเรื่องวันที่ (อังกฤษ)')),
                    ('effective_on', models.DateField(blank=True, null=True, verbose_name='ใช้บังคับตั้งแต่')),
                    ('repealed_on', models.DateField(blank=True, null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('status', models.CharField(choices=[('in_force', 'ใช้บังคับ'), ('amended', 'ใช้บังคับ และมีการแก้ไขเพิ่มเติม'), ('not_yet_in_force', 'ประกาศแล้ว ยังไม่ใช้บังคับ'), ('suspended', 'ชะลอการใช้บังคับ'), ('repealed', 'ยกเลิกแล้ว'), ('unverified', 'ยังไม่ยืนยันสถานะ')], db_index=True, default='unverified', max_length=20, verbose_name='สถานะ')),
                    ('status_note', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุเรื่องสถานะ')),
                    ('status_note_en', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุเรื่องสถานะ (อังกฤษ)')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ตรวจสอบล่าสุดเมื่อ')),
                    ('checked_against', models.CharField(blank=True, max_length=255, verbose_name='ตรวจสอบกับ')),
                    ('source_name', models.CharField(blank=True, max_length=255, verbose_name='แหล่งที่มา')),
                    ('source_url', models.URLField(blank=True, max_length=500, verbose_name='ที่อยู่เว็บของแหล่งที่มา')),
                    ('dated_on', models.DateField(db_index=True, editable=False, null=True)),
                    ('agency_unnamed', models.BooleanField(default=False, help_text='เลือกแทนการระบุหน่วยงาน เมื่อตัวเอกสารไม่ได้บอก', verbose_name='ต้นฉบับไม่ได้ระบุหน่วยงานผู้ออก')),
                    ('text_as_of', models.DateField(blank=True, help_text='การแก้ไขถึงวันนี้รวมอยู่ในข้อความแล้ว', null=True, verbose_name='ข้อความ ณ วันที่')),
                    ('text_checksum', models.CharField(blank=True, editable=False, max_length=64)),
                    ('text_source', models.CharField(blank=True, max_length=255, verbose_name='ข้อความมาจาก')),
                    ('identifier', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=80, verbose_name='รหัสถาวร')),
                    ('text_is_machine_read', models.BooleanField(default=False, help_text='ข้อความมาจากการอ่านภาพสแกน ผู้อ่านเห็นคำเตือนนี้เหนือข้อความ เลิกเลือกเมื่อเทียบกับภาพครบแล้ว', verbose_name='อ่านด้วยเครื่อง ยังไม่ตรวจ')),
                    ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='legal_library.agency', verbose_name='หน่วยงานผู้ออก')),
                    ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='documents', to='legal_library.topic', verbose_name='หัวข้อ')),
                ],
                options={
                    'verbose_name': 'เอกสารในคลังกฎหมาย',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='DocumentNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('kind', models.CharField(choices=[('contradiction', 'ต้นฉบับไม่ตรงกัน'), ('damage', 'ข้อความอาจคลาดเคลื่อนจากการสแกน'), ('gap', 'ต้นฉบับไม่ได้กำหนด'), ('standing', 'สถานะของข้อนี้'), ('remark', 'ข้อสังเกต')], default='remark', max_length=20, verbose_name='ชนิด')),
                    ('text', models.TextField(verbose_name='ข้อความ')),
                    ('text_en', models.TextField(blank=True, verbose_name='ข้อความ (อังกฤษ)')),
                    ('anchor', models.SlugField(blank=True, help_text='จุดเชื่อมของตอน เช่น m5 คือมาตรา 5 แสดงที่ตอนนั้น เว้นว่างถ้าเป็นข้อสังเกตทั้งฉบับ', max_length=40, verbose_name='อยู่ที่ตอน')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='legal_library.documentpage')),
                ],
                options={
                    'verbose_name': 'ข้อสังเกตเกี่ยวกับต้นฉบับ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='DocumentFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('title', models.CharField(max_length=255, verbose_name='ชื่อที่แสดง')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtaildocs.document', verbose_name='ไฟล์')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='legal_library.documentpage')),
                ],
                options={
                    'verbose_name': 'ไฟล์',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='DocumentChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('changed_on', models.DateField(verbose_name='วันที่')),
                    ('note', models.CharField(max_length=300, verbose_name='แก้ไขอะไร')),
                    ('note_en', models.CharField(blank=True, max_length=300, verbose_name='แก้ไขอะไร (อังกฤษ)')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='legal_library.documentpage')),
                ],
                options={
                    'verbose_name': 'การแก้ไขระเบียน',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CollectionDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='อ่านเพราะอะไร')),
                    ('note_en', models.CharField(blank=True, max_length=300, verbose_name='อ่านเพราะอะไร (อังกฤษ)')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='legal_library.collectionpage')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legal_library.documentpage', verbose_name='เอกสาร')),
                ],
                options={
                    'verbose_name': 'เอกสารในชุด',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Circulation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('addressed_to', models.CharField(max_length=300, verbose_name='แจ้งถึง')),
                    ('message', models.TextField(blank=True, max_length=2000, verbose_name='ข้อความถึงผู้รับ')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='ให้รับทราบภายใน')),
                    ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='แจ้งเมื่อ')),
                    ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่แจ้งเวียน')),
                    ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้แจ้ง')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulations', to='legal_library.documentpage', verbose_name='เอกสาร')),
                ],
                options={
                    'verbose_name': 'การแจ้งเวียน',
                    'verbose_name_plural': 'การแจ้งเวียน',
                    'ordering': ['-sent_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='DocumentPassage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('label', models.CharField(blank=True, help_text='เช่น มาตรา 12 หรือ ข้อ 3', max_length=200, verbose_name='ชื่อในสารบัญ')),
                    ('heading', models.CharField(blank=True, help_text='คัดจากต้นฉบับ ถ้ามี', max_length=500, verbose_name='หัวเรื่องในต้นฉบับ')),
                    ('text', models.TextField(blank=True, verbose_name='ข้อความในต้นฉบับ')),
                    ('anchor', models.SlugField(blank=True, help_text='เว้นว่างให้ระบบตั้งตามชื่อในสารบัญ เช่น มาตรา 5 เป็น m5 ที่มีอยู่แล้วไม่ควรเปลี่ยน เพราะมีลิงก์มาถึง', max_length=40, verbose_name='จุดเชื่อม')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2')], default=1, verbose_name='ระดับในสารบัญ')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='legal_library.documentpage')),
                ],
                options={
                    'verbose_name': 'ตอนของข้อความ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='DocumentRelation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('kind', models.CharField(choices=[('amends', 'แก้ไขเพิ่มเติม'), ('repeals', 'ยกเลิก'), ('replaces', 'แทนที่'), ('issued_under', 'ออกตามความใน'), ('cites', 'อ้างถึง'), ('encloses', 'ส่งมาด้วย'), ('relays', 'แจ้งต่อ'), ('explains', 'อธิบาย'), ('related', 'เกี่ยวข้องกับ')], max_length=20, verbose_name='ความสัมพันธ์')),
                    ('reference_text', models.CharField(blank=True, help_text='คัดจากต้นฉบับ จำเป็นเมื่อคลังไม่มีเอกสารนั้น', max_length=500, verbose_name='ชื่อหรือเลขที่ตามที่อ้าง')),
                    ('reference', models.CharField(blank=True, db_index=True, editable=False, max_length=80)),
                    ('provision', models.CharField(blank=True, max_length=120, verbose_name='มาตราหรือข้อ')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุ')),
                    ('note_en', models.CharField(blank=True, max_length=500, verbose_name='หมายเหตุ (อังกฤษ)')),
                    ('incoming', models.BooleanField(default=False, help_text='เลือกเมื่อเอกสารที่คลังไม่มีเป็นฝ่ายกระทำ เช่น ฉบับนี้ถูกแก้ไขโดยฉบับที่ 2', verbose_name='กลับทิศ')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='legal_library.documentpage')),
                    ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='related_from', to='legal_library.documentpage', verbose_name='เอกสารในคลัง')),
                ],
                options={
                    'verbose_name': 'ความสัมพันธ์กับเอกสารอื่น',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Enclosure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('title', models.CharField(help_text='คัดจากต้นฉบับ', max_length=500, verbose_name='สิ่งที่ส่งมาด้วย')),
                    ('quantity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='จำนวน')),
                    ('unit', models.CharField(blank=True, help_text='ชุด ฉบับ เล่ม', max_length=40, verbose_name='หน่วย')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enclosed_in', to='legal_library.documentpage', verbose_name='เอกสารในคลัง')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='enclosures', to='legal_library.documentpage')),
                ],
                options={
                    'verbose_name': 'สิ่งที่ส่งมาด้วย',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LetterReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(auto_now_add=True)),
                    ('name', models.CharField(max_length=200, verbose_name='ชื่อไฟล์')),
                    ('file', models.FileField(blank=True, max_length=80, storage=portal.files.storage.private_storage, upload_to=legal_library.models.reading.stored_file, verbose_name='ไฟล์')),
                    ('state', models.CharField(choices=[('waiting', 'กำลังอ่าน'), ('read', 'อ่านแล้ว'), ('failed', 'อ่านไม่ได้'), ('refused', 'ไม่รับ')], default='waiting', max_length=10)),
                    ('problem', models.CharField(blank=True, max_length=500)),
                    ('found', models.JSONField(default=dict)),
                    ('made', models.JSONField(default=dict)),
                    ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'การอ่านหนังสือ',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='LibraryImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(auto_now_add=True)),
                    ('state', models.CharField(choices=[('looking', 'กำลังอ่าน'), ('looked', 'อ่านแล้ว รอให้คุณยืนยัน'), ('writing', 'กำลังนำเข้า'), ('done', 'นำเข้าแล้ว'), ('failed', 'อ่านไม่ได้')], default='looking', max_length=10)),
                    ('files', models.JSONField(default=list)),
                    ('choices', models.JSONField(default=dict)),
                    ('outcomes', models.JSONField(default=list)),
                    ('problem', models.CharField(blank=True, max_length=500)),
                    ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'การนำเข้าเอกสาร',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Receipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by_letter', models.BooleanField(default=False, verbose_name='ส่งเป็นหนังสือ')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='รับทราบเมื่อ')),
                    ('received_on', models.DateField(null=True, verbose_name='วันที่ได้รับตามใบตอบรับ')),
                    ('receiver_words', models.CharField(blank=True, max_length=200, verbose_name='ผู้ลงชื่อรับ')),
                    ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment', verbose_name='ผู้รับทราบ')),
                    ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='legal_library.circulation')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'การรับทราบ',
                    'ordering': ['organization__sort_key', 'pk'],
                },
            ),
            migrations.AddField(
                model_name='circulation',
                name='relays',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relayed', to='legal_library.receipt', verbose_name='แจ้งต่อจาก'),
            ),
            migrations.CreateModel(
                name='TextVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='ลำดับ')),
                    ('public_from', models.DateField(verbose_name='เผยแพร่ตั้งแต่')),
                    ('public_until', models.DateField(verbose_name='ถูกแทนเมื่อ')),
                    ('text_as_of', models.DateField(null=True, verbose_name='ข้อความ ณ วันที่')),
                    ('text_source', models.CharField(blank=True, max_length=255, verbose_name='ข้อความมาจาก')),
                    ('text', models.TextField(verbose_name='ข้อความ')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='legal_library.documentpage', verbose_name='เอกสาร')),
                ],
                options={
                    'verbose_name': 'ข้อความที่เคยเผยแพร่',
                    'ordering': ['document', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Understanding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='เมื่อ')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='เจ้าหน้าที่')),
                    ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='understandings', to='legal_library.receipt')),
                ],
                options={
                    'verbose_name': 'อ่านและเข้าใจแล้ว',
                    'ordering': [models.OrderBy(models.F('at')), 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Withdrawal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('withdrawn_on', models.DateField(verbose_name='ถอนเมื่อ')),
                    ('reason', models.CharField(max_length=500, verbose_name='เหตุผลที่ถอน')),
                    ('reason_en', models.CharField(blank=True, max_length=500, verbose_name='เหตุผลที่ถอน (อังกฤษ)')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='บันทึกเมื่อ')),
                    ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='เผยแพร่อีกครั้งเมื่อ')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='legal_library.documentpage', verbose_name='เอกสาร')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ถอน')),
                ],
                options={
                    'verbose_name': 'การถอนเอกสาร',
                    'ordering': ['-recorded_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='BookPage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='หน้า')),
                    ('picture', models.FileField(max_length=80, storage=portal.files.storage.private_storage, upload_to=legal_library.models.book.stored_picture, verbose_name='ภาพ')),
                    ('width', models.PositiveSmallIntegerField()),
                    ('height', models.PositiveSmallIntegerField()),
                    ('text', models.TextField(blank=True, verbose_name='ข้อความ')),
                    ('folded', models.TextField(blank=True, editable=False)),
                    ('book', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='legal_library.book', verbose_name='คู่มือ')),
                ],
                options={
                    'verbose_name': 'หน้าของคู่มือ',
                    'verbose_name_plural': 'หน้าของคู่มือ',
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('book', 'number'), name='book_page_once')],
                },
            ),
            migrations.CreateModel(
                name='ReadLeaf',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='หน้า')),
                    ('picture', models.FileField(max_length=80, storage=portal.files.storage.private_storage, upload_to=legal_library.models.reading.stored_file, verbose_name='ภาพ')),
                    ('width', models.PositiveSmallIntegerField()),
                    ('height', models.PositiveSmallIntegerField()),
                    ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaves', to='legal_library.letterreading')),
                ],
                options={
                    'verbose_name': 'หน้าของหนังสือ',
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('reading', 'number'), name='read_leaf_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='receipt',
                constraint=models.UniqueConstraint(fields=('circulation', 'organization'), name='library_one_receipt_each'),
            ),
            migrations.AddConstraint(
                model_name='receipt',
                constraint=models.CheckConstraint(condition=models.Q(('acknowledged_at', None), ('acknowledged_by__isnull', False), models.Q(('receiver_words', ''), _negated=True), _connector='OR'), name='library_a_receipt_names_somebody'),
            ),
            migrations.AddConstraint(
                model_name='textversion',
                constraint=models.UniqueConstraint(fields=('document', 'number'), name='library_versions_count_up'),
            ),
            migrations.AddConstraint(
                model_name='documentpage',
                constraint=models.CheckConstraint(condition=models.Q(('secrecy__in', ['none', 'confidential'])), name='library_never_stores_secrets'),
            ),
            migrations.AddConstraint(
                model_name='documentpage',
                constraint=models.CheckConstraint(condition=models.Q(('year_be__isnull', True), ('year_be__range', (2400, 2700)), _connector='OR'), name='library_year_is_buddhist'),
            ),
            migrations.AddConstraint(
                model_name='collectionpage',
                constraint=models.CheckConstraint(condition=models.Q(('year_be__isnull', True), ('year_be__range', (2400, 2700)), _connector='OR'), name='library_collection_year_is_buddhist'),
            ),
            migrations.AddConstraint(
                model_name='understanding',
                constraint=models.UniqueConstraint(fields=('receipt', 'person'), name='library_understood_once'),
            ),
            migrations.AddConstraint(
                model_name='withdrawal',
                constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('document',), name='library_one_open_withdrawal'),
            ),
        ),
    ]
