"""Columns with what people told us are sealed (decision 0012): they hold text of any length from here on.

PostgreSQL only forgets their lengths, SQLite has none: no table is written anew. Names and numbers lose the keys in clear
beside them; what is there is sealed by the next migration.
"""

from django.db import migrations

import portal.sealing.fields

LONGER = {
    "cases_case": ("country", "moo", "village", "place_detail"),
    "cases_affectedperson": ("name", "age_words", "nationality", "interpreter_language", "kinship", "phone"),
    "cases_reporter": ("name", "email", "email_words", "phone", "other_way", "contact_time", "contact_note"),
    "cases_assistancerecord": ("description", "committee_decision"),
    "cases_planitem": ("details",),
    "cases_casefile": ("name",),
    "cases_latefinding": ("note",),
    "cases_retentionhold": ("reason",),
}


def forget_lengths(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in LONGER.items():
        changes = ", ".join(f"ALTER COLUMN {column} TYPE text" for column in columns)
        schema_editor.execute(f"ALTER TABLE {table} {changes}", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_reporters_are_told")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(forget_lengths, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name='affectedperson',
                    name='age_words',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=150, verbose_name='อายุตามที่บอก'),
                ),
                migrations.AlterField(
                    model_name='affectedperson',
                    name='interpreter_language',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=60, verbose_name='ภาษาที่ต้องการล่าม'),
                ),
                migrations.AlterField(
                    model_name='affectedperson',
                    name='kinship',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=60, verbose_name='เป็นอะไรกับผู้ประสบปัญหาคนแรก'),
                ),
                migrations.AlterField(
                    model_name='affectedperson',
                    name='name',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=150, verbose_name='ชื่อหรือชื่อเล่น'),
                ),
                migrations.AlterField(
                    model_name='affectedperson',
                    name='nationality',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=80, verbose_name='สัญชาติ'),
                ),
                migrations.AlterField(
                    model_name='affectedperson',
                    name='phone',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=120, verbose_name='โทรศัพท์'),
                ),
                migrations.AlterField(
                    model_name='assistancerecord',
                    name='committee_decision',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=200, verbose_name='มติคณะกรรมการ'),
                ),
                migrations.AlterField(
                    model_name='assistancerecord',
                    name='description',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=1000, verbose_name='รายละเอียด'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='country',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('reference',), max_length=210, verbose_name='ประเทศและเมืองที่อยู่ตอนนี้'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='moo',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('reference',), max_length=20, verbose_name='หมู่ที่'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='narrative',
                    field=portal.sealing.fields.SealedTextField(bound_to=('reference',), max_length=10000, verbose_name='เรื่องที่เกิดขึ้น'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='place_detail',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('reference',), max_length=500, verbose_name='สถานที่เกิดเหตุหรือที่อยู่'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='village',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('reference',), max_length=150, verbose_name='หมู่บ้านหรือชุมชน'),
                ),
                migrations.AlterField(
                    model_name='casefile',
                    name='name',
                    field=portal.sealing.fields.SealedCharField(bound_to=('case_id',), max_length=200, verbose_name='ชื่อไฟล์'),
                ),
                migrations.AlterField(
                    model_name='casenote',
                    name='text',
                    field=portal.sealing.fields.SealedTextField(bound_to=('event_id',), max_length=4000, verbose_name='บันทึก'),
                ),
                migrations.AlterField(
                    model_name='followup',
                    name='finding',
                    field=portal.sealing.fields.SealedTextField(blank=True, bound_to=('case_id', 'number'), max_length=2000, verbose_name='ผลการติดตาม'),
                ),
                migrations.AlterField(
                    model_name='latefinding',
                    name='note',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('alarm_id',), max_length=1000, verbose_name='บันทึก'),
                ),
                migrations.AlterField(
                    model_name='planitem',
                    name='details',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=300, verbose_name='รายละเอียด'),
                ),
                migrations.AlterField(
                    model_name='question',
                    name='answer',
                    field=portal.sealing.fields.SealedTextField(blank=True, bound_to=('case_id', 'number'), max_length=4000, verbose_name='คำตอบ'),
                ),
                migrations.AlterField(
                    model_name='question',
                    name='text',
                    field=portal.sealing.fields.SealedTextField(blank=True, bound_to=('case_id', 'number'), max_length=4000, verbose_name='คำถาม'),
                ),
                migrations.AlterField(
                    model_name='referral',
                    name='request',
                    field=portal.sealing.fields.SealedTextField(blank=True, bound_to=('case_id', 'number'), max_length=2000, verbose_name='สิ่งที่ขอให้ดำเนินการ'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='contact_note',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=300, verbose_name='ข้อควรระวังในการติดต่อ'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='contact_time',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=200, verbose_name='เวลาที่ติดต่อได้อย่างปลอดภัย'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='email',
                    field=portal.sealing.fields.SealedEmailField(blank=True, bound_to=('case_id',), max_length=254, verbose_name='อีเมล'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='email_words',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=254, verbose_name='อีเมลตามที่เขียน'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='name',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=150, verbose_name='ชื่อผู้แจ้งหรือนามแฝง'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='other_way',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=200, verbose_name='ทางติดต่ออื่น'),
                ),
                migrations.AlterField(
                    model_name='reporter',
                    name='phone',
                    field=portal.sealing.fields.SealedCharField(blank=True, bound_to=('case_id',), max_length=120, verbose_name='โทรศัพท์'),
                ),
                migrations.AlterField(
                    model_name='retentionhold',
                    name='reason',
                    field=portal.sealing.fields.SealedCharField(bound_to=('case_id',), max_length=300, verbose_name='เหตุผล'),
                ),
                migrations.AlterField(
                    model_name='riskassessment',
                    name='reasons',
                    field=portal.sealing.fields.SealedTextField(blank=True, bound_to=('case_id',), max_length=2000, verbose_name='เหตุผล'),
                ),
            ],
        ),
        migrations.RemoveField(
            model_name='affectedperson',
            name='name_key',
        ),
        migrations.RemoveField(
            model_name='affectedperson',
            name='phone_key',
        ),
        migrations.RemoveField(
            model_name='reporter',
            name='name_key',
        ),
        migrations.RemoveField(
            model_name='reporter',
            name='phone_key',
        ),
    ]
