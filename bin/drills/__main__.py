"""`python -m drills`, started by `bin/drill`: what it takes."""

from __future__ import annotations

import logging
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.scratch import database

SMALL = {"requests": 120, "days": 1}


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="bin/drill", description="Practice on a throw-away installation.")
    commands = parser.add_subparsers(dest="command", required=True)
    flood = commands.add_parser(
        "flood", help="the worst week, replayed on the real pages by scripted officers"
    )
    add = flood.add_argument
    add("--requests", default=12_299, type=int, help="how many come")
    add("--days", default=7, type=int, help="in how many days")
    add("--officers", default=0, type=int, help="at all desks together; as in the design without it")
    add("--present", type=float, help="share of them at the desk at any hour; by day and night without it")
    add("--seed", default=1, type=int, help="of chance: the same gives the same people")
    add("--small", action="store_true", help="some hundred requests in a day, to try")
    add(
        "--through-center",
        action="store_true",
        help="the center reads and forwards every request, as without an event",
    )
    add(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    phones = commands.add_parser("phones", help="fault schedules of phones without a signal")
    phones.add_argument("--schedules", default=10_000, type=int, help="how many")
    phones.add_argument("--steps", default=40, type=int, help="of each")
    phones.add_argument("--seed", default=1, type=int, help="of the first schedule")
    phones.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    machines = commands.add_parser("machines", help="two machines behind nginx, their parts killed in turn")
    machines.add_argument("--requests", default=40, type=int, help="how many have to be sent at least")
    machines.add_argument("--away", default=6.0, type=float, help="seconds that a part stays away")
    machines.add_argument("--rate", default=0.5, type=float, help="people a second who ask for help")
    machines.add_argument(
        "--sqlite", action="store_true", help="one machine with SQLite, two of each process"
    )
    shipping = commands.add_parser("shipping", help="PostgreSQL is lost and made anew from its shipped log")
    shipping.add_argument("--seconds", default=150.0, type=float, help="for how long rows are written")
    shipping.add_argument("--timeout", default=60, type=int, help="archive_timeout of the server")
    debian = commands.add_parser("debian", help="the manual followed in an empty Debian 12")
    debian.add_argument("tree", type=Path, help="what `debootstrap --include=dbus bookworm TREE` left")
    debian.add_argument("--booted", action="store_true", help="under its own systemd")
    return parser


def _debian(options: Namespace) -> int:
    # Late, as all of them.
    from drills import booted, debian

    follow = booted.run if options.booted else debian.run
    return follow(lambda line: print(line, flush=True), options.tree.absolute())


def _shipping(options: Namespace) -> int:
    # Late: it knows where PostgreSQL's own programs are.
    from drills import shipping

    return shipping.run(
        lambda line: print(line, flush=True), seconds=options.seconds, timeout=options.timeout
    )


def _machines(options: Namespace) -> int:
    # Late: it reads where the scratch folder is.
    from drills import machines

    plan = machines.Plan(options.requests, options.away, options.rate, options.sqlite)
    return machines.run(lambda line: print(line, flush=True), Path(os.environ["KLANG_VAR"]), plan)


@contextmanager
def _portal(url: str) -> Iterator[None]:
    """Give the portal as a server has it, with empty tables of its own."""
    with database(url):
        # Late: the settings have to be named first. The collector is settled with it: in a replay of hours the usual one looks at
        # all that is loaded again and again.
        from portal.management.loading import load

        load()
        # They read models, which exist only now.
        from django.core.management import call_command
        from django.db import connection

        from portal.sealing import starting

        # What the portal notes of every act would stand between the lines of the table.
        logging.disable(logging.WARNING)
        starting.make_where_allowed()
        # The library and its index, which `prepare` makes too, take minutes and are not used.
        call_command("migrate", verbosity=0, interactive=False)
        try:
            yield
        finally:
            connection.close()


def _phones(options: Namespace) -> int:
    with _portal(options.postgres):
        # Late, as all of them.
        from drills import phones

        return phones.run(
            lambda line: print(line, flush=True),
            schedules=options.schedules,
            steps=options.steps,
            seed=options.seed,
        )


def _flood(options: Namespace) -> int:
    with _portal(options.postgres):
        # Late, as all of them.
        from drills import district, flood
        from portal.organizations.starter import load_organizations

        load_organizations()
        size = SMALL if options.small else {"requests": options.requests, "days": options.days}
        plan = flood.Plan(
            **size,
            officers=options.officers or district.STAFF,
            present=options.present,
            seed=options.seed,
            direct=not options.through_center,
        )
        return flood.run(lambda line: print(line, flush=True), plan)


def main(arguments: Sequence[str]) -> int:
    """Run one drill; return its exit status: 1 when something was not reached."""
    options = _parser().parse_args(arguments)
    return {
        "phones": _phones,
        "flood": _flood,
        "machines": _machines,
        "shipping": _shipping,
        "debian": _debian,
    }[options.command](options)


if __name__ == "__main__":
    # Ended from outside it ends what it started: its servers, its database, its folder.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
