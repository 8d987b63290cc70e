"""Notices, answers, reports and residents come back from their rows as they went in, and are found in order."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.notice import Notice, NoticeKind, NoticeState, Part, digest_of
from bot.domain.report import Report, ReportState, Section
from bot.domain.roll_call import Answer, Resident, Word
from bot.store import incidents, notices, playbooks, reports, residents, roll_calls
from bot.store.db import Database, Tx
from tests.store.test_incidents import PLAN, incident

NOW = datetime(2026, 11, 22, 2, 40, 0, 123456, tzinfo=UTC)
PARTS = (
    Part(chats=(("telegram", "-1"), ("telegram", "-2")), text="【真实】3号楼，走楼梯下楼 <b>{{ 7 }}"),
    Part(chats=(("telegram", "-10"), ("wecom", "-1")), text="Leave by the stairs", lost=(("telegram", "-3"),)),
)
NOTICE = Notice(
    number=3,
    version=2,
    kind=NoticeKind.EVACUATION,
    community="anju",
    incident=1,
    state=NoticeState.SENT,
    buildings=("3", "4"),
    given={"assembly": "中心花园", "until": NOW.isoformat()},
    authors=("zhou", "wang"),
    drafted=NOW,
    submitted=NOW + timedelta(minutes=1),
    parts=PARTS,
    digest=digest_of(PARTS),
    approver="chen",
    approved=NOW + timedelta(minutes=2),
    overridden=True,
    reason="没人应",
    until=NOW + timedelta(hours=1),
    before=NOW - timedelta(hours=1),
)
REPORT = Report(
    number=5,
    community="anju",
    incident=1,
    state=ReportState.SUBMITTED,
    author="wang",
    authors=("wang", "zhou"),
    due=NOW,
    sections={Section.WHEN: "02:40", Section.LOSS: "没有"},
    photos=("photo:1",),
    no_photo="太黑",
    signature="王强",
    signed=NOW,
    approver="chen",
    approved=NOW,
    reason="写明地点",
)
ANSWER = Answer(
    notice=3, platform="telegram", account="9", family="402", word=Word.HELP, building="3", flat="402",
    need="腿脚不便", helper="wang", rang=NOW, at=NOW,
)  # fmt: skip
Put = Callable[[Tx], Coroutine[Any, Any, None]]


@pytest.fixture
async def held(db: Database) -> Database:
    """A database with incident 1."""

    async def job(tx: Tx) -> None:
        await incidents.put(tx, incident(playbook=await playbooks.add(tx, PLAN)), before=None)

    await db.write(job)
    return db


async def write(db: Database, *puts: Put) -> None:
    for put in puts:
        await db.write(put)


@pytest.mark.parametrize(
    "notice",
    [NOTICE, Notice(number=3, kind=NoticeKind.TYPHOON, community="anju", authors=("zhou",), drafted=NOW)],
)
async def test_a_notice_comes_back_whole(held: Database, notice: Notice) -> None:
    await write(
        held, partial(notices.put, notice=replace(notice, reason="before")), partial(notices.put, notice=notice)
    )
    assert await notices.version(held, 3, notice.version) == notice
    assert await notices.get(held, 3) == notice
    assert await notices.get(held, 4) is None
    assert await notices.version(held, 3, 9) is None


async def test_the_newest_version_counts_and_what_is_in_hand_is_found(held: Database) -> None:
    assert await notices.newest(held) == 0
    for number, version, state, community in (
        (1, 1, NoticeState.ENDED, "anju"),
        (1, 2, NoticeState.SENDING, "anju"),
        (2, 1, NoticeState.DROPPED, "anju"),
        (3, 1, NoticeState.SENT, "anju"),
        (3, 2, NoticeState.REFUSED, "anju"),
        (4, 1, NoticeState.DRAFT, "yuan"),
        (5, 1, NoticeState.ENDED, "anju"),
        (5, 2, NoticeState.SENT, "anju"),
        (6, 2, NoticeState.SENDING, "anju"),
    ):
        kind = NoticeKind.ALL_CLEAR if number > 4 and version > 1 else NoticeKind.EVACUATION
        one = replace(NOTICE, number=number, version=version, kind=kind, state=state, community=community)
        await write(held, partial(notices.put, notice=one))
    waiting = [(one.number, one.version) for one in await notices.in_hand(held, "anju")]
    assert waiting == [(1, 2), (3, 1), (3, 2), (6, 2)], "what has ended a notice is over with it"
    found = await notices.get(held, 3)
    assert found is not None
    assert found.version == 2
    assert await notices.newest(held) == 6


async def test_a_notice_follows_its_groups_and_stays_what_was_approved(held: Database) -> None:
    await write(
        held, partial(notices.put, notice=NOTICE), partial(notices.put, notice=replace(NOTICE, number=4, parts=()))
    )
    await write(held, partial(notices.move_chat, platform="telegram", old="-1", new="-100"))
    moved = await notices.get(held, 3)
    assert moved is not None
    assert [part.chats for part in moved.parts] == [
        (("telegram", "-100"), ("telegram", "-2")),
        (("telegram", "-10"), ("wecom", "-1")),
    ]
    assert replace(moved, parts=PARTS) == NOTICE
    await write(held, partial(notices.move_chat, platform="telegram", old="-3", new="-300"))
    back = await notices.get(held, 3)
    assert back is not None
    assert back.parts[1].groups == (("telegram", "-10"), ("wecom", "-1"), ("telegram", "-300"))
    await write(held, partial(notices.move_chat, platform="telegram", old="-2", new="-100"))
    once = await notices.get(held, 3)
    assert once is not None
    assert once.parts[0].chats == (("telegram", "-100"),)


async def test_the_newest_answer_of_each_person_and_flat_is_kept(db: Database) -> None:
    own = replace(ANSWER, family="", at=NOW + timedelta(minutes=1))
    early = replace(ANSWER, account="1", at=NOW - timedelta(minutes=1))
    other = replace(ANSWER, notice=4)
    for one in (replace(ANSWER, word=Word.SAFE, need="", helper=None), own, early, other, ANSWER):
        await write(db, partial(roll_calls.put, answer=one))
    assert await roll_calls.answers(db, 3) == [early, ANSWER, own]
    assert await roll_calls.get(db, 3, ("telegram", "9"), "402") == ANSWER
    assert await roll_calls.get(db, 3, ("telegram", "9"), "") == own
    assert await roll_calls.get(db, 3, ("wecom", "9"), "") is None


@pytest.mark.parametrize("report", [REPORT, Report(number=5, community="anju", incident=1, author=None, due=NOW)])
async def test_a_report_comes_back_whole(held: Database, report: Report) -> None:
    await write(held, partial(reports.put, report=replace(report, reason="x")), partial(reports.put, report=report))
    assert await reports.get(held, 5) == report
    assert await reports.get(held, 6) is None
    assert await reports.newest(held) == 5


async def test_reports_are_found_by_incident_and_by_who_waits(held: Database) -> None:
    for number, state in enumerate(ReportState, start=1):
        await write(held, partial(reports.put, report=replace(REPORT, number=number, state=state)))
    assert await reports.of_incident(held, 1) == [1, 2, 3, 4, 5, 6]
    assert await reports.of_incident(held, 2) == []
    waiting = [await reports.get(held, number) for number in await reports.in_hand(held, "anju")]
    assert [one.state.value for one in waiting if one] == ["owed", "draft", "submitted", "returned"]
    assert await reports.in_hand(held, "yuan") == []


async def test_a_resident_is_remembered_in_each_community(db: Database) -> None:
    first = Resident(platform="telegram", account="9", community="anju", building="3", flat="402", at=NOW)
    near = replace(first, account="8", flat="301")
    far = replace(first, community="yuan", building="1", flat="")
    for one in (replace(first, flat="999"), near, far, first):
        await write(db, partial(residents.put, resident=one))
    assert await residents.get(db, "telegram", "9", "anju") == first
    assert await residents.get(db, "telegram", "9", "yuan") == far
    assert await residents.get(db, "wecom", "9", "anju") is None
    assert await residents.of_building(db, "anju", "3") == [near, first]


async def test_words_no_database_takes_are_kept_without_what_it_refuses(held: Database) -> None:
    await write(
        held,
        partial(notices.put, notice=replace(NOTICE, parts=(Part(chats=(), text="ab\ud83d"),))),
        partial(roll_calls.put, answer=replace(ANSWER, need="a\0b\ud83d")),
    )
    notice, answer = await notices.get(held, 3), (await roll_calls.answers(held, 3))[0]
    assert notice is not None
    assert notice.parts[0].text == answer.need == "ab\ufffd"
