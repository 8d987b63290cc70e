"""What stands on a phone: the conversation of somebody with the program, in the form of the Bot API's messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.ledger import Ledger
from bot.sandbox.wire import Json

FIRST_NUMBER = 5_000_000_000_001
"""Conversations are numbered from here: no Telegram chat has such a number."""

Row = list[Json]
"""Buttons beside each other: text, data (None: it can't be pressed) and url."""


@dataclass(kw_only=True)
class Post:
    """One message on one phone."""

    id: int
    date: int
    sort: str
    """Its msgtype."""
    text: str
    mine: bool
    sender: int | None = None
    buttons: list[Row] = field(default_factory=list)
    media: str = ""
    file: str = ""
    task: str = ""
    """The task_id of a card."""
    card: Json = field(default_factory=dict)
    """The card as it stands."""
    msgid: str = ""
    edited: bool = False
    seq: int = 0


@dataclass(kw_only=True)
class Phone:
    """The conversation of one member, resident, group, room or robot with the program."""

    number: int
    kind: str
    id: str
    name: str
    ledger: Ledger
    now: Callable[[], float]
    posts: dict[int, Post] = field(default_factory=dict)
    last: int = 0

    def put(self, sort: str, text: str, *, mine: bool = True, **more: object) -> Post:
        """Puts a message on the phone and into the ledger."""
        self.last += 1
        sender = None if mine else self.number
        post = Post(id=self.last, date=int(self.now()), sort=sort, text=text, mine=mine, sender=sender)
        for name, value in more.items():
            setattr(post, name, value)
        self.posts[post.id] = post
        post.seq = self.record("message", post)
        return post

    def record(self, kind: str, post: Post) -> int:
        """Writes what stands there now into the ledger."""
        return self.ledger.add(kind, self.number, self.view(post))

    def remove(self, post: Post) -> None:
        """The message is gone."""
        del self.posts[post.id]
        self.record("delete", post)

    def view(self, post: Post) -> Json:
        """A message as people see it, in the form `bot.sandbox.seen` reads."""
        return {
            "seq": post.seq,
            "chat": self.number,
            "message_id": post.id,
            "from": post.sender,
            "bot": post.mine,
            "text": post.text,
            "entities": [],
            "buttons": post.buttons,
            "silent": False,
            "pinned": False,
            "reply_to": None,
            "topic": None,
            "edited": post.edited,
            "service": "",
            "media": post.media,
            "file": post.file,
            "date": post.date,
            "sort": post.sort,
            "task": post.task,
        }

    def told(self) -> Json:
        """The whole conversation as it stands."""
        messages = [self.view(post) for post in self.posts.values()]
        return {"number": self.number, "kind": self.kind, "id": self.id, "name": self.name, "messages": messages}
