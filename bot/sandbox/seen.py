"""What the people see: messages and toasts as they are read back from the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.sandbox.entities import as_html
from bot.sandbox.wire import Json


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message at one moment; `seq` is its place in the ledger."""

    chat: int
    id: int
    seq: int
    text: str
    date: datetime
    html: str = ""
    buttons: list[list[str]] = field(default_factory=list)
    data: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    sender: int | None = None
    bot: bool = False
    silent: bool = False
    pinned: bool = False
    edited: bool = False
    reply_to: int | None = None
    topic: int | None = None
    media: str = ""
    service: str = ""
    t: float = 0.0

    @property
    def labels(self) -> list[str]:
        """All button labels in one list."""
        return [label for row in self.buttons for label in row]

    def says(self, *words: str) -> bool:
        """Whether each word stands in the text or on a button."""
        return all(word in self.text or any(word in label for label in self.labels) for word in words)

    def button(self, label: str) -> str:
        """The callback data of the button with this label, or with a label that contains it."""
        names = [name for name in self.data if name == label] or [name for name in self.data if label in name]
        if not names:
            raise AssertionError(f"no button {label!r} on {self}")
        return self.data[names[0]]

    def __str__(self) -> str:
        """One line for people who read a failed test."""
        marks = "".join(
            f" ({word})" for word in ("silent", "pinned", "edited", "service", "media") if getattr(self, word)
        )
        rows = " ".join(f"[{label}]" for label in self.labels)
        who = "bot" if self.bot else self.sender
        return f"{self.seq} {who} in {self.chat}#{self.id}{marks}: {self.text!r} {rows}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Toast:
    """The answer to a press; `seq` is the place of the press in the ledger."""

    text: str
    alert: bool
    url: str
    seq: int


def read_message(entry: Json) -> Message:
    """A message from what the sandbox tells of it."""
    buttons = [one for row in entry["buttons"] for one in row]
    return Message(
        chat=entry["chat"],
        id=entry["message_id"],
        seq=entry["seq"],
        text=entry["text"],
        html=as_html(entry["text"], entry["entities"]),
        buttons=[[one["text"] for one in row] for row in entry["buttons"]],
        data={one["text"]: one["data"] for one in buttons if one["data"] is not None},
        urls={one["text"]: one["url"] for one in buttons if one["url"] is not None},
        sender=entry["from"],
        bot=entry["bot"],
        silent=entry["silent"],
        pinned=entry["pinned"],
        edited=entry["edited"],
        reply_to=entry["reply_to"],
        topic=entry["topic"],
        media=entry["media"],
        service=entry["service"],
        date=datetime.fromtimestamp(entry["date"], UTC),
        t=entry.get("t", 0.0),
    )
