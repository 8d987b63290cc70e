"""The robot in an internal group of WeCom: the last one to be told when a message reached nobody it was for."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_budget import wait_for
from bot.platforms.wecom_errors import ApiError, judged
from bot.platforms.wecom_text import parts
from bot.talk.message import Delivery, Sent

PATH = "webhook/send"
PER_MINUTE = 20
"""Messages of one robot (WD 99110); more are refused with 45009."""
TOO_MANY = "the robot has said as much as it may in a minute"


class Robot:
    """One robot, by the key in its address. It speaks; it does not hear."""

    def __init__(self, api: Api, key: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._api, self._key, self._monotonic = api, key, monotonic
        self._said: list[float] = []
        self.problem = ""
        """Why it can't speak at all; empty while all is well."""

    async def alarm(self, text: str) -> Sent:
        """Says plain text."""
        words = parts(text, most=1)
        if not words:
            return Sent(delivery=Delivery.NEVER, reason="there is nothing to send")
        now = self._monotonic()
        self._said = self._said[-PER_MINUTE:]
        wait = wait_for(self._said, 1, most=PER_MINUTE, span=61.0, now=now)
        if wait > 0:
            return Sent(delivery=Delivery.LATER, wait=wait, reason=TOO_MANY)
        self._said.append(now)
        body = {"msgtype": "text", "text": {"content": words[0]}}
        try:
            await self._api.post(PATH, body, secret="", query={"key": self._key})
        except ApiError as error:
            if error.blocks:
                self.problem = error.words
            return judged(error)
        self.problem = ""
        return Sent(delivery=Delivery.SENT)
