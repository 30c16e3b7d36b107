"""Open311 GeoReport v2: services, their definitions, sending a request, how one stands (docs/partners.md)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cases.errors import GuardFailed
from cases.georeport.domain import keys, receiving
from cases.georeport.domain.receiving import Standing
from cases.georeport.domain.services import MOO, SUBDISTRICT, service, services, subdistricts
from cases.georeport.outside.formats import FORMATS, answer, moment, refusal, single
from cases.georeport.outside.forms import ReportForm
from portal.pages.domain.lines import said
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import private_page
from portal.web.links import absolute

READS_PER_ADDRESS, POSTS_PER_KEY, POSTS_PER_ADDRESS, WINDOW = 240, 60, 120, 60
"""Within a minute."""
WRONG_KEYS_PER_ADDRESS = 30
MOST_FIELDS = 60
"""Fields of a report; a program sends some fifteen."""

View = Callable[..., HttpResponse]


def _spoken(view: View) -> View:
    """Count questions by address, and refuse a jurisdiction that is none of ours."""

    @wraps(view)
    def wrapped(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
        address = throttle.address_of(request)
        if not throttle.allowed(Try("georeport-address", address, READS_PER_ADDRESS, WINDOW), count_all=True):
            return refusal(form, 429, "Too many requests from this address; wait a minute.")
        asked = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
        if asked and asked != receiving.jurisdiction():
            return refusal(
                form, 404, f"jurisdiction_id was not found; leave it out or send {receiving.jurisdiction()}."
            )
        return view(request, form, **kwargs)

    return wrapped


@private_page
@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Say where the interface is and in which formats it speaks."""
    root = absolute(reverse("georeport:services", args=["json"])).removesuffix("/services.json")
    kinds = [f"text/{one}" if one == "xml" else f"application/{one}" for one in FORMATS]
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": root,
        "changeset": "2026-11-27T00:00:00Z",
        "type": "production",
        "formats": ("format", kinds),
    }
    content = {
        "changeset": "2026-11-27T00:00:00Z",
        "contact": absolute(reverse("contact")),
        "key_service": absolute(reverse("contact")),
        "endpoints": ("endpoint", [endpoint]),
    }
    return single(form, "discovery", content)


@private_page
@require_safe
@_spoken
def service_list(request: HttpRequest, form: str) -> HttpResponse:
    """List what programs may report: general help alone."""
    rows = [
        {
            "service_code": one.code,
            "service_name": str(one.name),
            "description": str(one.description),
            "metadata": True,
            "type": "realtime",
            "keywords": one.code.replace("_", ","),
            "group": str(one.group),
        }
        for one in services()
    ]
    return answer(form, "services", "service", rows)


@private_page
@require_safe
@_spoken
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Say what a report of a service may tell beside the fields that all have."""
    if service(code) is None:
        return refusal(form, 404, "service_code was not found.")
    values = [{"key": key, "name": name} for key, name in subdistricts()]
    attributes: list[dict[str, Any]] = [
        {
            "variable": True,
            "code": SUBDISTRICT,
            "datatype": "singlevaluelist",
            "required": False,
            "datatype_description": _("เลือกเมื่อเขียนที่อยู่ให้ครบไม่ได้"),
            "order": 1,
            "description": _("ตำบล"),
            "values": ("value", values),
        },
        {
            "variable": True,
            "code": MOO,
            "datatype": "string",
            "required": False,
            "datatype_description": "",
            "order": 2,
            "description": _("หมู่ที่"),
        },
    ]
    content = {"service_code": code, "attributes": ("attribute", attributes)}
    return single(form, "service_definition", content)


@csrf_exempt
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@_spoken
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Take a report in, by POST and with a key; or say how named reports stand."""
    if request.method == "POST":
        return _receive(request, form)
    numbers = [number.strip() for number in request.GET.get("service_request_id", "")[:1000].split(",")]
    if not any(numbers):
        return refusal(form, 400, "Send service_request_id: reports are shown by their number only.")
    return answer(form, "service_requests", "request", [_row(one) for one in receiving.standings(numbers)])


@private_page
@require_safe
@_spoken
def one_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Say how one report stands."""
    found = receiving.standings([number])
    if not found:
        return refusal(form, 404, "service_request_id was not found.")
    return answer(form, "service_requests", "request", [_row(one) for one in found])


def _row(one: Standing) -> dict[str, Any]:
    """Return what everybody may know who has the number: no words, no place, no person."""
    known = service(one.service)
    return {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "service_name": str(known.name) if known else "",
        "service_code": one.service,
        "requested_datetime": moment(one.requested_at),
        "updated_datetime": moment(one.updated_at),
    }


def _receive(request: HttpRequest, form: str) -> HttpResponse:
    """Keep a report; everything is judged before anything is written."""
    address = throttle.address_of(request)
    key = keys.find(request.POST.get("api_key", ""))
    if key is None:
        # A key in the address is never read: addresses are logged.
        if throttle.allowed(Try("georeport-wrong", address, WRONG_KEYS_PER_ADDRESS, WINDOW)):
            return refusal(form, 403, "api_key is missing, unknown or over.")
        return refusal(form, 429, "Too many wrong keys from this address; wait a minute.")
    if not throttle.allowed(
        Try("georeport-key", str(key.pk), POSTS_PER_KEY, WINDOW),
        Try("georeport-post", address, POSTS_PER_ADDRESS, WINDOW),
        count_all=True,
    ):
        return refusal(form, 429, "Too many reports with this key; wait a minute.")
    if len(request.POST) > MOST_FIELDS:
        return refusal(form, 400, f"At most {MOST_FIELDS} fields are taken.")
    if request.FILES:
        # Refused rather than lost: the specification knows addresses of pictures only.
        return refusal(form, 400, "Files are not taken; send media_url.")
    code = request.POST.get("service_code", "")
    if not code:
        return refusal(form, 400, "service_code was not given.")
    if service(code) is None:
        return refusal(form, 404, "service_code was not found.")
    sent = ReportForm.of_georeport(request.POST)
    if not sent.is_valid():
        wrong = [f"{name}: {text}" for name, texts in sent.errors.items() for text in texts]
        return refusal(form, 400, " ".join(wrong).replace("__all__: ", ""))
    fields = {name: request.POST[name] for name in request.POST if name != "api_key"}
    fingerprint = receiving.fingerprint_of(sent=fields, said=request.headers.get("Idempotency-Key", "")[:200])
    try:
        kept = receiving.receive(key=key, report=sent.report(code), fingerprint=fingerprint)
    except GuardFailed as error:
        return refusal(form, 400, str(error.message))
    notice = _("รับเรื่องแล้ว เจ้าหน้าที่อ่านในวันทำการ ถ้ามีอันตรายโทร %(police)s หรือ %(social)s") % said()
    row = {"service_request_id": kept.number, "service_notice": notice, "account_id": None}
    return answer(form, "service_requests", "request", [row], 201)
