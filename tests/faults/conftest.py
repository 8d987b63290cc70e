"""Each fault test has a town of its own in the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.town import Town, founded


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path) as town:
        await town.world.quiet()  # everybody has been greeted
        yield town
