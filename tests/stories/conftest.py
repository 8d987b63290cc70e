"""Each story has a town of its own in the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.town import Town, founded


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The staff is on Telegram, or where the story is told: see platforms.py."""
    async with founded(sandbox, tmp_path, platform=getattr(request, "param", "telegram")) as town:
        yield town


@pytest.fixture
async def english_town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path, language="en") as town:
        yield town
