"""Announcements, the evidence that they were posted, and the results of a year."""

from announcements.models.announcement import (
    AnnouncementAttachment,
    AnnouncementIndexPage,
    AnnouncementPage,
    AnnouncementPicture,
    AnnouncementQuerySet,
)
from announcements.models.office import OfficeNotice, OfficeSettings
from announcements.models.posting import PostingRecord
from announcements.results.models import AnnualResults, ResultsIndexPage, ResultsRun

__all__ = [
    "AnnouncementAttachment",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementPicture",
    "AnnouncementQuerySet",
    "AnnualResults",
    "OfficeNotice",
    "OfficeSettings",
    "PostingRecord",
    "ResultsIndexPage",
    "ResultsRun",
]
