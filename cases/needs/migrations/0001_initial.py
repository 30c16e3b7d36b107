import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Digest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='เดือน')),
                    ('message', models.CharField(blank=True, max_length=1000, verbose_name='ข้อความ')),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='แจ้งเมื่อ')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='รับทราบเมื่อ')),
                    ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รับทราบ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs_digests', to='organizations.organization', verbose_name='ถึง')),
                    ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='จาก')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้แจ้ง')),
                ],
                options={
                    'verbose_name': 'สรุปความต้องการ',
                    'verbose_name_plural': 'สรุปความต้องการ',
                    'ordering': ['-month', 'organization_id'],
                },
            ),
            migrations.CreateModel(
                name='DigestLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('request', 'คำขอที่รับไว้'), ('consultation', 'การปรึกษาหารือ'), ('survey', 'การสำรวจ'), ('search', 'สิ่งที่ประชาชนค้นหาแล้วไม่พบ'), ('field', 'การลงพื้นที่'), ('meeting', 'การประชุมหรือประชาคม')], max_length=12, verbose_name='ทราบจาก')),
                    ('theme', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ด้าน')),
                    ('subdistrict_code', models.CharField(blank=True, max_length=6, verbose_name='ตำบล')),
                    ('number', models.PositiveIntegerField(null=True, verbose_name='จำนวน')),
                    ('digest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='needs.digest', verbose_name='สรุป')),
                ],
                options={
                    'verbose_name': 'บรรทัดของสรุป',
                    'verbose_name_plural': 'บรรทัดของสรุป',
                    'ordering': ['digest', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('request', 'คำขอที่รับไว้'), ('consultation', 'การปรึกษาหารือ'), ('survey', 'การสำรวจ'), ('search', 'สิ่งที่ประชาชนค้นหาแล้วไม่พบ'), ('field', 'การลงพื้นที่'), ('meeting', 'การประชุมหรือประชาคม')], max_length=12, verbose_name='ทราบจาก')),
                    ('theme', models.CharField(choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='ด้าน')),
                    ('subdistrict_code', models.CharField(db_index=True, max_length=6, verbose_name='ตำบล')),
                    ('words', models.CharField(max_length=1000, verbose_name='ความต้องการ')),
                    ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='จำนวนครัวเรือนโดยประมาณ')),
                    ('is_urgent', models.BooleanField(default=False, verbose_name='เร่งด่วน แจ้งทันที')),
                    ('noted_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='รับทราบเมื่อ')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รับทราบ')),
                    ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่บันทึก')),
                    ('told', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='urgent_needs', to='organizations.organization', verbose_name='แจ้ง อปท.')),
                ],
                options={
                    'verbose_name': 'ความต้องการ',
                    'verbose_name_plural': 'ความต้องการ',
                    'ordering': ['-noted_at', '-id'],
                },
            ),
            migrations.AddConstraint(
                model_name='digest',
                constraint=models.UniqueConstraint(fields=('organization', 'sender', 'month'), name='needs_digest_once'),
            ),
            migrations.AddConstraint(
                model_name='digest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='needs_digest_acknowledged_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='need',
                constraint=models.CheckConstraint(condition=models.Q(('is_urgent', False), ('told__isnull', False), _connector='OR'), name='urgent_need_is_told_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='need',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False), ('told__isnull', False)), _connector='OR'), name='need_acknowledged_by_somebody'),
            ),
        ),
    ]
