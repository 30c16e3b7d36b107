"""The queue of questions, one question, and the way of an answer to everybody (S1.25)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.consultation.desk.entry import HERE
from cases.consultation.desk.forms import AnswerForm, DecideForm, ProposeForm
from cases.consultation.domain import answering, publishing
from cases.consultation.domain.rules import may_answer, may_decide, may_keep_rules
from cases.consultation.models import Consultation, FrequentQuestion
from cases.consultation.vocabulary import ConsultationState, PublicationState
from cases.desk.frame import desk_page
from cases.desk.texts.inserting import INSERT, boxes_of, inserted
from cases.errors import CaseError, GuardFailed
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PER_PAGE = 30


def _own(request: HttpRequest, pk: int) -> Consultation:
    """Return a question to the reader's own center.

    Raises:
        Http404: there is none, or it is another's.
    """
    return get_object_or_404(answering.visible_to(request.actor).select_related("answered_by"), pk=pk)


def _publication(request: HttpRequest, pk: int) -> FrequentQuestion:
    own = FrequentQuestion.objects.filter(consultation__in=answering.visible_to(request.actor))
    return get_object_or_404(own.select_related("consultation", "proposed_by", "decided_by"), pk=pk)


@staff_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits by its day, then what was answered, and what waits for a second person.

    Raises:
        Http404: the reader does not answer questions.
    """
    actor = request.actor
    if not may_answer(actor):
        raise Http404
    answered = answering.visible_to(actor).filter(state=ConsultationState.ANSWERED)
    proposals = FrequentQuestion.objects.filter(
        consultation__organization=actor.organization, state=PublicationState.PROPOSED
    ).order_by("proposed_at")
    waiting = answering.waiting(actor)[:200]
    context = {
        "waiting": waiting,
        "page": keyed(request, answered, newest("answered_at"), PER_PAGE),
        "proposals": [
            (row, may_decide(actor, row)) for row in proposals.select_related("consultation")[:100]
        ],
        "may_keep_rules": may_keep_rules(actor),
    }
    return desk_page(request, "consultation/queue.html", context, here=HERE)


@takes_words(AnswerForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one question; with POST answer it.

    Raises:
        Http404: it is not the reader's center's.
    """
    found = _own(request, pk)
    if INSERT in request.POST:
        words = inserted(request, AnswerForm, reference=found.reference)
        return _shown(request, found, {"form": AnswerForm(initial=words)})
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(actor=request.actor, consultation=found, text=form.cleaned_data["text"])
        except GuardFailed as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _("ตอบแล้ว ผู้ถามอ่านได้ด้วยรหัสของตน"))
            return redirect("consultation:item", pk)
    if request.method != "POST":
        audit.record(actor=request.actor, action="consultation.read", subject=found.reference)
    return _shown(request, found, {"form": form})


def _shown(
    request: HttpRequest, found: Consultation, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        "found": found,
        "is_waiting": found.state == ConsultationState.WAITING,
        "publications": found.publications.select_related("proposed_by", "decided_by").order_by("-pk"),
        "may_propose": found.state == ConsultationState.ANSWERED
        and not found.erased_at
        and not found.publications.filter(state__in=publishing.LIVE).exists(),
        "propose_form": ProposeForm(
            initial={"question": "", "answer": found.answer, "problem": found.problem}, auto_id="propose-%s"
        ),
    }
    context |= more
    context["ready"] = boxes_of(context["form"], request.actor) if "form" in context else {}
    return desk_page(request, "consultation/item.html", context, here=HERE, status=status)


@takes_words(ProposeForm)
@staff_only
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to publish an answer, written anew.

    Raises:
        Http404: it is not the reader's center's.
    """
    found = _own(request, pk)
    form = ProposeForm(request.POST, auto_id="propose-%s")
    if form.is_valid():
        try:
            publishing.propose(
                actor=request.actor, consultation=found, words=publishing.Words(**form.cleaned_data)
            )
        except GuardFailed as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _("เสนอแล้ว รอเจ้าหน้าที่อีกคนเห็นชอบ"))
            return redirect("consultation:item", pk)
    return _shown(request, found, {"form": AnswerForm(), "propose_form": form})


@takes_words(DecideForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal beside what was asked; the second person agrees or not.

    Raises:
        Http404: it is not of the reader's center.
    """
    proposal = _publication(request, pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        try:
            publishing.decide(actor=request.actor, proposal=proposal, agrees=agrees)
        except CaseError as error:
            form.add_error(
                None, str(error.message) if isinstance(error, GuardFailed) else _("คนที่เสนอเห็นชอบเองไม่ได้")
            )
        else:
            messages.success(request, _("เผยแพร่แล้ว") if agrees else _("บันทึกแล้ว ไม่เผยแพร่"))
            return redirect("consultation:queue")
    context = {
        "proposal": proposal,
        "may_decide": may_decide(request.actor, proposal) and proposal.state == PublicationState.PROPOSED,
        "is_published": proposal.state == PublicationState.PUBLISHED,
        "form": form,
    }
    return desk_page(request, "consultation/decide.html", context, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question and answer from the public.

    Raises:
        Http404: it is not of the reader's center.
    """
    proposal = _publication(request, pk)
    try:
        publishing.withdraw(actor=request.actor, published=proposal)
    except GuardFailed as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("ถอนออกจากหน้าเว็บแล้ว"))
    return redirect("consultation:decide", pk)
