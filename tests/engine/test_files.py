"""A file is fetched once, kept, and goes with its message to platforms that do not know it; words never wait long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.engine.files import GIVEN_UP, LARGEST, PATIENCE, ROUTINE_PATIENCE, Files, home_of
from bot.engine.outbox import Outbox
from bot.store import files
from bot.store.cards import Stored
from bot.store.db import Database, open_database
from bot.store.file_folder import FileFolder
from bot.store.files import FileState
from bot.store.migrate import migrate
from bot.talk.message import Address, Content, Drawn, Priority
from bot.talk.platform import GoneError, Platform, PlatformError
from tests.engine.bench import MIGRATIONS, bench
from tests.engine.chatter import Speech
from tests.engine.sending import Desk, StoppedClock, card_of

WECOM, TELEGRAM = "photo:wecom/3a8k", "photo:AgAC1"
PICTURE = Content(name="3a8k.jpg", data=b"picture")


@dataclass
class Shelf:
    """A platform that only gives files, by script; with success once that is used up."""

    script: list[Content | Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hang: bool = False

    async def fetch(self, file: str) -> Content:
        self.asked.append(file)
        if self.hang:
            await asyncio.Event().wait()
        said = self.script.pop(0) if self.script else PICTURE
        if isinstance(said, Exception):
            raise said
        return said


@dataclass(kw_only=True)
class Room:
    """The keeping of files, and what a test wants of it."""

    db: Database
    clock: StoppedClock
    shelf: Shelf
    folder: FileFolder
    path: Path

    @property
    def files(self) -> Files:
        """As a program started anew has it."""
        platforms = dict.fromkeys(("wecom", "telegram"), cast(Platform, self.shelf))
        return Files(self.db, self.clock, platforms=platforms, folder=self.folder, words=Speech())

    async def want(self, *ids: str) -> None:
        await self.db.write(lambda tx: files.want(tx, ids, now=self.clock.now()))

    async def state(self, id: str = WECOM) -> FileState:
        row = await files.get(self.db, id)
        assert row is not None
        return row.state

    async def enclose(self, file: str, to: str, *, priority: Priority = Priority.EMERGENCY) -> Drawn | None:
        stored = card_of("card", where=Address(platform=to, chat="1"))
        return await self.files.enclose(Drawn(text="words", file=file, priority=priority), stored)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    db = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    await migrate(db, MIGRATIONS, backup=False)
    path = tmp_path / "files"
    yield Room(db=db, clock=StoppedClock(), shelf=Shelf(), folder=FileFolder(path), path=path)
    await db.close()


def test_whose_a_file_is() -> None:
    assert [home_of(one) for one in (WECOM, TELEGRAM, "voice:weixin_kf/a/b", "location:22.5,114.1", "")] == [
        "wecom", "telegram", "weixin_kf", "telegram", "telegram"
    ]  # fmt: skip


async def test_a_message_wants_its_files_in_its_own_commit(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("现场", files=[WECOM, TELEGRAM, "location:wecom/1,2", "photo:"])
        assert await line.column("SELECT id, state FROM file ORDER BY id") == [(WECOM, "wanted")]
        await line.say("no", files=["photo:wecom/no"])
        await line.say("elsewhere", files=["photo:wecom/strange"], where={"platform": "chatter", "chat": "-99"})
        assert "photo:wecom/strange" not in await line.column("SELECT id FROM file ORDER BY id")


async def test_it_is_fetched_once_and_enclosed_for_every_platform(room: Room) -> None:
    await room.want(WECOM)
    await room.files.turn()
    assert await room.state() is FileState.KEPT
    for to in ("telegram", "wecom", "weixin_kf"):
        drawn = await room.enclose(WECOM, to)
        assert drawn == Drawn(text="words", file=WECOM, content=PICTURE, priority=Priority.EMERGENCY)
    await room.files.turn()
    assert room.shelf.asked == [WECOM]


async def test_a_bare_id_goes_as_it_is_at_home_and_is_fetched_for_others(room: Room) -> None:
    at_home = await room.enclose(TELEGRAM, "telegram")
    assert at_home is not None
    assert (at_home.file, at_home.content) == (TELEGRAM, None)
    for file in ("location:22.5,114.1", "contact:13800000001"):
        as_it_is = await room.enclose(file, "wecom")
        assert as_it_is is not None
        assert (as_it_is.file, as_it_is.content) == (file, None)
    assert room.shelf.asked == []
    assert await room.enclose(TELEGRAM, "wecom") is None
    await room.files.turn()
    enclosed = await room.enclose(TELEGRAM, "wecom")
    assert enclosed is not None
    assert enclosed.content == PICTURE


async def test_words_go_without_a_file_that_is_gone(room: Room) -> None:
    room.shelf.script = [GoneError("expired")]
    await room.want(WECOM)
    await room.files.turn()
    assert await room.state() is FileState.GONE
    drawn = await room.enclose(WECOM, "telegram")
    assert drawn is not None
    assert (drawn.file, drawn.content) == ("", None)
    assert drawn.text == "words\n\nzh:trouble/file_gone:{}"


@pytest.mark.parametrize("data", [b"", b"x" * (LARGEST + 1)], ids=["empty", "too large"])
async def test_what_can_not_be_kept_is_gone(room: Room, data: bytes) -> None:
    room.shelf.script = [Content(name="a", data=data)]
    await room.want(WECOM)
    await room.files.turn()
    assert await room.state() is FileState.GONE
    assert not room.path.exists()


@pytest.mark.parametrize(
    ("priority", "patience"), [(Priority.EMERGENCY, PATIENCE), (Priority.ROUTINE, ROUTINE_PATIENCE)]
)
async def test_words_that_are_needed_do_not_wait_long(room: Room, priority: Priority, patience: timedelta) -> None:
    await room.want(WECOM)
    room.clock.go(patience.total_seconds() - 1)
    assert await room.enclose(WECOM, "telegram", priority=priority) is None
    room.clock.go(1)
    drawn = await room.enclose(WECOM, "telegram", priority=priority)
    assert drawn is not None
    assert drawn.file == ""
    await room.files.turn()
    whole = await room.enclose(WECOM, "telegram", priority=priority)
    assert whole is not None
    assert whole.content == PICTURE


async def test_a_platform_that_fails_is_asked_again_ever_more_seldom_for_three_days(room: Room) -> None:
    room.shelf.script = [PlatformError("not now"), TimeoutError(), ValueError("秘密"), *[PlatformError("no")] * 999]
    await room.want(WECOM)
    asked, begun = [], room.clock.monotonic()
    while room.clock.monotonic() - begun < 700:
        before = len(room.shelf.asked)
        await room.files.turn()
        asked += [room.clock.monotonic() - begun] * (len(room.shelf.asked) - before)
        room.clock.go(1)
    assert asked == [0, 2, 6, 14, 30, 62, 126, 254, 510]
    assert await room.state() is FileState.WANTED
    room.clock.go(GIVEN_UP.total_seconds())
    await room.files.turn()
    assert await room.state() is FileState.GONE


async def test_of_a_platform_that_is_not_set_up_nothing_is_had(room: Room) -> None:
    await room.want("photo:weixin_kf/1", WECOM)
    await room.files.turn()
    assert [await room.state(one) for one in ("photo:weixin_kf/1", WECOM)] == [FileState.WANTED, FileState.KEPT]


async def test_cut_off_in_the_middle_it_is_wanted_still(room: Room) -> None:
    room.shelf.hang = True
    await room.want(WECOM)
    running = asyncio.create_task(room.files.run())
    async with asyncio.timeout(5):
        while not room.shelf.asked:  # noqa: ASYNC110 - the database answers from another thread
            await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await room.state() is FileState.WANTED
    room.shelf.hang = False
    await room.files.turn()
    assert await room.state() is FileState.KEPT


async def test_what_is_not_in_the_folder_any_more_is_fetched_anew(room: Room) -> None:
    await room.want(WECOM)
    await room.files.turn()
    (kept,) = (path for path in room.path.rglob("*") if path.is_file())
    kept.unlink()
    assert await room.enclose(WECOM, "telegram") is None
    await room.files.turn()
    drawn = await room.enclose(WECOM, "telegram")
    assert drawn is not None
    assert drawn.content == PICTURE


async def test_a_full_disk_keeps_it_wanted(room: Room) -> None:
    room.path.write_bytes(b"a file stands where the folder should be")
    await room.want(WECOM)
    await room.files.turn()
    assert await room.state() is FileState.WANTED


async def test_a_name_from_outside_is_no_path(room: Room) -> None:
    room.shelf.script = [Content(name="../../etc\\现场\n.jpg", data=b"1")]
    await room.want(WECOM)
    await room.files.turn()
    drawn = await room.enclose(WECOM, "telegram")
    assert drawn is not None
    assert drawn.content == Content(name="现场.jpg", data=b"1")


async def test_a_parcel_waits_for_its_file_and_holds_nobody_of_the_chat_back_who_is_more_urgent(room: Room) -> None:
    desk, ready = Desk(room.db), False

    async def enclose(drawn: Drawn, stored: Stored) -> Drawn | None:
        return replace(drawn, text=f"{drawn.text} of {stored.id}") if ready else None

    def draw(stored: Stored, resent: bool) -> Drawn:  # noqa: FBT001, ARG001 - as the engine calls it
        return Drawn(text=str(stored.card.facts["text"]), file=WECOM if stored.id == "photo" else "")

    pacers = {"telegram": desk.pacer}
    desk.outbox = Outbox(
        room.db, desk.clock, platforms={"telegram": desk.platform}, pacers=pacers, draw=draw, mishaps=desk.told,
        enclose=enclose, jitter=lambda: 1.0,
    )  # fmt: skip
    await desk.send("photo")
    await desk.work()
    assert (desk.platform.texts(), await desk.state("photo")) == ([], "todo")
    await desk.send("urgent", priority=Priority.EMERGENCY)
    await desk.work()
    ready = True
    await desk.pass_time(2)
    assert desk.platform.texts() == ["urgent", "photo of photo"]
    assert desk.told.said == []
