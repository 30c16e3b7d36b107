"""What sealing costs can be measured at any time (issue 10, point 5)."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings


def test_it_tells_of_values_digests_and_files(monkeypatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(settings.BASE_DIR) / "bin")])
    # Late: the benchmarks lie beside the project.
    from benchmarks import sealing

    monkeypatch.setattr(sealing, "MEGABYTES", 1)
    lines: list[str] = []
    sealing.run(lines.append, rounds=3)
    assert sum("characters" in line for line in lines) == 3
    assert [
        word for word in ("digest", "a file of 1 MB", "seal", "open") if word not in "\n".join(lines)
    ] == []
