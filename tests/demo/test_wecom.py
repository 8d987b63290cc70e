"""One of the demo's people has WeCom: the same incident stands on their phone, by hand and played by the demo."""

from __future__ import annotations

from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_phone import FIRST_NUMBER
from tests.demo.leading import led


async def test_who_has_wecom_stands_on_the_page_and_goes_on_by_themselves(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        gate, staff = demo.person("he"), demo.community.groups["staff"]
        scene = await demo.world.ask("scene")
        (phone,) = (chat for chat in scene["chats"] if chat["id"] == FIRST_NUMBER)
        assert (phone["platform"], phone["account"], phone["type"]) == ("wecom", "he", "private")
        assert {"id": gate.id, "name": "何军"} in scene["people"]
        assert str(gate.id) in scene["stage"]["people"]
        await demo.wish("take", person=gate.id)
        await demo.staged(lambda stage: not stage["people"][str(gate.id)]["played"])
        await demo.reports("3号楼2单元电梯困人")
        card = await demo.reaches(gate, "#1 电梯困人", "收到")
        await gate.presses(card, "收到")
        await demo.reaches(staff, "#1 电梯困人", "何军 收到")
        await demo.wish("leave", person=gate.id)
        await demo.reaches(staff, "#1 已结案")
        mine = [one["data"].partition(":")[2] for one in await demo.presses_of(gate.id)]
        assert mine.count("ack") == 1, "the demo does not say again what the visitor has said"
        assert not {"takeover", "close", "controlled"} & set(mine), "what is on everybody's card is not their own"


async def test_a_photo_of_a_member_can_be_fetched_by_the_page(sandbox: Sandbox) -> None:
    world = await sandbox.world()
    corp = await world.corp()
    member = await corp.member("he", "何军")
    await member.sends(None, "photo", data=b"a picture")
    (chat,) = (one for one in (await world.ask("scene"))["chats"] if one["id"] == member.id)
    file = chat["messages"][-1]["file"]
    async with sandbox.session.get(f"{sandbox.url}/file/bot{world.token}/{file}") as answer:
        assert await answer.read() == b"a picture"
