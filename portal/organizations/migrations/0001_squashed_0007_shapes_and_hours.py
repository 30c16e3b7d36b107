"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('organizations', '0001_initial'),
        ('organizations', '0002_found_by_keys'),
        ('organizations', '0003_fill_search_keys'),
        ('organizations', '0004_planned_ends'),
        ('organizations', '0005_levels_and_district_leads'),
        ('organizations', '0006_fill_levels'),
        ('organizations', '0007_shapes_and_hours'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='AreaShape',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('area_code', models.CharField(max_length=6, unique=True, verbose_name='รหัสพื้นที่')),
                    ('rings', models.JSONField(default=list, verbose_name='เส้นแบ่งเขต')),
                    ('credit', models.CharField(max_length=200, verbose_name='ที่มาของเส้นแบ่งเขต')),
                ],
                options={
                    'verbose_name': 'รูปแผนที่ของพื้นที่',
                    'verbose_name_plural': 'รูปแผนที่ของพื้นที่',
                    'ordering': ['area_code'],
                },
            ),
            migrations.CreateModel(
                name='Organization',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('type', models.CharField(choices=[('center', 'ศูนย์ปฏิบัติการร่วม (สถานที่กลาง)'), ('lao_help_center', 'ศูนย์ช่วยเหลือประชาชนของ อปท.'), ('pao', 'องค์การบริหารส่วนจังหวัด'), ('city_municipality', 'เทศบาลนคร'), ('town_municipality', 'เทศบาลเมือง'), ('subdistrict_municipality', 'เทศบาลตำบล'), ('tao', 'องค์การบริหารส่วนตำบล'), ('bma', 'กรุงเทพมหานคร'), ('bma_district_office', 'สำนักงานเขต (กรุงเทพมหานคร)'), ('bma_health_center', 'ศูนย์บริการสาธารณสุข (กรุงเทพมหานคร)'), ('bma_hospital', 'โรงพยาบาลของกรุงเทพมหานคร'), ('pattaya', 'เมืองพัทยา'), ('district_office', 'ที่ทำการปกครองอำเภอ'), ('district_local_office', 'ท้องถิ่นอำเภอ'), ('provincial_local_office', 'สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด'), ('dla', 'กรมส่งเสริมการปกครองท้องถิ่น'), ('provincial_social_office', 'สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด'), ('damrongdhama_center', 'ศูนย์ดำรงธรรม'), ('social_center', 'ศูนย์ของ พม. ในกรุงเทพมหานคร'), ('hospital', 'โรงพยาบาล'), ('education_hospital', 'โรงพยาบาลสังกัดกระทรวงศึกษาธิการ'), ('police_station', 'สถานีตำรวจ'), ('metropolitan_police_station', 'สถานีตำรวจนครบาล'), ('police_command', 'ตำรวจภูธรจังหวัดหรือกองบัญชาการ'), ('labor_protection_office', 'สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด'), ('labor_area_office', 'กลุ่มงานสวัสดิการและคุ้มครองแรงงานพื้นที่ (กรุงเทพมหานคร)'), ('labor_center', 'ศูนย์หรือสำนักของกรมสวัสดิการและคุ้มครองแรงงาน'), ('education_area_office', 'สำนักงานเขตพื้นที่การศึกษา'), ('justice_office', 'สำนักงานยุติธรรมจังหวัด'), ('rights_department', 'กรมคุ้มครองสิทธิและเสรีภาพ'), ('foreign_affairs', 'กระทรวงการต่างประเทศ'), ('embassy', 'สถานเอกอัครราชทูตหรือสถานกงสุล'), ('ngo', 'องค์การเอกชน'), ('governor', 'ผู้ว่าราชการจังหวัด'), ('other', 'หน่วยงานอื่น')], db_index=True, max_length=40, verbose_name='ประเภท')),
                    ('name_th', models.CharField(max_length=200, verbose_name='ชื่อ')),
                    ('name_en', models.CharField(blank=True, max_length=200, verbose_name='ชื่อภาษาอังกฤษ')),
                    ('short_name', models.CharField(blank=True, max_length=80, verbose_name='ชื่อย่อ')),
                    ('sort_key', models.CharField(db_index=True, editable=False, max_length=400)),
                    ('province_code', models.CharField(blank=True, db_index=True, max_length=2, verbose_name='จังหวัด')),
                    ('district_code', models.CharField(blank=True, db_index=True, max_length=4, verbose_name='อำเภอ')),
                    ('subdistrict_code', models.CharField(blank=True, max_length=6, verbose_name='ตำบล')),
                    ('phone', models.CharField(blank=True, max_length=120, verbose_name='โทรศัพท์')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='อีเมล')),
                    ('website', models.URLField(blank=True, verbose_name='เว็บไซต์')),
                    ('address', models.CharField(blank=True, max_length=300, verbose_name='ที่อยู่')),
                    ('latitude', models.FloatField(blank=True, null=True, verbose_name='ละติจูด')),
                    ('longitude', models.FloatField(blank=True, null=True, verbose_name='ลองจิจูด')),
                    ('letter_code', models.CharField(blank=True, max_length=40, verbose_name='รหัสตัวพยัญชนะและเลขประจำของเจ้าของเรื่อง')),
                    ('is_frontline1', models.BooleanField(default=False, verbose_name='หน่วยรับแจ้งเหตุ')),
                    ('is_frontline2', models.BooleanField(default=False, verbose_name='หน่วยงานเจ้าภาพหลัก')),
                    ('is_active', models.BooleanField(default=True, verbose_name='ยังดำเนินการอยู่')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='เลิกเมื่อ')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='หมายเหตุ')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ตรวจข้อมูลเมื่อ')),
                    ('source', models.CharField(blank=True, editable=False, max_length=60, verbose_name='แหล่งข้อมูล')),
                    ('source_key', models.CharField(blank=True, editable=False, max_length=200)),
                    ('geocode', models.CharField(blank=True, max_length=6, verbose_name='รหัสกรมการปกครอง')),
                    ('dla_code', models.CharField(blank=True, max_length=8, verbose_name='รหัส สถ.')),
                    ('closed_by_absence', models.BooleanField(default=False, editable=False)),
                    ('search_key', models.CharField(default='', editable=False, max_length=800)),
                    ('level', models.CharField(blank=True, choices=[('subdistrict', 'ระดับตำบล'), ('district', 'ระดับอำเภอ'), ('province', 'ระดับจังหวัด'), ('national', 'ระดับประเทศ')], help_text='เว้นว่างให้ระบบเลือกตามประเภทและที่ตั้ง', max_length=12, verbose_name='ระดับ')),
                    ('hours', models.CharField(blank=True, help_text='แสดงในหน้าหน่วยงานใกล้บ้านและบนป้าย', max_length=120, verbose_name='เวลาทำการ')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organizations.organization', verbose_name='หน่วยงานต้นสังกัด')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organizations.organization', verbose_name='หน่วยงานที่สืบต่อ')),
                ],
                options={
                    'verbose_name': 'หน่วยงาน',
                    'verbose_name_plural': 'หน่วยงาน',
                    'ordering': ['sort_key', 'id'],
                },
            ),
            migrations.CreateModel(
                name='PlannedEnd',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='จะเลิกเมื่อ')),
                    ('carried_out_at', models.DateTimeField(editable=False, null=True, verbose_name='ดำเนินการแล้วเมื่อ')),
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='planned_end', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่จะสืบต่อ')),
                ],
                options={
                    'verbose_name': 'แผนการเลิกหน่วยงาน',
                    'verbose_name_plural': 'แผนการเลิกหน่วยงาน',
                    'ordering': ['on', 'id'],
                },
            ),
            migrations.CreateModel(
                name='RoutingRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('problem', models.CharField(choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ปัญหา')),
                    ('province_code', models.CharField(max_length=2, verbose_name='จังหวัด')),
                    ('district_code', models.CharField(blank=True, default='', max_length=4, verbose_name='อำเภอ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='organizations.organization', verbose_name='เจ้าภาพหลัก')),
                ],
                options={
                    'verbose_name': 'เจ้าภาพหลักของปัญหา',
                    'verbose_name_plural': 'เจ้าภาพหลักของปัญหา',
                    'ordering': ['province_code', 'problem', 'district_code'],
                },
            ),
            migrations.CreateModel(
                name='ServiceArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subdistrict_code', models.CharField(db_index=True, max_length=6, verbose_name='ตำบล')),
                    ('coverage', models.CharField(choices=[('whole', 'ทั้งตำบล'), ('part', 'บางส่วน')], default='whole', max_length=5, verbose_name='ขอบเขต')),
                    ('villages', models.JSONField(blank=True, default=list, verbose_name='หมู่ที่')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'พื้นที่ให้บริการ',
                    'verbose_name_plural': 'พื้นที่ให้บริการ',
                    'ordering': ['subdistrict_code', 'id'],
                },
            ),
            migrations.AddIndex(
                model_name='organization',
                index=models.Index(fields=['province_code', 'type', 'is_active'], name='organization_directory'),
            ),
            migrations.AddIndex(
                model_name='organization',
                index=models.Index(fields=['level', 'is_active', 'sort_key'], name='organization_by_level'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('source', 'source_key'), name='organization_source_key'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('is_active', True)), ('is_active', False), _connector='OR'), name='organization_closed_is_inactive', violation_error_message='หน่วยงานที่มีวันเลิกแล้วต้องไม่อยู่ในสถานะดำเนินการ'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.CheckConstraint(condition=models.Q(('name_th', ''), _negated=True), name='organization_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.CheckConstraint(condition=models.Q(('district_code', ''), ('district_code__startswith', models.F('province_code')), _connector='OR'), name='organization_district_in_province', violation_error_message='อำเภอไม่อยู่ในจังหวัดที่เลือก'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.CheckConstraint(condition=models.Q(('subdistrict_code', ''), ('subdistrict_code__startswith', models.F('district_code')), _connector='OR'), name='organization_subdistrict_in_district', violation_error_message='ตำบลไม่อยู่ในอำเภอที่เลือก'),
            ),
            migrations.AddConstraint(
                model_name='organization',
                constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('is_active', False), models.Q(('successor', models.F('id')), _negated=True)), _connector='OR'), name='organization_successor_of_closed', violation_error_message='ระบุหน่วยงานที่สืบต่อได้เมื่อหน่วยงานนี้เลิกแล้ว และต้องเป็นหน่วยงานอื่น'),
            ),
            migrations.AddConstraint(
                model_name='plannedend',
                constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('organization')), _negated=True), _connector='OR'), name='planned_end_not_into_itself', violation_error_message='หน่วยงานที่สืบต่อต้องเป็นหน่วยงานอื่น'),
            ),
            migrations.AddConstraint(
                model_name='routingrule',
                constraint=models.UniqueConstraint(fields=('problem', 'province_code', 'district_code'), name='one_lead_per_problem_and_place'),
            ),
            migrations.AddConstraint(
                model_name='routingrule',
                constraint=models.CheckConstraint(condition=models.Q(('district_code', ''), ('district_code__startswith', models.F('province_code')), _connector='OR'), name='lead_district_in_province', violation_error_message='อำเภอไม่อยู่ในจังหวัดที่เลือก'),
            ),
            migrations.AddConstraint(
                model_name='servicearea',
                constraint=models.UniqueConstraint(fields=('organization', 'subdistrict_code'), name='one_area_per_subdistrict'),
            ),
        ),
    ]
