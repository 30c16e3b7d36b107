from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Holiday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(unique=True, verbose_name='วันที่')),
                    ('name', models.CharField(max_length=300, verbose_name='ชื่อวัน')),
                    ('is_closed', models.BooleanField(default=True, help_text='เอาเครื่องหมายออกเมื่อวันนั้นเปิดทำการตามปกติ', verbose_name='หน่วยงานราชการหยุด')),
                    ('source', models.CharField(choices=[('known', 'ทราบล่วงหน้า'), ('center', 'ศูนย์กำหนดหรือแก้ไข')], default='center', editable=False, max_length=10, verbose_name='ที่มา')),
                    ('note', models.CharField(blank=True, help_text='เช่น มติคณะรัฐมนตรีและวันที่', max_length=300, verbose_name='หมายเหตุ')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='แก้ไขล่าสุดเมื่อ')),
                ],
                options={
                    'verbose_name': 'วันหยุดราชการ',
                    'verbose_name_plural': 'วันหยุดราชการ',
                    'ordering': ['day'],
                },
            ),
        ),
    ]
