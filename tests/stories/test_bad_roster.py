"""A roster that is faulty or changes while people work, and two communities that both have a 3号楼."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.outside import answers, state, stranger
from tests.stories.town import Town, founded, open_lift

SECOND = """
[[community]]
id = "xinyuan"
name = "馨园"
timezone = "Asia/Shanghai"
  [[community.building]]
  name = "3号楼"
  units = 1
  floors = 6
  [[community.building]]
  name = "7号楼"
  units = 1
  floors = 6
"""
PEOPLE = """
[[person]]
id = "fang"
name = "方芳"
post = "客服"
department = "service"
roles = ["responder", "duty_lead"]
communities = ["xinyuan"]
telegram = 2001

[[person]]
id = "gao"
name = "高亮"
post = "门岗"
department = "security"
roles = ["responder"]
communities = ["xinyuan", "anju"]
telegram = 2002

[[chat]]
platform = "telegram"
id = -2001
kind = "staff"
community = "xinyuan"
"""


def two_communities(roster: str) -> str:
    """The sample roster with 馨园 beside 安居苑."""
    at = roster.index("[[contact]]")
    return roster[:at] + SECOND + "\n" + roster[at:] + PEOPLE


@pytest.mark.covers("GEN-11")
async def test_two_communities_with_the_same_building(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=two_communities) as town:
        fang = await town.world.person(2001, "方芳")
        gao = await town.world.person(2002, "高亮")
        xinyuan = await town.world.group(-2001, "馨园员工群", members=[fang, gao], bot="administrator")
        for person in (fang, gao):
            await person.heard("/report", after=await person.starts())
        outsider = await stranger(town)
        said = await outsider.says("3号楼电梯困人")
        asked = await outsider.heard("哪个小区", after=said)
        assert asked.labels == ["安居苑", "馨园"]
        for desk in (town.zhou, fang):
            await desk.heard("外面有人报", "3号楼", after=0)
        await outsider.presses(asked, "馨园")
        draft = await outsider.heard("电梯困人 · 馨园 3号楼", "上报", after=said)
        await outsider.presses(draft, "上报")
        await xinyuan.heard("#1 电梯困人 · 馨园 3号楼", "前到场", after=0)
        await town.forward(0.1)
        theirs = await town.zhou.heard("外面有人报 · 馨园", "已上报 #1", after=0)
        assert theirs.labels == []
        assert not await town.staff.said("#1"), "the other community has nothing to do with it"

        for words in ("/status 1", "/ack 1", "/close 1", "收到 1"):
            said = await town.zhao.says(words)
            await town.zhao.heard("没有 #1 这个事件", after=said)  # as if there were none (A20)
        said = await fang.says(xinyuan, "7号楼电梯困人")
        await xinyuan.heard("电梯困人 · 馨园 7号楼", "上报", after=said)
        said = await town.wang.says(town.staff, "7号楼电梯困人")
        await town.staff.heard("安居苑没有7号楼", after=said)
        said = await gao.says("3号楼电梯困人")
        asked = await gao.heard("哪个小区", after=said)
        said = await gao.says("安居苑")
        await gao.heard("电梯困人 · 安居苑 3号楼", "上报", after=said)


FAULTS = (
    ('roles = ["responder"]', 'roles = ["boss"]', 'unknown word "boss" in roles'),
    ('id = "li"', 'id = "wang"', 'person id "wang" stands twice'),
)


async def test_a_faulty_roster_changes_nothing(town: Town) -> None:
    roster = town.folder / "roster.toml"
    good = roster.read_text(encoding="utf-8")
    await open_lift(town)
    earlier = await state(town)
    for before, after, says in FAULTS:
        where = f"roster.toml:{good[: good.index(before)].count(chr(10)) + 1}:"
        roster.write_text(good.replace(before, after, 1), encoding="utf-8")
        told = await town.luo.heard("名册有错，没有生效，还是用原来的", where, says, after=0)
        assert str(town.folder) not in told.text, "where the file lies is nobody's business"
    assert await state(town) == earlier
    said = await town.li.says("收到 1")
    await town.li.heard("#1 收到", after=said)
    assert not await town.zhao.said("名册"), "only those who keep it"

    roster.write_text(good.replace('id = "he"', 'id = "hejun"', 1), encoding="utf-8")
    await town.logs("a new roster is in force")
    assert len(await town.luo.said("名册有错")) == 2


async def test_who_is_taken_off_has_no_rights_from_then_on(town: Town) -> None:
    roster = town.folder / "roster.toml"
    live = await open_lift(town)
    call = await town.li.heard("李电，现在做", after=0)
    text = roster.read_text(encoding="utf-8")
    start, end = text.index('[[person]]\nid = "li"'), text.index('[[person]]\nid = "chen"')
    roster.write_text(text[:start] + text[end:], encoding="utf-8")
    await town.logs("a new roster is in force")
    before = await state(town)
    for card, label in ((live, "收到"), (live, "完成 B"), (call, "出发"), (call, "升级")):
        told = await town.li.presses(card, label)
        assert (told.text, told.alert) == ("没有 #1 这个事件。有急事直接私聊我", True)
    for words in ("/ack 1", "/done 1 B 好了", "收到 1"):
        said = await town.li.says(town.staff, words)
        await town.staff.heard("没有 #1 这个事件", after=said)
    said = await town.li.says("/whoami")
    await town.li.heard("名册里没有你", after=said)
    assert await state(town) == before
    said = await town.chen.says("收到 1")
    await town.chen.heard("#1 收到", after=said)
    await town.shows("B 解救 陈工 收到")
    assert await answers(town.li, town.staff, after=await town.li.says(town.staff, "好的")) == []


async def test_a_roster_that_is_gone_or_no_toml_changes_nothing(town: Town) -> None:
    roster = town.folder / "roster.toml"
    good = roster.read_text(encoding="utf-8")
    roster.write_text("[[person]\nid = 1", encoding="utf-8")
    await town.luo.heard("名册有错", "roster.toml:1", after=0)
    mark = await town.world.mark()
    roster.unlink()
    await town.luo.heard("名册有错", "roster.toml", "there is no such file", after=mark)
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    await town.staff.heard("上报", after=said)
    roster.write_text(good, encoding="utf-8")
    await town.logs("a new roster is in force")
