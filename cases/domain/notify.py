"""Telling bodies and citizens that something happened: a reference, a link and a time, never what it is about.

(cases.md, privacy 7.) Messages are rows of the outbox, written in the transaction of the act.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

from cases.domain import ladder, replying
from cases.domain.offices import CaseOffices
from cases.machine.standing import Approval as Decision
from cases.machine.vocabulary import DutyKind, WaitingKind
from cases.vocabulary import AlarmPurpose
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.organizations.domain.routing import office_of_province
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import Channel, MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.thai.dates import format_datetime
from portal.web.links import absolute

if TYPE_CHECKING:
    from cases.domain.act import Act
    from cases.models import Approval, Case, Reporter

    Teller = Callable[[Case, str], None]

_tellers: list[Teller] = []


def register(tell: Teller) -> None:
    """Let a room above this one tell reporters of news on another way than by mail; the same function twice counts once.

    Args:
        tell: is called in the transaction of the act with a case that has a reporter, and a name of the occasion.
    """
    if tell not in _tellers:
        _tellers.append(tell)


def desk_link(case: Case) -> str:
    """Return the address of the case's page at the desk; it opens for those only who may see the case."""
    with translation.override("th"):
        return absolute(reverse("desk:case", kwargs={"reference": case.reference}))


def tell_body(*, case: Case, body: Organization, template: str, due: dt.datetime | None = None) -> None:
    """Write to a body that it has something to do. A body without an e-mail address sees it in its work list only.

    Args:
        case: after the act, so that its version names this message.
        body: who is told.
        template: the outbox template.
        due: until when, aware.
    """
    if not body.email:
        return
    context = {"reference": case.reference, "link": desk_link(case), "body_name": body.display_name}
    if due is not None:
        context["due"] = format_datetime(due)
    enqueue(
        template=template,
        to=body.email,
        context=context,
        dedup_key=f"{template}:{case.reference}:{case.version}:{body.pk}",
        organization=body,
    )


def tell_heads(*, case: Case, template: str, due: dt.datetime | None = None) -> None:
    """Write to who decides at the holder; where nobody is known by an address to the holder itself, else likewise at the center.

    A notice that was promised reaches somebody (cases-verbs.tsv, break_glass). Whoever takes no part is not written to.

    Args:
        case: after the act, so that its version names this message.
        template: the outbox template.
        due: until when, aware.
    """
    center = Organization.objects.get(pk=CaseOffices(case).center())
    for body in dict.fromkeys((case.holder, center)):
        if body.pk in case.excluded:
            continue
        there = Appointment.objects.in_force().filter(organization=body)
        heads = there.exclude(user__in=case.recused.values("pk")).giving(Function.SUPERVISE, Function.DEPUTY)
        found = {address for address in heads.values_list("user__email", flat=True) if address} or {
            body.email
        }
        for position, address in enumerate(sorted(filter(None, found))):
            enqueue(
                template=template,
                to=address,
                context={
                    "reference": case.reference,
                    "link": desk_link(case),
                    "body_name": body.display_name,
                    **({"due": format_datetime(due)} if due is not None else {}),
                },
                dedup_key=f"{template}:{case.reference}:{case.version}:{body.pk}:{position}",
                organization=body,
            )
        if any(found):
            return


def tell_left_out(act: Act, organizations: frozenset[int]) -> None:
    """Write to those who are kept from a case by an act that what they were asked for, or did, ended: a unit may be on its way.

    Args:
        act: recorded.
        organizations: keys of those who are kept out; whoever had nothing to do is not written to.
    """
    ended = {
        row.organization
        for number, row in act.before.waiting.items()
        if row.kind != WaitingKind.INFORM and row.is_alive and not act.after.waiting[number].is_alive
    }
    for organization in Organization.objects.filter(pk__in=organizations & ended).order_by("pk"):
        tell_body(case=act.case, body=organization, template="case_recalled")


def tell_reporter(*, case: Case, occasion: str = "") -> None:
    """Write to the reporter that there is news, on each way that they said is safe. The link leads to the tracking page.

    Args:
        case: after the act, so that its version names this message.
        occasion: names it instead, where what is new is no event of the case.
    """
    reporter = getattr(case, "reporter", None)
    if reporter is None:
        return
    occasion = occasion or str(case.version)
    if reporter.email and reporter.may_email:
        _mail_reporter(case, reporter, occasion)
    for tell in _tellers:
        tell(case, occasion)


def _mail_reporter(case: Case, reporter: Reporter, occasion: str) -> None:
    with translation.override(case.language):
        link = absolute(reverse("cases_intake:track"))
    context = {"reference": case.reference, "link": link}
    if back := replying.address_for(case, reporter):
        context["reply_to"] = back
    enqueue(
        template="case_news",
        to=reporter.email,
        context=context,
        dedup_key=f"case_news:{case.reference}:{occasion}",
    )


def take_back_mails(*, case: Case) -> None:
    """Take back mails to the reporter that were not sent yet: the address that they name is not to be used any more."""
    unsent = OutboxMessage.objects.exclude(state=MessageState.SENT)
    unsent.filter(dedup_key__contains=f":{case.reference}:", organization=None, way=Channel.EMAIL).delete()


def tell_governor(*, case: Case) -> None:
    """Tell the governor of the province that the center took a silent case over, with the list of what is late.

    Neither a governor who may not know of the case is told, nor one where nobody is known by an address: the paper lies
    at the center then (`/desk/late/`).
    """
    governor = office_of_province(OrganizationType.GOVERNOR, case.province_code)
    if governor is None or governor.pk in case.excluded:
        return
    with translation.override("th"):
        link = absolute(reverse("desk:late"))
    told = ladder.Told(governor, AlarmPurpose.REPORT)
    for place, address in enumerate(ladder.addresses(told, case=case)):
        enqueue(
            template="case_governor_told",
            to=address,
            context={"reference": case.reference, "link": link, "body_name": governor.display_name},
            dedup_key=f"case_governor_told:{case.reference}:{case.version}:{place}",
            organization=governor,
        )


def tell_decider(act: Act) -> None:
    """Write to the organization in which what this act asked for is to be decided."""
    new = [
        row
        for number, row in act.after.waiting.items()
        if number not in act.before.waiting and isinstance(row, Decision)
    ]
    for row in new:
        body = Organization.objects.get(pk=row.organization)
        tell_body(case=act.case, body=body, template="case_to_decide", due=act.due(DutyKind.APPROVE))


def tell_requester(act: Act, approval: Approval) -> None:
    """Write to the organization that asked for a decision that there is one."""
    tell_body(case=act.case, body=approval.requesting, template="case_decided")


def tell_holder_to_read(act: Act) -> None:
    """Write to the holder that the citizen sent something."""
    tell_body(case=act.case, body=act.case.holder, template="case_message", due=act.due(DutyKind.READ))
