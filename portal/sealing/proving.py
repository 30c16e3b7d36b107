"""Keeping the proofs of keys beside what is sealed under them."""

from __future__ import annotations

from portal.sealing import current, starting
from portal.sealing.keys import FIND, SEAL
from portal.sealing.models import Probe


def prove_keys() -> None:
    """Keep a proof of each key of the file; those that have one keep it.

    Raises:
        HalfBlindError: a key is missing or is another one than before; nothing was written.
        KeysError: there are no keys.
    """
    starting.refuse_half_blind()
    keys = current.keys()
    known = {name for name, _proof in starting.proofs()}
    rows = [Probe(key=name, proof=proof) for name, proof in starting.missing_proofs(keys, known)]
    if rows:
        # Two processes may begin at once.
        Probe.objects.bulk_create(rows, ignore_conflicts=True)


def take_out_of_use(identifier: str) -> None:
    """Forget the proof of a key under which nothing is sealed any more: its line may go from the file."""
    Probe.objects.filter(key=f"{SEAL}:{identifier}").delete()


def begin_finding_anew() -> None:
    """Let the key for finding of the file be the right one, before all digests are made with it again.

    Raises:
        KeysError: there are no keys.
    """
    Probe.objects.filter(key__startswith=f"{FIND}:").delete()
    keys = current.keys()
    known = {name for name, _proof in starting.proofs()}
    Probe.objects.bulk_create(
        Probe(key=name, proof=proof)
        for name, proof in starting.missing_proofs(keys, known)
        if name.startswith(FIND)
    )
