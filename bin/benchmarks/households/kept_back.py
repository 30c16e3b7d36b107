"""The half of the made pairs that nobody tunes on: hills and a town, typed by other hands with other faults.

Its names, places, damages, kinds and shares are its own; from the other half it takes the frame of a pair alone. Written
before any weight was set. Whoever changes a weight looks at `tuned`, and reads of this module the two figures only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from benchmarks.households.pairs import BEGIN, Pair, Typed, mobile, some

SEED = 2568
FIRST = (
    "ทองดี", "ละเอียด", "เกษม", "เพ็ญศรี", "วีระชัย", "สำราญ", "กาญจนา", "ชัยวัฒน์", "ดวงใจ", "โกวิท", "อัมพร", "ศิริพร", "เฉลิม", "ปราณี",
    "ไพโรจน์", "สมหมาย", "เยาวลักษณ์", "อนุชา", "มูฮัมหมัด", "นูรีดา", "อาแว", "ฮามีดะ", "เจริญ", "ถนอม", "พรทิพย์", "ลำดวน", "วันชัย",
    "นิภาพร", "ชูศักดิ์", "กัลยา", "เสาวนีย์", "พงศกร", "ธิดารัตน์",
)  # fmt: skip
LAST = (
    "แซ่ลิ้ม", "แซ่ตั้ง", "วงศ์ใหญ่", "มะลิวัลย์", "คชสาร", "ปานทอง", "เกตุแก้ว", "ณ ถลาง", "ดือราแม", "ยะโกะ", "ไชยสิทธิ์", "โพธิ์ทอง",
    "สุดสาย", "เรืองศรี", "มณีโชติ", "ทวีสุข", "วิเชียรรัตน์", "เอียดวารี", "สมบูรณ์", "บัวเพชร", "ชายเกตุ", "ภูมิรินทร์", "กาหลง", "อ่อนรักษ์",
)  # fmt: skip
PET = ("หมวย", "ตี๋", "แก้ว", "อ้อย", "หมี", "เล็ก", "ใหญ่", "บัติ", "นัน", "ก้อย", "เป็ด", "ไก่")
SEEN = (
    "สวนยางกำนันชู", "ร้านลุงหมาน", "วัดถ้ำเสือ", "อนามัยบ้านทุ่ง", "เซเว่นปากทาง", "ศาลาหมู่บ้าน", "สะพานไม้เก่า", "โรงเรียนไทยรัฐวิทยา",
    "สุเหร่าบ้านบน", "อู่ช่างหนึ่ง", "ท่าเรือเก่า", "ตลาดเช้า", "ซอยประชาร่วมใจ", "หาดทรายดำ",
)  # fmt: skip
WHERE = ("อยู่", "แถว", "ถัดจาก", "เลย", "ปากทาง", "ด้านหลัง", "ริม", "ก่อนถึง")


class Family:
    """A household, with what its people are called and where it stands."""

    def __init__(self, random: Random) -> None:
        self.members = random.sample(FIRST, 4)
        self.last = random.choice(LAST)
        self.pet = random.choice(PET)
        self.numbers = [mobile(random) for _ in range(2)]
        self.village = random.randint(1, 12)
        self.door = str(random.randint(2, 180)) + random.choice(("", "", f"/{random.randint(1, 9)}"))
        self.seen = random.sample(SEEN, 2)


def slip(random: Random, word: str) -> str:
    """Return a word with a slip of the finger: a letter left out, twice, or turned round with the next."""
    if len(word) < 5:
        return word
    place = random.randrange(1, len(word) - 1)
    return random.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )


def heard(random: Random, word: str) -> str:
    """Return a word as somebody wrote it who only heard it on a bad line."""
    for right, wrong in (
        ("ั", "า"),
        ("ี", "ึ"),
        ("ร", "ล"),
        ("ญ", "ย"),
        ("ฐ", "ถ"),
        ("ทธ", "ท"),
        ("้", "่"),
        ("์", ""),
        ("ศ", "ษ"),
    ):
        if some(random, 0.3):
            word = word.replace(right, wrong, 1)
    return word


def written(random: Random, family: Family, who: int) -> str:
    """Return a name in one of the ways of this half."""
    first, last = family.members[who], family.last
    draw = random.random()
    if draw < 0.18:
        first = heard(random, first)
    elif draw < 0.3:
        first = slip(random, first)
    elif draw < 0.36:
        last = heard(random, last)
    draw = random.random()
    if draw < 0.24:
        return first
    if draw < 0.3:
        return f"{first} ชื่อเล่น{family.pet} {last}" if who == 0 else f"{first} {last}"
    title = random.choice(("", "", "", "นาย", "นางสาว", "นาง ", "ด.ช.", "ว่าที่ ร.ต.", "หะยี "))
    return f"{title}{first}  {last}"


def spot(random: Random, family: Family, door: float) -> tuple[str, str]:
    """Return village and place in one of the ways of this half."""
    words, moo = [], ""
    draw = random.random()
    if some(random, door):
        words.append(f"{family.door} หมู่ที่ {family.village}" if draw < 0.5 else f"บ้านเลขที่{family.door}")
        moo = "" if draw < 0.7 else str(family.village)
    elif draw < 0.6:
        moo = f"หมู่ {family.village}" if draw < 0.3 else str(family.village)
    if some(random, 0.55) or not words:
        seen = slip(random, family.seen[0]) if some(random, 0.15) else family.seen[0]
        words.append(random.choice(WHERE) + random.choice(("", " ")) + seen)
    if some(random, 0.2):
        words.append(random.choice(WHERE) + family.seen[1])
    return moo, random.choice((" ", ", ")).join(words)


def told(random: Random, family: Family, who: int = 0, *, door: float = 0.75, calls: float = 0.8) -> Typed:
    """Return a report by a member."""
    moo, where = spot(random, family, door)
    number = family.numbers[0 if some(random, 0.75) else 1]
    shown = random.choice(
        (number, f"{number[:2]} {number[2:6]} {number[6:]}", f"+66{number[1:]}", f"{number} (สายไม่ค่อยติด)")
    )
    return Typed(
        affected=(written(random, family, who),),
        phone=shown if some(random, calls) else "",
        moo=moo,
        place=where,
        problem="disaster" if some(random, 0.95) else "quality_of_life",
        at=BEGIN + dt.timedelta(hours=random.randint(0, 160)),
    )


def for_them(random: Random, family: Family, caller: str, number: str, *, kin: bool) -> Typed:
    """Return a report by somebody else."""
    moo, where = spot(random, family, 0.7)
    return Typed(
        affected=(written(random, family, 0),),
        reporter=caller,
        is_kin=kin,
        phone=number,
        moo=moo,
        place=where,
        at=BEGIN + dt.timedelta(hours=random.randint(0, 160)),
    )


def household(random: Random) -> tuple[str, Typed, Typed]:
    """Return two reports of one household, and what makes them hard."""
    family = Family(random)
    draw = random.random()
    if draw < 0.42:
        return "twin", told(random, family), told(random, family)
    if draw < 0.58:
        # Husband and wife, each by their own phone.
        return "relatives", told(random, family, 0, door=0.9), told(random, family, 1, door=0.9)
    if draw < 0.7:
        child = for_them(random, family, f"{family.members[3]} {family.last}", mobile(random), kin=True)
        return "relatives", told(random, family), child
    if draw < 0.8:
        number = mobile(random)
        return (
            "shared phone",
            for_them(random, family, "อสม. หมู่บ้าน", number, kin=False),
            for_them(random, family, "อสม. หมู่บ้าน", number, kin=False),
        )
    if draw < 0.9:
        number = family.numbers[0]
        by_pet = Typed(
            affected=(random.choice(("น้อง", "ก๊ะ ", "โกะ ", "พี่", "ลุง")) + family.pet,),
            phone=number,
            place=random.choice(WHERE) + family.seen[0],
            at=BEGIN,
        )
        return "nickname", told(random, family, calls=1.0), by_pet
    return "landmark only", told(random, family, door=0.0), told(random, family, door=0.0)


def two_households(random: Random) -> tuple[str, Typed, Typed]:
    """Return two reports of two households that have something in common."""
    ours, theirs = Family(random), Family(random)
    theirs.members = random.sample([name for name in FIRST if name not in ours.members], 4)
    while theirs.last == ours.last:
        theirs.last = random.choice(LAST)
    while theirs.door == ours.door:
        theirs.door = str(random.randint(2, 180))
    draw = random.random()
    if draw < 0.3:
        theirs.village, theirs.seen = ours.village, list(ours.seen)
        return "neighbors", told(random, ours), told(random, theirs)
    if draw < 0.45:
        number = mobile(random)
        theirs.village = ours.village
        return (
            "shared phone",
            for_them(random, ours, "กำนัน", number, kin=False),
            for_them(random, theirs, "กำนัน", number, kin=False),
        )
    if draw < 0.6:
        theirs.members[0] = ours.members[0]
        return "same names", told(random, ours, door=0.9), told(random, theirs, door=0.9)
    if draw < 0.75:
        # Brothers who live apart.
        theirs.last = ours.last
        return "relatives", told(random, ours, door=0.95), told(random, theirs, door=0.95)
    if draw < 0.88:
        theirs.seen = list(ours.seen)
        return "landmark only", told(random, ours, door=0.0), told(random, theirs, door=0.0)
    return "strangers", told(random, ours), told(random, theirs)


def pairs(count: int = 2500, seed: int = SEED) -> Iterator[Pair]:
    """Yield pairs, about half of them of one household."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret by it
    for _ in range(count):
        same = some(random, 0.5)
        kind, one, other = (household if same else two_households)(random)
        yield Pair(f"{kind}, {'one household' if same else 'two'}", same, one, other)
