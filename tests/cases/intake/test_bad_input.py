"""Each field of the form keeps its promise under emoji, Burmese, 10,000 letters and the rest (issue 12).

Fields are read from the forms themselves: a new field is tested without being named here. What a person typed is either
back in its box, with the reason in words beside it, or arrives whole at the office; it is sent once however often it comes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import asking, identity
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from cases.intake.draft import KEY, Draft
from cases.intake.flow import SHORT, STEPS, Journey, Step
from cases.intake.forms.place import AS_WRITTEN
from cases.models import Case
from portal.web.access import Rule
from portal.web.sessions import SessionStore
from tests.cases import factories
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.bad_input import (
    WORDS,
    boxes,
    complaints,
    given_back,
    kept,
    marked,
    photographs,
    same,
    stored,
    takes_words,
)
from tests.cases.intake.conftest import (
    ABROAD,
    ANSWERS,
    LANGUAGE,
    ME,
    OTHER,
    Walker,
    address,
    errors_of,
    text_of,
)
from tests.portal.urlconf import addresses

Answers = Mapping[str, Any]

WAYS: dict[str, list[Answers]] = {
    "whom": [
        {**ME, **LANGUAGE},
        {**OTHER, **LANGUAGE, "interpreter": "other", "other_language": "มอญ", "affected_name": "ป้าแดง"},
    ],
    "place": [
        {"subdistrict": SUBDISTRICT, "local": "unsure"},
        {"subdistrict": "elsewhere", "elsewhere": "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่", "local": "unsure"},
        {**ABROAD},
    ],
    "contact": [ANSWERS["contact"]],
}
"""Ways to answer a page, so that each of its boxes counts in one of them. A page that is not named has its usual answers."""
SHORT_WAYS: dict[str, list[Answers]] = {
    "whom": [{"danger": "no", "whom": "me", "people": "4", "wanted": ["boat"]}],
    "place": WAYS["place"][:2],
    "contact": [ANSWERS["contact"]],
}


@dataclass(frozen=True)
class Page:
    """A page of a form, under the words that are posted to it."""

    steps: Mapping[str, Step]
    slug: str
    ways: tuple[Answers, ...]

    def __str__(self) -> str:
        return f"{'short' if self.steps is SHORT else 'usual'} {self.slug}"

    @property
    def journey(self) -> Callable[[Walker], Journey]:
        """Judge the draft of a visitor."""
        return lambda walker: Draft.from_session(walker.client.session[KEY]).journey()


PAGES = [
    Page(steps, slug, tuple(ways.get(slug, [ANSWERS.get(slug, {})])))
    for steps, ways in ((STEPS, WAYS), (SHORT, SHORT_WAYS))
    for slug in steps
    if slug != "files"
]


@pytest.fixture
def event(district: World) -> Event:
    """A flood that people ask for help in by the short form."""
    head = district.center.supervisor
    now = timezone.now()
    declaration = Declaration(
        kind=EventKind.FLOOD,
        name="น้ำท่วมอ่าวนาง",
        name_en="Ao Nang flood",
        reason="ฝนตกหนักเกิน 200 มม.",
        starts_at=now - timedelta(hours=6),
        subdistricts=[SUBDISTRICT],
        duty_officer=head.person,
        advice="ย้ายขึ้นที่สูง",
        advice_en="Go up",
    )
    return declare(actor=head, declaration=declaration, token=uuid.uuid4())


def fill(walker: Walker, sheet: Page, event: Event, way: Answers) -> None:
    """Let a visitor have answered everything, this page in this way; the check page waits."""
    answers = {
        slug: (SHORT_WAYS.get(slug, [{}])[0] if sheet.steps is SHORT else ANSWERS[slug])
        for slug in sheet.steps
    }
    answers[sheet.slug] = way
    draft = Draft(occasion=event.slug if sheet.steps is SHORT else "")
    draft.kept = {
        slug: {
            name: value if isinstance(value, list) else [value]
            for name, value in given.items()
            if name != "action"
        }
        for slug, given in answers.items()
    }
    assert draft.journey().is_complete, f"{sheet} is not answered by {way}: {draft.journey().here}"
    draft.reviewed = True
    session = walker.client.session
    session[KEY] = draft.to_session()
    session.save()


def form_of(walker: Walker, sheet: Page) -> forms.BaseForm:
    return sheet.journey(walker).forms[sheet.slug]


def drawn(walker: Walker, sheet: Page) -> list[str]:
    """Return the boxes of the page as it is drawn."""
    response = walker.get(sheet.slug)
    found = [box for _name, box in boxes(form_of(walker, sheet)) if given_back(response, box) is not None]
    assert found or not any(takes_words(field) for field in form_of(walker, sheet).fields.values())
    return found


def hold_refusal(
    response: HttpResponse, form: forms.BaseForm, posted: Mapping[str, str], action: str = ""
) -> set[str]:
    """Ask of a page that was not taken that every box is as it was, and why; return the boxes complained about."""
    bound = response.context["form"]
    assert bound.errors, "a page that comes back says why"
    for box, words in posted.items():
        assert same(words, given_back(response, box, action)), (
            f"what was typed into {box} is not in it any more"
        )
    for name in bound.errors:
        is_seen = name in bound.fields and not bound[name].is_hidden
        # What has no box on the page is told in the list of errors at its head.
        said = complaints(response, name) if is_seen else errors_of(response)
        assert re.search("[ก-๙]", said), f"{name} is refused and its box does not say why: {said!r}"
    return {box for name, box in boxes(form) if name in bound.errors and box in posted}


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", PAGES, ids=str)
@pytest.mark.parametrize("what", WORDS)
def test_every_box_gives_back_or_keeps_whole_what_was_typed(
    walker: Walker, event: Event, sheet: Page, what: str
) -> None:
    answered: set[str] = set()
    every: set[str] = set()
    for way in sheet.ways:
        fill(walker, sheet, event, way)
        form = form_of(walker, sheet)
        posted = {box: marked(WORDS[what], n) for n, box in enumerate(drawn(walker, sheet), start=11)}
        every |= set(posted)
        for _time in range(len(posted) + 3):
            response = walker.post(sheet.slug, **{**way, **posted})
            if response.status_code == 302:
                break
            assert response.status_code == 200
            refused = hold_refusal(response, form, posted)
            if not refused:
                way = {**way, **as_written(response)}
            answered |= refused
            posted = {box: words for box, words in posted.items() if box not in refused}
        else:
            pytest.fail("the page asks without end")
        answered |= send(walker, posted)
    if kept(WORDS[what]):
        assert every == answered, f"neither refused nor kept whole: {every - answered}"


def as_written(response: HttpResponse) -> Answers:
    """Answer a page that asks once whether words are right, or which of the places found is meant, with "as written"."""
    form = response.context["form"]
    if set(form.errors) == {"province"}:
        return {"province": SUBDISTRICT[:2]}
    assert form.asks_again or form.shows_found, form.errors
    unseen = {field.name: field.value() or "" for field in form.hidden_fields()}
    return unseen | ({"found": AS_WRITTEN} if getattr(form, "shows_found", False) else {})


def send(walker: Walker, posted: Mapping[str, str]) -> set[str]:
    """Send the request twice; return the boxes whose words the office has whole."""
    before = Case.objects.count()
    token = walker.token
    for _time in range(2):
        response = walker.client.post(address("check"), {"token": token})
        assert response["Location"] == address("sent")
    assert Case.objects.count() == before + 1, "sent once"
    office = stored()
    return {box for box, words in posted.items() if kept(words) in office}


# --- what is chosen, and what a page carries unseen -------------------------------------------------------------------

NO_CHOICE = [WORDS["emoji"], WORDS["ten thousand letters"], WORDS["signs of a terminal"], "-1", "None"]


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", PAGES, ids=str)
def test_a_choice_that_is_none_costs_no_word_of_the_others(walker: Walker, event: Event, sheet: Page) -> None:
    """Choices and hidden boxes: whatever comes in them is refused in words or left out, and what was typed stays."""
    way = sheet.ways[0]
    fill(walker, sheet, event, way)
    form = form_of(walker, sheet)
    typed = {box: f"คำที่{n}" for n, box in enumerate(drawn(walker, sheet))}
    chosen = [name for name, field in form.fields.items() if not takes_words(field)]
    for name, wrong in zip(chosen, cycle(NO_CHOICE), strict=False):
        response = walker.post(sheet.slug, **{**way, **typed, name: wrong})
        if response.status_code == 200:
            hold_refusal(response, form, typed)
        else:
            assert response.status_code == 302, name
            fill(walker, sheet, event, way)


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", PAGES, ids=str)
def test_a_token_that_is_none_sends_nothing_and_gives_the_words_back(
    walker: Walker, event: Event, sheet: Page
) -> None:
    for token in (*NO_CHOICE, "00000000-0000-0000-0000-000000000000"):
        hold_no_token(walker, event, sheet, token)


def hold_no_token(walker: Walker, event: Event, sheet: Page, token: str) -> None:
    way = sheet.ways[0]
    fill(walker, sheet, event, way)
    before = walker.client.session[KEY]["kept"]
    names = drawn(walker, sheet)
    values = {**way, **dict.fromkeys(names, "คะนารี")}
    response = walker.client.post(walker.url(sheet.slug), {**values, "token": token}, follow=True)
    assert response.status_code == 200
    assert walker.client.session[KEY]["kept"] == before
    assert not names or "คะนารี" in text_of(response)
    walker.client.post(address("check"), {"token": token})
    assert not Case.objects.exists()


# --- a lost signal ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", PAGES, ids=str)
@pytest.mark.parametrize("what", ["emoji", "Burmese", "a pasted address"])
def test_when_a_page_cannot_be_kept_every_box_comes_back(
    walker: Walker, event: Event, sheet: Page, what: str
) -> None:
    way = sheet.ways[0]
    fill(walker, sheet, event, way)
    form = form_of(walker, sheet)
    posted: dict[str, str] = {}
    for n, box in enumerate(drawn(walker, sheet), start=11):
        tried = {**posted, box: marked(WORDS[what], n)}
        if type(form)(data={**way, **tried}, answers=form.answers).is_valid():
            posted = tried
    with mock.patch.object(SessionStore, "save", side_effect=OperationalError("the disk is full")):
        response = walker.post(sheet.slug, **{**way, **posted})
    assert response.status_code == 503
    shown = kept(text_of(response))
    for box, words in posted.items():
        assert same(words, given_back(response, box)), f"{box} does not go along when it is sent again"
        assert kept(words) in shown or box.startswith("birth_date"), f"{box} is not shown"


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", PAGES, ids=str)
def test_an_answer_whose_reply_was_lost_is_taken_again(walker: Walker, event: Event, sheet: Page) -> None:
    """The signal goes after the page was kept: sent again, it leads to the same page and changes nothing."""
    way = sheet.ways[0]
    fill(walker, sheet, event, way)
    first = walker.post(sheet.slug, **way)
    once = walker.client.session[KEY]["kept"]
    again = walker.post(sheet.slug, **way)
    assert first["Location"] == again["Location"] == address("check")
    assert walker.client.session[KEY]["kept"] == once
    assert send(walker, {}) == set()
    old = walker.client.post(walker.url(sheet.slug), {**way, "token": "x"})
    assert old.status_code in {200, 302}
    assert Case.objects.count() == 1


# --- photos of every kind ---------------------------------------------------------------------------------------------


def odd(what: str) -> SimpleUploadedFile:
    name, content = photographs()[what]
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
@pytest.mark.parametrize("what", photographs())
def test_a_photo_of_any_kind_is_kept_or_refused_by_name_and_the_good_one_stays(
    walker: Walker, what: str
) -> None:
    walker.fill(until="files")
    response = walker.post("files", files=[odd(what), odd("JPEG")], action="continue")
    draft = walker.client.session[KEY]
    names = [file["name"] for file in draft["files"]]
    assert names[-1] == "a.jpg"
    if response.status_code == 302:
        assert len(names) == 2
    else:
        assert response.status_code == 200
        assert names == ["a.jpg"]
        assert re.search("แนบไม่ได้: [^:]*[ก-๙]{4}", text_of(response)), "the reason in words"


@pytest.mark.django_db
@pytest.mark.parametrize("what", photographs())
def test_a_photo_that_follows_later_is_kept_once_or_refused_by_name(
    client: Client, district: World, what: str
) -> None:
    case = tracked(client, factories.working_case(district))
    before, token = case.files.count(), str(uuid.uuid4())
    for _time in range(2):
        response = client.post(address("add_files"), {"token": token, "files": [odd(what)]})
        assert response.status_code in {200, 302}
    taken = case.files.count() - before
    assert taken == (1 if response.status_code == 302 else 0)
    if not taken:
        assert re.search("แนบไม่ได้: [^:]*[ก-๙]{4}", text_of(response))


# --- the other pages on which people write ----------------------------------------------------------------------------

SECRET = "CCCC-DDDD-FFFF-GGGG"


def tracked(client: Client, case: Case) -> Case:
    """Let a visitor have opened a case by its codes."""
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret(SECRET))
    opened = client.post(address("track"), {"reference": case.reference, "secret": SECRET})
    assert opened["Location"] == address("status")
    return case


def working(client: Client, district: World) -> None:
    tracked(client, factories.working_case(district))


def asked(client: Client, district: World) -> None:
    case = factories.working_case(district)
    asking.ask_reporter(case=case, actor=district.local.officer, question="หลังคารั่วกี่จุด")
    tracked(client, case)


def closing(client: Client, district: World) -> None:
    tracked(client, factories.closing_case(district))


def closed(client: Client, district: World) -> None:
    tracked(client, factories.closed_case(district))


def nothing(client: Client, district: World) -> None:
    """Anybody may write here."""


@dataclass(frozen=True)
class Other:
    """A page on which people write beside the request.

    Attributes:
        ready: lets it be open.
        answers: what is answered beside the words.
        query: behind its address.
        sends: what is written goes to the office; else it is looked up, and nothing is kept of it.
    """

    ready: Callable[[Client, World], None] = nothing
    answers: Answers | None = None
    query: str = ""
    sends: bool = True


OTHERS = {
    "cases_intake:answer": Other(asked),
    "cases_intake:message": Other(working),
    "cases_intake:withdraw": Other(working, {"sure": "on"}),
    "cases_intake:stay": Other(working),
    "cases_intake:refuse_consent": Other(working, {"sure": "on"}),
    "cases_intake:change_contact": Other(working, {"contact_way": "none"}),
    "cases_intake:object": Other(closing),
    "cases_intake:reopen": Other(closed),
    "own_data:page": Other(working, {"right": "correct"}),
    "consultation:ask": Other(answers={"problem": "disaster", "may_email": "on"}),
    "cases_intake:track": Other(sends=False),
    "cases_intake:lost": Other(sends=False),
    "cases_intake:come_back": Other(sends=False),
    "consultation:read": Other(sends=False),
    "alerts:ask": Other(answers={"agreed": "on"}, query="?list=search&q=น้ำท่วม", sends=False),
}
ELSEWHERE = {
    "cases_intake:step": "above",
    "cases_intake:files": "above",
    "cases_intake:add_files": "above",
    "cases_intake:check": "sends what was typed before; nothing is typed there",
    "cases_intake:rate": "a choice",
    "cases_intake:new_code": "a button",
    "alerts:confirm": "a button",
    "alerts:page": "a button",
    "alerts:stop": "a button",
    "news:page": "buttons",
    "survey": "its boxes are those that an officer made: tests/cases/surveys",
    "decision:page": "of a committee's decision: tests/cases/committee",
    "outside:close": "a button",
    "outside:say": "an organization writes there: tests/cases/outside",
    "outside:enter": "an organization writes there: tests/cases/outside",
    "helper:page": "a camp's helper writes there: tests/cases/camps",
}
"""Pages of visitors that are not posted to below, with the reason."""


def test_every_page_on_which_the_public_writes_is_tried() -> None:
    """Whoever adds one tries it here, or says why not."""
    public = {
        found.name
        for found in addresses()
        if found.rule is Rule.PRIVATE
        and hasattr(found.view, "typed_form")
        and not found.name.startswith(("accounts:", "cms_login"))
    }
    assert public == set(OTHERS) | set(ELSEWHERE)


def other_form(name: str) -> Any:
    view = next(found.view for found in addresses() if found.name == name)
    return view.typed_form


@pytest.mark.django_db
@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_page_gives_back_or_keeps_whole_and_once(
    client: Client, district: World, name: str, what: str
) -> None:
    page = OTHERS[name]
    page.ready(client, district)
    token, url = str(uuid.uuid4()), reverse(name) + page.query
    action = reverse(name) if page.ready is not nothing else ""
    form = other_form(name)()
    posted = {box: marked(WORDS[what], n) for n, (_name, box) in enumerate(boxes(form), start=11)}
    while True:
        response = client.post(url, {**(page.answers or {}), **posted, "token": token})
        if response.status_code == 302:
            break
        assert response.status_code == 200
        refused = hold_refusal(response, form, posted, action)
        if not refused or refused == set(posted):
            break
        posted = {box: words for box, words in posted.items() if box not in refused}
    if response.status_code == 302 and page.sends:
        office = stored()
        assert all(kept(words) in office for words in posted.values()), "what was taken arrived whole"
        client.post(url, {**(page.answers or {}), **posted, "token": token})
        assert stored().count(kept(max(posted.values(), key=len))) == office.count(
            kept(max(posted.values(), key=len))
        ), "sent once"
