"""The scanner of uploads is a plug-in that says clean, bad or nothing (ASVS 5.4.3)."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.files.scanning import EICAR, Clamd, ScannerAwayError, Trial, UnjudgedError, scanner


@contextmanager
def daemon(answer: bytes) -> Iterator[tuple[Clamd, list[bytes]]]:
    """A clamd that takes one file and answers."""
    server = socket.create_server(("127.0.0.1", 0))
    received: list[bytes] = []

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                received.append(stream.read(size))
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield Clamd("127.0.0.1", str(server.getsockname()[1])), received
    thread.join()
    server.close()


@pytest.mark.parametrize(("answer", "is_clean"), [(b"stream: OK\0", True), (b"stream: Eicar FOUND\0", False)])
def test_clamd_is_given_the_whole_file_and_believed(answer, is_clean):
    content = b"x" * 200_000
    with daemon(answer) as (clamd, received):
        assert clamd.is_clean(content) is is_clean
    assert b"".join(received) == content


@pytest.mark.parametrize("answer", [b"", b"\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK FOUND?\0"])
def test_an_answer_that_is_none_is_no_verdict(answer):
    with daemon(answer) as (clamd, _), pytest.raises(ScannerAwayError):
        clamd.is_clean(b"x")


def test_a_daemon_that_is_away_says_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ScannerAwayError):
        Clamd("127.0.0.1", str(port)).is_clean(b"x")


def test_the_trial_scanner_knows_the_test_file_of_all_scanners():
    assert not Trial().is_clean(b"X5O!P%@AP" + EICAR)
    assert Trial().is_clean(b"a letter")


def test_the_setting_names_class_and_arguments(settings):
    settings.KLANG = {**settings.KLANG, "SCANNER": ""}
    assert scanner() is None
    settings.KLANG = {**settings.KLANG, "SCANNER": "portal.files.scanning.Clamd 10.0.0.1 3311"}
    assert scanner()._address == ("10.0.0.1", 3311)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_daemon_that_answers_without_a_verdict_may_judge_the_next_file(answer):
    with daemon(answer) as (clamd, _), pytest.raises(UnjudgedError):
        clamd.is_clean(b"x")


def test_a_daemon_that_hangs_up_while_it_is_given_a_file_is_not_away():
    """So it does over what is longer than it takes: ERROR, and the connection is gone."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        # With data that nobody read the connection is reset.
        connection.recv(10)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    with pytest.raises(UnjudgedError):
        Clamd("127.0.0.1", str(server.getsockname()[1])).is_clean(b"x" * 50_000_000)
    thread.join()
    server.close()


def test_a_daemon_that_is_not_there_or_says_nothing_judges_no_file_at_all(monkeypatch):
    monkeypatch.setattr(Clamd, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        with pytest.raises(ScannerAwayError) as silent:
            Clamd("127.0.0.1", port).is_clean(b"x")
    with pytest.raises(ScannerAwayError) as gone:
        Clamd("127.0.0.1", port).is_clean(b"x")
    assert not {type(silent.value), type(gone.value)} & {UnjudgedError}
