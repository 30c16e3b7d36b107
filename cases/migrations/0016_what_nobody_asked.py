"""What nobody asked becomes an answer of its own, beside yes and no."""

from django.db import migrations, models

BY_THEMSELVES = ("web", "mobile_app")
OF_THE_REPORTER = ("may_leave_message", "may_identify", "may_tell_affected", "may_email")
OF_A_PERSON = ("is_married", "has_disability", "is_destitute")


def forget_answers_nobody_gave(apps, schema_editor):
    """Officers had no question for these until now, so a "no" of theirs was none; nor did the citizen's form ask all."""
    reporter, person = (apps.get_model("cases", name) for name in ("Reporter", "AffectedPerson"))
    for name in OF_THE_REPORTER:
        reporter.objects.filter(**{name: False}).exclude(case__channel__in=BY_THEMSELVES).update(**{name: None})
    for name in OF_A_PERSON:
        person.objects.filter(**{name: False}).exclude(case__channel__in=BY_THEMSELVES).update(**{name: None})
    for name in ("is_married", "is_destitute"):
        person.objects.filter(**{name: False}).update(**{name: None})
    person.objects.filter(sex="unspecified").exclude(case__channel__in=BY_THEMSELVES).update(sex="")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_history_is_not_replaced'),
    ]

    operations = [
        migrations.AddField(
            model_name='affectedperson',
            name='kinship',
            field=models.CharField(blank=True, max_length=60, verbose_name='เป็นอะไรกับผู้ประสบปัญหาคนแรก'),
        ),
        migrations.AddField(
            model_name='affectedperson',
            name='needs_interpreter',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='ต้องการล่าม'),
        ),
        migrations.AddField(
            model_name='case',
            name='consent_by',
            field=models.CharField(blank=True, choices=[('person', 'ผู้ประสบปัญหาบอกเอง'), ('guardian', 'ผู้ปกครองหรือผู้ดูแล'), ('reporter', 'ผู้แจ้งบอกแทน')], max_length=10, verbose_name='ใครเป็นผู้บอก'),
        ),
        migrations.AlterField(
            model_name='affectedperson',
            name='has_disability',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='มีความพิการ'),
        ),
        migrations.AlterField(
            model_name='affectedperson',
            name='is_destitute',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='ยากไร้หรือไร้ที่พึ่ง'),
        ),
        migrations.AlterField(
            model_name='affectedperson',
            name='is_married',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='บรรลุนิติภาวะด้วยการสมรส'),
        ),
        migrations.AlterField(
            model_name='affectedperson',
            name='sex',
            field=models.CharField(blank=True, choices=[('female', 'หญิง'), ('male', 'ชาย'), ('unspecified', 'ไม่ระบุ')], max_length=12, verbose_name='เพศ'),
        ),
        migrations.AlterField(
            model_name='reporter',
            name='may_email',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='ส่งอีเมลแจ้งความคืบหน้าได้อย่างปลอดภัย'),
        ),
        migrations.AlterField(
            model_name='reporter',
            name='may_identify',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='บอกคนที่รับสายได้ว่าโทรจากหน่วยงานใด'),
        ),
        migrations.AlterField(
            model_name='reporter',
            name='may_leave_message',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='ฝากข้อความไว้ได้'),
        ),
        migrations.AlterField(
            model_name='reporter',
            name='may_tell_affected',
            field=models.BooleanField(blank=True, choices=[(None, 'ยังไม่ได้ถาม'), (True, 'ใช่'), (False, 'ไม่ใช่')], default=None, null=True, verbose_name='บอกผู้ประสบปัญหาได้ว่าใครเป็นผู้แจ้ง'),
        ),
        migrations.RunPython(forget_answers_nobody_gave, migrations.RunPython.noop),
    ]
