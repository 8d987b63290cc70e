"""Notices, answers, reports and residents as one piece of work sees them: as it has left them, and kept at its end."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import NoteAdded
from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.report import Report, ReportState
from bot.domain.roll_call import Answer, Resident, Word
from bot.store import notices, outbox, reports
from bot.talk.message import Card
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import NOW, RESIDENT

FIRST = Notice(
    number=1, kind=NoticeKind.EVACUATION, community="anju", incident=1, state=NoticeState.SENT, authors=("chen",),
    drafted=NOW,
)  # fmt: skip
OWED = Report(number=1, community="anju", incident=1, author="li", due=NOW)
ANSWER = Answer(notice=1, platform="chatter", account="77", word=Word.SAFE, at=NOW)
HOME = Resident(platform="chatter", account="77", community="anju", building="3", flat="402", at=NOW)
Job = Callable[[Work], Coroutine[Any, Any, None]]


async def test_a_work_reads_the_notices_it_has_put(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()

        async def job(work: Work) -> None:
            assert [await work.notices.next_number() for _ in range(2)] == [1, 2]
            assert await work.notices.get(1) is None
            await work.notices.put(FIRST)
            later = replace(FIRST, version=2, state=NoticeState.DRAFT)
            await work.notices.put(later)
            assert await work.notices.get(1) == later
            assert await work.notices.version(1, 1) == FIRST
            assert await work.notices.newest_of("anju") == (later,)
            await work.notices.put(replace(FIRST, number=5, community="yuan"))
            assert await work.notices.next_number() == 6

        await line.work(job)

        async def again(work: Work) -> None:
            later = replace(FIRST, version=2, state=NoticeState.DRAFT)
            assert (await work.notices.get(1), await work.notices.version(1, 1)) == (later, FIRST)
            await work.notices.put(replace(FIRST, reason="x"))
            assert await work.notices.get(1) == later  # a change of an older version leaves the newest the newest
            await work.notices.put(replace(later, state=NoticeState.DROPPED))
            assert await work.notices.newest_of("anju") == (replace(FIRST, reason="x"),)
            await work.notices.put(replace(FIRST, state=NoticeState.ENDED))
            assert await work.notices.newest_of("anju") == ()
            assert [one.number for one in await work.notices.newest_of("yuan")] == [5]

        await line.work(again)
        assert await notices.in_hand(line.db, "anju") == []


async def test_a_work_reads_the_reports_it_has_put(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()

        async def job(work: Work) -> None:
            assert [await work.reports.next_number() for _ in range(2)] == [1, 2]
            await work.reports.put(OWED)
            assert await work.reports.get(1) == OWED
            assert await work.reports.of_incident(1) == (OWED,)
            assert await work.reports.of_incident(2) == ()

        await line.work(job)

        async def again(work: Work) -> None:
            assert await work.reports.next_number() == 2
            second = replace(OWED, number=2, state=ReportState.SUBMITTED)
            await work.reports.put(second)
            assert await work.reports.waiting_of("anju") == (OWED, second)
            await work.reports.put(replace(OWED, state=ReportState.APPROVED))
            assert await work.reports.waiting_of("anju") == (second,)
            assert await work.reports.waiting_of("yuan") == ()
            assert [one.number for one in await work.reports.of_incident(1)] == [1, 2]

        await line.work(again)
        assert await reports.in_hand(line.db, "anju") == [2]


async def test_a_paper_of_an_incident_of_the_same_work_is_written_after_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        first = await line.open_incident()

        async def job(work: Work) -> None:
            number = await work.incidents.next_number()
            await work.reports.put(replace(OWED, incident=number))
            await work.notices.put(replace(FIRST, incident=number))
            await work.incidents.put(replace(first, number=number))

        await line.work(job)
        assert await reports.of_incident(line.db, 2) == [1]


async def test_answers_and_homes_are_kept(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            await work.roll_calls.put(replace(ANSWER, word=Word.HELP))
            await work.roll_calls.put(ANSWER)
            family = replace(ANSWER, family="501", at=NOW + timedelta(minutes=1))
            await work.roll_calls.put(family)
            assert await work.roll_calls.get(1, ("chatter", "77")) == ANSWER
            assert await work.roll_calls.get(1, ("chatter", "77"), "501") == family
            assert list(await work.roll_calls.answers(1)) == [ANSWER, family]
            await work.residents.put(HOME)

        await line.work(job)

        async def again(work: Work) -> None:
            assert await work.residents.get("chatter", "77", "anju") == HOME
            assert list(await work.residents.of_building("anju", "3")) == [HOME]
            assert len(await work.roll_calls.answers(1)) == 2

        await line.work(again)


@pytest.mark.parametrize("fails", [True, False])
async def test_a_handler_that_raises_has_kept_nothing(tmp_path: Path, *, fails: bool) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await _try(line, fails=fails)
        counts = [
            await line.column(f"SELECT count(*) FROM {table}")
            for table in ("notice", "report", "roll_answer", "resident")
        ]
        assert counts == [[0 if fails else 1]] * 4


async def _try(line: Bench, *, fails: bool) -> None:
    async def job(work: Work) -> None:
        await work.notices.put(FIRST)
        await work.reports.put(OWED)
        await work.roll_calls.put(ANSWER)
        await work.residents.put(HOME)
        if fails:
            raise LookupError

    if fails:
        with pytest.raises(LookupError):
            await line.work(job)
    else:
        await line.work(job)


async def test_the_past_of_an_incident_is_what_works_before_have_done(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        assert await line.work(lambda work: work.history(1)) == ()

        async def job(work: Work) -> None:
            work.happened(NoteAdded(incident=1, text="门开了", by="li"))
            work.happened(NoteAdded(incident=2, text="别的"))
            assert await work.history(1) == ()

        await line.work(job)
        [past] = await line.work(lambda work: work.history(1))
        assert (past.kind, past.person, past.at) == ("NoteAdded", "li", NOW)
        assert past.facts == {"text": "门开了", "files": []}


async def test_a_live_card_is_sent_by_its_time_or_never(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        until = NOW + timedelta(hours=1)

        async def job(work: Work) -> None:
            work.live(RESIDENT, Card(template="notice/text", pin=True), about="N1/1", until=until)

        await line.work(job)
        parcel = await outbox.get(line.db, 1)
        assert parcel is not None
        assert parcel.until == until

        async def change(work: Work) -> None:
            work.live(RESIDENT, Card(template="notice/over"), about="N1/1")

        await line.work(change)
        kept = await line.column("SELECT kind, until IS NOT NULL FROM outbox ORDER BY id")
        assert kept == [("send", 1), ("pin", 1), ("unpin", 0), ("edit", 0)]
