"""Announcements, the evidence that they were posted, and the results of a year."""

from .announcement import (
    AnnouncementAttachment,
    AnnouncementIndexPage,
    AnnouncementPage,
    AnnouncementQuerySet,
)
from .posting import PostingRecord
from .results import AnnualResults, ResultsIndexPage

__all__ = [
    "AnnouncementAttachment",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementQuerySet",
    "AnnualResults",
    "PostingRecord",
    "ResultsIndexPage",
]
