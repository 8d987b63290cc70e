"""Brings callbacks to the program: five seconds for an answer, three tries with the same message (WD 90930, 96466)."""

from __future__ import annotations

import asyncio
import io
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp

from bot.sandbox.wecom_seal import Endpoint, as_xml, envelope, seal, signed
from bot.sandbox.wire import Json, Refusal

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

TRIES = 3
KEPT = 5_000
"""So many messages can be brought once more."""
ANSWER_LIMIT = 2_000


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message that is to be brought; each try signs it anew, what is in it stays."""

    to: str
    sender: str
    xml: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Try:
    """One request as it went out."""

    url: str
    query: dict[str, str]
    body: str


@dataclass(kw_only=True)
class Callbacks:
    """The callbacks of one corp."""

    corp: Corp
    letters: deque[Letter] = field(default_factory=lambda: deque(maxlen=KEPT))
    last: Try | None = None
    pending: int = 0
    delivered: int = 0
    lost: int = 0
    tries: int = 0
    answers: int = 0
    """Answers that were not empty; we speak by calls only."""
    _session: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _turns: dict[str, asyncio.Lock] = field(default_factory=dict)

    def bring(self, to: str, fields: Json, *, sender: str) -> None:
        """Begins to bring a message; `to`: the endpoint of `app` or `kf`."""
        about = str(fields.get("Event", fields.get("MsgType", "")))
        letter = Letter(to=to, sender=sender, xml=as_xml(fields), about=about)
        self.letters.append(letter)
        self._begin(letter)

    def repeat(self, last: int) -> int:
        """Brings the last messages once more, as after an answer that was lost: the same in a new envelope."""
        again = list(self.letters)[-last:] if last else []
        for letter in again:
            self._begin(letter)
        return len(again)

    def _begin(self, letter: Letter) -> None:
        end = self.corp.endpoint(letter.to)
        if end is None:
            return
        if self.corp.faults.loses(letter.to, letter.sender):
            self._lose(letter)
            return
        self.pending += 1
        task = asyncio.get_running_loop().create_task(self._deliver(end, letter))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, end: Endpoint, letter: Letter) -> None:
        try:
            async with self._turns.setdefault(letter.sender, asyncio.Lock()):
                done = await self._attempt(end, letter, 1)
            for number in range(2, TRIES + 1):
                if done:
                    break
                await asyncio.sleep(self.corp.limits.callback_pause)
                done = await self._attempt(end, letter, number)
            if done:
                self.delivered += 1
            else:
                self._lose(letter)
        finally:
            self.pending -= 1

    def _lose(self, letter: Letter) -> None:
        self.lost += 1
        self.corp.ledger.add("callback_lost", None, {"to": letter.to, "about": letter.about, "sender": letter.sender})

    async def _attempt(self, end: Endpoint, letter: Letter, number: int) -> bool:
        status, said, seconds = await self.post(self._written(end, letter))
        if said:
            self.answers += 1
        facts = {"to": letter.to, "about": letter.about, "sender": letter.sender, "try": number}
        self.corp.ledger.add("callback", None, {**facts, "status": status, "said": said, "seconds": seconds})
        return status == 200

    def _written(self, end: Endpoint, letter: Letter) -> Try:
        sealed = seal(letter.xml, aes_key=end.aes_key, receiver=self.corp.corp_id)
        agent = str(self.corp.agent_id) if letter.to == "app" else ""
        body = envelope(sealed, receiver=self.corp.corp_id, agent=agent)
        return Try(url=end.url, query=signed(end, sealed, now=int(self.corp.now())), body=body)

    async def post(self, one: Try) -> tuple[int, str, float]:
        """One request: status (0: no answer in time), what was said, seconds."""
        self.tries += 1
        self.last = one
        began = time.monotonic()
        try:
            async with self._open().post(
                one.url,
                params=one.query,
                data=io.BytesIO(one.body.encode()),
                allow_redirects=False,
                timeout=self._time(),
            ) as got:
                said = (await got.text())[:ANSWER_LIMIT]
                return got.status, said, time.monotonic() - began
        except (aiohttp.ClientError, TimeoutError):
            return 0, "", time.monotonic() - began

    async def greet(self, to: str, query: Json) -> tuple[int, str]:
        """The GET with which an address is checked."""
        end = self.corp.endpoint(to)
        if end is None:
            raise Refusal(400, f"no address for {to}")
        try:
            async with self._open().get(end.url, params=query, allow_redirects=False, timeout=self._time()) as got:
                return got.status, await got.text()
        except (aiohttp.ClientError, TimeoutError) as problem:
            return 0, type(problem).__name__

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100))
        return self._session

    def _time(self) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(total=self.corp.limits.callback_seconds)

    def stop(self) -> None:
        """Ends delivery."""
        for task in self._tasks:
            task.cancel()
        session, self._session = self._session, None
        if session is not None:
            closing = asyncio.get_running_loop().create_task(session.close())
            _CLOSING.add(closing)
            closing.add_done_callback(_CLOSING.discard)


_CLOSING: set[asyncio.Task[None]] = set()
"""Sessions that are being closed: a task nobody holds may vanish."""
