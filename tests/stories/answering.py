"""An approved evacuation notice, residents who answer it, and the roll call those in charge see."""

from __future__ import annotations

import sqlite3

from bot.sandbox.places import Person
from bot.sandbox.seen import Message
from tests.stories.town import Town


async def evacuated(town: Town) -> Message:
    """A fire in building 3 and its approved notice, as its residents read it."""
    said = await town.zhou.says(town.staff, "3号楼4楼冒烟 有人受伤")
    await town.zhou.presses(await town.staff.heard("上报", after=said), "上报")
    await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
    await town.zhou.presses(await town.zhou.heard("N1 疏散通知", "提交", after=0), "提交")
    await town.zhu.presses(await town.zhu.heard("N1 等你批准", after=0), "批准")
    return await town.residents.heard("【真实】请3号楼所有人", "我安全", after=0)


async def all_clear(town: Town) -> None:
    """陈主管 ends the notice; nobody else has to approve that."""
    said = await town.zhu.says("解除 N1")
    await town.zhu.presses(await town.zhu.heard("为什么可以解除", after=said), "火已扑灭")
    await town.zhu.presses(await town.zhu.heard("解除", "提交", after=said), "提交")
    await town.residents.heard("N1 解除", after=0)


async def resident(town: Town, number: int, name: str = "住户", language: str = "") -> Person:
    """Somebody who lives here and has never talked with the bot."""
    return await town.world.person(number, name, language=language)


async def card(town: Town, *words: str) -> Message:
    """The roll call in the command chat once its changes, gathered for three seconds, are drawn."""
    await town.settles()
    return await town.command.heard("N1 疏散", *words, after=0)


async def counted(town: Town, safe: int, help: int, silent: int) -> Message:
    """The card with these figures."""
    return await card(town, f"✅ 安全 {safe}户 · 🆘 需要帮助 {help}户 · 没回 {silent}户")


def timeline(town: Town) -> list[str]:
    """What is kept of everything that happened."""
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        return [facts for (facts,) in db.execute("SELECT facts FROM timeline ORDER BY number")]
