"""Reads what has happened in the sandbox, in order, and shows it: who wrote or pressed what, and what the bot said."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from bot.demo.screen import Screen
from bot.demo.stage import Stage
from bot.sandbox.client import World
from bot.sandbox.seen import Message, read_message
from bot.sandbox.wire import Json

_KINDS = ("message", "edit", "press", "toast", "pin", "clock")
_ALL = 1_000_000
_WAIT = 25.0
_GATHERED = 0.6
"""So long after the first of them, what the bot says in several chats is there."""


@dataclass(kw_only=True)
class _Block:
    """One thing that is shown; the same words in several chats are shown once."""

    form: str
    who: str
    where: list[str]
    lines: list[str]
    bot: bool
    to: str = ""
    label: str = ""
    text: str = ""


@dataclass(kw_only=True)
class Transcript:
    """What of a world has been shown; `names` are those of people, `chats` what conversations are called."""

    world: World
    screen: Screen
    frame: Mapping[str, str]
    names: Mapping[int, str]
    chats: Mapping[int, str]
    zone: tzinfo = UTC
    last: int = 0
    _seen: dict[tuple[int, int], Message] = field(default_factory=dict)

    async def skip(self) -> None:
        """Leaves out what has happened so far."""
        await self._read()

    async def catch_up(self, *, private: str = "") -> None:
        """Shows what has happened since it was last looked at; of the private chats, edits only in `private`."""
        self._show_all(await self._read(), {private})

    async def follow(self) -> None:
        """Shows whatever happens, as it happens, with the time whenever the clock is pushed; never ends."""
        while True:
            await self.world.ledger(after=self.last, kinds=_KINDS, limit=1, wait=_WAIT)
            await asyncio.sleep(_GATHERED)
            await self.show_new()

    async def show_new(self) -> None:
        """What is new; of the private chats, edits only where people did something."""
        entries = await self._read()
        acted = {one["chat"] for one in entries if one["kind"] == "press" or (one["kind"] == "message" and _says(one))}
        busy = {title for number, title in self.chats.items() if number in acted}
        part: list[Json] = []
        for entry in entries:
            if entry["kind"] == "clock":
                self._show_all(part, busy)
                part = []
                now = datetime.fromtimestamp(entry["now"], self.zone)
                self.screen.head(self.frame["clock"].format(clock=f"{now:%H:%M}"))
            else:
                part.append(entry)
        self._show_all(part, busy)

    def _show_all(self, entries: Iterable[Json], private: Collection[str]) -> None:
        shown: list[_Block] = []
        entries = list(entries)
        toasts = {one["query"]: one["text"] for one in entries if one["kind"] == "toast"}
        for entry in entries:
            block = self._block(entry, toasts)
            if block is None or (block.form == "edits" and entry["chat"] > 0 and block.where[0] not in private):
                continue
            same = next((one for one in shown if one.bot and _same(one, block)), None)
            if same is not None:
                same.where += block.where
            else:
                shown.append(block)
        for block in shown:
            self._show(block)

    async def _read(self) -> list[Json]:
        entries = await self.world.ledger(after=self.last, kinds=_KINDS, limit=_ALL)
        if entries:
            self.last = int(entries[-1]["seq"])
        return entries

    def _block(self, entry: Json, toasts: Mapping[str, str]) -> _Block | None:
        if entry["kind"] == "press":
            return self._press(entry, toasts)
        if entry["kind"] in ("toast", "clock") or entry["service"]:
            return None
        message = read_message(entry)
        if entry["kind"] == "pin":
            first = message.text.partition("\n")[0]
            return self._of(message, form="pins", lines=[], text=first)
        before = self._seen.get((message.chat, message.id))
        self._seen[(message.chat, message.id)] = message
        if before is not None:
            lines = self._changed(before, message)
            return self._of(message, form="edits", lines=lines) if lines else None
        lines = [*filter(None, message.text.split("\n")), *_rows(message)]
        if message.media:
            lines.insert(0, self.frame["photo"])
        answered = self._seen.get((message.chat, message.reply_to)) if message.reply_to else None
        form = "answers" if answered and message.bot else "writes"
        return self._of(message, form=form, lines=lines, to=self._who(answered) if answered else "")

    def _of(self, message: Message, *, form: str, lines: list[str], to: str = "", text: str = "") -> _Block:
        where = [self.chats[message.chat]]
        return _Block(form=form, who=self._who(message), where=where, lines=lines, bot=message.bot, to=to, text=text)

    def _who(self, message: Message) -> str:
        return self.frame["bot"] if message.bot else self.names[message.sender or 0]

    def _press(self, entry: Json, toasts: Mapping[str, str]) -> _Block | None:
        message = self._seen.get((entry["chat"], entry["message_id"]))
        pressed = entry.get("picked") or [entry["data"]]  # of a list on WeCom: what was picked, not the button below
        labels = [label for label, data in message.data.items() if data in pressed] if message else []
        if not labels:  # pressed at the moment it went
            return None
        toast = toasts.get(entry.get("query", ""), "")
        return _Block(
            form="presses",
            who=self.names[entry["from"]],
            where=[self.chats[entry["chat"]]],
            lines=[f"‹{toast}›"] if toast else [],
            bot=False,
            label=labels[0],
        )

    def _changed(self, before: Message, now: Message) -> list[str]:
        """Of an edited message what is new, below the line that says what it is about."""
        old = before.text.split("\n")
        first, *rest = now.text.split("\n")
        fresh = [line for line in rest if line and line not in old]
        buttons = _rows(now) if now.labels != before.labels else []
        return [first, *fresh, *buttons] if fresh or buttons or first != old[0] else []

    def _show(self, block: _Block) -> None:
        heading = self.frame[block.form].format(
            where=self.frame["also"].join(sorted(set(block.where), key=list(self.chats.values()).index)),
            who=block.who,
            to=block.to,
            label=block.label,
            text=block.text,
        )
        self.screen.block(heading, block.lines, bot=block.bot)


def transcript_of(stage: Stage, screen: Screen) -> Transcript:
    """What happens on a stage, for a screen."""
    community, words = stage.community, stage.frame.words
    names = {person.id: person.name for person in community.people.values()}
    private = {number: words["private"].format(name=name) for number, name in names.items()}
    groups = {group.id: group.name for group in community.groups.values()}
    chats = {**groups, **private}
    return Transcript(world=community.world, screen=screen, frame=words, names=names, chats=chats, zone=community.zone)


def _says(entry: Json) -> bool:
    return not entry["bot"] and not entry["service"]


def _rows(message: Message) -> list[str]:
    return [" ".join(f"[{label}]" for label in row) for row in message.buttons]


def _same(one: _Block, other: _Block) -> bool:
    return (one.form, one.who, one.lines, one.text) == (other.form, other.who, other.lines, other.text)
