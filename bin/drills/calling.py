"""Call lists, as officers work them: made in the morning, one number after the other, each ended with one press.

How long people talk is no staff time for a request that anybody could save by a page: the minutes pass by the clock and are told
apart from the seconds at the desk.
"""

from __future__ import annotations

import re

from django.urls import reverse

from cases.vocabulary import CallOutcome
from drills.clock import Script
from drills.desk import Desk, Page
from drills.district import Body
from drills.scene import Scene

WORK = "calls"
TALK = 75.0
"""Seconds of one call (design many.md, C: 60 to 90)."""
CALLS = 20
"""Numbers that one officer takes in a day: there is other work."""
MORNING = range(9, 17)
ENDS = (CallOutcome.SAFE,) * 6 + (CallOutcome.NO_ANSWER,) * 2 + (CallOutcome.NEEDS, CallOutcome.REFUSED)
"""How calls end, by chance."""


def call(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Once a day, by daylight, when nothing else presses: a list of everybody in the event that the office has."""
    day = int(scene.clock.seconds // 86_400)
    if int(scene.clock.hour) not in MORNING or not scene.waiting(body).untold.number:
        return None
    return _calls(scene, desk) if scene.take(body, f"calls of day {day}") else None


def _calls(scene: Scene, desk: Desk) -> Script:
    desk.work = WORK
    address = reverse("calls:new")
    desk.did(click=2)
    page = desk.get(address)
    desk.did(click=2, decide=1)
    yield desk.pause()
    page = desk.post(address, page.hidden | {"whom": scene.district.event.slug, "name": ""})
    found = re.match(r"/desk/calls/(\d+)/", page.path)
    if found is None:
        yield desk.pause()
        return
    pk = int(found.group(1))
    desk.did(click=1)
    page = desk.post(reverse("calls:take", args=[pk]), {})
    for number in range(1, CALLS + 1):
        if page.path != reverse("calls:call", args=[pk]) or not _has_number(page):
            break
        yield desk.pause() + TALK
        scene.calls += 1
        code = scene.chance.choice(ENDS)
        desk.did(key=1, decide=1)
        given = page.hidden | {"code": code.value, "note": ""}
        page = desk.post(page.path, given | ({"stop": "on"} if number == CALLS else {}))
        if page.status == 422:
            scene.refused.append(f"call list {pk}: the end of a call was not taken")
            break
    yield desk.pause()


def _has_number(page: Page) -> bool:
    return 'name="row"' in page.text
