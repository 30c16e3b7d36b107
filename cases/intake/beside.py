"""What stands beside the question on a wide screen: the way so far, step by step, with what was answered (look.md).

On a phone it comes after the form, so that nothing stands before the first answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.intake.flow import CHECK, Journey
from cases.intake.summary import heading_of

LONGEST = 70
"""Letters of an answer that stand beside the question; the check page shows all."""

_OF_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of the way.

    Attributes:
        title: what it is about, as on the check page.
        state: class of its mark: done, current or todo.
        text: what was answered, in short; "" where somebody may look over the shoulder.
        url: where it can be changed; "" for the present part and for those to come.
    """

    title: str
    state: str
    text: str = ""
    url: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the person is here."""
        return self.state == "current"

    @property
    def remark(self) -> str:
        """The state in words, for those who see no mark."""
        return {"done": _("ตอบแล้ว"), "current": _("อยู่ที่นี่"), "todo": _("ยังไม่ถึง")}[self.state]


def legs(journey: Journey, slug: str) -> list[Leg]:
    """Return the parts of the way to sending, in their order.

    Args:
        journey: of the draft.
        slug: of the page that is shown; `CHECK` for the last, which shows all answers itself.
    """
    here = journey.steps[slug].section if slug in journey.steps else 0
    found: dict[int, Leg] = {}
    for name, step in journey.steps.items():
        if step.section in found:
            continue
        if step.section == here:
            found[here] = Leg(_name(here), "current")
        elif name in journey.forms:
            found[step.section] = _answered(journey, name, is_shown=slug != CHECK)
        else:
            found[step.section] = Leg(_name(step.section), "todo")
    last = Leg(_("ตรวจและส่ง"), "current" if slug == CHECK else "todo")
    return [*found.values(), last]


def _name(section: int) -> str:
    return _("คนที่ต้องการความช่วยเหลือ") if section == _OF_PEOPLE else heading_of(section)


def _answered(journey: Journey, name: str, *, is_shown: bool) -> Leg:
    title = _name(journey.steps[name].section)
    if not is_shown:
        return Leg(title, "done")
    told = "" if journey.is_sensitive else str(journey.forms[name].in_short())
    url = reverse("cases_intake:step", args=[name])
    return Leg(title, "done", Truncator(told).chars(LONGEST), url)
