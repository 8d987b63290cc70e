"""Control verbs that make and change a world: its bot, people, groups, clock and faults."""

from __future__ import annotations

from bot.sandbox.chat import GROUP_RIGHTS, RIGHTS, Chat, Member
from bot.sandbox.ledger import Ledger
from bot.sandbox.limits import Limits
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

ADMIN_RIGHTS = frozenset({*RIGHTS, *GROUP_RIGHTS})


def make_world(token: str, wish: Json, *, epoch: int) -> World:
    """A new world for a token `NUMBER:SECRET`; `epoch` tells it from those this token had before."""
    number, colon, _ = token.partition(":")
    if not colon or not number.isdecimal():
        raise Refusal(400, "a token is NUMBER:SECRET")
    username = str(wish.get("username", "zhiban_bot"))
    bot: Json = {
        "id": int(number),
        "is_bot": True,
        "first_name": str(wish.get("name", "Zhiban")),
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": not wish.get("privacy", True),
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    world = World(token=token, bot=bot, epoch=epoch, keep=int(wish.get("keep", 20_000)))
    world.ledger = Ledger(cap=int(wish.get("cap", 100_000)))
    set_settings(world, wish)
    return world


def set_settings(world: World, wish: Json) -> Json:
    """Changes delay (ms), limits, privacy, the call ledger and the next update number."""
    if "delay" in wish:
        world.delay = float(wish["delay"]) / 1000
    if "limits" in wish:
        world.limits = Limits(on=bool(wish["limits"]))
    if "privacy" in wish:
        world.bot["can_read_all_group_messages"] = not wish["privacy"]
    if "calls" in wish:
        world.ledger.calls = bool(wish["calls"])
    if "next_update" in wish:
        world.updates.number = int(wish["next_update"])
    return {}


def add_person(world: World, wish: Json) -> Json:
    """A person; private messages start when they start the bot."""
    person: Json = {"id": int(wish["id"]), "is_bot": False, "first_name": str(wish["first_name"])}
    for name in ("last_name", "username", "language_code"):
        if wish.get(name):
            person[name] = str(wish[name])
    world.add_person(person)
    return person


def admin(rights: Json | None, *, pins: bool) -> Member:
    """An administrator with all rights of a group but those that are named as false."""
    given = {**dict.fromkeys(ADMIN_RIGHTS, True), "can_promote_members": False, "can_pin_messages": pins}
    return Member(status="administrator", rights=given | (rights or {}))


def standing(status: str, wish: Json) -> Member:
    """The bot's standing as the control interface names it."""
    if status == "administrator":
        post = {"can_post_messages": True, "can_edit_messages": True}
        return admin(post | (wish.get("rights") or {}), pins=bool(wish.get("can_pin_messages", True)))
    return Member(status=status)


def add_group(world: World, wish: Json) -> Json:
    """A group, supergroup or channel with its members and topics."""
    topics: dict[int, str] = {int(topic["id"]): str(topic["name"]) for topic in wish.get("topics", ())}
    chat = Chat(
        id=int(wish["id"]),
        type=str(wish.get("type", "supergroup")),
        title=str(wish.get("title", "")),
        username=str(wish.get("username") or ""),
        forum=bool(wish.get("forum", topics)),
    )
    for user in wish.get("members", ()):
        chat.members[int(user)] = Member(status="member")
    for user in wish.get("admins", ()):
        chat.members[int(user)] = admin(None, pins=True)
    if wish.get("owner") is not None:
        chat.members[int(wish["owner"])] = Member(status="creator")
    chat.members[world.bot_id] = standing(str(wish.get("bot", "member")), wish)
    world.add_chat(chat)
    for number, name in sorted(topics.items()):
        _open_topic(world, chat, number, name)
    return {"id": chat.id}


def _open_topic(world: World, chat: Chat, number: int, name: str) -> None:
    chat.last_id = number - 1
    frame: Json = {"message_thread_id": number, "is_topic_message": True}
    owner = next((user for user, member in chat.members.items() if user != world.bot_id), world.bot_id)
    world.publish(chat, world.user(owner), frame | {"forum_topic_created": {"name": name, "icon_color": 7322096}})
    chat.topics[number] = name


def move_clock(world: World, wish: Json) -> Json:
    """Moves the sandbox's clock of this world: `by` more seconds, or to `offset` seconds from wall time."""
    world.offset = float(wish["offset"]) if "offset" in wish else world.offset + float(wish["by"])
    world.ledger.add("clock", None, {"now": world.now()})
    return {"offset": world.offset, "now": world.now(), "seq": world.ledger.last}


def set_fault(world: World, wish: Json) -> Json:
    """Sets a fault."""
    return world.faults.set(wish).told()


def heal(world: World, wish: Json) -> Json:
    """Ends faults."""
    chat = wish.get("chat")
    return {"healed": world.faults.heal(wish.get("name"), None if chat is None else str(chat))}


def tell_state(world: World, wish: Json) -> Json:
    """Counters and what is set."""
    del wish
    return {
        "pending": world.updates.pending + (world.corp.callbacks.pending if world.corp else 0),
        "delivered": world.updates.delivered,
        "polling": world.updates.polling,
        "last": world.ledger.last,
        "waiting": world.ledger.waiting,
        "counts": world.ledger.counts,
        "refused": world.limits.refused,
        "impatient": world.limits.impatient,
        "faults": [fault.told() for fault in world.faults.active],
        "webhook": {**world.webhook.told(), "tries": world.webhook.tries},
        "offset": world.offset,
        "bot": world.bot,
    }
