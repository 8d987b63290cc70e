"""Owners of groups, who leads the shift and deputies: who is asked to send or paste a notice, and when no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.events import IncidentClosed
from bot.domain.incident import State
from bot.domain.notice import NoticeKind, NoticeState, Part
from bot.domain.paper_events import NoticeLate
from bot.talk.message import Address, Card
from bot.talk.platform import Shape
from bot.talk.work import Work
from handlers.sending import send_out
from tests.engine.community import CHEN, NOW
from tests.engine.handed import GROUP, LIS, NOTICE, ROSTER_OF_OWNERS, SECOND, TEXT, Handed, handed

PRIVATE = {"1": Address(platform="chatter", chat="1"), "2": Address(platform="chatter", chat="2")}
HOUR = timedelta(hours=1)
SHAPES = {"chatter": Shape(), "siren": Shape(alarm="alarm")}


async def press(town: Handed, account: str, label: str) -> tuple[str, bool]:
    """Presses a button of the newest hand-over card of this person."""
    rows = await town.line.column(
        f"SELECT id, rows FROM card WHERE chat = '{account}' AND rows LIKE '%{label}%' ORDER BY rowid"
    )
    id, rows = rows[-1]  # noqa: A001 - as cards call it
    choice = next(one["key"] for row in json.loads(rows) for one in row if one["label"] == label)
    return await town.line.press(id, choice, where=vars(PRIVATE[account]), account=account, private=True)


async def test_an_owner_has_one_card_for_all_their_groups(tmp_path: Path) -> None:
    notice = replace(NOTICE, parts=(Part(chats=(*NOTICE.parts[0].chats, ("chatter", LIS)), text="x"),))
    async with handed(tmp_path) as town:
        await town.approve(notice, owners={LIS: "2"})
        first, second = await town.cards()
        assert (first["to"], first["waiting"], first["known"], first["again"]) == ("wang", 2, True, False)
        assert first["groups"] == [{"areas": ["3号楼"], "units": []}] * 2
        assert first["deputies"] == ["Li"]
        assert first["takes_over"] == (NOW + timedelta(minutes=5)).isoformat()
        assert (second["to"], second["waiting"], second["deputies"]) == ("li", 1, ["Chen"]), "who leads the shift"
        assert await town.cards("hand_over_paste") == []


async def test_the_ladder_and_where_it_ends(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        town.line.inbox._world = replace(town.line.inbox.world, shapes=SHAPES)
        await town.approve()
        assert await town.deadline() == 1
        await town.wait(60)
        assert [one["again"] for one in await town.cards(live=False)] == [False, True], "a new message, with sound"
        assert await town.cards("hand_over_late", live=False) == []
        assert await town.deadline() == 3
        await town.wait(120)
        late = await town.cards("hand_over_late", live=False)
        assert [(one["to"], one["phone"], one["asked"]) for one in late] == [("chen", "139", False)]
        assert await town.deadline() == 5
        await town.wait(120)
        late = await town.cards("hand_over_late", live=False)
        assert [(one["to"], one["phone"], one["asked"]) for one in late[1:]] == [
            ("chen", "139", True), ("-1", "", True), ("-2", "", True), ("alarm", "", True),
        ]  # fmt: skip
        paste = await town.card("hand_over_paste")
        assert (paste["to"], paste["waiting"], paste["given_up"]) == ("li", 2, False)
        [words] = await town.cards("hand_over_words", live=False)
        assert words == {"to": "li", "text": TEXT, "link": "", "rows": []}, "by themselves: the whole is copied"
        assert await town.deadline() == 10
        town.said.pressed["t1"] = {"1": True}
        await town.wait(20)
        assert await town.deadline() is None
        assert (await town.card())["confirmed"] == 2
        assert (await town.card())["rows"] == []
        paste = await town.card("hand_over_paste")
        assert (paste["waiting"], paste["confirmed"], paste["rows"]) == (0, 2, [])
        before = await town.line.column("SELECT count(*) FROM card")
        await town.wait(3600)
        assert await town.line.column("SELECT count(*) FROM card") == before, "nobody is chased for what is done"


async def test_staff_are_told_once_and_the_others_ever_less_often(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        for _ in range(120):
            await town.wait(60, watch=False)
        late = await town.cards("hand_over_late", live=False)
        assert [one["to"] for one in late if one["to"] in ("-1", "-2")] == ["-1", "-2"]
        assert len([one for one in late if one["to"] == "chen"]) == 6, "after 3, 5, 10, 20, 40 and 80 minutes"
        pasted = await town.cards("hand_over_paste", live=False)
        assert len(pasted) == 5


async def test_what_was_missed_while_it_was_down_is_one_round(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.wait(400)
        assert len(await town.cards(live=False)) == 2
        assert (await town.card("hand_over_paste"))["to"] == "li"
        assert len([one for one in await town.cards("hand_over_late", live=False) if one["to"] == "chen"]) == 1
        assert await town.deadline() == 10


async def test_what_goes_out_in_place_of_a_lost_group_waits_for_its_owner_too(tmp_path: Path) -> None:
    """The group of everybody gets the words of the second part; the ladder is that of the version."""
    everybody = replace(ROSTER_OF_OWNERS.chats[-1], id="-7", buildings=(), owner="wang", deputy="li")
    roster = replace(ROSTER_OF_OWNERS, chats=(*ROSTER_OF_OWNERS.chats, everybody))
    lost = Part(chats=(("chatter", LIS),), text="第二种")
    async with handed(tmp_path, roster=roster) as town:
        await town.approve(replace(NOTICE, parts=(*NOTICE.parts, lost)), owners={LIS: "2"})
        town.said.pressed["t1"] = {"1": True, "2": True}
        town.said.outcomes["t1"] = {LIS: False}
        await town.wait(15)
        assert await town.line.column("SELECT about FROM outbox WHERE chat = '-7'") == ["N3/1/instead/1"]
        await town.deliver("-7", owner="1", task="t2", about="N3/1/instead/1")
        assert (await town.cards())[0]["waiting"] == 1
        await town.wait(400)
        paste = await town.card("hand_over_paste")
        assert (paste["to"], paste["groups"]) == ("li", [{"areas": [], "units": []}])
        assert [one["text"] for one in await town.cards("hand_over_words", live=False)] == ["第二种"]
        town.said.pressed["t2"] = {"1": True}
        await town.wait(20)
        assert (await town.card("hand_over_paste"))["confirmed"] == 1
        await town.wait(4)
        assert await progress(town) == (3, 2, 0, 2, 1), "what stands in its place is no delivery to the lost group"


async def test_who_cannot_send_it_passes_it_on_at_once(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        assert (await press(town, "1", "cannot_send"))[0] == "zh:hand_passed_on"
        paste = await town.card("hand_over_paste")
        assert (paste["to"], paste["given_up"], paste["waiting"]) == ("li", True, 2)
        assert "-1" in [one["to"] for one in await town.cards("hand_over_late", live=False)]
        assert await town.deadline() == 10
        await town.wait(299)
        assert [one["to"] for one in await town.cards("hand_over_late", live=False)].count("-1") == 1, "not once more"


async def test_a_button_that_comes_too_late_says_so(tmp_path: Path) -> None:
    """The owner has sent it in the same second in which somebody presses."""
    async with handed(tmp_path) as town:
        await town.approve()
        await press(town, "1", "cannot_send")
        await town.line.db.write(lambda tx: tx.run("UPDATE hand_over SET state = 'confirmed', ended = created"))
        assert (await press(town, "1", "cannot_send"))[0] == "zh:nothing_to_send"
        assert (await press(town, "2", "pasted"))[0] == "zh:nothing_to_send"


async def test_pasted_counts_as_sent_and_is_not_sent_on_top(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await press(town, "1", "cannot_send")
        assert (await press(town, "2", "pasted"))[0] == "zh:hand_pasted"
        assert await town.deadline() is None
        assert (await town.card())["pasted"] == "Li"
        await town.wait(4, watch=False)
        assert await progress(town) == (2, 2, 0, 2, 0)
        assert await town.line.column("SELECT state FROM notice") == ["sent"]
        await town.wait(1)
        assert town.said.heard()[-1] == ("cancel", "t1")
        assert set((await town.states()).values()) == {"cancelled"}
        await town.wait(4)
        assert await progress(town) == (2, 2, 0, 2, 0), "taken back at the platform, pasted all the same"


async def progress(town: Handed) -> tuple[object, ...]:
    """All groups, those it was sent to, those that wait for their owner, those a person sent it to, failed ones."""
    rows = await town.line.column("SELECT facts FROM card WHERE template = 'roll/card' AND live = 1 AND chat = '-2'")
    groups = json.loads(rows[0])["groups"]
    groups["by_hand"] = groups["confirmed"] + groups["pasted"]
    return tuple(groups[name] for name in ("all", "sent", "handed", "by_hand", "failed"))


async def test_progress_never_says_more_than_is_known(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.wait(4)
        assert await progress(town) == (2, 0, 2, 0, 0)
        town.said.pressed["t1"] = {"1": True}
        town.said.outcomes["t1"] = {SECOND: False}
        await town.wait(11)
        await town.wait(4)
        assert await progress(town) == (2, 1, 0, 1, 1)
        assert (await town.card())["refused"] == 1


async def test_a_notice_in_groups_of_both_kinds_is_sent_with_the_owners_press(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:

        async def send(work: Work) -> None:
            await work.notices.put(NOTICE)
            for chat in (GROUP, SECOND):
                where = Address(platform="chatter", chat=chat)
                work.live(where, Card(template="notice/text", facts={"text": TEXT}), about="N3/1")

        await town.line.work(send)
        await town.deliver(GROUP, owner="1")
        await town.deliver(SECOND)
        assert await town.line.column("SELECT state FROM notice") == ["sending"]
        town.said.pressed["t1"] = {"1": True}
        await town.wait(15)
        assert await town.line.column("SELECT state FROM notice") == ["sent"]


async def test_the_next_version_takes_the_one_before_back(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.wait(300, watch=False)
        later = replace(
            NOTICE, version=2, kind=NoticeKind.ALL_CLEAR, replaces=1, state=NoticeState.SENDING, until=NOW + HOUR * 24
        )

        async def job(work: Work) -> None:
            await send_out(work, later, by=CHEN)

        await town.line.work(job)
        assert set((await town.states()).values()) == {"cancelling"}
        owner, deputy = await town.card(), await town.card("hand_over_paste")
        assert (owner["waiting"], owner["rows"], deputy["waiting"], deputy["rows"]) == (0, [], 0, [])
        assert await town.deadline() is None


@pytest.mark.parametrize(("kind", "state"), [("evacuation", "cancelling"), ("all_clear", "waiting")])
async def test_an_incident_that_is_over_calls_nobody_out_any_more(tmp_path: Path, kind: str, state: str) -> None:
    async with handed(tmp_path) as town:
        incident = await town.line.open_incident(state=State.CLOSED, closed=NOW)
        await town.approve(replace(NOTICE, incident=incident.number, kind=NoticeKind(kind)))

        async def job(work: Work) -> None:
            work.happened(IncidentClosed(incident=incident.number, by="chen"))

        await town.line.work(job)
        assert set((await town.states()).values()) == {state}


async def test_when_its_time_is_over_people_knock_and_nobody_sends_it_late(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()

        async def job(work: Work) -> None:
            work.happened(NoticeLate(notice=3, version=1))

        await town.line.work(job)
        assert set((await town.states()).values()) == {"cancelling"}
        told = await town.line.column("SELECT chat FROM card WHERE template = 'notice/not_delivered'")
        assert set(told) == {"3", "-1", "-2"}


async def test_an_owner_who_is_not_in_the_roster_is_named_to_who_leads_the_shift(tmp_path: Path) -> None:
    chats = tuple(replace(chat, owner="", deputy="") for chat in ROSTER_OF_OWNERS.chats)
    async with handed(tmp_path, roster=replace(ROSTER_OF_OWNERS, chats=chats)) as town:
        await town.approve(owners={GROUP: "wangqiang", SECOND: "2"})
        cards = {one["to"]: one for one in await town.cards()}
        assert (cards["chen"]["known"], cards["chen"]["owner"]) == (False, "wangqiang")
        assert cards["li"]["known"], "by the account"


async def test_the_words_to_paste_come_with_the_link_residents_answer_by(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:

        async def keep(work: Work) -> None:
            await work.keep("link:chatter", "https://kf.example/?scene_param={start}")

        await town.line.work(keep)
        await town.approve()
        await town.wait(300, watch=False)
        link = (await town.cards("hand_over_words", live=False))[0]["link"]
        token = await town.line.column("SELECT token FROM notice")
        assert link == f"https://kf.example/?scene_param=n3-{token[0]}", "two groups: the link of neither"
        await town.approve(replace(NOTICE, version=2, parts=(Part(chats=(("chatter", LIS),), text="y"),)), task="t2")
        await town.wait(300, watch=False)
        links = {one["text"]: one["link"] for one in await town.cards("hand_over_words", live=False)}
        assert links["y"] == f"https://kf.example/?scene_param=n3-{LIS}"
