"""The seal of WeCom's callbacks: who signed, for whom it is locked, when it was sent, and whether it came before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter, deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.talk.platform import Raw

WINDOW = timedelta(minutes=5)
"""A callback may be so much older or newer than our clock says."""
LATE, LATE_WITHIN = 3, timedelta(minutes=10)
"""So many calls that WeCom signed and whose time is wrong, and none that is right since: it is our clock."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EVENT_FIELDS = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ResponseCode", "ChatId")
"""Events have the MsgId 0 or none: these tell one from another."""

Query = Mapping[str, str]
Message = dict[str, Any]


class Refusal(StrEnum):
    """Why a callback was not let in. Outside nobody is told which."""

    QUERY = "query"
    """Its address lacks the signature, the time or the nonce."""
    TIME = "time"
    """It was sent too long ago, or its clock is wrong: perhaps somebody caught it and sends it once more."""
    BODY = "body"
    """It is no sealed message: no XML, or XML that declares entities."""
    SIGNATURE = "signature"
    """It was not signed with our token."""
    REPLAY = "replay"
    """The very same one was let in before."""
    SEALED = "sealed"
    """It can't be opened with our key, or what it holds is no message."""
    RECEIVER = "receiver"
    """It is for another company."""
    AGENT = "agent"
    """It is for another app of the company."""


class Refused(Exception):
    """A callback that is not let in: 403, without detail."""

    def __init__(self, kind: Refusal) -> None:
        super().__init__(f"a callback was refused: {kind}")
        self.kind = kind


class Seal:
    """Opens what is meant for this company and this app, each callback once.

    A replay is refused while the first of its kind is kept; `forget` lets it in again when keeping has failed. The
    vendor's own retry bears a time and nonce of its own and ends on the key of the inbox.
    """

    def __init__(self, token: str, aes_key: str, receiver: str, agent: str | None) -> None:
        from wechatpy.enterprise.crypto import WeChatCrypto  # heavy: who has no WeCom need not wait for it

        self._token, self._agent = token, agent
        self._crypto = WeChatCrypto(token, aes_key, receiver)
        self._seen: dict[tuple[str, str, str], datetime] = {}
        self._order: deque[tuple[str, str, str]] = deque()
        self._late: deque[tuple[str, datetime]] = deque(maxlen=LATE)
        self.refusals: Counter[str] = Counter()
        """How many were refused, by reason."""

    def open(self, query: Query, body: bytes, now: datetime) -> Message:
        """The message of a callback; raises Refused."""
        try:
            return self._open(query, body, now)
        except Refused as refused:
            self.refusals[refused.kind.value] += 1
            raise

    def greet(self, query: Query, now: datetime) -> str:
        """What the platform wants back when somebody enters our address in its console; raises Refused."""
        try:
            return self._unlock(query.get("echostr", ""), _stamp(query), now)
        except Refused as refused:
            self.refusals[refused.kind.value] += 1
            raise

    def is_late(self, now: datetime) -> bool:
        """Whether those who know our token are refused for their time, one after the other."""
        return len(self._late) == LATE and now - self._late[0][1] <= LATE_WITHIN

    def forget(self, query: Query) -> None:
        """The callback could not be kept: it may come again as it was."""
        self._seen.pop((query["timestamp"], query["nonce"], query["msg_signature"]), None)

    def _open(self, query: Query, body: bytes, now: datetime) -> Message:
        stamp = _stamp(query)
        sealed = _parsed(body, Refusal.BODY).get("Encrypt")
        if not isinstance(sealed, str):
            raise Refused(Refusal.BODY)
        xml = self._unlock(sealed, stamp, now)
        message = _parsed(xml.encode("utf-8", "surrogatepass"), Refusal.SEALED)
        if self._agent is not None and str(message.get("AgentID") or self._agent) != self._agent:
            raise Refused(Refusal.AGENT)
        signature, timestamp, nonce = stamp
        self._once((timestamp, nonce, signature), now)
        return message

    def _unlock(self, sealed: str, stamp: tuple[str, str, str], now: datetime) -> str:
        """What was sealed; the signature is compared first, in constant time (wechatpy compares with !=)."""
        from wechatpy.enterprise.exceptions import InvalidCorpIdException

        signature, timestamp, nonce = stamp
        parts = sorted(part.encode("utf-8", "surrogatepass") for part in (self._token, timestamp, nonce, sealed))
        expected = hashlib.sha1(b"".join(parts)).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass")):
            raise Refused(Refusal.SIGNATURE)
        self._in_time(signature, timestamp, now)
        try:
            return str(self._crypto.check_signature(signature, timestamp, nonce, sealed))
        except InvalidCorpIdException as error:
            raise Refused(Refusal.RECEIVER) from error
        except Exception as error:  # IndexError, ValueError, struct.error, ...: whatever broken padding makes of it
            raise Refused(Refusal.SEALED) from error

    def _in_time(self, signature: str, timestamp: str, now: datetime) -> None:
        if abs(now - (_EPOCH + timedelta(seconds=int(timestamp)))) <= WINDOW:
            self._late.clear()
            return
        if all(signature != one for one, _ in self._late):  # the same one again may be anybody's who caught it
            self._late.append((signature, now))
        raise Refused(Refusal.TIME)

    def _once(self, stamp: tuple[str, str, str], now: datetime) -> None:
        """Remembers it for as long as its time would let it in."""
        while self._order and self._seen.get(self._order[0], _EPOCH) < now:
            self._seen.pop(self._order.popleft(), None)
        if stamp in self._seen:
            raise Refused(Refusal.REPLAY)
        self._seen[stamp] = now + 2 * WINDOW
        self._order.append(stamp)


def wrap(message: Mapping[str, Any], now: datetime) -> Raw:
    """The inbox row of one message, kept whole and unread."""
    body = json.dumps({"received": (now - _EPOCH) // _MICROSECOND, "message": message}, separators=(",", ":"))
    return Raw(key=key_of(message), chat=_text(message, "FromUserName"), body=body.encode("ascii"), at=now)


def unwrap(body: bytes) -> tuple[datetime, Message]:
    """When the message was taken, and the message."""
    envelope = json.loads(body)
    return _EPOCH + envelope["received"] * _MICROSECOND, envelope["message"]


def key_of(message: Mapping[str, Any]) -> str:
    """The same for every copy the platform delivers of one message."""
    number = _text(message, "MsgId")
    if number.strip("0"):
        return number
    parts = "|".join(_text(message, name) for name in _EVENT_FIELDS)
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def _text(message: Mapping[str, Any], name: str) -> str:
    found = message.get(name)
    return found if isinstance(found, str) else ""


def _stamp(query: Query) -> tuple[str, str, str]:
    """Signature, time and nonce, when they are such."""
    signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
    if not (signature and nonce and timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise Refused(Refusal.QUERY)
    return signature, timestamp, nonce


def _parsed(xml: bytes, refusal: Refusal) -> Message:
    """The one level of XML WeCom writes, as a dict; entities are refused before they unfold."""
    import xmltodict

    try:
        root = xmltodict.parse(xml)
    except Exception as error:  # expat's own error and ValueError for entities, among others
        raise Refused(refusal) from error
    message = root.get("xml")
    if not isinstance(message, dict):
        raise Refused(refusal)
    return message
