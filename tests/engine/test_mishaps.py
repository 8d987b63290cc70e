"""What becomes of messages that did not get through."""
# ruff: noqa: ARG001 - told functions are called with more than these need

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.events import ChatLost, Event, ResidentNotReached, SendUncertain
from bot.domain.given_up import ChaseFailed
from bot.engine.mishaps import Mishaps
from bot.store import accounts, cards, outbox
from bot.store.cards import Stored
from bot.store.outbox import Parcel
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Tell, Work
from tests.engine.bench import Bench, bench
from tests.engine.community import LI, STAFF

LEFT = """SELECT o.key, o.chat, c.mention IS NOT NULL FROM outbox o JOIN card c ON c.id = o.card
    WHERE o.id > 1 ORDER BY o.id"""
LI_PRIVATE = Address(platform="chatter", chat="2")


async def told_of(line: Bench, what: str, *facts: Any) -> None:
    """As the outbox does it: in a write, and then what is to be done after it."""
    mishaps = Mishaps(line.inbox, after=lambda: line.stirred.append(None))
    committed = await line.db.write(lambda tx: getattr(mishaps, what)(tx, *facts))
    committed()


async def sent(line: Bench, to: Any, *, live: bool = False) -> tuple[Parcel, Stored]:
    """A parcel that the outbox has under way."""

    async def job(work: Work) -> None:
        if live:
            work.live(to, Card(template="card"), about="1/li")
        else:
            work.send(to, Card(template="card"), key="k", priority=Priority.EMERGENCY, about="1/li")

    await line.work(job)

    async def claim(tx: Tx) -> tuple[Parcel, Stored]:
        parcel = await outbox.claim(tx, 1, now=line.clock.now())
        assert parcel is not None
        stored = await cards.get(tx, parcel.card)
        assert stored is not None
        await outbox.end(tx, parcel, outbox.ParcelState.FAILED, now=line.clock.now())
        return parcel, stored

    return await line.db.write(claim)


def counted(*kinds: type[Event]) -> tuple[list[Event], Mapping[type[Event], tuple[Tell, ...]]]:
    told: list[Event] = []

    async def tell(work: Work, event: Event) -> None:
        told.append(event)

    return told, dict.fromkeys(kinds, (tell,))


async def test_what_was_meant_for_a_lost_group_goes_to_the_next(tmp_path: Path) -> None:
    told, tell = counted(ChatLost)
    async with bench(tmp_path, tell=tell) as line:
        await line.open_incident()
        parcel, stored = await sent(line, STAFF)
        await told_of(line, "lost", parcel, stored, "kicked")
        await told_of(line, "lost", parcel, stored, "kicked")
        assert told == [ChatLost(platform="chatter", chat="-1", reason="kicked")]
        assert await line.column(LEFT) == [("k:group", "-2", 0)]
        assert await accounts.lost(line.db, "chatter", "-1")


async def test_what_was_meant_in_private_goes_to_the_group_with_a_mention(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.met(2)
        parcel, stored = await sent(line, LI)
        assert parcel.where == LI_PRIVATE
        await told_of(line, "lost", parcel, stored, "blocked")
        assert await line.column(LEFT) == [("k:group", "-1", 1)]
        assert await line.column("SELECT kind, incident FROM timeline ORDER BY number") == [("PersonUnreachable", 1)]
        account = await accounts.get(line.db, "chatter", "2")
        assert account is not None
        assert account.chat == ""


async def test_a_live_card_of_a_lost_conversation_lives_on_in_the_group(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.met(2)
        parcel, stored = await sent(line, LI, live=True)
        await told_of(line, "lost", parcel, stored, "blocked")
        assert await line.column("SELECT chat, live FROM card ORDER BY rowid") == [("2", 0), ("-1", 1)]


async def test_a_strangers_conversation_goes_nowhere_else(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        private = Address(platform="chatter", chat="77")
        parcel, stored = await sent(line, private)
        await told_of(line, "lost", parcel, stored, "blocked")
        assert await line.column(LEFT) == []


async def test_what_was_urgent_for_a_resident_is_told_and_not_passed_on(tmp_path: Path) -> None:
    told, tell = counted(ResidentNotReached)
    async with bench(tmp_path, tell=tell) as line:
        await line.open_incident()
        parcel, stored = await sent(line, Address(platform="chatter", chat="77"))
        await told_of(line, "lost", replace(parcel, priority=Priority.ANSWER), stored, "blocked")
        assert told == [], "who does not want an answer any more is nobody's worry"
        await told_of(line, "lost", parcel, stored, "blocked")
        (event,) = told
        assert event == ResidentNotReached(platform="chatter", account="77", template="card", waits=False, incident=1)
        assert await line.column(LEFT) == []


async def test_a_moved_group_is_followed_everywhere_and_said_once(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await sent(line, STAFF)

        async def job(work: Work) -> None:
            work.send(STAFF, Card(template="card"), key="todo", priority=Priority.ROUTINE)

        await line.work(job)
        await told_of(line, "moved", "chatter", "-1", "-100")
        moved = {"where": vars(STAFF), "account": "", "membership": "moved", "moved_to": "-100"}
        await line.say("", **moved)
        assert await line.column("SELECT chat FROM outbox WHERE state = 'todo'") == ["-100"]
        assert await line.column("SELECT kind FROM timeline ORDER BY number") == ["ChatMoved"]
        assert line.inbox.world.roster.chats[0].id == "-100"
        await line.say("card", where={"platform": "chatter", "chat": "-100"})
        assert await line.answer() == ("heard", "-100", "m2")

        async def late(work: Work) -> None:
            work.send(STAFF, Card(template="card"), key="late", priority=Priority.ROUTINE)  # the id a report remembers

        await line.work(late)
        assert (await line.column("SELECT chat FROM outbox ORDER BY id DESC"))[0] == "-100"
        await line.inbox.change_roster(line.inbox.world.roster.moved("chatter", "-100", "-1"), "d")
        assert line.inbox.world.roster.chats[0].id == "-100"


async def test_doubt_about_a_chat_is_told_once_in_a_while_and_always_recorded(tmp_path: Path) -> None:
    told, tell = counted(SendUncertain)
    async with bench(tmp_path, tell=tell) as line:
        parcel, stored = await sent(line, STAFF)
        await told_of(line, "uncertain", parcel, stored)
        await told_of(line, "refused", parcel, stored, "too long")
        assert len(told) == 1
        assert told[0] == SendUncertain(platform="chatter", chat="-1", template="card", incident=1)
        line.clock.move(minutes=11)
        await told_of(line, "uncertain", parcel, stored)
        assert len(told) == 2
        assert await line.column("SELECT count(*) FROM timeline") == [3]


async def test_a_live_card_that_cannot_be_edited_any_more_is_sent_anew(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        parcel, stored = await sent(line, STAFF, live=True)
        edit = Parcel(**{**vars(parcel), "kind": outbox.Kind.EDIT, "due": parcel.due + timedelta(1)})
        await told_of(line, "refused", edit, stored, "message to edit not found")
        assert await line.column("SELECT live FROM card ORDER BY rowid") == [0, 1]


async def test_an_old_card_never_covers_what_the_group_reads_by_now(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.met(2)
        parcel, stored = await sent(line, LI, live=True)
        await line.say("", where=vars(LI_PRIVATE), account="2", private=True, membership="removed")

        async def job(work: Work) -> None:
            work.live(LI, Card(template="newer"), about="1/li")

        await line.work(job)
        await told_of(line, "lost", parcel, stored, "blocked")
        assert await line.column("SELECT template, chat FROM card WHERE live = 1") == [("newer", "-1")]


async def test_a_card_that_changed_while_it_was_under_way_is_sent_elsewhere_as_it_is_by_now(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.met(2)
        parcel, stored = await sent(line, LI, live=True)

        async def job(work: Work) -> None:
            work.live(LI, Card(template="newer"), about="1/li")

        await line.work(job)
        await told_of(line, "lost", parcel, stored, "blocked")
        assert await line.column("SELECT template, chat FROM card WHERE live = 1") == [("newer", "-1")]


async def test_telling_that_failed_is_told_by_itself(tmp_path: Path) -> None:
    told, tell = counted(ChaseFailed)
    async with bench(tmp_path, tell=tell) as line:
        parcel, _ = await sent(line, STAFF)
        await told_of(line, "untold", parcel)
        assert told == [ChaseFailed(kind="send", about="1/li", incident=1)]
