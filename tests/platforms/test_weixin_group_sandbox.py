"""Groups whose owner WeCom spells in its own way, against the corp of the sandbox, which knows none of our code."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_room import WecomRoom
from bot.platforms.weixin_group import WeixinGroup
from bot.platforms.weixin_group_found import FoundTasks
from bot.platforms.weixin_group_tasks import WeixinGroupTasks
from bot.sandbox.client import Sandbox
from bot.talk.message import Address, Delivery, Drawn

GROUP = Address(platform="weixin_group", chat="wrBuilding3")
WORDS = "请走楼梯下楼"


async def left(chat: str) -> int:  # noqa: ARG001
    return 30


async def recorded(task: str, chat: str) -> bool:  # noqa: ARG001
    return False


async def test_an_owner_with_capital_letters_is_asked_looked_for_and_put_into_a_room(sandbox: Sandbox) -> None:
    world = await sandbox.world()
    corp = await world.corp(url="http://127.0.0.1:9")  # nobody calls it here
    wang = await corp.member("WangQiang", "王强")
    await corp.member("LiDian", "李电")
    await corp.changes(limits={"dispatching": 0})
    await corp.customer_group(GROUP.chat, "3号楼客户群", owner=wang)
    keys = corp.keys
    secrets = {"app": keys.secret, "contact": keys.contact_secret}
    api = Api(corp.base_url, keys.corp_id, agent_id=keys.agent_id, secrets=secrets)
    await api.start()
    tasks = WeixinGroupTasks(api)
    found = FoundTasks(tasks, now=lambda: datetime.now(UTC), recorded=recorded)
    groups = WeixinGroup(api, owner_of=lambda _: "", link=lambda _: "", left=left, reserve=5, made=found.find)
    sent = await groups.send(GROUP, Drawn(text=WORDS))
    assert (sent.delivery, sent.owner) == (Delivery.HANDED, "wangqiang")
    again = await groups.send(GROUP, Drawn(text=f"【重发】{WORDS}", first=WORDS))
    assert again == sent, "the same task"
    assert await tasks.ask(sent.message) == {"wangqiang": False}
    await wang.sends_on()
    assert await tasks.ask(sent.message) == {"wangqiang": True}
    assert await tasks.outcome(sent.message, sent.owner) == {GROUP.chat: True}
    room = WecomRoom(api)
    made = await room.make("INC7", "#7", owner=sent.owner, members=[sent.owner, "lidian"])
    assert made.delivery is Delivery.SENT
    assert await room.members("INC7") == ["wangqiang", "lidian"]
    await api.stop()
    await world.forget()
