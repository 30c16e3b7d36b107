"""`bin/bench reports`: what figures cost at the size of a country, how that grows, and the memory that it takes.

The country is that of `benchmarks.cases`: 22,000 organizations, a center that holds most of a smaller country. Pages go
through the whole stack, without a wire. What belongs into the queue (the yearly results, the tables that go up) is done
once and its peak of memory is read from the kernel, which forgets the peak before each.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from announcements.results.figures import public_view
from benchmarks import cases as country_of
from benchmarks.cases import Country, Rounds, _client, _country, _processor, _times, grow
from benchmarks.metrics import percentile
from cases.desk.register.views import _table
from cases.domain.reporting import waiting_times, yearly_figures
from cases.models import Case, RegisterEntry
from cases.statistics.domain import published
from portal.actors import Officer
from portal.thai.dates import bangkok_today, fiscal_year, fiscal_year_bounds, format_date
from portal.web.downloads import xlsx_response

Write = Callable[[str], object]
PAGE = (300.0, 500.0, 800.0)
"""Milliseconds that half, 95 and 99 of a hundred dashboards may take (issue 13)."""
YEAR = (10_000.0, 10_000.0, 10_000.0)
"""The same of the statistics of a year."""
RESULTS_SECONDS = 60
MOST_BYTES = 300_000_000
DAY = dt.timedelta(days=1)


def peak_bytes() -> tuple[int, int]:
    """Return (resident now, largest resident since `forget_peak`) of this process in bytes."""
    values = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in {"VmRSS", "VmHWM"}:
            values[name] = int(rest.split()[0]) * 1024
    return values["VmRSS"], values["VmHWM"]


def forget_peak() -> None:
    """Let the kernel begin its peak of this process anew (proc(5), clear_refs), after free memory was given back."""
    gc.collect()
    with suppress(AttributeError):
        # Of glibc only: otherwise what the building of the country left free would hide what is needed now.
        ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def heavy(
    write: Write, name: str, do: Callable[[], Any], seconds: float = RESULTS_SECONDS
) -> tuple[Any, float]:
    """Do something heavy once and say what it took: processor, wall, memory on top; return its result and its seconds."""
    forget_peak()
    before, _peak = peak_bytes()
    started, used = time.perf_counter(), _processor()
    found = do()
    took, wall = (_processor() - used) / 1000, time.perf_counter() - started
    _now, peak = peak_bytes()
    more = peak - before
    marks = ("!" if took > seconds else "") + ("!" if more > MOST_BYTES else "")
    write(
        f"  {name:<44} {took:>7.1f} s{marks:<2}  wall {wall:>6.1f} s  {more / 1e6:>6.0f} MB on top of {before / 1e6:.0f}"
    )
    return found, took


def _pages(actor: Officer, rounds: Callable[[str, Any, tuple[float, float, float]], None]) -> None:
    """Measure the dashboard and the statistics of a whole year."""
    client = _client(actor)
    rounds("dashboard", _times(lambda: client.get(reverse("statistics:page"))), PAGE)
    rounds("map", _times(lambda: client.get(reverse("statistics:map"))), PAGE)
    first, last = fiscal_year_bounds(fiscal_year(bangkok_today()) - 1)
    year = {"first": format_date(first), "last": format_date(last)}
    for name, by in (
        ("intake", "unit"),
        ("intake", "month"),
        ("intake", "place"),
        ("forwarding", "target"),
        ("steps", "step"),
    ):
        address = reverse("statistics:report", kwargs={"name": name})
        figure = _times(partial(client.get, address, {"by": by, **year}))
        rounds(f"year of {name} by {by}", figure, YEAR)


def _busiest_year() -> int:
    """Return the fiscal year of the last four in which most cases came in."""
    this = fiscal_year(bangkok_today())
    counted = {
        year: Case.objects.filter(
            received_at__date__range=fiscal_year_bounds(year),
        ).count()
        for year in range(this - 3, this + 1)
    }
    return max(counted, key=lambda year: counted[year])


def _results(write: Write) -> dict[str, float]:
    """Measure the yearly results: counting, waiting times, hiding what is small."""
    year = _busiest_year()
    figures, counting = heavy(write, f"counting the year {year}", lambda: yearly_figures(year))
    times, waiting = heavy(write, "waiting times of the year", lambda: waiting_times(year))
    write(f"    {figures.received} cases, {len(figures.rows)} rows, {len(times.by_body)} bodies that helped")
    _view, hiding = heavy(write, "what may be published of it", lambda: public_view(figures, times=times))
    return {"results: counting": counting, "results: waiting times": waiting, "results: hiding": hiding}


def _going_up(write: Write) -> dict[str, float]:
    """Measure the protected tables of the last month of the province with most cases."""
    month = (bangkok_today().replace(day=1) - DAY).replace(day=1)
    provinces = Case.objects.order_by().values_list("received_by__province_code").annotate(number=Count("pk"))
    province = provinces.order_by("-number").first()
    code = province[0] if province else "81"
    _done, took = heavy(
        write, f"tables of a month of province {code}", lambda: published.publish(month, code)
    )
    return {"tables of a month": took}


def _register(write: Write, country: Country) -> dict[str, float]:
    """Measure the register of a year as a spreadsheet."""
    actor = country.world.center.officer
    years = RegisterEntry.objects.filter(organization=actor.organization.pk).order_by()
    largest = years.values_list("fiscal_year").annotate(number=Count("pk")).order_by("-number").first()
    if largest is None:
        return {}
    year, rows = largest

    def take() -> int:
        answer = xlsx_response(*_table(actor, year), name="register.xlsx", title="register", stamp="")
        parts = getattr(answer, "streaming_content", None)
        return sum(map(len, parts)) if parts is not None else len(answer.content)

    _size, took = heavy(write, f"register of {rows} rows as XLSX", take)
    return {"register, seconds for 1,000 rows": took / max(1, rows) * 1000}


def run(write: Write, *, sizes: list[int], rounds: int) -> None:
    """Build the country, let it grow, and measure its figures at each size.

    Args:
        write: takes a line.
        sizes: numbers of cases, growing; 1,000,000 takes hours to make and some 12 GB of disk.
        rounds: how often each page is asked for.
    """
    Rounds.count = rounds
    started = time.perf_counter()
    country = _country()
    write(
        f"{country_of.ORGANIZATIONS} organizations on {connection.vendor} in {time.perf_counter() - started:.0f} s"
    )
    grown: dict[str, list[float]] = {}
    for size in sizes:
        started = time.perf_counter()
        grow(country, size)
        write(f"{size} cases, {Case.objects.count()} in all, made in {time.perf_counter() - started:.0f} s")
        for who, actor in {"center": country.center, "local": country.middle}.items():
            write(f" {who}")

            def told(name: str, figure: Any, limits: tuple[float, float, float], who: str = who) -> None:
                write(figure.line(name, limits))
                grown.setdefault(f"{who}: {name} (ms)", []).append(percentile(figure.times, 0.5))

            _pages(actor, told)
        write(" in the queue")
        for name, took in (_results(write) | _going_up(write) | _register(write, country)).items():
            grown.setdefault(f"{name} (s)", []).append(took)
    write(f"growth over {sizes} at {timezone.now():%Y-%m-%d}; work that keeps pace grows by {_factor(sizes)}")
    for name, values in grown.items():
        write(f"  {name:<48} {'  '.join(f'{value:8.1f}' for value in values)}  {_times_more(values)}")


def _factor(sizes: list[int]) -> str:
    return f"×{sizes[-1] / sizes[0]:.0f}"


def _times_more(values: list[float]) -> str:
    return f"×{values[-1] / values[0]:.1f}" if values[0] > 0 else ""
