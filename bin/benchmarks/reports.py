"""`bin/bench reports`: what figures cost at the size of a country, how that grows, and the memory that it takes.

The country is that of `benchmarks.cases`: 22,000 organizations, a center that holds most of a smaller country. Pages go
through the whole stack, without a wire. What belongs into the queue (the yearly results, the tables that go up) is done
once and its peak of memory is read from the kernel, which forgets the peak before each.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from announcements.results.figures import public_view
from benchmarks import case_copies
from benchmarks import cases as country_of
from benchmarks.case_copies import FIRST_CASE, Copy, Pattern
from benchmarks.cases import Country, Rounds, _client, _country, _processor, _times
from benchmarks.metrics import percentile
from cases.desk.register.lines import entries
from cases.desk.register.printing import as_paper, stretches
from cases.desk.register.views import _table
from cases.domain.reporting import waiting_times, yearly_figures
from cases.models import Case, RegisterEntry
from cases.statistics.domain import published
from cases.statistics.models import PublishedFigure, PublishedMonth
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.letters.kinds.register import register_pdf
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today, fiscal_year, fiscal_year_bounds, format_date
from portal.web.downloads import xlsx_response
from tests.accounts.factories import OrganizationFactory, officer

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


def _of_helpers() -> float:
    """Return the seconds of processor time that processes apart took, such as those that draw papers."""
    taken = os.times()
    return taken.children_user + taken.children_system


def heavy(
    write: Write, name: str, do: Callable[[], Any], seconds: float = RESULTS_SECONDS
) -> tuple[Any, float, int]:
    """Do something heavy once and say what it took: processor, wall, memory on top.

    Returns:
        Its result, its seconds of processor, and the peak of memory in bytes.
    """
    forget_peak()
    before, _peak = peak_bytes()
    started, used = time.perf_counter(), _processor() / 1000 + _of_helpers()
    found = do()
    took, wall = _processor() / 1000 + _of_helpers() - used, time.perf_counter() - started
    _now, peak = peak_bytes()
    more = peak - before
    marks = ("!" if took > seconds else "") + ("!" if more > MOST_BYTES else "")
    write(
        f"  {name:<44} {took:>7.1f} s{marks:<2}  wall {wall:>6.1f} s  {more / 1e6:>6.0f} MB on top of {before / 1e6:.0f}"
    )
    return found, took, peak


# The country ----------------------------------------------------------------------------------------------------------

LOCALS = 7_850
"""Local administrations among whose cases the rest of the country is spread."""
OF_CENTER = 58_000
OF_REGISTER = 4_400
"""Entries of the register that is taken away (issue 13)."""
OPEN_SHARE = 0.1
TWO_YEARS = 730


def _copies(country: Country, size: int) -> Iterator[Copy]:
    """Yield the cases that are missing to a size: of two years, so that one of them has half of all.

    A center has up to 58,000 of this fiscal year and half as many of the same days of the year before, a local
    administration a register of 4,400; they come first and stay as big when the country grows. All others are spread over
    7,850 local administrations.
    """
    chance = random.Random(country.size)  # noqa: S311 - invented data, no secret
    world = country.world
    places = [part.code for district in areas.districts("81") for part in areas.subdistricts(district.code)]
    locals_ = country.locals[:LOCALS]
    held = min(OF_CENTER, int(size * 0.4))
    so_far = max(1, (bangkok_today() - fiscal_year_bounds(fiscal_year(bangkok_today()))[0]).days)
    first = FIRST_CASE
    for number in range(country.size, size):
        center, local, lead = (chance.choice(one) for one in (country.centers, locals_, country.leads))
        place = chance.choice(places)
        if number < held:
            kind, center = chance.choice(country_of.OF_A_CENTER), world.center.organization.pk
            days = chance.randrange(so_far) + (365 if number % 3 == 0 else 0)
        elif number < held + OF_REGISTER:
            kind, local = chance.choice(country_of.OF_A_LOCAL[:3]), country.middle.organization.pk
            days = chance.randrange(so_far)
        else:
            days = chance.randrange(1, TWO_YEARS)
            is_open = chance.random() < OPEN_SHARE
            kind = chance.choice(country_of.ELSEWHERE) if is_open else "closed"
        yield Copy(first + number, country.patterns[kind], center, local, lead, days, place)


def grow(country: Country, size: int) -> None:
    """Let the country have so many cases, with what figures are counted from."""
    world = country.world
    pattern = Pattern(world.center.organization.pk, world.local.organization.pk, world.lead.organization.pk)
    case_copies.copy(_copies(country, size), pattern, figures_only=True)
    country.size = size


# Measuring ------------------------------------------------------------------------------------------------------------


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
    forget_peak()
    before, _peak = peak_bytes()
    figures, counting, first = heavy(write, f"counting the year {year}", lambda: yearly_figures(year))
    times, waiting, second = heavy(write, "waiting times of the year", lambda: waiting_times(year))
    write(f"    {figures.received} cases, {len(figures.rows)} rows, {len(times.by_body)} bodies that helped")
    _view, hiding, third = heavy(
        write, "what may be published of it", lambda: public_view(figures, times=times)
    )
    whole, more = counting + waiting + hiding, max(first, second, third) - before
    marks = ("!" if whole > RESULTS_SECONDS else "") + ("!" if more > MOST_BYTES else "")
    write(f"  {'yearly results in all':<44} {whole:>7.1f} s{marks:<2} {more / 1e6:>24.0f} MB on top")
    return {"results: counting": counting, "results: waiting times": waiting, "results: hiding": hiding}


def _going_up(write: Write) -> dict[str, float]:
    """Measure the protected tables of the last month: of the province with most cases, then of all others."""
    month = (bangkok_today().replace(day=1) - DAY).replace(day=1)
    provinces = Case.objects.order_by().values_list("received_by__province_code").annotate(number=Count("pk"))
    codes = [code for code, _number in provinces.order_by("-number") if code]

    def whole_month() -> int:
        return sum(published.publish(month, code) for code in codes[1:])

    _forget(PublishedMonth.objects.filter(month=month))
    _done, took, _peak = heavy(
        write, f"tables of a month of province {codes[0]}", lambda: published.publish(month, codes[0])
    )
    _done, country, _peak = heavy(
        write, f"tables of a month of {len(codes) - 1} provinces", whole_month, seconds=600
    )
    return {"tables of a month of a province": took, "tables of a month of the country": country}


def _forget(months: QuerySet[PublishedMonth]) -> None:
    PublishedFigure.objects.filter(published__in=months).delete()
    months.delete()


def _what_went_up(rounds: Callable[[str, Any, tuple[float, float, float]], None]) -> None:
    """Measure the dashboards of those who read the tables that went up, twelve months of them alike."""
    this = fiscal_year(bangkok_today())
    kept = PublishedMonth.objects.exclude(province_code="").order_by("month").values_list("month", flat=True)
    pattern = kept.last()
    if pattern is None:
        raise RuntimeError("no month went up")
    months = [
        one
        for one in (dt.date(this - 544 + (n > 2), (n + 9) % 12 + 1, 1) for n in range(12))
        if one != pattern
    ]
    _forget(PublishedMonth.objects.exclude(month=pattern))
    for month in months:
        for row in PublishedMonth.objects.filter(month=pattern):
            made = PublishedMonth.objects.create(month=month, province_code=row.province_code)
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO statistics_publishedfigure "
                    "(published_id, report, kind, organization_id, problem, channel, number) "
                    "SELECT %s, report, kind, organization_id, problem, channel, number "
                    "FROM statistics_publishedfigure WHERE published_id = %s",
                    [made.pk, row.pk],
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, kind, province in (
        ("province", OrganizationType.PROVINCIAL_LOCAL_OFFICE, "81"),
        ("department", OrganizationType.DLA, ""),
    ):
        watcher = watching(kind, province)
        client = _client(watcher)
        rounds(f"dashboard of the {name}", _times(partial(client.get, reverse("statistics:page"))), PAGE)


def watching(kind: OrganizationType, province: str) -> Officer:
    """Return an officer who reads what went up, of an office that is made at the first call."""
    found = Organization.objects.filter(type=kind, name_th="ผู้ติดตามสมมติ").first()
    office = found or OrganizationFactory.create(
        type=kind, name_th="ผู้ติดตามสมมติ", province_code=province, district_code="", subdistrict_code=""
    )
    return officer(office, Role.REPORT_OFFICER, functions=[Function.REPORTING])


def _register(write: Write, country: Country) -> dict[str, float]:
    """Measure a register of 4,400 rows as a spreadsheet, and its largest month on paper."""
    actor = country.middle
    years = RegisterEntry.objects.filter(organization=actor.organization.pk).order_by()
    largest = years.values_list("fiscal_year").annotate(number=Count("pk")).order_by("-number").first()
    if largest is None:
        return {}
    year, rows = largest

    def take() -> int:
        answer = xlsx_response(*_table(actor, year), name="register.xlsx", title="register", stamp="")
        parts = getattr(answer, "streaming_content", None)
        return sum(map(len, parts)) if parts is not None else len(answer.content)

    _size, took, _peak = heavy(write, f"register of {rows} rows as XLSX", take)
    files = stretches(actor, year)
    month = max(files, key=lambda one: entries(actor, year, one.month).count()).month
    files = [one for one in files if one.month == month]
    number = entries(actor, year, month).count()
    found = {"register as XLSX, for 1,000 rows": took / rows * 1000}
    _paper, drawn, _peak = heavy(
        write,
        f"a month of {number} rows as {len(files)} PDF",
        lambda: [register_pdf(as_paper(actor, year, one, timezone.now())) for one in files],
    )
    return found | {"register as PDF, for 1,000 rows": drawn / number * 1000}


def run(write: Write, *, sizes: list[int], rounds: int) -> None:
    """Build the country, let it grow, and measure its figures at each size.

    Args:
        write: takes a line.
        sizes: numbers of cases, growing; 1,000,000 takes minutes to make on PostgreSQL and some 4 GB of disk.
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
        write(" who reads what went up")
        _what_went_up(partial(told, who="above"))
    write(f"growth over {sizes} at {timezone.now():%Y-%m-%d}; work that keeps pace grows by {_factor(sizes)}")
    for name, values in grown.items():
        write(f"  {name:<48} {'  '.join(f'{value:8.1f}' for value in values)}  {_times_more(values)}")


def _factor(sizes: list[int]) -> str:
    return f"×{sizes[-1] / sizes[0]:.0f}"


def _times_more(values: list[float]) -> str:
    return f"×{values[-1] / values[0]:.1f}" if values[0] > 0 else ""
