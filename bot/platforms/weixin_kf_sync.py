"""Fetches what residents write to the service account: at the platform's call, and every minute in case one was lost.

A page and the cursor behind it are kept in one commit (WD 94670 keeps messages for three days), so nothing is lost and
nothing comes twice, wherever the program stops.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import ApiError
from bot.platforms.weixin_kf import CLOSED, TOO_LATE, USED_UP
from bot.platforms.weixin_kf_read import CUSTOMER, Message, customer_of, event_of, sent_at, wrap
from bot.talk.window import Caught, Failed, Keeping, Opened, Welcomed

EVERY = 60.0
"""Seconds between two looks without a call."""
PAGE = 1000
TOKEN_LASTS = timedelta(minutes=10)
WELCOME_LASTS = timedelta(seconds=20)
"""How long a welcome code is good (WD 95122)."""
PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds after a failure."""
BAD_TOKEN = 95007
FAILED: Mapping[int, tuple[str, bool]] = {
    4: (TOO_LATE, True),
    5: (CLOSED, True),
    6: (USED_UP, True),
    8: ("the company is not verified", False),
    10: ("they do not want any messages", True),
    11: ("nobody of the company has ever logged in to the WeCom app", False),
    12: ("messages of this kind are banned", False),
}
"""Why a message did not arrive after all (`fail_type` of msg_send_fail), and whether no other will either."""

_log = logging.getLogger(__name__)


class WeixinKfSync:
    """The incoming side of one service account."""

    def __init__(
        self,
        api: Api,
        open_kfid: str,
        *,
        keeping: Keeping,
        now: Callable[[], datetime],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api, self._open_kfid, self._keeping = api, open_kfid, keeping
        self._now, self._rest = now, rest
        self._called = asyncio.Event()
        self._token, self._token_until = "", now()
        self.problem = ""
        """Why nothing can be fetched; empty while all is well."""
        self.begun = asyncio.Event()
        """Everything that had been written before the start is kept."""

    async def hear(self, message: Mapping[str, Any], at: datetime) -> None:
        """A callback: there is something to fetch. What it brings is only a token; the messages are still there."""
        if message.get("Event") != "kf_msg_or_event" or message.get("OpenKfId") != self._open_kfid:
            return
        token = message.get("Token")
        if isinstance(token, str):
            self._token, self._token_until = token, at + TOKEN_LASTS
        self._called.set()

    async def run(self) -> None:
        """Fetches for as long as it runs."""
        pause = PAUSE
        while True:
            self._called.clear()
            try:
                await self.fetch()
            except ApiError as error:
                self.problem = error.words
                _log.warning("what residents wrote could not be fetched: %s", error.words)
            except Exception as error:  # e.g. the disk is full: the cursor has not moved, so nothing is lost
                self.problem = f"what residents wrote could not be kept ({type(error).__name__})"
                _log.error("%s", self.problem)
            else:
                self.problem, pause = "", PAUSE
                self.begun.set()
                await self._wait()
                continue
            await self._rest(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def fetch(self) -> None:
        """Everything there is, page by page."""
        cursor, since = await self._keeping.place()
        while True:
            page = await self._page(cursor)
            following = str(page.get("next_cursor") or cursor)
            messages = [one for one in page.get("msg_list") or () if isinstance(one, dict)]
            if messages or following != cursor:
                await self._keeping.keep(self._caught(messages, following, since))
            if not page.get("has_more") or following == cursor:
                return
            cursor = following

    async def _page(self, cursor: str) -> Mapping[str, Any]:
        body: dict[str, Any] = {"open_kfid": self._open_kfid, "limit": PAGE, "voice_format": 0}
        if cursor:
            body["cursor"] = cursor
        token = self._token if self._now() < self._token_until else ""
        if token:
            try:
                return await self._api.post("kf/sync_msg", {**body, "token": token}, secret="kf")
            except ApiError as error:
                if error.code != BAD_TOKEN:
                    raise
                self._token = ""
        return await self._api.post("kf/sync_msg", body, secret="kf")

    def _caught(self, messages: Sequence[Message], cursor: str, since: datetime) -> Caught:
        """A page in our words. What was written before we were there for the first time is nobody's errand any more."""
        now = self._now()
        ours = [one for one in messages if _is_whole(one)]
        return Caught(
            rows=[wrap(one, now) for one in ours if _is_theirs(one) and sent_at(one) >= since],
            cursor=cursor,
            opened=[Opened(account=customer_of(one), at=sent_at(one)) for one in ours if one.get("origin") == CUSTOMER],
            welcomed=list(_welcomed(ours, until=now + WELCOME_LASTS)),
            failed=list(_failed(ours)),
        )

    async def _wait(self) -> None:
        """Until the platform calls, or it is time to look anyway."""
        called = asyncio.ensure_future(self._called.wait())
        timer = asyncio.ensure_future(self._rest(EVERY))
        try:
            await asyncio.wait((called, timer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            called.cancel()
            timer.cancel()
            await asyncio.gather(called, timer, return_exceptions=True)


def _is_whole(message: Message) -> bool:
    """Whether it can be kept at all; a broken one must not hold up all others."""
    whole = isinstance(message.get("msgid"), str) and type(message.get("send_time")) is int and customer_of(message)
    if not whole:
        _log.warning("kf: a message without name, time or customer was left out")
    return bool(whole)


def _is_theirs(message: Message) -> bool:
    """What a resident did, and not a colleague in the WeCom client or we ourselves."""
    return message.get("origin") == CUSTOMER or event_of(message) == "enter_session"


def _welcomed(messages: Sequence[Message], *, until: datetime) -> Iterator[Welcomed]:
    for message in messages:
        code = message["event"].get("welcome_code") if event_of(message) == "enter_session" else None
        if isinstance(code, str) and code:
            yield Welcomed(account=customer_of(message), code=code, until=until)


def _failed(messages: Sequence[Message]) -> Iterator[Failed]:
    for message in messages:
        if event_of(message) == "msg_send_fail":
            event = message["event"]
            reason, ends = FAILED.get(event.get("fail_type"), ("the platform gives no reason we know", False))
            name = str(event.get("fail_msgid", ""))
            yield Failed(account=customer_of(message), name=name, at=sent_at(message), reason=reason, ends=ends)
