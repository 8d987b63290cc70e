"""What people say and see, on no platform in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum

Facts = Mapping[str, object]
"""JSON, never wording: what a template needs to draw, what a button means."""


class Priority(IntEnum):
    """Which outgoing message goes first."""

    ANSWER = 0
    """Somebody has just written or pressed and waits for this."""
    EMERGENCY = 1
    """Somebody must act now."""
    CHASE = 2
    """Something is overdue."""
    ROUTINE = 3
    """Everything else."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A conversation on a platform; `thread` is a topic of a forum group."""

    platform: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button: the public id of its card and the key of its choice, together at most 64 bytes."""

    card: str
    choice: str
    query: str = ""
    """The platform's handle for the short answer to this press."""


class Membership(Enum):
    """What happened to the bot's own place in a chat."""

    JOINED = "joined"
    """The bot was added, or let back in; in private: somebody started it."""
    REMOVED = "removed"
    """The bot was removed or blocked and can't write there any more."""
    CHANGED = "changed"
    """The bot's rights in the chat changed."""
    MOVED = "moved"
    """The chat has a new id; `Incoming.text` is empty, `Incoming.moved_to` names it."""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One thing somebody said, pressed or did, read from a platform's raw update."""

    key: str
    """Unique within the platform: a repeat of it is ignored."""
    at: datetime
    where: Address
    account: str
    """The numeric id of the person's account; empty for anonymous admins, channels and service messages."""
    private: bool = False
    name: str = ""
    """How the account calls itself; for private answers only, it proves nothing."""
    language: str = ""
    """What the account's client speaks, e.g. `zh-hans`; empty when unknown."""
    text: str = ""
    press: Press | None = None
    message: str = ""
    """The platform's id of this message, to answer it."""
    reply_to: str = ""
    """The platform's id of the bot's own message this one answers; empty when it answers nobody or somebody else."""
    files: tuple[str, ...] = ()
    """`kind:id` for each file: photo, voice, sticker, video, document, location.

    An id that expires, or that other platforms can't send, begins with its platform: `photo:wecom/3a8k`.
    """
    oversized: bool = False
    """A file of it is over 20 MB and can't be kept (DESIGN §3, rule 12); it does not stand in `files`."""
    album: str = ""
    """The same for all messages of one album."""
    mentions: tuple[str, ...] = ()
    """Account ids named in the text by a text mention."""
    edited: bool = False
    forwarded: bool = False
    hidden: bool = False
    """An anonymous admin, a channel, or a message sent through another bot: a person who can't be known."""
    to_bot: bool = False
    """A command with, or a mention of, this bot's own name."""
    to_other: bool = False
    """A command addressed to another bot."""
    membership: Membership | None = None
    alarm: str = ""
    """What the platform says of the program itself and not of a person, e.g. `inactive_alert`: an admin has to act."""
    moved_to: str = ""
    title: str = ""
    """The chat's title, with `membership`."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A button. The word before the first `:` of `key` is the action in the routing table; `facts` say on what."""

    key: str
    label: str
    """The name of a label in templates/<language>/labels.yaml, drawn with `facts`."""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Card:
    """Text and choices; drawn when it is sent, in the receiver's language, for the receiver's platform."""

    template: str
    facts: Facts = field(default_factory=dict)
    rows: tuple[tuple[Choice, ...], ...] = ()
    reply_to: str = ""
    """The platform's id of the message this card answers."""
    quiet: bool = False
    """Sent without sound."""
    pin: bool = False
    leave: bool = False
    """After this the bot leaves the chat: it has no business there."""
    file: str = ""
    """`kind:id` of a file that is sent with the text as its caption."""

    def choice(self, key: str) -> Choice | None:
        """The choice with this key, or None when the card has no such button any more."""
        return next((choice for row in self.rows for choice in row if choice.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Toast:
    """The short answer to a press; sent once, after the commit, without a row. To words it is an ordinary answer."""

    template: str
    facts: Facts = field(default_factory=dict)
    alert: bool = False
    start: str = ""
    """Opens the private chat with the bot, which then hears `/start` and this; only for a press."""


class Delivery(Enum):
    """What became of one send."""

    SENT = "sent"
    """The platform has it and gave its id."""
    LATER = "later"
    """Not delivered; the platform asks to wait, or failed before it did anything."""
    NEVER = "never"
    """Refused for good, e.g. the text or the message it answers is not acceptable."""
    UNCLEAR = "unclear"
    """No clear answer: it may have been delivered."""
    LOST = "lost"
    """The chat can't be reached any more: removed, blocked, deleted, never started."""
    MOVED = "moved"
    """The chat has a new id: send it there."""
    HANDED = "handed"
    """The platform has it, and delivers it once somebody of ours has pressed send there; `Sent.owner` is who."""
    UNCHANGED = "unchanged"
    """An edit that changed nothing: as good as sent."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The platform's answer to one send, in our words."""

    delivery: Delivery
    message: str = ""
    wait: float = 0.0
    """Seconds, with LATER; 0: as the outbox thinks fit."""
    everybody: bool = False
    """With LATER: the whole bot has to wait, not only this chat."""
    alone: bool = False
    """With LATER: this message waits, and nothing more urgent for the chat does."""
    moved_to: str = ""
    owner: str = ""
    """With HANDED: the account that has to press send; `message` is then the platform's id of that task."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file itself, for a platform that does not know it by an id of its own."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Button:
    """A drawn choice: what a person reads and what the platform sends back when it is pressed."""

    text: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A card in words, ready for a platform."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: str = ""
    quiet: bool = False
    file: str = ""
    content: Content | None = None
    """The file itself, when `file` is no id of this platform."""
    first: str = ""
    """With a second copy (重发): the words of the first one, of which nobody knows whether it arrived."""
    start: str = ""
    """Where a message can have no buttons, a link to the private chat stands for them: it hears `/start` and this."""
    priority: Priority = Priority.ROUTINE
    """An emergency is written so that everybody can read it, whichever client they have."""
    once: bool = False
    """Its words name their number and version: the same words a second time are a copy."""
    serial: str = ""
    """Names this one try and no other ([a-z0-9-]): for platforms that tell copies by such a name."""
