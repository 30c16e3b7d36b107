"""An officer at a browser: pages of the desk through the test client, and every press and word on the meter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.test import Client

from benchmarks.visitor import hidden
from drills.seconds import AT_THE_DESK, Meter
from portal.actors import Officer

LOGIN = "/accounts/login/"


class PageError(Exception):
    """A page of the desk answered with something that no script expects."""


@dataclass
class Page:
    """What came back, redirects followed.

    Attributes:
        status: of the last answer.
        path: its address.
        text: the page.
    """

    status: int
    path: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """Hidden fields of the page, of all its forms together."""
        return hidden(self.text)

    def links(self, pattern: str) -> list[str]:
        """Return addresses on the page that fit, each once, in order."""
        return list(dict.fromkeys(re.findall(rf'(?:href|action|formaction)="({pattern})"', self.text)))


@dataclass
class Desk:
    """One officer.

    Attributes:
        actor: who.
        meter: on which everything is counted.
        work: what it is done for now.
        open_page: what stands on the screen since the last thing that was done, where the next one begins there.
        number: position among the officers of the organization; the first of them are on by night.
    """

    actor: Officer
    meter: Meter
    number: int = 0
    work: str = ""
    open_page: Page | None = None
    _spent: float = 0.0
    _client: Client = field(
        default_factory=lambda: Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="th")
    )

    def did(self, **counts: int) -> None:
        """Count presses and words; names are those of `seconds.SECONDS`."""
        for what, number in counts.items():
            if number:
                self._spent += self.meter.add(self.work, what, number)

    def pause(self) -> float:
        """Return how long what was done since the last pause takes by the clock."""
        spent, self._spent = self._spent, 0.0
        return spent / AT_THE_DESK

    def get(self, address: str) -> Page:
        """Open a page."""
        return self._asked("get", address, None)

    def post(self, address: str, data: dict[str, object]) -> Page:
        """Send a form, and read the page to which it leads."""
        return self._asked("post", address, data)

    def _asked(self, method: str, address: str, data: dict[str, object] | None) -> Page:
        self.did(page=1)
        for _try in range(2):
            response = getattr(self._client, method)(address, data, follow=True)
            path = response.redirect_chain[-1][0] if response.redirect_chain else address
            if not path.startswith(LOGIN):
                break
            # A session ends by itself in time; signing in anew belongs to the shift and not to any request.
            self._client.force_login(self.actor.person)
        if response.status_code not in (200, 409, 422):
            raise PageError(f"{address} answered {response.status_code}")
        return Page(response.status_code, path, response.content.decode())
