"""Asks Telegram who the bot of a token is, so that a wrong one is noticed while it can still be typed again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.platforms.telegram import Telegram, TokenRefusedError
from bot.settings import Telegram as TelegramSettings
from bot.talk.platform import PlatformError

PATIENCE = 6.0
"""Seconds; whoever is offline should not wait for it."""
BASE_URL = "ZHIBAN_TELEGRAM__BASE_URL"


@dataclass(frozen=True, kw_only=True)
class Greeted:
    """What Telegram said."""

    known: bool
    """False: it refuses the token."""
    name: str = ""
    """Of the bot; empty when Telegram could not be asked."""
    reads_all: bool = False


async def greet(token: str, environment: Mapping[str, str]) -> Greeted:
    """Who the bot is; an address that is none counts as one nobody answers at, and `check` will name it."""
    try:
        telegram = Telegram(token, environment.get(BASE_URL) or TelegramSettings.base_url)
    except (PlatformError, ValueError):
        return Greeted(known=True)
    try:
        async with asyncio.timeout(PATIENCE):
            await telegram.start()
    except TokenRefusedError:
        return Greeted(known=False)
    except (PlatformError, TimeoutError):
        return Greeted(known=True)
    finally:
        await telegram.stop()
    return Greeted(known=True, name=telegram.username, reads_all=telegram.reads_all)
