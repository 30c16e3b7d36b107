"""Tables of news."""

from cases.news.models.line_link import LineLink

__all__ = ["LineLink"]
