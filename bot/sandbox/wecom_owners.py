"""Control verbs about customer groups: making one, and its owner's hand that sends a task on."""

from __future__ import annotations

from bot.sandbox.wecom_contact import QUOTA, SENT, Group, Task, has_quota, month
from bot.sandbox.wecom_content import SHOWN_AS
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wecom_people import event
from bot.sandbox.wire import Json, Refusal


def add_group(corp: Corp, wish: Json) -> Json:
    """A customer group, or one with another owner, which the app is told of."""
    chat_id, owner = str(wish["chat_id"]), str(wish["owner"])
    if owner not in corp.members:
        raise Refusal(400, f"no member {owner}")
    group = corp.contact.groups.get(chat_id)
    if group is None:
        name = str(wish.get("name", chat_id))
        phone = corp.new_phone("group", chat_id, name)
        group = Group(chat_id=chat_id, name=name, owner=owner, phone=phone, created=int(corp.now()))
        corp.contact.groups[chat_id] = group
    elif group.owner != owner:
        group.owner = owner
        fields = {"ChatId": chat_id, "ChangeType": "update", "UpdateDetail": "change_owner"}
        event(corp, {"event": "change_external_chat", "fields": fields})
    group.residents |= {str(userid): str(name) for userid, name in wish.get("residents", {}).items()}
    if "received" in wish:
        group.received[month(corp.now())] = int(wish["received"])
    return {"number": group.phone.number}


def tasks_of(corp: Corp, owner: str) -> list[Task]:
    """What waits in somebody's client."""
    return [
        task
        for task in corp.contact.tasks.values()
        if task.owner == owner and task.sent_at is None and not task.cancelled
    ]


def read_tasks(corp: Corp, wish: Json) -> Json:
    """What waits in somebody's client, as they see it."""
    waiting = tasks_of(corp, str(wish["by"]))
    return {
        "tasks": [
            {"msgid": task.msgid, "text": task.text, "chats": list(task.chats), "reminded": len(task.reminded)}
            for task in waiting
        ]
    }


def send_on(corp: Corp, wish: Json) -> Json:
    """An owner presses send: one task, or all that wait."""
    waiting = tasks_of(corp, str(wish["by"]))
    if "msgid" in wish:
        waiting = [task for task in waiting if task.msgid == wish["msgid"]]
    if not waiting:
        raise Refusal(400, f"nothing waits in the client of {wish['by']}")
    return {"sent": [_send_on(corp, task) for task in waiting]}


def _send_on(corp: Corp, task: Task) -> Json:
    task.sent_at = corp.now()
    for chat_id in task.chats:
        group = corp.contact.groups[chat_id]
        if not has_quota(group, corp.now()):
            task.chats[chat_id] = QUOTA
            continue
        task.chats[chat_id] = SENT
        now = month(corp.now())
        group.received[now] = group.received.get(now, 0) + 1
        if task.text:
            group.phone.put("text", task.text)
        for one in task.attachments:
            _attach(group, one)
    return {"msgid": task.msgid, "chats": task.chats}


def _attach(group: Group, attachment: Json) -> None:
    sort = attachment["msgtype"]
    if sort != "link":
        group.phone.put(sort, "", media=SHOWN_AS[sort], file=attachment[sort]["media_id"])
        return
    link = attachment["link"]
    words = "\n".join(part for part in (link["title"], link.get("desc", "")) if part)
    group.phone.put("link", words, buttons=[[{"text": link["title"], "data": None, "url": link["url"]}]])
