"""What officers do at the desk, page by page: the scripts of the center and of a local administration.

They use the pages as they are today (docs/many.md): the board for danger, one act on many cases for the rest (`many`), pairs of one
household, trips, call lists (`calling`), and one by one what an act on many leaves. A script yields after each page how long it took; meanwhile others go on.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.vocabulary import Verb
from cases.vocabulary import Confidentiality, Severity
from drills import calling, many, strip
from drills.clock import Script
from drills.crews import ride
from drills.desk import Desk, Page
from drills.district import Boat, Body
from drills.many import AGAIN, read_story
from drills.scene import Scene
from drills.seconds import words_in
from portal.thai.dates import bangkok_today, be_year
from portal.vocabulary import ProblemType

Work = Callable[[Scene, Body, Desk], Script | None]
LOOK, AWAY = 60.0, 600.0
"""Seconds after which somebody idle looks again, and somebody at home."""
BOAT_ENOUGH, BOAT_LONGEST = 15, dt.timedelta(hours=1)
DAYLIGHT = range(6, 19)
PAIR = re.compile(r'name="one" value="([^"]+)">\s*<input type="hidden" name="other" value="([^"]+)"')


def officer(scene: Scene, body: Body, desk: Desk) -> Script:
    """Work as long as the drill lasts: in the shifts, the most pressing thing first."""
    works = OF_LOCAL if body.boats else OF_CENTER
    while True:
        if desk.number >= scene.on_duty(body):
            yield AWAY
            continue
        script = next((found for work in works if (found := work(scene, body, desk)) is not None), None)
        if script is None:
            desk.open_page = None
            yield LOOK
            continue
        yield from script
        scene.changed(body)


# The center --------------------------------------------------------------------------------------------------------------


def danger(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """The oldest danger that nobody took: from the board to its page, screened, handed to the local administration."""
    reference = next((one for one in scene.waiting(body).danger if scene.take(body, one)), None)
    return _danger(scene, body, desk, reference) if reference else None


def _danger(scene: Scene, body: Body, desk: Desk, reference: str) -> Script:
    desk.work = "danger"
    event = scene.district.event.slug
    desk.get(reverse("events:board", args=[event]))
    desk.did(click=1, decide=1)
    yield desk.pause()
    page = desk.get(reverse("desk:case", args=[reference]))
    read_story(scene, desk, reference, page)
    desk.did(decide=1, click=1)
    yield desk.pause()
    screen = reverse("desk:act", args=[reference, "screen"])
    page = desk.get(screen)
    desk.did(decide=1, click=1)
    yield desk.pause()
    given = {
        "problem": ProblemType.DISASTER.value,
        "severity": Severity.EMERGENCY.value,
        "confidentiality": Confidentiality.NORMAL.value,
    }
    desk.post(screen, page.hidden | given)
    yield desk.pause()
    refer = reverse("desk:act", args=[reference, "refer"])
    desk.did(click=1)
    page = desk.get(refer)
    target = many.local_of(scene, reference)
    proposed = re.search(rf'name="target" value="{target.organization.pk}"[^>]*checked', page.text)
    desk.did(decide=1, click=1 if proposed else 2)
    yield desk.pause()
    desk.post(refer, page.hidden | many.handed_to(target))
    scene.changed(target)
    yield desk.pause()


def pairs(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Pairs of one household: read side by side, joined or told apart. One officer of an organization at a time."""
    found = scene.waiting(body)
    # Of a request that nobody has read yet the strip shows its pair beside it: it is not read twice.
    if not found.pairs or found.new.number or found.new_danger or not scene.take(body, "pairs"):
        return None
    return _pairs(scene, body, desk)


def _pairs(scene: Scene, body: Body, desk: Desk) -> Script:
    desk.work = "pairs"
    desk.did(click=1)
    page = desk.get(reverse("households:waiting"))
    judged: set[tuple[str, str]] = set()
    known: set[str] = set()
    while (pair := next((one for one in PAIR.findall(page.text) if one not in judged), None)) is not None:
        judged.add(pair)
        reports = [scene.note_read(one, page.text) for one in pair]
        # Whoever has read a report a minute ago does not read it again beside the next one.
        new = [report for one, report in zip(pair, reports, strict=True) if report and one not in known]
        known.update(pair)
        desk.did(word=sum(words_in(one.words) for one in new), decide=1, click=1)
        yield desk.pause()
        same = None not in reports and len({one.household.number for one in reports if one}) == 1
        what = LinkKind.SAME_MATTER if same else ApartReason.OTHERS
        data = {"one": pair[0], "other": pair[1], "here": "", "what": what.value}
        page = desk.post(reverse("households:decide"), data)
        if f'value="{pair[0]}">' in page.text and pair in PAIR.findall(page.text):
            scene.unjoined += 1
        else:
            scene.joined += same
            scene.wrong += not same
        # Whoever comes into danger meanwhile does not wait for the rest of the pairs.
        if _somebody_waits(scene, body):
            break
    # What stands there after it was judged (the case went elsewhere meanwhile) is not looked at again at once.
    again = AGAIN if judged.intersection(PAIR.findall(page.text)) else 0.0
    scene.clock.at(scene.clock.seconds + again, lambda: scene.leave(body, "pairs"))
    yield desk.pause() or LOOK


def _somebody_waits(scene: Scene, body: Body) -> bool:
    found = scene.waiting(body)
    return any((body.organization.pk, one) not in scene.taken for one in (*found.danger, *found.asked_danger))


# A local administration --------------------------------------------------------------------------------------------------


def accept_danger(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What others sent and is in danger, before everything else."""
    reference = next((one for one in scene.waiting(body).asked_danger if scene.take(body, one)), None)
    return _accept(scene, body, desk, reference) if reference else None


def accept(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What an act on many leaves, or what waits too long for one: read and accepted by itself."""
    reference = next((one for one in scene.waiting(body).stuck if scene.take(body, one)), None)
    return _accept(scene, body, desk, reference) if reference else None


def _accept(scene: Scene, body: Body, desk: Desk, reference: str) -> Script:
    desk.work = "accept"
    desk.did(click=1)
    page = desk.get(reverse("desk:case", args=[reference]))
    read_story(scene, desk, reference, page)
    desk.did(decide=1)
    yield desk.pause()
    for address in page.links(rf"/desk/cases/{reference}/accept/\d+/"):
        desk.did(click=1)
        page = desk.get(address)
        desk.did(click=1)
        yield desk.pause()
        page = desk.post(address, page.hidden)
        report = scene.sent.get(reference)
        if page.status == 200 and report is not None:
            scene.owned.setdefault(report.number, scene.clock.seconds)
    # Back to what others sent, for the next one.
    desk.did(click=1)
    desk.get(f"{reverse('desk:worklist')}?list=asked")
    yield desk.pause()


def trip(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """A boat for those who wait: at once for danger, else by daylight when it is worth it."""
    found, boat = scene.waiting(body), next((one for one in body.boats if not one.is_out), None)
    light = int(scene.clock.hour) in DAYLIGHT
    due = found.danger_houses or (light and found.houses.is_due(timezone.now(), BOAT_ENOUGH, BOAT_LONGEST))
    if boat is None or not due or not scene.take(body, "trip"):
        return None
    boat.is_out = True
    return _trip(scene, body, desk, boat)


def _trip(scene: Scene, body: Body, desk: Desk, boat: Boat) -> Script:
    # What the strip offered stands on the screen, as long as nothing else was done since.
    page, desk.open_page = (desk.open_page if desk.work == strip.WORK else None), None
    desk.work = "trip"
    address = f"{reverse('tours:new')}?event={scene.district.event.slug}"
    if page is not None and address in page.links(r"/desk/tours/new/[^\"]*"):
        # Whoever has just read the danger has the button before their eyes, and its digit.
        desk.did(key=1, decide=1)
    else:
        desk.did(click=1)
        page = desk.get(reverse("events:board", args=[scene.district.event.slug]))
        yield desk.pause()
        desk.did(click=1, decide=1)
    page = desk.post(address, page.hidden)
    yield desk.pause()
    found = re.match(r"/desk/tours/(\d+)/crew/", page.path)
    if found is None:
        # Nobody of them gets a stop: whoever is left belongs to a household to which a boat is on its way.
        boat.is_out = False
        scene.clock.at(scene.clock.seconds + AGAIN, lambda: scene.leave(body, "trip"))
        yield LOOK
        return
    pk = int(found.group(1))
    if (proposed := _proposed(page, body, boat)) is not None:
        # Whoever came back last stands in the form already.
        boat.is_out, proposed.is_out, boat = False, True, proposed
    # Who goes, and to whom, is looked over on the same page and sent with one press.
    desk.did(click=1 if proposed else 3, row=len(set(page.links(r"/desk/cases/[^\"]+"))), decide=2)
    crew = {
        "name": "",
        "vehicle": boat.vehicle.pk,
        "members": [boat.member.pk],
        "loads": _loads(page),
        "note": "",
    }
    times = {name: _value(page, name) for name in ("starts_at", "back_by")}
    page = desk.post(page.path, crew | times | {"send": "1"})
    if page.status != 200:
        scene.refused.append(f"trip {pk} was not sent")
    scene.clock.follow(ride(scene, body, boat, pk), scene.clock.seconds)
    scene.leave(body, "trip")
    yield desk.pause()


def _proposed(page: Page, body: Body, mine: Boat) -> Boat | None:
    """Return the boat that the form proposes with its crew, unless a colleague is just sending it out."""
    for boat in body.boats:
        stands = re.search(rf'<option value="{boat.vehicle.pk}" selected', page.text)
        ticked = re.search(rf'name="members"[^>]* value="{boat.member.pk}"[^>]*checked', page.text)
        if stands and ticked and (boat is mine or not boat.is_out):
            return boat
    return None


def follow(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """A house that was helped and that no act on many closed: read, and followed up by itself."""
    reference = next((one for one in scene.waiting(body).left if scene.take(body, f"helped {one}")), None)
    return _follow(scene, desk, reference) if reference else None


def _follow(scene: Scene, desk: Desk, reference: str) -> Script:
    desk.work = "by hand: follow up"
    desk.did(click=1)
    page = desk.get(reverse("desk:case", args=[reference]))
    read_story(scene, desk, reference, page)
    desk.did(click=1)
    yield desk.pause()
    address = reverse("desk:act", args=[reference, Verb.START_FOLLOWING_UP.value])
    page = desk.get(address)
    day = bangkok_today() + dt.timedelta(days=7)
    typed = f"{day.day}/{day.month}/{be_year(day)}"
    desk.did(key=len(typed), click=2, decide=1)
    yield desk.pause()
    desk.post(address, page.hidden | {"on": typed})
    yield desk.pause()


def news(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What somebody told on the telephone and the office has to read: read, and said so."""
    reference = next((one for one in scene.waiting(body).unread if scene.take(body, f"news {one}")), None)
    return _news(scene, body, desk, reference) if reference else None


def _news(scene: Scene, body: Body, desk: Desk, reference: str) -> Script:
    desk.work = "news"
    desk.did(click=1)
    page = desk.get(reverse("desk:case", args=[reference]))
    read_story(scene, desk, reference, page)
    desk.did(click=1, decide=1)
    yield desk.pause()
    address = reverse("desk:act", args=[reference, Verb.ACKNOWLEDGE.value])
    page = desk.get(address)
    desk.did(click=1)
    desk.post(address, page.hidden)
    scene.clock.at(scene.clock.seconds + AGAIN, lambda: scene.leave(body, f"news {reference}"))
    yield desk.pause()


def decide(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """A request to close that no act on many granted: the head reads the case and what came since, and decides."""
    if not scene.waiting(body).to_decide_alone or desk.actor != body.head:
        return None
    reference = next(
        (one for one in scene.waiting(body).to_decide_alone if scene.take(body, f"decide {one}")), None
    )
    return _decide(scene, desk, reference) if reference else None


def _decide(scene: Scene, desk: Desk, reference: str) -> Script:
    desk.work = "by hand: decide"
    desk.did(click=1)
    page = desk.get(reverse("desk:case", args=[reference]))
    read_story(scene, desk, reference, page)
    desk.did(decide=1)
    yield desk.pause()
    for address in page.links(rf"/desk/cases/{reference}/approve/\d+/"):
        desk.did(click=1)
        page = desk.get(address)
        desk.did(click=1)
        yield desk.pause()
        if desk.post(address, page.hidden).status != 200:
            scene.refused.append(f"{reference}: the closing was not granted")
    yield desk.pause()


def _loads(page: Page) -> str:
    found = re.search(r'<textarea name="loads"[^>]*>(.*?)</textarea>', page.text, re.S)
    return html.unescape(found.group(1)).strip() if found else ""


def _value(page: Page, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.text)
    found = re.search(r'value="([^"]*)"', tag.group()) if tag else None
    return html.unescape(found.group(1)) if found else ""


OF_CENTER: tuple[Work, ...] = (danger, many.screen, many.refer, pairs)
OF_LOCAL: tuple[Work, ...] = (
    *(accept_danger, trip, strip.read, many.accept, pairs, many.close, many.approve, many.tell),
    *(news, accept, follow, decide, calling.call),
)
"""In this order: whoever is idle does the first thing for which something waits."""
