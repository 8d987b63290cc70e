"""A roster file that changes under the running program: a good one is taken, a faulty one refused once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.events import RosterRefused
from bot.domain.roster import Roster
from bot.read.roster import read_roster
from bot.roster_watch import LOOK, digest_of, stamp, watch_roster
from bot.store.tx import StoreError
from tests.read.files import SAMPLE

GOOD = (SAMPLE / "roster.toml").read_text(encoding="utf-8")
FAULTY = GOOD.replace('department = "security"', 'department = "magic"', 1)


class Watched:
    """The watcher, and what it has said; each step of the story happens while it rests."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.heard: list[tuple[str, str]] = []
        self.full = 0

    async def change(self, roster: Roster, digest: str) -> None:
        if self.full:
            self.full -= 1
            raise StoreError("the disk is full")
        self.heard.append(("new", digest))
        assert roster.people

    async def refuse(self, event: RosterRefused) -> None:
        self.heard.append(("refused", event.problem))

    async def see(self, *steps: Callable[[], object]) -> list[str]:
        waiting = [*steps]

        async def rest(seconds: float) -> None:
            assert seconds == LOOK <= 2
            if not waiting:
                raise asyncio.CancelledError
            waiting.pop(0)()

        with pytest.raises(asyncio.CancelledError):
            await watch_roster(self.file, change=self.change, refuse=self.refuse, rest=rest)
        return [kind for kind, _ in self.heard]

    def write(self, text: str) -> Callable[[], object]:
        def step() -> None:
            written = self.file.with_suffix(".new")
            written.write_text(text, encoding="utf-8")
            written.replace(self.file)

        return step


def nothing() -> None:
    """The file stays as it is."""


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    file = tmp_path / "roster.toml"
    file.write_text(GOOD, encoding="utf-8")
    return Watched(file)


async def test_a_file_that_stays_is_not_read_again(watched: Watched) -> None:
    assert await watched.see(nothing, nothing, nothing) == []


async def test_a_good_one_is_taken_once(watched: Watched) -> None:
    assert await watched.see(watched.write(GOOD + "\n"), nothing, nothing) == ["new"]
    assert watched.heard[0][1] == digest_of(watched.file)


async def test_a_faulty_one_is_refused_once_with_file_and_line(watched: Watched) -> None:
    assert await watched.see(watched.write(FAULTY), nothing, nothing) == ["refused"]
    problem = watched.heard[0][1]
    line = FAULTY[: FAULTY.index("magic")].count("\n") + 1
    assert problem.startswith(f"roster.toml:{line}: ")
    assert str(watched.file.parent) not in problem


async def test_a_mended_one_is_taken_after_the_faulty_one(watched: Watched) -> None:
    assert await watched.see(watched.write(FAULTY), watched.write(GOOD)) == ["refused", "new"]


async def test_a_file_with_many_faults_names_the_first_few(watched: Watched) -> None:
    assert await watched.see(
        watched.write(GOOD.replace("anju", "nowhere").replace('id = "nowhere"', 'id = "anju"'))
    ) == ["refused"]
    assert watched.heard[0][1].count("\n") < 5


async def test_a_file_that_is_gone_is_refused_once_and_taken_when_it_is_back(watched: Watched) -> None:
    steps = (watched.file.unlink, nothing, watched.write(GOOD), nothing)
    assert await watched.see(*steps) == ["refused", "new"]


async def test_a_change_of_the_same_length_in_the_same_place_is_seen(watched: Watched) -> None:
    before = stamp(watched.file)
    assert before is not None

    def rewrite() -> None:
        watched.file.write_text(GOOD.replace("13800001001", "13800009999"), encoding="utf-8")
        os.utime(watched.file, ns=(before[0] + 1, before[0] + 1))

    assert await watched.see(rewrite) == ["new"]


def test_the_stamp_of_no_file(tmp_path: Path) -> None:
    assert stamp(tmp_path / "nothing") is None


async def test_a_full_disk_only_delays_it(watched: Watched) -> None:
    watched.full = 2
    assert await watched.see(watched.write(GOOD + "\n"), nothing, nothing, nothing) == ["new"]


async def test_a_file_that_is_written_to_while_it_is_read_is_read_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(file: Path) -> Roster:
        monkeypatch.undo()
        found = read_roster(file)
        watched.write(GOOD + "# later\n")()
        return found

    monkeypatch.setattr("bot.roster_watch.read_roster", read)
    assert await watched.see(watched.write(GOOD + "\n"), nothing, nothing) == ["new"]
    assert watched.heard[0][1] == digest_of(watched.file)


async def test_a_file_that_goes_while_it_is_read_ends_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(file: Path) -> Roster:
        monkeypatch.undo()
        found = read_roster(file)
        file.unlink()
        return found

    monkeypatch.setattr("bot.roster_watch.read_roster", read)
    steps = (watched.write(GOOD + "\n"), nothing, watched.write(GOOD))
    assert await watched.see(*steps) == ["refused", "new"]
