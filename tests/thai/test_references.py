"""Reference numbers: all spellings give one normal form, nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.digits import to_thai
from portal.thai.references import Reference, find_references, parse_reference

W1918 = "มท 0891.3/ว 1918"


@pytest.mark.parametrize(
    "typed",
    [
        "มท 0891.3/ว 1918",
        "มท ๐๘๙๑.๓/ว ๑๙๑๘",
        "มท ๐๘๙๑.๓ / ว ๑๙๑๘",
        "มท0891.3/ว1918",
        "มท๐๘๙๑.๓ว๑๙๑๘",
        "มท 0891.3 ว 1918",
        "มท 0891.3\\ว 1918",
        "มท 0891.3/ว.1918",
        "มท 0891.3/ว. ๑๙๑๘",
        "มท 891.3/ว 1918",
        "มท 0891.3/ว 01918",
        "มท 0891. 3/ว 1918",
        "มท. 0891.3/ว 1918",
        "ม.ท. 0891.3/ว 1918",
        "ที่ มท 0891.3/ว 1918",
        "ที่มท0891.3/ว1918",
        "มท ที่ 0891.3/ว 1918",
        "ด่วนที่สุด ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘",
        "หนังสือ ด่วนที่สุด ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘",
        "หนังสือสั่งการ มท ที่ 0891.3/ว 1918",
        "หนังสือเวียน มท 0891.3/ว 1918",
        "  มท\u00a00891.3/ว\u200b1918  ",
        "มท ๐๘๙๑.๓/ว\n๑๙๑๘",
    ],
)
def test_every_spelling_has_one_normal_form(typed: str) -> None:
    reference = parse_reference(typed)
    assert reference is not None
    assert reference.normal == W1918
    assert reference.tokens() == ("ว1918", "0891.3/ว1918", "มท0891.3/ว1918")
    assert (reference.letters, reference.code, reference.circular, reference.number) == (
        "มท",
        "0891.3",
        True,
        "1918",
    )
    assert reference.is_complete
    assert not reference.is_weak


@pytest.mark.parametrize(
    ("typed", "normal", "tokens"),
    [
        ("กบ ๐๐๒๓.๓/ว ๓๓๓๒", "กบ 0023.3/ว 3332", ("ว3332", "0023.3/ว3332", "กบ0023.3/ว3332")),
        ("มท 0808.2/ว 0679", "มท 0808.2/ว 679", ("ว679", "0808.2/ว679", "มท0808.2/ว679")),
        ("กบ ๕๒๐๐๑/๑๒๓", "กบ 52001/123", ("52001/123", "กบ52001/123")),
        ("ที่ กบ 0023.3/1234", "กบ 0023.3/1234", ("0023.3/1234", "กบ0023.3/1234")),
        ("สธ 0201.06.1/ว 12", "สธ 0201.06.1/ว 12", ("ว12", "0201.06.1/ว12", "สธ0201.06.1/ว12")),
        ("นร (กพร) ๐๑๐๖/ว ๕", "นร (กพร) 0106/ว 5", ("ว5", "0106/ว5", "นร0106/ว5", "นร(กพร)0106/ว5")),
        ("นร(ก.พ.ร.)0106/ว5", "นร (กพร) 0106/ว 5", ("ว5", "0106/ว5", "นร0106/ว5", "นร(กพร)0106/ว5")),
        ("0891.3/ว1918", "0891.3/ว 1918", ("ว1918", "0891.3/ว1918")),
        ("891.3/ว 1918", "0891.3/ว 1918", ("ว1918", "0891.3/ว1918")),
        ("0023.3/1234", "0023.3/1234", ("0023.3/1234",)),
        ("ว 1918", "ว 1918", ("ว1918",)),
        ("ว1918", "ว 1918", ("ว1918",)),
        ("ว.1918", "ว 1918", ("ว1918",)),
        ("ว. ๑๙๑๘", "ว 1918", ("ว1918",)),
        ("หนังสือ ว ๑๙๑๘", "ว 1918", ("ว1918",)),
        ("ที่ ว 1918", "ว 1918", ("ว1918",)),
        ("ว 1918/2556", "ว 1918/2556", ("ว1918",)),
        ("มท 0891.3/ว 1918/2556", "มท 0891.3/ว 1918/2556", ("ว1918", "0891.3/ว1918", "มท0891.3/ว1918")),
        ("ที่ ๑๒/๒๕๕๖", "12/2556", ("12/2556",)),
        ("คำสั่งที่ 012/2556", "12/2556", ("12/2556",)),
        ("12/2556", "12/2556", ("12/2556",)),
    ],
)
def test_other_real_forms(typed: str, normal: str, tokens: tuple[str, ...]) -> None:
    reference = parse_reference(typed)
    assert reference is not None
    assert reference.normal == normal
    assert reference.tokens() == tokens
    assert not reference.is_weak


@pytest.mark.parametrize(
    ("typed", "number"), [("1918", "1918"), ("๑๙๑๘", "1918"), (" 0679 ", "679"), ("ที่ 5", "5")]
)
def test_a_bare_number_is_a_weak_reference(typed: str, number: str) -> None:
    reference = parse_reference(typed)
    assert reference is not None
    assert reference.is_weak
    assert not reference.is_complete
    assert reference.normal == number
    assert reference.tokens() == (number,)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "ว", "มท", "มท 0891.3", "เทศบาล", "ค้ามนุษย์", "ว 1918 มท", "แจ้งเหตุ 1300 นะ", "1234567", "0891.3",
        "16/9/2556", "ว 1918.5", "OSCC 1918", "081-234-5678", "ที่", "หนังสือ", "มท 0891.3/ว", "ว" * 200, "1" * 5000,
    ],
)  # fmt: skip
def test_other_things_are_no_reference(typed: str) -> None:
    assert parse_reference(typed) is None


def test_the_bare_number_is_an_index_word_of_own_numbers() -> None:
    reference = parse_reference(W1918)
    assert reference is not None
    assert reference.tokens(weak=True) == ("1918", "ว1918", "0891.3/ว1918", "มท0891.3/ว1918")


@pytest.mark.parametrize(
    "query", ["ว 1918", "ว1918", "1918", "๑๙๑๘", "0891.3/ว 1918", "มท ๐๘๙๑.๓/ว ๑๙๑๘", "มท 891.3/ว1918"]
)
def test_every_query_meets_the_document_in_its_last_token(query: str) -> None:
    document = find_references("ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘")[0]
    reference = parse_reference(query)
    assert reference is not None
    assert reference.tokens()[-1] in document.tokens(weak=True)


@pytest.mark.parametrize("query", ["ว 191", "ว 19180", "0892.3/ว 1918", "กบ 0891.3/ว 1918", "มท 0891.3/1918"])
def test_other_numbers_do_not_meet_the_document(query: str) -> None:
    document = find_references("ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘")[0]
    reference = parse_reference(query)
    assert reference is not None
    assert reference.tokens()[-1] not in document.tokens(weak=True)


LETTER = """ด่วนที่สุด
ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒
๑๖ กันยายน ๒๕๕๖
อ้างถึง หนังสือจังหวัดกระบี่ ด่วนที่สุด ที่ กบ ๐๐๒๓.๓/ว ๒๔๗๗ ลงวันที่ ๕ กรกฎาคม ๒๕๕๖
สิ่งที่ส่งมาด้วย สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ด่วนที่สุด ที่ มท ๐๘๙๑.๓ / ว ๑๙๑๘
ลงวันที่ ๒ กันยายน ๒๕๕๖ จำนวน ๑ ชุด โทร ๐-๗๕๖๑-๑๘๙๙ ต่อ ๔๑๓๑"""


def test_a_letter_gives_its_references_in_order_and_in_place() -> None:
    found = find_references(LETTER)
    assert [reference.normal for reference in found] == ["กบ 0023.3/ว 3332", "กบ 0023.3/ว 2477", W1918]
    assert [reference.written for reference in found] == [
        "กบ ๐๐๒๓.๓/ว ๓๓๓๒",
        "กบ ๐๐๒๓.๓/ว ๒๔๗๗",
        "มท ๐๘๙๑.๓ / ว ๑๙๑๘",
    ]
    for reference in found:
        assert LETTER[reference.start : reference.end] == reference.written


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("ตามหนังสือมท0891.3/ว1918 ลงวันที่ ๒ ก.ย. ๕๖", [W1918]),
        ("หนังสือ สถ. ที่ มท ๐๘๐๘.๒/ว\n๔๒๘ และ ว 1918", ["มท 0808.2/ว 428", "ว 1918"]),
        ("ดู ว 428, ว.727 (ว ๑๙๑๘)", ["ว 428", "ว 727", "ว 1918"]),
        ("คำสั่งเทศบาล ที่ ๑๒/๒๕๕๖ ลงวันที่ 1 ตุลาคม 2556", ["12/2556"]),
        ("0891.3/ว 1918 และ 0891.3/ว 1550", ["0891.3/ว 1918", "0891.3/ว 1550"]),
        ("ที่ นร (กพร) ๐๑๐๖/ว ๕ และ กค 0402.5/ว 85", ["นร (กพร) 0106/ว 5", "กค 0402.5/ว 85"]),
        ("มท ๐๘๙๑.๓/ว ๑๙๑๘ มท ๐๘๙๑.๓/ว ๑๕๕๐", [W1918, "มท 0891.3/ว 1550"]),
        ("ที่ กบ ๕๒๐๐๑/๑๒๓ ถึงนายอำเภอ", ["กบ 52001/123"]),
    ],
)
def test_running_text(text: str, normals: list[str]) -> None:
    assert [reference.normal for reference in find_references(text)] == normals


@pytest.mark.parametrize(
    "text",
    [
        "บ้านเลขที่ 123/45 ถนน 1234/5 ซอย 12/3",
        "การประชุมครั้งที่ 5/2564 เมื่อวันที่ 16/9/2556",
        "ที่ 16/9/2556",
        "พ.ศ. ๒๕๖๐/๒๕๖๑",
        "แล้ว 12 ราย เลว 5 แมว 3 ตัว",
        "มาตรา 24 และ 41 รวม 1918 คน",
        "โทร 0-7561-1899 ต่อ 4131",
        "จำนวน 8,729 แห่ง (76 + 878 + 2,266 + 5,509)",
        "ว่า 12 วัน 13 วง 4",
        "ราคา 1234.50/5 บาท",
        "เล่ม ๑๔๐ ตอนพิเศษ ๒๕๔ ง ๑๑ ตุลาคม ๒๕๖๖",
    ],
)
def test_ordinary_text_holds_no_reference(text: str) -> None:
    assert find_references(text) == []


def test_places_are_right_when_invisible_characters_stand_between() -> None:
    text = "ตาม\u200bหนังสือ\u200b มท\u200b ๐๘\u200b๙๑.๓/\u200bว ๑๙๑๘\u200b ลงวันที่"
    (reference,) = find_references(text)
    assert reference.normal == W1918
    assert text[reference.start : reference.end] == "มท\u200b ๐๘\u200b๙๑.๓/\u200bว ๑๙๑๘"


def test_where_it_stood_does_not_make_references_differ() -> None:
    first, second = find_references("มท 0891.3/ว 1918 และ มท ๐๘๙๑.๓/ว๑๙๑๘")
    assert first == second
    assert first.start != second.start
    assert len({first, second}) == 1


references = st.builds(
    Reference,
    letters=st.sampled_from(["มท", "กบ", "ศธ", "กทม", "นร"]),
    unit=st.sampled_from(["", "กพร"]),
    code=st.from_regex(r"[0-9]{4,5}(\.[1-9]\d?){0,2}", fullmatch=True).filter(str.isascii),
    circular=st.booleans(),
    number=st.integers(1, 99999).map(str),
)


@given(references, st.booleans())
def test_the_normal_form_is_read_back(reference: Reference, thai: bool) -> None:
    written = to_thai(reference.normal) if thai else reference.normal
    assert parse_reference(written) == reference
    assert find_references(f"อ้างถึง หนังสือ ที่ {written} ลงวันที่") == [reference]


@given(references)
def test_the_normal_form_is_final(reference: Reference) -> None:
    again = parse_reference(reference.normal)
    assert again is not None
    assert again.normal == reference.normal


@given(st.text(alphabet="มทกบว ๐๑289./\\()ที่\n\u200bกพร.", max_size=60))
def test_any_text_gives_references_that_lie_in_it_and_do_not_overlap(text: str) -> None:
    last = 0
    for reference in find_references(text):
        assert last <= reference.start < reference.end <= len(text)
        assert text[reference.start : reference.end] == reference.written
        assert not reference.is_weak
        last = reference.end
    parse_reference(text)


@pytest.mark.parametrize(
    "hostile", ["ก." * 5000, "มท " * 5000, "1." * 5000, "ว " * 5000, "มท 0891" + ".3" * 5000, "0" * 20000]
)
def test_hostile_text_comes_to_an_end(hostile: str) -> None:
    assert find_references(hostile) == []
    assert parse_reference(hostile) is None
