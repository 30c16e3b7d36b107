"""What can go wrong with keys and seals. No message ever holds a key or what was sealed."""

from __future__ import annotations


class SealingError(Exception):
    """Something cannot be sealed or opened; the text says what, and what to do."""


class KeysError(SealingError):
    """The key file is missing, cannot be read, or is none."""


class UnknownKeyError(SealingError):
    """Something was sealed with a key that the key file does not hold."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f'The key "{identifier}" is not in the key file.')
        self.identifier = identifier


class BrokenSealError(SealingError):
    """What is there is not what was sealed in this place: changed, cut short, or brought from elsewhere."""


class UnsealedError(SealingError):
    """Text would have reached a column in clear, or would have been read without the row that it belongs to."""
