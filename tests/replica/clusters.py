"""A real PostgreSQL and a streaming replica of it, of their own and on ports of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.store import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
"""Debian's; the newest version."""
CONFIG = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = replica
hot_standby = on
max_connections = 40
shared_buffers = 32MB
"""


def are_here() -> bool:
    """Say whether this machine has the programs, and an account to run them under."""
    if not BINARIES or not (BINARIES[0] / "pg_basebackup").is_file():
        return False
    return os.geteuid() != 0 or any(one.pw_name == "postgres" for one in pwd.getpwall())


class Cluster:
    """One server.

    Args:
        folder: of its data; belongs to the account that runs it.
        port: on 127.0.0.1.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        run(
            "pg_ctl",
            "-D",
            str(self.folder),
            "-w",
            "-t",
            "120",
            "-l",
            str(self.folder) + ".log",
            "-o",
            f"-p {self.port}",
            "start",
        )

    def stop(self, how: str = "immediate") -> None:
        """End it; "immediate" is as a power cut: nothing is tidied up."""
        run("pg_ctl", "-D", str(self.folder), "-w", "-m", how, "stop", check=False)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=10) as server:
            cursor = server.execute(statement)  # type: ignore[call-overload]
            return list(cursor.fetchall()) if cursor.description else []


def run(program: str, *arguments: str, check: bool = True) -> None:
    """Run one of PostgreSQL's programs, under its account where we are root: it refuses to run as root."""
    command = [str(BINARIES[0] / program), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *command]
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if check and done.returncode:
        raise RuntimeError(f"{program}: {done.stderr[-1000:]}")


@contextmanager
def primary(folder: Path, *, config: str = "") -> Iterator[Cluster]:
    """Run a new server until the block ends.

    Args:
        folder: an empty one, which the account of PostgreSQL may write to.
        config: lines for postgresql.conf.
    """
    run(
        "initdb",
        "-D",
        str(folder / "primary"),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    add(folder / "primary" / "postgresql.conf", CONFIG + config)
    server = Cluster(folder / "primary", free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def replica_of(server: Cluster, folder: Path) -> Iterator[Cluster]:
    """Run a streaming replica of a server until the block ends, made by `pg_basebackup`."""
    run("pg_basebackup", "-D", str(folder / "replica"), "-R", "-X", "stream", "-c", "fast", "-d", server.url)
    second = Cluster(folder / "replica", free_port())
    second.start()
    try:
        yield second
    finally:
        second.stop()


def give(path: Path) -> None:
    """Let the account of PostgreSQL own something."""
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")


def add(path: Path, text: str) -> None:
    """Add lines to a file of a server, or make it."""
    with path.open("a") as file:
        file.write(text)
    give(path)


@contextmanager
def room() -> Iterator[Path]:
    """Yield a folder that the account of PostgreSQL may write to; it is gone afterwards."""
    folder = Path(
        subprocess.run(
            ["mktemp", "-d", "/tmp/klang-pg-XXXXXX"], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    give(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
