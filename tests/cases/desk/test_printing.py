"""A case on paper by scope (privacy 3, 6, 12)."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.case.printing import print_of
from cases.domain.view import case_view
from cases.machine.vocabulary import Scope
from portal.audit.models import AuditEntry
from tests.cases import factories, scopes
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
from tests.cases.scopes import WHO_READS, Scene

NOT_PRINTED = {
    "request_file",
    "asked_part",
    "asked_referral",
    "question",
    "holder_file",
    "holder_shared_file",
    "part_file",
    "risk",
    "finding",
}
"""What the page shows beside the facts and the history."""


@pytest.fixture
def scene(world: World) -> Scene:
    return scopes.scene(world)


def address(scene: Scene) -> str:
    return reverse("desk:print", args=[scene.case.reference])


@pytest.mark.parametrize("scope", Scope)
def test_paper_holds_what_its_reader_may_read(scene: Scene, scope: Scope) -> None:
    view = case_view(scene.case, scene.readers[scope])
    printed = print_of(view, scene.readers[scope], "เสนอคณะกรรมการ", timezone.now())
    expected = {name for name, may in WHO_READS.items() if scope in may} - NOT_PRINTED
    assert scopes.found_in(str(printed)) == expected
    assert "เพื่อเสนอคณะกรรมการ" in printed.mark
    assert scene.readers[scope].person.display_name in printed.mark


def test_a_print_is_a_pdf_and_is_recorded_with_its_purpose(scene: Scene, login: Login) -> None:
    client = login(scene.readers[Scope.FULL])
    assert "บอกว่าพิมพ์เพื่ออะไร" in client.post(address(scene), {"purpose": " "}).content.decode()
    assert not AuditEntry.objects.filter(action="case.print").exists()
    response = client.post(address(scene), {"purpose": "แนบสำนวน"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="case.print")
    assert (entry.subject, entry.purpose, entry.data) == (
        scene.case.reference,
        "แนบสำนวน",
        {"scope": "full"},
    )


def test_a_restricted_case_leaves_as_a_file_that_opens_by_its_password(world: World, login: Login) -> None:
    case = factories.working_crisis_case(world)
    client = login(world.lead.officer)
    at = reverse("desk:print", args=[case.reference])
    password = client.get(at).context["form"]["password"].value()
    assert not client.post(at, {"purpose": "แนบสำนวน"}).headers["Content-Type"].startswith("application"), (
        "unlocked"
    )
    assert not AuditEntry.objects.filter(action="case.print").exists()
    answer = client.post(at, {"purpose": "แนบสำนวน", "password": password})
    assert answer["Content-Disposition"].startswith("attachment"), "the page with the password stays"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(answer.content))
    with pikepdf.open(BytesIO(answer.content), password=password) as document:
        assert document.encryption.R == 6
        assert document.Root.MarkInfo.Marked


def test_a_case_that_is_not_restricted_asks_for_no_password(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    page = at_local.get(reverse("desk:print", args=[case.reference]))
    assert "password" not in page.context["form"].fields


def test_who_hears_an_alarm_prints_nothing(scene: Scene, login: Login) -> None:
    assert login(scene.readers[Scope.METADATA]).get(address(scene)).status_code == 404


def test_the_page_leads_to_print(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    page = at_local.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert reverse("desk:print", args=[case.reference]) in page
