"""Who could open a case, and why: asked by the center's data-protection officer (S1.29; PDPA s.41)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.case.access import why
from cases.domain.view import decision_on
from cases.machine.vocabulary import Scope
from cases.models import Grant
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.accounts.factories import officer
from tests.cases import factories, scopes
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import World

HERE = reverse("desk:oversight")
PURPOSE = "คำร้อง 3/2569"


@pytest.fixture
def protector(world: World, login: Login) -> Client:
    return login(officer(world.center.organization, Role.DATA_PROTECTION_OFFICER))


def asked(client: Client, **typed: str) -> str:
    return " ".join(soup(client.post(HERE, {"purpose": PURPOSE} | typed)).main.get_text(" ").split())


def test_a_person_gets_the_sentence_of_the_page_and_nothing_of_the_case(
    world: World, protector: Client
) -> None:
    scene = scopes.scene(world)
    for scope, reader in scene.readers.items():
        for typed in (reader.person.username, str(reader.person)):
            page = asked(protector, reference=scene.case.reference, person=typed)
            assert why(decision_on(scene.case, reader)) in page
            assert str(scope.label) in page
            assert not scopes.found_in(page)
    entry = AuditEntry.objects.filter(action="case.why").latest("pk")
    assert (entry.subject, entry.purpose) == (scene.case.reference, PURPOSE)


def test_an_imagined_officer_of_an_organization_gets_it_too(world: World, protector: Client) -> None:
    case = factories.working_case(world)
    for one in (world.local, world.center, world.hospital):
        page = asked(protector, reference=case.reference, organization=one.organization.name_th)
        assert why(decision_on(case, one.officer)) in page
    entry = AuditEntry.objects.filter(action="case.why").latest("pk")
    assert entry.data == {"organization": world.hospital.organization.pk}
    case.excluded = [world.local.organization.pk]
    case.save(update_fields=["excluded"])
    assert "ผู้แจ้งขอไม่ให้หน่วยงานนี้รู้" in asked(
        protector, reference=case.reference, organization=world.local.organization.name_th
    )


def test_what_is_asked_needs_a_case_somebody_and_a_purpose(world: World, protector: Client) -> None:
    case = factories.received_case(world)
    person = world.center.officer.person.username
    for typed, said in (
        ({"reference": "ZZZZ-9999", "person": person}, "ไม่พบเรื่องเลขที่นี้"),
        ({"reference": case.reference, "person": "ไม่มีใครชื่อนี้"}, "ไม่พบบัญชีชื่อนี้"),
        ({"reference": case.reference, "organization": "ไม่มีหน่วยงานนี้"}, "ไม่พบหน่วยงานชื่อนี้"),
        ({"reference": case.reference}, "เขียนชื่อเจ้าหน้าที่ หรือหน่วยงาน"),
        ({"reference": case.reference, "person": person, "purpose": "  "}, "บอกว่าถามเพื่ออะไร"),
    ):
        assert said in asked(protector, **typed)
    assert not AuditEntry.objects.filter(action="case.why").exists()


def test_who_has_no_appointment_today_is_said_to_see_nothing(world: World, protector: Client) -> None:
    case = factories.received_case(world)
    person = world.center.officer.person
    person.appointments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "ไม่มีคำสั่งแต่งตั้งที่ใช้อยู่วันนี้" in asked(protector, reference=case.reference, person=person.username)


def test_the_page_is_for_the_centers_officer_alone_and_stands_in_the_rail(
    world: World, login: Login, protector: Client
) -> None:
    assert HERE.encode() in body_of(protector.get(HERE))
    elsewhere = officer(world.local.organization, Role.DATA_PROTECTION_OFFICER)
    for stranger in (elsewhere, world.center.officer, world.center.supervisor, world.local.officer):
        client = login(stranger)
        assert client.get(HERE).status_code == 404
        assert client.post(HERE, {"reference": "K7M2-9QXF"}).status_code == 404
        assert HERE.encode() not in body_of(client.get(reverse("desk:directory")))


def test_the_answer_follows_the_grant(world: World, protector: Client) -> None:
    case = factories.working_case(world)
    name = world.local.organization.name_th
    assert str(Scope.FULL.label) in asked(protector, reference=case.reference, organization=name)
    Grant.objects.filter(organization=world.local.organization).update(until=timezone.now())
    assert "ไม่มีเหตุให้อ่าน" in asked(protector, reference=case.reference, organization=name)


def test_a_name_of_too_many_is_answered_for_nobody(
    world: World, protector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer about the first of them would pass for one about all."""
    monkeypatch.setattr("cases.desk.oversight.forms.MOST_FOUND", 2)
    case = factories.received_case(world)
    people = [officer(world.local.organization, Role.LAO_OFFICER).person for _each in range(3)]
    for person in people:
        person.display_name = "สมชาย ใจดี"
        person.save()
    assert "มีหลายบัญชีชื่อนี้" in asked(protector, reference=case.reference, person="สมชาย ใจดี")
    assert not AuditEntry.objects.filter(action="case.why").exists()
    people[2].display_name = "สมหญิง ใจดี"
    people[2].save()
    assert "มีหลายบัญชีชื่อนี้" not in asked(protector, reference=case.reference, person="สมชาย ใจดี")
    assert AuditEntry.objects.filter(action="case.why").count() == 2
