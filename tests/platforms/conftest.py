"""A Bot API server of our own and a started platform on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms.telegram import Telegram
from tests.platforms.bot_api import BotApi, serving, started


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as running:
        yield running


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    async with started(api) as running:
        yield running
