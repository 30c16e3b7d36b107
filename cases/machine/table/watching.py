"""When somebody is silent, part of the matter, or in an emergency; and what the portal does by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import succession, who
from cases.machine.by_rule import (
    ALARMS_END,
    CASE_FALLS_TO,
    DRIVEN_ON,
    HANDOVER_RECALLED,
    REPAIRED,
    SEARCH,
    SHUT_OUT,
    WISHES_FALL,
)
from cases.machine.declared import (
    CHANGES_BASE,
    Does,
    Variants,
    goes_on,
    grants,
    notes,
    revokes,
    sets,
    stops,
)
from cases.machine.table.words import CENTER_DECIDES, EVERY_STAGE, INTERNAL, PUBLIC, SYSTEM
from cases.machine.verb import Line
from cases.machine.verbs import watching
from cases.machine.vocabulary import (
    DutyBasis,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
)

if TYPE_CHECKING:
    from cases.machine.verb import Ask


def whom(ask: Ask) -> str:
    """Return whether a whole organization is kept from a case, or one person of it."""
    return "organization" if ask.given.person is None else "person"


LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.TAKE_OVER,
        row="new",
        who=who.center_decides,
        who_words=CENTER_DECIDES,
        do=watching.take_over,
        does=Does(
            sometimes=sets(stand_in=True, led=True) | stops(*SEARCH) | CHANGES_BASE,
            may_follow=(CASE_FALLS_TO, HANDOVER_RECALLED, DRIVEN_ON[DutyBasis.MOVED], ALARMS_END),
        ),
        guards=(g.silent_too_long,),
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.RECUSE,
        row="new",
        who=who.any_officer,
        who_words=_("เจ้าหน้าที่ทุกคน ในเรื่องที่ตนมีส่วนได้เสีย"),
        do=watching.recuse,
        does=Does(
            always=sets("recused"),
            may_follow=(REPAIRED,),
        ),
        guards=(g.somebody_is_left,),
    ),
    Line(
        verb=Verb.SHUT_OUT,
        row="new",
        who=who.holder_or_center_decides,
        who_words=_("หัวหน้าของหน่วยงานที่รับผิดชอบ หรือหัวหน้าศูนย์"),
        do=watching.shut_out_of_it,
        does=Variants(
            which=whom,
            each={
                "organization": Does(always=sets("excluded"), may_follow=(SHUT_OUT,)),
                "person": Does(always=sets("recused"), may_follow=(REPAIRED,)),
            },
        ),
        guards=(g.may_be_shut_out,),
        scope=Scope.SUMMARY,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.BREAK_GLASS,
        row="new",
        who=who.works_or_decides,
        who_words=_("ผู้ปฏิบัติงานหรือหัวหน้าของหน่วยงานในจังหวัด"),
        do=watching.break_glass,
        does=Does(always=grants(GrantReason.BREAK_GLASS)),
        guards=(g.cannot_read_it_yet, g.in_the_province),
        stages=EVERY_STAGE,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.SUCCEED,
        row="new",
        who=who.system,
        who_words=SYSTEM,
        do=succession.succeed,
        does=Does(
            sometimes=sets(led=True) | stops(*SEARCH),
            may_follow=(REPAIRED,),
        ),
        stages=EVERY_STAGE,
    ),
    Line(
        verb=Verb.FOLLOW_CALENDAR,
        row="new",
        who=who.system,
        who_words=SYSTEM,
        do=watching.follow_calendar,
        does=Does(
            sometimes=goes_on(*DutyKind, basis=DutyBasis.CALENDAR) | notes(WaitingKind.QUESTION),
            may_follow=(WISHES_FALL,),
        ),
    ),
    Line(
        verb=Verb.FIRE_ALARM,
        row="new",
        who=who.system,
        who_words=SYSTEM,
        do=watching.fire_alarm,
        does=Does(many=grants(GrantReason.LADDER)),
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.EXPIRE_GRANT,
        row="new",
        who=who.system,
        who_words=SYSTEM,
        do=watching.expire_grant,
        does=Does(sometimes=revokes(*GrantReason)),
        stages=EVERY_STAGE,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.ANONYMIZE,
        row="new",
        who=who.system,
        who_words=SYSTEM,
        do=watching.anonymize,
        does=Does(
            always=sets(anonymized=True),
            sometimes=revokes(*GrantReason),
        ),
        guards=(g.retention_is_over,),
        stages=frozenset({Stage.CLOSED}),
    ),
)
