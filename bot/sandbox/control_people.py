"""Control verbs of the people's side: say, send, edit, press, post."""

from __future__ import annotations

import asyncio
import base64

from bot.sandbox.changes import change_member
from bot.sandbox.chat import Chat, Member, Post
from bot.sandbox.draft import TEXT_LIMIT
from bot.sandbox.entities import find_marks, in_order, units
from bot.sandbox.files import describe_file
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import ANONYMOUS, CHANNEL_BOT, Query, World

PIXEL = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
PRESSED_WITHIN = 10.0


def say(world: World, wish: Json) -> Json:
    """A person (or an anonymous admin, a channel, an inline bot, a forward) says something."""
    text = str(wish["text"])
    if not text:
        raise Refusal(400, "nobody can send an empty text")
    posts = []
    for part in _in_parts(text):
        content: Json = {"text": part}
        marks = _marks(world, part, wish)
        if marks:
            content["entities"] = marks
        posts.append(_post(world, wish, content))
    return told(world, posts)


def send(world: World, wish: Json) -> Json:
    """A person sends a photo, album, voice, sticker, document or location."""
    kind = str(wish["kind"])
    if kind == "location":
        place = {"latitude": float(wish.get("latitude", 22.54)), "longitude": float(wish.get("longitude", 113.95))}
        return told(world, [_post(world, wish, {"location": place})])
    content = base64.b64decode(wish["data"]) if "data" in wish else PIXEL
    album: Json = {"media_group_id": str(world.next_album())} if kind == "album" else {}
    posts = []
    for number in range(int(wish.get("count", 2)) if album else 1):
        stored = world.files.keep(
            "photo" if album else kind,
            content,
            name=str(wish.get("name", "")),
            mime=str(wish.get("mime", "")),
            size=wish.get("size"),
        )
        part = describe_file(stored, duration=int(wish.get("duration", 3)), emoji="👍") | album
        if number == 0 and wish.get("caption"):
            part["caption"] = str(wish["caption"])
            marks = _marks(world, part["caption"], wish)
            part |= {"caption_entities": marks} if marks else {}
        posts.append(_post(world, wish, part))
    return told(world, posts)


def edit(world: World, wish: Json) -> Json:
    """A person edits their message."""
    chat = world.find_chat(int(wish["chat"]))
    post = _find(chat, wish)
    if post.mine:
        raise Refusal(400, "nobody can edit a message of the bot")
    text = str(wish["text"])
    marks = _marks(world, text, wish)
    name, key = ("text", "entities") if "text" in post.body else ("caption", "caption_entities")
    body = {part: value for part, value in post.body.items() if part != key}
    post.body = body | {name: text, "edit_date": world.now()} | ({key: marks} if marks else {})
    seq = world.record("edit", chat, post)
    world.deliver("edited_channel_post" if chat.type == "channel" else "edited_message", chat, post.body)
    return {**world.view(chat, post), "seq": seq}


async def press(world: World, wish: Json) -> Json:
    """A person presses a button by its label, its data, or with data that was never there; waits for the toast."""
    chat = world.find_chat(int(wish["chat"]))
    post = chat.posts.get(int(wish["message_id"]))
    data = wish.get("data")
    if data is None:
        data = _data_of(post, str(wish["label"]))
    user = _person(world, wish)
    world.last_query += 1
    query = Query(
        id=f"{world.bot_id}{world.last_query:012d}",
        chat=chat.id,
        message_id=int(wish["message_id"]),
        user=user["id"],
        date=world.now(),
        answered=asyncio.get_running_loop().create_future(),
    )
    world.queries[query.id] = query
    facts = {"message_id": query.message_id, "query": query.id, "from": query.user, "data": data}
    seq = world.ledger.add("press", chat.id, facts)
    shown = post.body if post else {"chat": chat.short, "message_id": query.message_id, "date": 0}
    callback: Json = {"id": query.id, "from": user, "message": shown, "chat_instance": str(abs(chat.id))}
    world.updates.add({"callback_query": {**callback, "data": data}})
    wait = float(wish.get("wait", PRESSED_WITHIN))
    if wait > 0 and query.answered is not None:
        await asyncio.wait({query.answered}, timeout=wait)
    return {"query": query.id, "seq": seq, "toast": query.toast}


def post_in_channel(world: World, wish: Json) -> Json:
    """A post in a channel."""
    return told(world, [_post(world, {**wish, "as": "channel_post"}, {"text": str(wish["text"])})])


def start(world: World, wish: Json) -> Json:
    """A person starts (or unblocks and starts) the bot in private."""
    user = _person(world, wish)
    chat = world.find_chat(user["id"])
    if chat.member(world.bot_id).status == "kicked":
        change_member(world, chat, world.bot_id, Member(status="member"), by=user)
    chat.members[world.bot_id] = Member(status="member")
    payload = str(wish.get("payload", ""))
    return say(world, {"by": user["id"], "chat": chat.id, "text": f"/start {payload}".rstrip()})


def block(world: World, wish: Json) -> Json:
    """A person blocks the bot."""
    return _stand_in_private(world, wish, "kicked")


def unblock(world: World, wish: Json) -> Json:
    """A person unblocks the bot without a word."""
    return _stand_in_private(world, wish, "member")


def _stand_in_private(world: World, wish: Json, status: str) -> Json:
    user = _person(world, wish)
    change_member(world, world.find_chat(user["id"]), world.bot_id, Member(status=status), by=user)
    return {"seq": world.ledger.last}


def told(world: World, posts: list[Post]) -> Json:
    """The first of some messages, and the numbers of all."""
    chat = world.find_chat(posts[0].body["chat"]["id"])
    return {**world.view(chat, posts[0]), "all": [post.body["message_id"] for post in posts]}


def _person(world: World, wish: Json) -> Json:
    person = world.people.get(int(wish["by"]))
    if person is None:
        raise Refusal(400, f"nobody has the number {wish['by']}")
    return person


def _find(chat: Chat, wish: Json) -> Post:
    post = chat.posts.get(int(wish["message_id"]))
    if post is None:
        raise Refusal(400, f"no message {wish['message_id']} in {chat.id}")
    return post


def _data_of(post: Post | None, label: str) -> str:
    rows = post.body.get("reply_markup", {}).get("inline_keyboard", []) if post else []
    buttons = [button for row in rows for button in row]
    found = [one for one in buttons if one["text"] == label] or [one for one in buttons if label in one["text"]]
    if not found or "callback_data" not in found[0]:
        raise Refusal(400, f"no button {label!r}; there are {[one['text'] for one in buttons]}")
    return str(found[0]["callback_data"])


def _in_parts(text: str) -> list[str]:
    """As the app sends it: parts of at most 4096 units."""
    parts: list[str] = []
    part: list[str] = []
    size = 0
    for character in text:
        wide = units(character)
        if size + wide > TEXT_LIMIT:
            parts.append("".join(part))
            part, size = [], 0
        part.append(character)
        size += wide
    return [*parts, "".join(part)]


def _marks(world: World, text: str, wish: Json) -> list[Json]:
    marks = find_marks(text)
    for words, user in (wish.get("mentions") or {}).items():
        at = text.find(words)
        person = world.user(int(user))
        if at >= 0 and person is not None:
            place = {"offset": units(text[:at]), "length": units(words)}
            marks.append({"type": "text_mention", **place, "user": person})
    return in_order(marks)


def _post(world: World, wish: Json, content: Json) -> Post:
    chat = world.find_chat(int(wish.get("chat") or wish["by"]))
    if chat.type == "private" and not chat.member(world.bot_id).present:
        start(world, {"by": chat.id})
    frame = _frame(world, chat, wish)
    sender, sender_chat = _sender(world, chat, wish)
    if sender is not None and sender_chat is None and not chat.member(sender["id"]).present:
        chat.members[sender["id"]] = Member(status="member")
    if sender_chat is not None:
        frame["sender_chat"] = sender_chat
    post = world.publish(chat, sender, frame | content)
    world.deliver("channel_post" if chat.type == "channel" else "message", chat, post.body)
    return post


def _sender(world: World, chat: Chat, wish: Json) -> tuple[Json | None, Json | None]:
    role = wish.get("as")
    if role == "anonymous":
        return ANONYMOUS, chat.short
    if role == "channel_post":
        return None, chat.short
    if role == "channel":
        title = str(wish.get("channel_title", "Channel"))
        return CHANNEL_BOT, {"id": int(wish.get("channel", -1009)), "type": "channel", "title": title}
    return _person(world, wish), None


def _frame(world: World, chat: Chat, wish: Json) -> Json:
    frame: Json = {}
    thread = wish.get("topic")
    if wish.get("reply_to") is not None:
        answered = world.reply_part(chat, int(wish["reply_to"]))
        if answered is None:
            raise Refusal(400, f"no message {wish['reply_to']} to answer in {chat.id}")
        frame["reply_to_message"] = answered
        thread = thread or answered.get("message_thread_id")
    if thread is not None:
        if thread not in chat.topics:
            raise Refusal(400, f"no topic {thread} in {chat.id}")
        frame |= {"message_thread_id": thread, "is_topic_message": True}
        frame.setdefault("reply_to_message", world.reply_part(chat, thread))
    if wish.get("forward"):
        frame["forward_origin"] = _origin(world, wish["forward"])
    if wish.get("via"):
        via = {"id": 4_242, "is_bot": True, "first_name": str(wish["via"]), "username": str(wish["via"])}
        frame["via_bot"] = world.bot_user if wish["via"] == world.bot["username"] else via
    return frame


def _origin(world: World, forward: Json) -> Json:
    date = int(forward.get("date", world.now()))
    if "hidden" in forward:
        return {"type": "hidden_user", "date": date, "sender_user_name": str(forward["hidden"])}
    if "channel" in forward:
        chat = {"id": int(forward["channel"]), "type": "channel", "title": str(forward.get("title", "Channel"))}
        return {"type": "channel", "date": date, "chat": chat, "message_id": int(forward.get("message_id", 1))}
    return {"type": "user", "date": date, "sender_user": world.user(int(forward["user"]))}
