"""Need to know: a body that is not involved gets 404 at every address of the desk and finds nothing of the case.

The sweep walks the URLconf, so a new address without a case here fails (privacy 1 and 4; issue 2, Desk).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cases.desk import urls
from cases.machine.vocabulary import Verb
from cases.models import Case
from portal.accounts.roles import Role
from portal.files import check_upload
from portal.web.access import Rule
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of
from tests.cases.desk.test_case_page import picture
from tests.cases.factories import World
from tests.holding import holding
from tests.lasting import Lasting, lasting

__all__ = ["holding"]

ALL: list[URLPattern] = list(urls.urlpatterns)
CASE_ADDRESSES = [p for p in ALL if "reference" in p.pattern.converters]
OTHER_ADDRESSES = [p for p in ALL if "reference" not in p.pattern.converters]


POSTED_ONLY = {"copy", "field_step"}
"""Addresses without a page of their own."""
ELSEWHERE = {
    "act_on_row": 409,
    "outside_sheet": 302,
    "outside_revoke": 404,
    "copy": 405,
    "field_step": 405,
    "field_visit": 404,
    "field_report": 404,
}
"""What the holder gets at addresses that have nothing to show of this case now."""


def arguments(pattern: URLPattern, case: Case) -> dict[str, Any]:
    """Values for an address that would show something if the reader were allowed to see it."""
    referral = case.referrals.first()
    values: dict[str, Any] = {
        "reference": case.reference,
        "pk": case.files.first().pk if pattern.name == "file" else referral.letter_id,
        "key": f"{case.reference}-handover-{referral.number}-{referral.target_id}",
        "verb": Verb.ACCEPT if pattern.name == "act_on_row" else Verb.RECORD_HELP,
        "number": referral.number,
        "kind": "act",
        "track": "general",
        "severity": "normal",
        "code": "letter",
        "step": "out",
        "what": "member",
        "problem": case.problem,
        "level": case.confidentiality,
        "year": case.register_entries.first().fiscal_year,
    }
    return {name: values[name] for name in pattern.pattern.converters}


@dataclass
class Scene:
    """The district, and a case with a file and a letter, held by a local administration."""

    world: World
    case: Case


def made() -> Scene:
    world = factories.world()
    return Scene(world, factories.working_case(world, files=(check_upload(picture()),)))


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lasting[Scene]]:
    with lasting(django_db_blocker, made) as kept:
        yield kept


@pytest.fixture
def scene(db: None, once: Lasting[Scene]) -> Scene:
    return once.fresh()


@pytest.fixture
def world(scene: Scene) -> World:
    return scene.world


@pytest.fixture
def case(scene: Scene) -> Case:
    return scene.case


def strangers(world: World) -> Iterator[tuple[str, Any]]:
    """Everybody who knows nothing of the case: other bodies, roles without case work.

    Its sender knows how it stands; what each scope may read is swept by `test_scopes`.
    """
    yield "another local administration", world.other_local.officer
    yield "its supervisor", world.other_local.supervisor
    yield "the lead agency", world.lead.officer
    yield "an editor of the same body", officer(world.local.organization, Role.CONTENT_EDITOR)
    yield "a technical administrator", officer(world.local.organization, Role.SYSTEM_ADMIN)
    yield "an administrator of accounts", officer(world.local.organization, Role.PROVINCE_ADMIN)


def text_of(response: Any) -> str:
    return body_of(response).decode("utf-8", "replace")


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", CASE_ADDRESSES, ids=lambda p: p.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing_at_any_address_of_a_case(
    world: World, login: Login, case: Case, holding: object, pattern: URLPattern, method: str
) -> None:
    url = reverse(f"desk:{pattern.name}", kwargs=arguments(pattern, case))
    for name, stranger in strangers(world):
        response = getattr(login(stranger), method)(url, {"base": case.base})
        body = text_of(response)
        # An address that takes one method only refuses the other before it looks at anything.
        other_method = method == "post" or pattern.name in POSTED_ONLY
        assert response.status_code in ({404, 405} if other_method else {404}), name
        assert not [canary for canary in factories.CANARIES if canary in body], name
        assert (
            world.local.organization.name_th not in body or stranger.organization == world.local.organization
        ), name
    case.refresh_from_db()
    assert case.version == Case.objects.get(pk=case.pk).events.count()


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", OTHER_ADDRESSES, ids=lambda p: p.name)
def test_lists_tell_strangers_nothing(
    world: World, login: Login, case: Case, holding: object, pattern: URLPattern
) -> None:
    url = reverse(f"desk:{pattern.name}", kwargs=arguments(pattern, case))
    for name, stranger in strangers(world):
        client = login(stranger)
        for query in ({}, {"list": "all"}, {"list": "all", "found": "1"}):
            body = text_of(client.get(url, query))
            assert not [canary for canary in factories.CANARIES if canary in body], name
            # A page that is not there links to itself in the other language.
            assert case.reference not in body.replace(url, ""), name


def test_a_case_that_does_not_exist_looks_the_same(world: World, login: Login, case: Case) -> None:
    """Nobody can tell a foreign case from none: the same page, but for the address in its link to the other language."""
    client = login(world.other_local.officer)
    foreign = client.get(reverse("desk:case", args=[case.reference]))
    none = client.get(reverse("desk:case", args=["K7M3-9QXF"]))
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert foreign.content.replace(case.reference.encode(), b"K7M3-9QXF") == none.content


def test_the_holder_sees_what_strangers_do_not(world: World, login: Login, case: Case) -> None:
    """The sweep would also pass over an empty desk: the same addresses must work for the holder."""
    client = login(world.local.officer)
    for pattern in CASE_ADDRESSES:
        kwargs = arguments(pattern, case)
        response = client.get(reverse(f"desk:{pattern.name}", kwargs=kwargs))
        assert response.status_code == ELSEWHERE.get(pattern.name, 200), pattern.name
        assert body_of(response) or response.status_code in {302, 405}
    assert factories.CANARY_STORY in client.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_the_public_is_sent_to_sign_in_everywhere(world: World, case: Case) -> None:
    for pattern in ALL:
        response = Client().get(reverse(f"desk:{pattern.name}", kwargs=arguments(pattern, case)))
        assert response.status_code == 302, pattern.name
        assert re.match(reverse("accounts:login"), response.url), pattern.name


def test_somebody_without_appointment_finds_no_desk(world: World, login: Login, case: Case) -> None:
    """S2.60: the account hangs on an appointment."""
    client = login(world.local.officer)
    with pytest.raises(ProtectedError):
        # By it things were done that are on record; it can only end.
        world.local.officer.person.appointments.all().delete()
    world.local.officer.person.appointments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    for pattern in ALL:
        assert client.get(reverse(f"desk:{pattern.name}", kwargs=arguments(pattern, case))).status_code == 404


def test_every_address_has_the_rule_of_its_kind() -> None:
    for pattern in ALL:
        expected = Rule.CASE if pattern in CASE_ADDRESSES else Rule.STAFF
        assert pattern.callback.access_rule == expected, pattern.name


def test_access_ends_with_the_referral(world: World, login: Login) -> None:
    """On recall the target's next request finds nothing (privacy 3)."""
    referral = factories.pending_referral(world)
    url = reverse("desk:case", args=[referral.case.reference])
    target = login(world.local.officer)
    assert target.get(url).status_code == 200
    factories.referral.recall_referral(referral=referral, actor=world.center.officer)
    assert target.get(url).status_code == 404
