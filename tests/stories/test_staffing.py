"""Steps nobody of the roster could do: told at the start, once, and when such a plan is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.town import founded


def without_control_and_guards(roster: str) -> str:
    """The sample roster with neither control room nor guards."""
    return roster.replace('department = "control"', 'department = "engineering"').replace(
        'department = "security"', 'department = "engineering"'
    )


@pytest.mark.covers("DISP-15")
async def test_who_leads_the_shift_hears_what_nobody_could_do(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=without_control_and_guards) as town:
        await town.zhao.heard("安居物业 值班", after=0)
        mark = await town.forward(10.1)  # nobody who leads had started the bot yet
        told = await town.zhao.heard("安居苑：有些步骤没人能做", after=mark)
        assert "安保：" in told.text
        assert "中控：" in told.text
        assert await town.zhou.said("有些步骤没人能做") == [], "only who leads the shift"
        await town.settles()  # killed in the moment of sending, it would be sent again and say so
        await town.restart()
        said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
        await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
        for place in (town.staff, town.zhao):
            opened = await place.heard("#1 电梯困人", "现在没人值班", "没人能做：A 安抚、C 联络", after=0)
            assert "安保" in opened.text
        said = await town.zhao.says(town.staff, "加预案 1 停电")
        added = await town.staff.heard("#1 电梯困人", "现在没人值班", "没人能做：", after=said)
        named = added.text.partition("没人能做：")[2]
        assert named
        assert "A 安抚" not in named, "of the plan that was added"
        assert len(await town.zhao.said("有些步骤没人能做")) == 1, "a restart says it no second time"
        roster = tmp_path / "roster.toml"
        roster.write_text((Path(__file__).parents[2] / "templates/sample/roster.toml").read_text("utf-8"), "utf-8")
        await town.logs("a new roster is in force")
        said = await town.wang.says(town.staff, "2号楼1单元电梯困人")
        await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
        await town.staff.heard("#2 电梯困人", "前到场", after=said)
        assert await town.staff.said("#2 电梯困人", "没人值班") == []
