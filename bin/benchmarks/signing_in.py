"""`bin/bench sign-ins`: an office begins its day: everybody signs in at once, through one slow line, with nothing in the browser.

The whole office has one address, so every limit that counts addresses counts all of them together. What a browser would fetch
is fetched (style sheets, scripts, fonts, pictures), packed as it comes, once each. People are invented.
"""

from __future__ import annotations

import http.client
import secrets
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

from benchmarks.metrics import percentile
from benchmarks.newcomer import Newcomer
from benchmarks.server import free_port, granian, running
from benchmarks.slow_line import Line, SlowDoor
from benchmarks.visitor import hidden

Write = Callable[[str], object]

LOGIN, DESK = "/accounts/login/", "/desk/"


def sign_in(port: int, username: str, password: str) -> float:
    """Sign somebody in from nothing to the desk; returns the seconds.

    Raises:
        http.client.HTTPException: it was refused or went wrong.
        OSError: the line broke.
    """
    started = time.monotonic()
    with closing(Newcomer(port)) as browser:
        _path, page = browser.open(LOGIN)
        path, _page = browser.open(LOGIN, hidden(page) | {"username": username, "password": password})
    if not urlsplit(path).path.startswith(DESK):
        raise http.client.HTTPException(f"led to {urlsplit(path).path}")
    return time.monotonic() - started


def _staff(count: int) -> list[tuple[str, str]]:
    # Settings have to be named first.
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from portal.accounts.functions import Function
    from portal.accounts.models import Appointment, AppointmentFunction, User
    from portal.accounts.roles import Role
    from portal.organizations.models import Organization
    from portal.organizations.vocabulary import OrganizationType

    center = Organization.objects.active().of_types(OrganizationType.CENTER).order_by("pk")[0]
    password = secrets.token_urlsafe(16)
    # One digest for all: making them is not what is measured, checking them is.
    digest = make_password(password)
    made = []
    for number in range(count):
        name = f"morning{number}"
        person = User.objects.create(username=name, display_name=f"สมมติ {number}", password=digest)
        order = Appointment.objects.create(
            user=person, organization=center, role=Role.CENTER_OFFICER, valid_from=timezone.localdate()
        )
        AppointmentFunction.objects.create(appointment=order, function=Function.INTAKE)
        AppointmentFunction.objects.create(appointment=order, function=Function.WORK)
        made.append((name, password))
    return made


def run(write: Write, *, people: int, megabits: float) -> int:
    """Let everybody sign in at once; returns how many failed.

    Args:
        write: takes each line.
        people: how many there are.
        megabits: a second, that their line carries.
    """
    staff = _staff(people)
    port = free_port()
    line = Line(megabits * 1e6 / 8)
    with running(granian("portal.wsgi:application", port), port) as server:
        door = SlowDoor(port, line)
        failed: Counter[str] = Counter()
        times: list[float] = []

        def come(one: tuple[str, str]) -> None:
            try:
                times.append(sign_in(door.port, *one))
            except (http.client.HTTPException, OSError) as error:
                failed[f"{type(error).__name__} {error}"] += 1

        started = time.monotonic()
        with ThreadPoolExecutor(people) as crowd:
            list(crowd.map(come, staff))
        took = time.monotonic() - started
        door.close()
        write(
            f"{people} people sign in at once through {megabits:g} Mbit/s: {len(times)} did, in {took:.0f} s"
        )
        if times:
            shares = " / ".join(f"{percentile(times, share):.0f}" for share in (0.5, 0.95, 1.0))
            write(f"  until the desk is there: half, 95 of a hundred, the last: {shares} s")
        write(
            f"  {line.carried / people / 1000:.0f} kB each, {line.carried / took / line.rate:.0%} of the line used"
        )
        write(f"  processor time of the server {server.cpu():.0f} s")
        for what, number in failed.most_common():
            write(f"  FAILED {number}: {what}")
    return failed.total()
