"""Facts of the monthly reports, one noun per file."""

from cases.reports.models.event import ReportEvent
from cases.reports.models.exception import LockException
from cases.reports.models.line import ReportLine
from cases.reports.models.report import MonthlyReport

__all__ = ["LockException", "MonthlyReport", "ReportEvent", "ReportLine"]
