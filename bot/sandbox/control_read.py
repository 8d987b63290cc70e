"""Control verbs that read: the ledger, the messages of a chat as they stand, one message."""

from __future__ import annotations

from bot.sandbox.wire import Json
from bot.sandbox.world import World


async def read_ledger(world: World, wish: Json) -> Json:
    """Entries behind a cursor; waits for the first when there is none."""
    chat = wish.get("chat")
    entries = await world.ledger.wait_after(
        int(wish.get("after", 0)),
        chat=None if chat is None else int(chat),
        kinds=frozenset(wish.get("kinds", ())),
        limit=int(wish.get("limit", 1_000)),
        wait=float(wish.get("wait", 0)),
    )
    ledger = world.ledger
    return {"entries": entries, "last": ledger.last, "first": ledger.first, "epoch": world.epoch, "now": world.now()}


def read_messages(world: World, wish: Json) -> Json:
    """The messages of a chat as they stand now."""
    chat = world.find_chat(int(wish["chat"]))
    return {"messages": [world.view(chat, post) for post in chat.posts.values()]}


def read_files(world: World, wish: Json) -> Json:
    """The files the bot and the people have sent."""
    del wish
    return {
        "files": [
            {"file_id": one.file_id, "kind": one.kind, "name": one.name, "size": one.size}
            for one in world.files.by_id.values()
        ]
    }
