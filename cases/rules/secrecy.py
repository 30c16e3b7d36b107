"""What is restricted from its first second."""

from __future__ import annotations

from portal.vocabulary import ProblemType


def is_careful(problem: ProblemType) -> bool:
    """The request is restricted from its first second: a crisis problem, or one that nobody has named yet."""
    return problem.is_crisis or problem == ProblemType.UNSURE
