"""A fire: the desk drafts the evacuation notice, another person approves it, the right groups and only those get it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Group
from bot.sandbox.seen import Message
from tests.stories.platforms import with_residents_on_telegram
from tests.stories.town import Town, founded

FIRE = "3号楼4楼冒烟 有人受伤"
OTHERS = """
[[chat]]
platform = "telegram"
id = -1004
kind = "resident"
community = "anju"
buildings = ["1号楼"]

[[chat]]
platform = "telegram"
id = -1005
kind = "resident"
community = "anju"

[[chat]]
platform = "telegram"
id = -1006
kind = "resident"
community = "anju"
buildings = ["3号楼"]
units = ["2"]
"""


def with_more_groups(roster: str) -> str:
    """The sample roster with groups of building 1, of the whole community, and of a unit of building 3."""
    return roster + OTHERS


@pytest.fixture
async def estate(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path, roster=with_more_groups) as town:
        for number, name in ((-1004, "1号楼业主群"), (-1005, "安居苑大群"), (-1006, "3号楼2单元群")):
            await town.world.group(number, name, bot="administrator")
        yield town


def group(town: Town, number: int) -> Group:
    """One of the further groups of residents."""
    return Group(town.world, number, str(number))


async def open_fire(town: Town, line: str = FIRE) -> int:
    """周敏 reports a fire and presses 上报; the mark to look behind."""
    said = await town.zhou.says(town.staff, line)
    draft = await town.staff.heard("上报", after=said)
    return (await town.zhou.presses(draft, "上报")).seq


async def submit_evacuation(town: Town) -> Message:
    """From the offer to 提交; what the supervisor is asked."""
    await open_fire(town)
    offer = await town.zhou.heard("要不要通知3号楼疏散", after=0)
    await town.zhou.presses(offer, "看通知")
    preview = await town.zhou.heard("N1 疏散通知", "提交", after=0)
    assert (await town.zhou.presses(preview, "提交")).text == "N1 已提交，等人批准"
    return await town.zhu.heard("N1 等你批准", after=0)


async def bare(town: Town, place: Group, old: Message) -> None:
    """What a later version has replaced keeps its words and loses its buttons."""
    await town.settles()
    now = await place.heard(old.text, after=old)
    assert now.edited
    assert now.text == old.text
    assert now.labels == []


def words_of(asked: Message) -> str:
    """The words of a notice as the approver saw them."""
    return asked.text.partition("————\n")[2]


@pytest.mark.covers("FIRE-19", "ORG-22")
async def test_an_approved_notice_reaches_the_building_and_only_it(estate: Town) -> None:
    town = estate
    asked = await submit_evacuation(town)
    assert "N1 等你批准 · #1 火灾 · 3号楼" in asked.text
    assert "周敏写的" in asked.text
    assert "2个群 144户 · 约 1 秒发完" in asked.text
    assert asked.labels == ["批准", "驳回"]
    await town.zhou.heard("已提交，等陈主管批准", after=0)
    assert (await town.zhu.presses(asked, "批准")).text == "N1 已批准，正在发"
    for place in (town.residents, group(town, -1006)):
        notice = await place.heard("【真实】请3号楼所有人马上走楼梯下楼，到中心花园集合。", after=0)
        assert notice.text == words_of(asked), "what was approved is what goes out"
        assert notice.labels == ["✅ 我安全", "🆘 需要帮助", "替家人报"]
        assert not notice.silent
        await place.pins("【真实】", after=0)
    copy = await town.staff.heard("N1 已批准", "发往3号楼 2个群", after=0)
    assert words_of(asked) in copy.text
    await town.zhou.heard("N1 疏散通知 · 已批准", after=0)
    await town.world.quiet()
    for number in (-1004, -1005):
        assert await group(town, number).said() == []


@pytest.mark.covers("COMM-01", "FIRE-18")
async def test_updates_name_what_they_replace_and_the_all_clear_ends_it(town: Town) -> None:
    asked = await submit_evacuation(town)
    await town.zhao.says("收到 1")
    await town.zhu.presses(asked, "批准")
    first = await town.residents.heard("第1版", after=0)
    await town.forward(6)
    said = await town.zhou.says("更新 N1")
    asked = await town.zhou.heard("有什么新情况", after=said)
    await town.restart()
    await town.zhou.says("3层也有烟了")
    await town.zhou.presses(await town.zhou.heard("3层也有烟了", "提交", after=asked), "提交")
    await town.restart()
    second = await town.zhu.heard("N1 等你批准", "3层也有烟了", after=0)
    await town.zhu.says("批准 N1")
    update = await town.residents.heard("3层也有烟了", "第2版，代替", "第1版", after=0)
    assert update.text == words_of(second)
    await bare(town, town.residents, first)

    said = await town.zhao.says("结案 1")
    reminded = await town.zhou.heard("N1 疏散通知还在生效", "解除", after=said)
    assert (await town.wang.presses(reminded, data=reminded.button("解除"))).text.startswith("只有客服")
    await town.zhao.heard("N1 疏散通知还在生效", after=said)
    said = await town.zhu.says("/allclear N1")
    reason = await town.zhu.heard("为什么可以解除", after=said)
    await town.zhu.presses(reason, "火已扑灭")
    ready = await town.zhu.heard("【真实】N1 解除：3号楼可以回家。", "提交", after=said)
    assert (await town.zhu.presses(ready, "提交")).text == "N1 已发出", "one who may approve is enough for an all-clear"
    ended = await town.residents.heard("【真实】N1 解除：3号楼可以回家。", "火已扑灭", "第3版，代替", after=0)
    assert "N1 all-clear: 3号楼 may go home" in ended.text, "the second language has its own block"
    assert ended.labels == []
    await bare(town, town.residents, update)
    again = await town.zhu.says("解除 N1")
    await town.zhu.heard("N1 没有发出去，不用更新或解除", after=again)


@with_residents_on_telegram
async def test_nobody_approves_in_time(town: Town) -> None:
    """The next one as well, and who may send it alone hears how; everybody then hears that it was sent so."""
    asked = await submit_evacuation(town)
    at_two = await town.forward(2.1)
    again = await town.zhu.heard("⏰ N1 等你批准", after=at_two)
    assert words_of(again) == words_of(asked)
    await town.zhao.heard("N1 等你批准", after=at_two)  # the commander of the incident
    offered = await town.luo.heard("/override N1 原因", "会告诉所有负责人", after=at_two)
    said = await town.zhu.says("/override N1 等不及")
    await town.zhu.heard("只有总指挥", after=said)
    said = await town.luo.says("/override N1")
    await town.luo.heard("打字写全：/override N1 原因", after=said)
    said = await town.luo.says("/override N1 烟已经到5楼")
    await town.luo.heard("N1 已发出。所有负责人会知道", after=said)
    await town.residents.heard("【真实】请3号楼", after=offered)
    for person in (town.zhu, town.zhao):
        told = await person.heard("罗经理", "一个人发布", "烟已经到5楼", after=said)
        assert told.labels == ["已复核"]
    await town.luo.heard("你", "一个人发布", after=said)
    at_a_day = await town.forward(24 * 60)
    late = await town.zhu.heard("还没复核", after=at_a_day)
    assert (await town.zhu.presses(late, "已复核")).text == "N1 已复核"
    at_two_days = await town.forward(24 * 60)
    await town.world.quiet()
    assert await town.zhu.said("还没复核", after=at_two_days) == []


@with_residents_on_telegram
async def test_it_is_refused_with_a_reason_changed_and_submitted_again(town: Town) -> None:
    asked = await submit_evacuation(town)
    pressed = await town.zhu.presses(asked, "驳回")
    why = await town.zhu.heard("N1 为什么驳回", after=pressed)
    await town.zhu.replies(why, "集合点改到西门")
    back = await town.zhou.heard("已驳回：集合点改到西门", "改好再提交", after=pressed)
    await town.zhou.presses(back, "改文字")
    await town.zhou.presses(await town.zhou.heard("改哪一项", after=back), "集合点")
    place = await town.zhou.heard("集合点在哪", "中心花园", after=back)
    await town.zhou.says("西门外空地")
    ready = await town.zhou.heard("到西门外空地集合", "提交", after=place)
    assert (await town.zhu.presses(asked, "批准")).text.startswith("这个按钮过时了")
    said = await town.zhu.says("批准 N1")
    await town.zhu.heard("N1 还没提交", after=said)
    await town.zhou.presses(ready, "改范围")
    areas = await town.zhou.heard("发给谁", "✓ 3号楼", after=ready)
    await town.zhou.presses(areas, "全小区")
    areas = await town.zhou.heard("发给谁", "✓ 全小区", after=areas)
    await town.zhou.presses(areas, "3号楼")
    areas = await town.zhou.heard("发给谁", "✓ 3号楼", after=areas)
    assert (await town.zhou.presses(areas, "3号楼")).text.startswith("至少留一栋")
    await town.zhou.presses(areas, "看全文")
    await town.zhou.presses(await town.zhou.heard("提交", "到西门外空地集合", after=areas), "提交")
    new = await town.zhu.heard("N1 等你批准", "到西门外空地集合", after=areas)
    await town.zhu.presses(new, "批准")
    await town.residents.heard("到西门外空地集合", after=0)


async def test_the_notice_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.zhou.says(town.staff, "smoke on the 4th floor of building 3")
    await town.zhou.presses(await town.staff.heard("Report", after=said), "Report")
    offer = await town.zhou.heard("Tell Tower 3 to leave?", after=0)
    await town.zhou.presses(offer, "See the notice")
    preview = await town.zhou.heard("N1 Evacuation", "Submit", after=0)
    await town.zhou.presses(preview, "Submit")
    asked = await town.zhu.heard("N1 waits for you", "#1 Fire", after=0)
    await town.zhu.presses(asked, "Approve")
    notice = await town.residents.heard("[REAL] Everybody in Tower 3: go down the stairs now", after=0)
    assert notice.text == words_of(asked)
    assert notice.labels == ["✅ I am safe", "🆘 Need help", "For my family"]
    await town.zhu.says("all clear N1")
    await town.zhu.presses(await town.zhu.heard("Why is it over?"), "The fire is out")
    await town.zhu.presses(await town.zhu.heard("N1 all-clear", "Submit"), "Submit")
    await town.residents.heard("[REAL] N1 all-clear: Tower 3 may go home", "version 2, replaces version 1", after=0)


@with_residents_on_telegram
async def test_a_review_outlives_the_notice_and_is_done_by_somebody_else(town: Town) -> None:
    """The commander sends what a supervisor wrote; neither of them reviews it, and the all-clear changes nothing."""
    await open_fire(town)
    said = await town.zhu.says("/notice 1")
    await town.zhu.presses(await town.zhu.heard("N1 疏散通知", "提交", after=said), "提交")
    await town.zhao.says("收到 1")
    said = await town.luo.says("/override N1 烟很大")
    await town.residents.heard("【真实】", after=0)
    mine = await town.zhu.heard("一个人发布", after=said)
    assert mine.labels == [], "who wrote it does not review it"
    asked = await town.zhao.heard("一个人发布", "烟很大", after=said)
    await town.zhao.says("解除 N1")
    await town.zhao.presses(await town.zhao.heard("为什么可以解除"), "火已扑灭")
    await town.zhao.presses(await town.zhao.heard("可以回家", "改范围"), "提交")
    await town.residents.heard("【真实】N1 解除", after=0)
    assert (await town.luo.presses(asked, data=asked.button("已复核"))).alert, "not who sent it"
    assert (await town.zhao.presses(asked, "已复核")).text == "N1 已复核"
    at_a_day = await town.forward(25 * 60)
    await town.world.quiet()
    assert await town.zhao.said("还没复核", after=at_a_day) == []


@pytest.mark.covers("COMM-01")
@with_residents_on_telegram
async def test_the_next_word_is_asked_for_when_it_was_promised(town: Town) -> None:
    await town.zhu.presses(await submit_evacuation(town), "批准")
    await town.residents.heard("【真实】", after=0)
    at_the_time = await town.forward(21)
    asked = await town.zhou.heard("N1 疏散通知说好现在再通报", after=at_the_time)
    assert asked.labels == ["更新", "解除"]
    said = await town.zhou.presses(asked, "更新")
    await town.zhou.heard("有什么新情况", after=said)
    said = await town.zhu.presses(await town.zhu.heard("说好现在再通报", after=0), "解除")
    reason = await town.zhu.heard("为什么可以解除", after=0)
    await town.zhou.heard("N1 疏散通知 · 不发了", after=said)
    await town.zhu.presses(reason, "查过没事")
    await town.zhu.presses(await town.zhu.heard("可以回家", "改范围", after=0), "提交")
    over = await town.residents.heard("【真实】N1 解除", "第3版，代替", "第1版", after=0)
    at_an_hour = await town.forward(60)
    await town.world.quiet()
    assert await town.zhou.said("说好现在再通报", after=at_an_hour) == []
    assert over.labels == []


@with_residents_on_telegram
async def test_who_was_never_shown_the_words_reads_them_first(town: Town) -> None:
    await submit_evacuation(town)
    said = await town.luo.says("批准 N1")
    await town.luo.heard("N1 的文字发给你了", after=said)
    await town.world.quiet()
    assert await town.residents.said() == []
    asked = await town.luo.heard("N1 等你批准", "【真实】请3号楼", after=said)
    await town.luo.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)
