"""message/send to members, cards and their codes: what arrives, what is refused, what is dropped without a word."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.places import NotHeardError
from tests.sandbox.wecom_stage import Office, buttons_card, choices_card, sending, text


async def test_a_text_arrives_and_can_be_taken_back(office: Office) -> None:
    sent = await office.text("#7 3号楼")
    heard = await office.wang.heard("#7")
    assert (heard.text, heard.bot, heard.sender, heard.chat) == ("#7 3号楼", True, None, office.wang.id)
    assert set(sent) == {"msgid"}
    await office.ok("message/recall", msgid=sent["msgid"])
    with pytest.raises(NotHeardError, match="is gone"):
        await office.wang.look(heard)
    again = await office.text()
    await office.world.clock(24 * 3600)
    await office.corp.end_tokens()
    assert await office.code("message/recall", msgid=again["msgid"]) == 42052
    assert await office.code("message/recall", msgid="M0") == 40058


async def test_lists_say_who_did_not_get_it(office: Office) -> None:
    await office.corp.member("zhao", "赵", licensed=False)
    sent = await office.text(to="wangqiang|NoBody|zhao|ghost|LIDIAN")
    assert (sent["invaliduser"], sent["unlicenseduser"]) == ("nobody|ghost", "zhao")
    assert len(await office.li.messages()) == 1
    assert await office.code("message/send", **text(to="nobody|ghost")) == 81013
    assert await office.code("message/send", **text(to="")) == 81013
    assert await office.code("message/send", **text(to="|".join(f"u{number}" for number in range(1001)))) == 40058
    await office.ok("message/send", **text("给大家", to="@all"))
    assert (await office.li.heard("给大家")).text == "给大家"


@pytest.mark.parametrize(("content", "code"), [("字" * 682 + "ab", 0), ("字" * 683, 45002), ("", 44004)])
async def test_texts_are_counted_in_bytes(office: Office, content: str, code: int) -> None:
    answer = await office.corp.call("message/send", **text(content))
    assert answer["errcode"] == code


async def test_another_app_and_other_types(office: Office) -> None:
    assert await office.code("message/send", **{**text(), "agentid": 7}) == 301002
    assert await office.code("message/send", **{**text(), "msgtype": "poem"}) == 40008
    assert await office.code("message/send", **text(duplicate_check_interval=14401)) == 40058


async def test_over_thirty_a_minute_is_dropped_without_a_word(office: Office) -> None:
    for number in range(32):
        await office.text(str(number))
    await office.text("给李电", to="lidian")
    heard = [message.text for message in await office.wang.messages()]
    assert heard == [str(number) for number in range(30)]
    assert (await office.corp.state())["dropped"] == 2
    await office.world.clock(61)
    await office.text("又能到")
    assert (await office.wang.heard("又能到")).bot


async def test_over_a_thousand_an_hour_is_dropped(office: Office) -> None:
    await office.corp.changes(limits={"member_per_hour": 40})
    zhao = await office.corp.member("zhao", "赵")
    for _ in range(2):
        for number in range(25):
            await office.text(str(number), to="zhao")
        await office.world.clock(61)
    assert (len(await zhao.messages()), (await office.corp.state())["dropped"]) == (40, 10)


async def test_the_same_again_is_brought_once(office: Office) -> None:
    checked: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    await office.text("N3 第1版", **checked)
    await office.text("N3 第1版", to="wangqiang|lidian", **checked)
    await office.text("N3 第2版", **checked)
    assert [one.text for one in await office.wang.messages()] == ["N3 第1版", "N3 第2版"]
    assert len(await office.li.messages()) == 1
    assert (await office.corp.state())["repeated"] == 1
    await office.world.clock(600)
    await office.text("N3 第1版", **checked)
    await office.text("N3 第1版")
    assert len(await office.wang.messages()) == 4


async def test_who_reads_in_wechat_sees_no_cards(office: Office) -> None:
    plugin = await office.corp.member("lidian", "李电", plugin=True)
    await office.card(to="lidian")
    await office.text("#7 电梯困人", to="lidian")
    card, words = await plugin.messages()
    assert (card.text, card.buttons, words.text) == ("[open WeCom to read this]", [], "#7 电梯困人")


async def test_a_card_changes_once_by_its_code(office: Office) -> None:
    sent = await office.card(
        sub_title_text="02:40 王强上报", horizontal_content_list=[{"keyname": "地点", "value": "3号楼"}]
    )
    card = await office.wang.heard("#7", "收到")
    assert card.text == "#7 3号楼2单元\n电梯困人\n02:40 王强上报\n地点 3号楼"
    assert card.buttons == [["收到"], ["去不了"]]
    update = {"userids": ["wangqiang", "ghost"], "agentid": 1000002, "response_code": sent["response_code"]}
    new = buttons_card(main_title={"title": "#7 李电到场"}, button_list=[{"text": "完成", "key": "c1:done"}])
    told = await office.ok("message/update_template_card", **update, template_card=new)
    assert told == {"invaliduser": ["ghost"]}
    edited = await office.wang.heard("李电到场", "完成")
    assert (edited.id, edited.edited, edited.data) == (card.id, True, {"完成": "c1:done"})
    assert (await office.wang.look(card)).text == "#7 李电到场"
    assert [one.text for one in await office.wang.said()] == [card.text]
    assert await office.code("message/update_template_card", **update, template_card=new) == 60140


async def test_each_press_gives_one_more_change(office: Office) -> None:
    sent = await office.card()
    card = await office.wang.heard("#7")
    told = await office.corp.ask("press", by="wangqiang", message_id=card.id, data=card.button("收到"))
    update: dict[str, Any] = {"userids": ["wangqiang"], "agentid": 1000002, "button": {"replace_name": "已收到"}}
    for code in (told["response_code"], sent["response_code"]):
        await office.ok("message/update_template_card", response_code=code, **update)
        assert await office.code("message/update_template_card", response_code=code, **update) == 60140
    after = await office.wang.look(card)
    assert (after.labels, after.data) == (["已收到"], {})


async def test_a_code_is_worth_nothing_after_72_hours(office: Office) -> None:
    sent = await office.card()
    await office.world.clock(72 * 3600)
    await office.corp.end_tokens()
    update = {"userids": ["wangqiang"], "agentid": 1000002, "response_code": sent["response_code"]}
    assert await office.code("message/update_template_card", **update, button={"replace_name": "x"}) == 60140
    update["response_code"] = "RC0"
    assert await office.code("message/update_template_card", **update, button={"replace_name": "x"}) == 60140


async def test_updates_that_are_refused_leave_the_code(office: Office) -> None:
    sent = await office.card()
    update: dict[str, Any] = {"userids": ["wangqiang"], "agentid": 1000002, "response_code": sent["response_code"]}
    wrong: list[tuple[dict[str, Any], int]] = [
        ({}, 40058),
        ({"button": {"replace_name": "x"}, "template_card": buttons_card()}, 40058),
        ({"template_card": buttons_card("other")}, 42014),
        ({"template_card": buttons_card(main_title={"title": "字" * 37})}, 40058),
        ({"button": {"replace_name": "x"}, "userids": ["ghost"]}, 81013),
        ({"button": {"replace_name": "x"}, "userids": []}, 40058),
        ({"button": {"replace_name": "x"}, "agentid": 7}, 301002),
    ]
    for more, code in wrong:
        assert await office.code("message/update_template_card", **{**update, **more}) == code, more
    await office.ok("message/update_template_card", **update, template_card=buttons_card(replace_text="已结案"))
    assert (await office.wang.heard("已结案")).data == {}


async def test_a_task_is_never_used_again(office: Office) -> None:
    await office.card("t1")
    assert await office.code("message/send", **sending(buttons_card("t1"))) == 42014
    assert len(await office.wang.messages()) == 1


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (buttons_card("a.b"), 42014),
        (buttons_card("x" * 129), 42014),
        (buttons_card(""), 42014),
        (buttons_card(card_type="poem"), 42031),
        (buttons_card(main_title={}), 40058),
        (buttons_card(main_title={"title": "字" * 37}), 40058),
        (buttons_card(main_title={"title": "x", "desc": "字" * 45}), 40058),
        (buttons_card(sub_title_text="字" * 161), 40058),
        (buttons_card(horizontal_content_list=[{"keyname": "a"}] * 7), 42035),
        (buttons_card(horizontal_content_list=[{"keyname": "六个字的名称"}]), 40058),
        (buttons_card(horizontal_content_list=[{"keyname": "a", "value": "字" * 31}]), 40058),
        (buttons_card(button_list=[]), 40058),
        (buttons_card(button_list=[{"text": "a", "key": str(number)} for number in range(7)]), 40058),
        (buttons_card(button_list=[{"text": "字" * 11, "key": "a"}]), 42038),
        (buttons_card(button_list=[{"text": "a", "key": "k"}, {"text": "b", "key": "k"}]), 42039),
        (buttons_card(button_list=[{"text": "a", "key": "字" * 342}]), 42039),
        (buttons_card(button_list=[{"text": "a"}]), 42039),
        (buttons_card(button_list=[{"text": "a", "key": "k", "style": 5}]), 40058),
        (buttons_card(replace_text="x"), 40058),
        (choices_card(select_list=[]), 42047),
        (choices_card(select_list=choices_card()["select_list"] * 2), 42043),
        (
            choices_card(
                select_list=[
                    {"question_key": str(number), "option_list": [{"id": "a", "text": "a"}]} for number in range(4)
                ]
            ),
            42047,
        ),
        (
            choices_card(
                select_list=[
                    {"question_key": "q", "option_list": [{"id": str(number), "text": "a"} for number in range(11)]}
                ]
            ),
            42037,
        ),
        (choices_card(select_list=[{"question_key": "q", "option_list": [{"id": "a", "text": "a"}] * 2}]), 42040),
        (choices_card(select_list=[{"question_key": "q", "option_list": [{"id": "a", "text": ""}]}]), 42041),
        (choices_card(submit_button={"text": "字" * 11, "key": "k"}), 42049),
        (choices_card(submit_button={"text": "提交", "key": ""}), 42046),
        ({"card_type": "text_notice", "main_title": {"title": "x"}}, 40058),
    ],
)
async def test_cards_that_are_refused(office: Office, card: dict[str, Any], code: int) -> None:
    assert await office.code("message/send", **sending(card)) == code
    assert await office.wang.messages() == []


async def test_cards_at_their_limits(office: Office) -> None:
    buttons = [{"text": "字" * 9 + str(number), "key": str(number) + "k" * 1023} for number in range(6)]
    title = {"title": "字" * 36, "desc": "字" * 44}
    rows = [{"keyname": "字" * 5, "value": "字" * 30}] * 6
    full = buttons_card("x" * 128, main_title=title, button_list=buttons, sub_title_text="字" * 160)
    await office.ok("message/send", **sending({**full, "horizontal_content_list": rows}))
    options = [{"id": str(number), "text": str(number)} for number in range(10)]
    questions = [{"question_key": str(number), "option_list": options} for number in range(3)]
    sent = await office.ok("message/send", **sending(choices_card("_-@", select_list=questions)))
    assert sent["response_code"]


async def test_text_cards(office: Office) -> None:
    card = {"title": "班表", "description": "今晚", "url": "https://a.b/c", "btntxt": "打开"}
    body: dict[str, Any] = {"touser": "wangqiang", "msgtype": "textcard", "agentid": 1000002}
    await office.ok("message/send", **body, textcard=card)
    assert (await office.wang.heard("班表")).urls == {"打开": "https://a.b/c"}
    assert await office.code("message/send", **body, textcard={**card, "title": "字" * 43}) == 45002
    assert await office.code("message/send", **body, textcard={**card, "url": "a.b"}) == 40058
