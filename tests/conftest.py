"""One sandbox process a worker, for every test that talks to one; each test has a world of its own in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.process import running


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """The address of the sandbox."""
    with running() as url:
        yield url


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[Sandbox]:
    """A client of it."""
    async with Sandbox.connect(sandbox_url) as sandbox:
        yield sandbox


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The faults first: some take minutes, and begun last they would keep one worker busy while the others wait."""
    items.sort(key=lambda item: "tests/faults/" not in item.nodeid)
