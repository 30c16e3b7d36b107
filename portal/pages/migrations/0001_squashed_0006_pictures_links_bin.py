"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.core.serializers.json
import django.db.models.deletion
import modelcluster.fields
import portal.pages.models.guides
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('pages', '0001_initial'),
        ('pages', '0002_guide_search_words'),
        ('pages', '0003_contacts'),
        ('pages', '0004_numbers_to_call'),
        ('pages', '0005_numbers_in_sentences'),
        ('pages', '0006_pictures_links_bin'),
    ]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='ContentPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('note', 2), ('steps', 4), ('table', 11), ('download', 14)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'หัวข้อ', 'template': 'pages/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'ข้อความ'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link'], 'label': 'ข้อควรรู้', 'template': 'pages/blocks/note.html'}), 3: ('wagtail.blocks.TextBlock', (), {}), 4: ('wagtail.blocks.ListBlock', (3,), {'icon': 'list-ol', 'label': 'ขั้นตอนเรียงลำดับ', 'template': 'pages/blocks/steps.html'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'ชื่อตาราง'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'ช่องที่ 1'}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'ช่องที่ 2'}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'ช่องที่ 3', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('first', 6), ('second', 7), ('third', 8)]], {'label': 'แถว'}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'แถว (แถวแรกเป็นหัวตาราง)', 'min_num': 2}), 11: ('wagtail.blocks.StructBlock', [[('caption', 5), ('rows', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'ชื่อที่แสดง'}), 13: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'ไฟล์'}), 14: ('wagtail.blocks.StructBlock', [[('title', 12), ('document', 13)]], {})}, verbose_name='เนื้อหา')),
                    ('body_en', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('note', 2), ('steps', 4), ('table', 11), ('download', 14)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'หัวข้อ', 'template': 'pages/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'ข้อความ'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link'], 'label': 'ข้อควรรู้', 'template': 'pages/blocks/note.html'}), 3: ('wagtail.blocks.TextBlock', (), {}), 4: ('wagtail.blocks.ListBlock', (3,), {'icon': 'list-ol', 'label': 'ขั้นตอนเรียงลำดับ', 'template': 'pages/blocks/steps.html'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'ชื่อตาราง'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'ช่องที่ 1'}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'ช่องที่ 2'}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'ช่องที่ 3', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('first', 6), ('second', 7), ('third', 8)]], {'label': 'แถว'}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'แถว (แถวแรกเป็นหัวตาราง)', 'min_num': 2}), 11: ('wagtail.blocks.StructBlock', [[('caption', 5), ('rows', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'ชื่อที่แสดง'}), 13: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'ไฟล์'}), 14: ('wagtail.blocks.StructBlock', [[('title', 12), ('document', 13)]], {})}, verbose_name='เนื้อหา (อังกฤษ)')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ตรวจสอบล่าสุดเมื่อ')),
                ],
                options={
                    'verbose_name': 'หน้าเนื้อหา',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='GuideIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('intro', models.TextField(blank=True, verbose_name='คำนำ')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำนำ (อังกฤษ)')),
                ],
                options={
                    'verbose_name': 'สารบัญคำแนะนำ',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='GuidePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('problem', models.CharField(choices=portal.pages.models.guides.problem_choices, help_text='ปุ่มขอความช่วยเหลือจะเลือกประเภทนี้ให้', max_length=40, verbose_name='ประเภทปัญหา')),
                    ('intro', models.TextField(help_text='หนึ่งหรือสองประโยค บอกว่าช่วยเรื่องอะไร', verbose_name='คำอธิบายสั้น')),
                    ('intro_en', models.TextField(blank=True, verbose_name='คำอธิบายสั้น (อังกฤษ)')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ตรวจสอบล่าสุดเมื่อ')),
                    ('search_words', models.TextField(blank=True, help_text='บรรทัดละหนึ่งคำ คำที่คนเดือดร้อนพิมพ์หา เช่น ผู้ประสบภัย น้ำท่วมบ้าน ใช้ในการค้นหาและขึ้นใต้ช่องค้นหา ไม่แสดงในหน้า', verbose_name='คำที่คนใช้ค้น')),
                ],
                options={
                    'verbose_name': 'คำแนะนำการขอความช่วยเหลือ',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='HomePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, help_text='แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้', max_length=255, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('lead', models.TextField(help_text='หนึ่งประโยคที่บอกว่าเว็บไซต์นี้คืออะไร', verbose_name='ประโยคแรก')),
                    ('lead_en', models.TextField(blank=True, verbose_name='ประโยคแรก (อังกฤษ)')),
                    ('example_queries', models.TextField(blank=True, help_text='บรรทัดละหนึ่งคำค้น แสดงสามบรรทัดแรก ควรเป็นคำค้นที่พบเอกสารจริง', verbose_name='ตัวอย่างคำค้น')),
                    ('request_note', models.TextField(blank=True, verbose_name='สิ่งที่ต้องใช้และเวลา: ขอความช่วยเหลือ')),
                    ('request_note_en', models.TextField(blank=True, verbose_name='สิ่งที่ต้องใช้และเวลา: ขอความช่วยเหลือ (อังกฤษ)')),
                    ('track_note', models.TextField(blank=True, verbose_name='สิ่งที่ต้องใช้และเวลา: ติดตามเรื่อง')),
                    ('track_note_en', models.TextField(blank=True, verbose_name='สิ่งที่ต้องใช้และเวลา: ติดตามเรื่อง (อังกฤษ)')),
                ],
                options={
                    'verbose_name': 'หน้าแรก',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='BinnedPage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=255, verbose_name='ชื่อ')),
                    ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('deleted_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='ลบเมื่อ')),
                    ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ลบ')),
                    ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='ประเภท')),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='อยู่ใต้')),
                ],
                options={
                    'verbose_name': 'หน้าที่ลบ',
                    'verbose_name_plural': 'หน้าที่ลบ',
                    'ordering': ['-deleted_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ContentPicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('alt', models.CharField(help_text='หนึ่งประโยคสำหรับคนที่มองไม่เห็นภาพ ไม่ต้องขึ้นต้นว่า “ภาพ”', max_length=200, verbose_name='ในภาพมีอะไร')),
                    ('alt_en', models.CharField(blank=True, max_length=200, verbose_name='ในภาพมีอะไร (อังกฤษ)')),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ')),
                    ('caption_en', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ (อังกฤษ)')),
                    ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='ภาพ')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='pages.contentpage')),
                ],
                options={
                    'verbose_name': 'ภาพ',
                    'verbose_name_plural': 'ภาพ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='GuideLegalBasis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('provision', models.CharField(blank=True, max_length=255, verbose_name='มาตรา/ข้อ และสาระ')),
                    ('provision_en', models.CharField(blank=True, max_length=255, verbose_name='มาตรา/ข้อ และสาระ (อังกฤษ)')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page', verbose_name='เอกสารในคลังกฎหมาย')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='legal_bases', to='pages.guidepage')),
                ],
                options={
                    'verbose_name': 'กฎหมายที่เกี่ยวข้อง',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='GuidePicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('alt', models.CharField(help_text='หนึ่งประโยคสำหรับคนที่มองไม่เห็นภาพ ไม่ต้องขึ้นต้นว่า “ภาพ”', max_length=200, verbose_name='ในภาพมีอะไร')),
                    ('alt_en', models.CharField(blank=True, max_length=200, verbose_name='ในภาพมีอะไร (อังกฤษ)')),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ')),
                    ('caption_en', models.CharField(blank=True, max_length=200, verbose_name='คำใต้ภาพ (อังกฤษ)')),
                    ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='ภาพ')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='pages.guidepage')),
                ],
                options={
                    'verbose_name': 'ภาพ',
                    'verbose_name_plural': 'ภาพ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='GuideStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('section', models.CharField(choices=[('who', 'ใครขอได้'), ('bring', 'ต้องเตรียมอะไรบ้าง'), ('step', 'ขั้นตอน'), ('place', 'ขอได้ที่ไหน'), ('time', 'ใช้เวลานานเท่าไร')], max_length=10, verbose_name='หมวด')),
                    ('text', models.TextField(verbose_name='ข้อความ')),
                    ('text_en', models.TextField(blank=True, verbose_name='ข้อความ (อังกฤษ)')),
                    ('set_by_center', models.BooleanField(default=False, help_text='เลือกเมื่อกฎหมายหรือเอกสารต้นเรื่องไม่ได้กำหนดไว้ และศูนย์กำหนดเอง', verbose_name='ศูนย์กำหนด')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='pages.guidepage')),
                ],
                options={
                    'verbose_name': 'ข้อความในคำแนะนำ',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Hotline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(help_text='เช่น 1323 หรือ +66 99 130 1300', max_length=30, unique=True, verbose_name='หมายเลข')),
                    ('name', models.CharField(max_length=120, verbose_name='ใครรับสาย')),
                    ('name_en', models.CharField(blank=True, max_length=120, verbose_name='ใครรับสาย (อังกฤษ)')),
                    ('hours', models.CharField(blank=True, max_length=80, verbose_name='เวลา')),
                    ('hours_en', models.CharField(blank=True, max_length=80, verbose_name='เวลา (อังกฤษ)')),
                    ('occasions', models.JSONField(blank=True, default=list, verbose_name='ใช้เมื่อ')),
                    ('order', models.PositiveSmallIntegerField(default=50, verbose_name='ลำดับ')),
                    ('source', models.CharField(blank=True, help_text='หน้าเว็บหรือเอกสารที่บอกหมายเลขนี้', max_length=300, verbose_name='ที่มา')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ตรวจสอบล่าสุดเมื่อ')),
                    ('in_use', models.BooleanField(default=True, verbose_name='ใช้อยู่')),
                    ('line', models.CharField(blank=True, choices=[('police', 'ตำรวจ'), ('ambulance', 'รถพยาบาล'), ('social', 'ช่วยเหลือสังคม ทุกเรื่อง ทุกเวลา'), ('justice', 'ร้องทุกข์')], help_text='ถ้าเลือก หมายเลขนี้จะอยู่ในทุกประโยคที่บอกให้โทรหาที่นั้น เลือกได้แถวเดียวต่อหมายเลขหลัก', max_length=20, verbose_name='หมายเลขหลัก')),
                ],
                options={
                    'verbose_name': 'หมายเลขโทรขอความช่วยเหลือ',
                    'verbose_name_plural': 'หมายเลขโทรขอความช่วยเหลือ',
                    'ordering': ['order', 'number'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('line', ''), _negated=True), fields=('line',), name='one_row_per_line', violation_error_message='มีแถวอื่นเป็นหมายเลขหลักนี้อยู่แล้ว')],
                },
            ),
            migrations.CreateModel(
                name='SiteSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('center_name', models.CharField(default='ศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชนขององค์กรปกครองส่วนท้องถิ่น (สถานที่กลาง)', max_length=200, verbose_name='ชื่อศูนย์')),
                    ('center_name_en', models.CharField(blank=True, default='Joint Operations Center for Helping People of the Local Administrations', max_length=200, verbose_name='ชื่อศูนย์ (อังกฤษ)')),
                    ('address', models.TextField(blank=True, verbose_name='ที่อยู่')),
                    ('address_en', models.TextField(blank=True, verbose_name='ที่อยู่ (อังกฤษ)')),
                    ('map_url', models.URLField(blank=True, verbose_name='ลิงก์แผนที่')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='อีเมล')),
                    ('hours', models.CharField(blank=True, max_length=120, verbose_name='เวลาทำการ')),
                    ('hours_en', models.CharField(blank=True, max_length=120, verbose_name='เวลาทำการ (อังกฤษ)')),
                    ('directions', models.TextField(blank=True, help_text='ทางเข้า ที่จอดรถ ทางลาด ห้องคุยส่วนตัว รถโดยสาร', verbose_name='มาอย่างไร')),
                    ('directions_en', models.TextField(blank=True, verbose_name='มาอย่างไร (อังกฤษ)')),
                    ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ],
                options={
                    'verbose_name': 'ข้อมูลศูนย์',
                },
            ),
            migrations.CreateModel(
                name='FooterLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='หรือที่อยู่เว็บอื่น')),
                    ('label', models.CharField(blank=True, help_text='เว้นว่างได้เมื่อเลือกหน้า จะใช้ชื่อของหน้า', max_length=80, verbose_name='คำที่แสดง')),
                    ('label_en', models.CharField(blank=True, max_length=80, verbose_name='คำที่แสดง (อังกฤษ)')),
                    ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='footer_links', to='wagtailcore.page', verbose_name='หน้า')),
                    ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='footer_links', to='pages.sitesettings')),
                ],
                options={
                    'verbose_name': 'ลิงก์ท้ายทุกหน้า',
                    'verbose_name_plural': 'ลิงก์ท้ายทุกหน้า',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('matter', models.CharField(max_length=120, verbose_name='เรื่อง')),
                    ('matter_en', models.CharField(blank=True, max_length=120, verbose_name='เรื่อง (อังกฤษ)')),
                    ('office', models.CharField(help_text='ตำแหน่งหรือหน่วยงาน ไม่ใช่ชื่อคน ชื่อคนเปลี่ยนบ่อย', max_length=160, verbose_name='ติดต่อใคร')),
                    ('office_en', models.CharField(blank=True, max_length=160, verbose_name='ติดต่อใคร (อังกฤษ)')),
                    ('phone', models.CharField(blank=True, max_length=60, verbose_name='โทรศัพท์')),
                    ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='pages.sitesettings')),
                ],
                options={
                    'verbose_name': 'ผู้รับผิดชอบเรื่อง',
                    'verbose_name_plural': 'ผู้รับผิดชอบเรื่อง',
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ),
        ),
    ]
