"""Questions and topics: what is asked is found anywhere, what is named is found where it is said what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry
from portal.search.query.pipeline import IndexKnowledge, ask, prepare
from portal.search.query.questions import is_question


def asks(text: str) -> bool:
    folded = analysis.fold(text)
    return is_question(analysis.tokens_of_folded(folded), folded)


@pytest.mark.parametrize(
    "text",
    [
        "ใครมีสิทธิได้รับเบี้ยยังชีพ",
        "เบี้ยยังชีพผู้สูงอายุได้เท่าไร",
        "ขอความช่วยเหลือได้ที่ไหน",
        "น้ำท่วมบ้านต้องทำอย่างไร",
        "ลงทะเบียนคนพิการใช้เอกสารอะไรบ้าง",
        "เงินช่วยเหลือค่าศพกี่บาท",
        "หน่วยงานใดดูแลเรื่องการค้ามนุษย์",
        "ยื่นคำขอได้เมื่อไหร่",
        "อบต. จ่ายเงินช่วยเหลือได้หรือไม่",
        "ศูนย์ที่รับเรื่องเรียกว่า",
        "สิทธิของผู้ประสบภัย?",
        "who can ask for help",
    ],
)
def test_questions(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เบี้ยยังชีพผู้สูงอายุ",
        "พระราชบัญญัติเทศบาล พ.ศ. 2496",
        "ว 1918",
        "สัญญาฝากทรัพย์",
        "ผู้ใดมีไว้เพื่อนำออกใช้ซึ่งเงินปลอม",
        "กระทำการอย่างหนึ่งอย่างใด",
        "ระเบียบว่าด้วยค่าใช้จ่ายเพื่อช่วยเหลือประชาชน",
        "disaster relief",
        "โดยที่เป็นการสมควรปรับปรุงกฎหมายใดที่ใช้บังคับอยู่ " * 12,
    ],
)
def test_topics(text: str) -> None:
    assert not asks(text)


@given(st.text(max_size=80))
def test_any_text_is_one_or_the_other(text: str) -> None:
    assert asks(text) in (True, False)


DEFINES = (
    "อันว่าฝากทรัพย์นั้น คือสัญญาซึ่งบุคคลหนึ่งส่งมอบทรัพย์สินให้อีกคนหนึ่งเก็บรักษาไว้แล้วจะคืนให้ "
    "ผู้รับฝากต้องใช้ความระมัดระวังสงวนทรัพย์สินซึ่งฝากนั้นเหมือนเช่นเคยประพฤติในกิจการของตนเอง"
)
REFERS = (
    "ผู้รับจะเรียกบำเหน็จได้ก็แต่เมื่อมีข้อตกลงกันไว้หรือเมื่อพฤติการณ์แสดงว่าทำให้เพราะหวังจะได้บำเหน็จเท่านั้น "
    "และให้นำบทบัญญัติอันว่าด้วยสัญญาฝากทรัพย์มาใช้บังคับด้วยโดยอนุโลม สัญญาฝากทรัพย์ที่ไม่มีบำเหน็จเป็นอันสิ้นสุด"
)


@pytest.fixture
def two(tmp_path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path)
    engine.index(
        (
            Entry(number, "", [analysis.fold(text)])
            for number, text in enumerate([REFERS, DEFINES, "เรื่องอื่นทั้งสิ้น " * 30, "ทรัพย์สินของแผ่นดิน"])
        ),
        anew=True,
    )
    return engine


def test_a_topic_finds_the_document_that_begins_with_it(two: EmbeddedEngine) -> None:
    assert ask("ฝากทรัพย์", two.now()).hits[0].key == 1


def test_the_plan_says_which_of_the_two_it_is(two: EmbeddedEngine) -> None:
    engine = two.now()
    known = IndexKnowledge(engine)
    assert prepare("ฝากทรัพย์คืออะไร", engine, known).plan.query.is_question
    assert not prepare("ฝากทรัพย์", engine, known).plan.query.is_question


def test_early_words_weigh_less_in_a_question(two: EmbeddedEngine) -> None:
    engine = two.now()

    def ahead(typed: str) -> float:
        scores = {hit.key: hit.score for hit in ask(typed, engine).hits}
        return scores[1] / scores[0]

    assert ahead("ฝากทรัพย์") > ahead("ฝากทรัพย์?")
