"""The source document as one file comes out as its four documents, with every irregularity of documents.md 3 (issue 11, 6)."""

from __future__ import annotations

from functools import cache

import pytest

from legal_library.reading.letters.found import Nature, Origin, Piece, Reading, SourcePage, Sure, reading_from
from legal_library.reading.letters.reading import is_secret, read_pages, relays
from tests.legal_library.reading.bundle import source_text

PROVINCE, DEPARTMENT, AGREEMENT, GUIDELINE = range(4)


@cache
def read() -> Reading:
    return read_pages("004.txt", [SourcePage(1, source_text())])


def letter(text: str, origin: Origin = Origin.TEXT) -> Piece:
    (piece,) = read_pages("letter.txt", [SourcePage(1, text, origin)]).pieces
    return piece


def test_one_file_comes_out_as_its_four_documents_word_for_word() -> None:
    pieces = read().pieces
    assert [piece.nature for piece in pieces] == [
        Nature.LETTER,
        Nature.LETTER,
        Nature.AGREEMENT,
        Nature.ANNEX,
    ]
    words = "".join("".join(piece.text.split()) for piece in pieces)
    assert words == "".join(source_text().split())
    assert pieces[AGREEMENT].title == "ข้อตกลงความร่วมมือ การดำเนินงานของ OSCC ศูนย์ช่วยเหลือสังคม"
    assert pieces[GUIDELINE].title == "สรุปแนวทางการดำเนินงานช่วยเหลือผู้ประสบปัญหาของ OSCC ศูนย์ช่วยเหลือสังคม"


FIELDS = {
    PROVINCE: {
        "urgency": "most_urgent",
        "reference_as_written": "กบ ๐๐๒๓.๓/ว ๓๓๓๒",
        "owner_unit": "ศาลากลางจังหวัดกระบี่",
        "sender_address": "ถนนอุตรกิจ กบ ๘๑๐๐๐",
        "signed_on": "2013-09-16",
        "subject": "แนวทางการดำเนินงานตามกระบวนการ OSCC ศูนย์ช่วยเหลือสังคม",
        "addressee": "นายอำเภอ ทุกอำเภอ และนายกเทศมนตรีเมืองกระบี่",
        "signatory": "นายสมาน แสงสอาด",
        "signatory_position": "รองผู้ว่าราชการจังหวัด",
        "acting_for": "ผู้ว่าราชการจังหวัดกระบี่",
    },
    DEPARTMENT: {
        "urgency": "most_urgent",
        "reference_as_written": "มท ๐๘๙๑.๓ / ว ๑๙๑๘",
        "owner_unit": "กรมส่งเสริมการปกครองท้องถิ่น",
        "sender_address": "ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐",
        "signed_on": "2013-09-09",
        "addressee": "ผู้ว่าราชการจังหวัด ทุกจังหวัด",
        "signatory": "นายวัลลภ พริงพงษ์",
        "signatory_position": "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
        "acting_for": "",
    },
    AGREEMENT: {"signed_on": "2013-04-09", "effective_on": "2013-04-09"},
}


def test_every_field_is_found_with_its_place() -> None:
    """S2.01, S2.29: the anatomy of a letter, and the day of an agreement."""
    for number, fields in FIELDS.items():
        piece = read().pieces[number]
        for name, value in fields.items():
            assert piece.value(name) == value, (number, name)
        lines = source_text().split("\n")
        for one in [one for one in piece.fields if one.name != "parties"]:
            assert one.written.split("\n")[0][:17].strip() in lines[one.place.line - 1], one
    contact = read().pieces[DEPARTMENT].value("contact")
    assert contact.startswith("สำนักส่งเสริมการพัฒนาเศรษฐกิจ") and contact.endswith("ต่อ ๔๑๐๓ , ๔๑๓๔")


def test_the_enclosure_tree_is_found_and_what_is_absent_stays_absent() -> None:
    """S2.12: title, order, quantity, and which of them are in the file."""
    province, department, *_rest = read().pieces
    assert [row.piece for row in province.enclosures] == [DEPARTMENT]
    assert [(row.quantity, row.unit, row.piece) for row in department.enclosures] == [
        (1, "ชุด", AGREEMENT),
        (1, "ฉบับ", None),
        (1, "ชุด", GUIDELINE),
        (1, "เล่ม", None),
        (1, "เล่ม", None),
        (1, "ชุด", None),
    ]
    assert relays(province, read().pieces) == [DEPARTMENT]
    assert relays(department, read().pieces) == []


def test_letters_that_are_referred_to_are_found_with_their_days() -> None:
    cited = [(row.reference, row.signed_on, row.piece) for row in read().pieces[PROVINCE].cited]
    assert cited == [("กบ 0023.3/ว 2477", "2013-07-05", None), ("มท 0891.3/ว 1918", "2013-09-02", DEPARTMENT)]
    (other,) = read().pieces[DEPARTMENT].cited
    assert (other.reference, other.signed_on) == ("มท 0891.3/ว 1550", "2013-07-02")


IRREGULARITIES = [
    # documents.md 3, row by row: where, what, and how it stands there.
    (PROVINCE, "date_conflict", "๒ กันยายน ๒๕๕๖"),
    (PROVINCE, "catchword", "/- ๔. ให้เทศบาล..."),
    (DEPARTMENT, "catchword", "/๓. แจ้งให้สำนักงาน..."),
    (GUIDELINE, "catchword", "/บทบาท..."),
    (AGREEMENT, "signatures_twice", "๒๔–๓๔"),
    (AGREEMENT, "signature_spelling", "ธัญภรณ์ เรืองศรีนาสิน / นางสาวอัญญกรณ์"),
    (AGREEMENT, "signature_spelling", "พาลาภ สิงหเสนี / ดร.พาลภ สิงเสนี"),
    (AGREEMENT, "signature_spelling", "ปริญาหงสกุลเพื่อเด็กและสตรี / ผู้อำนวยการมูลนิธิปวีณา"),
    (AGREEMENT, "copies", "รวม ๓๒ ฉบับ"),
    (AGREEMENT, "signature_mark", "Wong P. Lee"),
    (AGREEMENT, "signature_mark", "สน. น.ก."),
    (GUIDELINE, "foreign_script", "જીવનચક્રબાહ્યગણના"),
    (DEPARTMENT, "stamp", "สำนักงานส่งเสริมการปกครองท้องถิ่น"),
    (DEPARTMENT, "blank_in_number", "๐๘๙๑.๓ / ว ๑๙๑๘"),
    (DEPARTMENT, "paiyannoi", "ปัญหา ๗"),
    (DEPARTMENT, "misreading", "ตั้งครมไม่พร้อม"),
    (GUIDELINE, "misreading", "ลำซ้ำ"),
    (GUIDELINE, "misreading", "ท้องครบกพร่องส่วนท้องถิ่น"),
    (GUIDELINE, "misreading", "ภายหลั้รับ"),
    (GUIDELINE, "misreading", "สก.และ"),
    (GUIDELINE, "misreading", "สกจ./"),
    (GUIDELINE, "bullet", "- ๑)"),
    (GUIDELINE, "blank_in_word", "การปกครอง ท้องถิ่น"),
    (GUIDELINE, "half_sentence", "รับผิดชอบการ"),
    (GUIDELINE, "half_sentence", "ได้ในวันที่"),
    (PROVINCE, "foreign_enclosures", "สิ่งที่ส่งมาด้วย ๓ ถึง ๕"),
    (PROVINCE, "deadlines", "ทุกวันที่ ๒๐"),
    (PROVINCE, "deadlines", "ภายในเดือนกันยายน ๒๕๕๖"),
    (GUIDELINE, "sum_holds", "๘,๗๒๙"),
]


@pytest.mark.parametrize(("number", "code", "written"), IRREGULARITIES)
def test_every_irregularity_of_the_source_is_told_with_its_place(
    number: int, code: str, written: str
) -> None:
    found = [one for one in read().pieces[number].oddities if one.code == code and written in one.written]
    assert found, [one for one in read().pieces[number].oddities if one.code == code]
    line = source_text().split("\n")[found[0].place.line - 1]
    if code not in ("signatures_twice", "signature_spelling", "blank_in_word"):
        assert found[0].written.strip("…").split(" (")[0][:12] in line


def test_signatures_are_counted_as_persons() -> None:
    signatures = read().pieces[AGREEMENT].signatures
    assert (len(signatures), len({one.number for one in signatures})) == (45, 34)
    assert signatures[1].post == "รองนายกรัฐมนตรี และรัฐมนตรีว่าการกระทรวงการต่างประเทศ"
    assert signatures[6].name == "พลตำรวจเอก ประชา พรหมนอก" and signatures[6].mark == "Wong P. Lee"


def test_what_is_right_is_not_called_irregular() -> None:
    """A number that counts is no ฯ, คนพิการ ends no sentence too early, and a sum that fails is told apart from one that holds."""
    codes = {one.code for piece in read().pieces for one in piece.oddities}
    assert "sum_fails" not in codes and "ocr_digits" not in codes
    text = "ที่ กบ ๐๐๒๓.๓/ว ๑\nเรื่อง ก\nเรียน ข\n\nตามที่ให้ทำตามข้อ ๗ และช่วยเหลือผู้สูงอายุและคนพิการ\n\nขอแสดงความนับถือ\n"
    assert {one.code for one in letter(text).oddities} == set()
    wrong = "จำนวน ๑๐ แห่ง ได้แก่\n- ๑) เทศบาล (๓ แห่ง)\n- ๒) อบต. (๖ แห่ง)\n"
    (piece,) = read_pages("x", [SourcePage(1, "สรุปจำนวนหน่วยงาน\n\n" + wrong)]).pieces
    assert [one.code for one in piece.oddities] == ["bullet", "sum_fails"]


FORMS = {
    "นร (กพร) ๐๑๐๖/๑๒๓": "นร (กพร) ๐๑๐๖/๑๒๓",
    "กบ ๕๒๐๐๑/๑๒๓": "กบ ๕๒๐๐๑/๑๒๓",
    "มท 0810.6/ว 2154": "มท 0810.6/ว 2154",
}


def test_other_forms_of_numbers_begin_a_letter_as_well() -> None:
    for written, number in FORMS.items():
        assert letter(f"ด่วนมาก\nที่ {written}\nเรื่อง ก\nเรียน ข\n").value("reference_as_written") == number


def test_the_agency_may_stand_on_the_line_of_the_number_as_pdfs_have_it() -> None:
    piece = letter("ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒ ศาลากลางจังหวัดกระบี่\nถนนอุตรกิจ กบ ๘๑๐๐๐\n๑๖ กันยายน ๒๕๕๖\nเรื่อง ก\nเรียน ข")
    assert piece.value("owner_unit") == "ศาลากลางจังหวัดกระบี่"
    assert piece.value("sender_address") == "ถนนอุตรกิจ กบ ๘๑๐๐๐"
    assert piece.value("signed_on") == "2013-09-16"


def test_a_letter_that_refers_to_another_at_the_start_of_a_line_is_still_one() -> None:
    text = "ที่ กบ ๐๐๒๓.๓/ว ๑\nเรื่อง ก\nเรียน ข\nอ้างถึง หนังสือจังหวัด\nที่ กบ ๐๐๒๓.๓/ว ๒ ลงวันที่ ๑ มกราคม ๒๕๕๖\n\nด้วย ค\nขอแสดงความนับถือ"
    pieces = read_pages("x", [SourcePage(1, text)]).pieces
    assert len(pieces) == 1
    assert [row.reference for row in pieces[0].cited] == ["กบ 0023.3/ว 2"]


def test_a_bundle_without_numbers_is_one_document_that_nobody_named() -> None:
    """Bad input: a file in which nothing begins as documents begin is kept whole and shown, not guessed."""
    (piece,) = read_pages("x", [SourcePage(1, "ข้อความแรก\n\nข้อความที่สอง")]).pieces
    assert (piece.nature, piece.title, piece.fields) == (Nature.UNKNOWN, "", ())
    assert read_pages("x", [SourcePage(1, "", Origin.NONE)]).pieces == ()


def test_what_a_machine_read_gives_no_numbers_and_is_not_called_sure() -> None:
    """documents.md 2: number, day and telephones of a scan are typed by a person beside the picture."""
    scanned = "ด่วนที่สุด\nที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒\nศาลากลางจังหวัดกระบี่\n๑๖ กันยายน ๒๕๕๖\nเรื่อง ช่วยเหลือผู้ประสบภัย\nเรียน นายอำเภอ\nด้วย ก\nขอแสดงความนับถือ\n(นายก ข)\nรองผู้ว่าราชการจังหวัด\nกลุ่มงาน\nโทร ๐-๗๕๖๑-๑๘๙๙"
    piece = letter(scanned, Origin.OCR)
    assert piece.is_machine_read and piece.cited == ()
    assert {one.name for one in piece.fields} == {
        "owner_unit",
        "subject",
        "addressee",
        "signatory",
        "signatory_position",
    }
    assert {one.sure for one in piece.fields} == {Sure.LOOK}
    blind = "เรื่อง ก\n" + "๐๑๒๓๕" * 8
    assert "ocr_digits" in {one.code for one in letter(blind, Origin.OCR).oddities}
    assert "ocr_digits" not in {one.code for one in letter(f"{blind}๔", Origin.OCR).oddities}


def test_a_letter_of_a_class_that_must_not_be_kept_is_known_as_such() -> None:
    """domain.md 2.2: ลับมาก and ลับที่สุด are not entered at all."""
    for word, secret in (("ลับ", False), ("ลับมาก", True), ("ลับที่สุด", True)):
        reading = read_pages("x", [SourcePage(1, f"{word}\nที่ กบ ๐๐๒๓.๓/๑\nเรื่อง ก\nเรียน ข")])
        assert is_secret(reading) is secret, word


def test_what_was_found_goes_through_json_and_back() -> None:
    assert reading_from(read().as_json()) == read()
