"""What the visitor of the page wishes, in any order and twice, and the stage document that answers it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.demo.wishes import understood
from bot.sandbox.client import Sandbox
from bot.sandbox.wire import Json
from tests.demo.leading import led


async def test_it_begins_with_free_play_for_three_phones(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        stage = await demo.free()
        assert (stage["language"], stage["zone"], stage["phones"]) == ("zh", "Asia/Shanghai", [1001, 1006, 2001])
        assert [course["id"] for course in stage["courses"]] == ["lift", "fire", "typhoon"]
        visitors = {number for number, one in stage["people"].items() if not one["played"]}
        assert visitors == {"1001", "1006", "2001"}
        assert stage["people"]["2001"]["part"] == "3号楼住户"
        assert "电梯困人" in stage["told"]
        now = (await demo.world.ask("scene"))["now"]
        assert abs(now - datetime.now(UTC).timestamp()) < 5

        await demo.wish("next")
        await demo.staged(lambda stage: stage["told"] == "现在没有在等的时限。")
        await demo.wish("take", person=1004)
        await demo.staged(lambda stage: not stage["people"]["1004"]["played"] and "周敏" in stage["told"])
        await demo.wish("leave", person=1004)
        await demo.staged(lambda stage: bool(stage["people"]["1004"]["played"]))
        await demo.wish("forward", seconds=600)
        await demo.staged(lambda stage: stage["told"].startswith("现在 "))
        assert (await demo.world.ask("scene"))["now"] - now >= 600


@pytest.mark.slow
async def test_wishes_twice_in_any_order_and_in_the_middle_of_a_setting_up(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        first = (await demo.world.ask("scene"))["epoch"]
        for _ in range(2):
            await demo.wish("course", course="lift")
        await demo.wish("take", person=1001)
        for wish in ({"do": "leave"}, {"do": "dance"}, {"do": "course", "course": "flood"}, {"do": "forward"}):
            await demo.world.ask("wish", **wish)
        await demo.world.ask("wish", do="take", person=4711)
        stage = await demo.staged(lambda stage: not stage["busy"] and stage["course"] == "lift")
        assert all(one["played"] for one in stage["people"].values())
        scene = await demo.world.ask("scene")
        assert scene["epoch"] == first + 1, "the same wish twice is one"

        await demo.wish("language", language="en")
        await demo.wish("course", course="fire")
        await demo.wish("free")
        stage = await demo.staged(lambda stage: not stage["busy"] and stage["language"] == "en")
        assert stage["course"] == ""
        assert stage["people"]["1008"]["part"] == "Control room"
        assert (await demo.world.ask("scene"))["chats"][0]["type"] == "private"
        assert "Try it yourself" in stage["told"]


@pytest.mark.slow
async def test_a_film_goes_on_until_it_is_the_turn_of_who_was_taken_over_and_then_the_others_do(
    sandbox: Sandbox,
) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        await demo.wish("course", course="lift")
        await demo.staged(lambda stage: not stage["busy"] and stage["course"] == "lift")
        await demo.wish("take", person=2001)
        await demo.wish("forward", seconds=60)
        staff = demo.community.groups["staff"]
        await staff.heard("#1 电梯困人", "前到场", after=0, within=20.0)
        await demo.wish("take", person=1001)
        stage = await demo.staged(lambda stage: stage["course"] == "" and not stage["busy"])
        assert {number for number, one in stage["people"].items() if not one["played"]} == {"1001", "2001"}
        assert "轮到王强了" in stage["told"]
        by_hand = await demo.presses_of(1001)
        await demo.reaches(demo.person("chen"), "李电没应答，换你")
        await demo.reaches(staff, "#1 已结案")
        assert await demo.presses_of(1001) == by_hand
        assert "李电（私聊）" in demo.shown.getvalue()


async def test_next_comes_just_behind_the_deadline(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        await demo.reports("3号楼2单元电梯困人")
        await demo.person("li").heard("李电，现在做", after=0)
        await demo.world.quiet()
        opened = (await demo.world.ask("scene"))["now"]
        await demo.wish("next")
        await demo.person("chen").heard("李电没应答，换你", after=0)
        assert 150 <= (await demo.world.ask("scene"))["now"] - opened <= 190


@pytest.mark.slow
async def test_without_a_browser_the_lift_course_plays_by_itself(sandbox: Sandbox) -> None:
    async with led(sandbox, alone=0.1) as demo:
        await demo.staged(lambda stage: stage["course"] == "lift")
        stage = await demo.played()
        assert stage["told"].startswith("演完了"), stage["told"]
        assert not stage["busy"]
        assert "#1 已结案" in demo.shown.getvalue()


async def test_whoever_opens_the_page_late_begins_with_free_play(sandbox: Sandbox) -> None:
    async with led(sandbox, alone=0.1) as demo:
        await demo.staged(lambda stage: not stage["busy"] and stage["course"] == "lift")
        epoch = (await demo.world.ask("scene"))["epoch"]
        await demo.wish("here")
        stage = await demo.staged(lambda stage: not stage["busy"] and "自己试" in stage["told"])
        assert stage["course"] == ""
        assert (await demo.world.ask("scene"))["epoch"] == epoch + 1
        await demo.wish("here")
        await demo.wish("next")
        await demo.staged(lambda stage: stage["told"] == "现在没有在等的时限。")
        assert (await demo.world.ask("scene"))["epoch"] == epoch + 1, "a page that is loaded again changes nothing"


@pytest.mark.parametrize("given", [{}, {"do": "take", "person": "x"}, {"do": "take", "person": float("inf")}])
def test_a_wish_without_sense_is_none(given: Json) -> None:
    assert understood(given) is None


@pytest.mark.parametrize(("seconds", "pushed"), [(60, 60.0), (-5, 0.0), (1e12, 7 * 86_400.0), (float("nan"), 0.0)])
def test_the_clock_is_pushed_forward_and_not_without_end(seconds: float, pushed: float) -> None:
    wish = understood({"do": "forward", "seconds": seconds})
    assert wish is not None
    assert wish.seconds == pushed
