"""Mail that did not leave: for the head of the joint center, who sees to it that people are told all the same (R29)."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.desk.messages.rows import message_rows
from portal.outbox.models import Channel, OutboxMessage
from portal.outbox.rules import tends_mail
from portal.outbox.services import settle, try_again
from portal.web.access import staff_only
from portal.web.keyset import Key, keyed

PAGE_SIZE = 25
OLDEST_FIRST = (Key("created_at"), Key("pk"))


def _for_those_who_tend(request: HttpRequest) -> None:
    """Hide the list from everybody else.

    Raises:
        Http404: for them it does not exist.
    """
    if not tends_mail(request.actor):
        raise Http404


@staff_only
@require_GET
def unsent(request: HttpRequest) -> HttpResponse:
    """List what was given up, was refused, or has waited for more than an hour."""
    _for_those_who_tend(request)
    found = OutboxMessage.objects.unsent(timezone.now()).select_related("organization")
    page = keyed(request, found, OLDEST_FIRST, PAGE_SIZE)
    context = {
        "page": page,
        "rows": message_rows(page.rows, request.actor),
        "channel": Channel.objects.filter(failures__gt=0).first(),
    }
    return desk_page(request, "desk/messages.html", context, here="messages")


@staff_only
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one message again, or note that the recipient was told by other means."""
    _for_those_who_tend(request)
    message = get_object_or_404(OutboxMessage, pk=pk)
    verb = settle if request.POST.get("do") == "settle" else try_again
    if not verb(message=message, actor=request.actor):
        notes.warning(request, _("ข้อความนี้ส่งแล้ว มีผู้จัดการแล้ว หรือกำลังส่งอยู่ โปรดดูรายการอีกครั้ง"))
    elif verb is settle:
        notes.success(request, _("บันทึกแล้วว่าติดต่อทางอื่น ระบบจะไม่ส่งข้อความนี้อีก"))
    else:
        notes.success(request, _("ระบบจะส่งข้อความนี้อีกครั้งทันที"))
    return redirect("desk:messages")


@staff_only
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try everything again, after a mail server or its settings were mended."""
    _for_those_who_tend(request)
    found = list(OutboxMessage.objects.unsent(timezone.now()))
    count = sum(try_again(message=message, actor=request.actor) for message in found)
    notes.success(
        request,
        ngettext("ระบบจะส่งอีกครั้ง %(count)d ข้อความ", "ระบบจะส่งอีกครั้ง %(count)d ข้อความ", count)
        % {"count": count},
    )
    return redirect("desk:messages")
