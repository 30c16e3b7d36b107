"""A request's progress as steps for the timeline component."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.queries.tracking import Progress, Step
from cases.intake.moments import moment
from cases.vocabulary import PublicStatus

_ROAD = (PublicStatus.RECEIVED, PublicStatus.SENT_ON, PublicStatus.WORKING, PublicStatus.CLOSED)
"""The usual way of a request, for the steps that are still to come."""


_MEANING = {
    PublicStatus.RECEIVED: gettext_lazy("เจ้าหน้าที่กำลังดูว่าหน่วยงานใดช่วยคุณได้"),
    PublicStatus.SENT_ON: gettext_lazy("รอหน่วยงานนั้นตอบรับ"),
    PublicStatus.WORKING: gettext_lazy("มีเจ้าหน้าที่ดูแลเรื่องของคุณอยู่"),
    PublicStatus.NEEDS_ANSWER: gettext_lazy("เจ้าหน้าที่ต้องการข้อมูลเพิ่มจากคุณก่อนทำต่อ"),
    PublicStatus.CLOSED: gettext_lazy("ไม่มีใครต้องทำอะไรต่อแล้ว"),
}
"""What each of the five words means for the person who waits."""


_REMARKS = {"done": gettext_lazy("เสร็จแล้ว"), "current": "", "todo": gettext_lazy("ยังไม่ถึง")}
"""What the mark of a step says to readers by ear; the present one is told by `aria-current`."""


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of components/timeline.html.

    Attributes:
        title: the words.
        state: how it stands; the class that draws its mark.
        at: when it was reached; None for what is to come.
        who: who acts; "" where nobody is named.
        text: what it means for the reader.
        due: by when something happens, in words.
    """

    title: str | Promise
    state: Literal["done", "current", "todo"]
    at: date | None = None
    who: str = ""
    text: str | Promise = ""
    due: str = ""

    @property
    def is_current(self) -> bool:
        """The step at which the request stands."""
        return self.state == "current"

    @property
    def remark(self) -> str | Promise:
        """The state in words; "" for the present step."""
        return _REMARKS[self.state]


def timeline(progress: Progress, *, due: datetime | None) -> list[TimelineStep]:
    """Return the steps done, the present one with holder and time, and those to come.

    Of a restricted request the page says no more than "working" or "closed", and no body (cases.md, privacy 8).

    Args:
        progress: what the citizen may know.
        due: by when the holder has to act, None when nothing runs.
    """
    steps = progress.steps or _restricted_steps(progress)
    done = [TimelineStep(title=step.status.label, at=step.at, who=step.who, state="done") for step in steps]
    present = replace(done.pop(), state="current", text=_MEANING[steps[-1].status])
    if not progress.is_restricted:
        holder = _("ผู้ดูแลเรื่องตอนนี้: %(body)s") % {"body": progress.holder.display_name}
        present = replace(present, who=holder)
        if due is not None:
            present = replace(present, due=_("ขั้นต่อไปภายใน %(due)s") % {"due": moment(due)})
    todo = [TimelineStep(title=status.label, state="todo") for status in _after(steps[-1].status)]
    return [*done, present, *todo]


def _restricted_steps(progress: Progress) -> tuple[Step, ...]:
    return (
        Step(at=progress.received_at, status=PublicStatus.RECEIVED),
        Step(at=progress.updated_at, status=progress.status),
    )


def _after(status: PublicStatus) -> tuple[PublicStatus, ...]:
    if status == PublicStatus.NEEDS_ANSWER:
        return (PublicStatus.WORKING, PublicStatus.CLOSED)
    return _ROAD[_ROAD.index(status) + 1 :]
