"""Households that need help first, in the drill: marks from the list, late ones, and ones that are taken back, at random.

They are here for the sums: the four figures must add up whatever came in which order. Their presses are counted apart.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django.urls import reverse
from django.utils import timezone

from cases.vulnerable.domain import accounting
from cases.vulnerable.models import Account, Mark
from cases.vulnerable.vocabulary import SEEN, Source
from drills.clock import Script
from drills.desk import Desk
from drills.scene import Scene

WORK = "register"
EVERY = 4 * 3600.0
PRESSES, LATE = 2, 8
PRESS = re.compile(r'action="(/desk/first/event/[^"]+/press/[^"]*)"(.*?)</form>', re.S)
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def marks(scene: Scene) -> Script:
    """Every four hours some households are marked on the page, some by what was seen earlier and arrives now; some marks are wrong."""
    event, chance = scene.district.event, scene.chance
    desks = [Desk(body.officers[0], scene.meter, work=WORK) for body in scene.district.locals]
    while True:
        desk = chance.choice(desks)
        address = f"{reverse('first:event', args=[event.slug])}?status=all"
        page = desk.get(address)
        for _number in range(PRESSES):
            presses = PRESS.findall(page.text)
            if not presses:
                break
            action, form = chance.choice(presses)
            status = chance.choice(SEEN).value
            token = TOKEN.search(form)
            desk.did(click=1, decide=1)
            page = desk.post(
                action.replace("&amp;", "&"),
                {
                    "status": status,
                    "source": Source.CALL.value,
                    "token": token.group(1) if token else uuid.uuid4(),
                },
            )
        _late(scene)
        yield desk.pause() + EVERY


def _late(scene: Scene) -> None:
    """Write down what was seen some time ago, as phones and papers bring it, and take one mark back now and then."""
    chance, event = scene.chance, scene.district.event
    rows = list(Account.objects.filter(event=event).select_related("event", "organization").order_by("pk"))
    bodies = {body.organization.pk: body for body in scene.district.locals}
    for row in chance.sample(rows, min(LATE, len(rows))):
        actor = bodies[row.organization_id].officers[-1]
        ago = dt.timedelta(seconds=chance.randrange(int(scene.clock.seconds) + 1))
        accounting.mark(
            actor=actor,
            account=row,
            status=chance.choice(SEEN),
            source=chance.choice(list(Source)),
            token=uuid.UUID(int=chance.getrandbits(128)),
            observed_at=timezone.now() - ago,
            danger=chance.random() < 0.2,
        )
        marked = Mark.objects.filter(account=row, taken_back=None).select_related("account__event")
        if chance.random() < 0.2 and (wrong := marked.order_by("pk").first()) is not None:
            accounting.take_back(actor=actor, mark=wrong)
