"""Before a second case is made of one matter, the officer is asked; and nobody reads more than they may (S1.35)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.machine.vocabulary import Verb
from cases.models import Case, CaseNote, Referral
from cases.vocabulary import ClosureReason
from portal.organizations.models import Organization, ServiceArea
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import DONE, NEW, data
from tests.cases.factories import World

SAME = "อาจเป็นเรื่องเดิม"


def act(case: Case, verb: Verb) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": verb})


def block(response: HttpResponse) -> str:
    found = soup(response).select_one(".similar")
    return found.get_text(" ", strip=True) if found else ""


@pytest.fixture
def known(world: World, at_local: Client) -> Case:
    """A case of the local administration, taken down by telephone."""
    at_local.post(NEW, data())
    return Case.objects.get()


def test_the_officer_is_asked_before_anything_is_kept(known: Case, at_local: Client) -> None:
    response = at_local.post(NEW, data(narrative="น้ำขึ้นอีก"))
    assert SAME in block(response)
    # The number is that of a neighbor who reports for the household, and it says so.
    assert known.reference in block(response) and "เบอร์ผู้แจ้งแทนเดียวกัน" in block(response)
    assert Case.objects.count() == 1
    assert soup(response).find(id="id_narrative").get_text(strip=True) == "น้ำขึ้นอีก"


def test_in_a_flood_nobody_is_stopped_because_neighbors_call_too(known: Case, at_local: Client) -> None:
    """Place, problem and time alone are told afterwards; they must not cost every caller a page."""
    neighbor = {"phone": "089 555 0177", "reporter_name": "ชาญ ชัยมงคล", "affected_name": ""}
    assert at_local.post(NEW, data(**neighbor)).url == DONE
    assert known.reference in block(at_local.get(DONE))


def test_the_question_has_the_focus(known: Case, at_local: Client) -> None:
    page = soup(at_local.post(NEW, data()))
    assert page.select("main [autofocus]")[0] == page.select_one(".similar")
    assert page.select_one("form.entry button")["aria-hidden"] == "true"


def test_it_can_be_kept_as_a_new_one_all_the_same(known: Case, at_local: Client) -> None:
    assert at_local.post(NEW, data(is_new="1")).url == DONE
    assert Case.objects.count() == 2
    assert known.reference in block(at_local.get(DONE))


def test_and_sent_on(known: Case, at_center: Client, world: World) -> None:
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code="810101")
    assert SAME in block(at_center.post(NEW, data(forward="1")))
    assert at_center.post(NEW, data(forward="is_new")).url == DONE
    assert Referral.objects.get().target == world.local.organization


def test_news_go_into_the_case_once(known: Case, at_local: Client) -> None:
    news = data(narrative="น้ำขึ้นอีก", add_to=known.reference)
    for _ in range(2):
        assert at_local.post(NEW, news).url == reverse("desk:case", args=[known.reference])
    assert Case.objects.count() == 1
    [note] = CaseNote.objects.all()
    assert note.text == "น้ำขึ้นอีก\nสมหญิง 081 234 5678"
    assert (note.event.verb, note.event.reason) == (Verb.LOG_CALL, "news")
    assert "ผู้แจ้งบอกข้อมูลเพิ่ม" in at_local.get(reverse("desk:case", args=[known.reference])).content.decode()


def test_news_for_a_case_of_others_are_taken_nowhere(known: Case, login: Login, world: World) -> None:
    client = login(world.other_local.officer)
    assert client.post(NEW, data(add_to=known.reference)).status_code == 404
    assert not CaseNote.objects.exists() and Case.objects.count() == 1


def test_in_danger_nobody_compares_first(known: Case, at_local: Client) -> None:
    assert at_local.post(NEW, data(danger_now="on")).url == DONE
    assert known.reference in block(at_local.get(DONE))


def test_a_form_that_was_stored_is_not_asked_again(world: World, at_local: Client) -> None:
    same = data()
    at_local.post(NEW, same)
    assert at_local.post(NEW, same).url == DONE


def test_another_organization_reads_whom_to_ask_and_nothing_else(
    known: Case, login: Login, world: World
) -> None:
    Organization.objects.filter(pk=world.center.organization.pk).update(phone="075-600000")
    page = block(login(world.other_local.officer).post(NEW, data()))
    assert "มีเรื่องคล้ายกันที่หน่วยงานอื่น" in page and "075-600000" in page
    for secret in (known.reference, world.local.organization.name_th, "สาธารณภัย", "เบอร์โทรศัพท์เดียวกัน"):
        assert secret not in page


def test_the_center_reads_reference_and_holder_only(known: Case, at_center: Client, world: World) -> None:
    page = soup(at_center.post(NEW, data(narrative="อีกครั้ง"))).select_one(".similar")
    assert known.reference in page.get_text() and world.local.organization.name_th in page.get_text()
    assert not page.select("a[href]") and not page.select("button[name=add_to]")


def test_of_a_restricted_case_strangers_learn_nothing(world: World, at_local: Client, login: Login) -> None:
    at_local.post(NEW, data(problem="violence"))
    restricted = Case.objects.get()
    for body in (world.other_local, world.center, world.hospital):
        client = login(body.officer)
        answer = client.post(NEW, data(problem="violence"))
        assert answer.status_code == 302
        assert restricted.reference not in client.get(DONE).content.decode()
        Case.objects.latest("pk").keys.all().delete()


def test_at_screening_the_same_matter_is_shown_and_turned_away_in_one_step(
    known: Case, at_local: Client
) -> None:
    at_local.post(NEW, data(is_new="1"))
    second = Case.objects.latest("pk")
    page = soup(at_local.get(act(second, Verb.SCREEN))).select_one(".similar")
    link = page.find("a", string="เป็นเรื่องเดียวกัน ปิดเรื่องที่ซ้ำ")["href"]
    form = soup(at_local.get(link)).select_one("form.form")
    assert form.find(id="id_duplicate_of")["value"] == known.reference
    assert form.select_one("input[name=reason][checked]")["value"] == ClosureReason.DUPLICATE
    at_local.post(
        act(second, Verb.REJECT),
        {"reason": "duplicate", "duplicate_of": known.reference, "base": second.base, "note": ""},
    )
    second.refresh_from_db()
    assert second.duplicate_of == known
    for one, other in ((known, second), (second, known)):
        assert other.reference in at_local.get(reverse("desk:case", args=[one.reference])).content.decode()


def test_a_crisis_is_not_turned_away_by_a_link(world: World, at_local: Client) -> None:
    for _ in range(2):
        at_local.post(NEW, data(problem="violence", is_new="1"))
    page = soup(at_local.get(act(Case.objects.latest("pk"), Verb.SCREEN))).select_one(".similar")
    assert page.select("a.tabular") and Verb.REJECT not in str(page)


def test_before_help_is_given_again_it_is_said(world: World, at_local: Client) -> None:
    first = factories.followed_case(world)
    phone = first.reporter.phone
    at_local.post(NEW, data(problem=first.problem, phone=phone, is_new="1"))
    second = Case.objects.latest("pk")
    assert "เคยได้รับความช่วยเหลือเหตุเดียวกัน" in block(at_local.get(DONE))
    screen = {
        "problem": second.problem,
        "severity": "normal",
        "confidentiality": "normal",
        "base": second.base,
    }
    at_local.post(act(second, Verb.SCREEN), screen)
    second.refresh_from_db()
    at_local.post(act(second, Verb.TAKE_ON), {"base": second.base})
    assert "เคยได้รับความช่วยเหลือเหตุเดียวกัน" in block(at_local.get(act(second, Verb.RECORD_HELP)))
