"""What one act on many cases is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cases.machine.verb import Answer, Given
from cases.machine.vocabulary import Verb
from cases.models import Case

if TYPE_CHECKING:
    from cases.machine.act import Situation
    from cases.machine.standing import Waiting
    from cases.mass.models import MassOutcome
    from portal.actors import Officer

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act on one case left behind, as far as taking it back needs it."""

    row: int = 0
    before: int | None = None


def _of_the_case(_situation: Situation, _actor: Officer) -> Waiting | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One act.

    Attributes:
        verb: of the table; its guards are asked for every case.
        given: what was filled in, as the machine takes it.
        leaves: what this act leaves beside the guards; returns the sentence.
        do: does it to one case that was found fit.
        undo: takes it back where nothing came since; None where nothing can be taken back.
        row: returns what waits and is acted on; None for an act on the case itself.
    """

    verb: Verb
    given: Callable[[Case, Officer, Fields], Given]
    leaves: Callable[[Case, Officer, Fields], Answer]
    do: Callable[[Case, Officer, Fields, str], Done]
    undo: Callable[[Case, Officer, MassOutcome], object] | None
    row: Callable[[Situation, Officer], Waiting | None] = _of_the_case
