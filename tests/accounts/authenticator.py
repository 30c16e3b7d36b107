"""A device with passkeys, in software: makes keys and answers challenges as a browser would pass them on (WebAuthn)."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One authenticator with one passkey.

    Attributes:
        host: for which it believes to be asked.
        origin: of the page that asks.
        verifies: the person shows a finger, a face or a PIN.
        counts: how often it was used; -1 for one that does not count.
    """

    host: str = "testserver"
    origin: str = "http://testserver"
    verifies: bool = True
    counts: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _data(self, *, with_key: bool) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | (WITH_KEY if with_key else 0)
        if self.counts >= 0:
            self.counts += 1
        data = hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, max(self.counts, 0))
        if with_key:
            numbers = self.key.public_key().public_numbers()
            public = {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
            data += (
                bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cbor2.dumps(public)
            )
        return data

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = text(self.credential)
        answer: dict[str, Any] = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
        return json.dumps(answer)

    def create(self, options: dict[str, Any]) -> str:
        """Make the key; returns the answer of the browser."""
        client = self._client("webauthn.create", options["challenge"])
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(with_key=True)}
        return self._answer(
            {"clientDataJSON": text(client), "attestationObject": text(cbor2.dumps(attestation))}
        )

    def get(self, options: dict[str, Any]) -> str:
        """Answer a challenge."""
        client, data = self._client("webauthn.get", options["challenge"]), self._data(with_key=False)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        )
