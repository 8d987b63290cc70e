"""The robot in an internal group of WeCom: the last one to be told when a message reached nobody it was for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

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

    async def alarm(self, text: str, *, mentioned: Sequence[str] = ()) -> Sent:
        """Says plain text, and calls the members of these user ids by it."""
        words = parts(text, most=1)
        if not words:
            return Sent(delivery=Delivery.NEVER, reason="there is nothing to send")
        now = self._monotonic()
        self._said = self._said[-PER_MINUTE:]
        wait = wait_for(self._said, 1, most=PER_MINUTE, span=61.0, now=now)
        if wait > 0:
            return Sent(delivery=Delivery.LATER, wait=wait, reason=TOO_MANY)
        self._said.append(now)
        told = {"content": words[0], "mentioned_list": list(mentioned)} if mentioned else {"content": words[0]}
        try:
            await self._api.post(PATH, {"msgtype": "text", "text": told}, secret="", query={"key": self._key})
        except ApiError as error:
            return judged(error)
        return Sent(delivery=Delivery.SENT)
