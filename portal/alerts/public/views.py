"""Asking for a mail, confirming it, reading what was told of, and ending it. Nobody needs an account.

Opening a link changes nothing, because programs that look through mails open every link: a button does. The one exception
is a POST of a mail program, which RFC 8058 defines for ending.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.alerts.domain import asking, ending, telling
from portal.alerts.models import Subscriber
from portal.alerts.public.forms import AlertForm
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web import following
from portal.web.access import quiet_page
from portal.web.typed import takes_words

ASKED_PER_NETWORK = 20
ASKED_PER_NETWORK_A_DAY = 200
MAILS_PER_ADDRESS = 5
LOOKS_PER_NETWORK = 120
WINDOW = 900
DAY = 86_400
"""Seconds. Hundreds of phones may share one address of the network; one mailbox is one person's."""


def _show(
    request: HttpRequest, template: str, page_name: str, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, f"alerts/{template}.html", {"page_name": page_name, **more}, status=status)


def _mailbox(email: str) -> str:
    """Return into which mailbox mail to an address falls: what stands behind a "+" is a note of its owner (RFC 5233)."""
    local, _at, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _too_many(request: HttpRequest) -> HttpResponse:
    response = _show(request, "closed", _("ลองหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง"), status=429)
    response["Retry-After"] = str(WINDOW)
    return response


@takes_words(AlertForm)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the list and its conditions stand in this page's own address, as in the list's."""
    followed = following.read(request.GET.get("list", "")[:20], request.GET)
    if followed is None:
        return _show(request, "closed", _("รายการนี้ขอให้แจ้งทางอีเมลไม่ได้"), status=404)
    form = AlertForm(request.POST if request.method == "POST" else None)
    name = _("แจ้งฉันเมื่อมีเรื่องใหม่")
    if request.method != "POST" or not form.is_valid():
        return _show(request, "ask", name, form=form, followed=followed)
    email = form.cleaned_data["email"].lower()
    network = throttle.address_of(request)
    if not throttle.allowed(Try("alert-network", network, ASKED_PER_NETWORK, WINDOW)):
        form.add_error(None, _("มีคำขอจากเครือข่ายนี้มากเกินไป รอ 15 นาทีแล้วส่งอีกครั้ง"))
        response = _show(request, "ask", name, status=429, form=form, followed=followed)
        response["Retry-After"] = str(WINDOW)
        return response
    if not throttle.allowed(Try("alert-network-day", network, ASKED_PER_NETWORK_A_DAY, DAY)):
        form.add_error(None, _("วันนี้มีคำขอจากเครือข่ายนี้มากเกินไป ส่งอีกครั้งพรุ่งนี้"))
        response = _show(request, "ask", name, status=429, form=form, followed=followed)
        response["Retry-After"] = str(DAY)
        return response
    # Whoever is flooded with mails that somebody else asks for gets no more today; the page does not tell.
    if throttle.allowed(Try("alert-mailbox", _mailbox(email), MAILS_PER_ADDRESS, DAY)):
        asking.ask(email=email, followed=followed)
    return redirect("alerts:sent")


@quiet_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same whether the address is known or not."""
    return _show(request, "sent", _("ดูในอีเมลของคุณ"))


def _may_look(request: HttpRequest) -> bool:
    return throttle.allowed(Try("alert-look", throttle.address_of(request), LOOKS_PER_NETWORK, WINDOW))


@takes_words(forms.Form)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the one press that confirms, and confirm."""
    if not _may_look(request):
        return _too_many(request)
    alert = asking.confirm(secret) if request.method == "POST" else asking.waiting(secret)
    if alert is None:
        return _show(request, "closed", _("ลิงก์นี้ใช้ไปแล้วหรือหมดอายุ"), status=410, is_old=True)
    if request.method == "POST":
        return redirect("alerts:page", alert.subscriber.token)
    followed = following.read(alert.list_name, alert.query)
    return _show(request, "confirm", _("ยืนยันการรับอีเมล"), followed=followed)


@takes_words(forms.Form)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody follows with what is new in it, and end one of it."""
    if not _may_look(request):
        return _too_many(request)
    subscriber = Subscriber.objects.filter(token=token).first()
    if subscriber is None:
        return _show(request, "closed", _("ไม่มีการแจ้งเตือนแล้ว"), status=404, is_ended=True)
    if request.method == "POST":
        chosen = request.POST.get("alert", "")[:20]
        for alert in subscriber.alerts.filter(pk=int(chosen) if chosen.isascii() and chosen.isdigit() else 0):
            ending.end(alert)
        return redirect("alerts:page", token)
    news = telling.news_of(subscriber)
    return _show(request, "page", _("เรื่องที่คุณติดตาม"), news=news, token=token, hour=telling.HOUR)


# The token is what allows it: mail programs bring neither cookie nor form token (RFC 8058, 3.1 and 8).
@csrf_exempt
@takes_words(forms.Form)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End every mail to an address, by one press here or by the mail program itself; once more does no harm."""
    if request.method == "POST":
        ending.end_all(token)
        return _show(request, "closed", _("เลิกรับแล้ว"), is_ended=True)
    return _show(request, "stop", _("เลิกรับอีเมลทั้งหมด"), token=token)
