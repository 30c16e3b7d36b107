"""Tables that went up, and who may read them by a program."""

from cases.statistics.models.published import FigureKind, PublishedFigure, PublishedMonth, PublishedReport
from cases.statistics.models.token import ApiToken

__all__ = ["ApiToken", "FigureKind", "PublishedFigure", "PublishedMonth", "PublishedReport"]
