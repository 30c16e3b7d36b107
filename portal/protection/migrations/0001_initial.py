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
                name='Breach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('noted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='บันทึกเมื่อ')),
                    ('known_at', models.DateTimeField(verbose_name='ทราบเหตุเมื่อ')),
                    ('what', models.TextField(max_length=4000, verbose_name='เกิดอะไรขึ้น')),
                    ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='จำนวนคนที่เกี่ยวข้องโดยประมาณ')),
                    ('risk', models.CharField(choices=[('unknown', 'ยังไม่ทราบ'), ('none', 'ไม่มีความเสี่ยง'), ('some', 'มีความเสี่ยง ต้องแจ้งสำนักงาน'), ('high', 'ความเสี่ยงสูง ต้องแจ้งเจ้าของข้อมูลด้วย')], default='unknown', max_length=10, verbose_name='ความเสี่ยงต่อเจ้าของข้อมูล')),
                    ('measures', models.TextField(blank=True, max_length=4000, verbose_name='ทำอะไรไปแล้ว')),
                    ('office_told_at', models.DateTimeField(blank=True, null=True, verbose_name='แจ้งสำนักงานคุ้มครองข้อมูลส่วนบุคคลเมื่อ')),
                    ('people_told_at', models.DateTimeField(blank=True, null=True, verbose_name='แจ้งเจ้าของข้อมูลเมื่อ')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ปิดเมื่อ')),
                    ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                ],
                options={
                    'verbose_name': 'เหตุละเมิดข้อมูลส่วนบุคคล',
                    'verbose_name_plural': 'เหตุละเมิดข้อมูลส่วนบุคคล',
                    'ordering': ['-known_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('known_at__lte', models.F('noted_at'))), name='breach_known_before_noted')],
                },
            ),
        ),
    ]
