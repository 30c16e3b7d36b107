"""Ready sentences: whose they are, what may stand in them, and putting one into a box without losing a word (issue 9, point 3)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.domain import ready_texts
from cases.domain.ready_texts import BLANKS, end_text, filled, keep_text, load_texts, texts_for
from cases.errors import GuardFailed, NotAllowed
from cases.models import ReadyText
from cases.vocabulary import TextUse
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries

NEW = {"use": "note", "title": "นัดแล้ว", "text": "นัดเยี่ยมบ้านแล้ว เรื่อง {เลขที่เรื่อง}"}


def kept(actor, **values) -> ReadyText:
    return keep_text(actor=actor, **{"use": TextUse.NOTE, "title": "ก", "text": "ข"} | values)


def test_an_office_has_its_own_sentences_and_those_of_its_center(world: World):
    own = kept(world.local.supervisor, title="ของเรา")
    center = kept(world.center.supervisor, title="ของศูนย์")
    kept(world.other_local.supervisor, title="ของ อบต. อื่น")
    far = OrganizationFactory(type=OrganizationType.CENTER, province_code="57", district_code="5701")
    kept(officer(far, Role.CENTER_HEAD), title="ของศูนย์อื่น")
    kept(world.center.supervisor, use=TextUse.CLOSE, title="ใช้ช่องอื่น")
    assert texts_for(world.local.officer, [TextUse.NOTE]) == [own, center], "own ones first"
    assert texts_for(world.center.officer, [TextUse.NOTE]) == [center]


def test_who_decides_keeps_them_each_change_is_on_record_and_nothing_is_deleted(world: World):
    for other in (world.local.officer, world.other_local.supervisor, world.center.supervisor):
        row = ReadyText.objects.first() or kept(world.local.supervisor)
        with pytest.raises(NotAllowed):
            keep_text(actor=other, use=TextUse.NOTE, title="ค", text="ง", existing=row)
        with pytest.raises(NotAllowed):
            end_text(actor=other, text=row)
    with pytest.raises(GuardFailed):
        kept(world.local.supervisor)
    kept(world.local.supervisor, use=TextUse.CLOSE)
    end_text(actor=world.local.supervisor, text=row)
    assert ReadyText.objects.filter(pk=row.pk).exists()
    assert row not in texts_for(world.local.officer, [TextUse.NOTE])
    kept(world.local.supervisor)
    assert AuditEntry.objects.filter(action__in=["text.keep", "text.end"]).count() == 4


@pytest.mark.parametrize(
    "text",
    [
        "เรียนคุณ {ชื่อผู้แจ้ง}",
        "โทร {",
        "}",
        "{เลขที่ เรื่อง}",
        "ถามสมชาย 081-770-0131",
        "บัตร 1-1037-00000-01-2",
        "a@example.org",
    ],
)
def test_a_sentence_holds_no_other_blank_and_nothing_of_a_person(world: World, text: str):
    with pytest.raises(GuardFailed) as refused:
        kept(world.local.supervisor, text=text)
    assert refused.value.field == "text"
    assert not ReadyText.objects.exists()


def test_blanks_are_filled_with_the_reference_and_the_office_of_the_writer(world: World):
    office = world.local.organization
    office.phone = "075-611 000"
    words = filled(" / ".join(BLANKS), reference="K7M3-9QXF", office=office)
    assert words == f"K7M3-9QXF / {office.display_name} / 075-611 000"
    office.phone = ""
    assert "ยังไม่มีหมายเลข" in filled(ready_texts.PHONE, reference="", office=office)


def test_a_center_begins_with_sentences_once_and_keeps_what_it_has(world: World):
    kept(world.center.supervisor, use=TextUse.ANSWER)
    made = load_texts()
    assert made == len([one for one in ready_texts.STARTER if one[0] != TextUse.ANSWER])
    assert load_texts() == 0
    assert {use for use, _title, _text in ready_texts.STARTER} == set(TextUse)
    for use, title, text in ready_texts.STARTER:
        keep_text(actor=world.local.supervisor, use=use, title=title, text=text)


def test_the_list_is_written_changed_and_ended_by_hand(world: World, login: Login):
    head, table = login(world.local.supervisor), reverse("desk:texts")
    other = kept(world.other_local.supervisor, title="ของคนอื่น")
    assert head.post(reverse("desk:text_new"), NEW | {"text": "โทร {เบอร์}"}).status_code == 200
    assert head.post(reverse("desk:text_new"), NEW).status_code == 302
    row = ReadyText.objects.get(title="นัดแล้ว")
    page = soup(head.get(reverse("desk:text", args=[row.pk])))
    assert page.find("textarea").get_text().strip() == NEW["text"]
    assert "คำตอบแก่ประชาชน" not in page.find("select").get_text(), "only a center is asked by the people"
    head.post(reverse("desk:text", args=[row.pk]), NEW | {"title": "นัดเยี่ยมแล้ว"})
    assert "นัดเยี่ยมแล้ว" in soup(head.get(table)).main.get_text()
    reader = login(world.local.officer)
    assert not soup(reader.get(table)).select("main form")
    for browser, asked in ((reader, row), (head, other)):
        assert browser.get(reverse("desk:text", args=[asked.pk])).status_code == 404
        assert browser.post(reverse("desk:text_end", args=[asked.pk])).status_code == 404
    assert reader.get(reverse("desk:text_new")).status_code == 404
    head.post(reverse("desk:text_end", args=[row.pk]))
    assert "นัดเยี่ยมแล้ว" not in soup(head.get(table)).main.get_text()


def test_a_sentence_comes_behind_what_was_typed_and_nothing_typed_is_lost(world: World, login: Login):
    """The way without JavaScript: choose, press, go on writing. Nothing is written to the case."""
    case = factories.working_case(world)
    text = kept(world.local.supervisor, title="เรื่อง", text="เรื่อง {เลขที่เรื่อง} ของ {หน่วยงาน}")
    url = reverse("desk:act", args=[case.reference, "note"])
    browser = login(world.local.officer)
    page = soup(browser.get(url))
    assert page.find("option", value=str(text.pk)).get_text() == "เรื่อง"
    assert page.select("main form button")[0].get("name") is None, "Enter sends the form"
    before, base = case.events.count(), page.find("input", attrs={"name": "base"})["value"]
    typed = {"base": base, "text": "โทรแล้ว\n", "readers": "shared", "ready_text": text.pk, "insert": "text"}
    page = soup(browser.post(url, typed))
    words = f"โทรแล้ว\nเรื่อง {case.reference} ของ {world.local.organization.display_name}"
    assert page.find("textarea").get_text().strip() == words
    assert page.find("input", attrs={"name": "readers", "checked": True})["value"] == "shared"
    assert page.find("input", attrs={"name": "base"})["value"] == base
    assert case.events.count() == before


@pytest.mark.parametrize("chosen", ["", "x", "999999", "9" * 40, "other"])
def test_what_is_not_on_the_list_puts_nothing_in(world: World, login: Login, chosen: str):
    case = factories.working_case(world)
    kept(world.local.supervisor)
    foreign = kept(world.other_local.supervisor, title="ของคนอื่น", text="คำของคนอื่น")
    chosen = str(foreign.pk) if chosen == "other" else chosen
    url = reverse("desk:act", args=[case.reference, "note"])
    sent = {"text": "พิมพ์ไว้", "ready_text": chosen, "insert": "text"}
    for values in (sent, sent | {"insert": "no_such_box"}):
        page = soup(login(world.local.officer).post(url, values))
        assert page.find("textarea").get_text().strip() == "พิมพ์ไว้"


def test_boxes_of_other_kinds_and_ticks_come_back_as_they_were(world: World, login: Login):
    case = factories.working_case(world)
    text = kept(world.local.supervisor, use=TextUse.CLOSE, title="ครบ", text="ช่วยครบแล้ว")
    url = reverse("desk:act", args=[case.reference, "request_closure"])
    browser = login(world.local.officer)
    typed = {"reason": "helped", "outcome": "improved", "ready_note": text.pk, "insert": "note"}
    outcome = soup(browser.get(url)).select("select[name=outcome] option")[1]["value"]
    page = soup(browser.post(url, typed | {"outcome": outcome}))
    assert page.find("textarea", attrs={"name": "note"}).get_text().strip() == "ช่วยครบแล้ว"
    assert page.find("input", attrs={"name": "reason", "checked": True})["value"] == "helped"
    assert page.select_one("select[name=outcome] option[selected]")["value"] == outcome
    assert not page.select(".error-summary"), "it was not sent yet"


def test_more_sentences_do_not_ask_more(world: World, login: Login):
    case = factories.working_case(world)
    url = reverse("desk:act", args=[case.reference, "note"])
    browser = login(world.local.officer)

    def more() -> None:
        for number in range(12):
            kept(world.local.supervisor, title=f"ประโยค {number}")

    kept(world.local.supervisor)
    assert_same_queries(lambda: browser.get(url), more)


def test_words_of_the_people_and_reasons_of_an_emergency_are_written_by_hand(world: World, login: Login):
    load_texts()
    case = factories.working_case(world)
    browser = login(world.center.supervisor)
    page = soup(browser.get(reverse("desk:act", args=[case.reference, "break_glass"])))
    assert page.find("textarea") is not None and not page.select("[data-ready]")
