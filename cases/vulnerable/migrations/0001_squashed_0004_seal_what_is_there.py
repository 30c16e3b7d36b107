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
        ('vulnerable', '0001_initial'),
        ('vulnerable', '0002_accounts'),
        ('vulnerable', '0003_sealed'),
        ('vulnerable', '0004_seal_what_is_there'),
    ]

    initial = True

    dependencies = [
        ('cases', '0033_reporters_are_told'),
        ('events', '0003_shelter_doors'),
        ('organizations', '0007_shapes_and_hours'),
        ('sealing', '0001_proofs_of_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=30, unique=True, verbose_name='รหัส')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='ความจำเป็น')),
                    ('name_en', models.CharField(blank=True, max_length=60, verbose_name='ความจำเป็น (อังกฤษ)')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='ลำดับความเร่งด่วน')),
                    ('is_offered', models.BooleanField(default=True, verbose_name='ใช้อยู่')),
                ],
                options={
                    'verbose_name': 'ความจำเป็นที่ต้องช่วยก่อน',
                    'verbose_name_plural': 'ความจำเป็นที่ต้องช่วยก่อน',
                    'ordering': ['rank', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Home',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('key', models.CharField(editable=False, max_length=120)),
                    ('place_key', models.CharField(editable=False, max_length=60)),
                    ('phone_keys', models.TextField(blank=True, editable=False)),
                    ('name', portal.sealing.fields.SealedCharField(bound_to=('token',), max_length=150, verbose_name='ชื่อผู้ที่ต้องช่วยก่อน')),
                    ('phone', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=120, verbose_name='โทรศัพท์ของบ้าน')),
                    ('other_contact', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=200, verbose_name='ผู้ที่ติดต่อแทนได้')),
                    ('people', models.PositiveSmallIntegerField(null=True, verbose_name='จำนวนคนในบ้าน')),
                    ('subdistrict_code', models.CharField(db_index=True, max_length=6, verbose_name='ตำบล')),
                    ('moo', models.CharField(blank=True, max_length=20, verbose_name='หมู่ที่')),
                    ('place_detail', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=500, verbose_name='บ้านเลขที่และจุดสังเกต')),
                    ('note', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=500, verbose_name='สิ่งที่ผู้เข้าช่วยต้องรู้')),
                    ('agreed_on', models.DateField(verbose_name='ยินยอมครั้งล่าสุด')),
                    ('reminded', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('reminded_on', models.DateField(editable=False, null=True)),
                    ('way', models.CharField(choices=[('officer', 'เจ้าหน้าที่บันทึก'), ('import', 'นำเข้าจากไฟล์')], max_length=8, verbose_name='เข้ามาโดย')),
                    ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ขึ้นทะเบียนเมื่อ')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='แก้ไขเมื่อ')),
                    ('name_keys', models.TextField(blank=True, editable=False)),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ดูแลทะเบียน')),
                    ('needs', models.ManyToManyField(related_name='+', to='vulnerable.need', verbose_name='ความจำเป็น')),
                ],
                options={
                    'verbose_name': 'ครัวเรือนที่ต้องช่วยก่อน',
                    'verbose_name_plural': 'ครัวเรือนที่ต้องช่วยก่อน',
                    'ordering': ['place_key', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('occasion', models.CharField(choices=[('entered', 'ขึ้นทะเบียน'), ('refreshed', 'ยืนยันอีกครั้ง')], max_length=10, verbose_name='โอกาส')),
                    ('by', models.CharField(choices=[('self', 'เจ้าตัว'), ('family', 'คนในครอบครัวที่ดูแล'), ('guardian', 'ผู้ปกครองหรือผู้อนุบาลตามกฎหมาย')], max_length=10, verbose_name='ผู้ให้ความยินยอม')),
                    ('name', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=150, verbose_name='ชื่อผู้ให้ความยินยอมแทน')),
                    ('how', models.CharField(choices=[('in_person', 'พูดต่อหน้าเจ้าหน้าที่'), ('phone', 'ทางโทรศัพท์'), ('paper', 'ลงชื่อในเอกสาร')], max_length=10, verbose_name='ยินยอมอย่างไร')),
                    ('on', models.DateField(verbose_name='วันที่ยินยอม')),
                    ('edition', models.CharField(max_length=20, verbose_name='ฉบับของข้อความ')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รับความยินยอม')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='vulnerable.home', verbose_name='ครัวเรือน')),
                ],
                options={
                    'verbose_name': 'ความยินยอม',
                    'verbose_name_plural': 'ความยินยอม',
                    'ordering': ['-on', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='เลขในรายการ')),
                    ('subdistrict_code', models.CharField(max_length=6, verbose_name='ตำบล')),
                    ('moo', models.CharField(blank=True, max_length=20, verbose_name='หมู่ที่')),
                    ('status', models.CharField(choices=[('not_reached', 'ยังไม่ได้ติดต่อ'), ('needs', 'ต้องการความช่วยเหลือ'), ('moved', 'ย้ายไปที่ปลอดภัยแล้ว'), ('safe', 'ปลอดภัย')], default='not_reached', max_length=12, verbose_name='สถานะ')),
                    ('is_danger', models.BooleanField(default=False, verbose_name='มีอันตราย')),
                    ('seen_at', models.DateTimeField(null=True, verbose_name='รู้เมื่อ')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event', verbose_name='สถานการณ์')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ดูแลทะเบียน')),
                    ('home', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='accounts', to='vulnerable.home', verbose_name='ครัวเรือน')),
                ],
                options={
                    'verbose_name': 'ครัวเรือนในสถานการณ์',
                    'verbose_name_plural': 'ครัวเรือนในสถานการณ์',
                    'ordering': ['event_id', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('status', models.CharField(choices=[('needs', 'ต้องการความช่วยเหลือ'), ('moved', 'ย้ายไปที่ปลอดภัยแล้ว'), ('safe', 'ปลอดภัย')], max_length=12, verbose_name='สถานะ')),
                    ('source', models.CharField(choices=[('call', 'โทรศัพท์'), ('visit', 'ไปที่บ้าน'), ('shelter', 'เข้าศูนย์พักพิง'), ('hand', 'เจ้าหน้าที่บันทึก'), ('digit', 'ตอบข้อความหรือกดเลข')], max_length=8, verbose_name='รู้จาก')),
                    ('is_danger', models.BooleanField(default=False, verbose_name='มีอันตราย')),
                    ('observed_at', models.DateTimeField(verbose_name='รู้เมื่อ')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='vulnerable.account', verbose_name='ครัวเรือนในสถานการณ์')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('shelter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.shelter', verbose_name='ศูนย์พักพิง')),
                ],
                options={
                    'verbose_name': 'ผลการติดต่อครัวเรือน',
                    'verbose_name_plural': 'ผลการติดต่อครัวเรือน',
                    'ordering': ['-observed_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='MarkWords',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('said_by', portal.sealing.fields.SealedCharField(blank=True, bound_to=('mark_id',), max_length=150, verbose_name='ใครบอก')),
                    ('text', portal.sealing.fields.SealedCharField(blank=True, bound_to=('mark_id',), max_length=500, verbose_name='รายละเอียด')),
                    ('mark', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='vulnerable.mark', verbose_name='ผลการติดต่อ')),
                ],
                options={
                    'verbose_name': 'รายละเอียดของผลการติดต่อ',
                    'verbose_name_plural': 'รายละเอียดของผลการติดต่อ',
                },
            ),
            migrations.CreateModel(
                name='Removal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.BigIntegerField(unique=True, verbose_name='เลขในทะเบียน')),
                    ('reason', models.CharField(choices=[('withdrawn', 'ถอนความยินยอม'), ('not_needed', 'ไม่ต้องช่วยก่อนแล้ว'), ('moved', 'ย้ายออกจากพื้นที่'), ('died', 'เสียชีวิต'), ('mistake', 'บันทึกผิดหรือซ้ำ'), ('lapsed', 'ไม่ได้ยืนยันภายในกำหนด')], max_length=12, verbose_name='เหตุที่ออก')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ดูแลทะเบียน')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ],
                options={
                    'verbose_name': 'การออกจากทะเบียน',
                    'verbose_name_plural': 'การออกจากทะเบียน',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='TakenBack',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                    ('mark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='vulnerable.mark', verbose_name='ผลการติดต่อ')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิก')),
                ],
                options={
                    'verbose_name': 'การยกเลิกผลการติดต่อ',
                    'verbose_name_plural': 'การยกเลิกผลการติดต่อ',
                },
            ),
            migrations.AddIndex(
                model_name='account',
                index=models.Index(fields=['event', 'organization', 'status'], name='first_account_by_status'),
            ),
            migrations.AddConstraint(
                model_name='account',
                constraint=models.UniqueConstraint(condition=models.Q(('home__isnull', False)), fields=('event', 'home'), name='first_account_once'),
            ),
            migrations.AddConstraint(
                model_name='account',
                constraint=models.UniqueConstraint(fields=('event', 'number'), name='first_account_number_once'),
            ),
            migrations.AddIndex(
                model_name='home',
                index=models.Index(fields=['organization', 'place_key', 'id'], name='first_home_in_order'),
            ),
            migrations.AddIndex(
                model_name='home',
                index=models.Index(fields=['agreed_on'], name='first_home_by_age'),
            ),
            migrations.AddConstraint(
                model_name='home',
                constraint=models.UniqueConstraint(fields=('organization', 'key'), name='first_home_once'),
            ),
        ),
        append_only('vulnerable_removal', unique=(('id',), ('number',))),
        append_only('vulnerable_mark', unique=(('id',), ('token',))),
        append_only('vulnerable_takenback', unique=(('id',), ('mark_id',))),
    ]
