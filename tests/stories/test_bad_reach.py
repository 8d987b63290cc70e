"""People and groups that can't be reached, and groups the bot has no business in: somebody always hears of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.outside import answers, state, stranger
from tests.stories.town import Town, founded, open_lift


def without(*people: str) -> Callable[[str], str]:
    """The sample roster without some people."""

    def change(roster: str) -> str:
        head, *entries = roster.split("[[person]]")
        last, chats = entries[-1].split("[[chat]]", 1)
        kept = [one for one in [*entries[:-1], last] if not any(f'id = "{gone}"' in one for gone in people)]
        return "[[person]]".join([head, *kept]) + "\n[[chat]]" + chats

    return change


async def test_a_lane_without_people_is_said_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=without("li", "chen")) as town:
        live = await open_lift(town)
        alone = await town.staff.heard("#1", "工程现在没人值班", "我去", after=0)
        assert not alone.silent
        await town.zhao.heard("#1", "工程现在没人值班", after=0)
        assert "B 解救 工程没人应" in (await town.staff.look(live)).text
        assert (await town.he.presses(alone, "我去")).text == "#1 出发了"
        said = await town.zhao.says(town.staff, "/done 1 B 打过了，十分钟")
        await town.staff.heard("#1 完成 B", after=said)


async def test_with_nobody_on_duty_at_all_everybody_who_reads_is_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    gone = ("wang", "he", "li", "chen", "zhou", "sun", "zhao", "zhu")
    async with founded(sandbox, tmp_path, roster=without(*gone)) as town:
        outsider = await stranger(town)
        said = await outsider.says("3号楼电梯困人")
        await town.luo.heard("外面有人报", "电梯困人 · 3号楼", after=0)
        draft = await outsider.heard("上报", after=said)
        assert (await outsider.presses(draft, "上报")).text.startswith("已上报 #1")
        told = await town.staff.heard("安保、工程、客服、中控现在没人值班", "A 安抚、B 解救、C 联络、D 求援", after=0)
        assert told.labels == ["我去", "升级"]
        assert (await town.luo.heard("现在没人值班", after=0)).labels == told.labels
        assert len(await town.staff.said("现在没人值班")) == 1, "one message for all of them"
        await town.luo.heard("罗经理，你是指挥", after=0)
        live = await town.staff.heard("#1", "前到场", after=0)
        assert (await town.wang.presses(live, "收到")).text.startswith("没有 #1"), "he is not on the roster any more"


@pytest.mark.covers("COMM-07")
async def test_who_never_started_the_bot_is_called_in_the_group(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, started=False) as town:
        await town.zhao.starts()
        await open_lift(town, "3号楼2单元1102室门口电梯困人")
        call = await town.staff.heard("李电，现在做", "3号楼2单元", after=0)
        assert "tg://user?id=1002" in call.html
        assert "1102" not in call.text.partition("原话")[0], "no flat in a group, but in what was said there"
        assert not call.silent
        assert (await town.li.presses(call, "收到")).text == "#1 收到"
        asked = await town.staff.heard("里面几个人", after=0)
        assert (await town.wang.presses(asked, "2")).text == "记下：2"


async def test_who_blocks_the_bot_is_called_in_the_group_from_then_on(town: Town) -> None:
    await open_lift(town)
    await town.li.heard("李电，现在做", after=0)
    await town.li.blocks()
    said = await town.zhou.says(town.staff, "/done 1 B 维保十点到")
    await town.staff.heard("#1 完成 B", after=said)
    call = await town.staff.heard("李电，现在做", "去机房断电", after=said)
    assert "tg://user?id=1002" in call.html
    await town.li.starts()
    said = await town.zhou.says(town.staff, "/done 1 B 断了")
    await town.li.heard("李电，现在做", "放出来", after=said)


async def test_removed_in_the_middle_and_let_in_again(town: Town) -> None:
    await open_lift(town)
    await town.li.heard("李电，现在做", after=0)
    await town.staff.bot_becomes("kicked", by=town.he)
    told = await town.zhao.heard("安居苑的员工群发不进去了", "请群主把我加回去", after=0)
    assert not told.silent
    mark = await town.world.mark()
    said = await town.li.says("/escalate 1 人手不够")
    await town.li.heard("#1 升级了", after=said)
    await town.zhu.heard("#1 升级", "人手不够", after=mark)
    await town.command.heard("#1 升级", "人手不够", after=mark)
    said = await town.li.says("到场 1")
    await town.li.heard("#1 到场了", after=said)
    assert "李电 到场" in await state(town)
    assert len(await town.command.said("#1 升级", after=mark)) == 1, "once, not once for each group"
    assert len(await town.zhao.said("发不进去了")) == 1, "said once"
    assert not await town.world.calls("sendMessage", after=mark, chat=town.staff.id)

    await town.staff.bot_becomes("administrator", by=town.he)
    said = await town.sun.says(town.staff, "/ack 1")
    await town.staff.heard("#1 收到", after=said)
    await town.shows("孙岚 收到", "李电 到场")


async def test_a_group_nobody_knows_is_left_after_one_sentence(town: Town) -> None:
    outsider = await stranger(town)
    for number, person in ((-5001, outsider), (-5002, town.zhao)):
        group = await town.world.group(number, "别家的群", members=[person], bot="left")
        await group.bot_becomes("member", by=person)
        told = await group.heard("这个群不在名册里，我先退出", after=0)
        await wait_for_leave(town, number)
        assert [m.id for m in await group.said()] == [told.id]


async def wait_for_leave(town: Town, chat: int) -> None:
    """Until the bot has called leaveChat there."""
    mark = 0
    while not (found := await town.world.ledger(after=mark, kinds=["call"], wait=10.0)) or not any(
        one["method"] == "leaveChat" and str(one["params"].get("chat_id")) == str(chat) for one in found
    ):
        assert found, "the bot stays where it has no business"
        mark = found[-1]["seq"]


async def test_an_admin_of_the_roster_gets_what_the_roster_needs(town: Town) -> None:
    group = await town.world.group(-5003, "二期员工群", members=[town.luo, town.he], bot="left")
    await group.bot_becomes("member", by=town.luo)
    block = await town.luo.heard("[[chat]]", "“二期员工群”还不在名册里", after=0)
    for line in ('platform = "telegram"', "id = -5003", 'kind = "staff"', 'community = "anju"'):
        assert line in block.text
    waiting = await group.heard("这个群还没登记", after=0)
    mark = await town.world.mark()
    for words in ("3号楼电梯困人", "/status 1", "/report", "收到 1"):
        await town.luo.says(group, words)
    said = await town.luo.says("/whoami")
    await town.luo.heard("罗经理", after=said)
    assert await group.said(after=mark) == [], "until it is on the roster nothing is read there"
    assert not await town.world.calls("leaveChat")

    roster = town.folder / "roster.toml"
    lines = block.text[block.text.index("[[chat]]") :]
    roster.write_text(f"{roster.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
    await town.logs("a new roster is in force")
    said = await town.he.says(group, "3号楼电梯困人")
    await group.heard("电梯困人 · 3号楼", "上报", after=said)
    assert waiting.id not in [m.id for m in await answers(town.he, group, after=said)]
