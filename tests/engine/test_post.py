"""Where cards go, in which words, and what becomes of live ones."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.events import PersonUnreachable
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import COMMAND, FAR, LI, OTHER, RESIDENT, ROSTER, STAFF, WANG

PARCELS = """SELECT o.kind, o.chat, c.template, o.state FROM outbox o JOIN card c ON c.id = o.card ORDER BY o.id"""
BUTTON = Choice(key="ack", label="ack", facts={"incident": 1})


def card(text: str = "card", **more: Any) -> Card:
    return Card(template=text, facts={"n": (1, 2)}, rows=((BUTTON,),), **more)


async def say(line: Bench, to: Any, *, key: str = "k", about: str = "", text: str = "card") -> None:
    async def job(work: Work) -> None:
        work.send(to, card(text), key=key, priority=Priority.EMERGENCY, about=about)

    await line.work(job)


async def live(
    line: Bench,
    to: Any = STAFF,
    *,
    fresh: bool = False,
    priority: Priority = Priority.EMERGENCY,
    **more: Any,
) -> None:
    async def job(work: Work) -> None:
        work.live(to, card(**more), about="1", fresh=fresh, priority=priority)

    await line.work(job)


async def shown(line: Bench) -> None:
    """Every message is sent and edited."""

    async def job(tx: Tx) -> None:
        await tx.run("UPDATE outbox SET state = 'sent', done = due WHERE state = 'todo'")
        await tx.run("UPDATE card SET shown = version, message = 'm' || id")

    await line.db.write(job)


async def test_a_key_is_said_once(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await say(line, STAFF, text="one")
        await say(line, COMMAND, text="two")
        assert await line.column(PARCELS) == [("send", "-1", "one", "todo")]
        assert await line.column("SELECT count(*) FROM card") == [1]


async def test_a_person_is_written_to_in_private_else_by_mention(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident(community="yuan")
        await say(line, LI, key="a")
        await say(line, LI, key="b", about="1/li")
        await line.met(2)
        await say(line, LI, key="c", about="1/li")
        rows = await line.column("SELECT chat, person, mention, language FROM card ORDER BY rowid")
        mention = '{"account":"2","name":"Li"}'
        assert rows == [("-1", "li", mention, "zh"), ("-3", "li", mention, "zh"), ("2", "li", None, "zh")]
        await line.say("", where={"platform": "chatter", "chat": "2"}, account="2", private=True, membership="removed")
        await say(line, LI, key="d")
        assert (await line.column("SELECT chat FROM card ORDER BY rowid DESC"))[0] == "-1"


async def test_a_group_reads_no_flat_and_nothing_private_of_a_card_meant_for_one_person(tmp_path: Path) -> None:
    secret = Card(template="card", facts={"at": [{"room": "301", "floor": "3"}], "name": "王女士", "private": ["name"]})
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            work.send(LI, secret, key=f"to {line.number}", priority=Priority.EMERGENCY)

        await line.work(job)
        await line.met(2)
        await line.work(job)
        group, private = await line.column("SELECT facts FROM card ORDER BY rowid")
        assert group == '{"at":[{"floor":"3","room":""}],"name":"","private":["name"]}'
        assert "301" in private
        assert "王女士" in private


async def test_staff_read_no_flat_when_the_command_chat_is_lost(tmp_path: Path) -> None:
    go = Choice(key="help_go:1", label="go_there", facts={"room": "301", "building": "3"})
    roll = Card(template="card", facts={"people": [{"room": "301"}], "n": 1, "private": ["people"]}, rows=((go,),))
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            work.live(COMMAND, roll, about="N1/roll")

        await line.work(job)
        await line.say("", where=vars(COMMAND), membership="removed")
        await line.work(job)
        assert await line.column("SELECT chat, facts LIKE '%301%', rows LIKE '%301%' FROM card ORDER BY rowid") == [
            ("-2", 1, 1),
            ("-1", 0, 0),
        ]


async def test_a_lost_group_is_passed_over(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("", where=vars(STAFF), membership="removed")
        for key, to in {"a": STAFF, "b": WANG, "c": COMMAND}.items():
            await say(line, to, key=key)
        assert await line.column("SELECT chat FROM card ORDER BY rowid") == ["-2", "-2", "-2"]
        await line.say("", where=vars(RESIDENT), membership="removed")
        await say(line, RESIDENT, key="d")
        assert len(await line.column("SELECT chat FROM card")) == 3
        assert await line.column("SELECT kind FROM timeline ORDER BY number") == ["ChatLost", "ChatLost"]
        await line.say("", where=vars(STAFF), membership="joined")
        await say(line, STAFF, key="e")
        assert (await line.column("SELECT chat FROM card ORDER BY rowid DESC"))[0] == "-1"


async def test_a_group_somebody_is_heard_from_is_not_lost_any_more(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("", where=vars(STAFF), membership="removed")
        await say(line, STAFF, key="a")
        await line.say("hello")
        await say(line, STAFF, key="b")
        assert await line.column("SELECT c.chat FROM outbox o JOIN card c ON c.id = o.card WHERE key < 'c'") == [
            "-2",
            "-1",
        ]


async def test_who_cannot_be_reached_at_all_is_told_of_once(tmp_path: Path) -> None:
    told: list[tuple[str, int | None]] = []

    async def tell(work: Work, event: PersonUnreachable) -> None:
        told.append((event.person, event.incident))
        work.send(FAR, card(), key=f"missing:{len(told)}", priority=Priority.EMERGENCY)  # not to be reached either

    async with bench(tmp_path, tell={PersonUnreachable: (tell,)}) as line:
        await line.say("", where=vars(OTHER), membership="removed")
        await say(line, FAR, key="a", about="1")
        await say(line, FAR, key="b", about="1")
        assert told == [("far", 1)]
        await say(line, FAR, key="c", about="2")
        assert told == [("far", 1), ("far", 2)]
        await line.met(4)
        await line.say("", where={"platform": "chatter", "chat": "4"}, account="4", private=True, membership="removed")
        await say(line, FAR, key="d", about="2")
        assert told[2:] == [("far", 2)]


async def test_an_equal_live_card_is_not_edited(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await live(line, pin=True)
        await live(line, pin=True)
        assert await line.column(PARCELS) == [("send", "-1", "card", "todo"), ("pin", "-1", "card", "todo")]
        [key] = await line.column("SELECT key FROM outbox WHERE kind = 'send' ORDER BY id")
        [id] = await line.column("SELECT id FROM card ORDER BY id")  # noqa: A001
        assert key == f"live:{id}:1"
        await shown(line)
        await live(line, pin=True)
        assert len(await line.column(PARCELS)) == 2


async def test_the_first_change_shows_at_once_and_later_ones_are_gathered(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await live(line)
        await shown(line)
        line.clock.move(seconds=10)
        await live(line, text="second")
        await shown(line)
        line.clock.move(seconds=1)
        await live(line, text="third")
        line.clock.move(seconds=1)
        await live(line, text="fourth")
        dues = await line.column("SELECT (due - created) / 1000000 FROM outbox WHERE kind = 'edit' ORDER BY id")
        assert dues == [0, 2]
        assert await line.column("SELECT template, version, shown FROM card") == [("fourth", 4, 2)]


async def test_a_change_of_a_card_goes_behind_a_new_call(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        for text in ("call", "somebody else has gone"):
            await live(line, text=text)
            await shown(line)
        ranks = await line.column("SELECT kind, priority FROM outbox ORDER BY id")
        assert ranks == [("send", Priority.EMERGENCY), ("edit", Priority.CHASE)]


async def test_the_answer_to_a_person_is_never_gathered(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        for text in ("question", "next question", "the one after"):
            await live(line, priority=Priority.ANSWER, text=text)
            await shown(line)
        assert await line.column("SELECT due - created FROM outbox WHERE kind = 'edit' ORDER BY id") == [0, 0]


async def test_a_fresh_duty_is_a_new_message_and_the_old_one_loses_its_buttons(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await live(line, pin=True)
        await shown(line)
        await live(line, fresh=True, quiet=True, pin=True)
        assert await line.column("SELECT live, rows <> '[]', quiet FROM card ORDER BY rowid") == [(0, 0, 0), (1, 1, 0)]
        kinds = await line.column("SELECT kind FROM outbox WHERE state = 'todo' ORDER BY id")
        assert sorted(kinds) == ["edit", "pin", "send", "unpin"]


async def test_two_live_cards_of_one_work_are_one(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            work.live(STAFF, card("one"), about="1", fresh=True)
            work.live(STAFF, card("two"), about="1")
            work.live(COMMAND, card("three"), about="1")

        await line.work(job)
        assert await line.column(PARCELS) == [("send", "-1", "two", "todo"), ("send", "-2", "three", "todo")]


async def test_cards_are_drawn_in_the_language_of_who_reads_them(tmp_path: Path) -> None:
    english = replace(ROSTER, people=(replace(LI, language="en"), WANG))
    async with bench(tmp_path, roster=english) as line:
        await line.met(2)
        await line.met(1)
        for key, to in {"a": replace(LI, language="en"), "b": WANG, "c": STAFF}.items():
            await say(line, to, key=key)
        for account, language in (("77", "de"), ("78", "zh-hant")):
            private = {"where": {"platform": "chatter", "chat": account}, "account": account, "private": True}
            await line.say("hm", language=language, **private)
            await say(line, Address(platform="chatter", chat=account), key=account)
        rows = await line.column("SELECT language FROM card WHERE template = 'card' ORDER BY rowid")
        assert rows == ["en", "zh", "zh", "en", "zh"]


async def test_a_group_that_gets_its_own_card_is_not_overwritten_by_that_of_a_lost_one(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("", where=vars(STAFF), membership="removed")

        async def job(work: Work) -> None:
            work.live(COMMAND, card("own"), about="1")
            work.live(STAFF, card("led"), about="1")

        await line.work(job)
        assert await line.column(PARCELS) == [("send", "-2", "own", "todo")]


async def test_a_change_never_waits_for_one_that_was_made_before_the_clock_was_set_back(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await live(line)
        await shown(line)
        await live(line, text="second")
        await shown(line)
        line.clock.move(hours=-1)
        await live(line, text="third")
        dues = await line.column("SELECT (due - created) / 1000000 FROM outbox WHERE kind = 'edit' ORDER BY id")
        assert dues == [0, 3]
