"""Control verbs about chats: the bot and people come, go and rise, groups migrate, updates are made by hand."""

from __future__ import annotations

from bot.sandbox.changes import announce_member, change_member, migrate
from bot.sandbox.chat import Chat
from bot.sandbox.control_world import standing
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World


def change_bot(world: World, wish: Json) -> Json:
    """Adds, promotes, demotes, restricts or kicks the bot, or lets it leave."""
    return change_standing(world, {**wish, "user": world.bot_id})


def change_standing(world: World, wish: Json) -> Json:
    """The same for anybody, with the service message in a group."""
    chat = world.find_chat(int(wish["chat"]))
    user = int(wish["user"])
    new = standing(str(wish["status"]), wish)
    by = world.user(int(wish.get("by") or _somebody(world, chat, user)))
    if by is None or world.user(user) is None:
        raise Refusal(400, "nobody has that number")
    seq = world.ledger.last
    if new.present:
        come = not chat.member(user).present
        change_member(world, chat, user, new, by=by)
        announce_member(world, chat, user, come=come, by=by)
    else:
        announce_member(world, chat, user, gone=chat.member(user).present, by=by)
        change_member(world, chat, user, new, by=by)
    return {"seq": seq}


def _somebody(world: World, chat: Chat, user: int) -> int:
    others = (number for number, member in chat.members.items() if member.present and number != world.bot_id)
    return next(others, user)


def migrate_group(world: World, wish: Json) -> Json:
    """Makes a supergroup of a group; order: to_first, from_first or silent."""
    chat = world.find_chat(int(wish["chat"]))
    if chat.type != "group" or chat.moved_to is not None:
        raise Refusal(400, f"{chat.id} is no group that can become a supergroup")
    new = migrate(world, chat, int(wish["to"]), order=str(wish.get("order", "to_first")))
    return {"id": new.id, "seq": world.ledger.last}


def add_update(world: World, wish: Json) -> Json:
    """Any update, as it is given."""
    update = wish["update"]
    if not isinstance(update, dict):
        raise Refusal(400, "an update is an object")
    return {"update_id": world.updates.add(update), "seq": world.ledger.last}


def repeat_update(world: World, wish: Json) -> Json:
    """Delivers updates once more: by number, or the last so many."""
    if "update_id" in wish:
        numbers = {int(wish["update_id"])}
    else:
        last = int(wish.get("last", 1))
        numbers = {one.number for one in list(world.updates.past)[-last:]} if last > 0 else set()
    return {"repeated": world.updates.repeat(numbers)}
