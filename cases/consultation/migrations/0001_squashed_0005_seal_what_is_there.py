"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.db.models.deletion
import portal.sealing.fields
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('consultation', '0001_initial'),
        ('consultation', '0002_texts_of_all_offices'),
        ('consultation', '0003_answers_begin_elsewhere'),
        ('consultation', '0004_sealed'),
        ('consultation', '0005_seal_what_is_there'),
    ]

    initial = True

    dependencies = [
        ('cases', '0037_ready_texts'),
        ('organizations', '0007_shapes_and_hours'),
        ('sealing', '0001_proofs_of_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Consultation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=9, unique=True, verbose_name='เลขที่คำถาม')),
                    ('secret_hash', models.CharField(editable=False, max_length=64)),
                    ('submission_key', models.CharField(editable=False, max_length=64, unique=True)),
                    ('problem', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='เรื่อง')),
                    ('question', portal.sealing.fields.SealedTextField(blank=True, bound_to=('reference',), verbose_name='คำถาม')),
                    ('email', portal.sealing.fields.SealedEmailField(blank=True, bound_to=('reference',), max_length=254, verbose_name='อีเมล')),
                    ('may_email', models.BooleanField(default=False, verbose_name='ส่งข่าวทางอีเมลได้')),
                    ('danger', models.CharField(blank=True, editable=False, max_length=12, verbose_name='คำที่บอกว่าอาจมีอันตราย')),
                    ('state', models.CharField(choices=[('waiting', 'รอคำตอบ'), ('answered', 'ตอบแล้ว')], default='waiting', max_length=10, verbose_name='สถานะ')),
                    ('asked_at', models.DateTimeField(verbose_name='ถามเมื่อ')),
                    ('due_at', models.DateTimeField(verbose_name='ควรตอบภายใน')),
                    ('answer', portal.sealing.fields.SealedTextField(blank=True, bound_to=('reference',), verbose_name='คำตอบ')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='ตอบเมื่อ')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='ผู้ถามอ่านครั้งแรกเมื่อ')),
                    ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='ลบข้อความเมื่อ')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตอบ')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='organizations.organization', verbose_name='ศูนย์ที่ตอบ')),
                ],
                options={
                    'verbose_name': 'คำถามถึงศูนย์',
                    'verbose_name_plural': 'คำถามถึงศูนย์',
                    'ordering': ['due_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='FrequentQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('problem', models.CharField(blank=True, choices=[('unready_pregnancy', 'ตั้งครรภ์ไม่พร้อม'), ('human_trafficking', 'การค้ามนุษย์'), ('child_labor', 'แรงงานเด็ก'), ('violence', 'ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ'), ('disaster', 'สาธารณภัย'), ('quality_of_life', 'ส่งเสริมและพัฒนาคุณภาพชีวิต'), ('disease', 'ป้องกันและควบคุมโรคติดต่อ'), ('low_income_farmer', 'เกษตรกรผู้มีรายได้น้อย'), ('other', 'เรื่องอื่น'), ('unsure', 'ไม่แน่ใจ')], max_length=30, verbose_name='เรื่อง')),
                    ('question', models.CharField(max_length=300, verbose_name='คำถาม')),
                    ('answer', models.TextField(verbose_name='คำตอบ')),
                    ('question_en', models.CharField(blank=True, max_length=300, verbose_name='คำถาม (อังกฤษ)')),
                    ('answer_en', models.TextField(blank=True, verbose_name='คำตอบ (อังกฤษ)')),
                    ('state', models.CharField(choices=[('proposed', 'รอคนที่สองเห็นชอบ'), ('published', 'เผยแพร่แล้ว'), ('refused', 'ไม่เผยแพร่'), ('withdrawn', 'ถอนออกแล้ว')], default='proposed', max_length=10, verbose_name='สถานะ')),
                    ('proposed_at', models.DateTimeField(verbose_name='เสนอเมื่อ')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='พิจารณาเมื่อ')),
                    ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='consultation.consultation', verbose_name='คำถามที่มา')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เห็นชอบ')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เสนอ')),
                ],
                options={
                    'verbose_name': 'คำถามที่พบบ่อย',
                    'verbose_name_plural': 'คำถามที่พบบ่อย',
                    'ordering': ['problem', '-decided_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='AnswerRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('working_days', models.PositiveSmallIntegerField(default=3, verbose_name='ตอบภายใน (วันทำการ)')),
                    ('keep_days', models.PositiveSmallIntegerField(default=365, verbose_name='เก็บข้อความหลังตอบ (วัน)')),
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='ศูนย์')),
                ],
                options={
                    'verbose_name': 'กำหนดเวลาตอบคำถาม',
                    'verbose_name_plural': 'กำหนดเวลาตอบคำถาม',
                    'constraints': [models.CheckConstraint(condition=models.Q(('keep_days__range', (30, 3650)), ('working_days__range', (1, 30))), name='answer_rule_in_range')],
                },
            ),
            migrations.AddIndex(
                model_name='consultation',
                index=models.Index(fields=['organization', 'state', 'due_at'], name='consultation_queue'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('state', 'waiting')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state', 'answered')), _connector='OR'), name='consultation_answered_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='frequentquestion',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'published'])), fields=('consultation',), name='frequent_question_once'),
            ),
            migrations.AddConstraint(
                model_name='frequentquestion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_by__isnull', False), ('state', 'refused')), models.Q(('decided_by__isnull', False), ('state__in', ['published', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='frequent_question_two_people'),
            ),
        ),
    ]
