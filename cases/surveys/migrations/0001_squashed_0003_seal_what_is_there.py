"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
import portal.sealing.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('surveys', '0001_initial'),
        ('surveys', '0002_sealed'),
        ('surveys', '0003_seal_what_is_there'),
    ]

    initial = True

    dependencies = [
        ('organizations', '0007_shapes_and_hours'),
        ('sealing', '0001_proofs_of_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('title', models.CharField(max_length=200, verbose_name='ชื่อแบบสำรวจ')),
                    ('purpose', models.CharField(max_length=1000, verbose_name='สำรวจเพื่ออะไร')),
                    ('first', models.DateField(verbose_name='ตั้งแต่')),
                    ('last', models.DateField(verbose_name='ถึง')),
                    ('keep_until', models.DateField(verbose_name='เก็บชื่อและที่อยู่ถึง')),
                    ('is_public', models.BooleanField(default=False, verbose_name='ประชาชนตอบเองได้')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ปิดเมื่อ')),
                    ('reported_at', models.DateTimeField(null=True, verbose_name='รายงานศูนย์เมื่อ')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รายงาน')),
                ],
                options={
                    'verbose_name': 'แบบสำรวจ',
                    'verbose_name_plural': 'แบบสำรวจ',
                    'ordering': ['-first', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ข้อ')),
                    ('words', models.CharField(max_length=300, verbose_name='คำถาม')),
                    ('kind', models.CharField(choices=[('yes_no', 'ใช่ หรือไม่ใช่'), ('choice', 'เลือกหนึ่งข้อ'), ('number', 'จำนวน'), ('text', 'ข้อความ')], max_length=8, verbose_name='ชนิดคำตอบ')),
                    ('options', models.TextField(blank=True, verbose_name='ตัวเลือก')),
                    ('is_required', models.BooleanField(default=False, verbose_name='ต้องตอบ')),
                    ('theme', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ถ้าตอบว่าใช่ คือต้องการความช่วยเหลือด้าน')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.survey', verbose_name='แบบสำรวจ')),
                ],
                options={
                    'verbose_name': 'คำถาม',
                    'verbose_name_plural': 'คำถาม',
                    'ordering': ['survey', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Household',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(editable=False, max_length=80)),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('name', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=200, verbose_name='ชื่อหัวหน้าครัวเรือน')),
                    ('phone', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=40, verbose_name='โทรศัพท์')),
                    ('house', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=60, verbose_name='บ้านเลขที่')),
                    ('moo', models.CharField(blank=True, max_length=20, verbose_name='หมู่ที่')),
                    ('subdistrict_code', models.CharField(max_length=6, verbose_name='ตำบล')),
                    ('members', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='จำนวนคนในบ้าน')),
                    ('way', models.CharField(choices=[('public', 'ตอบเอง'), ('officer', 'เจ้าหน้าที่บันทึก'), ('import', 'นำเข้าจากไฟล์')], max_length=8, verbose_name='ตอบอย่างไร')),
                    ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ตอบเมื่อ')),
                    ('erased_at', models.DateTimeField(null=True, verbose_name='ลบชื่อและที่อยู่เมื่อ')),
                    ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='surveys.survey', verbose_name='แบบสำรวจ')),
                ],
                options={
                    'verbose_name': 'ครัวเรือนที่ตอบ',
                    'verbose_name_plural': 'ครัวเรือนที่ตอบ',
                    'ordering': ['subdistrict_code', 'moo', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SurveyArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subdistrict_code', models.CharField(max_length=6, verbose_name='ตำบล')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='surveys.survey', verbose_name='แบบสำรวจ')),
                ],
                options={
                    'verbose_name': 'พื้นที่ของแบบสำรวจ',
                    'verbose_name_plural': 'พื้นที่ของแบบสำรวจ',
                    'ordering': ['subdistrict_code'],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(blank=True, max_length=1000, verbose_name='คำตอบที่เลือก')),
                    ('number', models.IntegerField(null=True, verbose_name='จำนวน')),
                    ('said', portal.sealing.fields.SealedCharField(blank=True, bound_to=('household_id', 'question_id'), max_length=1000, verbose_name='คำตอบ')),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.household', verbose_name='ครัวเรือน')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.question', verbose_name='คำถาม')),
                ],
                options={
                    'verbose_name': 'คำตอบ',
                    'verbose_name_plural': 'คำตอบ',
                    'ordering': ['household', 'question'],
                    'constraints': [models.UniqueConstraint(fields=('household', 'question'), name='survey_answer_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='survey_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('keep_until__gte', models.F('last'))), name='survey_keeps_until_its_end'),
            ),
            migrations.AddConstraint(
                model_name='question',
                constraint=models.UniqueConstraint(fields=('survey', 'number'), name='survey_question_number_once'),
            ),
            migrations.AddConstraint(
                model_name='household',
                constraint=models.UniqueConstraint(fields=('survey', 'key'), name='household_answers_once'),
            ),
            migrations.AddConstraint(
                model_name='surveyarea',
                constraint=models.UniqueConstraint(fields=('survey', 'subdistrict_code'), name='survey_area_once'),
            ),
        ),
    ]
