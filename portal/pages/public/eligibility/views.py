"""`/guide/<guide>/check/`: one question a page by GET, and what the answers come to.

Cookie-free and without a token, so any cache may keep it; without scripts; nothing typed says who somebody is (S1.26).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.eligibility.loading import rules
from portal.eligibility.tree import UNKNOWN, Kind, Question
from portal.eligibility.walking import Given, Walk, walk
from portal.page_cache.rooms import HEADER, Room, statement
from portal.pages.models import GuidePage
from portal.pages.public.eligibility import numbers, results
from portal.pages.public.eligibility.addresses import (
    ASKED,
    CHANGE,
    Asked,
    address,
    is_one_of_few,
    kept,
    pairs,
    read,
)
from portal.pages.public.eligibility.forms import QuestionForm
from portal.thai.dates import bangkok_today

REFUSED = 422
"""Status of a question whose answer cannot be read (RFC 9110 15.5.21): no cache keeps it."""


def guide_context(page: GuidePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the guide itself shows of its rules: where the questions begin, and every number with its provision."""
    if numbers.tree_of(page.problem) is None:
        return {"check_url": "", "numbers": ()}
    return {"check_url": check_url(page, request), "numbers": numbers.numbers_of(page.problem)}


def check_url(page: GuidePage, request: HttpRequest) -> str:
    """Return the address of the questions in the reader's language."""
    return page.get_url(request) + page.reverse_subpage("check")


def check(page: GuidePage, request: HttpRequest) -> HttpResponse:
    """Ask the next question, or say what the answers come to.

    Raises:
        Http404: our sources hold no rules for this kind of help.
    """
    tree = numbers.tree_of(page.problem)
    if tree is None:
        raise Http404
    said = read(tree, request.GET)
    found = walk(tree, rules().rates, said.texts, bangkok_today(), asked=said.asked)
    again = next((each for each in found.given if each.question.field == said.change), None)
    context = {
        **super(GuidePage, page).get_context(request),
        "guide_url": page.get_url(request),
        "check_url": check_url(page, request),
    }
    if found.outcome and not again:
        response = _result(page, request, found, said, context)
    else:
        response = _question(request, found, said, context, again)
    if is_one_of_few(found, request.GET):
        response[HEADER] = statement((Room.FRAME, Room.LIBRARY), {*tree.fields, ASKED, CHANGE})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _question(
    request: HttpRequest, found: Walk, said: Asked, context: dict[str, Any], again: Given | None
) -> HttpResponse:
    """Show one question: the next one, or one that somebody wants to answer again."""
    asked = again.question if again else found.question
    assert asked is not None
    before = _before(found, asked) if again else list(found.given)
    error = None if again else found.error
    typed = " ".join(said.texts.get(asked.field, []))
    form = QuestionForm(asked, typed=typed, error=error, value=again.value if again else None)
    base = context["check_url"]
    along = kept(found, said.texts, without=asked.field)
    context |= {
        "form": form,
        "hidden": [(ASKED, asked.field), *along],
        "label": numbers.said(asked.label),
        "size": "" if asked.kind is Kind.CHOICE else "short",
        "unknown_url": address(base, [*along, (asked.field, UNKNOWN)]) if asked.unknown else "",
        "back_url": results.back(base, context["guide_url"], before),
        "lines": [] if again else results.lines(base, before, pairs(before)),
    }
    status = REFUSED if error else 200
    return TemplateResponse(request, "pages/eligibility/question.html", context, status=status)


def _before(found: Walk, asked: Question) -> list[Given]:
    """Return the answers before a question."""
    fields = [each.question.field for each in found.given]
    return list(found.given[: fields.index(asked.field)])


def _result(
    page: GuidePage, request: HttpRequest, found: Walk, said: Asked, context: dict[str, Any]
) -> HttpResponse:
    """Show what the answers come to."""
    assert found.outcome is not None
    result = results.present(found.outcome, found.given, page.problem)
    base = context["check_url"]
    request_for = {"kind": result.kind, "provision": result.provision.key}
    context |= {
        "result": result,
        "lines": results.lines(base, found.given, kept(found, said.texts, without="")),
        "back_url": results.back(base, context["guide_url"], found.given),
        "request_query": urlencode({name: value for name, value in request_for.items() if value}),
        "today": bangkok_today(),
    }
    return TemplateResponse(request, "pages/eligibility/result.html", context)
