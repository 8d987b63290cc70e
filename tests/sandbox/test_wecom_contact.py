"""Customer groups: a task waits for its owner's hand; reminders, withdrawal and the quota of the month."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.wecom_outside import CustomerGroup
from tests.sandbox.wecom_stage import Office

CONTACT = "externalcontact/"
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Two groups of 王强 and one of 李电."""

    office: Office
    three: CustomerGroup
    four: CustomerGroup
    five: CustomerGroup

    async def ok(self, path: str, **body: Any) -> Any:
        """The answer of a call that must work."""
        return await self.office.ok(CONTACT + path, secret="contact", **body)

    async def code(self, path: str, **body: Any) -> int:
        """The code of one that must be refused."""
        return await self.office.code(CONTACT + path, secret="contact", **body)

    async def task(self, **more: Any) -> Any:
        """A task for both groups of 王强."""
        return await self.ok("add_msg_template", **task(**more))

    async def ready(self) -> None:
        """What was made has been handed out."""
        await self.office.world.clock(2)


@pytest.fixture
async def groups(office: Office) -> Groups:
    corp, wang, li = office.corp, office.wang, office.li
    residents = {"wm1": "3栋-1201"}
    return Groups(
        office=office,
        three=await corp.customer_group("wr3", "3号楼业主群", owner=wang, residents=residents),
        four=await corp.customer_group("wr4", "4号楼业主群", owner=wang),
        five=await corp.customer_group("wr5", "5号楼业主群", owner=li),
    )


def task(**more: Any) -> dict[str, Any]:
    """The body of a task."""
    body = {
        "chat_type": "group",
        "sender": "wangqiang",
        "chat_id_list": ["wr3", "wr4"],
        "text": {"content": "台风通知"},
    }
    return {**body, **more}


def link(**more: Any) -> dict[str, Any]:
    """An attachment."""
    return {
        "msgtype": "link",
        "link": {"title": "我安全 / 需要帮助", "url": "https://work.weixin.qq.com/kfid/x", **more},
    }


async def test_nobody_in_a_group_hears_anything_until_its_owner_sends_it_on(groups: Groups) -> None:
    told = await groups.task(attachments=[link(desc="点这里回答")])
    assert told["fail_list"] == []
    assert await groups.three.messages() == []
    [waiting] = await groups.office.wang.tasks()
    assert waiting == {"msgid": told["msgid"], "text": "台风通知", "chats": ["wr3", "wr4"], "reminded": 0}
    assert await groups.office.li.tasks() == []
    [sent] = await groups.office.wang.sends_on(waiting)
    assert sent["chats"] == {"wr3": 1, "wr4": 1}
    words, attached = await groups.four.messages()
    assert (words.text, attached.text) == ("台风通知", "我安全 / 需要帮助\n点这里回答")
    assert (await groups.three.heard("需要帮助", after=0)).urls == {
        "我安全 / 需要帮助": "https://work.weixin.qq.com/kfid/x"
    }
    with pytest.raises(SandboxError, match="nothing waits"):
        await groups.office.wang.sends_on()


async def test_progress_is_what_owners_have_done(groups: Groups) -> None:
    msgid = (await groups.task())["msgid"]
    assert await groups.code("get_groupmsg_task", msgid=msgid) == 41063
    assert await groups.code("get_groupmsg_send_result", msgid=msgid, userid="wangqiang") == 41063
    await groups.ready()
    told = await groups.ok("get_groupmsg_task", msgid=msgid)
    assert told == {"next_cursor": "", "task_list": [{"userid": "wangqiang", "status": 0}]}
    sent = await groups.ok("get_groupmsg_send_result", msgid=msgid, userid="wangqiang", limit=1)
    assert sent["send_list"] == [{"chat_id": "wr3", "userid": "wangqiang", "status": 0}]
    rest = await groups.ok("get_groupmsg_send_result", msgid=msgid, userid="wangqiang", cursor=sent["next_cursor"])
    assert ([one["chat_id"] for one in rest["send_list"]], rest["next_cursor"]) == (["wr4"], "")
    await groups.office.wang.sends_on()
    [done] = (await groups.ok("get_groupmsg_task", msgid=msgid))["task_list"]
    assert done["status"] == 2
    assert abs(done["send_time"] - time.time()) < 60
    results = (await groups.ok("get_groupmsg_send_result", msgid=msgid, userid="wangqiang"))["send_list"]
    assert [one["status"] for one in results] == [1, 1]
    assert await groups.code("get_groupmsg_task", msgid="msgG0") == 41047
    now = int(time.time())
    asked = {"chat_type": "group", "start_time": now - 60, "end_time": now + 60}
    assert [one["msgid"] for one in (await groups.ok("get_groupmsg_list_v2", **asked))["group_msg_list"]] == [msgid]


async def test_three_reminders_in_a_day(groups: Groups) -> None:
    msgid = (await groups.task())["msgid"]
    for _ in range(3):
        await groups.ok("remind_groupmsg_send", msgid=msgid)
    assert await groups.code("remind_groupmsg_send", msgid=msgid) == 41094
    assert (await groups.office.wang.tasks())[0]["reminded"] == 3
    assert len(await groups.office.world.ledger(chat=groups.office.wang.id, kinds=["reminder"])) == 3
    await groups.office.world.clock(24 * 3600)
    await groups.office.corp.end_tokens()
    await groups.ok("remind_groupmsg_send", msgid=msgid)
    assert await groups.code("remind_groupmsg_send", msgid="msgG0") == 41047


async def test_what_is_cancelled_can_not_be_sent_on_any_more(groups: Groups) -> None:
    first, second = (await groups.task())["msgid"], (await groups.task())["msgid"]
    await groups.office.wang.sends_on(first)
    for msgid in (first, second):
        await groups.ok("cancel_groupmsg_send", msgid=msgid)
    with pytest.raises(SandboxError, match="nothing waits"):
        await groups.office.wang.sends_on(second)
    assert await groups.code("remind_groupmsg_send", msgid=second) == 41093
    assert len(await groups.three.messages()) == 1


async def test_a_group_gets_as_many_a_month_as_the_month_has_days(groups: Groups) -> None:
    office = groups.office
    today = datetime.fromtimestamp(time.time(), CHINA)
    june = datetime(today.year + 1, 6, 15, 12, tzinfo=CHINA)
    await office.world.clock((june - today).total_seconds())
    await office.corp.end_tokens()
    await office.corp.customer_group("wr3", "3号楼业主群", owner=office.wang, received=29)
    first, second = (await groups.task())["msgid"], (await groups.task())["msgid"]
    assert (await office.wang.sends_on(first))[0]["chats"] == {"wr3": 1, "wr4": 1}
    assert (await office.wang.sends_on(second))[0]["chats"] == {"wr3": 3, "wr4": 1}
    assert (len(await groups.three.messages()), len(await groups.four.messages())) == (1, 2)
    assert (await groups.task())["fail_list"] == ["wr3"]
    assert await groups.code("add_msg_template", **task(chat_id_list=["wr3"])) == 41048
    await office.world.clock(16 * 24 * 3600)
    await office.corp.end_tokens()
    assert (await groups.task())["fail_list"] == []


async def test_groups_of_others_fail(groups: Groups) -> None:
    told = await groups.task(chat_id_list=["wr3", "wr5", "wr9"])
    assert told["fail_list"] == ["wr5", "wr9"]
    assert await groups.code("add_msg_template", **task(chat_id_list=["wr5"])) == 41048
    everything = task()
    del everything["chat_id_list"]
    await groups.ok("add_msg_template", **everything)
    assert (await groups.office.wang.tasks())[-1]["chats"] == ["wr3", "wr4"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"chat_type": "single"}, 40058),
        ({"sender": "nobody"}, 40058),
        ({"text": {"content": ""}}, 40058),
        ({"text": {"content": "字" * 1334}}, 45002),
        ({"attachments": [link()] * 10}, 41064),
        ({"attachments": [link(title="字" * 43)]}, 40058),
        ({"attachments": [link(url="work.weixin.qq.com")]}, 40058),
        ({"attachments": [{"msgtype": "image", "image": {"media_id": "x"}}]}, 40007),
        ({"attachments": [{"msgtype": "miniprogram", "miniprogram": {}}]}, 40058),
        ({"allow_select": 1}, 40058),
    ],
)
async def test_tasks_that_are_refused(groups: Groups, change: dict[str, Any], code: int) -> None:
    assert await groups.code("add_msg_template", **task(**change)) == code
    assert await groups.office.wang.tasks() == []


async def test_groups_are_listed_and_told(groups: Groups) -> None:
    page = await groups.ok("groupchat/list", limit=2)
    rest = await groups.ok("groupchat/list", limit=2, cursor=page["next_cursor"])
    assert [one["chat_id"] for one in (*page["group_chat_list"], *rest["group_chat_list"])] == ["wr3", "wr4", "wr5"]
    own = await groups.ok("groupchat/list", limit=9, owner_filter={"userid_list": ["lidian"]})
    assert [one["chat_id"] for one in own["group_chat_list"]] == ["wr5"]
    told = (await groups.ok("groupchat/get", chat_id="wr3"))["group_chat"]
    assert (told["name"], told["owner"]) == ("3号楼业主群", "wangqiang")
    assert [(one["userid"], one["type"], one.get("group_nickname")) for one in told["member_list"]] == [
        ("wangqiang", 1, None),
        ("wm1", 2, "3栋-1201"),
    ]
    assert await groups.code("groupchat/get", chat_id="wr9") == 86003
    assert await groups.code("groupchat/list", limit=0) == 40058
    assert await groups.code("groupchat/list", limit=5, cursor="x") == 40058


async def test_a_new_owner_is_told_to_the_app(groups: Groups) -> None:
    await groups.three.owner_becomes(groups.office.li)
    [told] = await groups.office.caught()
    assert {name: told[name] for name in ("Event", "ChatId", "ChangeType", "UpdateDetail")} == {
        "Event": "change_external_chat",
        "ChatId": "wr3",
        "ChangeType": "update",
        "UpdateDetail": "change_owner",
    }
    assert (await groups.task())["fail_list"] == ["wr3"]
