"""A case on paper by scope: what the reader sees on the page, in the order of an office's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.desk.case.attached import attached_to
from cases.desk.content import facts, history
from cases.desk.content.facts import Numbers
from cases.desk.frame import desk_page
from cases.desk.lookup import open_or_404
from cases.desk.names import brief
from cases.desk.statuses import case_status
from cases.domain.view import CaseView, Part, Referral, Summary
from cases.machine.vocabulary import Scope
from legal_library.public.provisions import Named
from portal.actors import Officer
from portal.audit import services as audit
from portal.letters.kinds.casefile import CaseFilePrint, Section, casefile_pdf
from portal.thai.dates import format_date, format_datetime, to_bangkok
from portal.web.access import case_page
from portal.web.downloads import pdf_response
from portal.web.locked import LockedFileForm, locked_pdf
from portal.web.typed import takes_words


class PrintForm(LockedFileForm):
    """For what a case is printed: paper leaves the portal, so its reason is asked and recorded (privacy 6 and 12)."""

    purpose = forms.CharField(
        label=gettext_lazy("พิมพ์เพื่ออะไร"),
        help_text=gettext_lazy("เช่น เสนอคณะกรรมการ แนบสำนวน ข้อความนี้พิมพ์ท้ายกระดาษและบันทึกไว้"),
        max_length=200,
        error_messages={"required": gettext_lazy("บอกว่าพิมพ์เพื่ออะไร")},
    )


@takes_words(PrintForm)
@case_page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for what a case is printed, and print what the reader may read of it; every print is recorded."""
    now = timezone.now()
    view = open_or_404(request.actor, reference, least=Scope.SUMMARY, now=now).view
    form = PrintForm(request.POST or None, is_locked=view.is_restricted)
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        audit.record(
            actor=request.actor,
            action="case.print",
            subject=view.reference,
            purpose=purpose,
            data={"scope": view.scope.name.lower()},
        )
        drawn = casefile_pdf(print_of(view, request.actor, purpose, now))
        name = f"case-{view.reference}.pdf"
        if not view.is_restricted:
            return pdf_response(drawn, name=name)
        # Saved, not shown: the page with the password has to stay.
        return pdf_response(locked_pdf(drawn, form.cleaned_data["password"]), name=name, inline=False)
    return desk_page(request, "desk/case_print.html", {"case": view, "form": form})


def print_of(view: CaseView, actor: Officer, purpose: str, now: dt.datetime) -> CaseFilePrint:
    """Return what is printed, in Thai whatever language the page has.

    Args:
        view: what the reader may read.
        actor: who prints.
        purpose: for what, as typed.
        now: when.
    """
    with override("th"):
        who = f"{actor.person.display_name} · {brief(actor.organization)}"
        values = {"who": who, "when": format_datetime(now), "purpose": purpose}
        return CaseFilePrint(
            issuer=actor.organization.display_name,
            reference=view.reference,
            number=view.number if isinstance(view, Summary) else "",
            scope=str(view.scope.label),
            mark=_("พิมพ์โดย %(who)s เมื่อ %(when)s เพื่อ%(purpose)s") % values,
            printed_on=to_bangkok(now).date().isoformat(),
            sections=tuple(_sections(view)),
        )


def _sections(view: CaseView) -> Iterator[Section]:
    yield Section(title=_("ผู้รับผิดชอบ"), facts=_filled(_standing(view)))
    if not isinstance(view, Part):
        return
    known = facts.known(view)
    assert known is not None
    if isinstance(view, Referral):
        yield Section(title=_("เรื่องที่เกิดขึ้น"), lines=(view.story,))
    yield Section(title=_("ข้อมูลเรื่อง"), facts=_filled(known.matter))
    for person in known.people:
        yield Section(title=_("ผู้ประสบปัญหา"), facts=_filled(person))
    yield Section(title=_("ผู้แจ้งและการติดต่อ"), facts=_filled(known.reporter), lines=tuple(known.cautions))
    yield Section(title=_("สถานที่"), facts=_filled(known.where))
    for one in attached_to(view):
        yield Section(title=one.title, lines=(one.text,))
    if view.help:
        yield Section(title=_("การช่วยเหลือที่ให้แล้ว"), lines=tuple(_help(view)))
    yield Section(title=_("ความเป็นมา"), lines=tuple(_line(entry) for entry in history.entries(view)))


def _standing(view: CaseView) -> facts.Facts:
    rows: facts.Facts = [(_("หน่วยงาน"), view.holder.display_name), (_("โทรศัพท์"), view.holder.phone)]
    if isinstance(view, Summary):
        status = case_status(view)
        rows += [
            (_("ขั้นตอน"), f"{status.text} {status.note}".strip()),
            (_("รับเรื่องเมื่อ"), format_datetime(view.received_at)),
        ]
    return rows + [(due.kind.label, format_datetime(due.due_at)) for due in view.dues]


def _filled(rows: facts.Facts) -> tuple[tuple[str, str], ...]:
    return tuple((str(term), _plain(value)) for term, value in rows if value)


def _plain(value: Any) -> str:
    if isinstance(value, Numbers):
        numbers = ", ".join(phone.display for phone in value.phones)
        return f"{numbers} ({value.words})" if value.words else numbers
    return value.words if isinstance(value, Named) else str(value)


def _help(view: Part) -> Iterator[str]:
    for one in view.help:
        amount = f" {one.amount_baht} บาท" if one.amount_baht is not None else ""
        words = f"{format_date(one.given_on)} {one.kind.label}{amount} {brief(one.organization)}"
        yield f"{words}\n{one.description}".strip()


def _line(entry: history.Entry) -> str:
    target = f" → {entry.target}" if entry.target else ""
    head = f"{format_datetime(entry.event.at)} {entry.title} · {entry.who}{target}"
    return "\n".join(part for part in (head, entry.reason, *entry.changes, entry.note) if part)
