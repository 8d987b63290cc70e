"""The roll call's card: at most so many names and buttons, counts by building, and nobody it is not for."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deadline import Deadline
from bot.domain.notice import Notice, NoticeKind, NoticeState, Part
from bot.domain.paper_events import RollAnswered
from bot.domain.places import Building
from bot.domain.roll_call import Answer, Word
from bot.domain.roster import Roster
from bot.store.tx import Tx
from bot.talk.message import Card
from bot.talk.work import Work
from handlers.roll_card import COUNT, count_again, follow, refresh, roll_card, silent_cards
from handlers.roll_facts import holds
from handlers.standing import is_over, standing
from tests.engine.bench import Bench, bench
from tests.engine.community import COMMAND, NOW, RESIDENT, ROSTER

NOTICE = Notice(
    number=1,
    kind=NoticeKind.EVACUATION,
    community="anju",
    state=NoticeState.SENDING,
    buildings=("3",),
    authors=("chen",),
    drafted=NOW,
    approved=NOW,
    parts=(Part(chats=(("chatter", "-4"), ("chatter", "-5")), text="x"),),
)
TOWER = Building(name="3号楼", number="3", floors=30, flats_per_floor=4)
LOW = Building(name="4号楼", number="4", floors=2, flats_per_floor=2)


def estate(*buildings: Building) -> Roster:
    """The community with these buildings."""
    home, other = ROSTER.communities
    return replace(ROSTER, communities=(replace(home, buildings=buildings), other))


def answer(number: int, word: Word = Word.HELP, **more: object) -> Answer:
    facts = {"notice": 1, "platform": "chatter", "account": str(7000 + number), "word": word, "building": "3"}
    at = NOW + timedelta(seconds=number)
    return Answer(**facts | {"flat": f"{number // 4 + 1}0{number % 4 + 1}", "at": at} | more)  # type: ignore[arg-type]


async def drawn(line: Bench, *answers: Answer, flats: bool = True, notice: Notice = NOTICE) -> Card:
    async def job(work: Work) -> Card:
        await work.notices.put(notice)
        for one in answers:
            await work.roll_calls.put(one)
        return await roll_card(work, notice, flats=flats)

    card = await line.work(job)
    assert isinstance(card, Card)
    return card


def keys(card: Card) -> list[str]:
    return [choice.key.partition(":")[0] for row in card.rows for choice in row]


async def test_many_in_need_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        card = await drawn(line, *(answer(number) for number in range(25)), answer(30, Word.SAFE))
        people = card.facts["people"]
        assert isinstance(people, list)
        assert [one["place"]["room"] for one in people[:5]] == ["101", "102", "103", "104", "201"]
        assert (len(people), card.facts["more"], card.facts["help"]) == (20, 5, 25)
        assert (card.facts["safe"], card.facts["silent"]) == (1, 94)
        assert keys(card) == ["help_go"] * 8 + ["silent", "update", "all_clear"]
        assert len({choice.key for row in card.rows for choice in row}) == 11
        helped = await drawn(line, *(answer(number, helper="wang") for number in range(24)))
        assert keys(helped) == ["help_go", "silent", "update", "all_clear"]


async def test_a_group_of_staff_reads_figures_only(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        card = await drawn(line, answer(1, need="腿脚"), flats=False)
        assert (card.facts["people"], card.facts["help"], card.rows) == ([], 1, ())
        assert "腿脚" not in str(card)
        assert "102" not in str(card)


async def test_without_known_flats_nobody_is_called_silent(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        card = await drawn(line, answer(1))
        assert card.facts["silent"] is None
    async with bench(tmp_path, roster=estate(TOWER, Building(name="5号楼", number="5"))) as line:
        card = await drawn(line, answer(1), notice=replace(NOTICE, buildings=()))
        assert card.facts["silent"] is None
        assert [one["silent"] for one in rows_of(card)] == [119, None]


async def test_several_buildings_are_counted_each(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:
        both = replace(NOTICE, buildings=("3", "4"))
        card = await drawn(
            line,
            answer(1),
            answer(2, Word.SAFE, building="4", flat="101"),
            answer(3, Word.SAFE, building="", flat=""),
            answer(4, building="9", flat="101"),
            notice=both,
        )
        assert [(one["name"], one["safe"], one["help"], one["silent"]) for one in rows_of(card)] == [
            ("3号楼", 0, 1, 119),
            ("4号楼", 1, 0, 3),
        ]
        assert (card.facts["silent"], card.facts["flatless"], card.facts["outside"]) == (121, 1, 1)
        assert rows_of(await drawn(line)) == [], "one building is the whole"


def rows_of(card: Card) -> list[dict[str, object]]:
    rows = card.facts["by_building"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("reachable", [True, False])
async def test_who_reads_it(tmp_path: Path, *, reachable: bool) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await line.met(3)
        if not reachable:
            await line.say("", where=vars(COMMAND), membership="removed")
        await drawn(line, answer(1))
        await line.work(told(lambda work: refresh(work, RollAnswered(notice=1, version=1, word="help"))))
        readers = await line.column("SELECT chat, about FROM card WHERE template = 'roll/card'")
        assert readers == [("-2" if reachable else "3", "N1/roll")], "else those in charge in private, never staff"


def told(tell: Callable[[Work], Awaitable[None]]) -> Callable[[Work], Awaitable[None]]:
    async def job(work: Work) -> None:
        await tell(work)

    return job


async def test_groups_are_counted_by_what_became_of_the_message(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:

        async def send(work: Work) -> None:
            await work.notices.put(NOTICE)
            work.live(RESIDENT, Card(template="notice/text"), about="N1/1")
            work.live(replace(RESIDENT, chat="-5"), Card(template="notice/text"), about="N1/1")

        assert await groups(line) == (2, 0, 0, 0, False), "nothing is in line yet"
        await line.work(send)
        assert await groups(line) == (2, 0, 0, 0, False)
        await became(line, "-4", "sent")
        assert await groups(line) == (2, 1, 0, 0, False)
        await became(line, "-5", "uncertain")
        assert await groups(line) == (2, 1, 0, 1, True)
        await became(line, "-5", "failed")
        assert await groups(line) == (2, 1, 1, 0, True)


async def became(line: Bench, chat: str, state: str) -> None:
    async def job(tx: Tx) -> None:
        await tx.run("UPDATE outbox SET state = :state WHERE chat = :chat", state=state, chat=chat)

    await line.db.write(job)


async def groups(line: Bench) -> tuple[object, ...]:
    found = (await drawn(line)).facts["groups"]
    assert isinstance(found, dict)
    return (found["all"], found["sent"], found["failed"], found["unclear"], found["done"] is not None)


async def test_answers_of_three_seconds_are_counted_together_but_help_at_once(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:

        async def press(number: int, word: Word) -> None:
            async def job(work: Work) -> None:
                await work.notices.put(NOTICE)
                await work.roll_calls.put(answer(number, word))
                await follow(work, RollAnswered(notice=1, version=1, word=word.value))

            await line.work(job)

        async def shown() -> tuple[int, int]:
            facts = await line.column("SELECT facts FROM card WHERE template = 'roll/card'")
            found = json.loads(facts[0])
            return (found["safe"], found["help"])

        await press(1, Word.SAFE)
        assert await shown() == (1, 0), "the first shows at once"
        await press(2, Word.SAFE)
        line.clock.move(seconds=1)
        await press(3, Word.SAFE)
        assert await shown() == (1, 0)
        assert await line.column("SELECT kind, about, (due - :now) / 1000000 FROM deadline".replace(
            ":now", str(round(NOW.timestamp() * 1_000_000)))) == [(COUNT, "N1", 3)]  # fmt: skip
        await press(4, Word.HELP)
        assert await shown() == (3, 1), "help does not wait"
        await press(5, Word.HELP)
        line.clock.move(seconds=0.5)
        await press(6, Word.HELP)
        assert await shown() == (3, 1), "many cries are drawn together"
        await press(7, Word.SAFE)
        assert await line.column("SELECT kind, about, (due - :now) / 1000000 FROM deadline ORDER BY about".replace(
            ":now", str(round(NOW.timestamp() * 1_000_000)))) == [(COUNT, "N1", 4), (COUNT, "N1/help", 2)]  # fmt: skip
        await line.work(lambda work: count_again(work, Deadline(kind=COUNT, about="N1/help", due=NOW)))
        assert await shown() == (4, 3)


async def test_all_silent_flats_are_listed_in_as_many_messages_as_they_need(tmp_path: Path) -> None:
    high = replace(TOWER, floors=60)
    async with bench(tmp_path, roster=estate(high, LOW, Building(name="5号楼", number="5"))) as line:

        async def job(work: Work) -> list[Card]:
            await work.notices.put(replace(NOTICE, buildings=()))
            for flat in ("101", "102", "201", "202"):
                await work.roll_calls.put(answer(int(flat), Word.SAFE, building="4", flat=flat))
            await work.roll_calls.put(answer(1, building="3", flat="101"))
            await work.roll_calls.put(answer(2, Word.SAFE, building="3", flat="102", family="3/102"))
            await work.roll_calls.put(answer(3, Word.SAFE, building="3", flat="103", family="3/103"))
            await work.roll_calls.put(answer(4, Word.SAFE, building="3", flat="103"))
            await work.roll_calls.put(answer(5, building="3", flat="104", family="3/104"))
            return await silent_cards(work, replace(NOTICE, buildings=()))

        pages = await line.work(job)
        lists = [page.facts["lists"] for page in pages]
        assert [[one["name"] for one in listed] for listed in lists] == [["3号楼"], ["3号楼", "4号楼", "5号楼"]]
        homes = [home for listed in lists for one in listed for floor in one["floors"] for home in floor["flats"]]
        flats = [home["flat"] for home in homes]
        assert (len(flats), flats[0], flats[-1]) == (237, "102", "6004")
        assert [home["flat"] for home in homes if home["by_another"]] == ["102"], "who lives there has not said so"
        assert all(page.facts["marked"] for page in pages)
        assert [(one["known"], one["floors"]) for one in lists[-1][1:]] == [(True, []), (False, [])]
        assert [page.facts["more"] for page in pages] == [0, 0]


async def test_the_newest_version_residents_got_counts(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            assert await standing(work, 1) is None
            await work.notices.put(replace(NOTICE, approved=None, state=NoticeState.SUBMITTED))
            assert await standing(work, 1) is None
            assert not await holds(work, 1)
            await work.notices.put(NOTICE)
            await work.notices.put(replace(NOTICE, version=2, approved=None, state=NoticeState.DRAFT))
            assert await standing(work, 1) == NOTICE
            assert await holds(work, 1)
            over = replace(NOTICE, version=2, kind=NoticeKind.ALL_CLEAR)
            await work.notices.put(over)
            assert await standing(work, 1) == over
            assert is_over(over)
            ended = await roll_card(work, over)
            assert keys(ended) == ["silent"]
            assert ended.facts["kind"] == "evacuation", "what people answered to"

        await line.work(job)
