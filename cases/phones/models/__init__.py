"""Phones, what they wrote, and what they lost."""

from cases.phones.models.entry import Entry, Missing
from cases.phones.models.stream import Stream

__all__ = ["Entry", "Missing", "Stream"]
