from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LINES = {"191": "police", "1669": "ambulance", "1300": "social", "1567": "justice"}
FROM_ABROAD = ("+66 99 130 1300", "+66 2 572 8442")


def name_lines(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Installations that have their numbers already: what sentences said in words becomes the line of its row."""
    hotline = apps.get_model("pages", "Hotline")
    for number, line in LINES.items():
        hotline.objects.filter(number=number).update(line=line)
    for row in hotline.objects.filter(number__in=FROM_ABROAD):
        row.occasions = ["abroad", *row.occasions]
        row.save(update_fields=["occasions"])


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0004_numbers_to_call'),
    ]

    operations = [
        migrations.AddField(
            model_name='hotline',
            name='line',
            field=models.CharField(blank=True, choices=[('police', 'ตำรวจ'), ('ambulance', 'รถพยาบาล'), ('social', 'ช่วยเหลือสังคม ทุกเรื่อง ทุกเวลา'), ('justice', 'ร้องทุกข์')], default='', help_text='ถ้าเลือก หมายเลขนี้จะอยู่ในทุกประโยคที่บอกให้โทรหาที่นั้น เลือกได้แถวเดียวต่อหมายเลขหลัก', max_length=20, verbose_name='หมายเลขหลัก'),
            preserve_default=False,
        ),
        migrations.RunPython(name_lines, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='hotline',
            constraint=models.UniqueConstraint(condition=models.Q(('line', ''), _negated=True), fields=('line',), name='one_row_per_line', violation_error_message='มีแถวอื่นเป็นหมายเลขหลักนี้อยู่แล้ว'),
        ),
    ]
