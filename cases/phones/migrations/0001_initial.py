import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0033_reporters_are_told'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Stream',
                fields=[
                    ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                    ('mark', models.PositiveIntegerField(default=0, editable=False)),
                    ('state', models.CharField(choices=[('open', 'ใช้อยู่'), ('lost', 'แจ้งว่าหาย')], default='open', max_length=4, verbose_name='สถานะ')),
                    ('device', models.CharField(blank=True, max_length=60, verbose_name='เครื่อง')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ใช้ครั้งแรกเมื่อ')),
                    ('met_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ติดต่อล่าสุดเมื่อ')),
                    ('lost_at', models.DateTimeField(null=True, verbose_name='แจ้งหายเมื่อ')),
                    ('lost_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ใช้ครั้งแรก')),
                ],
                options={
                    'verbose_name': 'โทรศัพท์ของหน่วย',
                    'verbose_name_plural': 'โทรศัพท์ของหน่วย',
                    'ordering': ['-met_at'],
                },
            ),
            migrations.CreateModel(
                name='Missing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first', models.PositiveIntegerField()),
                    ('last', models.PositiveIntegerField()),
                    ('noted_at', models.DateTimeField(verbose_name='พบเมื่อ')),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missing', to='phones.stream')),
                ],
                options={
                    'verbose_name': 'สิ่งที่หายจากโทรศัพท์',
                    'verbose_name_plural': 'สิ่งที่หายจากโทรศัพท์',
                    'ordering': ['noted_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(editable=False)),
                    ('sealed', models.BinaryField()),
                    ('phone_now', models.BigIntegerField(editable=False)),
                    ('received_at', models.DateTimeField(verbose_name='ถึงศูนย์เมื่อ')),
                    ('outcome', models.CharField(blank=True, choices=[('applied', 'บันทึกในเรื่องแล้ว'), ('aside', 'รอคนดู')], max_length=7)),
                    ('judged_at', models.DateTimeField(null=True)),
                    ('kind', models.CharField(blank=True, max_length=30)),
                    ('subject', models.CharField(blank=True, max_length=80)),
                    ('written_at', models.DateTimeField(null=True, verbose_name='เขียนเมื่อ')),
                    ('is_certain', models.BooleanField(default=True)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('resolution', models.CharField(blank=True, choices=[('adopted', 'บันทึกในเรื่องแล้ว'), ('dismissed', 'ไม่ใช้')], max_length=9)),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('resolution_note', models.CharField(blank=True, max_length=300, verbose_name='เหตุผล')),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เขียน')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                    ('delivered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='phones.stream')),
                ],
                options={
                    'verbose_name': 'สิ่งที่บันทึกในโทรศัพท์',
                    'verbose_name_plural': 'สิ่งที่บันทึกในโทรศัพท์',
                    'ordering': ['stream', 'number'],
                },
            ),
            migrations.AddIndex(
                model_name='stream',
                index=models.Index(fields=['organization', '-met_at'], name='phone_of_organization'),
            ),
            migrations.AddConstraint(
                model_name='missing',
                constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='phone_missing_in_order'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('outcome', '')), fields=['stream', 'number'], name='phone_entry_to_judge'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('outcome', 'aside'), ('resolution', '')), fields=['organization', 'received_at'], name='phone_entry_aside'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.UniqueConstraint(fields=('stream', 'number'), name='phone_entry_number_once'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(('resolution', ''), ('outcome', 'aside'), _connector='OR'), name='phone_entry_resolved_was_aside'),
            ),
        ),
    ]
