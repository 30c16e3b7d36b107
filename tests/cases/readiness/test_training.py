"""The step guide, read and understood, training on record: per officer, by unit (S2.04, S2.52)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from cases.readiness import steps
from cases.readiness.domain import training
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.training import learned_at, record_training, strike_out, understand
from cases.readiness.models import GuideRead, TrainingRecord
from cases.readiness.steps import GUIDES
from legal_library.circulating.receiving import understand as understand_circular
from legal_library.circulating.sending import circulate
from portal.accounts.functions import Function
from portal.actors import System
from portal.organizations.models import Organization
from tests.accounts.factories import OrganizationFactory, UserFactory, officer
from tests.cases.desk.conftest import body_of, soup
from tests.cases.factories import World
from tests.cases.readiness.conftest import NOW, TODAY, Login, photo, picture
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key
from tests.legal_library.factories import DocumentFactory, LetterFactory, LibraryIndexFactory
from tests.pages.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def at(unit: Organization) -> str:
    return reverse("readiness:training", args=[unit.pk])


def test_there_is_a_guide_for_each_of_the_six_duties_in_both_languages() -> None:
    assert [one.number for one in GUIDES] == [1, 2, 3, 4, 5, 6]
    for one in GUIDES:
        thai = [str(words) for words in (one.title, one.care, one.source, *one.steps)]
        assert len(one.steps) >= 2 and all(thai)
        assert reverse(one.place)
        with translation.override("en"):
            english = [str(words) for words in (one.title, one.care, one.source, *one.steps)]
        assert not set(thai) & set(english)


def test_reading_is_said_once_by_oneself_and_again_of_a_new_edition(world: World, monkeypatch) -> None:
    actor = world.local.officer
    assert understand(actor=actor, step=3) and not understand(actor=actor, step=3)
    assert training.read_by(actor.person) == {3}
    assert training.read_by(world.local.supervisor.person) == frozenset()
    monkeypatch.setattr(training, "EDITION", steps.EDITION + 1)
    assert training.read_by(actor.person) == frozenset()
    assert understand(actor=actor, step=3)
    with pytest.raises(ValueError, match="7"):
        understand(actor=actor, step=7)


def test_a_unit_sees_what_each_of_its_officers_read_and_learned(world: World) -> None:
    unit, actor = world.local.organization, world.local.officer
    for one in GUIDES:
        understand(actor=actor, step=one.number)
    letter = LetterFactory(parent=LibraryIndexFactory(parent=make_site()), slug="letter", title="คู่มือ")
    sent = circulate(
        document=letter,
        sender=world.center.organization,
        organizations=[unit, world.other_local.organization],
        addressed_to="ทดสอบ",
        actor=System(),
    )
    understand_circular(receipt=sent.receipts.get(organization=unit), actor=actor)
    record_training(unit=unit, actor=actor, course="OSCC", on=TODAY, person=actor.person)
    gone = record_training(unit=unit, actor=actor, course="ผิด", on=TODAY, person=actor.person)
    strike_out(row=gone, actor=actor)
    found = {one.person: one for one in learned_at(unit)}
    assert set(found) == {actor.person, world.local.supervisor.person}
    mine, head = found[actor.person], found[world.local.supervisor.person]
    assert (mine.has_read_all, mine.circulars, mine.courses) == (True, 1, 1)
    assert (head.has_read_all, head.circulars, head.courses) == (False, 0, 0)
    assert training.circulars_of(unit) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "name"),
        ({"name": "ครู", "on": TODAY + dt.timedelta(days=1)}, "on"),
        ({"name": "ครู", "on": dt.date(1483, 1, 1)}, "on"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(world: World, values: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record_training(
            **{"unit": world.local.organization, "actor": world.local.officer, "course": "ก", "on": TODAY}
            | values
        )
    assert list(refused.value.message_dict) == [field]


def test_nobody_of_another_office_is_trained_here(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        record_training(
            unit=world.local.organization,
            actor=world.local.officer,
            course="ก",
            on=TODAY,
            person=UserFactory(),
        )
    assert list(refused.value.message_dict) == ["person"]


def test_the_same_training_twice_is_one_record(world: World) -> None:
    values = {
        "unit": world.local.organization,
        "actor": world.local.officer,
        "course": "ก",
        "on": TODAY,
        "name": "ครู",
    }
    assert record_training(**values) == record_training(**values)
    assert record_training(**values | {"name": "ครูใหญ่"}) != record_training(**values)


def test_only_those_in_reach_write_by_their_order(world: World, province, elsewhere) -> None:
    unit = world.local.organization
    row = record_training(unit=unit, actor=province, course="ก", on=TODAY, name="ครู")
    reader = officer(unit, functions=[Function.VIEW])
    for actor in (world.other_local.supervisor, world.hospital.officer, elsewhere, reader):
        with pytest.raises(NotOurUnitError):
            record_training(unit=unit, actor=actor, course="ข", on=TODAY, name="ครู")
        with pytest.raises(NotOurUnitError):
            strike_out(row=row, actor=actor)
    assert TrainingRecord.objects.get().struck_out_at is None


# --- pages --------------------------------------------------------------------------------------------------------------


def test_an_officer_reads_one_step_after_the_other(world: World, login: Login) -> None:
    client = login(world.local.officer)
    for one in GUIDES:
        address = reverse("readiness:guide", args=[one.number])
        page = soup(client.get(address))
        assert len(page.select(".desk-page ol.prose li")) == len(one.steps)
        answer = client.post(page.select_one(".desk-page form")["action"])
        assert answer.status_code == 302
        assert "คุณอ่านและเข้าใจแล้ว" in soup(client.get(address)).get_text()
    assert answer.url == at(world.local.organization)
    assert "อ่าน 6 จาก 6 ขั้นตอน" in soup(client.get(answer.url)).get_text(" ", strip=True)
    assert GuideRead.objects.filter(person=world.local.officer.person).count() == 6


@pytest.mark.parametrize("number", [0, 7])
def test_there_is_no_other_step(world: World, login: Login, number: int) -> None:
    client = login(world.local.officer)
    assert client.get(reverse("readiness:guide", args=[number])).status_code == 404
    assert client.post(reverse("readiness:guide_understand", args=[number])).status_code == 404


def test_a_training_is_recorded_with_its_proof_and_struck_out(world: World, login: Login, elsewhere) -> None:
    unit, client = world.local.organization, login(world.local.officer)
    values = {
        "person": world.local.officer.person.pk,
        "course": "การช่วยเหลือผู้ถูกกระทำ",
        "on": "19/11/2569",
        "hours": "6.5",
        "file": SimpleUploadedFile("วุฒิบัตร.png", picture(), "image/png"),
    }
    answer = client.post(at(unit), values)
    assert answer.status_code == 302, soup(answer).get_text()
    row = TrainingRecord.objects.get()
    proof = reverse("readiness:training_file", args=[unit.pk, row.pk])
    assert body_of(client.get(proof)).startswith(b"\xff\xd8")
    end = reverse("readiness:training_strike_out", args=[unit.pk, row.pk])
    for stranger in (world.other_local.officer, elsewhere):
        other = login(stranger)
        assert other.get(proof).status_code == 404
        assert other.get(at(unit)).status_code == 404
        assert other.post(at(unit), values).status_code == 404
        assert other.post(end).status_code == 404
    own = reverse("readiness:training_file", args=[world.other_local.organization.pk, row.pk])
    assert login(world.other_local.officer).get(own).status_code == 404
    reader = login(officer(unit, functions=[Function.VIEW]))
    assert reader.post(end).status_code == 404
    assert not soup(reader.get(at(unit))).select(".desk-page form")
    assert client.post(end).status_code == 302
    assert soup(client.get(at(unit))).select_one("s").get_text() == "การช่วยเหลือผู้ถูกกระทำ"


def test_what_is_wrong_comes_back_with_what_was_typed(world: World, login: Login) -> None:
    answer = login(world.local.officer).post(
        at(world.local.organization), {"course": "คำที่พิมพ์", "on": "19/11/2570", "name": "ครู"}
    )
    page = soup(answer)
    assert page.select_one("details[open] [name=course]")["value"] == "คำที่พิมพ์"
    assert page.select(".field--error")
    assert not TrainingRecord.objects.exists()


def test_the_manuals_of_the_library_are_at_hand(world: World, login: Login) -> None:
    index = LibraryIndexFactory(parent=make_site())
    DocumentFactory(parent=index, slug="manual", title="คู่มือการดำเนินงาน", kind="manual")
    DocumentFactory(parent=index, slug="draft", title="คู่มือร่าง", kind="manual", live=False)
    LetterFactory(parent=index, slug="law", title="หนังสืออื่น")
    text = soup(login(world.local.officer).get(at(world.local.organization))).get_text()
    assert "คู่มือการดำเนินงาน" in text
    assert "คู่มือร่าง" not in text and "หนังสืออื่น" not in text


def test_more_officers_and_trainings_cost_no_more_queries(world: World, login: Login) -> None:
    unit, client = world.local.organization, login(world.local.officer)

    def grow() -> None:
        for number in range(3):
            other = officer(unit)
            understand(actor=other, step=1)
            record_training(
                unit=unit,
                actor=world.local.officer,
                course=f"{number} {other.person.pk}",
                on=TODAY,
                person=other.person,
            )

    # Where nothing is on record, nothing is fetched after the count.
    grow()
    assert_same_queries(lambda: client.get(at(unit)), grow)


def test_an_office_that_takes_in_no_reports_learns_too(login: Login) -> None:
    office = OrganizationFactory(type="embassy", district_code="")
    client = login(officer(office, functions=[Function.WORK]))
    assert client.get(at(office)).status_code == 200
    assert at(office) in str(soup(client.get(reverse("readiness:home"))))


def test_trainings_on_record_page_by_key(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.readiness.desk.training.PER_PAGE", 1)
    actor = officer(world.local.organization, functions=[Function.SUPERVISE])
    for days in (0, 1, 1):
        TrainingRecord.objects.create(
            organization=world.local.organization,
            person=actor.person,
            course=f"อบรม {TrainingRecord.objects.count()}",
            on=TODAY - dt.timedelta(days=days),
            recorded_by=actor.person,
        )
    assert_pages_by_key(
        login(actor),
        at(world.local.organization),
        TrainingRecord,
        rows=".desk-page ul.duty-list:last-of-type > li",
    )


def test_hours_and_a_certificate_that_come_later_are_kept(world: World) -> None:
    given = {
        "unit": world.local.organization,
        "actor": world.local.supervisor,
        "course": "ปฐมพยาบาล",
        "on": TODAY,
        "name": "ครูสมศรี",
    }
    row = record_training(**given)
    assert record_training(**given, hours=Decimal(6), file=photo(picture())) == row
    row.refresh_from_db()
    assert (row.hours, row.file_name) == (Decimal(6), "ป้าย.png")
    assert record_training(**given) == record_training(**given, hours=Decimal(6)) == row
    with pytest.raises(ValidationError) as caught:
        record_training(**given, hours=Decimal(12))
    assert "hours" in caught.value.message_dict
    row.refresh_from_db()
    assert row.hours == Decimal(6)
