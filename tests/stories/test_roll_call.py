"""The roll call of a notice: residents answer with one tap, the command chat sees who needs help."""

from __future__ import annotations

import re

import pytest

from tests.stories.answering import card, counted, evacuated, resident, timeline
from tests.stories.platforms import with_residents_on_telegram
from tests.stories.town import Town


@with_residents_on_telegram
async def test_a_tap_counts_at_once_and_the_flat_is_asked_once(town: Town) -> None:
    notice = await evacuated(town)
    first = await card(town, "N1 疏散 · 3号楼", "发完 1/1群", "✅ 安全 0户 · 🆘 需要帮助 0户 · 没回 144户")
    assert first.labels == ["没回的名单", "更新", "解除"]
    an, chen = await resident(town, 6001, "安女士"), await resident(town, 6003, "辰")
    toast = await an.presses(notice, "我安全")
    assert toast.text == "记下了：3号楼 房号未报 安全"
    assert re.fullmatch(r"https://t\.me/zhiban_bot\?start=n1-\w{10}", toast.url), "nobody guesses it"
    await counted(town, 1, 0, 143)
    await an.opens(toast.url)
    flat = await an.heard("你报了：3号楼 房号未报 安全", "几零几？")
    assert flat.labels == ["✅ 我安全", "🆘 需要帮助", "替家人报"]
    said = await an.says("1905")
    await an.heard("3号楼没有 1905", "几零几？", after=said)
    said = await an.says("402")
    unit = await an.heard("402 在几单元？", after=said)
    await an.presses(unit, "2单元")
    await an.heard("你报了：3号楼2单元402 安全", "有变化再按")
    toast = await an.presses(notice, "我安全")
    assert (toast.text, toast.url) == ("已经记下了，不用再按：3号楼2单元402 安全", "")
    await chen.opens((await chen.presses(notice, "需要帮助")).url)
    await chen.heard("几零几？")
    said = await chen.says("2单元402 孩子一个人在家")
    await chen.heard("3号楼2单元402 需要帮助", after=said)
    shown = await counted(town, 0, 1, 143)  # one household, and help goes before safe
    assert shown.id == first.id, "one message, edited"
    assert (await town.zhu.presses(shown, "没回的名单")).text == "名单私聊发你了"
    silent = await town.zhu.heard("N1 没回的名单", "1单元", "2单元", "11楼：1101、1102、1103、1104", after=0)
    assert silent.text.index("4楼：401、403、404\n") > silent.text.index("2单元")
    later = await town.forward(5)
    await an.presses(await an.heard("改房号", after=0), "改房号")
    await an.heard("几零几？", after=later)
    said = await an.says("1-1103")
    await an.heard("3号楼1单元1103 安全", after=said)
    await counted(town, 1, 1, 142)


@pytest.mark.covers("COMM-02", "CONF-01")
@with_residents_on_telegram
async def test_who_needs_help_is_told_at_once_and_hears_who_comes(town: Town) -> None:
    notice = await evacuated(town)
    bo = await resident(town, 6002, "波先生")
    toast = await bo.presses(notice, "需要帮助")
    await town.zhao.heard("N1 🆘 3号楼 房号未报", "我去")
    await town.he.heard("N1 🆘 3号楼 房号未报")
    await counted(town, 0, 1, 143)
    await town.restart()
    await bo.opens(toast.url)
    await bo.heard("几零几？", "0755-1234567")
    said = await bo.says("1-1103 两个人 腿脚不便")
    await bo.heard("你报了：3号楼1单元1103 需要帮助 · 两个人 腿脚不便", "有变化接着发给我", after=said)
    assert not (await town.zhao.heard("N1 🆘 3号楼1单元1103 · 两个人 腿脚不便", after=0)).silent
    shown = await card(town, "🆘 3号楼1单元1103 · 两个人 腿脚不便")
    assert shown.labels == ["我去 1-1103", "没回的名单", "更新", "解除"]
    call = await town.he.heard("3号楼1单元1103", "我去", after=0)
    assert (await town.wang.presses(shown, "我去")).text == "N1 记下了，你去。那边会知道你来"
    await bo.heard("N1 王强马上到", after=0)
    await card(town, "两个人 腿脚不便（王强去了）")
    await town.zhao.heard("王强去了", after=0)
    assert (await town.he.presses(call, "我去")).text in ("N1 王强已经去了", "这个按钮过时了，看最新的卡")
    said = await bo.says("烟进来了")
    await bo.heard("两个人 腿脚不便 烟进来了", "王强马上到", after=said)
    await town.zhao.heard("烟进来了", after=0)
    voice = await bo.sends(None, "voice")
    await bo.heard("有语音", after=voice)
    await town.wang.heard("N1 🆘 3号楼1单元1103", after=voice)
    photo = await bo.sends(None, "photo", caption="门口")
    await bo.heard("门口", after=photo)
    assert (await bo.presses(notice, "我安全")).text == "记下了：3号楼1单元1103 安全"
    await town.wang.heard("3号楼1单元1103 报了安全，不用去了", after=0)
    await bo.heard("你报了：3号楼1单元1103 安全", after=0)
    await counted(town, 1, 0, 143)
    for group in (town.staff, town.residents):
        for message in await group.messages():
            assert not any(word in message.text for word in ("1103", "波先生", "6002", "腿脚"))
    for event in timeline(town):
        assert not any(word in event for word in ("1103", "6002", "腿脚"))
