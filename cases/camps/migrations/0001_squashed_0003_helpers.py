"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
import portal.sealing.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether
from portal.triggers import append_only


class Migration(migrations.Migration):

    replaces = [
        ('camps', '0001_initial'),
        ('camps', '0002_relief'),
        ('camps', '0003_helpers'),
    ]

    initial = True

    dependencies = [
        ('events', '0003_shelter_doors'),
        ('organizations', '0007_shapes_and_hours'),
        ('vulnerable', '0002_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Family',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('number', models.PositiveIntegerField(verbose_name='เลขครอบครัว')),
                    ('name', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=150, verbose_name='ชื่อผู้แทนครอบครัว')),
                    ('phone', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=120, verbose_name='โทรศัพท์')),
                    ('others', portal.sealing.fields.SealedTextField(blank=True, bound_to=('token',), max_length=1000, verbose_name='ชื่อคนอื่นในครอบครัว')),
                    ('place', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=200, verbose_name='หมู่บ้านหรือที่ที่มาจาก')),
                    ('note', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=500, verbose_name='สิ่งที่ผู้ดูแลศูนย์ต้องรู้')),
                    ('subdistrict_code', models.CharField(blank=True, max_length=6, verbose_name='ตำบลที่มาจาก')),
                    ('infants', models.PositiveSmallIntegerField(default=0, verbose_name='ทารกถึง 2 ปี')),
                    ('children', models.PositiveSmallIntegerField(default=0, verbose_name='เด็ก 3–17 ปี')),
                    ('adults', models.PositiveSmallIntegerField(default=0, verbose_name='ผู้ใหญ่')),
                    ('elderly', models.PositiveSmallIntegerField(default=0, verbose_name='ผู้สูงอายุ 60 ปีขึ้นไป')),
                    ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('forgotten_at', models.DateTimeField(null=True, verbose_name='ลบชื่อเมื่อ')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vulnerable.account', verbose_name='ครัวเรือนในสถานการณ์')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('needs', models.ManyToManyField(related_name='+', to='vulnerable.need', verbose_name='ความจำเป็น')),
                    ('shelter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='ศูนย์พักพิง')),
                ],
                options={
                    'verbose_name': 'ครอบครัวในศูนย์พักพิง',
                    'verbose_name_plural': 'ครอบครัวในศูนย์พักพิง',
                    'ordering': ['event_id', 'number'],
                },
            ),
            migrations.CreateModel(
                name='FamilyMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('arrived', 'เข้าพัก'), ('moved', 'ย้ายศูนย์'), ('left', 'ออก'), ('counted', 'แก้จำนวนคน')], max_length=8, verbose_name='การเคลื่อนย้าย')),
                    ('leaving', models.CharField(blank=True, choices=[('home', 'กลับบ้าน'), ('relatives', 'ไปอยู่กับญาติหรือคนรู้จัก'), ('hospital', 'ไปโรงพยาบาล'), ('unknown', 'ไม่ทราบว่าไปไหน')], max_length=10, verbose_name='ออกไปที่ใด')),
                    ('people', models.IntegerField(verbose_name='จำนวนคน')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='camps.family', verbose_name='ครอบครัว')),
                    ('origin', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='จากศูนย์')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='ไปศูนย์')),
                ],
                options={
                    'verbose_name': 'การเคลื่อนย้ายของครอบครัว',
                    'verbose_name_plural': 'การเคลื่อนย้ายของครอบครัว',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='FamilyTerm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('term', models.BigIntegerField(db_index=True)),
                    ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='camps.family', verbose_name='ครอบครัว')),
                ],
                options={
                    'verbose_name': 'คำค้นของครอบครัว',
                    'verbose_name_plural': 'คำค้นของครอบครัว',
                },
            ),
            migrations.CreateModel(
                name='Goods',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='สิ่งของ')),
                    ('unit', models.CharField(max_length=40, verbose_name='หน่วยนับ')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'สิ่งของบรรเทาทุกข์',
                    'verbose_name_plural': 'สิ่งของบรรเทาทุกข์',
                    'ordering': ['event_id', 'name', 'id'],
                },
            ),
            migrations.CreateModel(
                name='GoodsEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('received', 'รับเข้า'), ('given', 'ให้'), ('sent', 'ย้ายออก'), ('brought', 'ย้ายเข้า')], max_length=8, verbose_name='รายการ')),
                    ('quantity', models.IntegerField(verbose_name='จำนวน')),
                    ('people', models.PositiveIntegerField(default=0, verbose_name='ให้กี่คน')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='camps.goodsentry', verbose_name='แก้รายการ')),
                    ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='camps.family', verbose_name='ครอบครัว')),
                    ('goods', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='camps.goods', verbose_name='สิ่งของ')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('partner', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='brought', to='camps.goodsentry', verbose_name='ย้ายจากรายการ')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('shelter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='ศูนย์พักพิง')),
                ],
                options={
                    'verbose_name': 'รายการสิ่งของ',
                    'verbose_name_plural': 'รายการสิ่งของ',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='EntryWords',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', portal.sealing.fields.SealedCharField(bound_to=('entry_id',), max_length=300, verbose_name='เหตุผล')),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='camps.goodsentry', verbose_name='รายการ')),
                ],
                options={
                    'verbose_name': 'เหตุผลของรายการสิ่งของ',
                    'verbose_name_plural': 'เหตุผลของรายการสิ่งของ',
                },
            ),
            migrations.CreateModel(
                name='HelperLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                    ('whom', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=150, verbose_name='ให้ใคร')),
                    ('task', models.CharField(max_length=500, verbose_name='ทำอะไร')),
                    ('contact', models.CharField(max_length=120, verbose_name='โทรหาใคร')),
                    ('starts_at', models.DateTimeField(verbose_name='ตั้งแต่')),
                    ('ends_at', models.DateTimeField(verbose_name='ถึง')),
                    ('expires_at', models.DateTimeField(verbose_name='ใช้ได้ถึง')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ออกเมื่อ')),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='ถอนเมื่อ')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ออก')),
                    ('shelter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='ศูนย์พักพิง')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ถอน')),
                ],
                options={
                    'verbose_name': 'ลิงก์ผู้ช่วย',
                    'verbose_name_plural': 'ลิงก์ผู้ช่วย',
                    'ordering': ['-starts_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='HelperWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('said', models.CharField(choices=[('here', 'มาถึงแล้ว'), ('done', 'เสร็จแล้ว')], max_length=4, verbose_name='บอกว่า')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='camps.helperlink', verbose_name='ลิงก์ผู้ช่วย')),
                ],
                options={
                    'verbose_name': 'คำบอกของผู้ช่วย',
                    'verbose_name_plural': 'คำบอกของผู้ช่วย',
                    'ordering': ['at', 'id'],
                },
            ),
            migrations.AddIndex(
                model_name='family',
                index=models.Index(fields=['shelter', 'number'], name='camp_family_in_shelter'),
            ),
            migrations.AddConstraint(
                model_name='family',
                constraint=models.UniqueConstraint(fields=('event', 'number'), name='camp_family_number_once'),
            ),
            migrations.AddConstraint(
                model_name='family',
                constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('account',), name='camp_account_of_one_family'),
            ),
            migrations.AddConstraint(
                model_name='family',
                constraint=models.CheckConstraint(condition=models.Q(('infants__gt', 0), ('children__gt', 0), ('adults__gt', 0), ('elderly__gt', 0), _connector='OR'), name='camp_family_has_people'),
            ),
            migrations.AddConstraint(
                model_name='familymove',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'left'), models.Q(('leaving', ''), _negated=True)), models.Q(models.Q(('kind', 'left'), _negated=True), ('leaving', '')), _connector='OR'), name='camp_leaving_says_where'),
            ),
            migrations.AddConstraint(
                model_name='familyterm',
                constraint=models.UniqueConstraint(fields=('family', 'term'), name='camp_family_term_once'),
            ),
            migrations.AddConstraint(
                model_name='goods',
                constraint=models.UniqueConstraint(fields=('event', 'name'), name='camp_goods_once'),
            ),
            migrations.AddIndex(
                model_name='goodsentry',
                index=models.Index(fields=['family', 'goods', 'at'], name='camp_entry_of_family'),
            ),
            migrations.AddConstraint(
                model_name='goodsentry',
                constraint=models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='camp_entry_moves_something'),
            ),
            migrations.AddConstraint(
                model_name='goodsentry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', True), ('shelter__isnull', False)), models.Q(('organization__isnull', False), ('shelter__isnull', True)), _connector='OR'), name='camp_entry_has_one_place'),
            ),
            migrations.AddConstraint(
                model_name='goodsentry',
                constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', False), models.Q(('kind__in', ['given', 'sent']), ('quantity__lt', 0)), models.Q(('kind__in', ['received', 'brought']), ('quantity__gt', 0)), _connector='OR'), name='camp_entry_goes_its_way'),
            ),
            migrations.AddConstraint(
                model_name='helperlink',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('expires_at__gte', models.F('ends_at'))), name='camp_helper_shift_ends'),
            ),
            migrations.AddConstraint(
                model_name='helperlink',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='camp_helper_withdrawn_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='helperword',
                constraint=models.UniqueConstraint(fields=('link', 'said'), name='camp_helper_says_once'),
            ),
        ),
        append_only('camps_familymove', unique=(('id',), ('token',))),
        append_only('camps_goodsentry', unique=(('id',), ('token',), ('partner_id',))),
        append_only('camps_helperword', unique=(('id',), ('link_id', 'said'))),
    ]
