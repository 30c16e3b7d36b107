"""The strip, as officers work it: one new request after the other, each read whole and decided with one key (design many.md, B4.1)."""

from __future__ import annotations

import datetime as dt
import html
import re

from django.urls import reverse
from django.utils import timezone

from cases.households.domain.joining import TOO_MANY
from cases.strip.vocabulary import Answer
from drills.clock import Script
from drills.desk import Desk, Page
from drills.district import Body
from drills.people import Report
from drills.scene import Scene
from drills.seconds import words_in

WORK = "strip"
ENOUGH, LONGEST = 8, dt.timedelta(minutes=15)
"""So many are worth opening the strip, or one that waits for so long; danger is at once."""
READS_ON = 40
"""Requests that one reader decides on before looking up; danger that waits for a boat lets them look up at once."""
REFERENCE = re.compile(r'<input type="hidden" name="reference" value="([^"]+)">')
BASE = re.compile(r'<input type="hidden" name="base" value="([^"]*)">')
STORY = re.compile(r'<div class="column prose">(.*?)</div>', re.S)
WHERE = re.compile(r'<section class="case-block"[^>]*>\s*<p>(.*?)<br>', re.S)
REASONS = re.compile(r'<p class="small">\s*<strong>(.*?)</p>', re.S)
MARKED = re.compile(r"<mark>(.*?)</mark>", re.S)
BESIDE = re.compile(r'value="same:([^"]+)"')
MARK = re.compile(r"</?mark>")
TAG = re.compile(r"<[^>]*>")
TAKEN = "รับดำเนินการแล้ว"


def read(scene: Scene, body: Body, desk: Desk) -> Script | None:
    """New requests: danger at once, others when some wait."""
    found = scene.waiting(body)
    if not found.new_danger and not found.new.is_due(timezone.now(), ENOUGH, LONGEST):
        return None
    # Two readers beside each other have different requests; a third waits until there is something for three.
    place = next(
        (
            n
            for n in range(1 + (found.new_danger + found.new.number) // ENOUGH)
            if scene.take(body, f"strip {n}")
        ),
        None,
    )
    return None if place is None else _read(scene, body, desk, f"strip {place}")


def _read(scene: Scene, body: Body, desk: Desk, place: str) -> Script:
    if desk.work != WORK:
        desk.work = WORK
        desk.did(click=1)
        desk.get(reverse("strip:page"))
    # Whoever read last has the page still open: its digit brings the next request.
    desk.did(key=1)
    page = desk.post(reverse("strip:take"), {})
    known: dict[str, int] = {}
    full: set[str] = set()
    for _number in range(READS_ON):
        shown = REFERENCE.search(page.text)
        if shown is None:
            break
        reference = shown.group(1)
        # Marks within the words are none of the words.
        report = scene.note_read(reference, MARK.sub("", page.text))
        desk.did(word=_words(page, known), decide=1, key=1)
        yield desk.pause()
        page = _press(scene, desk, page, reference, report, full)
        scene.changed(body)
        if scene.waiting(body).danger_houses and not scene.waiting(body).new_danger:
            break
        if REFERENCE.search(page.text) is None and scene.waiting(body).new_danger:
            # Danger was taken on, and more of it waits: that is read before a boat is sent.
            desk.did(key=1)
            page = desk.post(reverse("strip:take"), {})
    desk.open_page = page
    if REFERENCE.search(page.text):
        desk.did(key=1)
        desk.post(reverse("strip:stop"), {})
    scene.leave(body, place)
    yield desk.pause()


def _press(
    scene: Scene, desk: Desk, page: Page, reference: str, report: Report | None, full: set[str]
) -> Page:
    """Press the key that somebody who has read it presses; return the page with the next one.

    Of what is in `full` the household holds no more reports: whoever was told so lets it stand by itself.
    """
    what = _answer(scene, page, report, joins=reference not in full)
    base = BASE.search(page.text)
    data = {"reference": reference, "base": base.group(1) if base else "", "what": what}
    page = desk.post(reverse("strip:decide"), data)
    answer = what.partition(":")[0]
    if answer == Answer.SAME:
        scene.joined += 1
    elif answer == Answer.APART:
        scene.wrong += 1
        return page
    if str(TOO_MANY) in page.text:
        full.add(reference)
    elif page.status != 200 or f"{reference}:" not in page.text:
        scene.refused.append(f"{reference}: the strip did not take {what}")
    elif TAKEN in page.text and report is not None:
        scene.owned.setdefault(report.number, scene.clock.seconds)
    return page


def _answer(scene: Scene, page: Page, report: Report | None, *, joins: bool) -> str:
    is_danger = 'value="no_danger"' in page.text
    if report is None:
        return Answer.DANGER if is_danger else Answer.NORMAL
    for beside in BESIDE.findall(page.text):
        other = scene.sent.get(beside)
        if other is None or other.household.number != report.household.number:
            return f"{Answer.APART}:{beside}"
        if joins and (not report.household.danger or is_danger):
            return f"{Answer.SAME}:{beside}"
    if report.household.danger:
        return Answer.DANGER
    return Answer.NO_DANGER if is_danger else Answer.NORMAL


def _words(page: Page, known: dict[str, int]) -> int:
    """Return how many words are read now: place and story whole, and why something looks like it.

    Beside another report of a household only what is new in them is read, which stands apart, unless somebody is in danger; when they
    turn out to be two households, the rest is read. The first line names the form and is the same on all; nobody reads it again.

    Args:
        page: as it stands.
        known: reference → words of its place and story that were read; written to.
    """
    reference, story, where = (one.search(page.text) for one in (REFERENCE, STORY, WHERE))
    assert reference is not None
    lines = story.group(1).partition("<br>")[2] if story else ""
    text = f"{where.group(1) if where else ''} {lines}"
    if BESIDE.search(page.text) and 'value="no_danger"' not in page.text:
        text = " ".join(MARKED.findall(text))
    own = _number(text)
    before = known.get(reference.group(1), 0)
    known[reference.group(1)] = max(own, before)
    return max(own - before, 0) + _number(" ".join(REASONS.findall(page.text)))


def _number(markup: str) -> int:
    return words_in(html.unescape(TAG.sub(" ", markup)))
