"""Callbacks: what members do comes sealed, signed and up to three times; the envelope is opened by wechatpy."""

from __future__ import annotations

import pytest

from bot.sandbox.client import Sandbox, SandboxError
from tests.sandbox.wecom_stage import Office, choices_card, sending


async def test_what_a_member_says_comes_sealed(office: Office) -> None:
    said = await office.wang.says("3号楼]]>困人了 😀")
    [told] = await office.caught()
    assert (said.text, said.sender) == ("3号楼]]>困人了 😀", office.wang.id)
    assert int(told["CreateTime"]) == int(said.date.timestamp())
    assert {name: told[name] for name in ("ToUserName", "FromUserName", "MsgType", "Content", "AgentID")} == {
        "ToUserName": office.corp.keys.corp_id,
        "FromUserName": "wangqiang",
        "MsgType": "text",
        "Content": "3号楼]]>困人了 😀",
        "AgentID": "1000002",
    }
    assert int(told["MsgId"]) > 0


async def test_three_tries_with_the_same_message_in_new_envelopes(office: Office) -> None:
    office.catcher.statuses[:] = [500, 500, 500]
    await office.wang.says("困人了")
    tries = await office.caught(3)
    assert tries[0] == tries[1] == tries[2]
    assert len({query["nonce"] for query in office.catcher.queries}) == 3
    assert len(set(office.catcher.bodies)) == 3
    assert {name: (await office.corp.state())[name] for name in ("tries", "lost", "delivered")} == {
        "tries": 3,
        "lost": 1,
        "delivered": 0,
    }


async def test_an_answer_that_comes_too_late_is_none(office: Office) -> None:
    await office.corp.changes(limits={"callback_seconds": 0.05})
    office.catcher.pause = 0.2
    await office.wang.says("困人了")
    await office.caught(3)
    tries = await office.world.ledger(kinds=["callback"])
    assert [(one["try"], one["status"]) for one in tries] == [(1, 0), (2, 0), (3, 0)]


async def test_messages_of_one_member_come_in_order(office: Office) -> None:
    office.catcher.pause = 0.05
    for number in range(5):
        await office.wang.says(str(number))
    assert [told["Content"] for told in await office.caught(5)] == ["0", "1", "2", "3", "4"]


async def test_a_press_brings_a_code_of_its_own(office: Office) -> None:
    sent = await office.card("i7-v1")
    card = await office.wang.heard("#7")
    seq = await office.wang.taps(card, "收到")
    [told] = await office.caught()
    assert {name: told[name] for name in ("MsgType", "Event", "EventKey", "TaskId", "CardType", "AgentID")} == {
        "MsgType": "event",
        "Event": "template_card_event",
        "EventKey": "c1:ack",
        "TaskId": "i7-v1",
        "CardType": "button_interaction",
        "AgentID": "1000002",
    }
    assert "MsgId" not in told
    assert told["ResponseCode"] != sent["response_code"]
    [press] = await office.world.ledger(kinds=["press"])
    assert (press["seq"], press["data"]) == (seq, "c1:ack")


@pytest.mark.parametrize("spelled", ["OptionId", "OpitonId"])
async def test_a_choice_is_picked_and_sent(office: Office, spelled: str) -> None:
    await office.ok("message/send", **sending(choices_card()))
    card = await office.wang.heard("什么事", "类型")
    assert card.buttons == [["电梯困人", "火警"], ["提交"]]
    data = card.button("火警")
    await office.corp.ask("press", by="wangqiang", message_id=card.id, data=data, spelled=spelled)
    [told] = await office.caught()
    assert told["EventKey"] == "c2:?"
    assert told["SelectedItems"] == {"SelectedItem": {"QuestionKey": "q", f"{spelled}s": {spelled: "fire"}}}


async def test_what_was_picked_from_the_start_goes_along(office: Office) -> None:
    options = [{"id": "none", "text": "—"}, {"id": "a", "text": "A"}]
    lists = [{"question_key": key, "option_list": options, "selected_id": "none"} for key in ("q1", "q2")]
    lists[1]["option_list"] = [{"id": "none", "text": "–"}, {"id": "b", "text": "B"}]
    await office.ok("message/send", **sending(choices_card(select_list=lists)))
    await office.wang.taps(await office.wang.heard("什么事"), "B")
    [told] = await office.caught()
    picked = {one["QuestionKey"]: one["OptionIds"]["OptionId"] for one in told["SelectedItems"]["SelectedItem"]}
    assert picked == {"q1": "none", "q2": "b"}


async def test_the_answer_to_a_press_is_the_text_that_follows(office: Office) -> None:
    sent = await office.card()
    card = await office.wang.heard("#7")
    update = {"userids": ["wangqiang"], "agentid": 1000002, "response_code": sent["response_code"]}
    seq = await office.wang.taps(card, "收到")
    await office.ok("message/update_template_card", **update, button={"replace_name": "已收到"})
    await office.text("好的")
    assert (await office.wang.heard("好的")).seq > seq
    toast = await office.wang.presses(card, "收到", within=0.01)
    assert (toast.text, toast.alert) == ("", False)


async def test_photo_voice_and_location(office: Office) -> None:
    await office.wang.sends("photo", data=b"pixels", caption="3号楼")
    await office.wang.sends("voice", data=b"amr...")
    await office.wang.sends("location", label="科苑路18号")
    photo, words, voice, place = await office.caught(4)
    assert (photo["MsgType"], words["Content"], voice["Format"]) == ("image", "3号楼", "amr")
    assert (place["Location_X"], place["Location_Y"], place["Label"]) == ("22.54", "113.95", "科苑路18号")
    token = await office.corp.token("app")
    address = f"{office.corp.base_url}/cgi-bin/media/get"
    query = {"access_token": token, "media_id": photo["MediaId"]}
    async with office.world.sandbox.session.get(address, params=query) as answer:
        assert (await answer.read(), answer.content_type) == (b"pixels", "image/jpeg")
    with pytest.raises(SandboxError, match="never told of a document"):
        await office.wang.sends("document")


async def test_the_menu_is_clicked_by_key_or_name(office: Office) -> None:
    buttons = [
        {"type": "click", "name": "上报", "key": "report"},
        {"name": "更多", "sub_button": [{"type": "click", "name": "我的任务", "key": "mine"}]},
    ]
    await office.corp.call("menu/create", query={"agentid": "1000002"}, button=buttons)
    assert (await office.corp.get("menu/get", agentid="1000002"))["button"] == buttons
    await office.wang.clicks("report")
    await office.wang.clicks("我的任务")
    told = await office.caught(2)
    assert [(one["Event"], one["EventKey"]) for one in told] == [("click", "report"), ("click", "mine")]
    with pytest.raises(SandboxError, match="no nothing in the menu"):
        await office.wang.clicks("nothing")


async def test_events_by_hand(office: Office) -> None:
    await office.corp.event("inactive_alert", EffectTime=1700000000)
    [told] = await office.caught()
    assert (told["Event"], told["FromUserName"], told["EffectTime"]) == ("inactive_alert", "sys", "1700000000")


async def test_the_same_message_again_and_the_same_request_again(office: Office) -> None:
    await office.wang.says("困人了")
    first = (await office.caught())[0]
    assert await office.corp.repeat() == 1
    assert (await office.caught(2))[1] == first
    assert (await office.corp.replay())["status"] == 200
    await office.caught(3)
    assert office.catcher.queries[2] == office.catcher.queries[1] != office.catcher.queries[0]
    assert office.catcher.bodies[2] == office.catcher.bodies[1]


async def test_an_address_is_checked_by_its_echo(office: Office) -> None:
    await office.corp.changes(url=office.catcher.url, verify=True)
    assert (await office.corp.greets(to="kf", echo="12345"))["text"] == "12345"
    office.catcher.lie = '"12345"\n'
    assert not (await office.corp.greets(echo="12345"))["right"]
    with pytest.raises(SandboxError, match="does not answer as it must"):
        await office.corp.changes(url=office.catcher.url, verify=True)


async def test_a_callback_by_hand_can_be_wrong_in_every_part(office: Office) -> None:
    said = {"MsgType": "text", "Content": "x", "FromUserName": "wangqiang", "MsgId": 5}
    assert (await office.corp.callback(fields=said))["status"] == 200
    assert office.catcher.messages[0]["FromUserName"] == "wangqiang"
    for wrong in ({"signature": "0" * 40}, {"receiver": "wwother"}, {"token": "other"}, {"body": "<xml/>"}):
        assert (await office.corp.callback(fields=said, **wrong))["status"] == 500, wrong
    old = {"timestamp": "1000", "nonce": "n", "agent": "9"}
    assert (await office.corp.callback(fields=said, **old))["status"] == 200
    assert (office.catcher.queries[-1]["timestamp"], office.catcher.messages[-1]["AgentID"]) == ("1000", "9")


async def test_a_callback_that_is_lost_on_the_way(office: Office) -> None:
    await office.corp.fault("drop_callback", path="app", count=1)
    await office.wang.says("一")
    await office.wang.says("二")
    assert [told["Content"] for told in await office.caught()] == ["二"]
    assert (await office.corp.state())["lost"] == 1


async def test_without_an_address_nobody_is_told(sandbox: Sandbox) -> None:
    world = await sandbox.world()
    corp = await world.corp()
    wang = await corp.member("wangqiang", "王强")
    await wang.says("困人了")
    assert (await corp.state())["tries"] == 0
    with pytest.raises(SandboxError, match="no address"):
        await corp.callback(fields={})
    await world.forget()


async def test_nobody_outside_this_computer_is_called(office: Office) -> None:
    with pytest.raises(SandboxError, match="loopback"):
        await office.corp.changes(url="http://192.0.2.1:80")
    office.catcher.moved = True
    await office.wang.says("困人了")
    await office.world.quiet(calm=0.01)
    assert (await office.corp.state())["lost"] == 1
    assert office.catcher.messages == []
