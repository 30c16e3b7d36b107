"""Seconds per act by a keystroke-level model (Card, Moran and Newell): keys and pages are counted, no clock is read.

The figures are those of the model for an average typist at a desk, and half a second for a page on a slow line. A letter
that needs Shift on the Thai keyboard is two keys.
"""

from __future__ import annotations

from playwright.sync_api import Page

from portal.thai.keyboard import ENGLISH, THAI

KEY = 0.28
"""Seconds for one key."""
THOUGHT = 1.35
"""Seconds to decide what comes next."""
PAGE = 0.5
"""Seconds until a page stands there."""

_HALF = len(THAI) // 2
_SHIFTED = frozenset(THAI[_HALF:]) | frozenset(ENGLISH[_HALF:])
_UNSHIFTED = frozenset(THAI[:_HALF]) | frozenset(ENGLISH[:_HALF])


def keys_of(text: str) -> int:
    """Return how many keys a text takes, in the layout in which it takes fewer."""
    return sum(2 if sign in _SHIFTED - _UNSHIFTED else 1 for sign in text)


class Typist:
    """Somebody who works with the keyboard alone, and whose keys, pages and thoughts are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.pages = self.thoughts = 0

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self.keys += keys_of(text)
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.keys += key.count("+") + 1
            self.page.keyboard.press(key)

    def turn(self, key: str) -> None:
        """Press the key that opens the next page, and wait for it."""
        with self.page.expect_navigation():
            self.press(key)
        self.pages += 1

    def think(self) -> None:
        """Decide what comes next."""
        self.thoughts += 1

    def spare_keys(self, seconds: float) -> float:
        """Return how many more keys the act might take within so many seconds; below nothing it takes too long."""
        return (seconds - self.thoughts * THOUGHT - self.pages * PAGE) / KEY - self.keys
