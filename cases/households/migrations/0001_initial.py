import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0032_households_are_joined'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='LookedUpTo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.BigIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Household',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ],
                options={
                    'verbose_name': 'ครัวเรือน',
                    'verbose_name_plural': 'ครัวเรือน',
                },
            ),
            migrations.CreateModel(
                name='KeptApart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', models.CharField(choices=[('others', 'คนละครัวเรือน'), ('at_odds', 'คู่กรณีกัน ห้ามรวม')], max_length=10, verbose_name='เหตุที่ไม่รวม')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ],
                options={
                    'verbose_name': 'เรื่องที่แยกไว้',
                    'verbose_name_plural': 'เรื่องที่แยกไว้',
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='kept_apart_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='kept_apart_older_first')],
                },
            ),
            migrations.CreateModel(
                name='LikelyPair',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('score', models.IntegerField()),
                    ('marks', models.JSONField(default=list)),
                    ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ],
                options={
                    'verbose_name': 'เรื่องที่อาจเป็นครัวเรือนเดียวกัน',
                    'verbose_name_plural': 'เรื่องที่อาจเป็นครัวเรือนเดียวกัน',
                    'indexes': [models.Index(fields=['organization', '-score', 'id'], name='likely_pair_in_order')],
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='likely_pair_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='likely_pair_older_first')],
                },
            ),
            migrations.CreateModel(
                name='Member',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('matter', 'เรื่องเดียวกัน แจ้งซ้ำ'), ('household', 'ครัวเรือนเดียวกัน คนละเรื่อง'), ('place', 'คนละครัวเรือน อยู่ที่เดียวกัน')], max_length=10, verbose_name='ความสัมพันธ์')),
                    ('confidence', models.CharField(blank=True, max_length=10)),
                    ('marks', models.JSONField(blank=True, default=list)),
                    ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='households', to='cases.case')),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='households.household')),
                    ('joined_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'เรื่องในครัวเรือน',
                    'verbose_name_plural': 'เรื่องในครัวเรือน',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='member_of_one_household')],
                },
            ),
        ),
    ]
