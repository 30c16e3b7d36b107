"""What phones send arrives once and in order, what they are given is little, and nothing is refused (S1.06; many.md A)."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import uuid
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import facts, visits, working
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb, WaitingState
from cases.models import AssistanceRecord, Case, CaseNote
from cases.phones import protocol
from cases.phones.domain import content, judging, kinds, resolving, sealing, taking
from cases.phones.models import Entry, Missing, Stream
from cases.phones.tasks import judge_what_phones_sent
from cases.phones.vocabulary import Outcome, Resolution
from cases.vocabulary import VisitResult
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.upkeep import backups
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, CANARY_STORY, World, working_case, working_crisis_case
from tests.cases.phones.conftest import Unit
from tests.cases.phones.double import Phone
from tests.helpers import count_queries
from tests.keyed import assert_pages_by_key

HOUR = dt.timedelta(hours=1)
REPORT = {"kind": "in_kind", "quantity": "๒", "unit": "ชุด", "persons": "4", "result": "visit_helped"}


@pytest.fixture
def phone(unit: Unit, login: Login) -> Phone:
    """A phone that the driver took along with both visits."""
    made = Phone()
    assert made.sync(login(unit.driver), unit.driver)
    return made


def subject_of(unit: Unit, number: int = 0) -> str:
    return f"visit:{unit.visits[number].case.reference}:{unit.visits[number].number}"


def end(actor) -> None:
    """An appointment is over since yesterday."""
    today = timezone.localdate()
    Appointment.objects.filter(pk=actor.appointment.pk).update(
        valid_from=today - 30 * dt.timedelta(days=1), valid_until=today - dt.timedelta(days=1)
    )


def driver_writes(phone: Phone, unit: Unit, kind: str = "visit.report", **fields: str):
    return phone.write(unit.driver.person.pk, kind, subject_of(unit), fields or REPORT)


def test_a_visit_without_a_signal_arrives_once_however_often_it_is_sent(phone, unit, login):
    """id, inbox, reoffer: the answer is lost twice, and the same bytes come a fourth time."""
    visit = unit.visits[0]
    with time_machine.travel(timezone.now() + HOUR, tick=False) as clock:
        for kind in ("visit.out", "visit.there"):
            driver_writes(phone, unit, kind, nothing="")
            clock.shift(HOUR)
        driver_writes(phone, unit)
        clock.shift(HOUR)
        sent, client = phone.body(), login(unit.driver)
        for _each in range(2):
            phone.sync(client, unit.driver, lost=True)
        assert phone.sync(client, unit.driver)
        assert phone.post(client, sent).json()["mark"] == 3
        visit.refresh_from_db()
        now = timezone.now()
    assert (visit.state, visit.result) == (WaitingState.DONE, VisitResult.HELPED)
    minute = dt.timedelta(minutes=1)
    assert (
        abs(visit.set_out_at - (now - 3 * HOUR)) < minute
        and abs(visit.arrived_at - (now - 2 * HOUR)) < minute
    )
    record = AssistanceRecord.objects.get()
    assert (record.quantity_words, record.persons) == ("2 ชุด", 4)
    assert [one.outcome for one in Entry.objects.all()] == [Outcome.APPLIED] * 3
    assert not any(bytes(one.sealed) for one in Entry.objects.all()), "it stands in the case and nowhere else"
    assert [one["outcome"] for one in phone.told] == ["applied"] * 3


def test_what_a_phone_carries_is_little_and_its_taking_is_recorded(phone, unit, login, world):
    """No story and no note of the office; of a secret case only today's own visit, and the least of it."""
    (item, _other) = phone.readable(unit.driver.person.pk)
    text = json.dumps(item, ensure_ascii=False)
    assert "081-770-0131" in text and "ไปดู" in text and CANARY_STORY not in text
    assert AuditEntry.objects.filter(action="phones.given", subject=str(phone.stream)).count() == 1
    lead = world.lead
    visits.dispatch(case=working_crisis_case(world), actor=lead.officer)
    other = Phone()
    other.sync(login(lead.officer), lead.officer)
    assert other.readable(lead.officer.person.pk) == [], "nobody is named for it"


def test_what_nobody_has_open_gives_nothing_to_read(unit, login):
    """A locked phone sends, is told what arrived, and gets no list; nothing says then that somebody was given one."""
    phone, client = Phone(), login(unit.driver)
    assert phone.sync(client, unit.driver)
    driver_writes(phone, unit)
    head, *lines = phone.body().split(b"\n")
    locked = b"\n".join([json.dumps(json.loads(head) | {"takes": False}).encode(), *lines])
    answer = phone.post(client, locked).json()
    assert (answer["mark"], [one["outcome"] for one in answer["told"]]) == (1, ["applied"])
    assert not {"lists", "forms", "lease", "hours"} & set(answer)
    assert AuditEntry.objects.filter(action="phones.given", subject=str(phone.stream)).count() == 1


def test_a_visit_more_costs_five_queries_more(unit, login, world):
    """A hundred phones ask for sixty visits each at the same moment (`bin/bench first-syncs`)."""
    phone, client = Phone(), login(unit.driver)
    crew = list(unit.visits[0].crew.all())

    def asks() -> object:
        return phone.post(client, phone.body())

    asks()
    before = count_queries(asks)
    for _more in range(2):
        visits.dispatch(case=working_case(world), actor=world.local.officer, crew=crew, note="ไปดู")
    assert count_queries(asks) <= before + 2 * 5


def test_an_answer_is_packed_as_the_browser_takes_it_and_says_thai_as_it_is(unit, login):
    """A list is a fraction of itself on a slow line (`bin/bench first-syncs`)."""
    phone, client = Phone(), login(unit.driver)
    client.defaults["HTTP_ACCEPT_ENCODING"] = "identity"
    plain = phone.post(client, phone.body())
    assert "Content-Encoding" not in plain and "ไปดู" in plain.content.decode()
    client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    packed = phone.post(client, phone.body())
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding, Cookie")
    assert json.loads(gzip.decompress(packed.content))["lists"] == plain.json()["lists"]
    assert len(packed.content) < len(plain.content) / 3


def test_a_secret_visit_is_on_the_phone_of_its_crew_for_a_day(unit, login, world):
    from cases.domain import field_unit

    lead, phone = world.lead, Phone()
    member = field_unit.add_member(actor=lead.officer, name="ผู้ออกหน่วย", person=lead.officer.person)
    case = working_crisis_case(world)
    visits.dispatch(case=case, actor=lead.officer, crew=[member], note="บันทึกลับ")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        phone.sync(login(lead.officer), lead.officer)
        (item,) = phone.readable(lead.officer.person.pk)
        text = json.dumps(item, ensure_ascii=False)
        assert item["subject"].startswith(f"visit:{case.reference}:") and "โทรศัพท์" in text
        assert (
            CANARY_STORY not in text and "บันทึกลับ" not in text and str(case.get_problem_display()) not in text
        )
        assert AuditEntry.objects.filter(action="case.on_phone", subject=case.reference).exists()
        clock.shift(25 * HOUR)
        phone.sync(login(lead.officer), lead.officer)
        assert phone.readable(lead.officer.person.pk) == []


def test_base_a_set_never_replaces_what_its_writer_had_not_seen(phone, unit, login, world):
    """base, base_id: the values that were seen are named; the second of one's own names the first."""
    nurse, client, case = unit.nurse, login(unit.nurse), unit.visits[0].case
    phone.sync(client, nurse)
    place = {"moo": "๓", "village": "บ้านจริง", "place_detail": "หลังวัด"}
    for detail in ("หลังวัด", "หลังวัด ซ้ายมือ"):
        phone.write(nurse.person.pk, "visit.place", subject_of(unit), place | {"place_detail": detail})
    assert phone.sync(client, nurse)
    case.refresh_from_db()
    assert case.place_detail == "หลังวัด ซ้ายมือ"
    phone.write(nurse.person.pk, "visit.place", subject_of(unit), place | {"place_detail": "ของโทรศัพท์"})
    facts.correct_facts(case=case, actor=world.local.officer, place={"place_detail": "ของสำนักงาน"})
    phone.sync(client, nurse)
    case.refresh_from_db()
    assert case.place_detail == "ของสำนักงาน"
    waiting = resolving.waiting_for(world.local.officer).get()
    desk = login(world.local.officer)
    page = soup(desk.get(reverse("phones:entry", args=[waiting.pk])))
    assert {"ของโทรศัพท์", "ของสำนักงาน"} <= {cell.get_text(strip=True) for cell in page.select("td")}
    shown = {"stands": page.select_one("input[name=stands]")["value"]}
    assert desk.post(reverse("phones:adopt", args=[waiting.pk]), shown).status_code == 302
    case.refresh_from_db()
    assert case.place_detail == "ของโทรศัพท์"
    assert any(str(nurse.person) in note.text for note in CaseNote.objects.filter(event__case=case))
    assert desk.post(reverse("phones:adopt", args=[waiting.pk])).status_code == 404, "decided once"


def test_two_phones_on_one_case_both_stand(phone, unit, login):
    other = Phone()
    other.sync(login(unit.nurse), unit.nurse)
    driver_writes(phone, unit)
    other.write(unit.nurse.person.pk, "visit.report", subject_of(unit), REPORT | {"note": "ยังขาดยา"})
    phone.sync(login(unit.driver), unit.driver)
    other.sync(login(unit.nurse), unit.nurse)
    unit.visits[0].refresh_from_db()
    assert unit.visits[0].result == VisitResult.HELPED
    assert AssistanceRecord.objects.count() == 2
    assert any("ยังขาดยา" in note.text for note in CaseNote.objects.all())
    assert not Entry.objects.exclude(outcome=Outcome.APPLIED).exists()


def test_access_that_ended_ends_on_the_phone_and_what_it_carries_waits_for_the_supervisor(
    phone, unit, login, world
):
    """wipe, sealed, courier, vaults: one phone of two officers; the colleague delivers what the leaver wrote."""
    client = login(unit.driver)
    driver_writes(phone, unit)
    end(unit.driver)
    assert not phone.sync(client, unit.driver) and not phone.readable(unit.driver.person.pk)
    assert [one.number for one in phone.out] == [1], "what is sealed stays"
    phone.sync(login(unit.nurse), unit.nurse)
    entry = Entry.objects.get()
    assert (entry.outcome, entry.author, entry.case) == (
        Outcome.ASIDE,
        unit.driver.person,
        unit.visits[0].case,
    )
    assert phone.told == [], "a colleague is not told what somebody else wrote"
    for reader, expected in ((world.local.supervisor, 1), (world.other_local.supervisor, 0)):
        assert resolving.waiting_for(reader).count() == expected
    with pytest.raises(NotAllowed):
        # The machine ends a visit by somebody of the unit only; it still waits.
        resolving.adopt(entry=entry, actor=world.local.supervisor)
    assert (
        resolving.waiting_for(world.local.supervisor).count() == 1 and not AssistanceRecord.objects.exists()
    )
    resolving.adopt(entry=entry, actor=unit.nurse)
    assert AssistanceRecord.objects.get().persons == 4


def test_a_vault_of_a_leaver_goes_when_a_colleague_has_a_signal(phone, unit, login):
    phone.sync(login(unit.nurse), unit.nurse)
    assert phone.readable(unit.driver.person.pk)
    end(unit.driver)
    phone.sync(login(unit.nurse), unit.nurse)
    assert not phone.readable(unit.driver.person.pk) and phone.readable(unit.nurse.person.pk)


def test_an_unfinished_form_of_a_wiped_phone_waits_for_a_person(phone, unit, login, world):
    phone.write(
        unit.driver.person.pk, "visit.report", subject_of(unit), {"note": "ยังไม่เสร็จ"}, unfinished=True
    )
    phone.sync(login(unit.driver), unit.driver)
    entry = resolving.waiting_for(world.local.officer).get()
    page = soup(login(world.local.officer).get(reverse("phones:entry", args=[entry.pk])))
    assert "ยังไม่เสร็จ" in page.get_text()
    assert not [note for note in CaseNote.objects.all() if "ยังไม่เสร็จ" in note.text]


def test_a_lost_phone_is_emptied_and_still_delivers(phone, unit, login, world):
    driver_writes(phone, unit)
    desk = login(world.local.supervisor)
    address = reverse("phones:phone", args=[phone.stream, "lost"])
    assert login(world.other_local.supervisor).post(address).status_code == 404
    assert login(unit.nurse).get(address).status_code == 405
    assert desk.post(address).status_code == 302
    phone.sync(login(unit.driver), unit.driver)
    assert not phone.readable(unit.driver.person.pk) and AssistanceRecord.objects.count() == 1
    desk.post(reverse("phones:phone", args=[phone.stream, "found"]))
    phone.sync(login(unit.driver), unit.driver)
    assert phone.readable(unit.driver.person.pk)


def test_reoffer_and_safe2_a_portal_that_was_put_back_asks_for_what_it_lost(
    phone, unit, login, tmp_path: Path, settings
):
    """keep_safe: nothing goes on the phone before the second newest backup has it; gap_row tells the rest."""
    settings.KLANG_VAR = tmp_path
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = login(unit.driver)
        for _each in range(3):
            phone.write(unit.driver.person.pk, "visit.report", subject_of(unit, 1), REPORT | {"result": ""})
        phone.sync(client, unit.driver)
        backups.note(backups.MADE)
        phone.sync(client, unit.driver)
        assert len(phone.out) == 3, "one backup is not enough"
        # Yesterday's portal: it has the first entry only.
        AssistanceRecord.objects.all().delete()
        Entry.objects.filter(number__gt=1).delete()
        Stream.objects.update(mark=1)
        assert phone.sync(client, unit.driver) and phone.mark == 1
        phone.sync(client, unit.driver)
        assert (phone.mark, Entry.objects.count(), Missing.objects.count()) == (3, 3, 0)
        for _each in range(2):
            clock.shift(HOUR)
            backups.note(backups.MADE)
        client = login(unit.driver)
        phone.sync(client, unit.driver)
        assert phone.out == []
        # An older backup than the two newest: the phone no longer holds it, a person has to ask.
        Entry.objects.filter(number__gt=1).delete()
        Stream.objects.update(mark=1)
        driver_writes(phone, unit)
        phone.sync(client, unit.driver)
    missing = Missing.objects.get()
    assert (missing.first, missing.last, phone.mark) == (2, 3, 4)
    assert login(unit.driver).post(reverse("phones:asked", args=[missing.pk])).status_code == 404
    desk = login(unit.nurse)
    assert "รายการที่ 2 ถึง 3" in soup(desk.get(reverse("phones:aside"))).get_text()
    desk.post(reverse("phones:asked", args=[missing.pk]))
    assert not resolving.missing_of(unit.nurse).exists()


def test_forms_every_version_is_taken_and_an_unknown_one_waits(phone, unit, login):
    person = unit.driver.person.pk
    phone.write(person, "visit.report", subject_of(unit), REPORT, version=99)
    phone.write(person, "visit.dream", subject_of(unit), REPORT)
    phone.write(person, "visit.report", subject_of(unit), {"result": "visit_nobody_there"})
    phone.write(person, "visit.report", subject_of(unit), REPORT)
    phone.sync(login(unit.driver), unit.driver)
    assert [one["outcome"] for one in phone.told] == ["aside", "aside", "aside", "applied"]
    assert all(one["reason"] for one in phone.told[:3])


def test_a_guessed_reference_leads_nowhere(phone, unit, login, world):
    foreign = visits.dispatch(case=working_case(world), actor=world.local.officer)
    Case.objects.filter(pk=foreign.case_id).update(holder=world.other_local.organization)
    foreign.case.grants.update(organization=world.other_local.organization)
    for subject in (
        f"visit:{foreign.case.reference}:{foreign.number}",
        "visit:XXXX-XXXX:1",
        "visit:1",
        "x" * 500,
    ):
        phone.write(unit.driver.person.pk, "visit.report", subject, REPORT)
    phone.sync(login(unit.driver), unit.driver)
    assert {(one.outcome, one.case) for one in Entry.objects.all()} == {(Outcome.ASIDE, None)}
    assert {one["reason"] for one in phone.told} == {phone.told[0]["reason"]}, "nobody can tell the two apart"
    assert not AssistanceRecord.objects.exists()
    assert not resolving.waiting_for(world.other_local.supervisor).exists()
    page = login(world.local.supervisor).get(reverse("phones:entry", args=[Entry.objects.first().pk]))
    assert not [canary for canary in CANARIES if canary in page.content.decode()]


def test_what_stands_in_a_guessed_case_is_shown_to_nobody_for_whom_the_entry_waits(phone, unit, login, world):
    """A set shows what it would replace: not of a case that whoever reads it may not see, and adopting tells nothing either."""
    foreign = visits.dispatch(case=working_case(world), actor=world.local.officer)
    place = {"moo": "7", "village": "บ้านลับ", "place_detail": "หลังวัดที่ไม่มีใครรู้"}
    facts.correct_facts(case=foreign.case, actor=world.local.officer, place=place)
    Case.objects.filter(pk=foreign.case_id).update(holder=world.other_local.organization)
    foreign.case.grants.update(organization=world.other_local.organization)
    client = login(world.local.supervisor)
    told = set()
    for reference in (foreign.case.reference, "XXXX-XXXX"):
        for detail in (place["place_detail"], "เดา"):
            phone.write(
                unit.driver.person.pk,
                "visit.place",
                f"visit:{reference}:{foreign.number}",
                {**place, "village": "", "place_detail": detail},
            )
    phone.write(
        unit.driver.person.pk,
        "visit.place",
        f"visit:{foreign.case.reference}:{foreign.number}",
        {name: place[name] for name in place},
    )
    phone.sync(login(unit.driver), unit.driver)
    for entry in Entry.objects.all():
        assert resolving.waiting_for(world.local.supervisor).filter(pk=entry.pk).exists()
        shown = soup(client.get(reverse("phones:entry", args=[entry.pk])))
        written = content.open_entry(entry).fields
        assert place["village"] not in shown.get_text() or written["village"]
        assert not shown.select("form[action$='adopt/']")
        with pytest.raises(GuardFailed) as refused:
            resolving.adopt(entry=entry, actor=world.local.supervisor)
        told.add(str(refused.value.message))
    assert len(told) == 1, "right or wrong, there or not: nobody can tell them apart"


def test_what_no_column_can_keep_is_left_out_of_the_words(phone, unit, login):
    """Half a character of a broken keyboard, and a NUL, that PostgreSQL refuses: the report stands all the same."""
    phone.write(unit.driver.person.pk, "visit.report", subject_of(unit), REPORT | {"note": "ให้\ud83dแล้ว\x00"})
    phone.write(unit.driver.person.pk, "visit.\x00no", "visit:\ud83d:1", REPORT)
    phone.sync(login(unit.driver), unit.driver)
    report, unknown = Entry.objects.order_by("number")
    assert (report.outcome, report.reason) == (Outcome.APPLIED, "")
    assert (unknown.outcome, unknown.kind, unknown.subject) == (Outcome.ASIDE, "visit.no", "visit::1")
    assert "รู้จัก" in unknown.reason


def test_order_and_same_tx_the_queue_goes_on_where_a_process_died(phone, unit, login, monkeypatch):
    monkeypatch.setattr(judging, "AT_ONCE", 1)
    for number in range(3):
        phone.write(
            unit.driver.person.pk, "visit.report", subject_of(unit, 1), REPORT | {"note": str(number)}
        )
    phone.sync(login(unit.driver), unit.driver)
    assert AssistanceRecord.objects.count() == 1
    real = Entry.save

    def dies(self, *args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Entry, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        judging.judge_all()
    assert AssistanceRecord.objects.count() == 1, "act and outcome together or not at all"
    monkeypatch.setattr(Entry, "save", real)
    assert judging.judge_all() == 1 and judging.judge_all() == 0
    assert AssistanceRecord.objects.count() == 3


def test_a_mistake_of_the_program_holds_nothing_back(phone, unit, login, monkeypatch):
    monkeypatch.setattr(kinds.kind_of("visit.out"), "do", lambda *given: 1 / 0)
    driver_writes(phone, unit, "visit.out", nothing="")
    driver_writes(phone, unit)
    phone.sync(login(unit.driver), unit.driver)
    assert [one["outcome"] for one in phone.told] == ["applied"] and Entry.objects.get(
        number=1
    ).outcome == "aside"


def test_requests_that_cannot_be_taken_take_nothing(phone, unit, login):
    client = login(unit.driver)
    driver_writes(phone, unit)
    sync = reverse("phones:sync")
    assert phone.post(client, b"{}").status_code == 400
    assert phone.post(client, b" " * (protocol.LARGEST_REQUEST + 1)).status_code == 413
    another = phone.body().replace(next(sealing.keys()).name.hex().encode(), b"00" * 8, 1)
    assert phone.post(client, another).status_code == 409
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(unit.driver.person)
    assert guarded.post(sync, phone.body(), content_type="application/x-ndjson").status_code == 403
    token = guarded.get(reverse("phones:who")).json()["token"]
    assert not Entry.objects.exists()
    sent = guarded.post(
        sync, phone.body(), content_type="application/x-ndjson", headers={"X-CSRFToken": token}
    )
    assert sent.json()["mark"] == 1
    assert Client().post(sync, phone.body(), content_type="application/x-ndjson").status_code == 302


def test_what_was_sealed_for_others_or_changed_waits_unread(phone, unit, login, settings, world):
    kept = driver_writes(phone, unit)
    phone.out[0].sealed = kept.sealed[:-1] + bytes([kept.sealed[-1] ^ 1])
    driver_writes(phone, unit).id = uuid.uuid4()
    driver_writes(phone, unit).sealed = b"x"
    phone.sync(login(unit.driver), unit.driver)
    assert {one.outcome for one in Entry.objects.all()} == {Outcome.ASIDE}
    entry = Entry.objects.first()
    desk = login(world.local.officer)
    assert desk.get(reverse("phones:entry", args=[entry.pk])).status_code == 200
    assert desk.post(reverse("phones:adopt", args=[entry.pk])).status_code == 302
    assert desk.post(reverse("phones:entry", args=[entry.pk]), {"reason": " "}).status_code == 422
    desk.post(reverse("phones:entry", args=[entry.pk]), {"reason": "อ่านไม่ได้ ถามแล้ว"})
    entry.refresh_from_db()
    assert (entry.resolution, entry.resolution_note) == (Resolution.DISMISSED, "อ่านไม่ได้ ถามแล้ว")
    assert judge_what_phones_sent.func() == 0
    assert bytes(Entry.objects.get(pk=entry.pk).sealed)
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
        judge_what_phones_sent.func()
    assert not bytes(Entry.objects.get(pk=entry.pk).sealed)
    assert sum(bool(bytes(one.sealed)) for one in Entry.objects.all()) == 2, "what still waits is kept"


def test_a_key_that_was_replaced_still_opens_what_was_sealed_before(phone, unit, login, settings):
    driver_writes(phone, unit)
    body = phone.body()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    phone.post(login(unit.driver), body)
    assert Entry.objects.get().outcome == Outcome.APPLIED


def test_a_case_that_closed_meanwhile_leaves_the_entry_to_a_person(phone, unit, login, world):
    driver_writes(phone, unit)
    Case.objects.filter(pk=unit.visits[0].case_id).update(stage="closed", closed_at=timezone.now())
    phone.sync(login(unit.driver), unit.driver)
    assert [one["outcome"] for one in phone.told] == ["aside"]
    assert not AssistanceRecord.objects.exists() and resolving.waiting_for(world.local.officer).count() == 1


def test_the_list_is_found_in_the_rail_and_only_by_whom_it_waits_for(phone, unit, login, world):
    working.add_note(case=unit.visits[0].case, actor=world.local.officer, text="x")
    phone.write(unit.driver.person.pk, "visit.dream", subject_of(unit), {})
    phone.sync(login(unit.driver), unit.driver)
    entry = Entry.objects.get()
    rail = soup(login(world.local.officer).get(reverse("phones:aside"))).select_one(".rail a[aria-current]")
    assert "1" in rail.get_text() and unit.visits[0].case.events.filter(verb=Verb.NOTE).count() == 1
    for stranger in (unit.driver, world.other_local.officer, world.hospital.supervisor):
        client = login(stranger)
        assert client.get(reverse("phones:entry", args=[entry.pk])).status_code == 404
        assert client.post(reverse("phones:adopt", args=[entry.pk])).status_code == 404
    assert taking.told(Stream.objects.get(), unit.nurse.person) == []


def test_what_was_put_aside_pages_by_key(
    world: World, unit: Unit, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.phones.desk.views.PAGE_SIZE", 1)
    person = unit.driver.person
    stream = Stream.objects.create(id=uuid.uuid4(), owner=person, organization=world.local.organization)
    for number in range(3):
        Entry.objects.create(
            id=uuid.uuid4(),
            stream=stream,
            number=number + 1,
            sealed=b"",
            phone_now=0,
            received_at=timezone.now(),
            delivered_by=person,
            author=person,
            organization=world.local.organization,
            outcome=Outcome.ASIDE,
            reason=f"เหตุผลที่ {number}",
        )
    at = login(world.local.supervisor)
    assert_pages_by_key(at, reverse("phones:aside"), Entry, rows="ul:has(+ .pagination) > li")
