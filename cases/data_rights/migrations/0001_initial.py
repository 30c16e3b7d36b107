import django.db.models.deletion
import portal.sealing.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0036_visit_results'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='RightsRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='คำขอที่')),
                    ('token', models.UUIDField(editable=False, unique=True)),
                    ('right', models.CharField(choices=[('copy', 'ขอสำเนาข้อมูลของฉัน และรู้ว่าเปิดเผยให้ใคร'), ('correct', 'ขอแก้ข้อมูลที่ไม่ถูกต้อง'), ('restrict', 'ขอให้ระงับการใช้ข้อมูล'), ('object', 'คัดค้านการใช้ข้อมูล หรือถอนความยินยอม'), ('erase', 'ขอให้ลบข้อมูล'), ('complain', 'ร้องเรียนว่าใช้ข้อมูลไม่ถูกต้อง')], max_length=10, verbose_name='ขอใช้สิทธิใด')),
                    ('words', portal.sealing.fields.SealedTextField(blank=True, bound_to=('token',), max_length=2000, verbose_name='คำขอใช้สิทธิ')),
                    ('way', models.CharField(choices=[('secret', 'หน้าติดตามเรื่อง'), ('office', 'ที่สำนักงาน ทางโทรศัพท์ หรือหนังสือ')], max_length=10, verbose_name='ขอทางใด')),
                    ('identified', portal.sealing.fields.SealedCharField(blank=True, bound_to=('token',), max_length=300, verbose_name='ยืนยันตัวผู้ขออย่างไร')),
                    ('received_at', models.DateTimeField(verbose_name='รับคำขอเมื่อ')),
                    ('due_on', models.DateField(verbose_name='ต้องตอบภายในวันที่')),
                    ('state', models.CharField(choices=[('open', 'รอคำตอบ'), ('granted', 'ทำตามคำขอแล้ว'), ('partly', 'ทำตามคำขอบางส่วน'), ('refused', 'ทำตามคำขอไม่ได้')], default='open', max_length=10, verbose_name='สถานะ')),
                    ('ground', models.CharField(blank=True, choices=[('law', 'กฎหมายหรือคำสั่งศาลให้เก็บหรือใช้ต่อ'), ('others', 'กระทบสิทธิและเสรีภาพของผู้อื่น'), ('public_task', 'ยังจำเป็นต่อการช่วยเหลือหรือภารกิจเพื่อประโยชน์สาธารณะ'), ('is_right', 'ตรวจแล้วข้อมูลถูกต้อง'), ('not_known', 'ยืนยันไม่ได้ว่าผู้ขอคือเจ้าของข้อมูล')], max_length=12, verbose_name='เหตุที่ทำตามไม่ได้')),
                    ('answer', portal.sealing.fields.SealedTextField(blank=True, bound_to=('token',), max_length=2000, verbose_name='คำตอบถึงเจ้าของข้อมูล')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='ตอบเมื่อ')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='cases.case', verbose_name='เรื่อง')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตอบ')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ตอบ')),
                    ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รับคำขอ')),
                ],
                options={
                    'verbose_name': 'คำขอใช้สิทธิ',
                    'verbose_name_plural': 'คำขอใช้สิทธิ',
                    'ordering': ['due_on', 'pk'],
                    'indexes': [models.Index(fields=['state', 'due_on'], name='rights_request_queue')],
                    'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='rights_request_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('ground', ''), ('organization', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('organization__isnull', False)), _connector='OR'), name='rights_request_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['partly', 'refused']), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='rights_request_refused_on_a_ground')],
                },
            ),
        ),
    ]
