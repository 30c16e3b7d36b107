"""A file or a text that cannot be read, in words for whoever handed it in."""

from __future__ import annotations


class UnreadableFile(ValueError):  # noqa: N818 - what it is, not that it is an error
    """The text is a Thai sentence that says what is wrong and what to do."""
