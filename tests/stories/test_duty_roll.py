"""值班点名: on Monday at 10:07 each on duty is asked in private; who leads the shift hears who did not answer."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.duty_roll import next_ring
from bot.sandbox.client import Sandbox
from tests.stories.town import Town, founded


def with_roll(settings: str) -> str:
    """What stories are spared otherwise."""
    return settings.replace("duty_roll = false", "duty_roll = true")


async def until_monday(town: Town) -> int:
    """Forward to a quarter of a minute behind the next ring; the mark to look behind."""
    now = datetime.now(UTC) + timedelta(seconds=town.elapsed)
    ring = next_ring(now, ZoneInfo("Asia/Shanghai"))
    return await town.forward((ring - now).total_seconds() / 60 + 0.25)


@pytest.mark.covers("INSP-08")
@pytest.mark.slow
async def test_each_is_asked_once_and_the_lead_hears_who_is_missing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, started=False, settings=with_roll) as town:
        reached = [person for name, person in town.people.items() if name != "he"]
        for person in reached:
            await person.starts()
        await town.world.quiet()
        mark = await until_monday(town)
        asked = {person.id: await person.heard("安居苑 值班点名", "在", after=mark) for person in reached}
        wang, li = asked[town.wang.id], asked[town.li.id]
        assert wang.labels == ["✅ 在"]
        assert "已点到" in (await town.wang.presses(wang, "在")).text
        await town.wang.heard("已点到", after=mark)
        said = await town.zhou.says("在")
        await town.zhou.heard("已点到", after=said)
        said = await town.sun.says("3号楼2单元电梯困人")
        await town.sun.presses(await town.sun.heard("电梯困人", "上报", after=said), "上报")
        await town.sun.heard("#1", after=said)
        await town.world.quiet()
        await town.restart()
        at_half = await town.forward(31)
        told = await town.zhao.heard("值班点名", "9 人在班，2 人点到", after=at_half)
        assert "没点的：李电、陈工、赵班、陈主管、罗经理、孙岚。" in told.text
        assert "发不到的：何军。" in told.text
        assert "晚了" in (await town.li.presses(li, "在")).text
        await town.world.quiet()
        for person in reached:
            counts = 1 if person is town.zhao else 0
            assert len(await person.said("人在班", after=mark)) == counts
        for group in (town.staff, town.residents, town.command):
            assert await group.said("值班点名", after=0) == []
        await made_up_for(town)


async def made_up_for(town: Town) -> None:
    """What was missed while the bot was down is asked once, late, and says so."""
    await town.stop(signal.SIGKILL)
    missed = await until_monday(town)
    await town.forward(3 * 60)
    await town.start()
    late = await town.wang.heard("值班点名（补点）", after=missed)
    assert late.labels == ["✅ 在"]
    await town.forward(31)
    await town.zhao.heard("9 人在班，0 人点到", after=missed)
    await town.world.quiet()
    assert len(await town.wang.said("值班点名", after=missed)) == 1


async def test_a_company_can_do_without_it(town: Town) -> None:
    mark = await until_monday(town)
    await town.forward(31)
    await town.world.quiet()
    assert await town.wang.said("值班点名", after=mark) == []
