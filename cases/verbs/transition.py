"""What one line of the table of verbs says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Start, Stop, StopAll
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind, ReferralMode, ReferralState, Verb, Visibility

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Actor

Who = Callable[..., bool]
Guard = Callable[["Case", "Actor"], rules.Answer]

OPEN_STATES = frozenset(S) - {S.CLOSED}
REFERABLE = frozenset({S.SCREENED, S.IN_PROGRESS, S.FOLLOWING_UP})

HOLDER = _("เจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ")
SUPERVISOR = _("หัวหน้าของหน่วยงานที่รับผิดชอบ")
TARGET = _("เจ้าหน้าที่ของหน่วยงานที่ได้รับ")
SENDER = _("เจ้าหน้าที่ของหน่วยงานที่ส่งหรือรับผิดชอบ หรือหัวหน้าศูนย์")


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row: what may happen to a case.

    Attributes:
        verb: its name, and through `label` the words on the button.
        row: the row of the design's table (cases.md).
        sources: the states in which it may happen; empty when it makes the case.
        targets: the states in which it may leave the case; empty when the state stays as it is.
        who: predicate over case, actor and referral.
        who_words: the same in words, for the document.
        guards: further conditions over case and actor.
        stops: the clocks that it stops, as long as they run; carried out by `cases.domain.act`, like the next two.
        starts: the clocks that it starts.
        recounts: the running clocks of the case that get the limit of its track and severity as they are then.
        follows_calendar: clocks that wait for working days are counted by the calendar as it is then.
        passes_on: clocks of an organization that cannot act go on, with their due times, with who takes over.
        visibility: who may read its entry in the history.
        referral: mode and state of the referral that it answers, when it answers one.
        hint: what the form says above its button.
        danger: the button ends something; pages ask once more.
    """

    verb: Verb
    row: str
    sources: frozenset[S]
    targets: frozenset[S] = frozenset()
    who: Who
    who_words: str | Promise
    guards: tuple[Guard, ...] = ()
    stops: tuple[Stop | StopAll, ...] = ()
    starts: tuple[Start, ...] = ()
    recounts: tuple[ClockKind, ...] = ()
    follows_calendar: bool = False
    passes_on: bool = False
    visibility: Visibility = Visibility.SHARED
    referral: tuple[ReferralMode, ReferralState] | None = None
    hint: str | Promise = ""
    danger: bool = False

    @property
    def label(self) -> str | Promise:
        """The words on the button."""
        return self.verb.label

    @property
    def is_offered(self) -> bool:
        """A button of the desk, rather than an act of the public or of the system."""
        return self.who not in {rules.citizen, rules.system, rules.citizen_or_officer}
