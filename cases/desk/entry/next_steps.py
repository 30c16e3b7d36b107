"""What is offered when a request was taken down, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.vocabulary import Consent


@dataclass(frozen=True, slots=True)
class Link:
    """One thing to do next.

    Attributes:
        text: words on the button.
        url: where it leads.
    """

    text: str | Promise
    url: str


def next_steps(case: Case, *, is_sent: bool) -> list[Link]:
    """Return what follows: find the responsible organization, in a crisis the nearest help, the next person.

    Args:
        case: just taken down.
        is_sent: it is on its way to the responsible organization already.
    """
    page = reverse("desk:case", kwargs={"reference": case.reference})
    new = reverse("desk:new")
    screen = Link(_("เปิดเรื่องนี้เพื่อคัดกรอง"), reverse("desk:act", args=[case.reference, Verb.SCREEN]))
    # Who is hurt goes to the nearest hospital first, and the case to the lead agency (S2.41).
    is_refused = case.is_crisis and case.consent == Consent.REFUSED
    asks = Verb.REQUEST_DISCLOSURE if is_refused else Verb.REFER_JOINT
    first_aid = Link(
        # Against a refusal another person decides first, and may at once.
        asks.label if is_refused else _("ส่งโรงพยาบาลหรือขอหน่วยงานอื่นช่วยก่อน"),
        reverse("desk:act", args=[case.reference, asks]),
    )
    return [
        *([] if is_sent else [screen]),
        *([first_aid] if case.is_crisis or case.danger_now else []),
        Link(_("รับเรื่องถัดไป"), new),
        Link(_("รับอีกเรื่องของผู้แจ้งคนเดิม"), f"{new}?{urlencode({'after': case.reference})}"),
        Link(_("เปิดหน้าเรื่อง"), page),
    ]
