"""What stands on a phone of WeCom, read as its owner reads it: a card together with the words that went before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.sandbox.seen import Message, read_message
from bot.sandbox.wecom_phone import FIRST_NUMBER
from bot.sandbox.wire import Json

CUT, MORE = 10, "…"
"""Characters of a button, and what stands for the others."""


@dataclass(frozen=True, kw_only=True)
class Seen(Message):
    """A message on a phone: words that were too long for its card stand before it and are read with it."""

    phone: int = 0
    """Whose phone it is; `chat` may be the group for which it is read."""
    card: str = ""
    task: str = ""
    """The form in which its card was sent: a card that could not be changed was sent anew."""

    def button(self, label: str) -> str:
        """The same, for a label that was too long for a button as well."""
        short = label if len(label) <= CUT else label[: CUT - len(MORE)] + MORE
        return super().button(short)


@dataclass
class Wall:
    """What is seen of a sequence of ledger entries: each card with the text that came before it."""

    runs: dict[int, list[str]] = field(default_factory=dict)

    def see(self, entry: Json) -> Seen | None:
        """The message of an entry; None for what is no word of the bot."""
        phone = entry["chat"]
        if entry["kind"] not in {"message", "edit"} or not entry["bot"] or entry["service"]:
            self.runs.pop(phone, None)
            return None
        message = read_phone(entry)
        if phone < FIRST_NUMBER or entry["kind"] == "edit":
            return message
        run = self.runs.setdefault(phone, [])
        if entry["sort"] == "text":
            run.append(entry["text"])
            return message
        first = next((at for at in reversed(range(len(run))) if _is_of(run[at], message.text)), None)
        text = message.text if first is None else "\n".join(run[first:])
        run.clear()
        return replace(message, text=text)


def _is_of(words: str, card: str) -> bool:
    """Whether these words were too long for this card, or too important to stand on it alone."""
    title, *lines = (line.removesuffix(MORE) for line in card.split("\n"))
    return words.startswith(title) and all(line in words for line in lines)


def read_phone(entry: Json) -> Seen:
    """One message without what only serves the form of a card: the empty choice, the button that sends a list."""
    rows = [[one for one in row if _is_choice(one)] for row in entry["buttons"]]
    cards = [one["data"] for row in entry["buttons"] for one in row if one["data"] and ":" in one["data"]]
    told = read_message({**entry, "buttons": [row for row in rows if row]})
    facts = {name: getattr(told, name) for name in Message.__dataclass_fields__}
    card = cards[-1].partition(":")[0] if cards else str(entry.get("task", "")).partition("-")[0]
    on_phone = entry["chat"] >= FIRST_NUMBER
    facts |= {"pinned": on_phone or told.pinned, "phone": entry["chat"] if on_phone else 0}
    return Seen(**facts, card=card, task=str(entry.get("task", "")))


def _is_choice(one: Json) -> bool:
    if one["data"] is None:
        return one["url"] is not None
    return not (one["data"].startswith("option ") and one["data"].endswith(" none")) and not one["data"].endswith(":?")


def joined(entries: Sequence[Json]) -> list[Seen]:
    """What stands on phones: where a card follows its words, only the two together."""
    wall, found = Wall(), list[Seen]()
    for entry in entries:
        message = wall.see(entry)
        if message is None:
            continue
        last = found[-1] if found and message.card else None
        if last and last.phone == message.phone and not last.card and message.text.startswith(last.text):
            found.pop()
        found.append(message)
    return found
