"""A hundred and more places as somebody writes them: in any order, with and without kinds, among other words (issue 7)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organizations import areas, former, mentions, places
from portal.organizations.areas import Area
from portal.thai.digits import to_thai

KRABI, SONGKHLA, BANGKOK = "81", "90", "10"


def code_of(where: str) -> str:
    """Return the code of "province/district/subdistrict"; "" for ""."""
    code = ""
    for name in filter(None, where.split("/")):
        found = areas.find(name, code)
        assert found is not None, where
        code = found.code
    return code


SITUATIONS: list[tuple[str, str, str]] = [
    # Words follow the address.
    ("ต.คลองแห อ.หาดใหญ่ จ.สงขลา ข้างตลาดน้ำ", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("ตำบลคอหงส์ อำเภอหาดใหญ่ จังหวัดสงขลา ซอย 12 บ้านสีเขียว", "", "สงขลา/หาดใหญ่/คอหงส์"),
    ("แขวงลาดยาว เขตจตุจักร กรุงเทพมหานคร ใกล้สวนรถไฟ", "", "กรุงเทพมหานคร/จตุจักร/ลาดยาว"),
    ("แขวงคลองจั่น เขตบางกะปิ กทม. 10240 ตึก 9 ห้อง 411", "", "กรุงเทพมหานคร/บางกะปิ/คลองจั่น"),
    ("ต.หนองปรือ อ.บางละมุง จ.ชลบุรี ตรงข้ามปั๊มน้ำมัน โทรก่อนมา", "", "ชลบุรี/บางละมุง/หนองปรือ"),
    ("ต.เวียง อ.เชียงของ จ.เชียงราย ริมโขง", "", "เชียงราย/เชียงของ/เวียง"),
    ("ต.ปากช่อง อ.ปากช่อง จ.นครราชสีมา กม. 12 ถนนธนะรัชต์", "", "นครราชสีมา/ปากช่อง/ปากช่อง"),
    ("ต.ในเวียง อ.เมือง จ.น่าน 55000 หลังตลาดเช้า", "", "น่าน/เมืองน่าน/ในเวียง"),
    ("ต.มะเขือแจ้ อ.เมือง จ.ลำพูน หอพักใกล้นิคม", "", "ลำพูน/เมืองลำพูน/มะเขือแจ้"),
    ("ต.ท่าม่วง อ.ท่าม่วง จ.กาญจนบุรี ติดแม่น้ำ", "", "กาญจนบุรี/ท่าม่วง/ท่าม่วง"),
    ("อ.เบตง จ.ยะลา บ้านญาติ ไม่รู้ตำบล", "", "ยะลา/เบตง"),
    ("จ.พังงา แถวเขาหลัก", "", "พังงา"),
    ("พัทลุง บ้านแม่เฒ่า", "", "พัทลุง"),
    ("ต.แม่เหียะ อ.เมือง จ.เชียงใหม่หลังสนามบิน", "", "เชียงใหม่/เมืองเชียงใหม่/แม่เหียะ"),
    ("ต.เขาพระงามอ.เมืองลพบุรีจ.ลพบุรีข้างค่าย", "", "ลพบุรี/เมืองลพบุรี/เขาพระงาม"),
    ("ต.ไผ่ลิง อ.พระนครศรีอยุธยา จ.อยุธยา น้ำสูงแค่เอว", "", "พระนครศรีอยุธยา/พระนครศรีอยุธยา/ไผ่ลิง"),
    # Words stand before, behind and between.
    ("หน้าโรงเรียน ต.ปากพะยูน อ.ปากพะยูน จ.พัทลุง ฝั่งทะเลสาบ", "", "พัทลุง/ปากพะยูน/ปากพะยูน"),
    ("ต.สะเดา ร้านยาเก่า อ.สะเดา จ.สงขลา", "", "สงขลา/สะเดา/สะเดา"),
    ("บ้านเลขที่ 8 ต.ลำปำ ริมคลอง อ.เมือง จ.พัทลุง รั้วไม้", "", "พัทลุง/เมืองพัทลุง/ลำปำ"),
    ("ย้ายมาอยู่ จ.ระยอง ได้สองปี พักที่ ต.มาบตาพุด อ.เมือง", "", "ระยอง/เมืองระยอง/มาบตาพุด"),
    ("(ชั่วคราว) ต.บ่อผุด อ.เกาะสมุย จ.สุราษฎร์ธานี", "", "สุราษฎร์ธานี/เกาะสมุย/บ่อผุด"),
    # Village numbers and postcodes anywhere, digits of either script.
    ("ต.ควนลัง ม.5 อ.หาดใหญ่ จ.สงขลา", "", "สงขลา/หาดใหญ่/ควนลัง"),
    ("ต.ควนลัง หมู่ที่ ๕ อ.หาดใหญ่ จ.สงขลา ๙๐๑๑๐", "", "สงขลา/หาดใหญ่/ควนลัง"),
    ("ม.๗ ต.บ้านพรุ อ.หาดใหญ่ สงขลา", "", "สงขลา/หาดใหญ่/บ้านพรุ"),
    ("90110 ต.คลองอู่ตะเภา อ.หาดใหญ่ จ.สงขลา", "", "สงขลา/หาดใหญ่/คลองอู่ตะเภา"),
    ("ต.นาทวี 90160 อ.นาทวี จ.สงขลา", "", "สงขลา/นาทวี/นาทวี"),
    ("หมู่ 2 ต.แหลมสัก อ.อ่าวลึก จ.กระบี่ ท่าเรือ", "", "กระบี่/อ่าวลึก/แหลมสัก"),
    ("44/1 หมู่ 9 เกาะกลาง ต.คลองประสงค์ อ.เมือง กระบี่ 81000 นั่งเรือ", "", "กระบี่/เมืองกระบี่/คลองประสงค์"),
    ("ต.เกาะลันตาใหญ่ หมู่5 อ.เกาะลันตา จ.กระบี่", "", "กระบี่/เกาะลันตา/เกาะลันตาใหญ่"),
    ("คลองเขม้า 81130", "", "กระบี่/เหนือคลอง/คลองเขม้า"),
    ("ปลายพระยา 81160", "", "กระบี่/ปลายพระยา/ปลายพระยา"),
    ("อ.เฉลิมพระเกียรติ 30000 บ้านช้าง", "", "นครราชสีมา/เฉลิมพระเกียรติ"),
    ("ต.ช่องแคบ ๖๓๑๖๐", "", "ตาก/พบพระ/ช่องแคบ"),
    # The province first.
    ("จ.สงขลา อ.ระโนด ต.ปากแตระ", "", "สงขลา/ระโนด/ปากแตระ"),
    ("จังหวัดสงขลา อำเภอระโนด ตำบลปากแตระ หมู่ 1 ริมหาด", "", "สงขลา/ระโนด/ปากแตระ"),
    ("สงขลา ระโนด ปากแตระ", "", "สงขลา/ระโนด/ปากแตระ"),
    ("สงขลา หาดใหญ่ คลองแห ซอยวัด", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("กรุงเทพ จตุจักร ลาดยาว", "", "กรุงเทพมหานคร/จตุจักร/ลาดยาว"),
    ("กทม. ดินแดง ห้วยขวาง", "", "กรุงเทพมหานคร/ดินแดง"),
    ("กรุงเทพมหานคร เขตดุสิต แขวงสวนจิตรลดา", "", "กรุงเทพมหานคร/ดุสิต/สวนจิตรลดา"),
    ("ก.ท.ม. คลองเตย พระโขนง", "", "กรุงเทพมหานคร/คลองเตย/พระโขนง"),
    ("ภูเก็ต ถลาง เชิงทะเล", "", "ภูเก็ต/ถลาง/เชิงทะเล"),
    ("ภูเก็ต กะทู้ ป่าตอง หน้าหาด", "", "ภูเก็ต/กะทู้/ป่าตอง"),
    ("โคราช พิมาย ในเมือง", "", "นครราชสีมา/พิมาย/ในเมือง"),
    ("อุบล วารินชำราบ แสนสุข", "", "อุบลราชธานี/วารินชำราบ/แสนสุข"),
    ("เชียงใหม่ เมือง สุเทพ", "", "เชียงใหม่/เมืองเชียงใหม่/สุเทพ"),
    ("จ.ตรัง กันตัง บางเป้า", "", "ตรัง/กันตัง/บางเป้า"),
    ("ตรัง อ.กันตัง บางเป้า", "", "ตรัง/กันตัง/บางเป้า"),
    ("ลำปาง เกาะคา", "", "ลำปาง/เกาะคา"),
    ("ประจวบ หัวหิน หนองแก", "", "ประจวบคีรีขันธ์/หัวหิน/หนองแก"),
    # Other orders.
    ("อ.หาดใหญ่ ต.คูเต่า จ.สงขลา", "", "สงขลา/หาดใหญ่/คูเต่า"),
    ("อ.สิงหนคร จ.สงขลา ต.สทิงหม้อ", "", "สงขลา/สิงหนคร/สทิงหม้อ"),
    ("ต.สทิงหม้อ จ.สงขลา อ.สิงหนคร", "", "สงขลา/สิงหนคร/สทิงหม้อ"),
    ("จ.สงขลา ต.สทิงหม้อ อ.สิงหนคร", "", "สงขลา/สิงหนคร/สทิงหม้อ"),
    ("หาดใหญ่ คูเต่า สงขลา", "", "สงขลา/หาดใหญ่/คูเต่า"),
    ("หาดใหญ่ คูเต่า", SONGKHLA, "สงขลา/หาดใหญ่/คูเต่า"),
    ("อ.หาดใหญ่ ต.คูเต่า", "", "สงขลา/หาดใหญ่/คูเต่า"),
    ("จตุจักร ลาดยาว กทม", "", "กรุงเทพมหานคร/จตุจักร/ลาดยาว"),
    # A level is left out.
    ("คลองแห สงขลา", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("สงขลา คลองแห", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("จ.กระบี่ ต.ทรายขาว ใกล้ปั๊ม", "", "กระบี่/คลองท่อม/ทรายขาว"),
    ("ต.ทรายขาว จ.กระบี่ ใกล้ปั๊ม", "", "กระบี่/คลองท่อม/ทรายขาว"),
    ("ต.ทรายขาว หลังโรงงาน", KRABI, "กระบี่/คลองท่อม/ทรายขาว"),
    ("อ.คลองท่อม หน้าโรงพัก", KRABI, "กระบี่/คลองท่อม"),
    ("อ.คลองท่อม หน้าโรงพัก", "", "กระบี่/คลองท่อม"),
    ("เขตบางแค ปากซอยเพชรเกษม 69", "", "กรุงเทพมหานคร/บางแค"),
    ("กระบี่ อ่าวลึก รีสอร์ตเก่า", "", "กระบี่/อ่าวลึก"),
    # Blanks in odd places, kinds without dots, glued kinds.
    ("ต คลองแห อ หาดใหญ่ จ สงขลา", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("ต .คลองแห อ .หาดใหญ่ จ .สงขลา บ้านปูน", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("ตำบล คลองแห, อำเภอ หาดใหญ่, จังหวัด สงขลา (บ้านเช่า)", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("ตำบลคลองแหอำเภอหาดใหญ่จังหวัดสงขลา บ้านเช่า", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("ต.คลอง แห อ.หาด ใหญ่ จ.สง ขลา ซอย 3", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("จ.สงขลาอ.หาดใหญ่ต.คลองแห ซอย 3", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("แขวงสามเสนนอกเขตห้วยขวางกทม. คอนโด", "", "กรุงเทพมหานคร/ห้วยขวาง/สามเสนนอก"),
    ("กิ่งอำเภอลำทับ จ.กระบี่ สวนยาง", "", "กระบี่/ลำทับ"),
    ("อ.สนามชัยเขต จ.ฉะเชิงเทรา ไร่มัน", "", "ฉะเชิงเทรา/สนามชัยเขต"),
    ("ต.สามตำบล อ.จุฬาภรณ์ จ.นครศรี ท้ายซอย", "", "นครศรีธรรมราช/จุฬาภรณ์/สามตำบล"),
    ("ต.คลองนครเนื่องเขต อ.เมือง จ.แปดริ้ว ริมน้ำ", "", "ฉะเชิงเทรา/เมืองฉะเชิงเทรา/คลองนครเนื่องเขต"),
    # Damaged and doubled signs.
    ("ต.ท่าเเพ อ.ท่าเเพ จ.สตูล ใกล้ตลาด", "", "สตูล/ท่าแพ/ท่าแพ"),
    ("ต.กําแพง อ.ละงู จ.สตูล ใกล้ตลาด", "", "สตูล/ละงู/กำแพง"),
    ("ต.ก ำแพง อ.ละงู จ.สตูล ใกล้ตลาด", "", "สตูล/ละงู/กำแพง"),
    ("ต\u200b.ละงู อ.\u200bละงู จ.สตูล ใกล้ตลาด", "", "สตูล/ละงู/ละงู"),
    ("ต.ละงู\u00a0อ.ละงู\u00a0จ.สตูล\u00a0ใกล้ตลาด", "", "สตูล/ละงู/ละงู"),
    # English.
    ("Hat Yai Khlong Hae Songkhla", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("Songkhla Hat Yai Khlong Hae", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("songkhla, hat yai", "", "สงขลา/หาดใหญ่"),
    ("Songkhla Province, Hat Yai District, Khlong Hae Subdistrict, near the market", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("Tambon Khlong Hae Amphoe Hat Yai Changwat Songkhla behind the temple", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("T.Khlong Hae A.Hat Yai Songkhla 90110", "", "สงขลา/หาดใหญ่/คลองแห"),
    ("Phuket Kathu Patong", "", "ภูเก็ต/กะทู้/ป่าตอง"),
    ("Patong, Phuket, beach road", "", "ภูเก็ต/กะทู้/ป่าตอง"),
    ("Bangkok Chatuchak", "", "กรุงเทพมหานคร/จตุจักร"),
    ("Krabi Muang Krabi Yai", "", "กระบี่/เมืองกระบี่/กระบี่ใหญ่"),
    ("Krabi Mueang Krabi Yai moo 3", "", "กระบี่/เมืองกระบี่/กระบี่ใหญ่"),
    ("Chiang Mai, Muang Chiang Mai, Suthep, Soi 4", "", "เชียงใหม่/เมืองเชียงใหม่/สุเทพ"),
    ("Nakhon Si Thammarat Khanom", "", "นครศรีธรรมราช/ขนอม"),
    ("Surat Thani Ko Samui Bo Phut", "", "สุราษฎร์ธานี/เกาะสมุย/บ่อผุด"),
    ("กระบี่ Ao Luek", "", "กระบี่/อ่าวลึก"),
    # Provinces that are no more, and old names.
    ("จ.ธนบุรี อ.ตลิ่งชัน", "", "กรุงเทพมหานคร/ตลิ่งชัน"),
    ("แขวงวัดสามพระยา เขตพระนคร จ.พระนคร", "", "กรุงเทพมหานคร/พระนคร/วัดสามพระยา"),
    ("อ.ดุสิต จังหวัดพระนคร", "", "กรุงเทพมหานคร/ดุสิต"),
    ("นครหลวงกรุงเทพธนบุรี", "", "กรุงเทพมหานคร"),
    ("จ.กรุงเก่า อ.บางปะอิน", "", "พระนครศรีอยุธยา/บางปะอิน"),
    ("อ.เกาะคา จ.นครลำปาง", "", "ลำปาง/เกาะคา"),
    ("จ.ขุขันธ์ อ.กันทรลักษ์", "", "ศรีสะเกษ/กันทรลักษ์"),
    ("จ.หล่มสัก", "", "เพชรบูรณ์"),
    ("จ.ธัญบุรี", "", "ปทุมธานี"),
    ("จ.ประทุมธานี อ.ลำลูกกา", "", "ปทุมธานี/ลำลูกกา"),
    ("จังหวัดสวรรคโลก อำเภอศรีสำโรง", "", "สุโขทัย/ศรีสำโรง"),
    # Districts that changed their province.
    ("อ.เซกา จ.หนองคาย", "", "บึงกาฬ/เซกา"),
    ("ต.ปากคาด อ.ปากคาด จ.หนองคาย", "", "บึงกาฬ/ปากคาด/ปากคาด"),
    ("หนองคาย โซ่พิสัย คำแก้ว", "", "บึงกาฬ/โซ่พิสัย/คำแก้ว"),
    ("อ.อรัญประเทศ จ.ปราจีนบุรี ตลาดโรงเกลือ", "", "สระแก้ว/อรัญประเทศ"),
    ("ต.ท่าข้าม อ.อรัญประเทศ จ.ปราจีนบุรี", "", "สระแก้ว/อรัญประเทศ/ท่าข้าม"),
    ("อ.สระแก้ว จ.ปราจีนบุรี", "", "สระแก้ว/เมืองสระแก้ว"),
    ("อ.มุกดาหาร จ.นครพนม ริมโขง", "", "มุกดาหาร/เมืองมุกดาหาร"),
    ("จ.นครพนม อ.คำชะอี", "", "มุกดาหาร/คำชะอี"),
    ("อ.เชียงคำ จ.เชียงราย", "", "พะเยา/เชียงคำ"),
    ("อ.พะเยา จ.เชียงราย", "", "พะเยา/เมืองพะเยา"),
    ("อ.ยโสธร จ.อุบลราชธานี", "", "ยโสธร/เมืองยโสธร"),
    ("อ.เลิงนกทา จ.อุบล บ้านยาย", "", "ยโสธร/เลิงนกทา"),
    ("อ.หัวตะพาน จ.อุบลราชธานี", "", "อำนาจเจริญ/หัวตะพาน"),
    ("อ.ศรีบุญเรือง จ.อุดร", "", "หนองบัวลำภู/ศรีบุญเรือง"),
    # What contradicts itself or names nothing stays as it can be read.
    ("ต.คลองแห อ.เมือง จ.ยะลา", "", "ยะลา/เมืองยะลา"),
    ("ต.ไม่มีที่ไหน จ.ยะลา แถวสะพาน", "", "ยะลา"),
    ("ต.หนองบัว", "", ""),
    ("ต.หนองบัว หลังวัด", "", ""),
    ("คลองแห หลังวัด", "", ""),
    ("บ้านอยู่ไม่ไกล เลย วัดไป", "", ""),
    ("เคยไป ตาก แล้ว แต่ตอนนี้อยู่ที่อื่น", "", ""),
    ("น้ำท่วมถึงหลังคา มาช่วยด้วย", "", ""),
    ("ใหญ่ ใน นอก", "", ""),
    ("10110", "", ""),
    ("ม.3", "", ""),
    ("อ.เมือง", "", ""),
]  # fmt: skip


def test_there_are_many_of_them() -> None:
    assert len({text for text, _near, _where in SITUATIONS}) >= 120


@pytest.mark.parametrize(("text", "near", "where"), SITUATIONS)
def test_a_place_is_read_as_it_was_written(text: str, near: str, where: str) -> None:
    assert places.read(text, near=near).code == code_of(where)


@pytest.mark.parametrize(
    ("text", "is_complete"),
    [
        ("สงขลา หาดใหญ่ คลองแห", True),
        ("จ.สงขลา ต.คลองแห อ.หาดใหญ่ 90110 ประเทศไทย", True),
        ("สงขลา หาดใหญ่ คลองแห ข้างวัด", False),
        ("สงขลา หาดใหญ่ คลองแห ม.3", False),
        ("ต.คลองแห อ.หาดใหญ่ จ.สงขลาข้างวัด", False),
        ("สงขลา หาดใหญ่", False),
    ],
)
def test_only_what_says_nothing_more_is_complete(text: str, is_complete: bool) -> None:
    assert places.read(text).is_complete is is_complete


# Any spelling of any place -----------------------------------------------------------------------------------------------

SUBDISTRICTS = [one for one in areas.every_area() if one.level == "subdistrict"]
WORDS = ["หลังวัด", "ข้างตลาด", "บ้านสีฟ้า", "น้ำถึงเอว", "ซอย 4", "โทรก่อน", "😀", "12/3"]
KINDS = {2: ("จ.", "จังหวัด", "จ. "), 4: ("อ.", "อำเภอ", "อ. "), 6: ("ต.", "ตำบล", "ต. ")}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Area]:
    """An address of any subdistrict, its parts with their kinds in any order, words around it."""
    one = draw(st.sampled_from(SUBDISTRICTS))
    parts = [
        draw(st.sampled_from(KINDS[len(area.code)])) + area.name_th
        for area in (one, *areas.parents(one.code))
    ]
    parts = list(draw(st.permutations(parts)))
    if draw(st.booleans()) and one.postal_codes:
        postcode = draw(st.sampled_from(one.postal_codes))
        at = draw(st.integers(0, len(parts)))
        parts.insert(at, to_thai(postcode) if draw(st.booleans()) else postcode)
    if draw(st.booleans()):
        number = draw(st.integers(1, 20))
        parts.insert(
            draw(st.integers(0, len(parts))), draw(st.sampled_from(["ม.", "หมู่ที่ ", "หมู่ "])) + str(number)
        )
    before, behind = (draw(st.lists(st.sampled_from(WORDS), max_size=2)) for _ in range(2))
    blank = draw(st.sampled_from([" ", "  ", ", ", "\n"]))
    return blank.join([*before, *parts, *behind]), one


@given(written())
def test_parts_with_their_kinds_are_read_in_any_order_among_words(case: tuple[str, Area]) -> None:
    text, one = case
    namesakes = {
        other.code
        for other in SUBDISTRICTS
        if other.code[:4] == one.code[:4] and other.name_th == one.name_th
    }
    code = places.read(text).code
    assert code in namesakes or (len(namesakes) > 1 and code == one.code[:4])


@given(st.sampled_from(SUBDISTRICTS), st.booleans())
def test_province_first_without_kinds_is_read_in_both_languages(one: Area, is_english: bool) -> None:
    district, province = areas.parents(one.code)
    chain = (province, district, one)
    text = " ".join(area.name_en if is_english else area.name_th for area in chain)
    code = places.read(text).code
    # English names of neighbors may be spelt alike.
    assert code[:2] == one.code[:2]
    assert code[:4] == one.code[:4] or is_english


@given(st.text(max_size=300), st.sampled_from(["", KRABI, BANGKOK]))
def test_nothing_that_is_typed_stops_the_reader(text: str, near: str) -> None:
    code = places.read(text, near=near).code
    assert code == "" or areas.area(code)


def test_the_work_does_not_grow_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text costs what a line does: so many words are looked at, each with so many names."""
    asked = 0
    original = mentions._Reading._with_what_is_above

    def counting(*args: object) -> object:
        nonlocal asked
        asked += 1
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mentions._Reading, "_with_what_is_above", counting)
    counts = []
    for times in (20, 200):
        asked = 0
        places.read(" ".join(["ต.หนองบัว อ.เมือง"] * times), near=KRABI)
        counts.append(asked)
    assert counts[0] == counts[1] <= 2500


# What the file of former areas says --------------------------------------------------------------------------------------


def test_every_former_area_leads_to_one_of_today_and_names_its_source() -> None:
    for one in (*former.provinces(), *former.moved_districts()):
        assert areas.area(one.code), one
        assert one.source.strip(), one
        assert len(one.code) == (4 if one.was_in else 2), one
        assert not one.was_in or (areas.area(one.was_in) and one.was_in != one.code[:2]), one


@pytest.mark.parametrize(
    "one", former.moved_districts(), ids=lambda one: f"{one.was_in}-{one.code}-{one.name}"
)
def test_a_district_is_found_in_its_old_province(one: former.Former) -> None:
    old = areas.area(one.was_in)
    assert old is not None
    for text in (f"อ.{one.name} จ.{old.name_th}", f"จ.{old.name_th} อ.{one.name} ใกล้วัด"):
        assert places.read(text).code == one.code


@pytest.mark.parametrize("one", former.provinces(), ids=lambda one: one.name)
def test_an_old_province_is_todays(one: former.Former) -> None:
    assert places.read(f"จ.{one.name}").code == one.code
    assert areas.find(f"จังหวัด{one.name.removeprefix('จังหวัด')}") == areas.area(one.code)


def test_random_order_of_the_table_changes_nothing() -> None:
    """What was read before says nothing of what is read next."""
    shuffled = random.Random(5).sample(SITUATIONS, len(SITUATIONS))  # noqa: S311
    assert all(places.read(text, near=near).code == code_of(where) for text, near, where in shuffled)
