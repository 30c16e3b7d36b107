"""Acts on many cases, as officers do them on the pages: choose, say what, read where nobody has, confirm, see what was left."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator, Mapping
from html import unescape

from django.urls import reverse
from django.utils import timezone

from cases.mass.models import MassOutcome
from cases.mass.vocabulary import MassVerb, OutcomeState
from cases.models import Case
from cases.vocabulary import Consent, HandoverReason, Outcome, Severity, Told
from drills.clock import Script
from drills.desk import Desk, Page
from drills.district import Body
from drills.scene import Scene
from drills.seconds import words_in
from portal.organizations import areas

AGAIN = 1800.0
"""Seconds after which it is tried again, where nothing could be done."""
ENOUGH, LONGEST = 40, dt.timedelta(minutes=20)
SEND_ENOUGH, SEND_LONGEST = 40, dt.timedelta(hours=1)
ACCEPT_ENOUGH, ACCEPT_LONGEST = 20, dt.timedelta(minutes=30)
CLOSE_ENOUGH, CLOSE_LONGEST = 40, dt.timedelta(hours=12)
TELL_LONGEST = dt.timedelta(hours=6)
"""An act on many is worth its pages when so many wait, or when one has waited for so long."""
READY = frozenset({"screen", "accept", "tell", "close", "approve"})
"""What the board of an event offers in one press, where something waits for it; everything else is chosen in a list."""
CLOSED = {"outcome": Outcome.HELPED_FULLY.value, "note": "ช่วยเหลือตามที่บันทึกไว้ในเรื่องแล้ว"}


def read_story(scene: Scene, desk: Desk, reference: str, page: Page) -> None:
    """Read the story of a request on its page."""
    report = scene.note_read(reference, page.text)
    if report is not None:
        desk.did(word=words_in(f"{report.spot} {report.words}"))


def local_of(scene: Scene, reference: str) -> Body:
    """Return the local administration that serves the place of a case."""
    place = Case.objects.values_list("subdistrict_code", flat=True).get(reference=reference)
    return _serving(scene, place)


def _serving(scene: Scene, place: str) -> Body:
    return next(one for one in scene.district.locals if place in one.places)


def handed_to(target: Body) -> dict[str, object]:
    """Return what is filled in when a case is handed to a local administration."""
    return {
        "target": target.organization.pk,
        "reason": HandoverReason.PROPER_AREA.value,
        "consent": Consent.GIVEN.value,
    }


# The center --------------------------------------------------------------------------------------------------------------


def screen(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Everything new without danger, screened by one act."""
    if not scene.waiting(body).fresh.is_due(timezone.now(), ENOUGH, LONGEST) or not scene.take(
        body, "screen"
    ):
        return None
    given = {"problem": "", "severity": Severity.NORMAL.value}
    return _act(scene, body, desk, "screen", "list=fresh&stage=received", "screen", given)


def refer(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What was screened in one subdistrict, handed to its local administration by one act."""
    now = timezone.now()
    for place, heap in scene.waiting(body).screened.items():
        if heap.is_due(now, SEND_ENOUGH, SEND_LONGEST) and scene.take(body, place):
            found = areas.area(place)
            name = found.short_label if found else place
            query, given = f"list=fresh&stage=screened&place={name}", handed_to(_serving(scene, place))
            return _act(scene, body, desk, place, query, "refer", given)
    return None


# A local administration --------------------------------------------------------------------------------------------------


def accept(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What was forwarded without danger: all of it read on the pages of one act, and accepted."""
    if not scene.waiting(body).asked.is_due(timezone.now(), ACCEPT_ENOUGH, ACCEPT_LONGEST) or not scene.take(
        body, "accept"
    ):
        return None
    return _act(scene, body, desk, "accept", "list=asked", "accept", {}, is_read=True)


def close(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What was helped: asked to be closed, by somebody who does not decide about it where there are two."""
    alone = len(body.officers) == 1
    if (desk.actor == body.head and not alone) or not scene.waiting(body).helped.is_due(
        timezone.now(), CLOSE_ENOUGH, CLOSE_LONGEST
    ):
        return None
    if not scene.take(body, "close"):
        return None
    return _act(scene, body, desk, "close", "list=hands&stage=working", "close", CLOSED)


def approve(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What waits for the head's decision, on one page."""
    if desk.actor != body.head or not scene.waiting(body).to_decide.is_due(
        timezone.now(), CLOSE_ENOUGH, CLOSE_LONGEST
    ):
        return None
    return (
        _act(scene, body, desk, "approve", "list=approve", "approve", {})
        if scene.take(body, "approve")
        else None
    )


def tell(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Whoever waits at this office and has heard nothing of it, told by one text."""
    if not scene.waiting(body).untold.is_due(timezone.now(), CLOSE_ENOUGH, TELL_LONGEST) or not scene.take(
        body, "tell"
    ):
        return None
    given = {"told": Told.ON_THE_WAY.value}
    return _act(scene, body, desk, "tell", "list=hands&stage=working", "tell", given)


# One act -----------------------------------------------------------------------------------------------------------------


def _act(
    scene: Scene,
    body: Body,
    desk: Desk,
    lock: str,
    query: str,
    verb: str,
    given: Mapping[str, object],
    *,
    is_read: bool = False,
) -> Script:
    desk.work = f"many: {verb}"
    page = None
    if verb in READY:
        page = yield from _from_the_board(scene, desk, verb)
    if page is None:
        page = yield from _from_the_list(desk, f"{query}&event={scene.district.event.slug}", verb, given)
    again = AGAIN
    if (found := re.match(r"/desk/many/(\d+)/", page.path)) is not None:
        pk = int(found.group(1))
        address = reverse("mass:plan", args=[pk, verb])
        if page.path == address:
            desk.did(**_filled_in(given))
            yield desk.pause()
            page = desk.post(address, dict(given))
            yield desk.pause()
        else:
            # Nobody wrote what stands there: it is looked over, line by line.
            desk.did(row=_alike(page))
        if is_read:
            yield from _read(scene, desk, pk)
        elif verb != MassVerb.TELL:
            # What will be done to which is looked over before it is confirmed; a text that is the same for all is not.
            desk.did(row=_fit(page))
        desk.did(decide=1, click=1)
        confirm = reverse("mass:go", args=[pk, "confirm"])
        is_some = bool(page.links(confirm))
        desk.post(confirm if is_some else reverse("mass:go", args=[pk, "drop"]), {})
        _note(scene, pk, verb)
        scene.changed()
        again = 0.0 if is_some else AGAIN
    # What the page would do to nobody is not tried again at once.
    scene.clock.at(scene.clock.seconds + again, lambda: scene.leave(body, lock))
    yield desk.pause()


def _from_the_board(scene: Scene, desk: Desk, verb: str) -> Generator[float, None, Page | None]:
    """Open the board and press what it offers; None where it does not offer this act."""
    event = scene.district.event.slug
    desk.did(click=1)
    board = desk.get(reverse("events:board", args=[event]))
    yield desk.pause()
    if not re.search(rf'name="ready" value="{verb}"', board.text):
        return None
    desk.did(click=1, decide=1)
    page = desk.post(reverse("mass:begin"), {"ready": verb, "event": event})
    yield desk.pause()
    return page


def _from_the_list(
    desk: Desk, query: str, verb: str, given: Mapping[str, object]
) -> Generator[float, None, Page]:
    """Choose the whole list and then the act; return its form, or what it would do where nothing is filled in."""
    # The list, and the filter that the office has kept.
    desk.did(click=2)
    desk.get(f"{reverse('desk:worklist')}?{query}")
    yield desk.pause()
    desk.did(click=1, decide=1)
    page = desk.post(reverse("mass:begin"), {"whole": "1", "query": query})
    yield desk.pause()
    if re.match(r"/desk/many/\d+/", page.path) is None:
        return page
    address = f"{page.path}plan/{verb}/"
    desk.did(click=1)
    page = desk.get(address) if given else desk.post(address, {})
    yield desk.pause()
    return page


def _filled_in(given: Mapping[str, object]) -> dict[str, int]:
    """Return the presses of a form: one for each box, whose words the form proposes, and the button."""
    return {"decide": 1, "click": 1 + sum(1 for value in given.values() if value)}


def _read(scene: Scene, desk: Desk, pk: int) -> Script:
    """Read every story, page after page."""
    address = reverse("mass:read", args=[pk])
    while address:
        desk.did(click=1)
        page = desk.get(address)
        for reference in re.findall(r'<section class="case-block" aria-label="([^"]+)">', page.text):
            report = scene.note_read(reference, page.text)
            desk.did(word=words_in(f"{report.spot} {report.words}") if report else 0, row=1)
        yield desk.pause()
        following = re.search(r'<a href="([^"]+)" rel="next">', page.text)
        address = unescape(following.group(1)) if following else ""


def _note(scene: Scene, pk: int, verb: str) -> None:
    """Note whose case a named officer has now; the table needs it, no officer does."""
    done = MassOutcome.objects.filter(mass=pk, state=OutcomeState.DONE)
    scene.many[verb] += done.count()
    scene.many["left"] += MassOutcome.objects.filter(mass=pk, state=OutcomeState.LEFT).count()
    if verb != "accept":
        return
    for reference in done.values_list("case__reference", flat=True):
        if (report := scene.sent.get(reference)) is not None:
            scene.owned.setdefault(report.number, scene.clock.seconds)


def _alike(page: Page) -> int:
    """Return how many lines say what is recorded or told alike in all of them."""
    found = re.search(r'aria-labelledby="alike-title".*?</section>', page.text, re.S)
    return found.group().count("<dt>") if found else 0


def _fit(page: Page) -> int:
    found = re.search(r'\?state=fit"[^>]*>\s*\S+\s*<strong class="tabular">([\d,]+)', page.text)
    return int(found.group(1).replace(",", "")) if found else 0
