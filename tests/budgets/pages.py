"""The pages that have a budget, and a small district in which each of them has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from announcements.starter import load_announcements
from legal_library.models import DocumentPage
from legal_library.starter import load_library
from portal.actors import Officer
from portal.organizations.starter import load_organizations
from portal.pages.starter import load_guides, load_pages
from tests.cases import factories, scopes
from tests.cases.factories import World

PUBLIC = [
    "/",
    "/library/",
    "/library/?kind=act",
    "/library/{document}/",
    "/guide/",
    "/guide/disaster/",
    "/guide/disaster/check/",
    "/announcements/",
    "/results/",
    "/request/",
    "/about/",
    "/contact/",
    "/units/",
    "/en/",
    "/en/library/{document}/",
]
AT_CENTER = [
    "desk:worklist",
    "desk:sent",
    "desk:new",
    "desk:register",
    "desk:directory",
    "desk:letters",
    "desk:limits",
    "desk:channels",
    "statistics:page",
    "events:listing",
    "needs:page",
    "households:waiting",
    "mass:list",
    "surveys:listing",
]
OF_THE_HEAD = ["desk:worklist", "desk:messages", "reports:home"]
AT_LOCAL = ["desk:worklist", "desk:field"]
OF_A_CASE = ["desk:case", "desk:print", "desk:disclosures"]
CASES = 12
"""So many stand in each list: enough that a page which asks once for each of them is told by its figures."""


@dataclass(frozen=True)
class Page:
    """A page with a budget.

    Attributes:
        name: under which its budget is kept.
        client: the browser of whoever asks.
        address: path and query.
    """

    name: str
    client: Client
    address: str


def _signed_in(actor: Officer) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="th")
    client.force_login(actor.person)
    return client


def pages(world: World) -> Iterator[Page]:
    """Fill the district and yield every page with a budget."""
    scene = scopes.scene(world)
    for _ in range(CASES):
        factories.received_case(world)
        factories.working_case(world)
    # Only now: the offices of the country would change where the cases go.
    load_organizations()
    load_pages()
    load_library()
    load_guides()
    load_announcements()
    cache.clear()

    anybody, center, head = Client(), _signed_in(world.center.officer), _signed_in(world.center.supervisor)
    local = _signed_in(world.local.officer)
    document = DocumentPage.objects.published().exclude(passages=None).order_by("pk")[0].slug
    for address in PUBLIC:
        yield Page(address, anybody, address.format(document=document))
    # A page in English leaves its language behind.
    with override(settings.LANGUAGE_CODE):
        desk = [
            *(Page(f"center {name}", center, reverse(name)) for name in AT_CENTER),
            *(Page(f"head {name}", head, reverse(name)) for name in OF_THE_HEAD),
            *(Page(f"local {name}", local, reverse(name)) for name in AT_LOCAL),
            *(Page(f"local {name}", local, reverse(name, args=[scene.case.reference])) for name in OF_A_CASE),
        ]
    yield from desk
