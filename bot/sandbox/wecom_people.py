"""Control verbs of the members' side: say, send, press, click in the menu; each becomes a callback."""

from __future__ import annotations

import base64

from bot.sandbox.control_people import PIXEL
from bot.sandbox.wecom_app import menu_buttons
from bot.sandbox.wecom_card import OPTION, questions
from bot.sandbox.wecom_corp import Corp, Member
from bot.sandbox.wire import Json, Refusal

KINDS = {"photo": "image", "voice": "voice", "video": "video", "location": "location"}
"""What an app is told of; a file somebody sends it is not among it (WD 90239)."""


def find(corp: Corp, wish: Json) -> Member:
    """The member a wish is about."""
    member = corp.members.get(str(wish["by"]))
    if member is None:
        raise Refusal(400, f"no member {wish['by']}")
    return member


def add_member(corp: Corp, wish: Json) -> Json:
    """Somebody of the corp, or somebody changed."""
    flags = {name: bool(wish[name]) for name in ("licensed", "visible", "plugin") if name in wish}
    member = corp.add_member(str(wish["userid"]), str(wish.get("name", wish["userid"])), **flags)
    return {"number": member.phone.number}


def remove_member(corp: Corp, wish: Json) -> Json:
    """Somebody leaves the corp."""
    del corp.members[str(wish["userid"])]
    return {}


def say(corp: Corp, wish: Json) -> Json:
    """A member writes to the app."""
    member, text = find(corp, wish), str(wish["text"])
    if not text:
        raise Refusal(400, "nobody can send an empty text")
    post = member.phone.put("text", text, mine=False)
    _tell(corp, member, {"MsgType": "text", "Content": text, "MsgId": corp.next_msg()})
    return member.phone.view(post)


def send(corp: Corp, wish: Json) -> Json:
    """A member sends a photo, a voice message, a video or a location."""
    member, kind = find(corp, wish), str(wish["kind"])
    if kind not in KINDS:
        raise Refusal(400, f"an app is never told of a {kind}; only of {', '.join(KINDS)}")
    sort = KINDS[kind]
    more: Json = {"media": kind}
    if kind == "location":
        place: Json = {
            "Location_X": float(wish.get("latitude", 22.54)),
            "Location_Y": float(wish.get("longitude", 113.95)),
            "Scale": 15,
            "Label": str(wish.get("label", "")),
        }
    else:
        content = base64.b64decode(wish["data"]) if "data" in wish else PIXEL
        media = corp.media.keep(sort, content, name=str(wish.get("name", "")) or f"{sort}.bin", now=corp.now())
        place = {"MediaId": media.id} | {"photo": {"PicUrl": "http://127.0.0.1/p"}, "voice": {"Format": "amr"}}.get(
            kind, {"ThumbMediaId": media.id}
        )
        more["file"] = media.id
    post = member.phone.put(sort, "", mine=False, **more)
    _tell(corp, member, {"MsgType": sort, **place, "MsgId": corp.next_msg()})
    return member.phone.view(post)


def press(corp: Corp, wish: Json) -> Json:
    """A member presses a button of a card as they saw it, or picks a choice and sends it."""
    member = find(corp, wish)
    post = member.phone.posts.get(int(wish["message_id"]))
    if post is None or not post.task:
        raise Refusal(400, f"no card {wish['message_id']} on the phone of {member.userid}")
    key, picked = str(wish["data"]), [str(one) for one in wish.get("picked", ())]
    if key.startswith(f"{OPTION} "):
        picked, key = [*picked, key], _sends(post.card)
    code = corp.messages.new_code(post.task, now=corp.now())
    event: Json = {"MsgType": "event", "Event": "template_card_event", "EventKey": key, "TaskId": post.task}
    event |= {"CardType": post.card["card_type"], "ResponseCode": code}
    answers = _selected(post.card, picked, str(wish.get("spelled", "OptionId")))
    if answers:
        event["SelectedItems"] = {"SelectedItem": answers}
    facts = {"message_id": post.id, "from": member.phone.number, "data": key, "picked": picked}
    seq = corp.ledger.add("press", member.phone.number, facts)
    _tell(corp, member, event)
    return {"seq": seq, "response_code": code}


def _sends(card: Json) -> str:
    """The key of what sends a choice: the button below the lists, or the last one beside a list."""
    below: Json = card.get("submit_button") or card["button_list"][-1]
    return str(below["key"])


def _selected(card: Json, picked: list[str], spelled: str) -> list[Json]:
    """What is picked, and where nothing is, what was picked from the start; one vendor's sample writes OpitonId."""
    answers: dict[str, list[str]] = {}
    for one in picked:
        _, question, option = one.split(" ", 2)
        answers.setdefault(question, []).append(option)
    for asked in questions(card):
        if asked.get("selected_id") and asked["question_key"] not in answers:
            answers[asked["question_key"]] = [asked["selected_id"]]
    return [{"QuestionKey": question, f"{spelled}s": {spelled: options}} for question, options in answers.items()]


def click(corp: Corp, wish: Json) -> Json:
    """A member chooses something in the app's menu, by key or name."""
    member, wanted = find(corp, wish), str(wish["key"])
    found = [one for one in menu_buttons(corp) if wanted in (one.get("key"), one["name"])]
    if not found:
        raise Refusal(400, f"no {wanted} in the menu; there are {[one['name'] for one in menu_buttons(corp)]}")
    seq = corp.ledger.add("click", member.phone.number, {"key": found[0].get("key", "")})
    sort = {"click": "click", "view": "view"}[found[0]["type"]]
    key = found[0]["key"] if sort == "click" else found[0]["url"]
    _tell(corp, member, {"MsgType": "event", "Event": sort, "EventKey": key})
    return {"seq": seq}


def event(corp: Corp, wish: Json) -> Json:
    """Any event of the app by hand: `inactive_alert`, `enter_agent`, one nobody knows."""
    fields = {"MsgType": "event", "Event": str(wish["event"]), **wish.get("fields", {})}
    sender = str(wish.get("by", "sys"))
    _bring(corp, sender, fields)
    return {"seq": corp.ledger.last}


def _tell(corp: Corp, member: Member, fields: Json) -> None:
    _bring(corp, member.userid, fields)


def _bring(corp: Corp, sender: str, fields: Json) -> None:
    head = {"ToUserName": corp.corp_id, "FromUserName": sender, "CreateTime": int(corp.now())}
    corp.callbacks.bring("app", {**head, **fields, "AgentID": corp.agent_id}, sender=sender)
