"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import uuid
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('announcements', '0001_initial'),
        ('announcements', '0002_fingerprint'),
        ('announcements', '0003_office_notices'),
        ('announcements', '0004_results_editions'),
        ('announcements', '0005_events_pictures_corrections'),
        ('announcements', '0006_results_in_the_queue'),
    ]

    initial = True

    dependencies = [
        ('organizations', '0007_shapes_and_hours'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='AnnouncementIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('intro', models.TextField(blank=True, verbose_name='คำอธิบายสั้น')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำอธิบายสั้น (อังกฤษ)')),
                ],
                options={
                    'verbose_name': 'หน้ารวมประกาศ',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='ResultsIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('intro', models.TextField(blank=True, verbose_name='คำอธิบายสั้น')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำอธิบายสั้น (อังกฤษ)')),
                ],
                options={
                    'verbose_name': 'หน้าผลการช่วยเหลือประจำปี',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='AnnouncementPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('kind', models.CharField(choices=[('notice', 'ประกาศ'), ('news', 'ข่าว'), ('warning', 'เตือนภัย'), ('registration', 'เปิดลงทะเบียน'), ('statement', 'แถลงการณ์'), ('event', 'กิจกรรม')], default='notice', max_length=20, verbose_name='ประเภท')),
                    ('summary', models.TextField(help_text='หนึ่งถึงสามประโยค แสดงในรายการและในฟีด', max_length=400, verbose_name='สรุป')),
                    ('summary_en', models.TextField(blank=True, max_length=600, verbose_name='สรุป (อังกฤษ)')),
                    ('body', wagtail.fields.RichTextField(blank=True, help_text='เว้นว่างได้เมื่อทุกอย่างอยู่ในเอกสารแนบ', verbose_name='เนื้อความ')),
                    ('body_en', wagtail.fields.RichTextField(blank=True, verbose_name='เนื้อความ (อังกฤษ)')),
                    ('number', models.CharField(blank=True, help_text='เช่น 3/2569 เว้นว่างได้', max_length=60, verbose_name='เลขที่ประกาศ')),
                    ('issued_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='ประกาศ ณ วันที่')),
                    ('shown_from', models.DateField(db_index=True, default=django.utils.timezone.localdate, help_text='ก่อนวันนี้ ประชาชนจะยังไม่เห็น', verbose_name='ปิดประกาศตั้งแต่')),
                    ('shown_until', models.DateField(blank=True, db_index=True, help_text='รวมวันนี้ด้วย เว้นว่างเมื่อไม่มีกำหนด', null=True, verbose_name='ปิดประกาศถึง')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='สิ้นสุด')),
                    ('place', models.CharField(blank=True, help_text='เช่น ศาลากลางจังหวัด ห้องประชุม 1', max_length=200, verbose_name='สถานที่')),
                    ('place_en', models.CharField(blank=True, max_length=200, verbose_name='สถานที่ (อังกฤษ)')),
                    ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='เริ่ม')),
                    ('organization', models.ForeignKey(blank=True, help_text='เว้นว่างเมื่อเป็นประกาศของศูนย์', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ประกาศ')),
                ],
                options={
                    'verbose_name': 'ประกาศ',
                    'verbose_name_plural': 'ประกาศ',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='AnnouncementAttachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('title', models.CharField(max_length=255, verbose_name='ชื่อเอกสาร')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='ชื่อเอกสาร (อังกฤษ)')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtaildocs.document', verbose_name='ไฟล์')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='announcements.announcementpage')),
                ],
                options={
                    'verbose_name': 'เอกสารแนบ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AnnouncementPicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('alt', models.CharField(help_text='หนึ่งประโยคสำหรับคนที่มองไม่เห็นภาพ ไม่ต้องขึ้นต้นว่า “ภาพ”', max_length=200, verbose_name='ในภาพมีอะไร')),
                    ('alt_en', models.CharField(blank=True, max_length=200, verbose_name='ในภาพมีอะไร (อังกฤษ)')),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ')),
                    ('caption_en', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ (อังกฤษ)')),
                    ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='ภาพ')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='announcements.announcementpage')),
                ],
                options={
                    'verbose_name': 'ภาพ',
                    'verbose_name_plural': 'ภาพ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OfficeSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publishes_directly', models.BooleanField(default=False, help_text='เมื่อไม่เลือก ผู้อนุมัติเผยแพร่ของศูนย์ต้องอ่านและเผยแพร่ให้', verbose_name='อปท. เผยแพร่ประกาศของตนได้เอง')),
                    ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ],
                options={
                    'verbose_name': 'ประกาศของ อปท.',
                },
            ),
            migrations.CreateModel(
                name='AnnualResults',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('be_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณ พ.ศ.')),
                    ('snapshot', models.JSONField(verbose_name='ตัวเลข')),
                    ('method', models.TextField(blank=True, verbose_name='ตัวเลขเหล่านี้มาจากไหน')),
                    ('method_en', models.TextField(blank=True, verbose_name='ตัวเลขเหล่านี้มาจากไหน (อังกฤษ)')),
                    ('correction', models.TextField(blank=True, verbose_name='คำแก้ไขหลังเผยแพร่')),
                    ('computed_at', models.DateTimeField(verbose_name='คำนวณเมื่อ')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='เผยแพร่เมื่อ')),
                    ('fingerprint', models.CharField(blank=True, editable=False, max_length=64, verbose_name='ลายนิ้วมือของตัวเลข (SHA-256)')),
                    ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='ฉบับที่')),
                    ('query', models.JSONField(default=dict, editable=False, verbose_name='คำนวณจากอะไร')),
                    ('replaced_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ถูกแทนเมื่อ')),
                    ('why', models.CharField(blank=True, max_length=500, verbose_name='เหตุที่ทำฉบับใหม่')),
                    ('computed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้คำนวณ')),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เผยแพร่')),
                ],
                options={
                    'verbose_name': 'ผลการช่วยเหลือประจำปี',
                    'verbose_name_plural': 'ผลการช่วยเหลือประจำปี',
                    'ordering': ['-be_year', '-edition'],
                    'permissions': [('publish_annualresults', 'เผยแพร่ผลการช่วยเหลือประจำปี')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('be_year__range', (2500, 2700))), name='results_year_is_buddhist'), models.UniqueConstraint(fields=('be_year', 'edition'), name='results_edition_once'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('be_year',), name='results_one_draft_of_a_year'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', False), ('replaced_at', None)), fields=('be_year',), name='results_one_edition_holds')],
                },
            ),
            migrations.CreateModel(
                name='OfficeNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('draft', 'ร่าง'), ('waiting', 'รอศูนย์เผยแพร่'), ('returned', 'ศูนย์ส่งกลับ'), ('public', 'เผยแพร่แล้ว'), ('down', 'ปลดแล้ว')], default='draft', max_length=10, verbose_name='สถานะ')),
                    ('written_at', models.DateTimeField(verbose_name='เขียนเมื่อ')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='เหตุผลที่ส่งกลับ')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='office_notice', to='announcements.announcementpage', verbose_name='ประกาศ')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เขียน')),
                ],
                options={
                    'verbose_name': 'ประกาศของหน่วยงาน',
                    'verbose_name_plural': 'ประกาศของหน่วยงาน',
                    'ordering': ['-written_at', '-pk'],
                    'indexes': [models.Index(fields=['organization', '-written_at'], name='notice_of_office')],
                },
            ),
            migrations.CreateModel(
                name='PostingRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(editable=False, max_length=255, verbose_name='ชื่อประกาศ')),
                    ('path', models.CharField(editable=False, max_length=500)),
                    ('medium', models.CharField(choices=[('board', 'ป้ายประกาศที่ทำการ'), ('website', 'เว็บไซต์')], default='board', max_length=10, verbose_name='ปิดประกาศที่')),
                    ('place', models.CharField(blank=True, help_text='เช่น ป้ายประกาศหน้าสำนักงาน', max_length=200, verbose_name='สถานที่')),
                    ('posted_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='ตั้งแต่วันที่')),
                    ('posted_until', models.DateField(blank=True, help_text='เว้นว่างเมื่อยังปิดอยู่และไม่มีกำหนด', null=True, verbose_name='ถึงวันที่')),
                    ('taken_down_on', models.DateField(blank=True, editable=False, null=True, verbose_name='ปลดประกาศเมื่อ')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='บันทึกเมื่อ')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='หมายเหตุ')),
                    ('announcement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='postings', to='announcements.announcementpage', verbose_name='ประกาศ')),
                    ('corrects', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='announcements.postingrecord', verbose_name='แก้รายการ')),
                    ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'หลักฐานการปิดประกาศ',
                    'verbose_name_plural': 'หลักฐานการปิดประกาศ',
                    'ordering': ['-posted_from', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('posted_until__isnull', True), ('posted_until__gte', models.F('posted_from')), _connector='OR'), name='posting_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('taken_down_on__isnull', True), ('taken_down_on__gte', models.F('posted_from')), _connector='OR'), name='posting_is_taken_down_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='ResultsRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('be_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณ พ.ศ.')),
                    ('why', models.CharField(blank=True, max_length=500, verbose_name='เหตุที่ทำฉบับใหม่')),
                    ('asked_at', models.DateTimeField(verbose_name='สั่งเมื่อ')),
                    ('step', models.CharField(choices=[('waiting', 'รอเริ่ม'), ('counting', 'กำลังนับตัวเลข'), ('times', 'กำลังนับเวลาที่ประชาชนรอ'), ('hiding', 'กำลังปกปิดตัวเลขเล็ก'), ('done', 'ร่างพร้อมแล้ว'), ('refused', 'คำนวณไม่ได้'), ('failed', 'ไม่สำเร็จ')], default='waiting', max_length=10, verbose_name='ขั้นตอน')),
                    ('words', models.TextField(blank=True, verbose_name='เพราะอะไร')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='เสร็จเมื่อ')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้สั่งคำนวณ')),
                ],
                options={
                    'verbose_name': 'การคำนวณผลประจำปี',
                    'verbose_name_plural': 'การคำนวณผลประจำปี',
                    'ordering': ['-asked_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('be_year__range', (2500, 2700))), name='run_year_is_buddhist'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('be_year',), name='results_one_run_of_a_year')],
                },
            ),
        ),
    ]
