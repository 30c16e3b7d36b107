"""The page that shows the numbers of a request, and the question whether one arrived (reliability.md R03, R28)."""

from __future__ import annotations

import uuid

from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.domain.queries import arrival
from cases.domain.secrecy import is_careful
from cases.intake import confirmation
from cases.intake import draft as drafts
from cases.intake.advice import next_steps
from cases.intake.confirmation import Sent
from cases.intake.on_the_way import numbers_of
from portal.vocabulary import ProblemType
from portal.web.errors import is_outage


def show_sent(request: HttpRequest, known: Sent) -> HttpResponse:
    """Show reference and secret; after a while, or when the secret was replaced, only that it was sent."""
    context = {
        "sent": known,
        "page_name": _("ส่งแล้ว"),
        "codes": [(_("เลขที่เรื่อง"), known.reference), (_("รหัสติดตาม"), known.secret)],
        "next_steps": next_steps(known),
        "sensitive": known.sensitive,
        "numbers": numbers_of(known.problem),
        "is_violence": known.problem == ProblemType.VIOLENCE,
    }
    response = render(
        request, "intake/sent.html" if known.shows_secret else "intake/shown_before.html", context
    )
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def posted_token(request: HttpRequest) -> uuid.UUID | None:
    """Return the token of the draft that a page was made for, None when it names none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def already_sent(request: HttpRequest) -> HttpResponse | None:
    """Return the page that says so when the request with the posted token is stored, whatever failed since then.

    The numbers are shown to the session that holds the draft only: a token alone shows nobody's secret. A session that
    cannot be read vouches for nothing.

    Raises:
        DatabaseError: when it cannot be found out.
    """
    token = posted_token(request)
    known = arrival.find(token) if token else None
    if known is None or token is None:
        return None
    if not _is_of_session(request, token):
        return render(request, "intake/expired.html", {"was_post": True, "arrived": True})
    sensitive = is_careful(ProblemType(known.case.problem))
    return show_sent(request, Sent.from_submitted(known, token, sensitive=sensitive))


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """The same for pages that keep an answer and send nothing: where it cannot be found out, the answer was not kept."""
    try:
        return already_sent(request)
    except Exception as error:
        if not is_outage(error):
            raise
        return None


def _is_of_session(request: HttpRequest, token: uuid.UUID) -> bool:
    try:
        draft, sent = drafts.load(request.session), confirmation.recall(request.session)
    except (DatabaseError, UpdateError):
        return False
    return any(one is not None and one.token == token for one in (draft, sent))


def has_arrived(request: HttpRequest) -> bool:
    """Whether the request that a posted page belongs to is stored."""
    token = posted_token(request)
    return token is not None and arrival.find(token) is not None
