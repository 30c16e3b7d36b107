"""Cleaning costs a bounded amount of memory and time, one file at a time, and a crash concerns one file (issue 7).

Memory is measured by the machine (peak resident size of the process that cleaned), time by what the limits say.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from portal.files import RefusedFile, apart, check_upload, limits, turns
from portal.files.apart import ROOT, clean_apart
from tests.files.samples import encoded, opened, pdf, picture, speckled, upload

MEASURE = """
import re, sys
from pathlib import Path
from portal.files import worker
worker.main()
sys.stdout.flush()
# The peak of this program alone: what getrusage tells counts the process that started it as well.
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""
STATED = 350 * 1024
"""KiB: most memory of the process that cleans one file; four server processes then need 1.4 GB in the worst case."""


def measured(content: bytes) -> tuple[dict[str, Any], int]:
    """Clean a file as the product does and return the answer and the peak of memory in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=json.dumps({"name": "x", "door": "citizen"}).encode() + b"\n" + content,
        capture_output=True,
        env=apart.QUIET,
        cwd=ROOT,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout.partition(b"\n")[0]), int(done.stderr.split()[-1])


def flat_png(width: int, height: int, *, bits: int = 8, kind: int = 2) -> bytes:
    """Return a PNG of one color that is small however many points it has; it is never held as a whole here."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = b"\0" + b"\x55" * ((width * channels * bits + 7) // 8)
    packer, packed = zlib.compressobj(1), []
    for _line in range(height):
        packed.append(packer.compress(row))
    packed.append(packer.flush())

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    palette = chunk(b"PLTE", bytes(range(256)) * 3) if kind == 3 else b""
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + palette
        + chunk(b"IDAT", b"".join(packed))
        + chunk(b"IEND", b"")
    )


def flat(kind: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    return encoded(Image.new(mode, size, 100 if mode in ("L", "P") else (90,) * len(mode)), kind, **options)


def heic(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    # How well it is packed matters to nobody here: a quarter of the time.
    pillow_heif.from_pillow(Image.new("RGB", size, (90, 90, 90))).save(
        out, quality=10, enc_params={"preset": "ultrafast"}
    )
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: flat_png(7000, 7000), id="PNG of 49 million points"),
        pytest.param(lambda: flat_png(7000, 7000, kind=6), id="PNG with transparency"),
        pytest.param(lambda: flat_png(7000, 7000, bits=16), id="PNG with 16 bits"),
        pytest.param(lambda: flat_png(7000, 7000, bits=16, kind=0), id="gray PNG with 16 bits"),
        pytest.param(lambda: flat_png(7000, 7000, kind=3), id="PNG with a palette"),
        pytest.param(lambda: flat_png(1080, 22_000, kind=6), id="tall PNG"),
        pytest.param(lambda: heic((8064, 6048)), id="HEIC of 48 million points"),
        pytest.param(lambda: flat("JPEG", (16_320, 12_240), mode="L"), id="JPEG of 200 million points"),
        pytest.param(lambda: flat("JPEG", (8064, 6048)), id="JPEG of 48 million points"),
        pytest.param(lambda: flat("JPEG", (8000, 6000), progressive=True), id="progressive JPEG"),
        pytest.param(lambda: flat("JPEG", (7000, 7000), mode="CMYK"), id="JPEG in print colors"),
        pytest.param(lambda: flat("WEBP", (4000, 3900), quality=10), id="WebP"),
        pytest.param(lambda: flat("AVIF", (5600, 4200), quality=10, speed=10), id="AVIF"),
        pytest.param(lambda: flat("GIF", (5600, 5600), mode="P"), id="GIF"),
        pytest.param(
            lambda: flat("TIFF", (5600, 5600), mode="CMYK", compression="tiff_lzw"), id="TIFF in print colors"
        ),
    ],
)
def test_a_picture_at_its_limit_is_taken_within_the_stated_memory(make):
    answer, peak = measured(make())
    assert "refused" not in answer
    assert peak < STATED


def declared(kind: str, width: int, height: int) -> bytes:
    """Return a small file that declares a huge picture."""
    if kind == "PNG":
        small = flat_png(8, 8)
        head = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
        return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]
    if kind == "JPEG":
        content = picture("JPEG")
        place = content.index(b"\xff\xc0") + 5
        return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]
    if kind == "GIF":
        content = picture("GIF", mode="L")
        return content[:6] + struct.pack("<HH", width, height) + content[10:]
    if kind == "BMP":
        content = picture("BMP")
        return content[:18] + struct.pack("<ii", width, height) + content[26:]
    content = bytearray(picture("WEBP", lossless=True))
    place = content.index(b"VP8L") + 9
    content[place : place + 4] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(content)


@pytest.mark.parametrize(
    ("kind", "width", "height"),
    [
        ("PNG", 100_000, 100_000),
        ("PNG", 7100, 7100),
        ("JPEG", 65_000, 65_000),
        ("GIF", 65_000, 65_000),
        ("BMP", 40_000, 40_000),
        ("WEBP", 16_000, 16_000),
    ],
)
def test_a_huge_picture_is_refused_by_what_it_declares(kind, width, height):
    answer, peak = measured(declared(kind, width, height))
    # The decoder of WebP itself asks for more than the limit, when it is opened.
    assert answer == {"refused": "picture_damaged" if kind == "WEBP" else "picture_points"}
    assert peak < 100 * 1024


def test_a_progressive_jpeg_is_bounded_by_what_its_decoder_holds():
    content = flat("JPEG", (8200, 8200), progressive=True, subsampling=0)
    answer, peak = measured(content)
    assert answer == {"refused": "picture_points"}
    assert peak < 100 * 1024


def zeros(megabytes: int) -> bytes:
    """Return so many megabytes of nothing as zlib packs them, one packed and the others its copies: in no time."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    one = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-zlib.MAX_WBITS).flush()
    # Adler-32 of nothing but zeros: the sum of sums counts them.
    checksum = ((megabytes << 20) % 65_521) << 16 | 1
    return b"\x78\xda" + one * megabytes + end + checksum.to_bytes(4, "big")


def bomb(document: pikepdf.Pdf) -> None:
    """Put a picture on the page that is small in the file and takes gigabytes when it is drawn, and a stamp above it."""
    image = document.make_stream(zeros(2500))
    for key, value in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 50_000,
        "/Height": 50_000,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceGray,
        "/Filter": pikepdf.Name.FlateDecode,
    }.items():
        image[key] = value
    page = document.pages[0]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    page.contents_add(b"200 0 0 200 0 0 cm /I Do")
    page.obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=pikepdf.Array([9, 9, 90, 90]), F=4
            )
        ]
    )


def test_copies_of_one_packed_megabyte_are_what_zlib_packs():
    assert zlib.decompress(zeros(3)) == bytes(3 << 20)


@pytest.mark.slow
def test_a_pdf_that_takes_gigabytes_to_draw_takes_no_more_than_the_limit():
    content = pdf(bomb)
    assert len(content) < limits.MAX_BYTES
    answer, peak = measured(content)
    assert answer.get("refused") in (None, "costly", "pdf_form")
    assert peak * 1024 < limits.MEMORY + 100 * 1024 * 1024


def test_memory_has_a_hard_limit(monkeypatch):
    """Whatever the estimates say, the process cannot take more: here less than a photo needs."""
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(
            subprocess.run,
            [
                sys.executable,
                "-c",
                "from portal.files import limits, worker; limits.MEMORY = 60 << 20; worker.main()",
            ],
            input=b'{"name": "x", "door": "citizen"}\n' + flat_png(5000, 5000),
            capture_output=True,
            env=apart.QUIET,
            cwd=ROOT,
            check=False,
        ).result()
    assert json.loads(taken.stdout.partition(b"\n")[0]) == {"refused": "costly"}


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import sys; sys.exit(3)",
        "raise RuntimeError('decoder')",
        "pass",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
        "import time; time.sleep(60)",
    ],
)
def test_a_decoder_that_crashes_or_hangs_refuses_one_file_and_the_next_is_taken(monkeypatch, program):
    whole = apart.COMMAND
    monkeypatch.setattr(limits, "PATIENCE", 3)
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", program))
    with pytest.raises(RefusedFile) as refused:
        clean_apart(picture(), "x.jpg")
    assert refused.value.code == "costly"
    monkeypatch.setattr(limits, "PATIENCE", 60)
    monkeypatch.setattr(apart, "COMMAND", whole)
    assert clean_apart(picture(), "x.jpg").extension == "jpg"


def test_four_uploads_at_once_are_cleaned_one_after_the_other(monkeypatch):
    running, most, guard = 0, 0, threading.Lock()
    real = subprocess.run

    def run(*arguments: Any, **options: Any) -> Any:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        try:
            return real(*arguments, **options)
        finally:
            with guard:
                running -= 1

    monkeypatch.setattr(apart.subprocess, "run", run)
    monkeypatch.setattr(limits, "TURN", 120)
    content = encoded(speckled((800, 600)), "PNG")
    with ThreadPoolExecutor(4) as pool:
        checked = list(pool.map(lambda number: check_upload(upload(f"{number}.png", content)), range(4)))
    assert most == 1
    assert [opened(file.content).size for file in checked] == [(800, 600)] * 4


def test_who_waits_too_long_is_told_in_words_and_the_turn_comes_back(monkeypatch):
    monkeypatch.setattr(limits, "TURN", 0.05)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with turns.one_at_a_time():
            held.set()
            done.wait(timeout=60)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(timeout=60)
    try:
        with pytest.raises(RefusedFile, match="รอสักครู่"):
            check_upload(upload("x.jpg", picture()))
    finally:
        done.set()
        holder.join(timeout=60)
    monkeypatch.setattr(limits, "TURN", 60)
    assert check_upload(upload("x.jpg", picture())).content


def test_files_hold_some_threads_and_never_all_of_them(monkeypatch):
    """Whoever comes while all places are taken is told at once, and the thread is free for others."""
    monkeypatch.setattr(limits, "TURN", 60)
    held = [threading.Event() for _ in range(limits.PLACES)]
    done = threading.Event()

    def hold(came: threading.Event) -> None:
        came.set()
        with turns.one_at_a_time():
            done.wait(timeout=60)

    with ThreadPoolExecutor(limits.PLACES) as pool:
        holders = [pool.submit(hold, came) for came in held]
        assert all(came.wait(timeout=60) for came in held)
        while turns._places._value:
            time.sleep(0.01)
        try:
            before = time.monotonic()
            with pytest.raises(RefusedFile, match="รอสักครู่"):
                check_upload(upload("x.jpg", picture()))
            assert time.monotonic() - before < limits.TURN / 2
        finally:
            done.set()
        for holder in holders:
            holder.result(timeout=60)
    assert check_upload(upload("x.jpg", picture())).content


def test_the_process_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ZZSECRET")
    monkeypatch.setenv("DATABASE_URL", "ZZSECRET")
    assert "ZZSECRET" not in json.dumps(apart.QUIET)
    monkeypatch.setattr(
        apart,
        "COMMAND",
        (sys.executable, "-c", "import os, sys; sys.stderr.write(repr(os.environ)); sys.exit(3)"),
    )
    seen: list[bytes] = []
    real = subprocess.run

    def run(*arguments: Any, **options: Any) -> Any:
        done = real(*arguments, **options)
        seen.append(done.stderr)
        return done

    monkeypatch.setattr(apart.subprocess, "run", run)
    with pytest.raises(RefusedFile):
        clean_apart(picture(), "x.jpg")
    assert seen
    assert b"ZZSECRET" not in seen[0]


def test_a_reason_comes_back_in_the_language_of_the_reader():
    from django.utils.translation import override

    with pytest.raises(RefusedFile) as refused:
        clean_apart(b"%PDF-1.7 broken", "x.pdf")
    with override("en"):
        assert str(refused.value.reason) == "This PDF cannot be opened. The file may be damaged."
