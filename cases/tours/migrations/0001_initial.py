import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0009_passkeys'),
        ('cases', '0036_visit_results'),
        ('events', '0003_shelter_doors'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Tour',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='ชื่อเที่ยว')),
                    ('starts_at', models.DateTimeField(verbose_name='ออกเวลา')),
                    ('back_by', models.DateTimeField(verbose_name='กลับภายใน')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='ไปทำอะไร')),
                    ('state', models.CharField(choices=[('draft', 'กำลังจัด'), ('sending', 'กำลังส่งหน่วยทีละบ้าน'), ('ready', 'พร้อมออก'), ('road', 'ออกอยู่'), ('ending', 'กำลังจบเที่ยว'), ('ended', 'จบแล้ว'), ('dropped', 'ไม่ไปแล้ว')], default='draft', max_length=10, verbose_name='สถานะ')),
                    ('crosses', models.BooleanField(default=False, verbose_name='ผ่านหลายอำเภอ')),
                    ('left', models.JSONField(blank=True, default=dict)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='จัดเมื่อ')),
                    ('set_out_at', models.DateTimeField(null=True, verbose_name='ออกเมื่อ')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='จบเมื่อ')),
                    ('ending', models.CharField(blank=True, max_length=300, verbose_name='เหตุผลที่จบ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment')),
                    ('crew', models.ManyToManyField(related_name='tours', to='cases.fieldmember', verbose_name='ผู้ออกหน่วย')),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้จบเที่ยว')),
                    ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tours', to='events.event', verbose_name='สถานการณ์')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้จัด')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('vehicle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tours', to='cases.fieldvehicle', verbose_name='ยานพาหนะ')),
                ],
                options={
                    'verbose_name': 'เที่ยวออกหน่วย',
                    'verbose_name_plural': 'เที่ยวออกหน่วย',
                    'ordering': ['-starts_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Stop',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='จุดที่')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='ลำดับ')),
                    ('left', models.CharField(blank=True, max_length=300, verbose_name='เหตุที่ไม่ไป')),
                    ('looked_at', models.DateTimeField(null=True, verbose_name='ดูผลเมื่อ')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='cases.case', verbose_name='เรื่อง')),
                    ('looked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ดูผล')),
                    ('visit', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stop', to='cases.visit', verbose_name='การออกหน่วย')),
                    ('tour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='tours.tour', verbose_name='เที่ยวออกหน่วย')),
                ],
                options={
                    'verbose_name': 'จุดของเที่ยว',
                    'verbose_name_plural': 'จุดของเที่ยว',
                    'ordering': ['tour_id', 'position', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Load',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('cash', 'เงิน'), ('in_kind', 'สิ่งของหรือถุงยังชีพ'), ('shelter', 'ที่พัก'), ('medical', 'รักษาพยาบาล'), ('counseling', 'ฟื้นฟูจิตใจ'), ('education', 'การศึกษา'), ('occupation', 'อาชีพ'), ('legal_aid', 'กฎหมาย'), ('return_home', 'ส่งกลับภูมิลำเนา'), ('house_repair', 'ซ่อมแซมบ้าน'), ('transport', 'พาหนะ'), ('other', 'อื่น ๆ')], max_length=20, verbose_name='สิ่งที่ช่วยเหลือ')),
                    ('name', models.CharField(max_length=80, verbose_name='ของที่ขึ้นรถหรือเรือ')),
                    ('unit', models.CharField(max_length=40, verbose_name='หน่วยนับ')),
                    ('quantity', models.PositiveIntegerField(verbose_name='จำนวน')),
                    ('usual', models.PositiveSmallIntegerField(default=0, verbose_name='ปกติต่อบ้าน')),
                    ('tour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='loads', to='tours.tour', verbose_name='เที่ยวออกหน่วย')),
                ],
                options={
                    'verbose_name': 'ของที่ขึ้นรถหรือเรือ',
                    'verbose_name_plural': 'ของที่ขึ้นรถหรือเรือ',
                    'ordering': ['tour_id', 'id'],
                },
            ),
            migrations.CreateModel(
                name='LoadGiven',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('quantity', models.PositiveIntegerField(verbose_name='จำนวน')),
                    ('load', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='tours.load', verbose_name='ของที่ขึ้นรถหรือเรือ')),
                    ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.assistancerecord', verbose_name='การช่วยเหลือ')),
                    ('stop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='tours.stop', verbose_name='จุดของเที่ยว')),
                ],
                options={
                    'verbose_name': 'ของที่ให้',
                    'verbose_name_plural': 'ของที่ให้',
                    'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='load_gives_something')],
                },
            ),
            migrations.AddIndex(
                model_name='tour',
                index=models.Index(fields=['organization', 'state', '-starts_at'], name='tours_of_organization'),
            ),
            migrations.AddIndex(
                model_name='tour',
                index=models.Index(fields=['state', 'back_by'], name='tours_in_work'),
            ),
            migrations.AddConstraint(
                model_name='tour',
                constraint=models.CheckConstraint(condition=models.Q(('back_by__gt', models.F('starts_at'))), name='tour_comes_back_after_start'),
            ),
            migrations.AddConstraint(
                model_name='tour',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('ended', 'dropped'))), models.Q(models.Q(('state__in', ('ended', 'dropped')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='tour_ended_iff_ended_at'),
            ),
            migrations.AddConstraint(
                model_name='stop',
                constraint=models.UniqueConstraint(fields=('tour', 'case'), name='one_stop_of_a_case'),
            ),
            migrations.AddConstraint(
                model_name='stop',
                constraint=models.UniqueConstraint(fields=('tour', 'number'), name='one_number_of_a_stop'),
            ),
        ),
    ]
