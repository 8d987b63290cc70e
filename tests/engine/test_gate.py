"""What a message is about, and who may do it: asked before any handler."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.incident import Incident, Reporter, StepRecord, StepState
from bot.domain.people import Department
from bot.domain.roster import Roster
from bot.store import cards
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import LI, OTHER, RESIDENT, ROSTER, STAFF

STRANGER = {"where": {"platform": "chatter", "chat": "77"}, "account": "77", "private": True}
LI_PRIVATE = {"where": {"platform": "chatter", "chat": "2"}, "account": "2", "private": True}


async def shown(line: Bench, *choices: Choice, where: Address = STAFF) -> str:
    """The id of a card that stands in a chat."""

    async def job(work: Work) -> None:
        card = Card(template="card", rows=tuple((choice,) for choice in choices))
        work.send(where, card, key=f"card:{line.number}", priority=Priority.ROUTINE)

    await line.work(job)
    return str((await line.column("SELECT card FROM outbox WHERE key LIKE 'card:%' ORDER BY id DESC"))[0])


async def newest_card(line: Bench) -> cards.Stored:
    """The card that answered last."""
    [number, *_] = await line.column("SELECT card FROM outbox WHERE priority = 0 ORDER BY id DESC")

    async def job(tx: Tx) -> cards.Stored | None:
        return await cards.get(tx, number)

    found = await line.db.read(job)
    assert found is not None
    return found


def about(incident: int, action: str = "ack", **facts: object) -> Choice:
    return Choice(key=action, label=action, facts={"incident": incident, **facts})


async def test_a_number_is_fetched_for_the_handler(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        incident = await line.open_incident()
        await line.say("/ack 1")
        [(name, _, asked)] = line.seen.calls
        assert (name, asked.number, asked.incident) == ("ack", 1, incident)
        assert await line.answer() == ("toast/ack", "-1", "m1")


@pytest.mark.parametrize("more", [{"account": "4"}, {"account": "88"}, STRANGER])
async def test_an_incident_of_others_is_no_incident(tmp_path: Path, more: dict[str, Any]) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/ack 1", **more)
        assert (await line.answer())[0] == "toast/no_such_incident"
        await line.say("/ack 9")
        assert (await line.answer())[0] == "toast/no_such_incident"
        assert line.seen.calls == []


async def test_who_reported_an_incident_may_know_of_it_but_not_work_on_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident(reporter=Reporter(platform="chatter", chat="77", account="77"))
        await line.say("/ack 1", **STRANGER)
        assert (await line.answer())[0] == "toast/refused_staff_only"
        await line.say("/ack", **STRANGER)
        assert (await line.answer())[0] == "toast/refused_staff_only"
        assert line.seen.calls == []


async def test_a_refusal_is_kept_on_record_and_says_who_can(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/false 1")
        assert (await newest_card(line)).card.facts == {
            "number": 1,
            "paper": "",
            "commander": "Chen",
            "department": "",
            "who": ["Chen"],
        }
        rows = await line.column("SELECT kind, incident, person, facts FROM timeline ORDER BY number")
        assert rows == [("Refused", 1, "wang", '{"action":"stand_down","paper":"","reason":"supervisor_or_commander"}')]
        assert line.seen.calls == []


async def test_several_incidents_are_asked_for_with_buttons_that_go_the_same_way(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.open_incident()
        await line.say("/ack")
        card = (await newest_card(line)).card
        assert (card.template, [choice.key for [choice] in card.rows]) == ("which_incident", ["ack:1", "ack:2"])
        assert card.rows[1][0].facts["place"] == {
            "name": "3号楼", "building": "3", "unit": "", "floor": "", "room": "", "spot": ""
        }  # fmt: skip
        assert await line.press((await newest_card(line)).id, "ack:2") == ("zh:ack", False)
        assert line.seen.calls[-1][2].number == 2


async def test_without_a_number_the_one_that_waits_for_them_is_meant(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.open_incident(commander="wang")
        await line.say("收到")
        assert line.seen.calls[-1][2].number == 2


async def test_with_nothing_open_the_number_is_asked_for(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("/ack")
        assert (await line.answer())[0] == "toast/which_number"


async def test_a_step_is_that_of_the_button_the_letter_or_their_own_lane(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/done 1", account="2")
        assert line.seen.calls[-1][2].facts == {"lane": "C"}
        await line.say("/done 1 b 好了")
        assert (line.seen.calls[-1][2].facts, line.seen.calls[-1][2].rest) == ({"lane": "B"}, "好了")
        card = await shown(line, about(1, "done", lane="A"))
        await line.press(card, "done")
        assert line.seen.calls[-1][2].facts == {"incident": 1, "lane": "A"}


async def test_several_own_lanes_are_asked_for_with_buttons(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/done 1")
        stored = await newest_card(line)
        assert [choice.key for [choice] in stored.card.rows] == ["done:A", "done:B"]
        await line.press(stored.id, "done:B")
        assert line.seen.calls[-1][2].facts["lane"] == "B"


async def test_a_step_of_others_is_refused_and_a_finished_lane_is_left_to_the_handler(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        done = StepRecord(state=StepState.DONE)
        await line.open_incident(steps={("A", "a1"): done, ("B", "b1"): done, ("B", "b2"): done})
        await line.say("/done 1 C")
        assert (await newest_card(line)).card.facts["department"] == Department.ENGINEERING.value
        await line.say("/done 1")
        assert (await line.answer())[0] == "toast/no_step_of_yours"
        assert line.seen.calls == []
        card = await shown(line, about(1, "done", lane="A", step="a1"))
        assert await line.press(card, "done") == ("zh:done", False)


async def test_for_somebody_else_another_right_is_needed(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/arrive 1 Far", account="3")
        assert (await line.answer())[0] == "toast/nobody_named"
        await line.say("/arrive 1 Wang", account="3")
        assert line.seen.calls[-1][2].facts == {"who": "wang"}
        await line.say("/arrive 1 Chen")
        assert (await line.answer())[0] == "toast/refused_desk_or_lead"
        await line.say("/arrive 1 Wang")
        assert line.seen.calls[-1][2].facts == {"who": "wang"}
        await line.say("/arrive 1 他", account="3", mentions=["2"])
        assert line.seen.calls[-1][2].facts == {"who": "li"}
        assert len(line.seen.calls) == 3


async def test_two_of_a_name_are_asked_for_with_buttons(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/arrive 1 Li", account="3")
        stored = await newest_card(line)
        assert stored.card.template == "which_person"
        assert [choice.facts["rest"] for [choice] in stored.card.rows] == ["li", "li2"]
        await line.press(stored.id, "arrive:2", account="3")
        assert line.seen.calls[-1][2].facts["who"] == "li2"


async def test_every_press_is_answered_once(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        card = await shown(line, about(1), about(1, "false"), about(9, "arrive"), Choice(key="quiet", label="quiet"),
                           Choice(key="boom", label="boom"))  # fmt: skip
        assert await line.press(card, "ack") == ("zh:ack", False)
        assert await line.press(card, "false") == ("zh:refused_supervisor_or_commander", True)
        assert await line.press(card, "arrive") == ("zh:no_such_incident", True)
        assert await line.press(card, "quiet") == ("", False)
        assert await line.press(card, "gone") == ("zh:button_gone", True)
        assert await line.press("unknown", "ack") == ("zh:button_unknown", True)
        assert await line.press(card, "ack", where=vars(OTHER), account="4") == ("zh:button_unknown", True)
        assert await line.press(card, "boom", text="boom") == ("zh:set_aside", True)
        assert await line.press(card, "boom", text="no") == ("zh:not_now", True)
        assert await line.press(card, "ack", where={"platform": "chatter", "chat": "-99"}) == ("", False)


async def test_an_answer_may_open_the_private_chat_of_who_pressed_but_never_of_who_wrote(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        card = await shown(line, Choice(key="link", label="link"))
        assert await line.press(card, "link") == ("zh:link", False)
        assert line.platform.starts == ["n3"]
        await line.say("/link")
        assert await line.answer() == ("toast/link", "-1", "m2")
        assert line.platform.starts == ["n3"]


async def test_a_stranger_reads_the_language_of_their_client_in_private_only(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        assert (await line.press("unknown", "x", **STRANGER, language="en-gb"))[0] == "en:button_unknown"
        assert (await line.press("unknown", "x", **LI_PRIVATE, language="en"))[0] == "zh:button_unknown"
        private = {"where": {"platform": "chatter", "chat": "78"}, "account": "78", "private": True}
        assert (await line.press("unknown", "x", **private, language="zh-hans"))[0] == "zh:button_unknown"
        assert (await line.press("unknown", "x", where=vars(RESIDENT), account="79", language="en"))[0][:2] == "zh"


async def test_who_was_taken_off_the_roster_has_no_rights_from_that_commit_on(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        card = await shown(line, about(1))
        assert await line.press(card, "ack", account="2") == ("zh:ack", False)
        smaller = Roster(
            communities=ROSTER.communities, people=tuple(p for p in ROSTER.people if p != LI), chats=ROSTER.chats
        )
        await line.inbox.change_roster(smaller, "d1")
        assert await line.press(card, "ack", account="2") == ("zh:no_such_incident", True)
        assert await line.column("SELECT facts FROM timeline WHERE kind = 'RosterChanged'") == ['{"digest":"d1"}']


async def test_a_roster_that_was_not_committed_is_not_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench(tmp_path) as line:

        async def crash(*_: object) -> None:
            raise LookupError

        monkeypatch.setattr("bot.engine.work.timeline.append", crash)
        with pytest.raises(LookupError):
            await line.inbox.change_roster(Roster(), "d1")
        assert line.inbox.world.roster is ROSTER


async def test_an_incident_of_the_reporter_of_staff_is_the_one_replied_to(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        second: Incident = await line.open_incident()

        async def job(work: Work) -> None:
            work.live(STAFF, Card(template="live"), about=str(second.number))

        await line.work(job)
        await line.db.write(lambda tx: tx.run("UPDATE card SET message = 'm99', shown = 1"))
        await line.say("收到", reply_to="m99")
        assert line.seen.calls[-1][2].number == 2


@pytest.mark.parametrize("group", [RESIDENT, OTHER])
async def test_an_incident_is_no_talk_for_residents_and_other_communities(tmp_path: Path, group: Address) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("/ack 1", where=vars(group))
        assert await line.answer() == ("toast/only_in_private", group.chat, "m1")
        assert line.seen.calls == []
        await line.met(1)
        await line.say("/ack 1", where=vars(group))
        assert await line.answer() == ("toast/ack", "1", "")
        assert [name for name, _, _ in line.seen.calls][-1] == "ack"
