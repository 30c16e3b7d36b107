"""The pages that have a budget, and a small district in which each of them has something to show."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from announcements.starter import load_announcements
from cases.camps.domain import stock
from cases.camps.domain.coming import Arrival, arrive
from cases.camps.models import Family
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Shelter
from cases.events.vocabulary import EventKind
from cases.machine.vocabulary import Stage
from cases.mass.domain import acting
from cases.mass.vocabulary import MassVerb
from cases.models import Case
from cases.strip.domain import taking
from cases.vocabulary import Severity
from legal_library.models import DocumentPage
from legal_library.starter import load_library
from portal.actors import Officer
from portal.organizations.starter import load_organizations
from portal.pages.starter import load_guides, load_pages
from tests.budgets.meter import Page
from tests.cases import factories, scopes
from tests.cases.factories import World
from tests.cases.intake.conftest import ANSWERS, Walker, codes_of
from tests.cases.intake.conftest import address as of_request

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
    "strip:page",
    "events:wall",
    "surveys:listing",
]
OF_THE_HEAD = ["desk:worklist", "desk:messages", "reports:home"]
AT_LOCAL = ["desk:worklist", "desk:field"]
OF_A_CASE = ["desk:case", "desk:print", "desk:disclosures"]
CASES = 12
"""So many stand in each list: enough that a page which asks once for each of them is told by its figures."""


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
    yield from _of_a_citizen()
    # Last, because an event shows itself on other pages too.
    with override(settings.LANGUAGE_CODE):
        flooded = [
            *(Page(f"center {name}", center, address) for name, address in _of_many(world)),
            *(Page(f"center {name}", center, address) for name, address in _of_camps(world)),
        ]
    yield from flooded


def _of_a_citizen() -> Iterator[Page]:
    """Each page of a request on its way, and how one stands that was sent: what a flood asks most of."""
    for slug in ANSWERS:
        asking = Walker(Client())
        asking.fill(until=slug)
        yield Page(f"asking {slug}", asking.client, asking.url(slug))
    asking = Walker(Client())
    asking.fill()
    yield Page("asking check", asking.client, of_request("check"))

    def filled() -> dict[str, Any]:
        asking.visited.clear()
        asking.fill()
        return {"token": asking.token}

    yield Page("asking check sent", asking.client, of_request("check"), filled)
    looking = Client()
    yield Page("citizen cases_intake:track", looking, of_request("track"))
    # A request of its own: whoever measures only some of these pages has sent nothing yet.
    told = Walker(Client())
    told.fill()
    told.send()
    codes = dict(zip(("reference", "secret"), codes_of(told.sent()), strict=True))
    yield Page("citizen cases_intake:track sent", looking, of_request("track"), lambda: codes)
    looking.post(of_request("track"), codes)
    yield Page("citizen cases_intake:status", looking, of_request("status"))


def _of_many(world: World) -> Iterator[tuple[str, str]]:
    """An act on many whose stories are read, and the strip with a request and its twin in hand."""
    chosen = Case.objects.filter(holder=world.center.organization, stage=Stage.RECEIVED)
    mass = acting.begin(actor=world.center.officer, cases=chosen, origin="selection")
    fields = {"problem": "", "severity": Severity.NORMAL.value}
    acting.plan(mass=mass, actor=world.center.officer, verb=MassVerb.SCREEN, fields=fields)
    mass.refresh_from_db()
    acting.work(mass)
    yield "mass:act", reverse("mass:act", args=[mass.pk])
    yield "mass:read", reverse("mass:read", args=[mass.pk])
    taking.take(world.center.officer)
    yield "strip:page with a request", reverse("strip:page")


def _of_camps(world: World) -> Iterator[tuple[str, str]]:
    """The board of an event, its shelters with their families, and the relief that lies there."""
    head, officer = world.center.supervisor, world.center.officer
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วม (สมมติ)",
            reason="ฝนตกหนัก",
            starts_at=timezone.now() - dt.timedelta(hours=6),
            subdistricts=[factories.SUBDISTRICT],
            duty_officer=head.person,
        ),
        token=uuid.uuid4(),
    )
    shelter = Shelter.objects.create(
        event=event,
        organization=world.center.organization,
        name="โรงเรียน",
        subdistrict_code=factories.SUBDISTRICT,
        room_for=100,
    )
    goods = stock.add_goods(actor=officer, event=event, name="ถุงยังชีพ", unit="ถุง")
    place = stock.places_of(event)[0]
    for number in range(CASES):
        arrival = Arrival(name=f"บ้านที่ {number} สมมติ", ages=(0, 1, 2, 0), subdistrict=factories.SUBDISTRICT)
        # Their names sound alike, and somebody has looked.
        seen = frozenset(Family.objects.values_list("pk", flat=True))
        family = arrive(
            actor=officer, event=event, shelter=shelter, arrival=arrival, token=uuid.uuid4(), seen=seen
        )
        stock.receive(actor=officer, goods=goods, place=place, quantity=10, token=uuid.uuid4())
    yield "events:board", reverse("events:board", args=[event.slug])
    for name in ("page", "relief", "helpers"):
        yield f"camps:{name}", reverse(f"camps:{name}", args=[event.slug])
    yield "camps:shelter", reverse("camps:shelter", args=[event.slug, shelter.pk])
    yield "camps:family", reverse("camps:family", args=[event.slug, family.number])
