"""The request as data: which page asks what, and which page comes next.

`STEPS` is the only place where the order stands. Everything else (the back link, the progress in words, which page may
be opened, what is checked before sending) follows from walking it. The functions here are pure: they take answers and
return words and slugs, so each node is tested by itself (house.md: Smart Answers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.domain.secrecy import is_careful
from cases.intake.forms.base import Answers, Raw, StepForm, Text, chosen
from cases.intake.forms.contact import ContactForm
from cases.intake.forms.matter import Danger, ProblemForm
from cases.intake.forms.person import WhomForm, for_other
from cases.intake.forms.place import PlaceForm
from cases.intake.forms.short import OCCASION, ShortContactForm, ShortPlaceForm, ShortWhomForm
from cases.intake.forms.story import FilesForm, StoryForm
from cases.intake.occasion import Occasion
from portal.vocabulary import ProblemType

Condition = Callable[[Answers], bool]

FIRST = "problem"
CHECK = "check"
"""Slug of the page that ends the questions."""


def always(answers: Answers) -> bool:
    """The last route of every step."""
    return True


def is_sensitive(answers: Answers) -> bool:
    """Somebody may look over the person's shoulder: the four crisis problems, and "not sure", which may be one."""
    problem = chosen(answers, "problem")
    return bool(problem) and is_careful(ProblemType(problem))


def in_danger(answers: Answers) -> bool:
    """Somebody is in danger now."""
    return chosen(answers, "whom", "danger") == Danger.YES


def has_files(answers: Answers) -> bool:
    """The person said that there are files."""
    return bool(chosen(answers, "story", "has_files"))


@dataclass(frozen=True, slots=True)
class Step:
    """One page.

    Attributes:
        slug: its place in the address, `/request/<slug>/`.
        section: the part of the check page under which its answers stand.
        question: heading of the page, unique in the request.
        form: what it asks.
        routes: pairs (condition, slug); the first that holds says which page comes next.
        question_for_other: the heading when help is asked for somebody else.
        why: one sentence under the heading that says why we ask.
        template: drawn with it.
        beside: the page that this one stands beside: whoever answered that may open this one, on the path or not.
    """

    slug: str
    section: int
    question: Text
    form: type[StepForm]
    routes: tuple[tuple[Condition, str], ...]
    question_for_other: Text = ""
    why: Text = ""
    template: str = "intake/step.html"
    beside: str = ""

    def next(self, answers: Answers) -> str:
        """Return the slug of the page after this one, for answers that include this one's."""
        return next(slug for holds, slug in self.routes if holds(answers))

    def heading(self, answers: Answers) -> Text:
        """Return the question in the wording for the person concerned."""
        return self.question_for_other if self.question_for_other and for_other(answers) else self.question


def _to(slug: str, *exceptions: tuple[Condition, str]) -> tuple[tuple[Condition, str], ...]:
    return (*exceptions, (always, slug))


_TABLE = (
    Step(
        "problem",
        1,
        _("คุณต้องการความช่วยเหลือเรื่องอะไร"),
        ProblemForm,
        _to("whom"),
        why=_("เลือกข้อที่ใกล้ที่สุด เจ้าหน้าที่เปลี่ยนให้ได้ภายหลัง"),
        template="intake/problem.html",
    ),
    Step(
        "whom",
        2,
        _("ปลอดภัยหรือไม่ และใครต้องการความช่วยเหลือ"),
        WhomForm,
        _to("place"),
        template="intake/whom.html",
    ),
    Step(
        "place",
        3,
        _("เหตุเกิดที่ไหน"),
        PlaceForm,
        _to("story"),
        why=_("ถ้าเหตุไม่ได้เกิดที่ใดที่หนึ่ง ให้บอกที่ที่คนที่ต้องการความช่วยเหลืออยู่ตอนนี้"),
        template="intake/place.html",
    ),
    Step(
        "story",
        4,
        _("เกิดอะไรขึ้น"),
        StoryForm,
        _to("contact", (has_files, "files")),
        template="intake/story.html",
    ),
    Step(
        "files",
        4,
        _("แนบรูปหรือเอกสารที่อยากให้เราดู"),
        FilesForm,
        _to("contact"),
        template="intake/files.html",
        beside="story",
    ),
    Step(
        "contact",
        5,
        _("เราจะติดต่อคุณอย่างไรจึงปลอดภัย"),
        ContactForm,
        _to(CHECK),
        why=_("เราใช้ข้อมูลนี้เพื่อช่วยเหลือเรื่องนี้เท่านั้น"),
    ),
)

STEPS: Mapping[str, Step] = {step.slug: step for step in _TABLE}
_SHORT = (
    Step(
        "whom",
        2,
        _("มีอันตรายหรือไม่ และต้องการอะไร"),
        ShortWhomForm,
        _to("place"),
        template="intake/short_whom.html",
    ),
    Step(
        "place",
        3,
        _("อยู่ที่ไหน"),
        ShortPlaceForm,
        _to("contact"),
        why=_("บอกให้ละเอียดพอที่เรือหรือรถจะหาพบ"),
        template="intake/short_place.html",
    ),
    Step(
        "contact",
        5,
        _("โทรกลับหาใคร"),
        ShortContactForm,
        _to(CHECK),
        why=_("เราใช้ข้อมูลนี้เพื่อช่วยเหลือเรื่องนี้เท่านั้น"),
    ),
)
SHORT: Mapping[str, Step] = {step.slug: step for step in _SHORT}
"""The pages of the short form of an event: those of the usual request with fewer questions (issue 14)."""
PAGE_NUMBERS: Mapping[str, int] = {step.slug: number for number, step in enumerate(_TABLE, start=1)}
"""For titles that tell a passer-by nothing: "แบบฟอร์ม หน้า 4" (cases.md, privacy 9)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is: "ขั้นที่ 3 จาก 6" (look.md).

    Attributes:
        number: of the page, from 1.
        total: pages from the first question to the check page, on the way that the answers so far lead.
    """

    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Journey:
    """What a draft amounts to, judged from the beginning.

    Attributes:
        path: slugs of the pages in their order, up to and including the one to answer next.
        answers: cleaned answers of the pages that stand.
        forms: the valid form of each answered page.
        typed: what was typed on each of them.
        here: the page to answer next; `CHECK` when nothing is missing.
        steps: the pages that may be asked: `STEPS`, or `SHORT`.
    """

    path: tuple[str, ...]
    answers: Answers
    here: str
    forms: Mapping[str, StepForm] = field(default_factory=dict)
    typed: Mapping[str, Raw] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=lambda: STEPS)

    @property
    def first(self) -> str:
        """Slug of the first page."""
        return first_of(self.steps)

    @property
    def is_complete(self) -> bool:
        """Every question on the path has a valid answer."""
        return self.here == CHECK

    @property
    def is_sensitive(self) -> bool:
        """The pages get the quick exit and titles that say nothing."""
        return is_sensitive(self.answers)

    def may_open(self, slug: str) -> bool:
        """Pages are answered in order; nobody jumps to the end (ASVS 2.3.1)."""
        return slug in self.path or (slug in self.steps and self.steps[slug].beside in self.forms)

    def before(self, slug: str) -> str | None:
        """Return the page before, None at the beginning."""
        if slug not in self.path:
            return self.steps[slug].beside
        position = self.path.index(slug)
        return self.path[position - 1] if position else None

    def progress(self, slug: str) -> Progress:
        """Return how far a page is on this way; every page counts, so that the number moves with each.

        The pages behind it are those to which the answers lead; what is not answered yet is taken for the shorter way.
        """
        is_beside = slug not in self.path
        done = self.path.index(self.steps[slug].beside if is_beside else slug) + is_beside
        total, following = done + 1, slug
        while following != CHECK:
            following = self.steps[following].next(self.answers)
            total += 1
        return Progress(done + 1, total)

    def answers_before(self, slug: str) -> Answers:
        """Return the answers that a page's form is built with: those of the pages before it."""
        earlier = self.path[: self.path.index(slug)] if slug in self.path else self.path
        given = () if self.steps is STEPS else (OCCASION, FIRST)
        return {name: self.answers[name] for name in (*given, *earlier) if name in self.answers}


def first_of(steps: Mapping[str, Step]) -> str:
    """Return the slug of the first page of a form."""
    return next(iter(steps))


def walk(kept: Mapping[str, Raw], known: Journey | None = None, occasion: Occasion | None = None) -> Journey:
    """Judge a draft: follow the table from the first page as far as valid answers lead.

    Args:
        kept: what was typed, by slug of the step. Answers off the path are left alone and not looked at, so that
            somebody who goes back and forth finds them again.
        known: the same draft, judged a moment ago: pages whose answers, and those before them, are the same are not
            judged again.
        occasion: of the short form; None for the usual one. What the short form does not ask is answered by it.
    """
    steps = STEPS if occasion is None else SHORT
    answers: dict[str, Mapping[str, object]] = {}
    if occasion is not None:
        answers = {OCCASION: {OCCASION: occasion}, FIRST: {FIRST: occasion.problem.value}}
        known = known if known and known.answers.get(OCCASION) == answers[OCCASION] else None
    elif known and OCCASION in known.answers:
        known = None
    forms: dict[str, StepForm] = {}
    typed: dict[str, Raw] = {}
    path: list[str] = []
    slug = first_of(steps)
    while slug != CHECK:
        path.append(slug)
        raw = kept.get(slug)
        if raw is None:
            break
        form = known.forms.get(slug) if known else None
        if form is not None and known is not None and known.typed[slug] == raw:
            form.answers = answers
        else:
            # From the first change on everything is judged anew: a page may look at the answers before it.
            known = None
            form = steps[slug].form(data=MultiValueDict(raw), answers=answers)
            if not form.is_valid():
                break
        answers[slug] = form.cleaned_data
        forms[slug] = form
        typed[slug] = raw
        slug = steps[slug].next(answers)
    else:
        path.append(CHECK)
    return Journey(path=tuple(path), answers=answers, here=slug, forms=forms, typed=typed, steps=steps)
