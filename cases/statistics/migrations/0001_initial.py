import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0006_fill_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='PublishedMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='เดือน')),
                    ('province_code', models.CharField(blank=True, max_length=2, verbose_name='จังหวัด')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='จัดทำเมื่อ')),
                ],
                options={
                    'verbose_name': 'สถิติรายเดือนที่รายงานแล้ว',
                    'verbose_name_plural': 'สถิติรายเดือนที่รายงานแล้ว',
                    'ordering': ['month', 'province_code'],
                    'constraints': [models.UniqueConstraint(fields=('month', 'province_code'), name='published_month_once')],
                },
            ),
            migrations.CreateModel(
                name='PublishedFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.CharField(choices=[('intake', 'สถิติการรับแจ้งเหตุ'), ('forwarding', 'สถิติการส่งต่อหน่วยบริการ')], max_length=10, verbose_name='รายงาน')),
                    ('kind', models.CharField(choices=[('total', 'ทั้งหมด'), ('general', 'ช่วยเหลือทั่วไป'), ('crisis', 'ปัญหาสังคม'), ('unit', 'หน่วยงาน'), ('problem', 'ปัญหา'), ('cell', 'ปัญหาของหน่วยงาน'), ('channel', 'ช่องทาง'), ('channel_cell', 'ปัญหาตามช่องทาง')], max_length=12, verbose_name='ชนิด')),
                    ('problem', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ปัญหา')),
                    ('channel', models.CharField(blank=True, choices=[('online', 'เว็บไซต์และแอป'), ('in_person', 'มาด้วยตนเอง'), ('phone', 'โทรศัพท์'), ('social', 'สื่อออนไลน์'), ('written', 'หนังสือและอีเมล'), ('field', 'หน่วยในพื้นที่'), ('agency', 'หน่วยงานอื่น')], max_length=10, verbose_name='กลุ่มช่องทาง')),
                    ('number', models.PositiveIntegerField(null=True, verbose_name='จำนวน')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('published', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='statistics.publishedmonth', verbose_name='เดือน')),
                ],
                options={
                    'verbose_name': 'ตัวเลขที่รายงานแล้ว',
                    'verbose_name_plural': 'ตัวเลขที่รายงานแล้ว',
                    'ordering': ['published', 'id'],
                },
            ),
            migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('partner', models.CharField(max_length=120, verbose_name='ผู้ใช้ข้อมูล')),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                    ('province_code', models.CharField(blank=True, help_text='ว่างไว้เมื่อให้ทั้งประเทศ', max_length=2, verbose_name='จังหวัด')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ออกเมื่อ')),
                    ('expires_at', models.DateTimeField(verbose_name='ใช้ได้ถึง')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('last_used_on', models.DateField(null=True, verbose_name='ใช้ครั้งสุดท้ายวันที่')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ออก')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ออกให้')),
                ],
                options={
                    'verbose_name': 'รหัสอ่านสถิติ',
                    'verbose_name_plural': 'รหัสอ่านสถิติ',
                    'ordering': ['-made_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('partner', ''), _negated=True), name='api_token_has_a_partner')],
                },
            ),
        ),
    ]
