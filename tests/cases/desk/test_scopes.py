"""Every address, every verb and every file of a case, opened by each scope: the canaries of that scope and no other.

Generated from the URLconf and the table of verbs, so that what is added tomorrow is swept tomorrow (cases.md, privacy 1, 3,
4, 5, 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import DjangoDbBlocker

from cases.desk import urls
from cases.desk.verbs.forms import VERB_FORMS
from cases.domain.visits import Step
from cases.machine.table import TABLE
from cases.machine.vocabulary import Scope, Verb
from cases.models import AffectedPerson, Case, CaseEvent, Reporter
from portal.letters.models import OutgoingLetter
from tests.cases import scopes
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import World
from tests.cases.scopes import SUMMARY, WHO_READS, Scene
from tests.holding import holding
from tests.lasting import Lasting, lasting
from tests.outbox.addresses import mails_to

__all__ = ["holding"]

CASE_ADDRESSES: list[URLPattern] = [p for p in urls.urlpatterns if "reference" in p.pattern.converters]


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lasting[Scene]]:
    with lasting(django_db_blocker, lambda: scopes.scene(scopes.factories.world())) as kept:
        yield kept


@pytest.fixture
def scene(db: None, once: Lasting[Scene]) -> Scene:
    return once.fresh()


@pytest.fixture
def world(scene: Scene) -> World:
    return scene.world


def allowed(scope: Scope) -> set[str]:
    return {name for name, may in WHO_READS.items() if scope in may}


def addresses(scene: Scene) -> Iterator[str]:
    """Yield every concrete address of the case, rows and files of other kinds included."""
    case = scene.case
    rows = [*case.referrals.all(), *case.questions.all(), *case.follow_ups.all()]
    candidates: dict[str, list[Any]] = {
        "reference": [case.reference],
        "number": [row.number for row in rows],
        "step": list(Step),
    }
    for pattern in CASE_ADDRESSES:
        on_row = "number" in pattern.pattern.converters
        # A verb without a form is nowhere, which `test_verbs` says once for all scopes.
        verbs = [verb for verb in VERB_FORMS if bool(TABLE[verb].answers) is on_row]
        own = {"pk": [row.pk for row in _rows_of(scene, pattern)], "verb": verbs} | candidates
        combinations: list[dict[str, Any]] = [{}]
        for name in pattern.pattern.converters:
            assert name in own, f"the sweep does not know what to put for <{name}> in {pattern.pattern}"
            combinations = [{**known, name: value} for known in combinations for value in own[name]]
        for arguments in combinations:
            yield reverse(f"desk:{pattern.name}", kwargs=arguments)


def _letters(case: Case) -> list[OutgoingLetter]:
    return list(OutgoingLetter.objects.filter(occasion__startswith=case.reference))


def _rows_of(scene: Scene, pattern: URLPattern) -> list[Any]:
    return _letters(scene.case) if pattern.name == "letter" else list(scene.files.values())


@pytest.mark.slow
@pytest.mark.sweep
@pytest.mark.parametrize("scope", Scope)
def test_no_address_shows_a_canary_of_another_scope(
    scene: Scene, login: Login, holding: object, scope: Scope
) -> None:
    client = login(scene.readers[scope])
    opened = 0
    for address in addresses(scene):
        response = client.get(address)
        assert response.status_code in {200, 302, 404, 405, 409}, address
        seen = scopes.found_in(body_of(response).decode("utf-8", "replace") + str(response.headers))
        assert seen <= allowed(scope), address
        opened += response.status_code == 200
    assert opened > 1


@pytest.mark.parametrize("scope", Scope)
def test_the_page_shows_what_its_scope_may_read(scene: Scene, login: Login, scope: Scope) -> None:
    response = login(scene.readers[scope]).get(reverse("desk:case", args=[scene.case.reference]))
    assert response.status_code == 200
    # What else waits shows on the page of whoever holds it.
    assert scopes.found_in(response.content.decode()) == allowed(scope)


@pytest.mark.parametrize("scope", Scope)
def test_files_open_for_who_may_read_them(scene: Scene, login: Login, scope: Scope) -> None:
    """Privacy 13: served through the permission check."""
    client = login(scene.readers[scope])
    opened = {
        name
        for name, row in scene.files.items()
        if _opens(client, reverse("desk:file", args=[scene.case.reference, row.pk]))
    }
    assert opened == allowed(scope) & set(scene.files)


def _opens(client: Client, address: str) -> bool:
    response = client.get(address)
    body_of(response)
    return response.status_code == 200


@pytest.mark.parametrize("scope", Scope)
def test_letters_open_for_the_two_who_wrote_to_each_other(scene: Scene, login: Login, scope: Scope) -> None:
    client, body = login(scene.readers[scope]), scene.readers[scope].organization
    letters = _letters(scene.case)
    assert letters
    for letter in letters:
        answer = client.get(reverse("desk:letter", args=[scene.case.reference, letter.pk])).status_code
        may = scope == Scope.FULL or (
            scope > Scope.METADATA and body.pk in {letter.organization_id, letter.receiver_id}
        )
        assert answer == (200 if may else 404)


def test_a_search_for_words_that_one_may_not_read_finds_nothing(scene: Scene, login: Login) -> None:
    """Names are facts, so whoever does a part finds by them; whoever knows the summary does not."""
    for scope in Scope:
        client = login(scene.readers[scope])
        client.post(reverse("desk:find"), {"q": scopes.canary("person_name")})
        listed = client.get(reverse("desk:worklist"), {"list": "all", "found": "1"}).content.decode()
        assert (scene.case.reference in listed) is (scope >= Scope.PART), scope


def test_a_case_is_found_by_its_reference_by_whoever_knows_of_it(scene: Scene, login: Login) -> None:
    for scope in Scope:
        response = login(scene.readers[scope]).post(reverse("desk:find"), {"q": scene.case.reference.lower()})
        assert response.url == reverse("desk:case", args=[scene.case.reference]), scope
    stranger = login(scene.world.lead.officer)
    other = Case.objects.exclude(pk=scene.case.pk)
    assert not other.exists()
    assert stranger.post(reverse("desk:find"), {"q": "K7M3-9QXF"}).url != reverse(
        "desk:case", args=["K7M3-9QXF"]
    )


# --- the page of the summary ------------------------------------------------------------------------------------------


def summary(scene: Scene, client: Client) -> str:
    page = soup(client.get(reverse("desk:case", args=[scene.case.reference])))
    return page.select_one(".desk-page").get_text(" ", strip=True)


def test_the_summary_says_where_it_is_how_late_it_is_and_what_may_be_told(scene: Scene, login: Login) -> None:
    scene.world.local.organization.__class__.objects.filter(pk=scene.world.local.organization.pk).update(
        phone="075-611234"
    )
    client = login(scene.readers[SUMMARY])
    page = soup(client.get(reverse("desk:case", args=[scene.case.reference])))
    text = page.select_one(".desk-page").get_text(" ", strip=True)
    for words in (scene.case.reference, "อบต.หนึ่ง", "ต.ปากน้ำ", "กำลังช่วยเหลือ", "รอข้อมูลจากคุณ", "แจ้งความคืบหน้า"):
        assert words in text, words
    assert page.select_one("a[href='tel:+6675611234']")
    assert "เคยรับผิดชอบ" in text


def test_the_summary_of_a_restricted_case_names_neither_problem_nor_place(world: World, login: Login) -> None:
    case = scopes.factories.working_crisis_case(world)
    page = soup(login(world.center.officer).get(reverse("desk:case", args=[case.reference])))
    text = page.select_one(".desk-page").get_text(" ", strip=True)
    assert "อย่ายืนยันกับคนอื่นว่ามีเรื่องนี้" in text
    for words in (case.get_problem_display(), "ปากน้ำ", "OSCC"):
        assert words not in text, words


def test_from_the_summary_the_glass_is_broken_with_a_reason_and_the_holder_is_told(
    scene: Scene, login: Login
) -> None:
    """Privacy 6."""
    scene.world.local.organization.__class__.objects.filter(pk=scene.world.local.organization.pk).update(
        email="holder@example.org"
    )
    client = login(scene.readers[SUMMARY])
    address = reverse("desk:act", args=[scene.case.reference, Verb.BREAK_GLASS])
    case_page = reverse("desk:case", args=[scene.case.reference])
    assert address in client.get(case_page).content.decode()
    assert client.post(address, {"base": scene.case.base, "note": ""}).status_code == 200
    assert not scopes.found_in(client.get(case_page).content.decode())
    assert client.post(address, {"base": scene.case.base, "note": "เด็กอยู่ในอันตราย"}).url == case_page
    page = client.get(case_page).content.decode()
    assert scopes.canary("story") in page
    assert "อ่านอย่างเดียว" in page
    assert scopes.canary("holder_note") not in page
    assert mails_to("holder@example.org", template="case_glass_broken")


def test_who_knows_the_summary_gets_no_form_that_shows_more(scene: Scene, login: Login) -> None:
    """The center checks who somebody is, and still reads no contact by it."""
    client = login(scene.readers[SUMMARY])
    for verb, form in VERB_FORMS.items():
        answer = client.get(reverse("desk:act", args=[scene.case.reference, verb])).status_code
        assert answer == 404 or form.reads <= SUMMARY, verb
    assert (
        client.get(reverse("desk:act", args=[scene.case.reference, Verb.CHANGE_CONTACT])).status_code == 404
    )
    assert (
        client.get(reverse("desk:act", args=[scene.case.reference, Verb.REPLACE_SECRET])).status_code == 200
    )


# --- what stays as it is ----------------------------------------------------------------------------------------------


def kept(case: Case) -> list[Any]:
    """Return every field that a reader of a part or a summary does not see whole, as the database has it."""
    facts = (
        "narrative",
        "place_detail",
        "village",
        "moo",
        "consent",
        "avoid_local",
        "proposed_organization_id",
    )
    return [
        *Case.objects.filter(pk=case.pk).values_list(*facts),
        *Reporter.objects.filter(case=case).values_list(),
        *AffectedPerson.objects.filter(case=case).values_list(),
    ]


def test_what_a_form_does_not_show_stays_byte_for_byte_whatever_is_posted(scene: Scene, login: Login) -> None:
    """Privacy 5: the round trip, with every hidden field posted along."""
    before = kept(scene.case)
    fields = [one.name for table in (Case, Reporter, AffectedPerson) for one in table._meta.concrete_fields]
    forged = {name: "ปลอม" for name in fields if name not in {"id", "case", "base", "version"}}
    hospital = scene.world.hospital
    part = scene.case.referrals.get(target=hospital.organization)
    client = login(hospital.officer)
    posts = [
        (reverse("desk:act", args=[scene.case.reference, Verb.NOTE]), {"text": "ก", "readers": "shared"}),
        (
            reverse("desk:act", args=[scene.case.reference, Verb.LOG_CALL]),
            {"outcome": "news", "text": "ก", "readers": "shared"},
        ),
        (
            reverse("desk:act_on_row", args=[scene.case.reference, Verb.COMPLETE_PART, part.number]),
            {"note": "เสร็จ"},
        ),
    ]
    for address, data in posts:
        assert client.post(address, {**forged, "base": scene.case.base, **data}).status_code == 302, address
    assert kept(scene.case) == before


def test_a_row_of_another_case_is_not_found_and_nothing_is_written(
    scene: Scene, world: World, login: Login
) -> None:
    """Privacy 4: nested ids, of every kind of row."""
    other = scopes.factories.working_case(world)
    numbers = set(scene.case.referrals.values_list("number", flat=True)) | set(
        scene.case.questions.values_list("number", flat=True)
    )
    own = set(other.referrals.values_list("number", flat=True))
    client = login(world.local.officer)
    events = CaseEvent.objects.count()
    for number in sorted(numbers - own):
        for verb in (Verb.CANCEL_PART, Verb.ANSWER, Verb.RECALL):
            address = reverse("desk:act_on_row", args=[other.reference, verb, number])
            assert client.post(address, {"note": "ก", "answer": "ก"}).status_code == 404
    assert CaseEvent.objects.count() == events
