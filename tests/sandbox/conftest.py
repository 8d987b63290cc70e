"""A world of its own for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.client import Sandbox
from tests.sandbox.stage import Stage


@pytest.fixture
async def stage(sandbox: Sandbox) -> AsyncIterator[Stage]:
    """A bot without privacy mode, who is administrator of the staff group; 李电 has not started it."""
    world = await sandbox.world(privacy=False)
    wang = await world.person(1001, "王强", username="wangqiang", language="zh")
    li = await world.person(1002, "李电")
    staff = await world.group(-1001, "安居苑员工群", members=[wang, li], bot="administrator")
    yield Stage(sandbox=sandbox, world=world, wang=wang, li=li, staff=staff)
    await world.forget()
