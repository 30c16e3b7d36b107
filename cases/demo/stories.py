"""The fictitious requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cases.demo.office import (
    Act,
    accept,
    answer_by_link,
    approve,
    ask,
    bring_first,
    give_help,
    plan,
    refer,
    request_closure,
    screen,
    send_back,
    send_out,
    take_on,
    write_to_hospital,
)
from cases.domain.assistance import CATEGORY_OF
from cases.domain.submission import AffectedDetails
from cases.vocabulary import AssistanceKind, Channel, Relation, Severity, Sex
from portal.thai.dates import bangkok_datetime, bangkok_today, fiscal_year, fiscal_year_bounds
from portal.vocabulary import ProblemType

YEAR_CASES = 96
"""Closed cases of the last fiscal year, so that the page of yearly results has something to show."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One fictitious request and what the office did with it.

    Attributes:
        key: stable; makes loading idempotent.
        name: of the person.
        problem: as ticked.
        place: subdistrict.
        text: what happened.
        age: of the person.
        days_ago: when it came in; a fraction is part of a day.
        channel: how.
        by: staff name of the officer who wrote it down, for channels of staff.
        phone: of the reporter; a number that nobody has.
        household: who lives with them.
        steps: what happened next, as pairs of days ago and act.
    """

    key: str
    name: str
    problem: ProblemType
    place: str
    text: str
    age: int
    days_ago: float
    channel: Channel = Channel.WEB
    by: str = ""
    severity: Severity = Severity.NORMAL
    relation: Relation = Relation.SELF
    phone: str = "0-0000-0000"
    household: tuple[AffectedDetails, ...] = ()
    steps: tuple[tuple[float, Act], ...] = ()


STORIES = (
    Story(
        key="flood",
        name="สมพร (สมมติ)",
        problem=ProblemType.DISASTER,
        place="อ่าวนาง",
        text="น้ำป่าเข้าบ้านเมื่อคืน ที่นอนและข้าวสารเสียหายหมด มีแม่อายุ 78 ปีอยู่ด้วย (เรื่องสมมติ)",
        age=52,
        days_ago=0.1,
        severity=Severity.URGENT,
    ),
    Story(
        key="unsure",
        name="ผู้แจ้ง ก. (สมมติ)",
        problem=ProblemType.UNSURE,
        place="ปากน้ำ",
        text="เพื่อนบ้านไม่ออกจากบ้านมาหลายวัน ได้ยินเสียงร้องไห้ ไม่รู้ว่าต้องแจ้งใคร (เรื่องสมมติ)",
        age=35,
        days_ago=0.3,
        relation=Relation.NEIGHBOR,
    ),
    Story(
        key="overdue",
        name="ประยูร (สมมติ)",
        problem=ProblemType.QUALITY_OF_LIFE,
        place="หนองทะเล",
        text="ป่วยติดเตียงสองปี ลูกไปทำงานไกล ขอเตียงผู้ป่วยและผ้าอ้อมผู้ใหญ่ (เรื่องสมมติ)",
        age=71,
        days_ago=6,
        channel=Channel.WALK_IN,
        by="center",
    ),
    Story(
        key="screened",
        name="อุไร (สมมติ)",
        problem=ProblemType.LOW_INCOME_FARMER,
        place="กระบี่น้อย",
        text="ยางพารายืนต้นตายสามไร่ ขอคำแนะนำและพันธุ์กล้า (เรื่องสมมติ)",
        age=47,
        days_ago=1.5,
        steps=((1.2, screen(note="โทรสอบถามแล้ว เป็นเกษตรกรขึ้นทะเบียน")),),
    ),
    Story(
        key="sent",
        name="จำนง (สมมติ)",
        problem=ProblemType.DISASTER,
        place="อ่าวนาง",
        text="ลมพัดหลังคาปลิวไปครึ่งหลัง ฝนตกใส่ที่นอน (เรื่องสมมติ)",
        age=66,
        days_ago=2,
        steps=((1.7, screen(Severity.URGENT)), (1.6, refer("aonang"))),
    ),
    Story(
        key="sent-late",
        name="บุญเลิศ (สมมติ)",
        problem=ProblemType.QUALITY_OF_LIFE,
        place="ไสไทย",
        text="รายได้ไม่พอส่งหลานเรียน ขอทุนและอุปกรณ์การเรียน (เรื่องสมมติ)",
        age=63,
        days_ago=12,
        steps=((11.5, screen()), (11, refer("saithai"))),
    ),
    Story(
        key="returned",
        name="ลัดดา (สมมติ)",
        problem=ProblemType.QUALITY_OF_LIFE,
        place="หนองทะเล",
        text="ห้องน้ำพัง เดินลำบากเพราะเข่าเสื่อม ขอปรับสภาพบ้าน (เรื่องสมมติ)",
        age=69,
        days_ago=4,
        steps=(
            (3.6, screen()),
            (3.5, refer("saithai")),
            (0.6, send_back("saithai", "บ้านอยู่หมู่ 5 ตำบลหนองทะเล ขอให้ส่ง อบต.หนองทะเล")),
        ),
    ),
    Story(
        key="working",
        name="สุรีย์ (สมมติ)",
        problem=ProblemType.DISASTER,
        place="อ่าวนาง",
        text="ไฟไหม้ครัว ไม่มีใครบาดเจ็บ ขอวัสดุซ่อมบ้าน (เรื่องสมมติ)",
        age=41,
        days_ago=5,
        channel=Channel.DIRECT_PHONE,
        by="center",
        steps=(
            (4.8, screen()),
            (4.7, refer("aonang")),
            (4.1, accept("aonang")),
            (4, plan("aonang", AssistanceKind.IN_KIND, 5)),
            (4, plan("aonang", AssistanceKind.HOUSE_REPAIR, 30)),
            (0.1, send_out("aonang", "เอาถุงยังชีพไปให้ และวัดขนาดครัวที่ต้องซ่อม (เรื่องสมมติ)")),
        ),
    ),
    Story(
        key="asked",
        name="วันดี (สมมติ)",
        problem=ProblemType.QUALITY_OF_LIFE,
        place="อ่าวนาง",
        text="ขอเบี้ยยังชีพที่ไม่ได้รับตั้งแต่ย้ายบ้าน (เรื่องสมมติ)",
        age=67,
        days_ago=8,
        steps=(
            (7.5, screen()),
            (7.4, refer("aonang")),
            (6.5, accept("aonang")),
            (3, ask("aonang", "ขอทราบวันที่ย้ายเข้าทะเบียนบ้านใหม่")),
        ),
    ),
    Story(
        key="following",
        name="เฉลิม (สมมติ)",
        problem=ProblemType.DISEASE,
        place="อ่าวนาง",
        text="บ้านใกล้กันเป็นไข้เลือดออกสามราย ขอพ่นหมอกควันและทรายกำจัดลูกน้ำ (เรื่องสมมติ)",
        age=38,
        days_ago=20,
        steps=(
            (19.5, screen(Severity.URGENT)),
            (19.4, refer("aonang")),
            (19, accept("aonang")),
            (17, give_help("aonang", AssistanceKind.IN_KIND, "พ่นหมอกควันสองรอบ แจกทรายกำจัดลูกน้ำ")),
        ),
    ),
    Story(
        key="closing",
        name="มานะ (สมมติ)",
        problem=ProblemType.DISASTER,
        place="อ่าวนาง",
        text="ต้นไม้ใหญ่ล้มทับรั้วและหลังคา (เรื่องสมมติ)",
        age=58,
        days_ago=15,
        steps=(
            (14.5, screen()),
            (14.4, refer("aonang")),
            (14, accept("aonang")),
            (10, give_help("aonang", AssistanceKind.HOUSE_REPAIR, "ตัดต้นไม้ เปลี่ยนกระเบื้อง 40 แผ่น", 4800)),
            (1, request_closure("aonang")),
        ),
    ),
    Story(
        key="household",
        name="นารี มากมี (สมมติ)",
        problem=ProblemType.DISASTER,
        place="ไสไทย",
        text="น้ำท่วมถึงเข่า อยู่กันสี่คน ขอถุงยังชีพและเรือ (เรื่องสมมติ)",
        age=44,
        days_ago=0.4,
        channel=Channel.DIRECT_PHONE,
        by="center",
        phone="0-0000-0001",
        household=(
            AffectedDetails(name="ยายแดง (สมมติ)", kinship="แม่", age=78, sex=Sex.FEMALE, has_disability=True),
            AffectedDetails(name="น้องฟ้า (สมมติ)", kinship="ลูก", age=6, sex=Sex.FEMALE, has_disability=False),
        ),
    ),
    Story(
        key="household-again",
        name="นารี มากมี (สมมติ)",
        problem=ProblemType.DISASTER,
        place="ไสไทย",
        text="โทรมาอีกครั้ง น้ำยังไม่ลด ยังไม่มีใครมา (เรื่องสมมติ)",
        age=44,
        days_ago=0.2,
        channel=Channel.HOTLINE_1300,
        by="saithai",
        phone="0-0000-0001",
    ),
    Story(
        key="crisis-new",
        name="ผู้แจ้ง ข. (สมมติ)",
        problem=ProblemType.VIOLENCE,
        place="ปากน้ำ",
        text="เห็นเด็กข้างบ้านมีรอยช้ำหลายครั้ง (เรื่องสมมติ)",
        age=29,
        days_ago=0.5,
        severity=Severity.URGENT,
        relation=Relation.NEIGHBOR,
    ),
    Story(
        key="by-link",
        name="ผู้แจ้ง ง. (สมมติ)",
        problem=ProblemType.UNREADY_PREGNANCY,
        place="ปากน้ำ",
        text="ท้องยังเรียนอยู่ ยังไม่ได้บอกใคร อยากปรึกษาหมอ (เรื่องสมมติ)",
        age=17,
        days_ago=0.9,
        severity=Severity.URGENT,
        steps=(
            (0.8, screen(Severity.URGENT)),
            (0.75, write_to_hospital("ขอให้นัดปรึกษาและตรวจครรภ์")),
            (0.4, answer_by_link("พยาบาลใจดี (สมมติ), คลินิกวัยรุ่น\nนัดพรุ่งนี้ 9.00 น.")),
        ),
    ),
    Story(
        key="brought",
        name="ผู้แจ้ง จ. (สมมติ)",
        problem=ProblemType.VIOLENCE,
        place="อ่าวนาง",
        text="มาที่ อบต. ด้วยตนเอง ใบหน้าฟกช้ำ มีบาดแผลตามตัว (เรื่องสมมติ)",
        age=31,
        days_ago=0.06,
        severity=Severity.EMERGENCY,
        channel=Channel.WALK_IN,
        by="aonang",
        steps=(
            (0.05, screen(Severity.EMERGENCY, by="aonang")),
            (
                0.04,
                bring_first(
                    "aonang",
                    condition="ใบหน้าฟกช้ำ มีบาดแผลทั่วลำตัว รู้สึกตัวดี",
                    vehicle="รถกู้ชีพ อบต.อ่าวนาง เจ้าหน้าที่หญิงไปด้วย",
                    leaves="ออกแล้ว ถึงในครึ่งชั่วโมง",
                ),
            ),
        ),
    ),
    Story(
        key="crisis-working",
        name="ผู้แจ้ง ค. (สมมติ)",
        problem=ProblemType.VIOLENCE,
        place="ไสไทย",
        text="ถูกสามีทำร้าย ตอนนี้มาอยู่บ้านญาติ ต้องการที่พักและคำปรึกษา (เรื่องสมมติ)",
        age=33,
        days_ago=9,
        steps=(
            (8.8, accept("social")),
            (8.7, screen(Severity.URGENT, by="social")),
            (8.6, take_on("social")),
            (8, give_help("social", AssistanceKind.SHELTER, "เข้าพักบ้านพักเด็กและครอบครัว")),
        ),
    ),
)


def last_year(now: dt.datetime) -> Iterator[Story]:
    """Return finished cases spread over the last fiscal year."""
    first, last = fiscal_year_bounds(fiscal_year(bangkok_today()) - 1)
    problems = tuple(CATEGORY_OF)
    span = (last - first).days - 40
    for number in range(YEAR_CASES):
        received = bangkok_datetime(first + dt.timedelta(days=number * span // YEAR_CASES), dt.time(9, 30))
        ago = (now - received) / dt.timedelta(days=1)
        problem = problems[number * 5 % 7 % len(problems)]
        place, body = ("ไสไทย", "saithai") if number % 3 == 2 else ("อ่าวนาง", "aonang")
        yield Story(
            key=f"year:{first.year}:{number}",
            name=f"ผู้ขอรับความช่วยเหลือ {number + 1} (สมมติ)",
            problem=problem,
            place=place,
            text=f"ขอรับความช่วยเหลือ{problem.label} (เรื่องสมมติ)",
            age=30 + number,
            days_ago=ago,
            steps=(
                (ago - 0.5, screen()),
                (ago - 0.6, refer(body)),
                (ago - 1.2, accept(body)),
                (
                    ago - 2 - number * 7 % 11 / 2,
                    give_help(
                        body, AssistanceKind.CASH, "ช่วยเหลือเป็นเงิน (เรื่องสมมติ)", 500 + 250 * (number % 9)
                    ),
                ),
                (ago - 22, request_closure(body)),
                (ago - 23, approve(f"{body}-head")),
            ),
        )
