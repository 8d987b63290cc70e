"""The client of the sandbox: worlds, and the faults, the clock and the ledger of each."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

import aiohttp

from bot.sandbox.places import Group, Person
from bot.sandbox.process import begin, end
from bot.sandbox.wecom_client import Corp, Keys, make_corp
from bot.sandbox.wire import Json

PATIENCE = 60.0


class SandboxError(Exception):
    """The sandbox refused what a test asked of it."""


class Sandbox:
    """A running sandbox."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator[Sandbox]:
        """Starts a sandbox of its own for the length of the block."""
        process, url = await asyncio.to_thread(begin)
        try:
            async with cls.connect(url) as sandbox:
                yield sandbox
        finally:
            await asyncio.to_thread(end, process)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncIterator[Sandbox]:
        """Uses one that runs already."""
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            yield cls(url, session)

    async def world(
        self,
        *,
        token: str = "",
        username: str = "zhiban_bot",
        name: str = "Zhiban",
        privacy: bool = True,
        limits: bool = False,
        delay: float = 0.0,
        calls: bool = True,
    ) -> World:
        """A fresh world; `delay`: seconds an API call takes, `calls`: whether the ledger keeps calls."""
        token = token or f"{secrets.randbelow(9 * 10**8) + 10**8}:{secrets.token_hex(8)}"
        world = World(self, token, username)
        wish = {"username": username, "name": name, "privacy": privacy, "limits": limits, "calls": calls}
        await world.ask("world", **wish, delay=delay * 1000)
        return world


class World:
    """One bot and the people around it."""

    def __init__(self, sandbox: Sandbox, token: str, username: str) -> None:
        self.sandbox = sandbox
        self.token = token
        self.username = username
        self.bot_id = int(token.partition(":")[0])
        self.latest: dict[int, int] = {}

    async def ask(self, verb: str, **wish: object) -> Json:
        """One verb of the control interface."""
        address = f"{self.sandbox.url}/control/{self.token}/{verb}"
        given = {name: value for name, value in wish.items() if value is not None}
        async with self.sandbox.session.post(address, json=given) as answer:
            told: Json = await answer.json()
            if answer.status != 200:
                raise SandboxError(f"{verb}: {told.get('description', told)}")
            return told

    async def call(self, method: str, **params: object) -> Json:
        """One call of the Bot API as the bot would make it: the whole answer, refused or not."""
        address = f"{self.sandbox.url}/bot{self.token}/{method}"
        async with self.sandbox.session.post(address, json=params) as answer:
            told: Json = await answer.json()
            return told

    async def person(
        self, number: int, first_name: str, *, last_name: str = "", username: str = "", language: str = ""
    ) -> Person:
        """A person with a Telegram account."""
        names = {"first_name": first_name, "last_name": last_name, "username": username, "language_code": language}
        await self.ask("person", id=number, **names)
        return Person(self, number, first_name)

    async def group(
        self,
        number: int,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        owner: Person | None = None,
        bot: str = "member",
        pins: bool = True,
        kind: str = "supergroup",
        topics: Mapping[int, str] | None = None,
        username: str = "",
    ) -> Group:
        """A group (or `kind="channel"`); bot: member, administrator, left or kicked."""
        await self.ask(
            "group",
            id=number,
            title=title,
            type=kind,
            username=username,
            members=[person.id for person in members],
            admins=[person.id for person in admins],
            owner=owner.id if owner else None,
            bot=bot,
            can_pin_messages=pins,
            topics=[{"id": topic, "name": name} for topic, name in (topics or {}).items()],
        )
        return Group(self, number, title)

    async def corp(
        self,
        keys: Keys | None = None,
        *,
        url: str = "",
        limits: Mapping[str, float] | None = None,
        name: str = "Duty",
        verify: bool = False,
    ) -> Corp:
        """A corp of WeCom beside the bot; url: our web server, which gets the callbacks (empty: none so far)."""
        return await make_corp(self, keys or Keys(), url=url, limits=limits or {}, name=name, verify=verify)

    async def settings(self, **changes: object) -> None:
        """Changes delay (ms), limits, privacy, calls or next_update."""
        await self.ask("settings", **changes)

    async def fault(
        self,
        name: str,
        *,
        method: str | None = None,
        chat: int | None = None,
        count: int | None = None,
        rate: float | None = None,
        seed: int | None = None,
        retry_after: int | None = None,
        pace: float | None = None,
        done: bool | None = None,
    ) -> Json:
        """Sets a fault by name; it tells whether the work is done before the error."""
        what = {"name": name, "method": method, "chat": chat, "count": count, "rate": rate, "seed": seed}
        return await self.ask("fault", **what, retry_after=retry_after, pace=pace, done=done)

    async def heal(self, name: str | None = None, *, chat: int | None = None) -> None:
        """Ends all faults, or those of a name or chat."""
        await self.ask("heal", name=name, chat=chat)

    async def clock(self, seconds: float) -> int:
        """Moves the sandbox's clock of this world; the place in the ledger where it moved, for `after=`."""
        return int((await self.ask("clock", by=seconds))["seq"])

    async def mark(self) -> int:
        """The place in the ledger now, for `after=`."""
        return int((await self.state())["last"])

    async def state(self) -> Json:
        """Counters: pending updates, refusals by the limits, faults, webhook."""
        return await self.ask("state")

    async def update(self, update: Json) -> int | None:
        """Any update, by hand; its number, or None when its kind is not allowed."""
        number = (await self.ask("update", update=update))["update_id"]
        return None if number is None else int(number)

    async def repeat(self, *, update_id: int | None = None, last: int | None = None) -> int:
        """Delivers updates once more under the same number; how many."""
        return int((await self.ask("repeat", update_id=update_id, last=last))["repeated"])

    async def ledger(
        self,
        *,
        after: int = 0,
        chat: int | None = None,
        kinds: Sequence[str] = (),
        limit: int = 1_000,
        wait: float = 0.0,
    ) -> list[Json]:
        """Entries of the ledger behind a place; waits for the first one when there is none."""
        told = await self.ask("ledger", after=after, chat=chat, kinds=list(kinds), limit=limit, wait=wait)
        entries: list[Json] = told["entries"]
        return entries

    async def calls(self, method: str = "", *, after: int = 0, chat: int | None = None) -> list[Json]:
        """The calls of the bot, oldest first."""
        entries = await self.ledger(after=after, chat=chat, kinds=["call"], limit=1_000_000)
        return [entry for entry in entries if method in {"", entry["method"]}]

    async def quiet(self, *, calm: float = 0.3, within: float = 10.0) -> None:
        """Until every update is confirmed and nothing has happened for `calm` seconds."""
        async with asyncio.timeout(within):
            while True:
                last = await self.mark()
                seen = await self.ledger(after=last, kinds=["message", "edit", "delete", "pin", "toast"], wait=calm)
                if not seen and not (await self.state())["pending"]:
                    return

    async def forget(self) -> None:
        """Ends this world; its token is worth nothing from now on."""
        await self.ask("forget")
