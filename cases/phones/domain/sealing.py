"""Sealed entries: whoever holds the phone cannot read what was written there and not yet sent; the portal alone can.

Each entry is encrypted for the portal's public key (ECDH on P-256 with a key of its own, HKDF-SHA256, AES-256-GCM), with what
the browsers of old phones have. The portal's key follows from `SECRET_KEY`, so no backup of the database holds it; keys of
`SECRET_KEY_FALLBACKS` still open what was sealed before they were replaced.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points the curve P-256 has (FIPS 186-4, D.1.2.3)."""
POINT, NONCE, NAME = 65, 12, 8
"""Bytes of a public point, of a nonce, of a key's name."""
PURPOSE = b"klang phone entry 1"


class UnreadableError(ValueError):
    """What was sealed cannot be opened: of another portal, or not sealed by our page."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the portal.

    Attributes:
        name: by which sealed entries say for which key they are.
        point: the public half, uncompressed.
        private: the other half.
    """

    name: bytes
    point: bytes
    private: ec.EllipticCurvePrivateKey

    def public(self) -> dict[str, str]:
        """Return what a phone is told."""
        return {"name": self.name.hex(), "point": base64.b64encode(self.point).decode()}


@cache
def _key(secret: str) -> Key:
    # Eight bytes more than the curve needs, so that the remainder favors no number (FIPS 186-5, A.2.1).
    stretched = HKDF(hashes.SHA256(), length=40, salt=None, info=b"klang phone key 1").derive(secret.encode())
    private = ec.derive_private_key(int.from_bytes(stretched, "big") % (ORDER - 1) + 1, CURVE)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Key(hashlib.sha256(point).digest()[:NAME], point, private)


def keys() -> Iterator[Key]:
    """Yield the portal's keys, the present one first."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _key(secret)


def knows(name: str) -> bool:
    """Say whether a key of this name is one of ours: a phone that was pointed at another portal is told so."""
    return any(key.name.hex() == name for key in keys())


def _cipher(private: ec.EllipticCurvePrivateKey, point: bytes, salt: bytes) -> AESGCM:
    other = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    shared = private.exchange(ec.ECDH(), other)
    return AESGCM(HKDF(hashes.SHA256(), length=32, salt=salt, info=PURPOSE).derive(shared))


def seal(content: bytes, entry: UUID) -> bytes:
    """Seal as a phone does: key's name, the point of a key of its own, nonce, what is sealed.

    Args:
        content: what was written.
        entry: its id, so that one cannot be passed off as another.
    """
    key, own = next(keys()), ec.generate_private_key(CURVE)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    nonce = hashlib.sha256(point).digest()[:NONCE]
    sealed = _cipher(own, key.point, point).encrypt(nonce, content, entry.bytes)
    return key.name + point + nonce + sealed


def unseal(sealed: bytes, entry: UUID) -> bytes:
    """Open what a phone sealed.

    Raises:
        UnreadableError: it is not for us, or was changed.
    """
    name, rest = sealed[:NAME], sealed[NAME:]
    point, nonce, inside = rest[:POINT], rest[POINT : POINT + NONCE], rest[POINT + NONCE :]
    for key in keys():
        if key.name == name:
            try:
                return _cipher(key.private, point, point).decrypt(nonce, inside, entry.bytes)
            except (InvalidTag, ValueError) as error:
                raise UnreadableError("changed") from error
    raise UnreadableError("another key")
