"""Faults by name: what comes back, and whether the work was done."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.sandbox.faults import SORTS, Faults
from tests.sandbox.stage import Stage


@pytest.mark.parametrize("name", ["401", "403", "409", "429", "500"])
async def test_refusals_do_no_work(stage: Stage, name: str) -> None:
    told = await stage.world.fault(name, retry_after=7)
    assert told["work_done"] is False
    answer = await stage.world.call("sendMessage", chat_id=-1001, text="x")
    assert answer["error_code"] == int(name)
    assert answer.get("parameters") == ({"retry_after": 7} if name == "429" else None)
    assert await stage.staff.messages() == []
    [call] = await stage.world.calls("sendMessage")
    assert (call["status"], call["fault"]) == (int(name), name)


async def test_a_chat_that_is_no_more(stage: Stage) -> None:
    await stage.world.fault("gone", chat=-1001)
    assert await stage.refused("sendMessage", chat_id=-1001, text="x") == (400, "Bad Request: chat not found")
    assert await stage.staff.messages() == []


async def post(stage: Stage, *, within: float = 5.0) -> tuple[int, str]:
    address = f"{stage.sandbox.url}/bot{stage.world.token}/sendMessage"
    timeout = aiohttp.ClientTimeout(total=within)
    async with stage.sandbox.session.post(address, json={"chat_id": -1001, "text": "x"}, timeout=timeout) as answer:
        return answer.status, await answer.text()


async def test_pages_instead_of_json(stage: Stage) -> None:
    await stage.world.fault("502", count=1)
    await stage.world.fault("html", count=1)
    for status in (502, 200):
        code, page = await post(stage)
        assert (code, page.startswith("<html>")) == (status, True)
    assert await stage.staff.messages() == []


@pytest.mark.parametrize(("name", "copies"), [("drop_before", 0), ("drop_after", 1), ("cut", 1)])
async def test_broken_connections(stage: Stage, name: str, copies: int) -> None:
    assert (await stage.world.fault(name, count=1))["work_done"] is bool(copies)
    with pytest.raises(aiohttp.ClientError):
        await post(stage)
    assert len(await stage.staff.messages()) == copies
    await stage.text()


@pytest.mark.parametrize(("name", "copies"), [("hang_before", 0), ("hang_after", 1), ("slow", 1)])
async def test_no_answer_in_time(stage: Stage, name: str, copies: int) -> None:
    await stage.world.fault(name)
    with pytest.raises(TimeoutError):
        await post(stage, within=0.2)
    assert len(await stage.staff.messages()) == copies


async def test_slow_answer_comes_at_last(stage: Stage) -> None:
    await stage.world.fault("slow", pace=0.0)
    assert (await post(stage))[0] == 200


async def test_heal_drops_what_hangs(stage: Stage) -> None:
    await stage.world.fault("hang_before", method="sendMessage")
    hanging = asyncio.create_task(post(stage, within=30))
    await stage.world.ledger(kinds=["call"], wait=5)
    await stage.world.heal("hang_before")
    with pytest.raises(aiohttp.ClientError):
        await hanging
    await stage.text()


async def test_what_is_late_is_done_as_things_stand_once_it_is_healed(stage: Stage) -> None:
    await stage.world.fault("late", chat=-1001)
    await stage.world.fault("late", chat=-1002)
    waiting = asyncio.create_task(stage.world.call("sendMessage", chat_id=-1001, text="x"))
    await stage.world.ledger(kinds=["call"], wait=5)
    assert await stage.staff.messages() == []
    await stage.staff.bot_becomes("kicked", by=stage.wang)
    await stage.world.heal("late", chat=-1001)
    assert (await waiting)["error_code"] == 403
    assert [fault["chat"] for fault in (await stage.world.state())["faults"]] == ["-1002"]


async def test_work_can_be_asked_for(stage: Stage) -> None:
    assert (await stage.world.fault("500", done=True))["work_done"]
    assert (await stage.world.call("sendMessage", chat_id=-1001, text="x"))["error_code"] == 500
    assert len(await stage.staff.messages()) == 1


async def test_method_chat_and_count(stage: Stage) -> None:
    await stage.world.group(-1002, "other")
    await stage.world.fault("403", method="sendMessage", chat=-1001, count=2)
    await stage.ok("getChat", chat_id=-1001)
    await stage.text(chat=-1002)
    for _ in range(2):
        assert (await stage.refused("sendMessage", chat_id=-1001, text="x"))[0] == 403
    await stage.text()
    assert (await stage.world.state())["faults"][0]["struck"] == 2


async def test_who_does_not_wait_after_429_is_counted(stage: Stage) -> None:
    await stage.world.fault("429", chat=-1001, count=1, retry_after=60)
    await stage.refused("sendMessage", chat_id=-1001, text="x")
    assert (await stage.world.state())["impatient"] == 0
    await stage.text()
    assert (await stage.world.state())["impatient"] == 1


def test_rate_is_the_same_for_the_same_seed() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults()
        faults.set({"name": "500", "rate": 0.3, "seed": seed})
        return [faults.strike("getMe", None) is not None for _ in range(200)]

    assert struck(1) == struck(1) != struck(2)
    assert 30 < sum(struck(1)) < 90


async def test_unknown_fault_names_the_known(stage: Stage) -> None:
    with pytest.raises(Exception, match="hang_before"):
        await stage.world.fault("flood")


async def test_page_has_a_button_for_every_fault(stage: Stage) -> None:
    async with stage.sandbox.session.get(f"{stage.sandbox.url}/control/{stage.world.token}/") as answer:
        page = await answer.text()
    assert answer.status == 200
    assert all(f'data-name="{name}"' in page for name in SORTS)
    assert len(SORTS) == 15


async def test_delay(stage: Stage) -> None:
    await stage.world.settings(delay=60)
    loop = asyncio.get_running_loop()
    before = loop.time()
    await stage.text()
    assert loop.time() - before >= 0.06
