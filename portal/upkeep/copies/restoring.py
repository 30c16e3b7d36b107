"""Putting a backup back on an empty machine."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.sealing import current, starting
from portal.sealing.errors import KeysError
from portal.search.sources import site_index
from portal.upkeep.copies import databases
from portal.upkeep.copies.making import sources
from portal.upkeep.copies.manifest import CopyError, Manifest, differences, key_fingerprint, read
from portal.upkeep.copies.places import OnDisk
from portal.upkeep.copies.proving import prove, prove_counts


def check(backup: Path) -> Manifest:
    """Look whether a backup can be put back here, before anything is touched.

    Raises:
        CopyError: it is damaged, does not fit this program, or this machine is not empty.
    """
    manifest = read(backup)
    if manifest.engine != connection.vendor:
        raise CopyError(f"The backup is of {manifest.engine}, and the settings name {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.split(".")[0] for name in known}
    newer = [name for name in manifest.migrations if name not in known and name.split(".")[0] in ours]
    if newer:
        raise CopyError(
            f"The backup was made by a newer version of Klang ({newer[0]} and {len(newer) - 1} more are not known here);"
            " install that version and start again."
        )
    if not _has_its_secret(backup, manifest):
        raise CopyError(
            "SECRET_KEY is not the one under which the backup was made: no secret of a citizen would fit any more."
            " Set the old key and start again."
        )
    if wrong_key := _wrong_key(manifest):
        raise CopyError(f"The backup cannot be read here. {wrong_key}")
    full = [name for name, place in sources().items() if name != "secret_key" and any(place.entries())]
    if not databases.is_empty():
        full.insert(0, "the database")
    if full:
        raise CopyError(
            f"This machine is not empty: {', '.join(full)}. Nothing was touched. Move what is there away first."
        )
    wrong = list(differences(backup, manifest))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise CopyError(f"The backup is damaged: {wrong[0]}{more}. Nothing was touched; take an older one.")
    return manifest


def _has_its_secret(backup: Path, manifest: Manifest) -> bool:
    """Say whether the portal will have the SECRET_KEY of a backup when it is back.

    A key that lies in the folder of the installation comes along, but only to where the settings read it from there: where the
    environment gives one, that one holds, whatever is put back.
    """
    own, kept = Path(settings.KLANG_VAR) / "secret_key", backup / "secret_key"
    is_read = own.is_file() and own.read_text("ascii", "replace") == settings.SECRET_KEY
    if "secret_key" not in manifest.files or not is_read:
        return manifest.key == key_fingerprint()
    # One that is missing from a damaged backup is told as that.
    return not kept.is_file() or manifest.key == key_fingerprint(kept.read_text("ascii", "replace"))


def _wrong_key(manifest: Manifest) -> str:
    """Say which key of a backup is missing or another one here; "" when all are right, or nothing in it is sealed."""
    if not manifest.keys:
        return ""
    try:
        return starting.problem_with(current.keys(), manifest.keys)
    except KeysError as error:
        return str(error)


def restore(backup: Path) -> list[str]:
    """Put a backup back; returns what of it could not be proved, nothing when all is as it was.

    Raises:
        CopyError: as `check`, or the database refused.
    """
    manifest = check(backup)
    # The files first: a machine with rows and no files would look alive.
    for name, place in sources().items():
        for entry in OnDisk(backup / name).entries():
            place.put(entry.name, backup / name / entry.name if entry.name else backup / name)
    databases.put_back(backup / databases.name_of())
    # Before anything is added to the tables.
    wrong = [*prove_counts(manifest)]
    # What the backup cannot have: tables of a newer version, and the index.
    call_command("migrate", verbosity=0, interactive=False)
    site_index.rebuild()
    return wrong + prove(manifest)
