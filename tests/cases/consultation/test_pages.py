"""Asking, reading and answering by hand: no code in an address, nothing typed lost, no page for others (S1.25)."""

from __future__ import annotations

import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.consultation.domain import answering, asking, publishing
from cases.consultation.models import Consultation, FrequentQuestion
from cases.consultation.public.forms import AskForm
from cases.desk.rail import rail_of
from cases.domain.ready_texts import keep_text
from cases.vocabulary import TextUse
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from tests.cases.consultation.conftest import CANARY, MAIL
from tests.cases.desk.conftest import soup
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key
from tests.pages.factories import GuideFactory, GuideIndexFactory, make_site

ASK, READ, QUEUE = reverse("consultation:ask"), reverse("consultation:read"), reverse("consultation:queue")


def item(consultation: Consultation) -> str:
    return reverse("consultation:item", args=[consultation.pk])


def test_a_question_is_sent_once_and_gives_two_codes(world, client: Client) -> None:
    token = soup(client.get(ASK)).find("input", attrs={"name": "token"})["value"]
    data = {"token": token, "question": "ขอเงินช่วยน้ำท่วมได้ไหม", "problem": "disaster"}
    for _ in range(2):
        assert client.post(ASK, data).headers["Location"] == reverse("consultation:sent")
    kept = Consultation.objects.get()
    page = client.get(reverse("consultation:sent"))
    codes = [dd.get_text() for dd in soup(page).select(".codes dd [aria-hidden]")]
    assert codes[0] == kept.reference
    assert "no-store" in page["Cache-Control"]
    answer = client.post(READ, {"reference": codes[0].lower(), "secret": codes[1]})
    assert "ขอเงินช่วยน้ำท่วมได้ไหม" in answer.content.decode()
    assert "ยังไม่มีคำตอบ" in answer.content.decode()


def test_words_of_danger_show_the_numbers_to_call_first(world, client: Client) -> None:
    client.post(ASK, {"question": "โดนผัวตี ทำยังไงดี"})
    shown = soup(client.get(reverse("consultation:sent")))
    assert {"tel:191", "tel:1300"} <= {a["href"] for a in shown.main.find_all("a")}
    assert shown.find(attrs={"data-exit": True}), "a way out of the page"


def test_what_was_typed_stays_when_it_cannot_be_taken(world, client: Client, monkeypatch) -> None:
    empty = soup(client.post(ASK, {"question": " ", "email": MAIL, "may_email": "on"}))
    assert empty.find("input", attrs={"name": "email"})["value"] == MAIL
    assert not Consultation.objects.exists()
    monkeypatch.setattr("cases.consultation.public.views.ASKED_PER_ADDRESS", 0)
    refused = client.post(ASK, {"question": "คำถามที่พิมพ์ยาวมาก"})
    assert refused.status_code == 429
    assert "คำถามที่พิมพ์ยาวมาก" in refused.content.decode()


def test_an_address_that_is_none_is_told_before_somebody_waits_for_a_mail(world, client: Client) -> None:
    """It was dropped silently, and with it what was typed (issue 12)."""
    data = {"question": "ขอเงินช่วยน้ำท่วมได้ไหม", "may_email": "on"}
    page = soup(client.post(ASK, {**data, "email": "nok ณ จุดคอม"}))
    assert page.find("input", attrs={"name": "email"})["value"] == "nok ณ จุดคอม"
    assert "อ่านเป็นอีเมลไม่ได้" in page.select_one("[id$=email_error]").get_text()
    assert not Consultation.objects.exists()
    assert client.post(ASK, {**data, "email": ""})["Location"] == reverse("consultation:sent")


def test_whoever_gets_no_mail_is_told_not_to_wait_for_one(world, client: Client) -> None:
    """An address that was not called safe is not kept; nobody may wait for a mail that cannot come."""
    for safe, said in (({}, "เราไม่ส่งอีเมลถึงคุณ"), ({"may_email": "on"}, "เราส่งอีเมลบอกเพียงว่ามีคำตอบแล้ว")):
        client.post(ASK, {"question": "ขอเงินช่วยน้ำท่วมได้ไหม", "email": MAIL, **safe})
        assert said in soup(client.get(reverse("consultation:sent"))).main.get_text()


def test_a_wrong_pair_is_told_the_same_and_walls_are_only_for_wrong_ones(
    asked, client: Client, monkeypatch
) -> None:
    """R26."""
    monkeypatch.setattr("cases.consultation.public.views.TRIES_PER_REFERENCE", 1)
    reference = asked.consultation.reference
    answers = [
        client.post(READ, {"reference": reference, "secret": "AAAA-AAAA-AAAA-AAAA"}).status_code
        for _ in range(3)
    ]
    assert answers == [200, 429, 429]
    right = client.post(READ, {"reference": reference, "secret": asked.secret})
    assert right.status_code == 200
    assert "คะนารี" in right.content.decode(), "a right pair always passes"


def test_codes_in_an_address_do_not_stay_there(asked, client: Client) -> None:
    answer = client.get(READ, {"reference": asked.consultation.reference, "secret": asked.secret})
    assert answer.headers["Location"] == READ


def test_the_queue_is_for_those_who_answer(world, asked, login) -> None:
    for body in (world.local, world.lead, world.hospital):
        for address in (QUEUE, item(asked.consultation), reverse("consultation:rules")):
            assert login(body.supervisor).get(address).status_code == 404
    shown = login(world.center.officer).get(QUEUE)
    assert asked.consultation.reference in shown.content.decode()
    assert "คะนารี" not in shown.content.decode(), "a list shows no story"
    assert login(world.center.officer).get(reverse("consultation:rules")).status_code == 404


def test_an_answer_goes_from_the_queue_to_its_asker(world, asked, login, client: Client) -> None:
    browser = login(world.center.officer)
    text = keep_text(
        actor=world.center.supervisor,
        use=TextUse.ANSWER,
        title="น้ำท่วม",
        text="ยื่นที่ อบต. ใกล้บ้าน อ้าง {เลขที่เรื่อง}",
    )
    assert soup(browser.get(item(asked.consultation))).find("option", value=str(text.pk))
    typed = {"text": "สวัสดีค่ะ", "ready_text": text.pk, "insert": "text"}
    begun = soup(browser.post(item(asked.consultation), typed))
    words = f"สวัสดีค่ะ\nยื่นที่ อบต. ใกล้บ้าน อ้าง {asked.consultation.reference}"
    assert begun.find("textarea", attrs={"name": "text"}).get_text().strip() == words
    assert not OutboxMessage.objects.exists(), "nothing was sent yet"
    assert AuditEntry.objects.filter(action="consultation.read").count() == 1
    empty = browser.post(item(asked.consultation), {"text": ""})
    assert "พิมพ์คำตอบก่อนส่ง" in empty.content.decode()
    assert browser.post(item(asked.consultation), {"text": "ได้ ยื่นวันนี้"}).status_code == 302
    again = browser.post(item(asked.consultation), {"text": "ได้ ยื่นพรุ่งนี้"})
    assert "มีผู้ตอบคำถามนี้แล้ว" in again.content.decode()
    codes = {"reference": asked.consultation.reference, "secret": asked.secret}
    assert "ได้ ยื่นวันนี้" in client.post(READ, codes).content.decode()


def test_two_people_bring_an_answer_under_the_guide(world, asked, login, client: Client) -> None:
    GuideFactory(parent=GuideIndexFactory(parent=make_site()), slug="disaster", problem="disaster")
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ได้")
    first, second = login(world.center.officer), login(world.center.supervisor)
    address = reverse("consultation:propose", args=[asked.consultation.pk])
    refused = first.post(address, {"question": "โทร 081-770-0131", "answer": "ได้", "problem": "disaster"})
    assert "เอาออกก่อน" in refused.content.decode()
    assert (
        first.post(address, {"question": "ขอได้ไหม", "answer": "ขอได้", "problem": "disaster"}).status_code
        == 302
    )
    decide = reverse("consultation:decide", args=[FrequentQuestion.objects.get().pk])
    assert soup(first.get(decide)).find("button", attrs={"name": "agrees"}) is None
    assert "เห็นชอบเองไม่ได้" in first.post(decide, {"agrees": "yes"}).content.decode()
    assert "ขอได้ไหม" not in client.get("/answers/").content.decode()
    assert second.post(decide, {"agrees": "yes"}).status_code == 302
    for public in ("/answers/", "/guide/disaster/"):
        text = client.get(public).content.decode()
        assert "ขอได้ไหม" in text, public
        assert "คะนารี" not in text
        assert asked.consultation.reference not in text
    first.post(reverse("consultation:withdraw", args=[FrequentQuestion.objects.get().pk]))
    assert "ขอได้ไหม" not in client.get("/answers/").content.decode()


def test_proposals_of_another_center_do_not_exist(world, asked, login) -> None:
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ได้")
    made = publishing.propose(
        actor=world.center.officer,
        consultation=asked.consultation,
        words=publishing.Words(question="ก", answer="ข"),
    )
    browser = login(world.local.supervisor)
    assert browser.get(reverse("consultation:decide", args=[made.pk])).status_code == 404
    for name, pk in (("decide", made.pk), ("withdraw", made.pk), ("propose", asked.consultation.pk)):
        assert browser.post(reverse(f"consultation:{name}", args=[pk]), {"agrees": "yes"}).status_code == 404


def test_the_head_keeps_the_times(world, login) -> None:
    browser = login(world.center.supervisor)
    rules = reverse("consultation:rules")
    assert browser.post(rules, {"working_days": "2", "keep_days": "400"}).status_code == 302
    assert soup(browser.get(rules)).find("input", attrs={"name": "working_days"})["value"] == "2"
    assert browser.post(rules, {"working_days": "99", "keep_days": "400"}).status_code == 200


def test_the_rail_counts_what_waits(world, asked) -> None:
    def count(actor):
        rail = rail_of(actor, "", timezone.now())
        return [(row.count, row.is_late) for row in rail.lists if str(row.label) == "คำถามจากประชาชน"]

    assert count(world.center.officer) == [(1, False)]
    assert count(world.local.officer) == []
    Consultation.objects.update(due_at=timezone.now())
    assert count(world.center.officer) == [(1, True)]


def test_the_queue_costs_the_same_however_long(world, asked, login) -> None:
    browser = login(world.center.officer)

    def more() -> None:
        for _ in range(3):
            kept = asking.ask(token=uuid.uuid4(), question="ถาม").consultation
            answering.answer(actor=world.center.officer, consultation=kept, text="ตอบ")
            publishing.propose(
                actor=world.center.officer,
                consultation=kept,
                words=publishing.Words(question="ก", answer="ข"),
            )
            asking.ask(token=uuid.uuid4(), question=CANARY)

    more()
    assert_same_queries(lambda: browser.get(QUEUE), more)


def test_not_sure_is_offered_once() -> None:
    """Whoever leaves the question open has said it already."""
    labels = [str(label) for _value, label in AskForm().fields["problem"].choices]  # type: ignore[attr-defined]
    assert labels.count("ไม่แน่ใจ") == 1
    assert len(labels) == len(set(labels))


def test_answered_questions_page_by_key(world, login, monkeypatch) -> None:
    monkeypatch.setattr("cases.consultation.desk.views.PER_PAGE", 1)
    for number in range(3):
        asking.ask(token=uuid.uuid4(), question=f"ข้อ {number}", problem="disaster")
        found = Consultation.objects.latest("pk")
        answering.answer(actor=world.center.officer, consultation=found, text="ได้")
    rows = ".desk-page ul.plain-list:last-of-type li"
    assert_pages_by_key(login(world.center.officer), QUEUE, Consultation, rows=rows)
