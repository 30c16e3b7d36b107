"""`/api/v1/requests/`: partners' programs report, ask how their reports stand, and bring what people add (docs/partners.md).

The same keys, the same bounds and the same rules as Open311; here in JSON, with the partner's own numbers and lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.errors import CaseError
from cases.georeport.domain import adding, keys, receiving
from cases.georeport.domain.services import service, services, subdistricts
from cases.georeport.domain.standing import own_requests, show
from cases.georeport.models import PartnerKey, PartnerRequest
from cases.georeport.outside.formats import moment
from cases.georeport.outside.forms import ReportForm
from portal.thai.national_id import is_national_id
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import private_page
from portal.web.links import absolute
from portal.web.problems import WAIT_SECONDS, bearer, problem

PER_KEY, PER_ADDRESS, SENT_PER_KEY, WRONG_KEYS = 240, 480, 60, 240
"""Questions, and what is sent, within `WAIT_SECONDS`."""
LARGEST = 64 * 1024
"""Bytes of a body; the longest description takes half of it."""
LARGEST_PAGE, PAGE = 100, 50
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_FIELDS = {
    "description": "description",
    "address": "address_string",
    "subdistrict": "subdistrict",
    "moo": "moo",
    "latitude": "lat",
    "longitude": "long",
    "name": "first_name",
    "phone": "phone",
    "email": "email",
}
"""Name in JSON → name in the form that both interfaces share."""
_NUMBERS = frozenset({"latitude", "longitude"})
View = Callable[..., HttpResponse]


def _of_partner(view: View) -> View:
    """Find whose question it is, and count it; the view gets the key."""

    @csrf_exempt
    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        address = throttle.address_of(request)
        key = keys.find(bearer(request.headers.get("Authorization", "")))
        if key is None:
            wrong = Try("partner-wrong", address, WRONG_KEYS, WAIT_SECONDS)
            if not throttle.allowed(wrong):
                return problem(429, "too_many", "Too many wrong keys from this address; wait a minute.")
            return problem(401, "unauthorized", "Send a valid key as 'Authorization: Bearer …'.")
        tries = [
            Try("partner-key", str(key.pk), PER_KEY, WAIT_SECONDS),
            Try("partner-address", address, PER_ADDRESS, WAIT_SECONDS),
        ]
        if request.method == "POST":
            tries.insert(0, Try("georeport-key", str(key.pk), SENT_PER_KEY, WAIT_SECONDS))
        if not throttle.allowed(*tries, count_all=True):
            return problem(429, "too_many", "Too many requests with this key; wait a minute.")
        return view(request, key, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD"])
@_of_partner
def service_list(request: HttpRequest, key: PartnerKey) -> HttpResponse:
    """List what may be reported: general help alone."""
    named = [
        {"code": one.code, "name": str(one.name), "description": str(one.description)} for one in services()
    ]
    places = [{"code": code, "name": name} for code, name in subdistricts()]
    return JsonResponse({"services": named, "subdistricts": places})


@require_http_methods(["GET", "HEAD", "POST"])
@_of_partner
def requests(request: HttpRequest, key: PartnerKey) -> HttpResponse:
    """List the partner's requests; with POST take one in."""
    return _receive(request, key) if request.method == "POST" else _page(request, key)


@require_http_methods(["GET", "HEAD"])
@_of_partner
def one_request(request: HttpRequest, key: PartnerKey, number: str) -> HttpResponse:
    """Say how one request stands."""
    row = own_requests(key).filter(number=number).first()
    return _nothing() if row is None else JsonResponse(_shown(row))


@require_http_methods(["POST"])
@_of_partner
def messages(request: HttpRequest, key: PartnerKey, number: str) -> HttpResponse:
    """Bring what the person adds to a request."""
    row = own_requests(key).filter(number=number).first()
    if row is None:
        return _nothing()
    sent = _object(request, frozenset({"text"}))
    if not isinstance(sent, dict):
        return sent
    text = sent.get("text", "")
    if not isinstance(text, str) or not text.strip():
        return problem(400, "bad_fields", "text: must be a text that is not empty.")
    said = request.headers.get("Idempotency-Key", "")[:200]
    fingerprint = receiving.fingerprint_of(sent={"number": number, "text": text}, said=said)
    try:
        adding.add_message(key=key, row=row, text=text, fingerprint=fingerprint)
    except CaseError as error:
        if getattr(error, "field", None) == "words":
            return problem(400, "bad_fields", f"text: {error.message}")
        return problem(
            409, "closed", "This request takes no messages any more; the person may call the center."
        )
    return JsonResponse(_shown(row), status=202)


def _nothing() -> JsonResponse:
    return problem(404, "no_such_request", "No request of this partner has this number.")


def _shown(row: PartnerRequest, state: str = "") -> dict[str, Any]:
    """Return what the partner may know: no words, no place, no person."""
    return {
        "id": row.number,
        "reference": row.own_reference or None,
        "service": row.service,
        "state": state or str(show([row])[row.pk]),
        "received_at": moment(row.at),
    }


def _page(request: HttpRequest, key: PartnerKey) -> HttpResponse:
    asked = request.GET.get("limit", "") or str(PAGE)
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LARGEST_PAGE))
    if not (is_number and 1 <= int(asked) <= LARGEST_PAGE):
        return problem(400, "bad_limit", f"limit: between 1 and {LARGEST_PAGE}.")
    size, mine = int(asked), own_requests(key)
    if after := request.GET.get("after", ""):
        last = mine.filter(number=after).first() if _is_whole(after) else None
        if last is None:
            return problem(400, "bad_after", "after: number of a request of this partner.")
        mine = mine.filter(pk__gt=last.pk)
    rows = list(mine[: size + 1])
    shown, states = rows[:size], show(rows[:size])
    more = (
        f"{absolute(reverse('partner_api:requests'))}?after={shown[-1].number}&limit={size}"
        if len(rows) > size
        else None
    )
    return JsonResponse({"requests": [_shown(row, str(states[row.pk])) for row in shown], "next": more})


def _object(request: HttpRequest, known: frozenset[str]) -> dict[str, Any] | JsonResponse:
    """Return the object that was sent, or why it is none."""
    if request.content_type != "application/json":
        return problem(415, "not_json", "Send Content-Type: application/json.")
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > LARGEST:
        return problem(413, "too_large", f"At most {LARGEST} bytes are taken.")
    try:
        sent = json.loads(request.body[:LARGEST].decode("utf-8"))
    except (ValueError, RecursionError):
        return problem(400, "not_json", "The body is no JSON in UTF-8.")
    if not isinstance(sent, dict):
        return problem(400, "not_json", "Send one JSON object.")
    if strange := sorted(set(sent) - known):
        return problem(400, "bad_fields", f"Unknown fields: {', '.join(strange)[:200]}.")
    if broken := sorted(
        name for name, value in sent.items() if isinstance(value, str) and not _is_whole(value)
    ):
        return problem(400, "bad_fields", f"Half characters or NUL in: {', '.join(broken)}.")
    return sent


def _is_whole(text: str) -> bool:
    r"""Whether a column of text takes it: JSON can spell halves of a character and NUL (`\ud800`, `\u0000`)."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _receive(request: HttpRequest, key: PartnerKey) -> HttpResponse:
    """Keep a report; everything is judged before anything is written."""
    sent = _object(request, frozenset({*_FIELDS, "service", "reference"}))
    if not isinstance(sent, dict):
        return sent
    wrong = [name for name, value in sent.items() if not _fits(name, value)]
    if wrong:
        return problem(400, "bad_fields", f"Wrong kind of value: {', '.join(sorted(wrong))}.")
    code, reference = sent.get("service", ""), sent.get("reference", "")
    if service(code) is None:
        return problem(400, "no_such_service", "service: a code of /api/v1/services/.")
    if reference and (not _REFERENCE.fullmatch(reference) or is_national_id(reference)):
        return problem(
            400, "bad_fields", "reference: letters, digits and . _ - only, at most 64, no ID number."
        )
    form = ReportForm({inner: str(sent[name]) for name, inner in _FIELDS.items() if name in sent})
    if not form.is_valid():
        return problem(400, "bad_fields", _words_of(form))
    said = request.headers.get("Idempotency-Key", "")[:200]
    fields = {name: str(value) for name, value in sent.items()}
    fingerprint = receiving.fingerprint_of(sent=fields, said=said)
    try:
        row = receiving.receive(key=key, report=form.report(code, reference), fingerprint=fingerprint)
    except CaseError as error:
        return problem(400, "bad_fields", str(error.message))
    answer = JsonResponse(_shown(row), status=201)
    answer["Location"] = absolute(reverse("partner_api:request", args=[row.number]))
    return answer


def _fits(name: str, value: object) -> bool:
    if name in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _words_of(form: ReportForm) -> str:
    names = {inner: name for name, inner in _FIELDS.items()}
    found = [f"{names.get(field, '')}: {text}" for field, texts in form.errors.items() for text in texts]
    return " ".join(found).removeprefix(": ")
