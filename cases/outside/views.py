"""The pages behind a link: the code, what is asked, and the answer with a look at it before it goes (S1.29).

The address is looked at, the code is typed, and from then on no address holds a secret. Reading changes nothing, so a
program that follows links in mails answers nobody. What a browser may see it forgets after half an hour.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.domain import outside
from cases.domain.once import once
from cases.errors import CaseError
from cases.models import AnswerLink
from cases.outside.forms import FORMS, CodeForm, SayForm
from cases.outside.presenting import LOCKED, UNKNOWN, contact_of, sheet_of, until_words, why_closed
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web import typed
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

KEY, DONE_KEY = "outside.link", "outside.done"
SHOWN_FOR = dt.timedelta(minutes=30)
TRIES_PER_LINK = 10
TRIES_PER_ADDRESS = 60
ANSWERS_PER_LINK = 20
WINDOW = 900
"""Seconds."""


@takes_words(CodeForm)
@quiet_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the code of the paper; nothing of the case stands here."""
    if not throttle.allowed(Try("answer-address", throttle.address_of(request), TRIES_PER_ADDRESS, WINDOW)):
        return _closed(request, _("ลองหลายครั้งเกินไป โปรดรอ 15 นาทีแล้วลองอีกครั้ง"), status=429)
    link = outside.find_link(secret)
    if (reason := why_closed(link)) or link is None:
        return _closed(request, reason or UNKNOWN, link, status=404 if link is None else 410)
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    context = {
        "page_name": _("ตอบเรื่องที่ส่งถึงหน่วยงาน"),
        "form": form,
        "organization": link.referral.target.display_name,
        "contact": contact_of(link.referral.case),
        "until": until_words(link),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "outside/enter.html", context)
    if not throttle.allowed(Try("answer-link", str(link.pk), TRIES_PER_LINK, WINDOW)):
        form.add_error("code", _("ลองรหัสหลายครั้งเกินไป โปรดรอ 15 นาทีแล้วลองอีกครั้ง หรือโทรหาหน่วยงานที่ส่งเรื่อง"))
        return too_many(request, "outside/enter.html", context)
    if not outside.opens(link, form.cleaned_data["code"]):
        form.add_error("code", _("รหัสไม่ตรงกับหนังสือฉบับนี้ ตรวจทีละตัวอักษร"))
        return render(request, "outside/enter.html", context)
    request.session.cycle_key()
    request.session[KEY] = {"link": link.pk, "at": timezone.now().isoformat()}
    request.session.set_expiry(0)
    return redirect("outside:sheet")


def _opened(request: HttpRequest) -> AnswerLink | None:
    """Return the link whose code this browser has typed, not too long ago."""
    kept = request.session.get(KEY) or {}
    at = parse_datetime(kept.get("at", ""))
    if at is None or timezone.now() - at > SHOWN_FOR:
        request.session.pop(KEY, None)
        return None
    found = AnswerLink.objects.select_related(
        "referral__case__holder", "referral__target", "referral__sender"
    )
    return found.filter(pk=kept["link"]).first()


@quiet_page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Show what is asked, and what can be answered; every reading is recorded."""
    link = _opened(request)
    if link is None:
        return _closed(request, LOCKED, status=403)
    if reason := why_closed(link):
        request.session.pop(KEY, None)
        return _closed(request, reason, link, status=410)
    outside.note_reading(link)
    context = {
        "page_name": _("เรื่องที่ส่งถึงหน่วยงาน"),
        "sheet": sheet_of(link),
        "answers": [(kind, FORMS[kind].title) for kind in sheet_of(link).offered],
        "done": _confirmed(request.session.pop(DONE_KEY, "")),
        "until": until_words(link),
    }
    return render(request, "outside/sheet.html", context)


def _confirmed(kind: str) -> str:
    """Return the words that confirm an answer after which the page stays open."""
    words = {
        "accept": _("บันทึกแล้วว่าหน่วยงานของท่านรับดำเนินการ เมื่อทำเสร็จให้กลับมาที่ลิงก์นี้อีกครั้ง"),
        "ask": _("ส่งคำถามแล้ว หน่วยงานที่ส่งเรื่องจะติดต่อกลับ"),
    }
    return words.get(kind, "")


def _form_of(kind: str, **_address: object) -> type[SayForm] | None:
    return FORMS.get(kind)


@takes_words(_form_of)
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, kind: str) -> HttpResponse:
    """Take an answer: the form, a look at what was written, and then it goes."""
    if kind not in FORMS:
        raise Http404
    link = _opened(request)
    if link is None:
        return _closed(request, LOCKED, status=403)
    reason = why_closed(link)
    if reason or kind not in sheet_of(link).offered:
        return _closed(
            request, reason or _("ตอบอย่างนี้ไม่ได้แล้ว เพราะเรื่องเปลี่ยนไป เปิดหน้าเรื่องอีกครั้ง"), link, status=409
        )
    form = FORMS[kind](request.POST) if request.method == "POST" else FORMS[kind]()
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return _say_page(request, form, kind)
    if "sure" not in request.POST:
        return _say_page(request, form, kind, looks=True)
    if not throttle.allowed(Try("answer-say", str(link.pk), ANSWERS_PER_LINK, WINDOW)):
        form.add_error(None, _("ส่งหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง"))
        return _say_page(request, form, kind)
    try:
        _do(link, form)
    except CaseError as error:
        form.add_error(None, str(error.message))
        return _say_page(request, form, kind)
    typed.stored(request, lambda: redirect("outside:sheet"))
    request.session[DONE_KEY] = kind
    return redirect("outside:sheet")


def _do(link: AnswerLink, form: SayForm) -> None:
    """Do what was confirmed; a question that is sent twice is asked once."""
    words = form.words()
    if form.outcome is not None:
        outside.answer(
            link=link, outcome=form.outcome, words=words, reason=form.cleaned_data.get("reason", "")
        )
        return
    once(
        case=link.referral.case,
        token=form.cleaned_data["token"],
        what="outside-ask",
        act=lambda identity: outside.ask_back(link=link, words=words, identity=identity),
    )


def _say_page(request: HttpRequest, form: SayForm, kind: str, *, looks: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"page_name": form.title, "form": form, "kind": kind, "looks": looks}
    if looks:
        context["written"] = [
            (
                field.label,
                dict(field.field.choices)[field.value()] if field.name == "reason" else field.value(),
            )
            for field in form.visible_fields()
        ]
    return render(request, "outside/say.html", context)


@takes_words(SayForm)
@quiet_page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget what this browser has opened."""
    request.session.pop(KEY, None)
    return _closed(request, _("ปิดหน้านี้แล้ว เปิดอีกครั้งได้ด้วยลิงก์และรหัสจากหนังสือ"))


def _closed(
    request: HttpRequest, reason: str | Promise, link: AnswerLink | None = None, *, status: int = 200
) -> HttpResponse:
    """Say in one clear sentence why there is nothing to see, and whom to call; what was typed comes back."""
    context = {
        "page_name": _("ตอบเรื่องที่ส่งถึงหน่วยงาน"),
        "typed": typed.read(request),
        "reason": reason,
        "contact": contact_of(link.referral.case) if link is not None else None,
    }
    return render(request, "outside/closed.html", context, status=status)
