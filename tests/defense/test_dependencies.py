"""What Klang stands on is listed and looked through without a network (ASVS 15.1.1, 15.1.2, 15.2.1)."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

LOCK = """\
# by bin/lock
django==5.2.19 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via -r requirements.in
Some_Thing[extra]==1.4 ; python_version < "4" \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def run(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, settings.BASE_DIR / "bin" / name, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK)
    return path


def advisory(**values: object) -> dict[str, object]:
    events = [{"introduced": "1.0"}, {"fixed": "1.5"}]
    affected = {
        "package": {"ecosystem": "PyPI", "name": "some.thing"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    return {"id": "PYSEC-1", "summary": "Bad", "affected": [affected | values]}


def audit(tmp_path: Path, lock: Path, content: object) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "advisories.json"
    file.write_text(json.dumps(content))
    return run("audit-dependencies", file, lock)


class TestSbom:
    def test_lists_every_package_of_the_lock_with_its_digests(self, lock):
        document = json.loads(run("sbom", lock).stdout)
        assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
        assert [one["purl"] for one in document["components"]] == [
            "pkg:pypi/django@5.2.19",
            "pkg:pypi/some-thing@1.4",
        ]
        hashes = document["components"][0]["externalReferences"][0]["hashes"]
        assert [one["content"][0] for one in hashes] == ["a", "b"]

    def test_the_same_lock_gives_the_same_document(self, lock):
        assert run("sbom", lock).stdout == run("sbom", lock).stdout

    def test_our_own_lock_is_listed_whole(self):
        document = json.loads(run("sbom").stdout)
        lock = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
        assert len(document["components"]) == lock.count("==")
        assert all(one["externalReferences"][0]["hashes"] for one in document["components"])


class TestAudit:
    def test_a_version_that_is_affected_is_named(self, tmp_path, lock):
        found = audit(tmp_path, lock, [advisory()])
        assert found.returncode == 1
        assert "some-thing 1.4: PYSEC-1 Bad" in found.stdout

    @pytest.mark.parametrize(
        "content",
        [
            [advisory(ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.4"}]}])],
            [advisory(ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": "2"}]}])],
            [
                advisory(
                    ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.3"}]}]
                )
            ],
            [advisory(package={"ecosystem": "npm", "name": "some-thing"})],
            [advisory() | {"withdrawn": "2026-01-01T00:00:00Z"}],
        ],
    )
    def test_other_versions_and_packages_are_not(self, tmp_path, lock, content):
        found = audit(tmp_path, lock, content)
        assert (found.returncode, "0 findings" in found.stdout) == (0, True)

    def test_a_list_of_versions_counts_too(self, tmp_path, lock):
        assert audit(tmp_path, lock, advisory(ranges=[], versions=["1.4"])).returncode == 1

    def test_a_zip_as_it_is_published_is_read(self, tmp_path, lock):
        file = tmp_path / "all.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("PYSEC-1.json", json.dumps(advisory()))
        assert run("audit-dependencies", file, lock).returncode == 1

    @pytest.mark.parametrize("content", [[], [1], "words"])
    def test_a_file_that_says_nothing_is_no_good_news(self, tmp_path, lock, content):
        assert audit(tmp_path, lock, content).returncode == 2
        assert run("audit-dependencies", tmp_path / "missing.json", lock).returncode == 2
