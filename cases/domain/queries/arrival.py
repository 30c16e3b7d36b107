"""What became of one run of the request form."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cases.domain import identity
from cases.models import Case, CaseFile


@dataclass(frozen=True)
class Submitted:
    """What the citizen is shown.

    Attributes:
        case: the case that exists now.
        secret: the tracking secret in the clear, to be shown once and kept nowhere; None when it was replaced since.
        created: False when the same token had made the case before.
        files: rows that were stored with it now.
        files_refused: names of files that could not be stored; the request itself is kept.
    """

    case: Case
    secret: str | None
    created: bool = True
    files: tuple[CaseFile, ...] = ()
    files_refused: tuple[str, ...] = ()


def find(token: UUID) -> Submitted | None:
    """Return the case that a token made, with its secret, or None: "did it arrive?" (R03, R28).

    Args:
        token: of one run of the form; whoever knows it is the person who sent the form.
    """
    found = Case.objects.filter(submission_key=identity.submission_key(token))
    # Nearly always there is none: then the cheap question is the only one.
    case = found.select_related("holder").first() if found.exists() else None
    if case is None:
        return None
    secret = identity.secret_that_fits(token=token, secret_hash=case.secret_hash)
    return Submitted(case=case, secret=secret, created=False)
