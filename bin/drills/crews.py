"""A crew in its boat: the phone page, house by house. Its presses are counted apart: they are made in the boat, not at the desk."""

from __future__ import annotations

import re

from django.urls import reverse

from cases.tours.models import Stop
from cases.vocabulary import VisitResult
from drills.clock import Script
from drills.desk import Desk
from drills.district import Boat, Body
from drills.scene import Scene

ON_THE_WAY, AT_A_HOUSE = 8 * 60.0, 4 * 60.0
"""Seconds from house to house, and at a house: invented, for nothing is judged by them but that boats come back."""
WORK = "crew"


def ride(scene: Scene, body: Body, boat: Boat, pk: int) -> Script:
    """Go to every house of a trip, say what became of it, come back and end the trip."""
    desk = Desk(boat.pilot, scene.meter, work=WORK)
    go = reverse("tours:go", args=[pk])
    desk.get(go)
    desk.did(click=1)
    page = desk.post(reverse("tours:out", args=[pk]), {})
    while (there := page.links(rf"/desk/tours/{pk}/stops/\d+/there/")) != []:
        number = int(re.findall(r"\d+", there[0])[1])
        yield desk.pause() + ON_THE_WAY
        desk.did(click=1)
        desk.post(there[0], page.hidden)
        yield desk.pause() + AT_A_HOUSE
        address = reverse("tours:result", args=[pk, number])
        desk.did(click=1)
        page = desk.get(address)
        desk.did(click=3, decide=1)
        _note_house(scene, pk, number)
        given = page.hidden | {"result": VisitResult.HELPED.value, "usual": "on", "persons": "2"}
        page = desk.post(address, given)
        if page.path != go:
            scene.refused.append(f"trip {pk}: the result of stop {number} was not kept")
            break
    desk.did(click=2)
    desk.post(reverse("tours:end", args=[pk]), {"reason": "ฝึกซ้อม"})
    boat.is_out = False
    scene.changed(body)
    yield desk.pause()


def _note_house(scene: Scene, pk: int, number: int) -> None:
    reference = Stop.objects.values_list("case__reference", flat=True).get(tour=pk, number=number)
    household = scene.sent[reference].household.number if reference in scene.sent else -1
    scene.again_there += household in scene.visited
    scene.visited.add(household)
