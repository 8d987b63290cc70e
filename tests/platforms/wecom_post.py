"""WeCom's side of a callback, for tests: seals and signs messages with the vendor's own library and rules."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

from wechatpy.enterprise.crypto import PrpCrypto

TOKEN, CORP = "a_token_of_callbacks", "ww1234567890abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

XML = str | bytes
Call = tuple[dict[str, str], bytes]
"""Query and body."""


def sealed(xml: str, *, corp: str = CORP, key: str = AES_KEY) -> str:
    """A message as it is locked for a company."""
    return str(PrpCrypto(base64.b64decode(key + "=")).encrypt(xml, corp).decode())


def signed(locked: str, *, at: datetime = NOW, nonce: str = "n1", token: str = TOKEN) -> dict[str, str]:
    """The query that stands on the address."""
    timestamp = str(int(at.timestamp()))
    signature = hashlib.sha1("".join(sorted((token, timestamp, nonce, locked))).encode()).hexdigest()
    return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}


def outer(locked: str, agent: str = "1000002") -> bytes:
    """The body of a callback around a locked message."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID><![CDATA[{agent}]]></AgentID>"
        f"<Encrypt><![CDATA[{locked}]]></Encrypt></xml>"
    ).encode()


def call(xml: str, *, at: datetime = NOW, nonce: str = "n1", corp: str = CORP) -> Call:
    """A whole callback."""
    locked = sealed(xml, corp=corp)
    return signed(locked, at=at, nonce=nonce), outer(locked)


def said(text: str, *, msg_id: str = "1234567890123456", agent: str = "1000002", user: str = "wangqiang") -> str:
    """The XML of a text message, WD 90239."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<CreateTime>{int(NOW.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{msg_id}</MsgId><AgentID>{agent}</AgentID></xml>"
    )


def event(kind: str, *, inside: str = "", user: str = "wangqiang", agent: str = "1000002") -> str:
    """The XML of an event, WD 90240; `inside` is what is its own."""
    who = f"<FromUserName><![CDATA[{user}]]></FromUserName>" if user else ""
    app = f"<AgentID>{agent}</AgentID>" if agent else ""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName>{who}<CreateTime>{int(NOW.timestamp())}</CreateTime>"
        f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{kind}]]></Event>{inside}{app}</xml>"
    )
