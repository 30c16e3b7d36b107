"""A person can know who was told of their matter, and have their data (cases.md, privacy 15; PDPA s.30)."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
import pyzipper
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.domain import asking, disclosures, intake, referral, working
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import GrantReason
from cases.models import Case
from cases.vocabulary import Consent, HandoverReason
from portal.accounts import kept, sessions
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.files import CheckedFile
from tests.cases import factories
from tests.cases.factories import CANARY_NAME, CANARY_PHONE, CANARY_STORY, World


@pytest.fixture
def case(world: World) -> Case:
    case = factories.working_case(world)
    working.add_note(case=case, actor=world.local.officer, text="บันทึกภายใน-ห้ามออก")
    content = CheckedFile(
        name="รูป.jpg", content=b"\xff\xd8PICTURE", content_type="image/jpeg", extension="jpg"
    )
    intake.add_file(case=case, checked=content, actor=Citizen(case.reference))
    return case


def open_copy(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def test_everybody_who_was_told_stands_in_the_account(world: World, case):
    rows = disclosures.account_of(case)
    assert {row.organization for row in rows} >= {
        world.center.organization.display_name,
        world.local.organization.display_name,
    }
    assert len(rows) == case.grants.count()
    assert all(row.reason and row.scope for row in rows)


def test_reads_of_a_restricted_case_are_counted(client, world: World):
    case = factories.working_crisis_case(world)
    reader = world.lead.officer
    client.force_login(reader.person)
    for _ in range(2):
        client.get(reverse("desk:case", args=[case.reference]))
    mine = [
        row for row in disclosures.account_of(case) if row.organization == reader.organization.display_name
    ]
    assert mine[0].reads == 2
    page = client.get(reverse("desk:disclosures", args=[case.reference])).content.decode()
    assert "เปิดอ่าน (ครั้ง)" in page
    assert AuditEntry.objects.filter(action="case.disclosures", user=reader.person).count() == 1


def test_the_copy_holds_what_the_person_gave_and_no_internal_note(world: World, case):
    found = open_copy(disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตรต่อหน้า"))
    text = found["data.txt"].decode("utf-8-sig")
    for words in (CANARY_STORY, CANARY_NAME, CANARY_PHONE, world.center.organization.display_name):
        assert words in text
    assert "ห้ามออก" not in text
    assert found["files/01-รูป.jpg"] == b"\xff\xd8PICTURE"
    assert CANARY_STORY in str(json.loads(found["data.json"]))


def test_who_gave_it_out_and_how_they_knew_the_person_is_on_record(world: World, case):
    disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตรต่อหน้า")
    entry = AuditEntry.objects.get(action="disclosure.copy")
    assert (entry.user, entry.subject, entry.purpose) == (
        world.local.officer.person,
        case.reference,
        "ตรวจบัตรต่อหน้า",
    )


def test_nobody_gets_it_unidentified_and_only_who_is_responsible_gives_it(world: World, case):
    with pytest.raises(GuardFailed):
        disclosures.copy_for(case=case, actor=world.local.officer, identified="  ")
    for somebody in (world.center.officer, world.hospital.officer):
        with pytest.raises(NotAllowed):
            disclosures.copy_for(case=case, actor=somebody, identified="ตรวจบัตร")
    assert not AuditEntry.objects.filter(action="disclosure.copy").exists()


def test_the_copy_of_a_restricted_case_opens_by_its_password_and_names_nobody(client, world: World):
    case = factories.working_crisis_case(world)
    picture = CheckedFile(name="หนูนา.jpg", content=b"\xff\xd8P", content_type="image/jpeg", extension="jpg")
    intake.add_file(case=case, checked=picture, actor=Citizen(case.reference))
    client.force_login(world.lead.officer.person)
    page = client.get(reverse("desk:disclosures", args=[case.reference]))
    password = page.context["form"]["password"].value()
    address = reverse("desk:copy", args=[case.reference])
    assert client.post(address, {"identified": "ตรวจบัตร"})["Content-Type"] != "application/zip", "unlocked"
    content = client.post(address, {"identified": "ตรวจบัตร", "password": password}).content
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        assert all(part.flag_bits & 1 for part in archive.infolist()), "every file of it is locked"
        assert archive.namelist() == ["data.txt", "data.json", "files/03.jpg"]
        with pytest.raises(RuntimeError):
            archive.read("data.txt", pwd=b"4821-0937-5512-7783")
        assert archive.read("files/03.jpg", pwd=password.encode()) == b"\xff\xd8P"


def test_from_the_page_to_the_file(client, world: World, case):
    client.force_login(world.local.officer.person)
    page = client.get(reverse("desk:disclosures", args=[case.reference])).content.decode()
    assert "ออกสำเนา" in page
    address = reverse("desk:copy", args=[case.reference])
    assert client.post(address, {"identified": ""}).status_code == 200
    response = client.post(address, {"identified": "ตรวจบัตรต่อหน้า"})
    assert response["Content-Type"] == "application/zip"
    assert CANARY_NAME not in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert "data.txt" in open_copy(response.content)


def test_a_password_of_a_file_is_not_kept_where_the_own_one_is_asked_for_first(client, world: World):
    case = factories.working_crisis_case(world)
    client.force_login(world.lead.officer.person)
    address = reverse("desk:copy", args=[case.reference])
    password = (
        client.get(reverse("desk:disclosures", args=[case.reference])).context["form"]["password"].value()
    )
    data = {"identified": "ตรวจบัตร", "password": password}
    assert client.post(address, data).wsgi_request.sensitive_post_parameters == ("password",)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=sessions.CONFIRMED_FOR + 1)):
        assert client.post(address, data).url.startswith(reverse("accounts:confirm"))
        (found,) = kept.all_kept(world.lead.officer.person)
    assert found.data.dict() == {"identified": "ตรวจบัตร"}
    assert password not in client.get(reverse("accounts:kept")).content.decode()
    again = client.post(address, found.data)
    assert again["Content-Type"] != "application/zip"
    form = again.context["form"]
    assert form["identified"].value() == "ตรวจบัตร"
    assert form["password"].value() != password
    answer = client.post(address, {"identified": "ตรวจบัตร", "password": form["password"].value()})
    assert answer["Content-Type"] == "application/zip"


def test_the_copy_holds_every_message_of_a_minute_and_what_the_person_answered(world: World, case):
    """A long mail comes as several messages of one second, and answers are kept for those alone who work on the case."""
    asking.ask_reporter(case=case, actor=world.local.officer, question="บ้านอยู่ฝั่งไหนของคลอง")
    with time_machine.travel(timezone.now(), tick=False):
        for words in ("คะนารีข้อความแรก", "คะนารีข้อความที่สอง"):
            asking.send_message(case=case, actor=Citizen(case.reference), text=words)
        question = case.questions.get()
        asking.record_answer(question=question, actor=Citizen(case.reference), answer="คะนารีฝั่งตะวันออก")
    content = disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตร")
    copied = open_copy(content)["data.json"].decode()
    for words in ("คะนารีข้อความแรก", "คะนารีข้อความที่สอง", "คะนารีฝั่งตะวันออก"):
        assert copied.count(words) == 1
    assert "ห้ามออก" not in copied, "what officers wrote for each other"


def test_the_account_says_on_which_ground_each_was_told_and_so_does_the_copy(client, world: World):
    """cases.md, 2: what was disclosed, ground or consent (Official Information Act s.24)."""
    case = factories.screened_case(world, consent=Consent.NOT_ASKED)
    sent = referral.refer_case(
        case=case,
        target=world.local.organization,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.LEGAL_DUTY,
        note="ตามคำสั่งศาล",
    )
    referral.accept_referral(referral=sent, actor=world.local.officer)
    case = Case.objects.get(pk=case.pk)
    part = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.VITAL,
        request="ตรวจร่างกาย",
        note="หมดสติ",
    )
    referral.accept_referral(referral=part, actor=world.hospital.officer)
    grounds = {(row.organization, row.reason): row.ground for row in disclosures.account_of(case)}
    local, hospital = world.local.organization.display_name, world.hospital.organization.display_name
    court, life = str(Consent.LEGAL_DUTY.label), str(Consent.VITAL.label)
    assert grounds[local, str(GrantReason.ASKED.label)] == court
    assert grounds[local, str(GrantReason.HOLDER.label)] == court, "who took it over holds it on the same"
    assert grounds[hospital, str(GrantReason.JOINT.label)] == life
    assert grounds[world.center.organization.display_name, str(GrantReason.HOLDER.label)] == ""
    client.force_login(world.local.officer.person)
    page = client.get(reverse("desk:disclosures", args=[case.reference])).content.decode()
    assert court in page and life in page
    copy = open_copy(disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตรต่อหน้า"))
    assert court in copy["data.txt"].decode("utf-8-sig")
