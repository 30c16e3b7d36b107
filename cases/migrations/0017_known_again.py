"""Numbers, houses and names by which a matter is known again stand in rows that an index finds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_what_nobody_asked'),
        ('organizations', '0006_fill_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('phone', 'เบอร์โทรศัพท์เดียวกัน'), ('home', 'บ้านเดียวกัน'), ('name', 'ชื่อเดียวกัน')], max_length=5)),
                ('key', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name': 'สิ่งที่ใช้รู้จักเรื่อง',
                'verbose_name_plural': 'สิ่งที่ใช้รู้จักเรื่อง',
            },
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_place_problem',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['subdistrict_code', 'problem', '-received_at'], name='case_place_problem_new'),
        ),
        migrations.AddField(
            model_name='casekey',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='cases.case'),
        ),
        migrations.AddIndex(
            model_name='casekey',
            index=models.Index(fields=['kind', 'key', '-case'], name='case_key_found'),
        ),
        migrations.AddConstraint(
            model_name='casekey',
            constraint=models.UniqueConstraint(fields=('case', 'kind', 'key'), name='case_key_once'),
        ),
    ]
