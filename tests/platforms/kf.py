"""Messages of the service account as kf/sync_msg has them (WD 94670), typed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
KF, LI = "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw", "wmqfasd1e1927831291723123109rAAAA"


def message(kind: str, *, number: str = "m1", at: datetime = NOW, origin: int = 3, **inside: Any) -> dict[str, Any]:
    """One message of a resident."""
    return {
        "msgid": number,
        "open_kfid": KF,
        "external_userid": LI,
        "send_time": int(at.timestamp()),
        "origin": origin,
        "msgtype": kind,
        kind: inside,
    }


def said(text: str, *, number: str = "m1", at: datetime = NOW, **inside: Any) -> dict[str, Any]:
    """Words of theirs."""
    return message("text", number=number, at=at, content=text, **inside)


def event(kind: str, *, number: str = "e1", at: datetime = NOW, **inside: Any) -> dict[str, Any]:
    """An event: whose it is stands inside."""
    about = {"event_type": kind, "open_kfid": KF, "external_userid": LI, **inside}
    return {"msgid": number, "send_time": int(at.timestamp()), "origin": 4, "msgtype": "event", "event": about}


def entered(**inside: Any) -> dict[str, Any]:
    """Somebody has opened the chat."""
    return event("enter_session", **inside)


def failed(name: str, why: int, *, number: str = "f1", at: datetime = NOW + timedelta(seconds=1)) -> dict[str, Any]:
    """A message did not arrive after all."""
    return event("msg_send_fail", number=number, at=at, fail_msgid=name, fail_type=why)
