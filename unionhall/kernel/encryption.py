"""SM4-GCM for personal columns and HMAC-SM3 blind indexes, from one keyring outside the database.

GB/T 32907 (SM4) and GB/T 32905 (SM3), through `cryptography`. Not for passwords: Django hashes those.
"""

import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from unionhall.kernel import keyfile

NONCE = 12
TAG = 16


class KeyMissing(Exception):
    """A value was encrypted under a key that this keyring does not hold."""


def sm3(content: bytes) -> str:
    """SM3 digest in hex; sm3(b"abc") = 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


@dataclass(frozen=True)
class Keyring:
    """Keys by id (16 bytes each), the id new values are written under, the index key and the seal key."""

    current: str
    keys: Mapping[str, bytes]
    index_key: bytes
    seal_key: bytes

    def encrypt(self, text: str, *, column: str) -> str:
        """`key id:base64(nonce + ciphertext + tag)`; the column's name is authenticated with it."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._encryptor(nonce)
        sealed.authenticate_additional_data(column.encode())
        body = sealed.update(text.encode()) + sealed.finalize()
        return f"{self.current}:{b64encode(nonce + body + sealed.tag).decode()}"

    def decrypt(self, stored: str, *, column: str) -> str:
        """:raises KeyMissing: the key is not in the ring. :raises InvalidTag: altered, or of another column."""
        key_id, _, packed = stored.partition(":")
        if key_id not in self.keys:
            raise KeyMissing(key_id)
        raw = b64decode(packed)
        if len(raw) < NONCE + TAG:
            raise InvalidTag
        opener = Cipher(algorithms.SM4(self.keys[key_id]), modes.GCM(raw[:NONCE], raw[-TAG:])).decryptor()
        opener.authenticate_additional_data(column.encode())
        return (opener.update(raw[NONCE:-TAG]) + opener.finalize()).decode()

    def index(self, text: str, *, column: str) -> str:
        """The blind index of a value: 128 bits of HMAC-SM3 as 22 characters; equal values of a column are equal."""
        mac = self._index_mac.copy()
        mac.update(column.encode() + b"\0" + text.encode())
        return urlsafe_b64encode(mac.finalize()[:16])[:22].decode()

    def encrypt_many(self, texts: Sequence[str], *, column: str) -> list[str]:
        """As `encrypt`, for a whole column: one key schedule of Python names instead of one a value (4 times as fast)."""
        algorithm, bound, prefix = algorithms.SM4(self.keys[self.current]), column.encode(), f"{self.current}:"
        nonces = secrets.token_bytes(NONCE * len(texts))
        out = []
        for place, text in enumerate(texts):
            nonce = nonces[place * NONCE : (place + 1) * NONCE]
            sealed = Cipher(algorithm, modes.GCM(nonce)).encryptor()
            sealed.authenticate_additional_data(bound)
            body = sealed.update(text.encode()) + sealed.finalize()
            out.append(prefix + b2a_base64(nonce + body + sealed.tag, newline=False).decode())
        return out

    def index_many(self, texts: Sequence[str], *, column: str) -> list[str]:
        """As `index`, for a whole column: the key and the column's name are taken in once, and copied for each value."""
        begun = self._index_mac.copy()
        begun.update(column.encode() + b"\0")
        out = []
        for text in texts:
            mac = begun.copy()
            mac.update(text.encode())
            out.append(urlsafe_b64encode(mac.finalize()[:16])[:22].decode())
        return out

    def seal(self, content: bytes) -> str:
        """HMAC-SM3 of a journal entry chained to the seal before it, in hex."""
        mac = hmac.HMAC(self.seal_key, hashes.SM3())
        mac.update(content)
        return mac.finalize().hex()

    def encrypt_file(self, content: bytes) -> bytes:
        """A file at rest: key id, newline, nonce + ciphertext + tag."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._encryptor(nonce)
        body = sealed.update(content) + sealed.finalize()
        return self.current.encode() + b"\n" + nonce + body + sealed.tag

    def decrypt_file(self, stored: bytes) -> bytes:
        key_id, _, raw = stored.partition(b"\n")
        if key_id.decode() not in self.keys:
            raise KeyMissing(key_id)
        opener = Cipher(algorithms.SM4(self.keys[key_id.decode()]), modes.GCM(raw[:NONCE], raw[-TAG:])).decryptor()
        return opener.update(raw[NONCE:-TAG]) + opener.finalize()

    def _encryptor(self, nonce: bytes):  # type: ignore[no-untyped-def]
        return Cipher(algorithms.SM4(self.keys[self.current]), modes.GCM(nonce)).encryptor()

    @cached_property
    def _index_mac(self) -> hmac.HMAC:
        return hmac.HMAC(self.index_key, hashes.SM3())


def load(*, path: Path, environ: Mapping[str, str]) -> Keyring:
    """The ring from `UNIONHALL_KEYS` (JSON) or from a file of mode 600, made at first start.

    :raises PermissionError: the file can be read by others.
    """
    if text := environ.get("UNIONHALL_KEYS"):
        return _parse(text)
    return _parse(keyfile.kept(path, _fresh))


def _fresh() -> str:
    return json.dumps(
        {
            "current": "k1",
            "keys": {"k1": secrets.token_hex(16)},
            "index_key": secrets.token_hex(32),
            "seal_key": secrets.token_hex(32),
        }
    )


def _parse(text: str) -> Keyring:
    ring = json.loads(text)
    return Keyring(
        current=ring["current"],
        keys={name: bytes.fromhex(key) for name, key in ring["keys"].items()},
        index_key=bytes.fromhex(ring["index_key"]),
        seal_key=bytes.fromhex(ring["seal_key"]),
    )
