"""The day before a typhoon: the station's text relayed word for word, preparation with photos, and its lifting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Group
from bot.sandbox.seen import Message
from tests.stories.test_evacuation import bare
from tests.stories.town import Town, founded

STATION = "深圳市气象台{at}发布台风橙色预警信号：受台风影响，预计未来12小时内我市平均风力可达10级以上，请注意防范。"
LIFTED = "深圳市气象台{at}解除台风橙色预警信号。"
MORE = """
[[chat]]
platform = "telegram"
id = -1007
kind = "resident"
community = "anju"
buildings = ["2号楼"]
"""


@pytest.fixture
async def coast(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path, roster=lambda roster: roster + MORE) as town:
        await town.world.group(-1007, "2号楼业主群", bot="administrator")
        yield town


async def write_signal(town: Town, original: str) -> Message:
    """陈主管 writes the notice of an orange signal, with a restart in the middle; the text before 提交."""
    begun = await town.zhu.says("/notice")
    await town.zhu.presses(await town.zhu.heard("发哪种通知", after=begun), "台风")
    asked = await town.zhu.heard("什么颜色", after=begun)
    assert asked.labels[:4] == ["蓝色", "黄色", "橙色", "红色"]
    await town.zhu.presses(asked, "橙色")
    await town.zhu.heard("气象台原文贴这里", after=asked)
    await town.restart()
    said = await town.zhu.says(original)
    ready_by = await town.zhu.heard("几点前要准备好", after=said)
    said = await town.zhu.says("马上")
    await town.zhu.heard("“马上”不是时间", after=said)
    await town.zhu.presses(ready_by, ready_by.labels[1])
    await town.zhu.presses(await town.zhu.heard("低洼、老楼的人搬到哪", after=ready_by), "中心花园")
    by = await town.zhu.heard("他们几点前要搬好", after=ready_by)
    assert len(set(by.labels)) == len(by.labels), by.labels
    await town.zhu.presses(by, by.labels[0])
    return await town.zhu.heard("N1 台风通知 · 安居苑全小区", "提交", after=by)


@pytest.mark.covers("TYPH-01", "TYPH-02", "WARN-03")
async def test_a_signal_is_relayed_and_prepared_for_and_lifted(coast: Town) -> None:
    town = coast
    low, high = town.residents, Group(town.world, -1007, "2号楼业主群")
    original = STATION.format(at="今日00时05分")
    preview = await write_signal(town, original)
    assert f"深圳市气象台 00:05 发布，原文：\n“{original}”" in preview.text
    assert "预警" not in preview.text.replace(original, ""), "our own text is never called a warning"
    await town.zhu.presses(preview, "提交")

    await town.staff.heard("#1 台风 · 安居苑", "紧急", after=preview)
    asked = await town.zhao.heard("N1 等你批准", after=0)
    other = await town.zhao.heard("N1 另一种文字", "2号楼的群", after=preview)
    await town.zhao.presses(asked, "批准")
    notice = await low.heard("【真实】", original, "搬到中心花园", after=preview)
    assert notice.text == asked.text.partition("————\n")[2]
    plain = await high.heard("【真实】", original, after=preview)
    assert plain.text == other.text.partition("————\n")[2]
    assert "搬到" not in plain.text
    assert notice.labels == ["✅ 我安全", "🆘 需要帮助", "替家人报"]

    step = await town.li.heard("李电，现在做", after=preview)
    done = next(label for label in step.labels if label.startswith("完成"))
    told = await town.li.presses(step, done)
    picture = await town.li.heard("#1", "没法拍", after=told)
    await town.li.sends(None, "photo")
    await town.shows("#1 台风", "A 通知 周敏 已叫 → 通知要转移的户", "C 加固 李电 收到 → 通排水")

    await town.forward(8 * 60)
    said = await town.zhu.says("解除 N1")
    await town.zhu.heard("气象台原文贴这里", after=said)
    lifted = LIFTED.format(at=today(town))
    await town.zhu.says(lifted)
    ready = await town.zhu.heard("【真实】N1 解除：台风信号已解除。", "提交", after=picture)
    assert (await town.zhu.presses(ready, "提交")).text == "N1 已发出"
    over = await low.heard("【真实】N1 解除：台风信号已解除。", lifted, "第2版，代替", after=said)
    assert over.labels == []
    await bare(town, low, notice)
    after = await town.shows("#1 台风", "信号已解除", "清路障")
    assert "查沙袋" not in after.text, "what was not prepared need not be"


def today(town: Town) -> str:
    """This minute as the station writes it, on the town's clock: never one that is still to come."""
    now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=town.elapsed)
    return f"今天{now:%H时%M分}"


async def test_a_signal_in_english(english_town: Town) -> None:
    town = english_town
    begun = await town.zhu.says("/notice")
    await town.zhu.presses(await town.zhu.heard("Which notice", after=begun), "Typhoon")
    await town.zhu.presses(await town.zhu.heard("Which colour", after=begun), "blue")
    said = await town.zhu.says("Shenzhen Meteorological Observatory issued a blue typhoon signal.")
    await town.zhu.heard("When was it issued", after=said)
    said = await town.zhu.says("soon")
    await town.zhu.heard("“soon” is no clock time", after=said)
    said = await town.zhu.says("00:05")
    by = await town.zhu.heard("By when must they be ready", after=said)
    await town.zhu.presses(by, by.labels[0])
    preview = await town.zhu.heard("N1 Typhoon notice", "Submit", after=by)
    assert "Issued by Shenzhen Meteorological Observatory, 00:05, in its own words:" in preview.text
    await town.zhu.presses(preview, "Submit")
    await town.zhao.presses(await town.zhao.heard("N1 waits for you", after=by), "Approve")
    await town.residents.heard("[REAL] Clear your balcony", "signal blue", after=by)
    await town.staff.heard("#1 Typhoon", after=by)
