"""The words of the library as they were while they stood in the code: one line for each code that rules speak of.

What is there already stays as it is, so that this may run again over words that were changed.
"""

from django.db import migrations

KINDS = [
    ("constitution", "รัฐธรรมนูญ", "Constitution", 8),
    ("code", "ประมวลกฎหมาย", "Code", 9),
    ("act", "พระราชบัญญัติ", "Act", 10),
    ("emergency_decree", "พระราชกำหนด", "Emergency decree", 11),
    ("royal_decree", "พระราชกฤษฎีกา", "Royal decree", 12),
    ("ministerial_regulation", "กฎกระทรวง", "Ministerial regulation", 13),
    ("regulation", "ระเบียบ", "Regulation", 14),
    ("rule", "ข้อบังคับ", "Rule", 15),
    ("local_ordinance", "ข้อบัญญัติท้องถิ่น", "Local ordinance", 16),
    ("notification", "ประกาศ", "Notification", 20),
    ("order", "คำสั่ง", "Order", 21),
    ("criteria", "หลักเกณฑ์", "Criteria", 22),
    ("cabinet_resolution", "มติคณะรัฐมนตรี", "Cabinet resolution", 23),
    ("directive_letter", "หนังสือสั่งการ", "Directive", 30),
    ("circular", "หนังสือเวียน", "Circular", 31),
    ("consultation_reply", "หนังสือตอบข้อหารือ", "Reply to an inquiry", 32),
    ("mou", "บันทึกข้อตกลง", "Memorandum of understanding", 40),
    ("guideline", "แนวทาง", "Guideline", 41),
    ("manual", "คู่มือ", "Manual", 42),
    ("form", "แบบฟอร์ม", "Form", 43),
]
STATUSES = [
    ("in_force", "ใช้บังคับ", "In force", 10),
    ("amended", "ใช้บังคับ และมีการแก้ไขเพิ่มเติม", "In force, amended", 20),
    ("not_yet_in_force", "ประกาศแล้ว ยังไม่ใช้บังคับ", "Announced, not yet in force", 30),
    ("suspended", "ชะลอการใช้บังคับ", "Suspended", 40),
    ("repealed", "ยกเลิกแล้ว", "Repealed", 50),
    ("unverified", "ยังไม่ยืนยันสถานะ", "Status not confirmed", 60),
]
RELATIONS = [
    ("amends", "แก้ไขเพิ่มเติม", "Amends", "แก้ไขเพิ่มเติมโดย", "Amended by", 10),
    ("repeals", "ยกเลิก", "Repeals", "ถูกยกเลิกโดย", "Repealed by", 20),
    ("replaces", "แทนที่", "Replaces", "ถูกแทนที่โดย", "Replaced by", 30),
    ("issued_under", "ออกตามความใน", "Issued under", "เป็นฐานของ", "Basis for", 40),
    ("cites", "อ้างถึง", "Refers to", "ถูกอ้างถึงใน", "Referred to in", 50),
    ("encloses", "ส่งมาด้วย", "Encloses", "ส่งมาพร้อมกับ", "Enclosed with", 60),
    ("relays", "แจ้งต่อ", "Passes on", "แจ้งต่อโดย", "Passed on by", 70),
    ("explains", "อธิบาย", "Explains", "อธิบายโดย", "Explained by", 80),
    ("related", "เกี่ยวข้องกับ", "Related to", "เกี่ยวข้องกับ", "Related to", 90),
]
URGENCIES = [
    ("normal", "ปกติ", "Normal", 10),
    ("urgent", "ด่วน", "Urgent", 20),
    ("very_urgent", "ด่วนมาก", "Very urgent", 30),
    ("most_urgent", "ด่วนที่สุด", "Most urgent", 40),
    ("urgent_by", "ด่วนภายใน", "Urgent by", 50),
]
SECRECIES = [
    ("none", "ไม่มีชั้นความลับ", "Not classified", 10),
    ("confidential", "ลับ", "Confidential", 20),
    ("secret", "ลับมาก", "Secret", 30),
    ("top_secret", "ลับที่สุด", "Top secret", 40),
]


def write(apps, schema_editor):
    terms = apps.get_model("legal_library", "Term").objects
    for code, name, name_en, order in KINDS:
        _write(terms, "kind", code, name=name, name_en=name_en, order=order, behaves_as=code)
    for code, name, name_en, inverse, inverse_en, order in RELATIONS:
        values = {"inverse_name": inverse, "inverse_name_en": inverse_en, "order": order}
        _write(terms, "relation", code, name=name, name_en=name_en, **values)
    for vocabulary, rows in (("status", STATUSES), ("urgency", URGENCIES), ("secrecy", SECRECIES)):
        for code, name, name_en, order in rows:
            _write(terms, vocabulary, code, name=name, name_en=name_en, order=order)
    _tell_search(apps)


def _write(terms, vocabulary, code, **values):
    terms.get_or_create(vocabulary=vocabulary, code=code, defaults=values)


def _tell_search(apps):
    """Give the documents that search knows already the English words that the translation of the pages had."""
    found = apps.get_model("search", "IndexedDocument").objects.filter(key__startswith="library:")
    terms = apps.get_model("legal_library", "Term").objects
    for vocabulary in ("kind", "status"):
        for code, name_en in terms.filter(vocabulary=vocabulary).values_list("code", "name_en"):
            found.filter(**{vocabulary: code}).update(**{f"{vocabulary}_en": name_en})


def go_back(apps, schema_editor):
    """Let documents of a kind that was added be of the kind that it behaves as: the code before knew no other."""
    terms = apps.get_model("legal_library", "Term").objects
    built_in = [code for code, *_ in KINDS]
    added = terms.filter(vocabulary="kind").exclude(code__in=built_in).values_list("code", "behaves_as")
    for code, behaves_as in added:
        for model in ("DocumentPage", "CollectionPage"):
            apps.get_model("legal_library", model).objects.filter(kind=code).update(kind=behaves_as)


class Migration(migrations.Migration):

    dependencies = [
        ("legal_library", "0013_terms"),
        ("search", "0007_english_words"),
    ]

    operations = [migrations.RunPython(write, go_back)]
