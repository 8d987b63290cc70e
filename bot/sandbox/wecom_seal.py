"""Signs and seals callbacks as WeCom does, with nothing of the program's own in it (WD 90930, 96466)."""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.sandbox.wire import Json

BLOCK = 32
NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where callbacks go, and what they are signed and sealed with."""

    url: str
    token: str
    aes_key: str


def seal(words: str, *, aes_key: str, receiver: str) -> str:
    """AES-256-CBC over 16 random bytes, the length, the words and the receiver, padded to 32 (WD 90930)."""
    key = base64.b64decode(aes_key + "=")
    message = words.encode("utf-8", "replace")
    plain = secrets.token_bytes(16) + struct.pack(">I", len(message)) + message + receiver.encode()
    missing = BLOCK - len(plain) % BLOCK
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(cipher.update(plain + bytes([missing]) * missing) + cipher.finalize()).decode()


def sign(*parts: str) -> str:
    """SHA-1 over token, timestamp, nonce and what is sealed, sorted (WD 90930)."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def signed(end: Endpoint, sealed: str, *, now: int) -> dict[str, str]:
    """The query of one try: its own timestamp and nonce."""
    nonce = str(secrets.randbelow(10**10))
    return {
        "msg_signature": sign(end.token, str(now), nonce, sealed),
        "timestamp": str(now),
        "nonce": nonce,
    }


def envelope(sealed: str, *, receiver: str, agent: str) -> str:
    """The body of a callback; the service account's names no agent."""
    named = f"<AgentID><![CDATA[{agent}]]></AgentID>" if agent else ""
    return f"<xml><ToUserName><![CDATA[{receiver}]]></ToUserName>{named}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"


def as_xml(fields: Json) -> str:
    """A message as WeCom writes it: text in CDATA, numbers bare, a list as elements of one name."""
    return f"<xml>{_inner(fields)}</xml>"


def _inner(fields: Json) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: object) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, dict):
        return f"<{name}>{_inner(value)}</{name}>"
    if isinstance(value, str):
        safe = value.translate(NO_XML).replace("]]>", "]]]]><![CDATA[>")
        return f"<{name}><![CDATA[{safe}]]></{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"
