"""What officers do at the desk, page by page: the scripts of the center and of a local administration.

They use the pages as they are today (docs/many.md): the board for danger, one act on many cases for the rest, pairs of one household,
acceptance one by one, trips. A script yields after each page how long it took; meanwhile others go on.
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
from cases.models import Case
from cases.vocabulary import Confidentiality, Consent, HandoverReason, Severity
from drills.clock import Script
from drills.crews import ride
from drills.desk import Desk, Page
from drills.district import Body
from drills.scene import Scene
from drills.seconds import words_in
from portal.organizations import areas
from portal.thai.dates import bangkok_today, be_year
from portal.vocabulary import ProblemType

Work = Callable[[Scene, Body, Desk], Script | None]
LOOK, AWAY, AGAIN = 60.0, 600.0, 1800.0
"""Seconds after which somebody idle looks again, somebody at home, and whoever found that nothing can be done."""
ENOUGH, LONGEST = 40, dt.timedelta(minutes=20)
SEND_ENOUGH, SEND_LONGEST = 20, dt.timedelta(hours=1)
BOAT_ENOUGH, BOAT_LONGEST = 15, dt.timedelta(hours=1)
STOPS = 40
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
            yield LOOK
            continue
        yield from script
        scene.changed(body)


def read_story(scene: Scene, desk: Desk, reference: str, page: Page) -> None:
    """Read the story of a request on its page."""
    report = scene.note_read(reference, page.text)
    if report is not None:
        desk.did(word=words_in(f"{report.spot} {report.words}"))


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
    target = _local_of(scene, reference)
    proposed = re.search(rf'name="target" value="{target.organization.pk}"[^>]*checked', page.text)
    desk.did(decide=1, click=1 if proposed else 2)
    yield desk.pause()
    desk.post(refer, page.hidden | _handed_to(target))
    scene.changed(target)
    yield desk.pause()


def _local_of(scene: Scene, reference: str) -> Body:
    place = Case.objects.values_list("subdistrict_code", flat=True).get(reference=reference)
    return _serving(scene, place)


def _serving(scene: Scene, place: str) -> Body:
    return next(one for one in scene.district.locals if place in one.places)


def _handed_to(target: Body) -> dict[str, object]:
    return {
        "target": target.organization.pk,
        "reason": HandoverReason.PROPER_AREA.value,
        "consent": Consent.GIVEN.value,
    }


def screen_many(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Everything new without danger, screened by one act."""
    if not scene.waiting(body).fresh.is_due(timezone.now(), ENOUGH, LONGEST) or not scene.take(
        body, "screen"
    ):
        return None
    given = {"problem": "", "severity": Severity.NORMAL.value}
    return _many(scene, body, desk, "screen", "stage=received", "screen", given)


def refer_many(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """What was screened in one subdistrict, handed to its local administration by one act."""
    now = timezone.now()
    for place, heap in scene.waiting(body).screened.items():
        if heap.is_due(now, SEND_ENOUGH, SEND_LONGEST) and scene.take(body, place):
            target = _serving(scene, place)
            found = areas.area(place)
            name = found.short_label if found else place
            return _many(
                scene, body, desk, place, f"stage=screened&place={name}", "refer", _handed_to(target)
            )
    return None


def _many(
    scene: Scene, body: Body, desk: Desk, lock: str, query: str, verb: str, given: dict[str, object]
) -> Script:
    desk.work = f"many: {verb}"
    query = f"list=fresh&event={scene.district.event.slug}&{query}"
    # The list, and the filter that the center has kept.
    desk.did(click=2)
    page = desk.get(f"{reverse('desk:worklist')}?{query}")
    yield desk.pause()
    desk.did(click=1, decide=1)
    page = desk.post(reverse("mass:begin"), {"whole": "1", "query": query})
    yield desk.pause()
    if (found := re.match(r"/desk/many/(\d+)/", page.path)) is not None:
        pk = found.group(1)
        desk.did(click=1)
        address = reverse("mass:plan", args=[pk, verb])
        desk.get(address)
        desk.did(decide=1, click=3 if verb == "refer" else 1)
        yield desk.pause()
        page = desk.post(address, given)
        yield desk.pause()
        # What will be done to which is looked over before it is confirmed.
        desk.did(row=_fit(page), decide=1, click=1)
        yield desk.pause()
        confirm = reverse("mass:go", args=[pk, "confirm"])
        is_some = bool(page.links(confirm))
        desk.post(confirm if is_some else reverse("mass:go", args=[pk, "drop"]), {})
        scene.changed()
        again = 0.0 if is_some else AGAIN
    else:
        again = AGAIN
    # What the page would do to nobody is not tried again at once.
    scene.clock.at(scene.clock.seconds + again, lambda: scene.leave(body, lock))
    yield desk.pause()


def _fit(page: Page) -> int:
    found = re.search(r'\?state=fit"[^>]*>\s*\S+\s*<strong class="tabular">([\d,]+)', page.text)
    return int(found.group(1).replace(",", "")) if found else 0


def pairs(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """Pairs of one household: read side by side, joined or told apart. One officer of an organization at a time."""
    if not scene.waiting(body).pairs or not scene.take(body, "pairs"):
        return None
    return _pairs(scene, body, desk)


def _pairs(scene: Scene, body: Body, desk: Desk) -> Script:
    desk.work = "pairs"
    desk.did(click=1)
    page = desk.get(reverse("households:waiting"))
    judged: set[tuple[str, str]] = set()
    while (pair := next((one for one in PAIR.findall(page.text) if one not in judged), None)) is not None:
        judged.add(pair)
        reports = [scene.note_read(one, page.text) for one in pair]
        desk.did(word=sum(words_in(one.words) for one in reports if one), decide=1, click=1)
        yield desk.pause()
        same = None not in reports and len({one.household.number for one in reports if one}) == 1
        scene.joined += same
        scene.wrong += not same
        what = LinkKind.SAME_MATTER if same else ApartReason.OTHERS
        data = {"one": pair[0], "other": pair[1], "here": "", "what": what.value}
        page = desk.post(reverse("households:decide"), data)
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
    """What else others sent, the oldest first: read and accepted, one by one."""
    reference = next((one for one in scene.waiting(body).asked if scene.take(body, one)), None)
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
    return _trip(scene, body, desk, body.boats.index(boat))


def _trip(scene: Scene, body: Body, desk: Desk, number: int) -> Script:
    desk.work = "trip"
    boat = body.boats[number]
    boat.is_out = True
    address = f"{reverse('tours:new')}?event={scene.district.event.slug}"
    desk.did(click=2, decide=1)
    page = desk.get(address)
    yield desk.pause()
    page = desk.post(address, page.hidden | {"most": STOPS})
    desk.did(click=1, decide=1)
    yield desk.pause()
    found = re.match(r"/desk/tours/(\d+)/crew/", page.path)
    if found is None:
        # Nobody of them gets a stop: whoever is left belongs to a household to which a boat is on its way.
        boat.is_out = False
        scene.clock.at(scene.clock.seconds + AGAIN, lambda: scene.leave(body, "trip"))
        yield LOOK
        return
    pk = int(found.group(1))
    desk.did(click=3, decide=1)
    yield desk.pause()
    crew = {
        "name": "",
        "vehicle": boat.vehicle.pk,
        "members": [boat.member.pk],
        "loads": _loads(page),
        "note": "",
    }
    page = desk.post(page.path, crew | {name: _value(page, name) for name in ("starts_at", "back_by")})
    desk.did(row=len(page.links(r"/desk/cases/[^\"]+")), decide=1, click=1)
    yield desk.pause()
    page = desk.post(reverse("tours:send", args=[pk]), {})
    if page.status != 200:
        scene.refused.append(f"trip {pk} was not sent")
    scene.clock.follow(ride(scene, body, boat, pk), scene.clock.seconds)
    scene.leave(body, "trip")
    yield desk.pause()


def follow(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """A house that was helped: said so, one by one. A house of which nobody says it is offered to the next boat again."""
    reference = next((one for one in scene.waiting(body).helped if scene.take(body, f"helped {one}")), None)
    return _follow(desk, reference) if reference else None


def _follow(desk: Desk, reference: str) -> Script:
    desk.work = "follow"
    desk.did(click=1)
    desk.get(reverse("desk:case", args=[reference]))
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


def _loads(page: Page) -> str:
    found = re.search(r'<textarea name="loads"[^>]*>(.*?)</textarea>', page.text, re.S)
    return html.unescape(found.group(1)).strip() if found else ""


def _value(page: Page, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.text)
    found = re.search(r'value="([^"]*)"', tag.group()) if tag else None
    return html.unescape(found.group(1)) if found else ""


OF_CENTER: tuple[Work, ...] = (danger, screen_many, refer_many, pairs)
OF_LOCAL: tuple[Work, ...] = (accept_danger, follow, trip, accept, pairs)
