"""The service account residents write to in WeChat: a log with a cursor, 5 messages in 48 hours (WD 94670, 94677)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.sandbox.limits import Window
from bot.sandbox.wecom_content import MEDIA, SHOWN_AS, check_text
from bot.sandbox.wecom_media import check_media
from bot.sandbox.wecom_phone import Phone, Row
from bot.sandbox.wecom_wire import WecomRefusal, size, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

WINDOW, MESSAGES = 48 * 3600, 5
HISTORY, TOKEN_LIFE, CODE_LIFE = 3 * 86_400, 600, 20
MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
SCENE = re.compile(r"[0-9a-zA-Z_-]{0,32}")
HEAD_BYTES, CHOICE_BYTES, ITEMS = 1_024, 128, 10
AT_ENTERING = ("text", "msgmenu")
"""What may be sent by a welcome code (WD 96428)."""
WHILE_TALKING = (*AT_ENTERING, *MEDIA, "link", "location")
REFUSED_BY_USER = 10
"""fail_type of msg_send_fail."""


@dataclass(kw_only=True)
class Resident:
    """Somebody in WeChat who knows the service account."""

    userid: str
    name: str
    phone: Phone
    wrote: float | None = None
    sent: int = 0
    """Messages since they wrote."""
    welcomed: float | None = None
    refuses: bool = False


@dataclass(kw_only=True)
class Welcome:
    """A welcome_code: one message within 20 seconds (WD 96428)."""

    resident: str
    until: float
    spent: bool = False


@dataclass(kw_only=True)
class Service:
    """The log of the service account, and everybody who wrote."""

    residents: dict[str, Resident] = field(default_factory=dict)
    log: list[Json] = field(default_factory=list)
    tokens: dict[str, float] = field(default_factory=dict)
    welcomes: dict[str, Welcome] = field(default_factory=dict)
    scenes: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    """Who got which msgid."""
    blind: Window = field(default_factory=lambda: Window(most=10, span=60.0))
    """Asking without a token is strictly limited; the figure is not published."""


def note(corp: Corp, message: Json, *, origin: int) -> Json:
    """Writes a message or event into the log and tells the program that there is something."""
    service = corp.service
    entry = {"msgid": f"kf{len(service.log) + 1:010d}", "send_time": int(corp.now()), "origin": origin, **message}
    service.log.append(entry)
    token = f"ENC{len(service.tokens) + 1:010d}"
    service.tokens[token] = corp.now() + TOKEN_LIFE
    head = {"ToUserName": corp.corp_id, "CreateTime": int(corp.now()), "MsgType": "event"}
    fields = {**head, "Event": "kf_msg_or_event", "Token": token, "OpenKfId": corp.open_kfid}
    corp.callbacks.bring("kf", fields, sender="kf")
    return entry


def _check_account(corp: Corp, body: Json) -> None:
    if body["open_kfid"] != corp.open_kfid:
        raise WecomRefusal(95004)


def list_accounts(corp: Corp, body: Json) -> Json:
    """kf/account/list."""
    del body
    one = {"open_kfid": corp.open_kfid, "name": corp.name, "avatar": "", "manage_privilege": True}
    return {"account_list": [one]}


def add_contact_way(corp: Corp, body: Json) -> Json:
    """kf/add_contact_way: a link that carries a scene; `scene_param` is put behind it by hand."""
    _check_account(corp, body)
    scene = body.get("scene", "")
    if not SCENE.fullmatch(scene):
        raise wrong("scene")
    code = f"ENC{len(corp.service.scenes) + 1:06d}"
    corp.service.scenes[code] = scene
    return {"url": f"https://work.weixin.qq.com/kfid/kfc{corp.open_kfid[-12:]}?{urlencode({'enc_scene': code})}"}


def sync(corp: Corp, body: Json) -> Json:
    """kf/sync_msg: what residents wrote, three days back, never what the program sent."""
    _check_account(corp, body)
    service, limit = corp.service, body.get("limit", 1_000)
    if not 1 <= limit <= 1_000 or body.get("voice_format", 0) not in (0, 1):
        raise wrong("limit or voice_format")
    if "token" in body:
        if corp.now() >= service.tokens.get(body["token"], 0.0):
            raise WecomRefusal(95007)
    elif service.blind.wait(corp.now(), 1) > 0:
        raise WecomRefusal(45009)
    else:
        service.blind.times.append(corp.now())
    start = _place(body.get("cursor", ""), len(service.log))
    since = corp.now() - HISTORY
    while start < len(service.log) and service.log[start]["send_time"] < since:
        start += 1
    end = min(start + limit, len(service.log))
    return {"next_cursor": f"C{end}", "has_more": int(end < len(service.log)), "msg_list": service.log[start:end]}


def _place(cursor: str, last: int) -> int:
    if not cursor:
        return 0
    if not re.fullmatch(r"C\d{1,9}", cursor) or int(cursor[1:]) > last:
        raise wrong("cursor")
    return int(cursor[1:])


def send(corp: Corp, body: Json) -> Json:
    """kf/send_msg."""
    _check_account(corp, body)
    resident = corp.service.residents.get(body["touser"])
    if resident is None:
        raise WecomRefusal(40096)
    msgid = _check_msgid(corp, body)
    sort, text, more = _drawn(corp, body, WHILE_TALKING)
    if corp.service.sent.get(msgid) == resident.userid:
        return {"msgid": msgid}
    if resident.wrote is None or corp.now() - resident.wrote >= WINDOW:
        raise WecomRefusal(95002)
    if resident.sent >= MESSAGES:
        raise WecomRefusal(95001)
    resident.sent += 1
    corp.service.sent[msgid] = resident.userid
    if not resident.refuses:
        resident.phone.put(sort, text, msgid=msgid, **more)
        return {"msgid": msgid}
    who = {"open_kfid": corp.open_kfid, "external_userid": resident.userid}
    failed = {"event_type": "msg_send_fail", **who, "fail_msgid": msgid, "fail_type": REFUSED_BY_USER}
    note(corp, {"msgtype": "event", "event": failed}, origin=4)
    return {"msgid": msgid}


def send_on_event(corp: Corp, body: Json) -> Json:
    """kf/send_msg_on_event."""
    welcome = corp.service.welcomes.get(body["code"])
    if welcome is None or welcome.spent or corp.now() >= welcome.until:
        raise WecomRefusal(41050)
    msgid = _check_msgid(corp, body)
    sort, text, more = _drawn(corp, body, AT_ENTERING)
    welcome.spent = True
    resident = corp.service.residents[welcome.resident]
    resident.welcomed = corp.now()
    corp.service.sent[msgid] = resident.userid
    resident.phone.put(sort, text, msgid=msgid, **more)
    return {"msgid": msgid}


def _check_msgid(corp: Corp, body: Json) -> str:
    msgid: str = body.get("msgid", f"auto{len(corp.service.sent) + 1:08d}")
    if not MSGID.fullmatch(msgid):
        raise wrong("msgid")
    return msgid


def _drawn(corp: Corp, body: Json, allowed: tuple[str, ...]) -> tuple[str, str, Json]:
    sort = body["msgtype"]
    if sort not in allowed:
        raise WecomRefusal(40008, sort)
    if sort not in body:
        raise wrong(f"missing field {sort}")
    if sort == "text":
        return sort, check_text(body["text"]["content"]), {}
    if sort == "msgmenu":
        return sort, *_menu(body["msgmenu"])
    if sort == "link":
        link = body["link"]
        corp.media.find(link["thumb_media_id"], now=corp.now(), kinds=("image",))
        words = "\n".join(part for part in (link["title"], link.get("desc", "")) if part)
        return sort, words, {"buttons": [[{"text": link["title"], "data": None, "url": link["url"]}]]}
    if sort == "location":
        return sort, body["location"].get("name", ""), {"media": "location"}
    return sort, "", {"media": SHOWN_AS[sort], "file": check_media(corp, body)}


def _menu(menu: Json) -> tuple[str, Json]:
    """Words and choices of a menu."""
    lines, rows = [menu.get("head_content", "")], list[Row]()
    items = menu.get("list", [])
    if len(items) > ITEMS:
        raise WecomRefusal(95008)
    for item in items:
        sort = item["type"]
        if sort not in ("click", "view", "text") or sort not in item:
            raise WecomRefusal(95009)
        part = item[sort]
        if not 0 < size(part["content"]) <= CHOICE_BYTES or size(part.get("id", "")) > CHOICE_BYTES:
            raise wrong(f"msgmenu.{sort}")
        if sort == "text":
            lines.append(part["content"])
        else:
            rows.append(
                [
                    {
                        "text": part["content"],
                        "data": part.get("id", "") if sort == "click" else None,
                        "url": part.get("url"),
                    }
                ]
            )
    lines.append(menu.get("tail_content", ""))
    if size(lines[0]) > HEAD_BYTES or size(lines[-1]) > HEAD_BYTES or not (lines[0] or lines[-1] or rows):
        raise WecomRefusal(45002)
    return "\n".join(line for line in lines if line), {"buttons": rows}
