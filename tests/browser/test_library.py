"""The library from both sides, walked by browsers (issue 11, "Done when"): a circular from scan to withdrawal, and its reader."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as live_settings
from django.contrib.auth.models import Group
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page

from legal_library.models import Circulation, DocumentPage, LetterReading, Receipt
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import AppointmentFactory
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_journey import sign_in

SCANNED = "ด่วนที่สุด\nเรื่อง แนวทางช่วยเหลือผู้ประสบอุทกภัย\nเรียน นายอำเภอทุกอำเภอ\nด้วยจังหวัดได้รับแจ้ง\nข้อ ๑ ให้สำรวจบ้านเรือน\nข้อ ๒ ให้รายงานทุกสัปดาห์\n"


def scan() -> bytes:
    """Return a PDF whose one page is a picture."""
    out = io.BytesIO()
    Image.new("RGB", (600, 850), "white").save(out, "PDF")
    return out.getvalue()


@pytest.fixture
def seat(browser: Browser, portal_open: dict[str, str], live_server: object) -> Iterator[Callable[..., Page]]:
    """Return a function that seats somebody in /cms/, signed in; Wagtail's own screens are not ours to judge by axe."""
    contexts = []

    def take(user: User, size: dict[str, int] = WIDE) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport=size, locale="th-TH", timezone_id="Asia/Bangkok")
        name = live_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield take
    for context in contexts:
        context.close()


def submit(page: Page, selector: str) -> None:
    """Send the form of a button, also of one that lies in a menu that drops down."""
    with page.expect_navigation():
        page.locator(selector).first.evaluate("button => button.form.requestSubmit(button)")


def writer() -> User:
    """Return an editor of the center who may not publish."""
    center = Organization.objects.active().of_types(OrganizationType.CENTER).first()
    user = AppointmentFactory(role=Role.CONTENT_EDITOR, organization=center).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    return user


def test_a_circular_from_scan_to_withdrawal(visit, portal_open, seat, live_server, settings) -> None:
    settings.KLANG = {**settings.KLANG, "OCR": f'{sys.executable} -c "print({SCANNED!r})"'}
    base = live_server.url
    # It arrives as a scan and is read; number and date of a scan are typed by a person.
    desk = seat(writer())
    desk.goto(f"{base}/cms/library/letters/")
    desk.locator("input[name=files]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan()}
    )
    submit(desk, "main form[enctype] button.button")
    reading = LetterReading.objects.get()
    assert reading.is_read, reading.problem
    desk.goto(f"{base}/cms/library/letters/{reading.pk}/0/")
    assert desk.locator("input[name=reference_as_written]").input_value() == ""
    assert desk.locator(".read-pages img").count() == 1
    desk.locator("select[name=kind]").select_option("circular")
    desk.locator("input[name=title]").fill("แนวทางช่วยเหลือผู้ประสบอุทกภัย")
    desk.locator("input[name=reference_as_written]").fill("กบ ๐๐๒๓.๓/ว ๔๖๗๘")
    desk.locator("input[name=signed_on]").fill("16/11/2569")
    agency = desk.locator("select[name=agency] option", has_text="จังหวัดกระบี่").first.get_attribute("value")
    desk.locator("select[name=agency]").select_option(agency)
    submit(desk, ".read-form button[type=submit]")
    page = DocumentPage.objects.get(reference="กบ 0023.3/ว 4678")
    assert not page.live and page.text_is_machine_read
    address = f"{base}/library/{page.slug}/"
    reader = visit(size=NARROW)
    assert reader.page.goto(address).status == 404
    reader.errors.clear()  # A page that is not there is no error of the browser's.

    # The form shows the fields of its kind: a circular has no place in the Gazette.
    desk.wait_for_url(f"**/cms/pages/{page.pk}/edit/**")
    assert not desk.locator("#id_gazette_volume").is_visible()
    # A second person checks and publishes it.
    chief = User.objects.get(username="editor")
    other = seat(chief)
    other.goto(f"{base}/cms/pages/{page.pk}/edit/")
    other.locator("#id_summary").fill("ให้สำรวจบ้านที่น้ำท่วมและรายงานทุกสัปดาห์")
    submit(other, "button[name=action-publish]")
    page.refresh_from_db()
    assert page.live, other.locator(".messages").inner_text()
    reader.open(f"/library/{page.slug}/")
    assert "อ่านด้วยเครื่อง ยังไม่ตรวจ" in reader.text() and "ให้สำรวจบ้านเรือน" in reader.text()

    # It is sent round and acknowledged.
    other.goto(f"{base}/cms/library/{page.pk}/circulate/")
    submit(other, "main form button.button")
    assert Circulation.objects.get().document_id == page.pk
    receipt = Receipt.objects.get(organization__name_th__contains="อ่าวนาง")
    office = visit()
    sign_in(office, "aonang", portal_open)
    office.open(f"/desk/circulars/{receipt.pk}/")
    office.press("รับทราบในนามหน่วยงาน")
    receipt.refresh_from_db()
    assert receipt.acknowledged_at is not None
    other.goto(f"{base}/cms/library/circulations/{Circulation.objects.get().pk}/")
    assert "อ่าวนาง" in other.locator("main").inner_text()

    # Its text is amended, with a note for readers; the text before stays and both can be compared.
    other.goto(f"{base}/cms/library/{page.pk}/text/")
    text = other.locator("textarea[name=text]").input_value()
    other.locator("textarea[name=text]").fill(text.replace("ทุกสัปดาห์", "ทุกวัน"))
    submit(other, "button[name=save]")
    other.goto(f"{base}/cms/pages/{page.pk}/edit/")
    other.locator("#id_change_note").fill("ให้รายงานทุกวัน")
    other.get_by_role("tab", name="ข้อความและไฟล์").click()
    other.locator("#id_text_is_machine_read").uncheck()
    submit(other, "button[name=action-publish]")
    # Another reader: a browser keeps what it has read for a minute.
    reader = visit(size=NARROW)
    reader.open(f"/library/{page.slug}/")
    assert "ทุกวัน" in reader.text() and "อ่านด้วยเครื่อง" not in reader.text()
    reader.follow("ดูข้อความ ณ วันอื่นและเทียบข้อความ")
    reader.page.locator("main a[href*='/versions/1/']").last.click()
    reader.page.wait_for_load_state("load")
    reader.look()
    assert "ทุกสัปดาห์" in reader.text()

    # It is withdrawn with a reason; its address says so.
    other.goto(f"{base}/cms/library/{page.pk}/withdraw/")
    other.locator("textarea[name=reason]").fill("มีฉบับใหม่แทน")
    submit(other, "main form button.button")
    reader = visit(size=NARROW)
    answer = reader.page.goto(address)
    assert answer.status == 410 and "มีฉบับใหม่แทน" in reader.page.locator("main").inner_text()
    reader.errors.clear()


def test_a_reader_of_the_law(visit, portal_open) -> None:
    """Follows a citation, copies one, subscribes, and asks for help from a provision."""
    reader = visit(size=NARROW)
    reader.open("/library/circular-krabi-0023-3-w3332-2556/")
    assert "หนังสือนี้เดินทางอย่างไร" in reader.text()
    reader.page.locator("main a[href$='/library/circular-dla-0891-3-w1918-2556/']").first.click()
    reader.page.wait_for_load_state("load")
    reader.look()
    assert "๑๙๑๘" in reader.text() or "1918" in reader.text()

    reader.page.locator("main a[href*='/p/']").first.click()
    reader.page.wait_for_load_state("load")
    reader.look()
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.get_by_role("button", name="คัดลอกคำอ้างอิง").click()
    reader.page.locator("[data-copied]", has_text="คัดลอกแล้ว").wait_for()
    cited = reader.page.locator("#cite-words").inner_text()
    assert reader.page.evaluate("navigator.clipboard.readText()") == cited
    provision = urlsplit(reader.page.url).path
    reader.follow("ขอความช่วยเหลือเรื่องนี้", exact=True)
    assert "provision=" in reader.page.url or "/request/" in reader.page.url
    assert provision.split("/p/")[0].rsplit("/", 1)[-1]

    reader.open("/library/?kind=circular")
    reader.follow("แจ้งทางอีเมล")
    reader.answer(email="reader@example.org")
    reader.page.locator("main [name=agreed]").check()
    reader.send()
    message = next(row for row in OutboxMessage.objects.all() if row.to == "reader@example.org")
    reader.open(urlsplit(message.context["link"]).path)
    reader.press("ยืนยัน เริ่มแจ้งฉัน")
    assert "kind" not in reader.page.url and reader.text()
