"""Notices that must not go out: the wrong person, a missing or vague element, too late, twice, to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.outside import stranger
from tests.stories.test_evacuation import FIRE, open_fire, submit_evacuation
from tests.stories.town import Town, founded

SECOND_SELF = """
[[person]]
id = "zhou_boss"
name = "周主任"
post = "主管"
department = "service"
roles = ["supervisor"]
communities = ["anju"]
phone = "+86 138-0000-1004"
telegram = 3004
"""
NASTY = "</b>{{ 7*7 }} & <a href='x'> \u202e @all"


async def test_only_another_person_in_charge_approves(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=lambda roster: roster + SECOND_SELF) as town:
        asked = await submit_evacuation(town)
        second_self = await town.world.person(3004, "周主任")
        await second_self.starts()
        outsider = await stranger(town)
        for person, why in (
            (town.zhou, "只有主管或指挥能定"),
            (second_self, "自己写的要别人批准"),  # the same telephone: the same person
            (town.wang, "只有主管或指挥能定"),
        ):
            said = await person.says("批准 N1")
            await person.heard(why, after=said)
        said = await outsider.says("/approve N1")
        await outsider.heard("没有 N1", after=said)
        said = await outsider.says(town.residents, "/approve N1")
        assert await town.residents.said(after=said) == []
        said = await town.zhu.says("/approve N1", forward={"user": town.zhou.id})
        await town.zhu.heard("转发", after=said)
        said = await town.zhu.says(town.command, "/approve N1", role="anonymous")
        await town.command.heard("用自己的名字", after=said)
        forged = await outsider.presses(asked, data=asked.button("批准"))
        assert forged.text != "N1 已批准，正在发"
        await town.world.quiet()
        assert await town.residents.said() == []
        assert (await town.zhu.presses(asked, "批准")).text == "N1 已批准，正在发", "the control"
        await town.residents.heard("【真实】", after=0)


async def test_a_supervisor_does_not_approve_their_own(town: Town) -> None:
    await open_fire(town)
    said = await town.zhu.says("/notice 1")
    await town.zhu.presses(await town.zhu.heard("N1 疏散通知", "提交", after=said), "提交")
    asked = await town.zhao.heard("N1 等你批准", after=said)
    assert await town.zhu.said("等你批准", after=said) == []
    typed = await town.zhu.says("批准 N1")
    await town.zhu.heard("自己写的要别人批准", after=typed)
    forged = await town.zhu.presses(asked, data=asked.button("批准"))
    assert forged.text != "N1 已批准，正在发"
    await town.world.quiet()
    assert await town.residents.said() == []
    assert (await town.zhao.presses(asked, "批准")).text == "N1 已批准，正在发", "the control"
    await town.residents.heard("【真实】", after=0)


async def test_somebody_removed_a_second_ago_approves_nothing(town: Town) -> None:
    asked = await submit_evacuation(town)
    file = town.folder / "roster.toml"
    roster = file.read_text(encoding="utf-8")
    at = roster.index('[[person]]\nid = "zhu"')
    file.write_text(roster[:at] + roster[roster.index("[[person]]", at + 5) :], encoding="utf-8")
    await town.logs("a new roster is in force")
    assert (await town.zhu.presses(asked, "批准")).alert
    said = await town.zhu.says("批准 N1")
    await town.zhu.heard("没有 N1", after=said)
    await town.world.quiet()
    assert await town.residents.said() == []
    at_two = await town.forward(2.1)
    asked = await town.luo.heard("N1 等你批准", after=at_two)
    await town.luo.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)


async def test_twice_too_late_and_after_the_end(town: Town) -> None:
    asked = await submit_evacuation(town)
    await town.forward(15.5)
    card = await town.zhou.heard("一直没人批，作废了", "提交", after=0)
    said = await town.zhu.says("批准 N1")
    await town.zhu.heard("N1 还没提交", after=said)
    await town.world.quiet()
    assert await town.residents.said() == []
    await town.zhou.presses(card, "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项"), "几点前离开")
    two_hours_ago = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=town.elapsed, hours=-2)
    for words, answer in (
        ("马上", "“马上”不是时间。写几点几分"),
        ("尽快", "不是时间"),
        (two_hours_ago.strftime("%H:%M"), "时间已经过了"),
    ):
        said = await town.zhou.says(words)
        await town.zhou.heard(answer, after=said)
    soon = await town.zhou.heard("几点前离开？", after=0)
    assert soon.labels[-1] == "不发"
    await town.zhou.presses(soon, soon.labels[0])
    card = await town.zhou.heard("改范围", "前离开", after=soon)
    await town.forward(60)
    refused = await town.zhou.presses(card, "提交")
    assert refused.text.startswith("几点前离开：时间已经过了")
    later = await town.zhou.heard("几点前离开？", after=refused)
    await town.zhou.presses(later, later.labels[1])
    await town.zhou.presses(await town.zhou.heard("改范围", after=later), "提交")
    asked = await town.zhu.heard("N1 等你批准", after=later)
    await town.zhu.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)
    said = await town.zhu.says("批准 N1")
    await town.zhu.heard("N1 第1版已经批准发出", after=said)
    await town.world.quiet()
    assert len(await town.residents.said()) == 1


async def test_not_after_the_incident_is_over(town: Town) -> None:
    asked = await submit_evacuation(town)
    said = await town.zhao.says("结案 1")
    await town.zhao.heard("#1 已结案", after=said)
    await town.zhou.heard("N1 疏散通知 · 不发了", after=said)
    await town.zhu.heard("N1 不发了", after=said)
    assert (await town.zhu.presses(asked, "批准")).text.startswith("这个按钮过时了")
    for person, words in ((town.zhu, "批准 N1"), (town.luo, "/override N1 还是要发")):
        said = await person.says(words)
        await person.heard("N1", "不发", after=said)
    await town.world.quiet()
    assert await town.residents.said() == []


async def test_what_the_roster_lacks_is_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    """Without assembly point and phone in the roster there is nothing to submit until both are given."""

    def bare(roster: str) -> str:
        return roster.replace('assembly = ["中心花园"]', "").replace('phone = "0755-1234567"', "")

    async with founded(sandbox, tmp_path, roster=bare) as town:
        await open_fire(town)
        await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
        asked = await town.zhou.heard("集合点在哪？", after=0)
        assert asked.labels == ["不发"]
        said = await town.zhou.says("东门广场")
        asked = await town.zhou.heard("值班电话是多少？", after=said)
        assert asked.labels == ["不发"]
        said = await town.zhou.says("0755-7654321")
        await town.zhou.heard("到东门广场集合", "0755-7654321", "提交", after=said)
        said = await town.zhao.says("误报 1")
        await town.zhao.heard("#1", after=said)
        card = await town.zhou.heard("要不要通知3号楼疏散", after=0)
        assert (await town.zhou.presses(card, "看通知")).text.startswith("#1 已经是误报")


async def test_nobody_may_approve(sandbox: Sandbox, tmp_path: Path) -> None:
    """It goes to who may send it alone, and says so."""

    def without_others(roster: str) -> str:
        roster = roster.replace('roles = ["responder", "supervisor"]', 'roles = ["responder"]')
        return roster.replace('roles = ["responder", "duty_lead"]', 'roles = ["responder", "duty_lead", "commander"]')

    def nobody_else(roster: str) -> str:
        return without_others(roster).replace('roles = ["commander", "admin"]', 'roles = ["admin"]')

    async with founded(sandbox, tmp_path, roster=nobody_else) as town:
        await open_fire(town)
        await town.zhao.presses(await town.zhao.heard("要不要通知3号楼疏散", after=0), "看通知")
        await town.zhao.presses(await town.zhao.heard("N1 疏散通知", "提交", after=0), "提交")
        await town.zhao.heard("没有别人能批准", "/override N1 原因", after=0)
        said = await town.zhao.says("/override N1 没有别人，烟很大")
        await town.zhao.heard("N1 已发出", after=said)
        await town.residents.heard("【真实】", after=0)


async def test_nobody_can_be_reached(town: Town) -> None:
    await town.residents.bot_becomes("kicked", by=town.zhu)
    await open_fire(town)
    await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
    card = await town.zhou.heard("没有发得进去的群", after=0)
    refused = await town.zhou.presses(card, "提交")
    assert refused.text.startswith("N1 没有发得进去的群（1个群进不去）。用广播、敲门通知")
    await town.residents.bot_becomes("administrator", by=town.zhu)
    await town.zhou.presses(card, "提交")
    await town.zhu.heard("N1 等你批准", after=refused)


async def test_whatever_people_type_is_only_words(town: Town) -> None:
    await open_fire(town)
    await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
    for field, question in (("集合点", "集合点在哪？"), ("出了什么事", "出了什么事？"), ("值班电话", "值班电话是")):
        card = await town.zhou.heard("N1 疏散通知", "改文字", after=0)
        await town.zhou.presses(card, "改文字")
        await town.zhou.presses(await town.zhou.heard("改哪一项"), field)
        asked = await town.zhou.heard(question)
        if field == "值班电话":
            said = await town.zhou.says(NASTY)
            await town.zhou.heard("值班电话：写号码", after=said)
        said = await town.zhou.says(f"{NASTY} 119")
        await town.zhou.heard("{{ 7*7 }}", "改文字", after=said)
        assert asked.labels[-1] == "不发"
    said = await town.zhou.says("/notice 1")
    card = await town.zhou.heard("提交", after=said)
    await town.zhou.presses(card, "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项"), "集合点")
    said = await town.zhou.says("长" * 1_600)
    await town.zhou.heard("太长了，最多 1500 字", after=said)
    said = await town.zhou.says("长" * 1_400)
    await town.zhou.presses(await town.zhou.heard("提交", after=said), "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项"), "出了什么事")
    said = await town.zhou.says("烟" * 1_400)
    card = await town.zhou.heard("太长，发不出去", after=said)
    refused = await town.zhou.presses(card, "提交")
    assert "太长，发不出去" in refused.text
    await town.zhou.presses(card, "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项"), "出了什么事")
    said = await town.zhou.says("4层起火")
    await town.zhou.presses(await town.zhou.heard("提交", after=said), "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项"), "集合点")
    said = await town.zhou.says(NASTY)
    await town.zhou.presses(await town.zhou.heard("提交", "{{ 7*7 }}", after=said), "提交")
    asked = await town.zhu.heard("N1 等你批准", after=said)
    await town.zhu.presses(asked, "批准")
    notice = await town.residents.heard("{{ 7*7 }}", after=0)
    assert notice.text == asked.text.partition("————\n")[2]
    assert "</b>{{ 7*7 }} & <a href='x'>" in notice.text


@pytest.mark.covers("COMM-14", "ORG-28")
@pytest.mark.parametrize("who", ["wang", "outsider"])
async def test_only_the_desk_and_up_write_notices(town: Town, who: str) -> None:
    await open_fire(town, FIRE)
    person = await stranger(town) if who == "outsider" else town.wang
    said = await person.says("/notice 1")
    await person.heard("只有", after=said)


async def test_two_people_write_at_one_notice(town: Town) -> None:
    """Whoever submits has seen what goes out; another draft in its place makes old buttons useless."""
    await open_fire(town)
    await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
    seen = await town.zhou.heard("到中心花园集合", "提交", after=0)
    await town.zhao.presses(await town.zhao.heard("要不要通知3号楼疏散", after=0), "看通知")
    card = await town.zhao.heard("N1 疏散通知", "改文字", after=0)
    await town.zhao.presses(card, "改文字")
    await town.zhao.presses(await town.zhao.heard("改哪一项"), "集合点")
    said = await town.zhao.says("西门")
    await town.zhao.heard("到西门集合", after=said)
    refused = await town.zhou.presses(seen, "提交")
    assert refused.text == "别人刚改过。看一遍新的，再提交"
    again = await town.zhou.heard("到西门集合", "提交", after=refused)
    await town.zhou.presses(again, "提交")
    asked = await town.zhu.heard("N1 等你批准", "到西门集合", after=again)
    await town.zhu.presses(asked, "批准")
    await town.residents.heard("到西门集合", after=0)
    said = await town.zhou.says("更新 N1")
    update = await town.zhou.heard("有什么新情况", after=said)
    said = await town.zhao.says("解除 N1")
    await town.zhao.heard("为什么可以解除", after=said)
    assert (await town.zhou.presses(update, "不发")).text.startswith("这个按钮过时了")
    await town.zhou.heard("N1 疏散通知 · 不发了", after=said)
