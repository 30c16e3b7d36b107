"""The pages of retention: what is due, who decides, for how long each class is kept (privacy 14)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.domain import retention
from cases.models import Case, RetentionHold, RetentionRelease, RetentionRule
from portal.accounts.roles import Role
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import CANARIES, World

HERE = reverse("desk:retention")


@pytest.fixture
def case(world: World) -> Case:
    case = factories.closed_case(world)
    Case.objects.filter(pk=case.pk).update(retention_until=timezone.localdate() - dt.timedelta(days=1))
    case.refresh_from_db()
    return case


@pytest.fixture
def head(case: Case):
    return officer(case.holder, Role.LAO_CHIEF_ADMINISTRATOR)


@pytest.fixture
def second(case: Case):
    return officer(case.holder, Role.LAO_CHIEF_ADMINISTRATOR)


def test_from_asking_to_erasing_by_two_people(client, case, head, second):
    client.force_login(head.person)
    page = client.get(HERE).content.decode()
    assert case.reference in page
    assert not [canary for canary in CANARIES if canary in page]
    client.post(reverse("desk:retention_ask"), {"case": [case.pk]})
    release = RetentionRelease.objects.get()
    page = client.get(HERE).content.decode()
    assert "ผู้บังคับบัญชาคนอื่นต้องพิจารณา" in page
    assert (
        client.post(reverse("desk:retention_decide", args=[release.pk]), {"decision": "approve"}).status_code
        == 404
    )
    client.force_login(second.person)
    assert "ลบข้อมูลส่วนบุคคลถาวร" in client.get(HERE).content.decode()
    response = client.post(
        reverse("desk:retention_decide", args=[release.pk]), {"decision": "approve"}, follow=True
    )
    assert "ลบข้อมูลส่วนบุคคลแล้ว 1 เรื่อง" in response.content.decode()
    case.refresh_from_db()
    assert case.anonymized


def test_a_button_that_is_none_erases_nothing(client, case, head, second):
    release = retention.ask_release(actor=head, cases=[case.pk])
    client.force_login(second.person)
    client.post(reverse("desk:retention_decide", args=[release.pk]), {"decision": "perhaps"})
    case.refresh_from_db()
    assert not case.anonymized


def test_for_everybody_else_the_pages_do_not_exist(client, world: World, case, head):
    release = retention.ask_release(actor=head, cases=[case.pk])
    for stranger in (officer(case.holder, Role.LAO_OFFICER), world.hospital.supervisor):
        client.force_login(stranger.person)
        page = client.get(HERE)
        assert page.status_code == 404 or case.reference not in page.content.decode()
        for name, arguments in (("retention_decide", [release.pk]), ("retention_lift", [case.pk])):
            assert client.post(reverse(f"desk:{name}", args=arguments)).status_code == 404
    assert RetentionRelease.objects.get().state == "asked"


@pytest.mark.parametrize("keys", [[], ["x"], ["99999"], ["-1", "๑"]])
def test_a_selection_that_is_none_is_said_to_be_none(client, case, head, keys):
    client.force_login(head.person)
    response = client.post(reverse("desk:retention_ask"), {"case": keys}, follow=True)
    assert response.status_code == 200
    assert not RetentionRelease.objects.exists()


def test_a_case_is_held_back_and_let_go(client, case, head):
    client.force_login(head.person)
    client.post(reverse("desk:retention_hold"), {"reference": case.reference.lower(), "reason": "คดีดำที่ 1"})
    page = client.get(HERE).content.decode()
    assert "คดีดำที่ 1" in page
    assert 'name="case"' not in page
    client.post(reverse("desk:retention_lift", args=[case.pk]))
    assert RetentionHold.objects.get().lifted_by == head.person
    assert 'name="case"' in client.get(HERE).content.decode()


def test_a_foreign_number_and_one_that_never_was_are_answered_alike(client, world: World, case):
    client.force_login(world.hospital.supervisor.person)
    answers = []
    for reference in (case.reference, "ZZZZ-ZZZZ"):
        page = client.post(reverse("desk:retention_hold"), {"reference": reference, "reason": "คดี"})
        answers.append("ไม่พบเรื่องที่ปิดแล้วของหน่วยงานคุณตามเลขที่นี้" in page.content.decode())
    assert answers == [True, True]
    assert not RetentionHold.objects.exists()


def test_all_staff_read_the_rules_and_the_head_of_the_center_changes_them(client, world: World):
    address = reverse("desk:retention_rule", args=["violence", "restricted"])
    client.force_login(world.local.officer.person)
    assert client.get(reverse("desk:retention_rules")).status_code == 200
    assert client.get(address).status_code == 404
    client.force_login(world.center.supervisor.person)
    client.post(address, {"years": "20", "note": "คำสั่งที่ 5/2570"})
    assert RetentionRule.objects.get().years == 20
    assert "คำสั่งที่ 5/2570" in client.get(reverse("desk:retention_rules")).content.decode()
    assert "51" in client.post(address, {"years": "51", "note": "ก"}).content.decode()
    assert client.get(reverse("desk:retention_rule", args=["nothing", "normal"])).status_code == 404
