"""Customer groups: the API only makes a task, each owner sends it on with their own hand (WD 92122, 92135, 93338)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bot.sandbox.wecom_content import check_text
from bot.sandbox.wecom_phone import Phone
from bot.sandbox.wecom_wire import WecomRefusal, size, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

TEXT_BYTES, ATTACHMENTS, CHATS = 4_000, 9, 2_000
TITLE_BYTES, DESC_BYTES, URL_BYTES = 128, 512, 2_048
REMINDERS, DAY = 3, 86_400.0
CHINA = timezone(timedelta(hours=8))
UNSENT, SENT, QUOTA = 0, 1, 3
"""What became of one group's message; 2, no longer a customer, is for single customers."""


@dataclass(kw_only=True)
class Group:
    """A customer group."""

    chat_id: str
    name: str
    owner: str
    phone: Phone
    residents: dict[str, str] = field(default_factory=dict)
    """Name in the group by external_userid."""
    received: dict[tuple[int, int], int] = field(default_factory=dict)
    """Messages sent on, by year and month."""
    created: int = 0


@dataclass(kw_only=True)
class Task:
    """A message that waits in its owner's client."""

    msgid: str
    owner: str
    created: float
    text: str
    attachments: list[Json]
    chats: dict[str, int]
    sent_at: float | None = None
    cancelled: bool = False
    reminded: list[float] = field(default_factory=list)


@dataclass(kw_only=True)
class Contact:
    """All customer groups and tasks."""

    groups: dict[str, Group] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    def find(self, msgid: str) -> Task:
        """A task by its number."""
        if msgid not in self.tasks:
            raise WecomRefusal(41047)
        return self.tasks[msgid]


def month(now: float) -> tuple[int, int]:
    """Year and month in China."""
    day = datetime.fromtimestamp(now, CHINA)
    return day.year, day.month


def has_quota(group: Group, now: float) -> bool:
    """A group gets at most as many as the month has days (WD 92135)."""
    return group.received.get(month(now), 0) < monthrange(*month(now))[1]


def list_groups(corp: Corp, body: Json) -> Json:
    """externalcontact/groupchat/list."""
    if not 1 <= body["limit"] <= 1_000:
        raise wrong("limit")
    owners = body.get("owner_filter", {}).get("userid_list")
    found = [
        {"chat_id": group.chat_id, "status": 0}
        for group in corp.contact.groups.values()
        if owners is None or corp.find_member(group.owner) in [corp.find_member(one) for one in owners]
    ]
    page, cursor = paged(found, body, most=1_000)
    return {"group_chat_list": page, "next_cursor": cursor}


def paged(found: list[Json], body: Json, *, most: int) -> tuple[list[Json], str]:
    """A page of a list, and the cursor of the next."""
    cursor = body.get("cursor", "")
    if cursor and not cursor.isdecimal():
        raise wrong("cursor")
    start, limit = int(cursor or 0), body.get("limit", most)
    if not 1 <= limit <= most:
        raise wrong("limit")
    end = start + limit
    return found[start:end], str(end) if end < len(found) else ""


def read_group(corp: Corp, body: Json) -> Json:
    """externalcontact/groupchat/get."""
    group = corp.contact.groups.get(body["chat_id"])
    if group is None:
        raise WecomRefusal(86003)
    since = {"join_time": group.created, "join_scene": 1}
    people = [{"userid": group.owner, "type": 1, **since}]
    people += [
        {"userid": userid, "type": 2, "group_nickname": name, **since}
        | ({"name": name} if body.get("need_name") else {})
        for userid, name in group.residents.items()
    ]
    head = {"chat_id": group.chat_id, "name": group.name, "owner": group.owner, "create_time": group.created}
    return {"group_chat": {**head, "notice": "", "member_list": people, "admin_list": [], "member_version": "1"}}


def add_task(corp: Corp, body: Json) -> Json:
    """externalcontact/add_msg_template, for groups only."""
    if body.get("chat_type") != "group":
        raise wrong("the sandbox has customer groups only: chat_type group")
    sender, wanted = corp.find_member(body.get("sender", "")), body.get("chat_id_list")
    if sender is None:
        raise wrong("sender")
    owner = sender.userid
    if "external_userid" in body or "tag_filter" in body or len(wanted or ()) > CHATS:
        raise wrong("external_userid, tag_filter or too many chat_id_list")
    text, attachments = body.get("text", {}).get("content", ""), body.get("attachments", [])
    if text:
        check_text(text, TEXT_BYTES)
    if not text and not attachments:
        raise wrong("text and attachments are both missing")
    _check_attachments(corp, attachments)
    own = [group.chat_id for group in corp.contact.groups.values() if group.owner == owner]
    chats = dict.fromkeys(own if wanted is None else wanted)
    groups, now = corp.contact.groups, corp.now()
    failed = [one for one in chats if one not in own or not has_quota(groups[one], now)]
    left = {one: UNSENT for one in chats if one not in failed}
    if not left:
        raise WecomRefusal(41048)
    msgid = f"msgG{len(corp.contact.tasks) + 1:08d}"
    task = Task(msgid=msgid, owner=owner, created=now, text=text, attachments=attachments, chats=left)
    corp.contact.tasks[msgid] = task
    corp.ledger.add("task", corp.members[owner].phone.number, {"msgid": msgid, "chats": list(left), "text": text})
    return {"fail_list": failed, "msgid": msgid}


def _check_attachments(corp: Corp, attachments: list[Json]) -> None:
    if len(attachments) > ATTACHMENTS:
        raise WecomRefusal(41064)
    for one in attachments:
        sort = one["msgtype"]
        if sort not in ("image", "link", "video", "file") or sort not in one:
            raise wrong(f"attachment {sort}")
        if sort != "link":
            corp.media.find(one[sort].get("media_id", ""), now=corp.now(), kinds=(sort,))
            continue
        link = one["link"]
        sizes = (size(link["title"]), size(link.get("desc", "")), size(link["url"]))
        if not link["title"] or any(
            had > most for had, most in zip(sizes, (TITLE_BYTES, DESC_BYTES, URL_BYTES), strict=True)
        ):
            raise wrong("link")
        if not link["url"].startswith(("http://", "https://")):
            raise wrong("link.url")


def _ready(corp: Corp, msgid: str) -> Task:
    task = corp.contact.find(msgid)
    if corp.now() - task.created < corp.limits.dispatching:
        raise WecomRefusal(41063)
    return task


def list_tasks(corp: Corp, body: Json) -> Json:
    """externalcontact/get_groupmsg_list_v2: of what an interface made the creator is not named."""
    found = [
        {
            "msgid": task.msgid,
            "create_time": str(int(task.created)),
            "create_type": 0,
            "text": {"content": task.text},
            "attachments": task.attachments,
        }
        for task in corp.contact.tasks.values()
        if body["start_time"] <= task.created <= body["end_time"] and body["chat_type"] == "group"
    ]
    page, cursor = paged(found, body, most=100)
    return {"next_cursor": cursor, "group_msg_list": page}


def read_task(corp: Corp, body: Json) -> Json:
    """externalcontact/get_groupmsg_task: 0 not sent on, 2 sent on."""
    task = _ready(corp, body["msgid"])
    told: Json = {"userid": task.owner, "status": 0}
    if task.sent_at is not None:
        told |= {"status": 2, "send_time": int(task.sent_at)}
    page, cursor = paged([told], body, most=1_000)
    return {"next_cursor": cursor, "task_list": page}


def read_result(corp: Corp, body: Json) -> Json:
    """externalcontact/get_groupmsg_send_result: what the owner has sent on; whether anybody read it nobody knows."""
    task = _ready(corp, body["msgid"])
    when: Json = {} if task.sent_at is None else {"send_time": int(task.sent_at)}
    found = [
        {"chat_id": chat_id, "userid": task.owner, "status": status, **when}
        for chat_id, status in task.chats.items()
        if body["userid"].lower() == task.owner.lower()
    ]
    page, cursor = paged(found, body, most=1_000)
    return {"next_cursor": cursor, "send_list": page}


def remind(corp: Corp, body: Json) -> Json:
    """externalcontact/remind_groupmsg_send: three times in 24 hours (WD 97610)."""
    task = corp.contact.find(body["msgid"])
    if task.cancelled:
        raise WecomRefusal(41093)
    if len([at for at in task.reminded if corp.now() - at < DAY]) >= REMINDERS:
        raise WecomRefusal(41094)
    task.reminded.append(corp.now())
    corp.ledger.add("reminder", corp.members[task.owner].phone.number, {"msgid": task.msgid})
    return {}


def cancel(corp: Corp, body: Json) -> Json:
    """externalcontact/cancel_groupmsg_send: what was sent on stays (WD 97611)."""
    corp.contact.find(body["msgid"]).cancelled = True
    return {}
