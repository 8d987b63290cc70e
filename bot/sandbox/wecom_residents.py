"""Control verbs of the residents' side in WeChat: open the service account by a link, write, press in a menu."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.control_people import PIXEL
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wecom_kf import CODE_LIFE, WINDOW, Resident, Welcome, note
from bot.sandbox.wire import Json, Refusal

KINDS = {"photo": "image", "voice": "voice", "video": "video", "document": "file", "location": "location"}
PARAM_BYTES = 128


def add_resident(corp: Corp, wish: Json) -> Json:
    """Somebody in WeChat; refuses: they have switched the account off."""
    userid, name = str(wish["userid"]), str(wish.get("name", wish["userid"]))
    resident = corp.service.residents.get(userid)
    if resident is None:
        phone = corp.new_phone("resident", userid, name)
        resident = corp.service.residents[userid] = Resident(userid=userid, name=name, phone=phone)
    resident.refuses = bool(wish.get("refuses", False))
    return {"number": resident.phone.number}


def _find(corp: Corp, wish: Json) -> Resident:
    resident = corp.service.residents.get(str(wish["by"]))
    if resident is None:
        raise Refusal(400, f"no resident {wish['by']}")
    return resident


def open_account(corp: Corp, wish: Json) -> Json:
    """A resident opens the chat by a link of the program, or with nothing but a scene_param."""
    resident, link = _find(corp, wish), str(wish.get("link", ""))
    scene, param = "", link
    if "://" in link:
        parts = urlsplit(link)
        query = parse_qs(parts.query)
        code = query.get("enc_scene", [""])[0]
        if parts.hostname != "work.weixin.qq.com" or code not in corp.service.scenes:
            raise Refusal(400, f"{link} leads to no service account")
        scene, param = corp.service.scenes[code], query.get("scene_param", [""])[0]
    if len(param.encode()) > PARAM_BYTES:
        raise Refusal(400, "scene_param takes 128 bytes (WD 94665)")
    told: Json = {"event_type": "enter_session", "open_kfid": corp.open_kfid, "external_userid": resident.userid}
    told |= {"scene": scene} if scene else {}
    told |= {"scene_param": param} if param else {}
    if not any(at is not None and corp.now() - at < WINDOW for at in (resident.wrote, resident.welcomed)):
        code = f"CODE{len(corp.service.welcomes) + 1:08d}"
        corp.service.welcomes[code] = Welcome(resident=resident.userid, until=corp.now() + CODE_LIFE)
        told["welcome_code"] = code
    seq = corp.ledger.add("enter", resident.phone.number, told)
    note(corp, {"msgtype": "event", "event": told}, origin=4)
    return {"seq": seq, "welcome_code": told.get("welcome_code", "")}


def _write(corp: Corp, resident: Resident, sort: str, part: Json) -> None:
    resident.wrote, resident.sent = corp.now(), 0
    who = {"open_kfid": corp.open_kfid, "external_userid": resident.userid}
    note(corp, {**who, "msgtype": sort, sort: part}, origin=3)


def say(corp: Corp, wish: Json) -> Json:
    """A resident writes."""
    resident, text = _find(corp, wish), str(wish["text"])
    if not text:
        raise Refusal(400, "nobody can send an empty text")
    post = resident.phone.put("text", text, mine=False)
    _write(corp, resident, "text", {"content": text})
    return resident.phone.view(post)


def press(corp: Corp, wish: Json) -> Json:
    """A resident presses in a menu: that is a text with the id of the choice."""
    resident = _find(corp, wish)
    post = resident.phone.posts.get(int(wish["message_id"]))
    menu = [button for row in post.buttons for button in row] if post else []
    found = [one for one in menu if one["data"] is not None and one["data"] == str(wish["data"])]
    if not found:
        raise Refusal(400, f"no such choice; there are {[one['text'] for one in menu]}")
    said = resident.phone.put("text", found[0]["text"], mine=False)
    _write(corp, resident, "text", {"content": found[0]["text"], "menu_id": found[0]["data"]})
    return {"seq": said.seq}


def send(corp: Corp, wish: Json) -> Json:
    """A resident sends a photo, voice, video, document or location."""
    resident, kind = _find(corp, wish), str(wish["kind"])
    if kind not in KINDS:
        raise Refusal(400, f"unknown kind {kind}; known: {', '.join(KINDS)}")
    sort, more = KINDS[kind], {"media": kind}
    part: Json = {"latitude": 22.54, "longitude": 113.95, "name": str(wish.get("label", "")), "address": ""}
    if kind != "location":
        content = base64.b64decode(wish["data"]) if "data" in wish else PIXEL
        name = str(wish.get("name", "")) or f"{sort}.bin"
        media = corp.media.keep(sort, content, name=name, now=corp.now())
        part, more["file"] = {"media_id": media.id}, media.id
    post = resident.phone.put(sort, "", mine=False, **more)
    _write(corp, resident, sort, part)
    return resident.phone.view(post)
