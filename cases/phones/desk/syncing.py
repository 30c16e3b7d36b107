"""What a phone asks and is answered: one address that takes and gives, one that says who is signed in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.phones import protocol
from cases.phones.domain import judging, leases, sealing, taking
from cases.phones.domain.kinds import every_list
from cases.phones.domain.schema import schema_of
from cases.phones.models import Stream
from cases.phones.tasks import judge_what_phones_sent
from cases.phones.vocabulary import StreamState
from portal.accounts.devices import device_of
from portal.actors import Officer
from portal.audit import services as audit
from portal.page_cache.answers import compressed, encoding_for
from portal.queue.enqueueing import enqueue_once
from portal.web.access import staff_only
from portal.web.typed import takes_words

TOO_LARGE, BROKEN, ANOTHER = 413, 400, 409


@staff_only
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, the key to seal with, and the token that the next request carries."""
    person = request.actor.person
    key = next(sealing.keys()).public()
    name = {"person": str(person.pk), "name": str(person), "organization": request.actor.organization.name_th}
    return JsonResponse(name | {"key": key, "token": get_token(request)})


@takes_words(forms.Form)
@staff_only
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Take what a phone sends, judge it, and give back what its officer needs on the way.

    A request that cannot be read takes nothing; the phone keeps everything until the mark says that it is here.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > protocol.LARGEST_REQUEST:
        return JsonResponse({"error": "too_large"}, status=TOO_LARGE)
    try:
        head, records = protocol.read(request.body)
    except protocol.BrokenRequestError:
        return JsonResponse({"error": "broken"}, status=BROKEN)
    if head.key and not sealing.knows(head.key):
        # Training, or an old machine: nothing that was written for another portal is taken here.
        return JsonResponse({"error": "another_portal"}, status=ANOTHER)
    actor = request.actor
    stream = taking.take(head=head, records=records, actor=actor, device=device_of(request))
    if not judging.judge(stream, most=judging.AT_ONCE):
        transaction.on_commit(lambda: enqueue_once(judge_what_phones_sent))
    stream.refresh_from_db()
    answer = {
        "mark": stream.mark,
        "safe": taking.safe_mark(stream),
        "told": [asdict(one) for one in taking.told(stream, actor.person)],
        "ended": leases.ended(head.leases),
        "lost": stream.state == StreamState.LOST,
    }
    if stream.state == StreamState.OPEN and head.takes:
        answer |= _given(request, stream)
    return _packed(request, answer)


def _packed(request: HttpRequest, answer: dict[str, Any]) -> HttpResponse:
    """Return an answer as small as it gets: lists for a phone on a slow line are a tenth then.

    Its length tells nobody anything: no other site can ask for it (the cookie stays at home, the token is missing), so nobody
    can put guesses beside what stands in it.
    """
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    # Thai as it is: a letter is six bytes otherwise, and half of that here.
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response.content = compressed(response.content, encoding)
    response["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    return response


def _given(request: HttpRequest, stream: Stream) -> dict[str, Any]:
    """Return what may be read on the phone for the next hours, and by what right something may be written."""
    actor: Officer = request.actor
    now = timezone.now()
    lists, shapes = [], {}
    for one in every_list():
        items = list(one.items(actor, now))
        lists.append({"name": one.name, "label": str(one.label), "items": [asdict(item) for item in items]})
        for name, kind, form in one.forms(actor, now):
            shapes[name] = {
                "kind": kind.name,
                "label": str(kind.label),
                "version": kind.version,
                "fields": schema_of(form),
                "pictures": kind.pictures,
            }
    audit.record(
        actor=actor,
        action="phones.given",
        subject=str(stream.pk),
        data={one["name"]: len(one["items"]) for one in lists},
    )
    lease, stub = leases.issue(actor, stream.pk)
    return {
        "lease": lease,
        "stub": stub,
        "hours": int(protocol.LIFE.total_seconds() // 3600),
        "lists": lists,
        "forms": shapes,
    }
