"""A world of its own for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.client import Sandbox
from tests.sandbox.stage import Stage
from tests.sandbox.wecom_stage import Office, catching


@pytest.fixture
async def stage(sandbox: Sandbox) -> AsyncIterator[Stage]:
    """A bot without privacy mode, who is administrator of the staff group; 李电 has not started it."""
    world = await sandbox.world(privacy=False)
    wang = await world.person(1001, "王强", username="wangqiang", language="zh")
    li = await world.person(1002, "李电")
    staff = await world.group(-1001, "安居苑员工群", members=[wang, li], bot="administrator")
    yield Stage(sandbox=sandbox, world=world, wang=wang, li=li, staff=staff)
    await world.forget()


@pytest.fixture
async def office(sandbox: Sandbox) -> AsyncIterator[Office]:
    """A corp with 王强 and 李电 whose callbacks are caught."""
    world = await sandbox.world()
    corp = await world.corp()
    async with catching(corp) as catcher:
        wang, li = await corp.member("wangqiang", "王强"), await corp.member("lidian", "李电")
        yield Office(world=world, corp=corp, wang=wang, li=li, catcher=catcher)
    await world.forget()
