"""The half of the made pairs on which weights are set: a lowland of three villages, typed by citizens and a call desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.households.pairs import BEGIN, Pair, Typed, mobile, some

SEED = 14_001
GIVEN = (
    "สมชาย", "สมศรี", "วิไล", "ประเสริฐ", "สุนีย์", "อารีย์", "กิตติพงษ์", "นงลักษณ์", "มานพ", "จันทร์เพ็ญ", "ธนพล", "รัตนา", "สุรศักดิ์",
    "พิมพ์ใจ", "อับดุลเลาะ", "ฟาตีเมาะ", "ยูโสบ", "สุไลมาน", "ซารีนา", "มารีแย", "วรรณา", "บุญเลิศ", "ณัฐวุฒิ", "ปรีชา", "สายฝน",
)  # fmt: skip
FAMILY = (
    "ใจดี", "ทองคำ", "แก้วมณี", "ศรีสุวรรณ", "หมาดหลี", "เจ๊ะหมัด", "ช่วยบำรุง", "รักษ์ทอง", "จันทร์แก้ว", "หลีเส็น", "บุญส่ง", "นวลศรี",
    "ชูแก้ว", "สุขเกษม", "อินทรสุวรรณ", "ขุนทอง", "พรหมแก้ว", "สาและ", "เพชรรัตน์", "ดำแก้ว", "หนูเอียด", "คงเพชร",
)  # fmt: skip
CALLED = ("แดง", "ดำ", "นิด", "ต้อย", "หนุ่ย", "เอียด", "ติ๋ม", "โอ๋", "แมว", "ปุ้ย", "บ่าว", "จิ๋ว")
KIN = ("ป้า", "ลุง", "น้า", "พี่", "ยาย ", "ตา ")
MARKS = (
    "วัดโพธิ์",
    "โรงเรียนบ้านคลองม่วง",
    "ร้านป้าแดง",
    "มัสยิดนูรุลอิสลาม",
    "สะพานบางใหญ่",
    "ตลาดนัดวันพุธ",
    "ปั๊มปตท",
    "ซอยสุขใจ",
)
BESIDE = ("ข้าง", "หลัง", "ใกล้", "ตรงข้าม", "ติดกับ", "หน้า")
DAMAGE = (
    ("ี", "ิ"),
    ("ู", "ุ"),
    ("่", ""),
    ("้", ""),
    ("์", ""),
    ("ณ", "น"),
    ("ศ", "ส"),
    ("ษ", "ส"),
    ("ธ", "ท"),
    ("ภ", "พ"),
    ("็", ""),
)


@dataclass(frozen=True, slots=True)
class Home:
    """A household."""

    given: tuple[str, ...]
    family: str
    called: str
    phones: tuple[str, ...]
    moo: int
    house: str
    mark: str
    further: str


def home(random: Random) -> Home:
    """Return an invented household."""
    mark, further = random.sample(MARKS, 2)
    return Home(
        tuple(random.sample(GIVEN, 3)),
        random.choice(FAMILY),
        random.choice(CALLED),
        (mobile(random), mobile(random)),
        random.randint(1, 9),
        f"{random.randint(1, 240)}" + (f"/{random.randint(1, 30)}" if some(random, 0.4) else ""),
        mark,
        further,
    )


def damaged(random: Random, name: str) -> str:
    """Return a name with one or two of the slips of whoever writes what they hear."""
    for right, wrong in random.sample(DAMAGE, 3 if some(random, 0.3) else 2):
        name = name.replace(right, wrong, 1)
    return name


def named(random: Random, home_: Home, who: int, *, full: float = 0.7) -> str:
    """Return the name of a member as it may be written."""
    name = home_.given[who]
    if some(random, 0.3):
        name = damaged(random, name)
    if some(random, full):
        family = damaged(random, home_.family) if some(random, 0.25) else home_.family
        name = f"{name}{'' if some(random, 0.06) else ' '}{family}"
    if who == 0 and some(random, 0.12):
        name = f"{name} ({home_.called})"
    return random.choice(("", "", "นาย", "นาง", "น.ส. ", "คุณ")) + name


def phone(random: Random, number: str) -> str:
    """Return a number as it may be typed."""
    return random.choice(
        (number, f"{number[:3]}-{number[3:6]}-{number[6:]}", f"{number[:3]} {number[3:]}", f"โทร {number}")
    )


def place(random: Random, home_: Home, *, house: float = 0.7) -> tuple[str, str]:
    """Return village and place as they may be typed."""
    words = []
    moo = str(home_.moo)
    if some(random, house):
        words.append(random.choice(("บ้านเลขที่ ", "", "เลขที่ ")) + home_.house)
    if some(random, 0.5):
        words.append(random.choice(("ม.", "หมู่ ", "หมู่ที่ ")) + moo)
        moo = ""
    if some(random, 0.45) or not words:
        words.append(random.choice(BESIDE) + home_.mark)
        if some(random, 0.3):
            words.append(random.choice(BESIDE) + home_.further)
    return ("" if some(random, 0.2) else moo), " ".join(words)


def report(
    random: Random, home_: Home, who: int = 0, *, called: bool = False, house: float = 0.7, full: float = 0.7
) -> Typed:
    """Return a report of a household by one of its members."""
    moo, where = place(random, home_, house=house)
    name = random.choice(KIN) + home_.called if called else named(random, home_, who, full=full)
    return Typed(
        affected=(name,),
        phone=phone(random, home_.phones[who % 2]) if some(random, 0.85) else "",
        moo=moo,
        place=where,
        at=BEGIN + dt.timedelta(minutes=random.randint(0, 4000)),
    )


def _same(random: Random, kind: str) -> tuple[Typed, Typed]:
    home_ = home(random)
    one = report(random, home_)
    if kind == "twin":
        return one, report(random, home_)
    if kind == "nickname":
        return replace(one, phone=phone(random, home_.phones[0])), report(random, home_, called=True)
    if kind == "relatives":
        other = report(random, home_, 1, full=0.9)
        if some(random, 0.5):
            # A daughter far away reports for her mother with her own number.
            moo, where = place(random, home_)
            caller = f"{home_.given[2]} {home_.family}"
            other = Typed(
                affected=(named(random, home_, 0),),
                reporter=caller,
                phone=mobile(random),
                moo=moo,
                place=where,
                at=other.at,
            )
        return one, other
    if kind == "shared phone":
        village_head = mobile(random)
        lent: dict[str, Any] = {"reporter": "ผู้ใหญ่บ้าน", "is_kin": False, "phone": village_head}
        return replace(one, **lent), replace(report(random, home_), **lent)
    moo, where = place(random, home_, house=0.0)
    return one, Typed(affected=(named(random, home_, 0, full=0.6),), moo=moo, place=where, at=one.at)


def _other(random: Random, kind: str) -> tuple[Typed, Typed]:
    ours, theirs = home(random), home(random)
    if kind == "neighbors":
        number = ours.house.split("/")[0]
        theirs = replace(
            theirs, moo=ours.moo, mark=ours.mark, further=ours.further, house=f"{int(number) + 1}"
        )
    elif kind == "same names":
        theirs = replace(theirs, given=ours.given, called=ours.called)
        if theirs.family == ours.family or theirs.house == ours.house:
            theirs = replace(theirs, family="ประทุมชาติ", house="299/1")
    elif kind == "shared phone":
        lent: dict[str, Any] = {"reporter": "ผู้ใหญ่บ้าน", "is_kin": False, "phone": mobile(random)}
        theirs = _apart(replace(theirs, moo=ours.moo), ours)
        return replace(report(random, ours), **lent), replace(report(random, theirs), **lent)
    elif kind == "relatives":
        theirs = replace(theirs, family=ours.family, moo=(ours.moo % 9) + 1, mark=theirs.further)
        theirs = _apart(theirs, ours)
        return report(random, ours, house=0.95), report(random, theirs, house=0.95)
    elif kind == "landmark only":
        theirs = _apart(replace(theirs, moo=ours.moo, mark=ours.mark), ours)
        return report(random, ours, house=0.0), report(random, theirs, house=0.0)
    return report(random, ours), report(random, _apart(theirs, ours))


def _apart(theirs: Home, ours: Home) -> Home:
    """Return a household that shares no person with another, where it is not to."""
    given = tuple(name for name in GIVEN if name not in ours.given)[:3]
    house = "311" if theirs.house == ours.house else theirs.house
    if set(theirs.given) & set(ours.given):
        return replace(theirs, given=given, house=house)
    return replace(theirs, house=house)


SAME = ("twin", "twin", "twin", "relatives", "relatives", "shared phone", "nickname", "landmark only")
OTHER = ("neighbors", "neighbors", "same names", "shared phone", "relatives", "landmark only", "strangers")


def pairs(count: int = 2500, seed: int = SEED) -> Iterator[Pair]:
    """Yield pairs, every second one of one household."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret by it
    for number in range(count):
        same = number % 2 == 0
        kind = random.choice(SAME if same else OTHER)
        one, other = (_same if same else _other)(random, kind)
        if some(random, 0.5):
            one, other = other, one
        yield Pair(f"{kind}, {'one household' if same else 'two'}", same, one, other)
