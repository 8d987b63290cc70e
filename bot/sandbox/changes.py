"""Who comes, goes and rises in a chat, and what the bot hears of it."""

from __future__ import annotations

from bot.sandbox.chat import Chat, Member, describe_member
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import ANONYMOUS, World


def change_member(world: World, chat: Chat, user: int, new: Member, *, by: Json) -> int | None:
    """Changes a standing; the number of the update when the bot is told."""
    who = world.user(user)
    if who is None:
        raise bad_request("user not found")
    old = chat.member(user)
    chat.members[user] = new
    told = {
        "chat": chat.short,
        "from": by,
        "date": world.now(),
        "old_chat_member": describe_member(who, old, chat),
        "new_chat_member": describe_member(who, new, chat),
    }
    world.ledger.add("member", chat.id, {"from": by["id"], "user": user, "status": new.status})
    if user == world.bot_id:
        return world.updates.add({"my_chat_member": told})
    if chat.member(world.bot_id).status == "administrator":
        return world.updates.add({"chat_member": told})
    return None


def announce_member(world: World, chat: Chat, user: int, *, by: Json, come: bool = False, gone: bool = False) -> None:
    """The service message people and bots see in a group when somebody comes or goes."""
    if not chat.group or not (come or gone):
        return
    who = world.user(user)
    notice = world.publish(chat, by, {"new_chat_members": [who]} if come else {"left_chat_member": who})
    if not (gone and user == world.bot_id and chat.type == "supergroup"):  # it is out before it could read this
        world.deliver("message", chat, notice.body)


def migrate(world: World, chat: Chat, moved_to: int, *, order: str) -> Chat:
    """Turns a group into a supergroup; `order` says which service message comes first, or `silent`."""
    new = Chat(
        id=moved_to,
        type="supergroup",
        title=chat.title,
        members=chat.members,
        topics=dict(chat.topics),
        forum=chat.forum,
    )
    world.add_chat(new)
    gone, come = {"migrate_to_chat_id": moved_to}, {"migrate_from_chat_id": chat.id}
    steps = [(chat, gone), (new, come)]
    for where, content in steps[:: -1 if order == "from_first" else 1] if order != "silent" else ():
        notice = world.publish(where, ANONYMOUS, content | {"sender_chat": where.short})
        world.deliver("message", where, notice.body)
    chat.moved_to = moved_to
    return new
