"""What WeCom says of the messages that wait for a group's owner: WD 93338, 97610, 97611."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import ApiError
from bot.platforms.weixin_group_tasks import WeixinGroupTasks
from tests.platforms.qyapi import AGENT, CORP, SECRET, Qyapi, Seconds, no, yes

TASK, RESULT = "externalcontact/get_groupmsg_task", "externalcontact/get_groupmsg_send_result"


@pytest.fixture
async def tasks(qyapi: Qyapi) -> AsyncIterator[WeixinGroupTasks]:
    time = Seconds()
    api = Api(qyapi.url, CORP, agent_id=AGENT, secrets={"contact": SECRET}, total=5.0, monotonic=time, rest=time.rest)
    await api.start()
    yield WeixinGroupTasks(api)
    await api.stop()


async def test_who_has_pressed_over_all_pages(tasks: WeixinGroupTasks, qyapi: Qyapi) -> None:
    qyapi.plan(TASK, yes(task_list=[{"userid": "Wang", "status": 2, "send_time": 1}], next_cursor="c2"))
    qyapi.plan(TASK, yes(task_list=[{"userid": "li", "status": 0}], next_cursor=""))
    assert await tasks.ask("msgG1") == {"wang": True, "li": False}
    assert [(one["msgid"], one["cursor"]) for one in qyapi.asked(TASK)] == [("msgG1", ""), ("msgG1", "c2")]


async def test_too_early_is_no_error(tasks: WeixinGroupTasks, qyapi: Qyapi) -> None:
    qyapi.always[TASK] = no(41063)
    assert await tasks.ask("msgG1") is None
    qyapi.always[TASK] = no(48002)
    with pytest.raises(ApiError, match="48002"):
        await tasks.ask("msgG1")


async def test_what_became_of_each_group(tasks: WeixinGroupTasks, qyapi: Qyapi) -> None:
    rows = [{"chat_id": f"wr{status}", "userid": "wang", "status": status} for status in range(4)]
    qyapi.plan(RESULT, yes(send_list=rows, next_cursor=""))
    assert await tasks.outcome("msgG1", "wang") == {"wr0": None, "wr1": True, "wr2": False, "wr3": False}
    assert (qyapi.asked(RESULT)[0]["msgid"], qyapi.asked(RESULT)[0]["userid"]) == ("msgG1", "wang")


async def test_pages_without_end_are_given_up(tasks: WeixinGroupTasks, qyapi: Qyapi) -> None:
    qyapi.always[TASK] = yes(task_list=[], next_cursor="c")
    with pytest.raises(ApiError):
        await tasks.ask("msgG1")
    assert len(qyapi.asked(TASK)) == 20


async def test_reminding_and_taking_back(tasks: WeixinGroupTasks, qyapi: Qyapi) -> None:
    await tasks.remind("msgG1")
    await tasks.cancel("msgG2")
    assert qyapi.asked("externalcontact/remind_groupmsg_send") == [{"msgid": "msgG1"}]
    assert qyapi.asked("externalcontact/cancel_groupmsg_send") == [{"msgid": "msgG2"}]
    qyapi.always["externalcontact/remind_groupmsg_send"] = no(45009)
    with pytest.raises(ApiError):
        await tasks.remind("msgG1")
