"""Servers of our own, of the Bot API and of qyapi, and what is started on them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms.telegram import Telegram
from bot.platforms.wecom_api import Api
from tests.platforms import qyapi as wecom
from tests.platforms.bot_api import BotApi, serving, started


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as running:
        yield running


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    async with started(api) as running:
        yield running


@pytest.fixture
async def qyapi() -> AsyncIterator[wecom.Qyapi]:
    async with wecom.serving() as running:
        yield running


@pytest.fixture
async def client(qyapi: wecom.Qyapi, seconds: wecom.Seconds) -> AsyncIterator[Api]:
    async with wecom.started(qyapi.url, seconds=seconds) as running:
        yield running


@pytest.fixture
def seconds() -> wecom.Seconds:
    return wecom.Seconds()
