"""Nothing private is ever kept: every address, as every role, twice through the cache, and then as anybody.

The addresses come from the URLconf, so a page that somebody adds tomorrow is swept tomorrow.
"""

from __future__ import annotations

import itertools
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from cases.domain import intake
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from portal.accounts.roles import Role
from portal.actors import Citizen
from portal.files import CheckedFile
from portal.page_cache import memory
from portal.web.access import Rule
from tests.accounts.factories import officer
from tests.cases.factories import CANARIES, pending_referral, world
from tests.holding import holding
from tests.lasting import lasting
from tests.page_cache.conftest import HIDDEN, made_scene
from tests.page_cache.through import ask
from tests.portal.urlconf import addresses

__all__ = ["holding"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sweep]

SECRETS = (*CANARIES, "CANARY-FILE", HIDDEN)
PAGES = (
    *("/", "/library/", "/library/open/", "/library/draft/", "/library/secret/", "/library/restricted/"),
    *("/library/open/data.json", "/library/secret/data.json", "/library/feed/", "/library/?kind=act&page=9"),
    *(
        "/guide/",
        "/guide/flood/",
        "/guide/flood/check/",
        "/about/",
        "/announcements/",
        "/announcements/shelter/",
    ),
    *("/announcements/tomorrow/", "/announcements/feed/", "/announcements/?show=past", "/results/"),
    *(
        "/results/2569/",
        "/results/2569/data.csv",
        "/results/2569/data.json",
        "/nowhere/",
        "/en/",
        "/en/library/",
    ),
)


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """The site, made once for all tests here."""
    with lasting(django_db_blocker, made_scene) as kept:
        yield kept


@pytest.fixture
def scene(db, once):
    """See `made_scene`."""
    cache.clear()
    return once.fresh()


@pytest.fixture
def case(scene):
    """A case full of canaries at its local administration, with a file."""
    made = world()
    found = pending_referral(made).case
    content = CheckedFile(
        name="a.jpg", content=b"\xff\xd8CANARY-FILE", content_type="image/jpeg", extension="jpg"
    )
    intake.add_file(case=found, checked=content, actor=Citizen(found.reference))
    found.world = made
    found.flood = flood(made.center.supervisor, found.subdistrict_code)
    return found


def flood(head, subdistrict) -> Event:
    """An event over the place of the case, with a board and a public page."""
    declaration = Declaration(
        kind=EventKind.FLOOD,
        name="น้ำท่วมทดสอบ",
        name_en="",
        reason="ฝนตกหนัก",
        starts_at=timezone.now(),
        subdistricts=[subdistrict],
        duty_officer=head.person,
        advice="ย้ายขึ้นที่สูง",
        advice_en="",
    )
    return declare(actor=head, declaration=declaration, token=uuid.uuid4())


def _letter_key(case) -> str:
    """Return the key of the letter that went with the referral."""
    referral = case.referrals.get()
    return f"{case.reference}-handover-{referral.number}-{referral.target_id}"


@pytest.fixture
def paths(case, scene):
    """Every address of ours, with arguments that lead somewhere."""
    values = {
        "reference": [case.reference],
        "pk": [case.files.get().pk, scene.document.pk],
        "key": [_letter_key(case)],
        "width": [480],
        "number": [case.referrals.get().number],
        "organization": [case.holder_id],
        "kind": ["forward", "accept"],
        "secret": ["K7M3-9QXF-K7M3-9QXF-K7M3"],
        "token": ["K7M3-9QXF-K7M3-9QXF-K7M3"],
        "track": ["general"],
        "severity": ["normal"],
        "code": ["letter", "my", "disaster"],
        "verb": ["accept"],
        "day": ["2026-11-23"],
        "problem": ["violence"],
        "level": ["restricted"],
        "step": ["out"],
        "sheet": [1],
        "what": ["member", "spending"],
        "member": [1],
        "item": ["place"],
        "be_year": [2569],
        "name": ["intake", "forwarding"],
        "report": ["intake"],
        "year": [2569],
        "slug": ["problem", "place"],
        "form": ["xml", "json"],
        "event": [case.flood.slug],
        "document_id": [1],
        "document_filename": ["a.pdf"],
    }
    found = list(PAGES)
    for address in addresses():
        if address.of_wagtail or address.name.startswith("wagtail_serve"):
            continue
        for given in itertools.product(*(values[name] for name in address.arguments)):
            found.append(reverse(address.name, kwargs=dict(zip(address.arguments, given, strict=True))))
    return list(dict.fromkeys([*found, "/cms/", "/cms/pages/", "/desk/find/?q=081", "/search/?q=กฎหมาย"]))


def cookie(person):
    """Return what the browser of a person sends."""
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def people(case):
    """One of each role, those who work on the case among them."""
    made = case.world
    known = [member for body in made.everybody for member in (body.officer, body.supervisor)]
    roles = {member.role for member in known}
    others = [officer(made.other_local.organization, role) for role in Role if role not in roles]
    return [*known, *others]


def is_public(path):
    """Say whether an address carries the rule of public pages; Wagtail serves the pages of the site."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    rule = getattr(match.func, "access_rule", None)
    return rule is Rule.PUBLIC or (match.url_name or "").startswith("wagtail_serve")


def kept_paths(portal):
    """Return the paths under which something is kept."""
    return ["/" + key.split("/", 3)[3].partition("?")[0] for key in portal._store._pages._shelf.entries]


def bodies(portal):
    """Return every body that is kept."""
    entries = portal._store._pages._shelf.entries.values()
    return [entry[0].variants["identity"] for entry in entries]


def test_nothing_that_one_person_sees_reaches_another(portal, django_application, case, paths, holding):
    answered = 0
    everybody = people(case)
    # Each comes after all that went before, and the last comes again: whatever one filled, another is asked with.
    for person in [*everybody, everybody[-1]]:
        extra = {"HTTP_COOKIE": cookie(person.person)}
        for path in paths:
            answer = ask(portal, path, **extra)
            answered += answer.status == 200
            assert "x-klang-kept" not in answer.headers
        assert kept_paths(portal) == [], "a person with a cookie fills nothing"
    assert answered > 400, "they did see something"
    holding.in_atomic_block = True
    anew = {path: ask(django_application, path) for path in paths}
    holding.in_atomic_block = False
    for path in [*paths, *paths]:
        answer, fresh = ask(portal, path), anew[path]
        assert answer.status == fresh.status, path
        assert not [secret for secret in SECRETS if secret.encode() in answer.raw], path
        if answer.status == 200 and path in kept_paths(portal):
            assert answer.raw == fresh.raw, path
    assert len(kept_paths(portal)) > 15
    held = "\n".join(memory._held.parts.values())
    assert len(memory._held.parts) > 15
    assert not [secret for secret in SECRETS if secret in held]
    assert "csrfmiddlewaretoken" not in held
    assert "nonce=" not in held
    for path in kept_paths(portal):
        assert is_public(path), path
    for variant in bodies(portal):
        names = {name.lower() for name, _value in variant.headers}
        assert "set-cookie" not in names
        assert b"csrfmiddlewaretoken" not in variant.body
        assert b"nonce=" not in variant.body
        assert not [secret for secret in SECRETS if secret.encode() in variant.body]


def test_who_signs_in_gets_their_own_page_where_anybodys_is_kept(portal, case, paths):
    for path in paths:
        ask(portal, path)
    before = list(bodies(portal))
    extra = {"HTTP_COOKIE": cookie(case.world.center.officer.person)}
    for path in kept_paths(portal):
        answer = ask(portal, path, **extra)
        assert "etag" not in answer.headers, f"{path} came from what is kept"
    assert bodies(portal) == before


def test_a_token_or_a_part_never_meets_the_cache(portal, paths):
    for extra in (
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_COOKIE": "csrftoken=x"},
    ):
        for path in paths:
            ask(portal, path, **extra)
    assert kept_paths(portal) == []


ODD = (
    {"HTTP_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_X_FORWARDED_PREFIX": "/evil"},
    {"HTTP_X_ORIGINAL_URL": "/desk/"},
    {"HTTP_X_REWRITE_URL": "/desk/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"},
    {"HTTP_ACCEPT_LANGUAGE": "\xff" * 500},
    {"HTTP_ACCEPT_ENCODING": "br;q=1e9, \x00"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_USER_AGENT": "<script>"},
    {"HTTP_REFERER": "https://evil.example/"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    {"HTTP_FORWARDED": "host=evil.example"},
    {"HTTP_IF_NONE_MATCH": '"x"'},
    {"HTTP_IF_MODIFIED_SINCE": "Thu, 26 Nov 2099 00:00:00 GMT"},
    {"QUERY_STRING": "page=%00&kind=<script>"},
    {"QUERY_STRING": "?q=evil"},
    {"HTTP_HOST": "testserver:evil"},
    {"HTTP_HOST": "testserver@evil.example"},
)


@pytest.mark.parametrize("number", range(len(ODD)), ids=[str(sorted(odd)) for odd in ODD])
def test_the_first_request_cannot_poison_the_page_of_the_next(portal, django_application, scene, number):
    # The first search of all has the index made and says that it is not there yet; what is compared comes after it.
    ask(django_application, "/search/")
    for path in ("/", "/library/", "/library/open/", "/search/", "/request/", "/sitemap.xml", "/robots.txt"):
        clean = ask(django_application, path)
        odd = ask(portal, path, **ODD[number])
        after = ask(portal, path)
        assert after.status == 200, path
        assert after.raw == clean.raw, path
        assert b"evil" not in after.raw
        assert after.headers.get("location") is None
        assert odd.status in (200, 400), path


def test_each_language_has_its_own_pages_by_address_alone(portal, scene):
    for _ in range(2):
        thai = ask(portal, "/", HTTP_ACCEPT_LANGUAGE="en")
        english = ask(portal, "/en/", HTTP_ACCEPT_LANGUAGE="th")
        assert thai.headers["content-language"] == "th"
        assert english.headers["content-language"] == "en"
        assert '<html lang="th"' in thai.text
        assert '<html lang="en"' in english.text
        assert thai.headers["vary"] == english.headers["vary"] == "Accept-Encoding"


def test_the_page_of_a_signed_in_reader_says_that_nobody_may_keep_it(portal, case):
    answer = ask(portal, "/", HTTP_COOKIE=cookie(case.world.center.officer.person))
    assert "private" in answer.headers["cache-control"]
