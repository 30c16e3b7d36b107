"""`python -m benchmarks`, started by `bin/bench`: the commands and what they take."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from benchmarks import judge
from benchmarks.collection import BadCollectionError
from benchmarks.problems import options as problem_options
from benchmarks.scratch import database


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",") if size]


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="bin/bench", description="Measure in a scratch folder.")
    commands = parser.add_subparsers(dest="command", required=True)
    judge.add_arguments(commands.add_parser("judge", help="quality over a collection with graded queries"))
    search = commands.add_parser("search", help="speed over documents composed from sections of laws")
    add = search.add_argument
    add("--documents", required=True, type=Path, help="laws or sections: JSON lines (.gz too)")
    add("--sizes", default="1000,10000,50000,100000", type=_sizes, help="numbers of documents, with commas")
    add("--compare", action="store_true", help="time FTS5 and tantivy too, queries interleaved")
    add("--compare-up-to", type=int, default=50_000, help="sizes at which rivals still run")
    add("--pages", type=int, default=10_000, help="documents for the page measurements, 0 for none")
    problem_options.add_arguments(
        commands.add_parser("problems", help="what people in trouble type, over the starter content")
    )
    public = commands.add_parser(
        "pages", help="processor time, queries and bytes of public pages, beside yardsticks"
    )
    public.add_argument("--sizes", default="1000,10000", type=_sizes, help="numbers of documents to grow to")
    commands.add_parser(
        "households", help="reports of one household among 5,000 made pairs: recall, precision"
    )
    cases = commands.add_parser(
        "cases", help="the desk at the size of a country: lists, counts, search, acts"
    )
    cases.add_argument("--sizes", default="10000,100000", type=_sizes, help="numbers of cases to grow to")
    cases.add_argument("--rounds", default=30, type=int, help="how often each thing is done")
    cases.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    alarms = commands.add_parser("alarms", help="the alarm job over the duties of a country")
    alarms.add_argument("--duties", default=150_000, type=int, help="open duties that ring")
    alarms.add_argument(
        "--late", default="0,200,4000,4000", type=_sizes, help="how many are due at each run, with commas"
    )
    alarms.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    library = commands.add_parser(
        "library", help="a document of 1 MB, a letter of twenty pages, lists of ten thousand documents"
    )
    library.add_argument("--size", default=10_000, type=int, help="documents of the library for the lists")
    sealing = commands.add_parser("sealing", help="what it costs to seal and open a value and a file")
    sealing.add_argument("--rounds", default=5000, type=int, help="how often each value is sealed and opened")
    reports = commands.add_parser(
        "reports", help="dashboards, statistics, yearly results and registers of a country, with memory"
    )
    reports.add_argument("--sizes", default="10000,50000", type=_sizes, help="numbers of cases to grow to")
    reports.add_argument("--rounds", default=10, type=int, help="how often each page is asked for")
    reports.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    load = commands.add_parser("load", help="a province in a flood: people send, read and ask at fixed rates")
    load.add_argument(
        "--seconds", type=float, help="of the first phase; without it a minute, and with --full an hour"
    )
    load.add_argument(
        "--full", action="store_true", help="an hour, a burst, ten times of everything, and after it"
    )
    load.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    morning = commands.add_parser("sign-ins", help="an office signs in at once, cold, through one slow line")
    morning.add_argument("--people", default=150, type=int, help="how many")
    morning.add_argument("--megabits", default=3.0, type=float, help="a second, that their line carries")
    morning.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    first = commands.add_parser(
        "first-syncs", help="phones take their work along for the first time, all at once, through one line"
    )
    first.add_argument("--phones", default=100, type=int, help="how many")
    first.add_argument("--megabits", default=3.0, type=float, help="a second, that their line carries")
    first.add_argument(
        "--postgres",
        default="",
        help="URL of a PostgreSQL in which a database may be made; SQLite without it",
    )
    return parser


def _first_syncs(options: Namespace) -> int:
    with database(options.postgres):
        # Late: the settings have to be named first.
        import django

        django.setup()
        # They read models, which exist only now.
        from django.core.management import call_command
        from django.db import connection

        from benchmarks import first_syncs
        from portal.sealing import starting

        # Without what a portal begins with: its center would answer for the district that is made here.
        starting.make_where_allowed()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        try:
            return min(first_syncs.run(_write, phones=options.phones, megabits=options.megabits), 1)
        finally:
            connection.close()


def _sign_ins(options: Namespace) -> int:
    with database(options.postgres):
        # Late: the settings have to be named first.
        import django

        django.setup()
        # They read models, which exist only now.
        from django.core.management import call_command
        from django.db import connection

        from benchmarks import signing_in

        call_command("prepare", verbosity=0, stdout=StringIO())
        try:
            return min(signing_in.run(_write, people=options.people, megabits=options.megabits), 1)
        finally:
            connection.close()


def _load(options: Namespace) -> int:
    with database(options.postgres):
        # Late: the settings have to be named first.
        import django

        django.setup()
        # They read models, which exist only now.
        from django.core.management import call_command
        from django.db import connection

        from benchmarks import load

        call_command("prepare", verbosity=0, stdout=StringIO())
        try:
            return load.run(_write, seconds=options.seconds, full=options.full)
        finally:
            connection.close()


def _write(line: str) -> None:
    print(line, flush=True)


def _search(options: Namespace) -> None:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # It reads models, which exist only now.
    from benchmarks import search

    search.run(
        _write,
        documents=options.documents,
        sizes=options.sizes,
        compare=options.compare,
        compare_up_to=options.compare_up_to,
        page_documents=options.pages,
    )


def _pages(options: Namespace) -> None:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # It reads models, which exist only now.
    from benchmarks import public

    public.run(_write, sizes=options.sizes)


def _library(options: Namespace) -> int:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # It reads models, which exist only now.
    from benchmarks import library

    return min(library.run(_write, options.size), 1)


def _problems(options: Namespace) -> None:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # It reads models, which exist only now.
    from benchmarks.problems import running

    running.run(
        _write,
        queries=options.queries,
        harmless=options.harmless,
        half=options.half,
        failures=options.failures,
    )


def _households() -> None:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # It reads codes of the room of cases, which exist only now.
    from benchmarks.households import judging

    for line in judging.lines():
        _write(line)


def _country(options: Namespace) -> int:
    """Measure something of a country of cases: the desk, its figures, or its alarms."""
    with database(options.postgres):
        # Late: the settings have to be named first.
        import django

        django.setup()
        # They read models, which exist only now.
        from django.core.management import call_command
        from django.db import connection

        from benchmarks import alarms, cases, reports
        from portal.sealing import starting

        starting.make_where_allowed()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            if options.command == "alarms":
                return alarms.run(_write, duties=options.duties, late=options.late)
            measured = reports if options.command == "reports" else cases
            measured.run(_write, sizes=options.sizes, rounds=options.rounds)
        finally:
            connection.close()
    return 0


def _sealing(options: Namespace) -> None:
    # Late: the settings have to be named first.
    import django

    django.setup()
    # They read settings, which exist only now.
    from benchmarks import sealing
    from portal.sealing import starting

    starting.make_where_allowed()
    sealing.run(_write, rounds=options.rounds)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status: 1 when a file cannot be used, with a sentence that says why."""
    options = _parser().parse_args(arguments)
    judged = {"library": _library, "load": _load, "sign-ins": _sign_ins, "first-syncs": _first_syncs}
    judged |= dict.fromkeys(("cases", "reports", "alarms"), _country)
    try:
        if options.command in judged:
            return judged[options.command](options)
        if options.command == "search":
            _search(options)
        elif options.command == "problems":
            _problems(options)
        elif options.command == "pages":
            _pages(options)
        elif options.command == "households":
            _households()
        elif options.command == "sealing":
            _sealing(options)
        else:
            asked = {name: value for name, value in vars(options).items() if name != "command"}
            judge.run(_write, **asked)
    except (OSError, BadCollectionError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    # Ended from outside it ends what it started: its servers, its database, its folder.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
