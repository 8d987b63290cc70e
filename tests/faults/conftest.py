"""One sandbox process for all fault tests; each has a town of its own in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.process import running
from tests.stories.town import Town, founded


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[Sandbox]:
    async with Sandbox.connect(sandbox_url) as sandbox:
        yield sandbox


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path) as town:
        await town.world.quiet()  # everybody has been greeted
        yield town
