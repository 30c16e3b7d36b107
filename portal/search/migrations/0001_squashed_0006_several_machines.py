"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('search', '0001_initial'),
        ('search', '0002_english_names'),
        ('search', '0003_words_of_people_in_trouble'),
        ('search', '0004_numbers_to_call'),
        ('search', '0005_when_it_was_news'),
        ('search', '0006_several_machines'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='IndexedDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120, unique=True, verbose_name='รหัส')),
                    ('title', models.CharField(max_length=1000, verbose_name='ชื่อ')),
                    ('kind', models.CharField(db_index=True, max_length=60, verbose_name='ประเภท')),
                    ('kind_label', models.CharField(max_length=120, verbose_name='ชื่อประเภท')),
                    ('agency', models.CharField(blank=True, db_index=True, max_length=250, verbose_name='หน่วยงาน')),
                    ('year_be', models.PositiveSmallIntegerField(blank=True, db_index=True, null=True, verbose_name='ปี พ.ศ.')),
                    ('status', models.CharField(blank=True, db_index=True, max_length=60, verbose_name='สถานะ')),
                    ('status_label', models.CharField(blank=True, max_length=120, verbose_name='ชื่อสถานะ')),
                    ('date', models.DateField(blank=True, null=True, verbose_name='วันที่')),
                    ('path', models.CharField(blank=True, max_length=500, verbose_name='ที่อยู่')),
                    ('summary', models.TextField(blank=True, verbose_name='สาระ')),
                    ('aliases', models.TextField(blank=True, help_text='บรรทัดละหนึ่งชื่อ', verbose_name='ชื่ออื่น')),
                    ('superseded', models.BooleanField(default=False, verbose_name='มีฉบับใหม่แทนแล้ว')),
                    ('folded', models.TextField(editable=False, help_text='ข้อความที่พับแล้ว ใช้เมื่อไม่มีดัชนี')),
                    ('pending', models.BooleanField(db_index=True, default=True, editable=False)),
                    ('removed', models.BooleanField(db_index=True, default=False, editable=False)),
                    ('agency_en', models.CharField(blank=True, max_length=250, verbose_name='หน่วยงาน (อังกฤษ)')),
                    ('title_en', models.CharField(blank=True, max_length=1000, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('general', models.BooleanField(default=False, verbose_name='ตอบเรื่องทั่วไป')),
                    ('sensitive', models.BooleanField(default=False, verbose_name='ต้องมีปุ่มออกด่วน')),
                    ('news_at', models.DateTimeField(db_index=True, editable=False, null=True)),
                    ('changed_at', models.DateTimeField(db_index=True, editable=False, null=True)),
                ],
                options={
                    'verbose_name': 'เอกสารที่ค้นได้',
                    'verbose_name_plural': 'เอกสารที่ค้นได้',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='SearchedQuery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('week', models.DateField(help_text='วันจันทร์ของสัปดาห์', verbose_name='สัปดาห์')),
                    ('query', models.CharField(max_length=200, verbose_name='คำค้น')),
                    ('times', models.PositiveIntegerField(default=0, verbose_name='จำนวนครั้ง')),
                    ('results', models.PositiveIntegerField(default=0, verbose_name='จำนวนผล')),
                ],
                options={
                    'verbose_name': 'คำค้นของสัปดาห์',
                    'verbose_name_plural': 'คำค้นของสัปดาห์',
                    'ordering': ['-week', '-times', 'query'],
                    'constraints': [models.UniqueConstraint(fields=('week', 'query'), name='search_query_week')],
                },
            ),
            migrations.CreateModel(
                name='Synonym',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('term', models.CharField(max_length=120, verbose_name='คำที่คนพิมพ์')),
                    ('meaning', models.CharField(max_length=250, verbose_name='ค้นคำนี้ด้วย')),
                    ('both_ways', models.BooleanField(default=True, verbose_name='ใช้กลับกันได้')),
                    ('in_use', models.BooleanField(default=True, help_text='คำที่ไม่ต้องการแล้ว ให้เอาเครื่องหมายออก คำตั้งต้นที่ลบไปจะกลับมาเมื่อปรับปรุงระบบ', verbose_name='ใช้อยู่')),
                ],
                options={
                    'verbose_name': 'คำพ้อง',
                    'verbose_name_plural': 'คำพ้อง',
                    'ordering': ['term'],
                    'constraints': [models.UniqueConstraint(fields=('term', 'meaning'), name='search_synonym_once')],
                },
            ),
            migrations.CreateModel(
                name='IndexedPassage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveIntegerField(verbose_name='ลำดับ')),
                    ('heading', models.CharField(blank=True, max_length=300, verbose_name='หัวข้อ')),
                    ('anchor', models.CharField(blank=True, max_length=200, verbose_name='จุดเชื่อม')),
                    ('text', models.TextField(verbose_name='ข้อความ')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='search.indexeddocument')),
                ],
                options={
                    'verbose_name': 'ส่วนของเอกสาร',
                    'verbose_name_plural': 'ส่วนของเอกสาร',
                    'ordering': ['document_id', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='search_passage_position')],
                },
            ),
            migrations.CreateModel(
                name='IndexedReference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(db_index=True, max_length=120, verbose_name='เลขที่หนังสือ')),
                    ('normal', models.CharField(max_length=120, verbose_name='เลขที่เต็ม')),
                    ('own', models.BooleanField(verbose_name='เป็นเลขของเอกสารเอง')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='search.indexeddocument')),
                ],
                options={
                    'verbose_name': 'เลขที่หนังสือของเอกสาร',
                    'verbose_name_plural': 'เลขที่หนังสือของเอกสาร',
                    'constraints': [models.UniqueConstraint(fields=('document', 'token', 'own'), name='search_reference_once')],
                },
            ),
            migrations.CreateModel(
                name='IndexedTopic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(db_index=True, max_length=120, verbose_name='เรื่อง')),
                    ('name_en', models.CharField(blank=True, max_length=120, verbose_name='เรื่อง (อังกฤษ)')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='search.indexeddocument')),
                ],
                options={
                    'verbose_name': 'เรื่องของเอกสาร',
                    'verbose_name_plural': 'เรื่องของเอกสาร',
                    'constraints': [models.UniqueConstraint(fields=('document', 'name'), name='search_topic_once')],
                },
            ),
            migrations.CreateModel(
                name='ClickedRank',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='อันดับ')),
                    ('times', models.PositiveIntegerField(default=0, verbose_name='จำนวนครั้ง')),
                    ('searched', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='search.searchedquery')),
                ],
                options={
                    'verbose_name': 'อันดับที่ถูกเปิด',
                    'verbose_name_plural': 'อันดับที่ถูกเปิด',
                    'constraints': [models.UniqueConstraint(fields=('searched', 'rank'), name='search_click_rank')],
                },
            ),
        ),
    ]
