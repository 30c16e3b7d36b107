"""A district, a visitor, and a walker who fills in the request page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cases.intake.draft import KEY, Draft
from portal.organizations.models import ServiceArea
from tests.cases.factories import SUBDISTRICT, World, world

NAME = "สมหญิง คะนารีทอง"
STORY = "น้ำท่วมบ้านคะนารีทองตั้งแต่เมื่อคืน"
PHONE = "081-770-0199"
MAIL = "kanaree-thong@example.org"

ANSWERS: dict[str, dict[str, Any]] = {
    "problem": {"problem": "disaster"},
    "whom": {"danger": "no", "whom": "me", "age": "44", "sex": "female"},
    "place": {"subdistrict": SUBDISTRICT, "moo": "4", "spot": "12/3 หลังวัด", "local": "unsure"},
    "story": {"story": STORY, "has_files": "on"},
    "files": {"action": "continue"},
    "contact": {
        "name": NAME,
        "phone": PHONE,
        "email": MAIL,
        "contact_way": "phone",
        "times": ["morning"],
        "may_email": "on",
    },
}
ME = {"danger": "no", "whom": "me"}
"""The least that must be answered of a person who asks for themselves."""
OTHER = {"danger": "no", "whom": "other", "relation": "neighbor", "knows": "unaware"}
"""What whoever asks for somebody else answers beside."""
LANGUAGE = {"nationality": "เมียนมา", "interpreter": "my"}
"""What somebody tells who is no Thai."""
ABROAD = {"subdistrict": "abroad", "country": "ญี่ปุ่น", "city": "โตเกียว", "home": "กระบี่"}
"""The place of a Thai abroad."""


def address(name: str, *args: str) -> str:
    """Return the Thai address of a page of the request, whatever language the last request left behind."""
    with translation.override("th"):
        return reverse(f"cases_intake:{name}", args=args)


class Walker:
    """A visitor who answers each page and goes where it leads."""

    def __init__(self, client: Client, prefix: str = "") -> None:
        self.client = client
        self.prefix = prefix
        self.visited: list[str] = []

    @property
    def token(self) -> str:
        return self.client.session[KEY]["token"] if KEY in self.client.session else ""

    def url(self, slug: str) -> str:
        return self.prefix + address("step", slug)

    def get(self, slug: str) -> HttpResponse:
        return self.client.get(self.url(slug))

    def post(self, slug: str, **values: Any) -> HttpResponse:
        return self.client.post(self.url(slug), {"token": self.token, **values})

    def walk(self, *, until: str = "check", **answers: dict[str, Any]) -> HttpResponse | None:
        """Answer from the first page on until a page is reached; `answers` replace the usual ones by slug."""
        slug, response = "problem", None
        while slug != until:
            assert len(self.visited) < 40, f"the pages go round: {self.visited}"
            self.visited.append(slug)
            response = self.post(slug, **answers.get(slug, ANSWERS[slug]))
            assert response.status_code == 302, f"{slug}: {errors_of(response)}"
            slug = response["Location"].rstrip("/").rpartition("/")[2]
        return response

    def fill(self, *, until: str = "check", **answers: dict[str, Any]) -> None:
        """Put answers into the session as `walk` would, without asking the pages; much faster."""
        draft = Draft()
        slug = "problem"
        while slug != until:
            assert len(self.visited) < 40, f"the pages go round: {self.visited}"
            self.visited.append(slug)
            values = {
                name: value for name, value in answers.get(slug, ANSWERS[slug]).items() if name != "action"
            }
            draft.kept[slug] = {
                name: value if isinstance(value, list) else [value] for name, value in values.items()
            }
            journey = draft.journey()
            assert slug in journey.forms, f"{slug} was not taken"
            slug = journey.here
        draft.reviewed = draft.journey().is_complete
        session = self.client.session
        session[KEY] = draft.to_session()
        session.save()

    def send(self, **values: Any) -> HttpResponse:
        return self.client.post(self.prefix + address("check"), {"token": self.token, **values})

    def sent(self) -> HttpResponse:
        return self.client.get(self.prefix + address("sent"))


def text_of(response: HttpResponse) -> str:
    """Return a page's main part as plain text with single blanks."""
    body = response.content.decode()
    main = (body[body.index("<main") :] if "<main" in body else body).replace("<wbr>", "")
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def errors_of(response: HttpResponse) -> str:
    """Return what the error summary says, "" without one."""
    match = re.search(r'class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", match[0]).split()) if match else ""


def codes_of(response: HttpResponse) -> tuple[str, str]:
    """Return reference and secret of a confirmation page."""
    found = shown_codes(response)
    return found[0], found[1]


def shown_codes(response: HttpResponse) -> list[str]:
    """Return the codes that a page shows to be written down."""
    found = re.findall(r'<dd>\s*<span aria-hidden="true">(.*?)</span>', response.content.decode())
    return [code.replace("<wbr>", "") for code in found]


@pytest.fixture(autouse=True)
def _thai_again() -> Iterator[None]:
    """A request under /en/ leaves its language behind in the thread; the next test begins in Thai."""
    translation.activate("th")
    yield
    translation.activate("th")


def served_district() -> World:
    """Make a center, two local administrations that share a subdistrict, a lead agency."""
    made = world()
    for body in (made.local, made.other_local):
        ServiceArea.objects.create(organization=body.organization, subdistrict_code=SUBDISTRICT)
    return made


@pytest.fixture
def district(db: None) -> World:
    """The district that most visitors turn to."""
    return served_district()


@pytest.fixture
def walker(district: World, client: Client) -> Iterator[Walker]:
    yield Walker(client)


@pytest.fixture
def crisis(walker: Walker) -> Walker:
    """A visitor who chose violence and read how to leave."""
    walker.post("problem", problem="violence")
    return walker
