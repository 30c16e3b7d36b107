"""What the visitor's session remembers after sending: enough to show the confirmation again, for a short while."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from cases.domain.identity import lettered_secret_for, secret_for
from cases.domain.queries.arrival import Submitted
from cases.domain.queries.deadlines import next_due
from cases.domain.trail import fingerprint, first_event, in_short
from cases.models import Case
from portal import carriers

KEY = "request_sent"
SHOWN_FOR = timedelta(minutes=30)
"""How long the same visitor may see the secret again after a reload or a lost connection."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that was sent from this session.

    The secret itself is not kept: it follows from the token (`identity.secret_for`), so a copy of the session table
    shows nobody's secret.

    Attributes:
        token: of the draft it came from.
        reference: public reference.
        at: when the office had it: the commit of the server.
        due: by when something happens next, None when nothing runs.
        sensitive: the pages keep the quick exit.
        problem: value of `ProblemType`, for the advice on the page.
        proof: the fingerprint of what was written down, in short; "" for a request that was sent before there were any.
        replaced: the secret was replaced since, so the one that follows from the token is void.
        in_digits: the secret is one of digits; False in a session that is older than these.
        files_refused: names of files for which there was no room.
        avoids_local: the local administration is not to hear of it.
        body: name of the administration that was chosen; "" where none was, or on a careful page.
        texts: news comes by text, as was asked for.
    """

    token: uuid.UUID
    reference: str
    at: datetime
    due: datetime | None
    sensitive: bool
    problem: str
    proof: str = ""
    replaced: bool = False
    in_digits: bool = False
    files_refused: tuple[str, ...] = ()
    avoids_local: bool = False
    body: str = ""
    texts: bool = False

    @classmethod
    def from_submitted(cls, submitted: Submitted, token: uuid.UUID, *, sensitive: bool) -> Sent:
        """Return what to remember of a request that was just kept."""
        case = submitted.case
        body = None if sensitive else case.proposed_organization
        return cls(
            token=token,
            reference=case.reference,
            at=case.created_at,
            due=next_due(case),
            sensitive=sensitive,
            problem=case.problem,
            proof=in_short(fingerprint(first_event(case))),
            replaced=submitted.secret is None,
            in_digits=submitted.secret != lettered_secret_for(token),
            files_refused=submitted.files_refused,
            avoids_local=case.avoid_local,
            body=body.display_name if body else "",
            texts=not sensitive and carriers.is_there() and _wants_texts(case),
        )

    @property
    def shows_secret(self) -> bool:
        """The secret may be shown (again)."""
        return not self.replaced and timezone.now() - self.at < SHOWN_FOR

    @property
    def secret(self) -> str:
        """The tracking secret in the clear; "" once it may no longer be shown."""
        if not self.shows_secret:
            return ""
        return secret_for(self.token) if self.in_digits else lettered_secret_for(self.token)


def _wants_texts(case: Case) -> bool:
    reporter = getattr(case, "reporter", None)
    return reporter is not None and bool(reporter.may_text and reporter.mobile)


def remember(session: SessionBase, sent: Sent) -> None:
    """Keep it for the confirmation page."""
    session[KEY] = {
        **asdict(sent),
        "token": str(sent.token),
        "at": sent.at.isoformat(),
        "due": sent.due.isoformat() if sent.due else None,
    }


def recall(session: SessionBase) -> Sent | None:
    """Return what was sent from this session, None when nothing was."""
    values: dict[str, Any] | None = session.get(KEY)
    if values is None:
        return None
    return Sent(
        **{
            **values,
            "token": uuid.UUID(values["token"]),
            "at": datetime.fromisoformat(values["at"]),
            "due": datetime.fromisoformat(values["due"]) if values["due"] else None,
            "files_refused": tuple(values["files_refused"]),
        }
    )


def forget(session: SessionBase) -> None:
    """Forget it."""
    session.pop(KEY, None)
