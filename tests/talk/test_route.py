"""Where a message goes: press, command, word, typed label and number come out the same, talk gets no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.deadline import Conversation
from bot.domain.incident import Incident, Responder, Stage, State
from bot.domain.intake import Intake, IntakeState
from bot.talk.message import Address, Card, Choice, Incoming, Membership, Press, Toast
from bot.talk.route import SILENCE, Routed, numbers_for, route
from handlers import TABLES
from handlers.intake import FORM
from tests.domain.estate import NOW, incident
from tests.talk.desk import PRIVATE, RESIDENTS, STAFF, STRANGER, Desk, card_of, said

ACK = TABLES.commands["ack"]
OPEN_CARD = Card(
    template="incident/live",
    rows=(
        (Choice(key="ack", label="ack", facts={"incident": 7}), Choice(key="go", label="go", facts={"incident": 7})),
    ),
)


def called(number: int = 7, *, who: str = "wang", stage: Stage = Stage.CALLED, **more: object) -> Incident:
    return incident(number=number, responders=(Responder(person=who, stage=stage, called=NOW),), **more)


async def sent(incoming: Incoming, desk: Desk | None = None) -> Routed:
    return await route((desk or Desk()).work, incoming, TABLES)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "收到 7",
            "收到7",
            "收到#7",
            "收到 #7",
            "收到 ＃7",
            "收到 ７",
            "收到７",
            " 收到 7 ",
            "收到7。",
            "收到 7！",
            "收到\u30007",
        ),
        *("ack 7", "ACK #7", "got it 7", "Got it #7", "ＡＣＫ ７", "/ack 7", "/ACK 7", "/ack #7", "/ack ７", "／ack 7"),
    ],
)
@pytest.mark.parametrize("where", [STAFF, PRIVATE, STRANGER])
async def test_word_and_command_with_a_number_mean_the_same_everywhere(text: str, where: Address) -> None:
    found = await sent(said(text, where=where))
    assert found.route is ACK
    assert found.reply is None
    assert (found.asked.number, found.asked.rest, found.asked.typed) == (7, "", True)


async def test_a_press_means_what_the_word_means() -> None:
    desk = Desk(shown=[("m1", card_of("7", OPEN_CARD))])
    found = await sent(said(press=Press(card="c1", choice="ack")), desk)
    assert found.route is ACK
    assert (found.asked.number, found.asked.typed) == (7, False)


@pytest.mark.parametrize("text", ["收到", "Got it", "got it", "收到！", "👍收到"])
async def test_a_label_typed_in_reply_to_its_card_is_a_press(text: str) -> None:
    desk = Desk(shown=[("m1", card_of("7", OPEN_CARD))])
    found = await sent(said(text, reply_to="m1"), desk)
    assert found.route is ACK
    assert found.asked.number == 7


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("升级 7 门打不开", "门打不开"),
        ("升级7 门打不开", "门打不开"),
        ("升级 7，门打不开", "门打不开"),
        ("升级 7：门 打不开。", "门 打不开。"),
        ("escalate 7 the door is stuck", "the door is stuck"),
        ("/escalate 7 门打不开", "门打不开"),
        ("/escalate 7\n门打不开", "门打不开"),
    ],
)
async def test_what_follows_the_number_is_the_reason(text: str, rest: str) -> None:
    found = await sent(said(text))
    assert found.route is TABLES.commands["escalate"]
    assert (found.asked.number, found.asked.rest) == (7, rest)


@pytest.mark.parametrize(
    "text",
    [
        "收到了7",
        "我收到7",
        "收到7号楼的快递",
        "收到，谢谢",
        "收到 谢谢",
        "完成得不错",
        "出发吧各位",
        "到场的人多吗",
        "事件",
        "帮助",
        "取消",
        "7",
        "吃饭了吗",
    ],
)
async def test_talk_among_residents_gets_no_answer(text: str) -> None:
    assert await sent(said(text, where=RESIDENTS, account="99"), Desk(found={7: called()})) == SILENCE


@pytest.mark.parametrize(
    "text", ["收到了7", "收到，谢谢", "收到 谢谢", "完成得不错", "事件", "帮助", "取消", "1", "吃饭了吗"]
)
async def test_talk_among_staff_is_read_as_a_report_at_most(text: str) -> None:
    assert (await sent(said(text), Desk(found={7: called()}))).route is TABLES.free


async def test_a_word_alone_counts_for_who_is_waited_for_on_one_incident() -> None:
    async def heard(*incidents: Incident, account: str = "11", where: Address = STAFF) -> Routed:
        return await sent(
            said("收到", where=where, account=account), Desk(found={one.number: one for one in incidents})
        )

    assert (await heard(called())).route is ACK
    assert (await heard(called(), called(8, who="li"))).route is ACK
    assert (await heard(called(), account="12")).route is ACK, "the commander is waited for too"
    assert (await heard(called(), called(8))).route is TABLES.free, "which of the two?"
    assert (await heard(called(who="li"))).route is TABLES.free
    assert (await heard(called(stage=Stage.CANNOT))).route is TABLES.free
    assert (await heard(called(state=State.CLOSED))).route is TABLES.free
    assert (await heard(called(community="yuan"))).route is TABLES.free, "the group belongs to another community"
    assert (await heard(called(), account="99")).route is TABLES.free
    assert (await heard(where=PRIVATE)).route is ACK, "in private it always counts; the handler asks which"


async def test_a_reply_says_which_incident_is_meant() -> None:
    desk = Desk(shown=[("m1", card_of("8/question", Card(template="incident/question")))], found={7: called()})
    assert await numbers_for(desk.work, said("收到", reply_to="m1")) == (8,)
    assert await numbers_for(desk.work, said("收到")) == (7,)
    assert await numbers_for(desk.work, said("收到", account="99")) == ()
    assert (await sent(said("升级 门打不开", reply_to="m1"), desk)).route is TABLES.commands["escalate"]
    assert (await sent(said("升级 门打不开"), desk)).route is TABLES.free


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("1", "1"), ("２", "2"), ("2.", "2"), ("2、", "2"), ("3", "more"), ("4以上", "more"), ("4 or more", "more")],
)
async def test_a_number_counts_from_the_first_button_of_a_numbered_card(text: str, chosen: str) -> None:
    answers = [("1", "1"), ("2", "2"), ("more", {"zh": "4以上", "en": "4 or more"})]
    row = tuple(
        Choice(key=f"answer:{key}", label="said", facts={"incident": 7, "choice": key, "said": words})
        for key, words in answers
    )
    question = Card(template="incident/question", facts={"numbered": True}, rows=(row,))
    desk = Desk(shown=[("m1", card_of("7/question", question))])
    found = await sent(said(text, reply_to="m1"), desk)
    assert found.route is TABLES.presses["answer"]
    assert found.asked.facts["choice"] == chosen
    plain = Desk(shown=[("m1", card_of("7/question", replace(question, facts={})))])
    assert (await sent(said("3", reply_to="m1"), plain)).route is TABLES.free
    for beyond in ("0", "4", "-1", "1.5", "1-2", "1号楼"):
        assert (await sent(said(beyond, reply_to="m1"), desk)).route is TABLES.free


async def test_without_a_reply_only_the_card_that_asks_this_person_is_answered() -> None:
    draft = Card(template="report/draft", rows=((Choice(key="open", label="open", facts={"intake": 3}),),))
    asking = Conversation(platform="telegram", chat="-1", account="11", form="?", card="intake/3", at=NOW)
    desk = Desk(shown=[("m1", card_of("intake/3", draft))], asking=asking)
    assert (await sent(said("上报"), desk)).route is TABLES.presses["open"]
    assert (await sent(said("report"), desk)).route is TABLES.presses["open"]
    assert (await sent(said("上报", account="12"), desk)).route is TABLES.free, "somebody else is not being asked"
    assert (await sent(said("上报", where=PRIVATE), desk)).route is TABLES.commands["report"]


async def test_words_go_to_the_form_only_when_it_can_read_them() -> None:
    intake = Intake(
        id=3, platform="telegram", chat="-1", account="11", community="anju", type="elevator_trapped", at=NOW
    )
    asking = Conversation(
        platform="telegram", chat="-1", account="11", form=FORM, facts={"intake": 3}, card="intake/3", at=NOW
    )
    desk = Desk(asking=asking, reports={3: intake})
    found = await sent(said("3号楼"), desk)
    assert found.route is TABLES.forms[FORM].route
    assert found.asked.facts == {"intake": 3}
    assert (await sent(said("吃饭了吗"), desk)).route is TABLES.free
    assert (await sent(said("3号楼", account="12"), desk)).route is TABLES.free
    assert (await sent(said("/help"), desk)).route is TABLES.commands["help"]


async def test_a_command_for_another_bot_is_not_ours() -> None:
    assert await sent(said("/ack 7", to_other=True)) == SILENCE
    assert await sent(said("/ack 7", where=PRIVATE, to_other=True)) == SILENCE
    assert (await sent(said("/ack 7", to_bot=True))).route is ACK


async def test_an_unknown_command_is_answered_where_it_can_only_be_ours() -> None:
    for incoming in (said("/nothing 7", where=PRIVATE), said("/nothing", to_bot=True)):
        found = await sent(incoming)
        assert found.reply == Card(template="refused/unknown_command", facts={"command": "nothing"})
    assert await sent(said("/nothing")) == SILENCE


async def test_edits_and_forwards_are_never_commands() -> None:
    for text in ("/ack 7", "收到 7"):
        assert await sent(said(text, edited=True)) == SILENCE
        assert (await sent(said(text, edited=True, where=PRIVATE))).reply == Card(template="refused/edited")
    assert await sent(said("/ack 7", forwarded=True)) == SILENCE
    assert (await sent(said("/ack 7", forwarded=True, where=PRIVATE))).reply == Card(template="refused/forwarded")
    assert (await sent(said("收到 7", forwarded=True))).route is TABLES.free, "at most the words of a report"
    assert await sent(said("收到 7", forwarded=True, where=RESIDENTS)) == SILENCE


async def test_a_hidden_sender_has_to_write_under_their_own_name() -> None:
    assert (await sent(said("/close 7", account="", hidden=True))).reply == Card(template="refused/own_name")
    assert (await sent(said("结案 7", account="", hidden=True))).route is TABLES.free
    assert (await sent(said("3号楼电梯困人", account="", hidden=True))).route is TABLES.free


async def test_an_edit_is_nothing_even_when_it_looks_like_an_answer() -> None:
    desk = Desk(shown=[("m1", card_of("7", OPEN_CARD))])
    assert await sent(said("收到", reply_to="m1", edited=True), desk) == SILENCE


@pytest.mark.parametrize(
    ("press", "where"),
    [
        (Press(card="c9", choice="ack"), STAFF),
        (Press(card="", choice="ack"), STAFF),
        (Press(card="c1", choice="ack"), PRIVATE),
    ],
)
async def test_a_button_of_no_card_or_of_another_chat_is_unknown(press: Press, where: Address) -> None:
    found = await sent(said(press=press, where=where), Desk(shown=[("m1", card_of("7", OPEN_CARD))]))
    assert found.reply == Toast(template="button_unknown", alert=True)
    assert found.route is None


async def test_a_button_that_has_gone_says_what_became_of_it() -> None:
    shown = [("m1", card_of("7", Card(template="incident/live")))]
    open_desk, closed_desk = (Desk(shown=shown, found={7: one}) for one in (called(), called(state=State.CLOSED)))
    repeated = await sent(said(press=Press(card="c1", choice="ack")), open_desk)
    assert (repeated.route, repeated.asked.number) == (ACK, 7)
    for choice in ("close", "nonsense", ""):
        gone = await sent(said(press=Press(card="c1", choice=choice)), open_desk)
        assert gone.reply == Toast(template="button_gone", alert=True)
    over = await sent(said(press=Press(card="c1", choice="ack")), closed_desk)
    assert over.reply == Toast(template="incident_over", facts={"number": 7, "state": "closed"}, alert=True)


@pytest.mark.parametrize(
    ("state", "toast"),
    [
        (IntakeState.OPENED, Toast(template="already_open", facts={"number": 7}, alert=True)),
        (IntakeState.DROPPED, Toast(template="already_dropped", alert=True)),
        (IntakeState.OPEN, Toast(template="button_gone", alert=True)),
    ],
)
async def test_a_button_of_a_finished_report(state: IntakeState, toast: Toast) -> None:
    report = Intake(id=3, platform="telegram", chat="-1", account="11", state=state, incident=7, at=NOW)
    desk = Desk(shown=[("m1", card_of("intake/3", Card(template="report/opened")))], reports={3: report})
    assert (await sent(said(press=Press(card="c1", choice="open")), desk)).reply == toast


async def test_words_are_read_as_a_report_where_people_report() -> None:
    for incoming in (
        said("3号楼电梯困人"),
        said("3号楼电梯困人", where=STRANGER, account="99"),
        said("3号楼电梯困人", where=RESIDENTS, to_bot=True),
        said("3号楼电梯困人", where=RESIDENTS, reply_to="m1"),
        said("", files=("photo:1",)),
    ):
        assert (await sent(incoming)).route is TABLES.free
    assert await sent(said("3号楼电梯困人", where=RESIDENTS)) == SILENCE
    assert await sent(said("3号楼电梯困人", where=Address(platform="telegram", chat="-77"))) == SILENCE


async def test_what_happens_to_the_bot_itself_goes_its_own_way() -> None:
    found = await sent(said("/ack 7", membership=Membership.JOINED))
    assert found.route is TABLES.membership


@pytest.mark.parametrize(
    "text", ["/", "//", "#", "7", "#7", "收到 " + "9" * 40, "/ack " + "9" * 40, "/ack -7", "\x00", "\u202e收到 7"]
)
@pytest.mark.parametrize("where", [STAFF, PRIVATE, RESIDENTS])
async def test_odd_texts_have_a_way_too(text: str, where: Address) -> None:
    found = await sent(said(text, where=where))
    assert found.asked.number is None or found.asked.number < 10**9
