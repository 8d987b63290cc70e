"""The weekly duty roll call by person: several accounts, two entries of one person, nobody to ask, a community gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.deadline import Deadline
from bot.domain.events import RosterChanged
from bot.talk.message import Address, Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import CHASES, TELL, duty_roll
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, LI, NOW, ROSTER, WANG

RINGS = datetime(2026, 11, 23, 2, 7, tzinfo=UTC)
ABOUT = "duty/anju/2026-11-23"
DUE = """SELECT kind, about, due / 1000000 FROM deadline WHERE state = 'open' AND kind != 'unstaffed'
    ORDER BY kind, about"""
"""Departments of which there is nobody are another matter (tests/stories/test_staffing.py)."""
SHOWN = """SELECT chat, json_extract(facts, '$.here'), json_array_length(rows) FROM card
    WHERE template = 'duty/roll' ORDER BY chat"""
LISTENS = "SELECT account FROM talk ORDER BY account"
COUNTED = """SELECT o.person, json_extract(c.facts, '$.all'), json_extract(c.facts, '$.here'),
        json_extract(c.facts, '$.silent'), json_extract(c.facts, '$.unreached')
    FROM outbox o JOIN card c ON c.id = o.card WHERE c.template = 'duty/count' ORDER BY o.id"""


async def ring(line: Bench, kind: str = duty_roll.RING, *, late: float = 0) -> None:
    line.clock.at = RINGS
    line.clock.move(minutes=late + (30 if kind == duty_roll.COUNT else 0))
    due = Deadline(kind=kind, about=ABOUT, due=RINGS)
    await line.db.write(lambda tx: line.inbox.fire(tx, due))


async def press(line: Bench, person: Any) -> Toast:
    async def job(work: Work) -> Card | Toast | None:
        where = Address(platform="chatter", chat="1")
        said = Incoming(key="1", at=work.now, where=where, account="1", private=True)
        return await duty_roll.here(work, person, said, Asked(facts={"community": "anju", "day": "2026-11-23"}))

    answer = await line.work(job)
    assert isinstance(answer, Toast)
    return answer


async def test_each_community_has_its_monday_and_planning_again_changes_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, tell=TELL) as line:
        yuan = replace(ROSTER.communities[1], timezone="Europe/Berlin")
        roster = replace(ROSTER, communities=(ROSTER.communities[0], yuan))
        for _ in range(2):
            await line.inbox.change_roster(roster, "digest")
            await line.inbox.arrange(duty_roll.plan)
        assert await line.column(DUE) == [
            (duty_roll.RING, ABOUT, int(RINGS.timestamp())),
            (duty_roll.RING, "duty/yuan/2026-11-23", int(RINGS.timestamp()) + 7 * 3600),
        ]


async def test_one_answer_counts_for_all_accounts_and_entries_of_a_person(tmp_path: Path) -> None:
    wang = replace(WANG, accounts={"chatter": "1", "other": "11"}, phone="13800000001")
    again = replace(wang, id="wang2", accounts={"chatter": "12"})
    roster = replace(ROSTER, people=(wang, LI, CHEN, again))
    async with bench(tmp_path, tell=TELL, chases=CHASES, roster=roster) as line:
        for account in (1, 2, 3, 12):
            await line.met(account)
        await ring(line)
        assert await line.column(SHOWN) == [("1", 0, 1), ("2", 0, 1), ("3", 0, 1)]
        assert (await press(line, again)).template == "duty_here"
        assert (await press(line, wang)).template == "duty_already"
        assert await line.column(LISTENS) == ["2", "3"], "who has answered may write of anything else"
        assert await line.column(SHOWN) == [("1", 1, 0), ("2", 0, 1), ("3", 0, 1)]
        kinds = await line.column("SELECT kind, person FROM timeline WHERE kind LIKE 'DutyRoll%' ORDER BY number")
        assert kinds == [("DutyRollCalled", None), ("DutyRollAnswered", "wang")]


async def test_who_leads_hears_it_once_and_who_was_not_asked_need_not_answer(tmp_path: Path) -> None:
    async with bench(tmp_path, tell=TELL, chases=CHASES) as line:
        await line.met(1)
        await line.met(3)
        await ring(line)
        assert (await press(line, LI)).template == "duty_not_asked"
        await press(line, CHEN)
        await ring(line, duty_roll.COUNT)
        assert await line.column(LISTENS) == []
        await ring(line, duty_roll.COUNT)
        assert await line.column(COUNTED) == [("chen", 4, 1, '["Wang"]', '["Li","Li"]')]
        late = await press(line, WANG)
        assert (late.template, late.facts["late"]) == ("duty_here", True)


async def test_the_next_is_planned_whatever_becomes_of_this_one(tmp_path: Path) -> None:
    nobody = replace(ROSTER, people=tuple(replace(one, accounts={}) for one in ROSTER.people))
    async with bench(tmp_path, tell=TELL, chases=CHASES, roster=nobody) as line:
        await ring(line)
        assert await line.column(SHOWN) == []
        assert await line.column(DUE) == [(duty_roll.RING, "duty/anju/2026-11-30", int(RINGS.timestamp()) + 7 * 86_400)]


async def test_a_community_that_is_gone_and_a_company_without_it_are_asked_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, tell=TELL, chases=CHASES, roster=replace(ROSTER, communities=())) as line:
        await line.met(1)
        await ring(line)
        await ring(line, duty_roll.COUNT)
        assert (await line.column(SHOWN), await line.column(DUE)) == ([], [])
    (folder := tmp_path / "off").mkdir()
    async with bench(folder, tell=TELL, chases=CHASES) as line:
        await line.met(1)
        line.inbox._world = replace(line.inbox.world, company=replace(line.inbox.world.company, duty_roll=False))
        await line.inbox.record(RosterChanged(digest="x"))
        await line.inbox.arrange(duty_roll.plan)
        await ring(line)
        assert (await line.column(SHOWN), await line.column(DUE)) == ([], [])


async def test_one_that_was_missed_says_so(tmp_path: Path) -> None:
    async with bench(tmp_path, tell=TELL, chases=CHASES) as line:
        await line.met(1)
        assert line.clock.now() == NOW
        await ring(line, late=600)
        assert await line.column("SELECT json_extract(facts, '$.late') FROM card WHERE template = 'duty/roll'") == [1]
