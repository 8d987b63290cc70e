"""Customer groups: one press for all groups of an owner, what the month still holds, and what a refusal means."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.platforms.wecom_api import Api
from bot.platforms.weixin_group import GATHER_SECONDS, WeixinGroup
from bot.platforms.weixin_group_found import FoundTasks
from bot.platforms.weixin_group_tasks import WeixinGroupTasks
from bot.talk.message import Address, Button, Delivery, Drawn, Priority, Sent
from bot.talk.platform import GoneError, Platform
from tests.platforms.qyapi import AGENT, CORP, SECRET, Qyapi, Seconds, cut, no, yes

TEMPLATE = "externalcontact/add_msg_template"
MADE, RESULT, TASK = (f"externalcontact/get_groupmsg_{name}" for name in ("list_v2", "send_result", "task"))
NOW = datetime(2026, 11, 23, tzinfo=UTC)
OWNERS = {"wr1": "wang", "wr2": "wang", "wr3": "li"}
WORDS = Drawn(
    text="【真实】请走楼梯 &lt;3号楼&gt;",
    buttons=(
        (Button(text="✅ 我安全", data="a:safe"), Button(text="🆘 需要帮助", data="a:help")),
        (Button(text="替家人报", data="a:family"),),
    ),
    priority=Priority.EMERGENCY,
)


@dataclasses.dataclass
class Estate:
    """The platform, and what its month holds."""

    platform: WeixinGroup
    qyapi: Qyapi
    left: dict[str, int]
    rests: list[float]

    async def send(self, *chats: str, drawn: Drawn = WORDS) -> list[Sent]:
        return await asyncio.gather(
            *(self.platform.send(Address(platform="weixin_group", chat=c), drawn) for c in chats)
        )

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return self.qyapi.asked(TEMPLATE)


@pytest.fixture
async def estate(qyapi: Qyapi) -> AsyncIterator[Estate]:
    left, time = dict.fromkeys([*OWNERS, "wr9"], 30), Seconds()

    async def of_month(chat: str) -> int:
        return left[chat]

    async def recorded(task: str, chat: str) -> bool:
        return (task, chat) == ("msgOld", "wr1")

    api = Api(qyapi.url, CORP, agent_id=AGENT, secrets={"contact": SECRET}, total=5.0, monotonic=time, rest=time.rest)
    await api.start()
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        """Until everybody who sends at the same time has had a turn."""
        rests.append(seconds)
        for _ in range(10):
            await asyncio.sleep(0)

    qyapi.always[TEMPLATE] = yes(msgid="msgG1", fail_list=[])
    platform = WeixinGroup(
        api,
        owner_of=lambda chat: OWNERS.get(chat, ""),
        link=lambda start: f"https://kf.example/kfid/1?scene_param={start}",
        left=of_month,
        reserve=5,
        made=FoundTasks(WeixinGroupTasks(api), now=lambda: NOW, recorded=recorded).find,
        rest=rest,
    )
    yield Estate(platform=platform, qyapi=qyapi, left=left, rests=rests)
    await platform.settle()
    await api.stop()


def test_it_is_a_platform_that_changes_nothing(estate: Estate) -> None:
    platform: Platform = estate.platform
    assert (platform.name, platform.shape.edits, platform.shape.pins, platform.shape.toasts) == (
        "weixin_group", False, False, False,
    )  # fmt: skip


async def test_the_groups_of_one_owner_are_one_press(estate: Estate) -> None:
    sent = await estate.send("wr1", "wr2", "wr3")
    assert [(one.delivery, one.owner) for one in sent] == [
        (Delivery.HANDED, "wang"), (Delivery.HANDED, "wang"), (Delivery.HANDED, "li"),
    ]  # fmt: skip
    assert sent[0].message == "msgG1"
    assert {(one["sender"], *one["chat_id_list"]) for one in estate.bodies} == {("wang", "wr1", "wr2"), ("li", "wr3")}
    first = estate.bodies[0]
    assert (first["chat_type"], first["allow_select"]) == ("group", False)
    assert first["text"] == {"content": "【真实】请走楼梯 <3号楼>"}, "as people read it, not as HTML"
    assert "attachments" not in first, "no payload, no link"
    assert estate.rests == [GATHER_SECONDS] * 2


async def test_other_words_and_later_ones_are_a_press_of_their_own(estate: Estate) -> None:
    words = dataclasses.replace(WORDS, text="另一种")
    await asyncio.gather(estate.send("wr1"), estate.send("wr2", drawn=words))
    await estate.send("wr2")
    assert [one["chat_id_list"] for one in estate.bodies[:2]] in ([["wr1"], ["wr2"]], [["wr2"], ["wr1"]])
    assert estate.bodies[2]["chat_id_list"] == ["wr2"]


async def test_buttons_become_one_link(estate: Estate) -> None:
    drawn = dataclasses.replace(WORDS, start="n1-abc")
    await estate.send("wr1", drawn=drawn)
    assert estate.bodies[0]["attachments"] == [
        {
            "msgtype": "link",
            "link": {
                "title": "✅ 我安全 / 🆘 需要帮助 / 替家人报",
                "url": "https://kf.example/kfid/1?scene_param=n1-abc",
            },
        }
    ]
    long = dataclasses.replace(drawn, buttons=((Button(text="安" * 100, data="a"),),))
    await estate.send("wr1", drawn=long)
    assert estate.bodies[1]["attachments"][0]["link"]["title"] == "安" * 42, "128 bytes, no character in half"


async def test_words_that_are_too_long_are_refused_whole(estate: Estate) -> None:
    fits, over = (dataclasses.replace(WORDS, text="安" * number) for number in (1333, 1334))
    assert [one.delivery for one in await estate.send("wr1", drawn=fits)] == [Delivery.HANDED]
    (refused,) = await estate.send("wr1", drawn=over)
    assert (refused.delivery, len(estate.bodies)) == (Delivery.NEVER, 1)


async def test_the_last_messages_of_a_month_are_for_emergencies(estate: Estate) -> None:
    routine = dataclasses.replace(WORDS, priority=Priority.ROUTINE)
    for left, urgent, other in ((6, "", ""), (5, "", "kept"), (1, "", "kept"), (0, "used up", "used up")):
        estate.left["wr1"] = left
        for drawn, reason in ((WORDS, urgent), (routine, other)):
            (sent,) = await estate.send("wr1", drawn=drawn)
            assert (sent.delivery is Delivery.NEVER) == bool(reason)
            assert reason in sent.reason


async def test_groups_wecom_does_not_take_are_refused_and_the_others_go(estate: Estate) -> None:
    estate.qyapi.plan(TEMPLATE, yes(msgid="msgG7", fail_list=["wr2"]))
    first, second = await estate.send("wr1", "wr2")
    assert (first.delivery, first.message) == (Delivery.HANDED, "msgG7")
    assert (second.delivery, "owner" in second.reason) == (Delivery.NEVER, True)


@pytest.mark.parametrize(
    ("code", "delivery"),
    [(41048, Delivery.NEVER), (48002, Delivery.NEVER), (40096, Delivery.NEVER), (45009, Delivery.LATER)],
)
async def test_a_refusal_is_that_of_every_group(estate: Estate, code: int, delivery: Delivery) -> None:
    estate.qyapi.always[TEMPLATE] = no(code)
    sent = await estate.send("wr1", "wr2")
    assert [one.delivery for one in sent] == [delivery, delivery]
    assert bool(estate.platform.problem) == (code == 48002)
    if code != 45009:
        estate.qyapi.always[TEMPLATE] = yes(msgid="msgG2")
        assert [one.delivery for one in await estate.send("wr1")] == [Delivery.HANDED]
        assert estate.platform.problem == ""


async def test_without_an_answer_nobody_knows(estate: Estate) -> None:
    estate.qyapi.plan(TEMPLATE, cut, yes())
    for _ in range(2):
        assert [one.delivery for one in await estate.send("wr1")] == [Delivery.UNCLEAR]


async def test_an_owner_the_roster_does_not_know_is_asked_for_once(estate: Estate) -> None:
    path = "externalcontact/groupchat/get"
    estate.qyapi.always[path] = yes(group_chat={"chat_id": "wr9", "owner": "chen"})
    for _ in range(2):
        assert [one.owner for one in await estate.send("wr9")] == ["chen"]
    assert estate.qyapi.asked(path) == [{"chat_id": "wr9"}]


async def test_an_owner_nobody_knows_is_no_owner(estate: Estate) -> None:
    estate.qyapi.always["externalcontact/groupchat/get"] = yes(group_chat={})
    (sent,) = await estate.send("wr9")
    assert (sent.delivery, estate.bodies) == (Delivery.NEVER, [])


async def test_one_who_is_cut_off_leaves_the_others_theirs(estate: Estate) -> None:
    async def first() -> None:
        await estate.send("wr1")

    one = asyncio.create_task(first())
    await asyncio.sleep(0)
    other = asyncio.create_task(estate.send("wr2"))
    await asyncio.sleep(0)
    one.cancel()
    assert [sent.delivery for sent in await other] == [Delivery.HANDED]


async def test_what_the_groups_do_not_have(estate: Estate) -> None:
    where, platform = Address(platform="weixin_group", chat="wr1"), estate.platform
    assert (await platform.edit(where, "msgG1", WORDS)).delivery is Delivery.UNCHANGED
    assert (await platform.pin(where, "msgG1", pinned=True)).delivery is Delivery.UNCHANGED
    assert platform.read(b"{}") is None
    await platform.answer("q", "x", alert=False)
    await platform.leave(where)
    with pytest.raises(GoneError):
        await platform.fetch("photo:weixin_group/1")
    assert estate.qyapi.calls == []


AGAIN = dataclasses.replace(WORDS, text="【重发】x", first="x")


def listed(*tasks: tuple[str, str]) -> Any:
    """Tasks WeCom knows, oldest first."""
    return yes(
        group_msg_list=[
            {"msgid": msgid, "create_time": str(place), "create_type": 0, "text": {"content": text}}
            for place, (msgid, text) in enumerate(tasks)
        ]
    )


async def test_a_second_copy_takes_up_the_task_that_was_made_and_never_answered(estate: Estate) -> None:
    estate.qyapi.always[MADE] = listed(("msgA", "x"), ("msgOld", "x"), ("msgB", "y"))
    estate.qyapi.always[RESULT] = yes(send_list=[{"chat_id": "wr1", "userid": "Wang", "status": 0}])
    [sent] = await estate.send("wr1", drawn=AGAIN)
    assert (sent.delivery, sent.message, sent.owner) == (Delivery.HANDED, "msgA", "wang")
    assert estate.bodies == [], "nothing is made twice"
    [asked] = estate.qyapi.asked(MADE)
    assert (asked["chat_type"], asked["limit"]) == ("group", 100)
    assert asked["start_time"] < int(NOW.timestamp()) <= asked["end_time"]


async def test_a_second_copy_is_made_when_the_first_one_was_not(estate: Estate) -> None:
    estate.qyapi.always[MADE] = listed(("msgA", "x"))
    estate.qyapi.always[RESULT] = yes(send_list=[{"chat_id": "wr2", "userid": "wang", "status": 0}])
    [sent] = await estate.send("wr1", drawn=AGAIN)
    assert (sent.delivery, sent.message) == (Delivery.HANDED, "msgG1"), "that one is for another group"
    estate.qyapi.always[RESULT] = yes(send_list=[])
    estate.qyapi.always[TASK] = yes(task_list=[{"userid": "LI", "status": 0}])
    assert [one.message for one in await estate.send("wr1", "wr3", drawn=AGAIN)] == ["msgG1", "msgA"]


async def test_whether_there_is_one_nobody_knows(estate: Estate) -> None:
    estate.qyapi.always[MADE] = no(40058)
    [sent] = await estate.send("wr2", drawn=AGAIN)
    assert sent.delivery is Delivery.UNCLEAR
    estate.qyapi.always[MADE] = no(45009)
    [sent] = await estate.send("wr1", drawn=AGAIN)
    assert (sent.delivery, estate.bodies) == (Delivery.LATER, [])


async def test_user_ids_know_no_case(estate: Estate) -> None:
    estate.qyapi.always["externalcontact/groupchat/get"] = yes(group_chat={"owner": "WangQiang"})
    [sent] = await estate.send("wr9")
    assert sent.owner == "wangqiang"
