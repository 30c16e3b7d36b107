"""A fiscal year in fast time: requests, committee, monthly reports up the levels, results, one correction.

S1.01, S1.09, S1.10, S1.30, S2.08 to S2.11. Nine local administrations report. In the first month three of them are walked by
browsers from desk to desk (one in time, one whose report is returned, one that is late), and the district and the province
after them; what the six quiet ones do, and the eleven months after it, goes through the same acts without a browser, so that
the year ends within a minute.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from announcements.models import AnnualResults
from cases.committee.models import Meeting
from cases.models import Case
from cases.reports.domain import acts, rounds
from cases.reports.models import MonthlyReport
from cases.reports.periods import next_month
from cases.reports.vocabulary import ReportState, Tier
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.announcements.factories import results_page
from tests.announcements.test_results import editor
from tests.browser import keystrokes
from tests.browser.conftest import WIDE, Visitor
from tests.browser.keystrokes import keys_of
from tests.cases import factories
from tests.cases.committee.factories import Scene, scene, submitted
from tests.cases.factories import CANARIES
from tests.cases.intake.test_tracking_acts import KEY

YEAR = 2570
OCTOBER = dt.date(2026, 10, 1)
IN_TIME, RETURNED, LATE = range(3)
"""Places of those who report through pages."""
QUIET = ("สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


def at(year: int, month: int, day: int, hour: int = 3) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=dt.UTC)


@dataclass
class Year:
    """Whoever lives through the year."""

    scene: Scene
    locals: list[Officer]
    district: Officer
    province: Officer
    department: Officer


def reporter(kind: OrganizationType, name: str, **place: str) -> Officer:
    organization = OrganizationFactory(type=kind, name_th=name, **place)
    return officer(organization, Role.REPORT_OFFICER, functions=[Function.REPORTING])


@pytest.fixture
def people(django_db_serialized_rollback: None, transactional_db: None) -> Iterator[Year]:
    with time_machine.travel(at(2026, 10, 5)):
        world = factories.world()
        nowhere = {"district_code": "", "subdistrict_code": ""}
        does = [Function.REPORTING, Function.WORK, Function.INTAKE]
        yield Year(
            scene=scene(world),
            locals=[
                officer(world.local.organization, functions=does),
                officer(world.other_local.organization, functions=[Function.REPORTING]),
                reporter(OrganizationType.TAO, "อบต.สามทดสอบ"),
                *(reporter(OrganizationType.TAO, f"อบต.{name}ทดสอบ") for name in QUIET),
            ],
            district=reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, "ท้องถิ่นอำเภอทดสอบ"),
            province=reporter(OrganizationType.PROVINCIAL_LOCAL_OFFICE, "สถ.จ.ทดสอบ", **nowhere),
            department=reporter(OrganizationType.DLA, "สถ.", province_code="", **nowhere),
        )


@pytest.fixture
def seat(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Return a function that seats somebody at a browser, signed in, or nobody."""
    contexts: list[BrowserContext] = []

    def bring(person: User | None = None, session: dict[str, str] | None = None) -> Visitor:
        context = browser.new_context(viewport=WIDE, locale="th-TH", timezone_id="Asia/Bangkok")
        contexts.append(context)
        client = Client()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if session is not None:
            kept = client.session
            kept.update(session)
            kept.save()
        for name, cookie in client.cookies.items():
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Visitor(page, live_server.url, axe=False)

    yield bring
    for context in contexts:
        context.close()


def report_of(actor: Officer, month: dt.date) -> MonthlyReport:
    return MonthlyReport.objects.get(organization=actor.organization, month=month)


def do(
    verb: Any, actor: Officer, month: dt.date, owner: Officer | None = None, **words: Any
) -> MonthlyReport:
    row = report_of(owner or actor, month)
    return verb(report=row, actor=actor, token=uuid.uuid4(), version=row.version, **words)


def figures(place: int, month: dt.date, number: int) -> dict[str, dict[str, int]]:
    """Return a month of a local administration that agrees with the one before it: what came is done, nothing is left."""
    received = 6 + (3 * place + 5 * number + month.month) % 7
    return {
        "disaster": {
            "received": received,
            "closed": received,
            "helped": received - 1,
            "households": received - 1,
            "persons": 2 * received,
            "baht": 1000 * received + month.month,
        }
    }


def sits(year: Year, seat: Callable[..., Visitor]) -> Case:
    """A request is brought before the committee, resolved, posted; its person objects by their secret and is answered."""
    case = submitted(year.scene)
    secretary = seat(year.scene.secretary.person)
    secretary.open(reverse("committee:plan"))
    secretary.answer(starts_at="5/10/2569 14:00", place="ห้องประชุม อบต.")
    secretary.send()
    meeting = Meeting.objects.get()
    secretary.press("เพิ่มเรื่องที่พร้อมทั้งหมด")
    assert case.reference in secretary.text()
    secretary.open(reverse("committee:attendance", args=[meeting.pk]))
    secretary.send()
    secretary.open(reverse("committee:resolve", args=[meeting.pk, 1]))
    secretary.answer(kind="approved", amount_baht="3000", basis="ระเบียบ ข้อ 16")
    secretary.send()
    secretary.open(reverse("committee:close", args=[meeting.pk]))
    secretary.send()
    secretary.follow("ปิดประกาศบัญชี")
    secretary.answer(place="หน้า อบต.")
    secretary.send()
    assert case.reference in secretary.text()
    assert not [canary for canary in CANARIES if canary in secretary.text()]

    case.refresh_from_db()
    tracked = {
        "reference": case.reference,
        "secret_hash": case.secret_hash,
        "at": timezone.now().isoformat(),
    }
    citizen = seat(session={KEY: tracked})
    citizen.open(reverse("cases_intake:status"))
    citizen.follow("ดูมติหรือคัดค้าน")
    assert "3,000.00" in citizen.text()
    citizen.answer(words="หลังคาเสียหายมากกว่านี้")
    citizen.press("ส่งข้อคัดค้าน")
    assert "เจ้าหน้าที่ยังไม่ได้ตอบ" in citizen.text()
    secretary.open(reverse("committee:posted", args=[meeting.pk]))
    secretary.page.locator("main table td a[href*='objections']").first.click()
    secretary.page.wait_for_load_state("load")
    secretary.answer(result="rejected", words="ช่วยเต็มเพดานแล้ว")
    secretary.send()
    citizen.open(reverse("decision:page"))
    assert "ช่วยเต็มเพดานแล้ว" in citizen.text()
    return case


def first_month(year: Year, seat: Callable[..., Visitor]) -> None:
    """October goes up: most in time, one is returned and sent again, one comes late; then district and province."""
    with time_machine.travel(at(2026, 11, 5)):
        rounds.open_rounds()
        district = seat(year.district.person)
        _sends(year.locals[IN_TIME], seat, IN_TIME)
        _accepts(district, report_of(year.locals[IN_TIME], OCTOBER))
        _is_returned(year, seat, district)
        for place, local in enumerate(year.locals):
            if place > LATE:
                _goes_up(year, local, OCTOBER, figures(place, OCTOBER, 0))
    with time_machine.travel(at(2026, 11, 24)):
        row = report_of(year.locals[LATE], OCTOBER)
        # Nobody stays signed in for so long.
        district = seat(year.district.person)
        district.open(reverse("reports:board"))
        assert row.organization.name_th in district.text()
        _sends(year.locals[LATE], seat, LATE)
        assert report_of(year.locals[LATE], OCTOBER).on_time is False
        _accepts(district, row)
        for below, above in ((year.district, year.province), (year.province, year.department)):
            _consolidates(below, above, seat)
        # The one that was late made its district late, and the province was in time all the same.
        assert report_of(year.district, OCTOBER).on_time is False
        assert report_of(year.province, OCTOBER).on_time is True


def _sends(local: Officer, seat: Callable[..., Visitor], place: int) -> Visitor:
    """A local administration fills its month in and sends it, at its desk."""
    row, desk = report_of(local, OCTOBER), seat(local.person)
    if place == IN_TIME:
        desk.open(reverse("reports:report", args=[row.pk]))
        desk.press("เติมตัวเลขจากทะเบียน")
    elif place == RETURNED:
        _types(desk, row, figures(place, OCTOBER, 0))
    else:
        do(acts.edit, local, OCTOBER, table=figures(place, OCTOBER, 0), remarks="ตรวจแล้ว")
        desk.open(reverse("reports:report", args=[row.pk]))
    desk.press("ส่งรายงาน")
    assert report_of(local, OCTOBER).state == ReportState.SUBMITTED, desk.text()
    return desk


def _types(desk: Visitor, row: MonthlyReport, table: dict[str, dict[str, int]]) -> None:
    """A report is typed box after box where the register has nothing, and that takes less than five minutes."""
    desk.open(reverse("reports:edit", args=[row.pk]))
    desk.page.evaluate("document.querySelectorAll('main details').forEach((row) => { row.open = true; })")
    typed = {
        f"{problem}-{name}": str(number) for problem, row in table.items() for name, number in row.items()
    }
    typed |= {f"{problem}-remark": "ยังไม่ได้ลงทะเบียน" for problem in table} | {"remarks": "ตรวจกับบัญชีแล้ว"}
    desk.answer(**typed)
    # The next box is a key away, each box that is filled a thought; the report, the form, what was kept and what was sent.
    boxes = desk.page.locator("main form input:visible, main form textarea:visible").count()
    keys = boxes + sum(map(keys_of, typed.values()))
    assert keys * keystrokes.KEY + len(typed) * keystrokes.THOUGHT + 4 * keystrokes.PAGE < 5 * 60
    desk.send()


def _accepts(office: Visitor, row: MonthlyReport) -> None:
    office.open(reverse("reports:report", args=[row.pk]))
    office.press("รับรายงาน")
    row.refresh_from_db()
    assert row.state == ReportState.ACCEPTED, office.text()


def _is_returned(year: Year, seat: Callable[..., Visitor], district: Visitor) -> None:
    """One report is given back with a reason, which its author reads, and is sent again."""
    desk = _sends(year.locals[RETURNED], seat, RETURNED)
    row = report_of(year.locals[RETURNED], OCTOBER)
    district.open(reverse("reports:act", args=[row.pk, "return"]))
    district.answer(reason="จำนวนครัวเรือนไม่ตรงกับบัญชี")
    district.send()
    desk.open(reverse("reports:report", args=[row.pk]))
    assert "จำนวนครัวเรือนไม่ตรงกับบัญชี" in desk.text()
    desk.press("ส่งรายงาน")
    _accepts(district, row)


def _consolidates(below: Officer, above: Officer, seat: Callable[..., Visitor]) -> None:
    """An office sends the sum of what it accepted, and the next level accepts it."""
    row = report_of(below, OCTOBER)
    office = seat(below.person)
    office.open(reverse("reports:report", args=[row.pk]))
    office.press("ส่งรายงาน")
    assert report_of(below, OCTOBER).state == ReportState.SUBMITTED, office.text()
    _accepts(seat(above.person), row)


def other_months(year: Year) -> None:
    """Eleven months go up by the same acts, all in time."""
    month = OCTOBER
    for number in range(1, 12):
        month = next_month(month)
        due = next_month(month)
        with time_machine.travel(at(due.year, due.month, 5)):
            rounds.open_rounds()
            for place, local in enumerate(year.locals):
                _goes_up(year, local, month, figures(place, month, number))


def _goes_up(year: Year, local: Officer, month: dt.date, table: dict) -> None:
    do(acts.edit, local, month, table=table, remarks="ตรวจกับบัญชีแล้ว")
    do(acts.submit, local, month)
    do(acts.accept, year.district, month, owner=local)


def publishes(year: Year, seat: Callable[..., Visitor], *, why: str = "") -> AnnualResults:
    """One editor computes, another publishes."""
    first, second = editor(), editor()
    desk = seat(first)
    desk.page.goto(desk.base + reverse("announcements_cms:results"))
    desk.page.locator('[name="be_year"]').fill(str(YEAR))
    desk.page.locator('[name="why"]').fill(why)
    desk.page.locator("form button.button", has_text="คำนวณร่าง").click()
    desk.page.wait_for_load_state("load")
    other = seat(second)
    other.page.goto(other.base + reverse("announcements_cms:results_draft", args=[YEAR]))
    other.page.locator("form button.button", has_text="เผยแพร่ผลประจำปี").click()
    other.page.wait_for_load_state("load")
    found = AnnualResults.objects.published().get(be_year=YEAR)
    assert {found.computed_by, found.published_by} == {first, second}
    return found


@pytest.mark.browser
@pytest.mark.slow
def test_a_fiscal_year_is_lived_from_the_first_request_to_its_corrected_results(
    people: Year, seat: Callable[..., Visitor]
) -> None:
    year = people
    case = sits(year, seat)
    assert len(year.locals) == 9
    first_month(year, seat)
    other_months(year)
    local = MonthlyReport.objects.filter(tier=Tier.LOCAL)
    assert local.filter(state=ReportState.ACCEPTED).count() == local.count() == 9 * 12
    assert local.filter(on_time=False).count() == 1
    with time_machine.travel(at(2027, 10, 12)):
        results_page()
        center = seat(year.scene.world.center.supervisor.person)
        center.open(reverse("reports:year_of", args=[YEAR]))
        assert year.locals[2].organization.name_th in center.text()
        found = publishes(year, seat)
        public = seat()
        public.open(f"/results/{YEAR}/")
        assert f"{found.snapshot['total']['received']:,}" in public.text()
        assert case.reference not in public.text()
        before = found.snapshot["total"]["received"]

        month = dt.date(2027, 9, 1)
        do(acts.reopen, year.district, month, owner=year.locals[2], reason="นับขาดไปหนึ่งหมู่บ้าน")
        more = figures(2, month, 11)
        more["disaster"] |= {"received": 40, "closed": 40, "helped": 39, "households": 39, "persons": 80}
        _goes_up(year, year.locals[2], month, more)
        second = publishes(year, seat, why="อบต.สามทดสอบ นับเดือนกันยายนขาดไปหนึ่งหมู่บ้าน")
        assert second.edition == 2
        assert second.snapshot["total"]["received"] > before
        # Somebody else: the first reader's own browser may keep the page for a while.
        public = seat()
        public.open(f"/results/{YEAR}/")
        assert "นับเดือนกันยายนขาดไปหนึ่งหมู่บ้าน" in public.text()
        public.open(f"/results/{YEAR}/edition/1/")
        assert "ฉบับนี้ถูกแทนแล้ว" in public.text()
        assert f"{before:,}" in public.text()
