"""Messages of the app to one member each: sending, changing a card once by its code, taking back (WD 90236, 94888)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.wecom_card import INTERACTIVE, TASK, buttons_of, check_card, words_of
from bot.sandbox.wecom_content import BY_APP, drawn
from bot.sandbox.wecom_wire import WecomRefusal, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp, Member

RECEIVERS = 1_000
CODE_LIFE = 72 * 3600
RECALL_LIFE = 24 * 3600
LONGEST_CHECK = 4 * 3600
IN_WECHAT = ("text", "image", "voice", "video", "file", "textcard", "news")
"""What somebody who reads in WeChat can see; cards and markdown they can't (WD 90236)."""
NOT_SHOWN = "[open WeCom to read this]"
ADDRESSES = ("touser", "toparty", "totag", "enable_duplicate_check", "duplicate_check_interval")


@dataclass(kw_only=True)
class Code:
    """A response_code: it changes one card once, within 72 hours (WD 94888)."""

    task: str
    until: float
    spent: bool = False


@dataclass(kw_only=True)
class Outgoing:
    """One message/send: its number, and where it stands on which phone."""

    msgid: str
    at: float
    posts: dict[str, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class Messages:
    """What the app has sent."""

    sent: dict[str, Outgoing] = field(default_factory=dict)
    tasks: dict[str, Outgoing] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    copies: dict[tuple[str, str], float] = field(default_factory=dict)
    dropped: int = 0
    repeated: int = 0

    def new_code(self, task: str, *, now: float) -> str:
        """A code for a card."""
        code = f"RC{len(self.codes) + 1:06d}{task[-4:]}"
        self.codes[code] = Code(task=task, until=now + CODE_LIFE)
        return code


def send(corp: Corp, body: Json) -> Json:
    """message/send."""
    _check_app(corp, body)
    if not 0 <= body.get("duplicate_check_interval", 1800) <= LONGEST_CHECK:
        raise wrong("duplicate_check_interval")
    sort, text, more = drawn(corp, body, BY_APP)
    card = body["template_card"] if sort == "template_card" else None
    if card is not None:
        _check_new_card(corp, card)
    members, told = _receivers(corp, body)
    outgoing = Outgoing(msgid=f"M{len(corp.messages.sent) + 1:08d}", at=corp.now())
    corp.messages.sent[outgoing.msgid] = outgoing
    if card is not None and card.get("task_id"):
        corp.messages.tasks[card["task_id"]] = outgoing
    for member in members:
        if not _is_copy(corp, member, body) and _has_room(corp, member):
            blind = member.plugin and sort not in IN_WECHAT
            seen = member.phone.put(sort, NOT_SHOWN if blind else text, msgid=outgoing.msgid, **({} if blind else more))
            outgoing.posts[member.userid] = seen.id
    answer = {**told, "msgid": outgoing.msgid}
    if card is not None and card["card_type"] in INTERACTIVE:
        answer["response_code"] = corp.messages.new_code(card["task_id"], now=corp.now())
    return answer


def _check_app(corp: Corp, body: Json) -> None:
    if body["agentid"] != corp.agent_id:
        raise WecomRefusal(301002)


def _check_new_card(corp: Corp, card: Json) -> None:
    if card["card_type"] in INTERACTIVE:
        if not corp.endpoint("app"):
            raise WecomRefusal(43012)
        if not TASK.fullmatch(card.get("task_id", "")):
            raise WecomRefusal(42014)
    if card.get("task_id") in corp.messages.tasks:
        raise WecomRefusal(42014, "task_id was used before")
    if "replace_text" in card:
        raise wrong("replace_text belongs to an update")


def _receivers(corp: Corp, body: Json) -> tuple[list[Member], Json]:
    names = [name for name in body.get("touser", "").split("|") if name]
    parties, tags = (body.get(key, "").split("|") if body.get(key) else [] for key in ("toparty", "totag"))
    if len(names) > RECEIVERS or max(len(parties), len(tags)) > 100:
        raise wrong("too many receivers")
    if names == ["@all"]:
        names = list(corp.members)
    known = [corp.find_visible(name) for name in dict.fromkeys(names)]
    members = [member for member in known if member and member.licensed]
    lists = {
        "invaliduser": [name.lower() for name in dict.fromkeys(names) if not corp.find_visible(name)],
        "invalidparty": parties,
        "invalidtag": tags,
        "unlicenseduser": [member.userid for member in known if member and not member.licensed],
    }
    if not any(known):
        raise WecomRefusal(81013)
    return members, {name: "|".join(found) for name, found in lists.items() if found}


def _is_copy(corp: Corp, member: Member, body: Json) -> bool:
    """The same content to the same member within the interval is not brought again (WD 90236)."""
    if not body.get("enable_duplicate_check"):
        return False
    content = json.dumps({name: part for name, part in body.items() if name not in ADDRESSES}, sort_keys=True)
    before = corp.messages.copies.get((member.userid, content))
    if before is not None and corp.now() - before < body.get("duplicate_check_interval", 1800):
        corp.messages.repeated += 1
        return True
    corp.messages.copies[(member.userid, content)] = corp.now()
    return False


def _has_room(corp: Corp, member: Member) -> bool:
    """Over 30 a minute or 1,000 an hour it is dropped without a word (WD 90236, 90454)."""
    now = corp.now()
    if any(window.wait(now, 1) > 0 for window in member.windows):
        corp.messages.dropped += 1
        corp.ledger.add("dropped", member.phone.number, {"member": member.userid})
        return False
    for window in member.windows:
        window.times.append(now)
    return True


def update_card(corp: Corp, body: Json) -> Json:
    """message/update_template_card."""
    _check_app(corp, body)
    if ("button" in body) == ("template_card" in body):
        raise wrong("button or template_card, one of the two")
    code = corp.messages.codes.get(body["response_code"])
    if code is None or code.spent or corp.now() >= code.until:
        raise WecomRefusal(60140)
    if "template_card" in body:
        card = body["template_card"]
        check_card(card)
        if card.get("task_id", code.task) != code.task:
            raise WecomRefusal(42014)
    outgoing = corp.messages.tasks[code.task]
    names = list(outgoing.posts) if body.get("atall") else body.get("userids", [])
    if not names or len(names) > RECEIVERS:
        raise wrong("userids")
    found = [(name, corp.find_member(name)) for name in names]
    reached = [member for _, member in found if member]
    if not reached:
        raise WecomRefusal(81013)
    code.spent = True
    _change(outgoing, reached, body)
    bad = [name for name, member in found if not member]
    return {"invaliduser": bad} if bad else {}


def _change(outgoing: Outgoing, members: Iterable[Member], body: Json) -> None:
    for member in members:
        post = member.phone.posts.get(outgoing.posts.get(member.userid, 0))
        if post is None:  # dropped, or taken back: nobody sees it
            continue
        if "button" in body:
            post.buttons = [[{"text": body["button"]["replace_name"], "data": None, "url": None}]]
        else:
            post.card = body["template_card"]
            if not member.plugin:
                post.text, post.buttons = words_of(post.card), buttons_of(post.card)
        post.edited = True
        member.phone.record("edit", post)


def recall(corp: Corp, body: Json) -> Json:
    """message/recall."""
    outgoing = corp.messages.sent.get(body["msgid"])
    if outgoing is None:
        raise wrong("msgid")
    if corp.now() - outgoing.at >= RECALL_LIFE:
        raise WecomRefusal(42052)
    for userid, number in outgoing.posts.items():
        phone = corp.members[userid].phone
        if number in phone.posts:
            phone.remove(phone.posts[number])
    outgoing.posts.clear()
    return {}
