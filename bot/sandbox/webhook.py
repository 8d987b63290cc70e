"""Delivers updates to a webhook on loopback, with the secret header, until it answers 200."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.queue import UpdateQueue, Waiting
from bot.sandbox.wire import Json, bad_request

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0
ANSWER_WITHIN = 60.0


@dataclass(kw_only=True)
class Webhook:
    """Where the updates of one bot go, and the task that brings them."""

    updates: UpdateQueue
    now: Callable[[], int]
    url: str = ""
    secret: str = ""
    most: int = 40
    error: str = ""
    error_date: int = 0
    tries: int = 0
    _task: asyncio.Task[None] | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def set(self, url: str, *, secret: str, most: int) -> None:
        """Starts delivering to an address."""
        check_address(url)
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.stop()
        self.url, self.secret, self.most, self.error = url, secret, most, ""
        self.updates.webhook = True
        self.updates.interrupt()
        self.updates.ring = self._arrived.set
        self._arrived.set()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Ends delivery."""
        for task in (self._task, *self._tasks):
            if task is not None:
                task.cancel()
        self._task, self.url, self.updates.webhook, self.updates.ring = None, "", False, None
        self.updates.land()

    def told(self) -> Json:
        """What getWebhookInfo answers."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self.updates.pending,
        }
        if self.url:
            info["max_connections"] = self.most
            info["ip_address"] = "127.0.0.1"
        if self.error:
            info |= {"last_error_date": self.error_date, "last_error_message": self.error}
        return info

    async def _run(self) -> None:
        free = asyncio.Semaphore(self.most)
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while one := self.updates.next_to_send():
                    await free.acquire()
                    task = asyncio.create_task(self._bring(session, one))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                    task.add_done_callback(lambda _: free.release())

    async def _bring(self, session: aiohttp.ClientSession, one: Waiting) -> None:
        pause = FIRST_PAUSE
        while not await self._post(session, one):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self.updates.sent(one)

    async def _post(self, session: aiohttp.ClientSession, one: Waiting) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        self.tries += 1
        try:
            async with session.post(self.url, data=one.body, headers=headers) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return True
                self.error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as problem:
            self.error = f"Connection failed: {type(problem).__name__}"
        self.error_date = self.now()
        return False


def check_address(url: str) -> None:
    """Refuses an address that is not on this computer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if parts.scheme not in {"http", "https"} or not loopback:
        raise bad_request("bad webhook: the sandbox delivers to loopback addresses only")
