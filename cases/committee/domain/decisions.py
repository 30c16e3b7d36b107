"""What a person may know of the posted resolution on their own case (S1.01; privacy 8)."""

from __future__ import annotations

from dataclasses import dataclass

from cases.committee.domain.finality import Verdict
from cases.committee.domain.posting import verdict_of
from cases.committee.models import Objection, PostedLine, PostedList
from cases.committee.vocabulary import ResolutionKind, Standing
from cases.models import Case
from portal.composed import Composed
from portal.thai.dates import bangkok_today


@dataclass(frozen=True, slots=True)
class Decision:
    """The latest posted resolution on a case, as its person reads it.

    Attributes:
        line: on the posted list.
        verdict: how firm it is.
        own: what the person objected, with the answers; what others said is theirs.
    """

    line: PostedLine
    verdict: Verdict
    own: tuple[Objection, ...]

    @property
    def posted(self) -> PostedList:
        """The list."""
        return self.line.posted

    @property
    def kind(self) -> ResolutionKind:
        """What was resolved."""
        return ResolutionKind(self.line.resolution.kind)

    @property
    def amount(self) -> str:
        """The money, as it is written; "" for none."""
        return self.line.resolution.amount

    @property
    def may_object(self) -> bool:
        """The period runs, and the committee does not resolve again already."""
        return self.posted.takes(bangkok_today()) and self.verdict.standing != Standing.REOPENED


_LATEST = Composed(
    lambda case: (
        PostedLine.objects.filter(resolution__case=case)
        .select_related("resolution", "posted__meeting__committee__organization")
        .prefetch_related("objections")
        .order_by("-pk")[:1]
    ),
    case=int,
)


def decision_on(case: Case) -> Decision | None:
    """Return the latest posted resolution on a case, with its objections; at most two queries."""
    line = _LATEST.first(case=case.pk)
    if line is None:
        return None
    own = tuple(one for one in line.objections.all() if one.is_from_the_person)
    return Decision(line, verdict_of(line), own)
