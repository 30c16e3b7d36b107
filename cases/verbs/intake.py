"""A request comes in (rows 1 and 1a)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Of, Since, Start, Stop
from cases.verbs.transition import Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import Verb, Visibility

ROWS = (
    Transition(
        verb=Verb.SUBMIT,
        row="1",
        sources=frozenset(),
        targets=frozenset({S.RECEIVED}),
        who=rules.citizen_or_officer,
        who_words=_("ประชาชน หรือเจ้าหน้าที่ผู้รับเรื่อง"),
        starts=(Start(K.FIRST_FORWARD, since=Since.RECEIPT),),
        visibility=Visibility.PUBLIC,
    ),
    Transition(
        verb=Verb.AUTO_ROUTE,
        row="1a",
        sources=frozenset({S.RECEIVED}),
        targets=frozenset({S.REFERRED}),
        who=rules.system,
        who_words=_("ระบบ"),
        stops=(Stop(K.FIRST_FORWARD),),
        starts=(Start(K.ACKNOWLEDGE, Of.SENT),),
        visibility=Visibility.PUBLIC,
    ),
)
