"""A world: one bot and the people, chats, messages and clock around it; the bot's token is its key."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from bot.sandbox.chat import Chat, Member, Post
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.hearing import hears, service_kind
from bot.sandbox.ledger import Ledger
from bot.sandbox.limits import Limits
from bot.sandbox.queue import UpdateQueue
from bot.sandbox.webhook import Webhook
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wire import Json, bad_request, forbidden

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
QUERY_LIFE = 15 * 60


@dataclass(kw_only=True)
class Query:
    """A press that waits for its answer."""

    id: str
    chat: int
    message_id: int
    user: int
    date: int
    toast: Json | None = None
    answered: asyncio.Future[None] | None = None


@dataclass(kw_only=True)
class World:
    """Everything one bot can touch."""

    token: str
    bot: Json
    delay: float = 0.0
    offset: float = 0.0
    epoch: int = 0
    stage: Json = field(default_factory=dict)
    keep: int = 20_000
    people: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    files: Files = field(default_factory=Files)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    corp: Corp | None = None
    last_id: int = 0
    last_query: int = 0
    last_album: int = 13_000_000_000_000_000

    def __post_init__(self) -> None:
        self.updates = UpdateQueue(now=self.now)
        self.webhook = Webhook(updates=self.updates, now=self.now)
        self.bot_id: int = self.bot["id"]
        self.bot_user = {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def now(self) -> int:
        """The sandbox's clock in this world, in seconds."""
        return int(time.time() + self.offset)

    def user(self, user: int) -> Json | None:
        """The User object of a person or of the bot."""
        return self.bot_user if user == self.bot_id else self.people.get(user)

    def find_chat(self, reference: object) -> Chat:
        """The chat a parameter names, or the refusal Telegram gives."""
        if isinstance(reference, str):
            reference = self.names.get(reference.removeprefix("@").lower())
        chat = self.chats.get(reference) if isinstance(reference, int) else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def enter(self, reference: object) -> Chat:
        """The same, when the bot may act there."""
        chat = self.find_chat(reference)
        if chat.moved_to is not None:
            moved = {"migrate_to_chat_id": chat.moved_to}
            raise bad_request("group chat was upgraded to a supergroup chat", moved)
        standing = chat.member(self.bot_id)
        if standing.present:
            return chat
        if chat.type == "private":
            blocked = standing.status == "kicked"
            raise forbidden("bot was blocked by the user" if blocked else "bot can't initiate conversation with a user")
        if standing.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        raise forbidden(f"bot is not a member of the {chat.type} chat")

    def knows(self, private: Chat) -> bool:
        """Whether the bot has ever met this person: in private, or in a group where both are."""
        if self.bot_id in private.members:
            return True
        return any(
            chat.member(private.id).present and chat.member(self.bot_id).present
            for chat in self.chats.values()
            if chat.group
        )

    def add_person(self, person: Json) -> None:
        """Makes a person and the private chat that may come to be."""
        self.people[person["id"]] = person
        old = self.chats.get(person["id"])
        chat = Chat(id=person["id"], type="private", person=person)
        chat.members = old.members if old else {person["id"]: Member(status="member")}
        if old:
            chat.posts, chat.pinned = old.posts, old.pinned
        self.chats[person["id"]] = chat

    def add_chat(self, chat: Chat) -> None:
        """Makes or replaces a group or channel."""
        self.chats[chat.id] = chat
        if chat.username:
            self.names[chat.username.lower()] = chat.id

    def next_id(self, chat: Chat) -> int:
        """Message numbers: a supergroup or channel has its own, the bot's account one for the rest."""
        if chat.type in {"supergroup", "channel"}:
            chat.last_id += 1
            return chat.last_id
        self.last_id += 1
        return self.last_id

    def next_album(self) -> int:
        """The number of an album."""
        self.last_album += 1
        return self.last_album

    def publish(
        self, chat: Chat, sender: Json | None, content: Json, *, silent: bool = False, mine: bool = False
    ) -> Post:
        """Puts a message into a chat and the ledger."""
        body: Json = {"message_id": self.next_id(chat), "date": self.now(), "chat": chat.short}
        if sender is not None:
            body["from"] = sender
        body.update(content)
        post = Post(body=body, silent=silent, mine=mine)
        chat.posts[body["message_id"]] = post
        if len(chat.posts) > self.keep:
            self._forget(chat)
        post.seq = self.record("message", chat, post)
        return post

    def _forget(self, chat: Chat) -> None:
        for message_id in list(chat.posts)[: self.keep // 10 + 1]:
            if message_id not in chat.pinned and message_id not in chat.topics:
                del chat.posts[message_id]

    def record(self, kind: str, chat: Chat, post: Post) -> int:
        """Writes what people see of a message now into the ledger."""
        return self.ledger.add(kind, chat.id, self.view(chat, post))

    def view(self, chat: Chat, post: Post) -> Json:
        """A message as people see it."""
        body = post.body
        sender = body.get("from") or {}
        markup = body.get("reply_markup")
        answered = (body.get("reply_to_message") or {}).get("message_id")
        return {
            "seq": post.seq,
            "chat": chat.id,
            "message_id": body["message_id"],
            "from": sender.get("id"),
            "bot": post.mine,
            "text": body.get("text", body.get("caption", "")),
            "entities": body.get("entities", body.get("caption_entities", [])),
            "buttons": [
                [{"text": one["text"], "data": one.get("callback_data"), "url": one.get("url")} for one in row]
                for row in markup["inline_keyboard"]
            ]
            if markup
            else [],
            "silent": post.silent,
            "pinned": body["message_id"] in chat.pinned,
            "reply_to": None if answered in chat.topics else answered,
            "topic": body.get("message_thread_id"),
            "edited": "edit_date" in body,
            "service": service_kind(body),
            "media": next((kind for kind in ("photo", "voice", "sticker", "document", "location") if kind in body), ""),
            "file": self.files.path_of(body),
            "date": body["date"],
        }

    def deliver(self, kind: str, chat: Chat, body: Json) -> int | None:
        """Queues an update about a message if the bot gets to hear it; its number."""
        return self.updates.add({kind: body}) if hears(chat, self.bot, body) else None

    def reply_part(self, chat: Chat, message_id: int) -> Json | None:
        """A message as it stands inside another that answers it."""
        post = chat.posts.get(message_id)
        if post is None:
            return None
        return {key: value for key, value in post.body.items() if key != "reply_to_message"}
