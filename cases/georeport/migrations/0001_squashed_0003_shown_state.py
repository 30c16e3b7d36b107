"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import django.utils.timezone
import portal.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('georeport', '0001_initial'),
        ('georeport', '0002_rest_and_hooks'),
        ('georeport', '0003_shown_state'),
    ]

    initial = True

    dependencies = [
        ('cases', '0033_reporters_are_told'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='PartnerKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('partner', models.CharField(max_length=120, verbose_name='ระบบของใคร')),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ออกเมื่อ')),
                    ('expires_at', models.DateTimeField(verbose_name='ใช้ได้ถึง')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='ยกเลิกเมื่อ')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ออก')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ออกให้')),
                ],
                options={
                    'verbose_name': 'กุญแจของระบบอื่น',
                    'verbose_name_plural': 'กุญแจของระบบอื่น',
                    'ordering': ['-made_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='PartnerRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=16, unique=True, verbose_name='เลขที่ของระบบอื่น')),
                    ('service', models.CharField(choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='บริการที่แจ้ง')),
                    ('fingerprint', models.CharField(editable=False, max_length=64)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='รับเมื่อ')),
                    ('own_reference', models.CharField(blank=True, max_length=64, verbose_name='เลขที่ที่ระบบนั้นใช้')),
                    ('told_state', models.CharField(blank=True, editable=False, max_length=20)),
                    ('told_version', models.PositiveIntegerField(default=0, editable=False)),
                    ('shown_state', models.CharField(blank=True, editable=False, max_length=20)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='เรื่อง')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='georeport.partnerkey', verbose_name='กุญแจ')),
                ],
                options={
                    'verbose_name': 'เรื่องจากระบบอื่น',
                    'verbose_name_plural': 'เรื่องจากระบบอื่น',
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='PartnerHook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('partner', models.CharField(max_length=120, verbose_name='ระบบของใคร')),
                    ('identity', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('address', models.CharField(max_length=500, verbose_name='ที่อยู่ที่รับข่าว')),
                    ('secret', portal.sealing.fields.SealedCharField(bound_to=('identity',), editable=False, max_length=80)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ตั้งเมื่อ')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='เลิกเมื่อ')),
                    ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='ไม่ตอบติดต่อกันกี่ครั้ง')),
                    ('paused_until', models.DateTimeField(null=True, verbose_name='ลองอีกครั้งเมื่อ')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='ตอบรับล่าสุดเมื่อ')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตั้ง')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ตั้งให้')),
                ],
                options={
                    'verbose_name': 'ที่อยู่รับข่าวของระบบอื่น',
                    'verbose_name_plural': 'ที่อยู่รับข่าวของระบบอื่น',
                    'ordering': ['partner', '-made_at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organization', 'partner'), name='one_hook_of_a_partner_counts')],
                },
            ),
            migrations.AddConstraint(
                model_name='partnerkey',
                constraint=models.CheckConstraint(condition=models.Q(('partner', ''), _negated=True), name='partner_key_has_a_partner'),
            ),
            migrations.AddIndex(
                model_name='partnerrequest',
                index=models.Index(fields=['key', 'fingerprint', 'at'], name='georeport_again'),
            ),
        ),
    ]
