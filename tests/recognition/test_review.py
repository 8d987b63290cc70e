"""`zhiban recognise --review`: what people had to put right, from the database of a program that goes on running."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.domain.intake import Intake, IntakeState
from bot.domain.places import Place
from bot.domain.recognise import Recognised, Recogniser
from bot.recognition.lines import recogniser
from bot.recognition.review import reviewed
from bot.store import intakes, timeline
from bot.store.db import open_database
from bot.store.looking import looked_at
from bot.store.migrate import migrate
from bot.store.timeline import Entry
from bot.store.tx import StoreError, Tx

NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
MIGRATIONS = Path(__file__).parents[2] / "migrations"


def report(words: str, **more: object) -> Intake:
    """A report of a guard."""
    return Intake(platform="telegram", chat="-1", account="1", words=words, at=NOW, **more)  # type: ignore[arg-type]


async def keep(tx: Tx) -> None:
    """One report that was dropped, one type and one place put right, one report nobody had to touch."""
    dropped = await intakes.add(tx, report("2号楼着火了", type="fire", state=IntakeState.DROPPED))
    typed = await intakes.add(tx, report("3号楼电梯困人,打13800001234", type="elevator_trapped"))
    placed = await intakes.add(tx, report("5号楼漏水", type="water_intrusion", place=Place(building="6")))
    fine = await intakes.add(tx, report("3号楼着火了", type="fire"))
    rows: list[tuple[str, dict[str, object]]] = [
        ("IntakeRecorded", {"intake": fine.id}),
        ("IntakeDropped", {"intake": dropped.id}),
        ("IntakeCorrected", {"intake": typed.id, "field": "type", "said": "fire", "meant": "elevator_trapped"}),
        ("IntakeCorrected", {"intake": placed.id, "field": "place", "said": "building 5", "meant": "building 6"}),
    ]
    await timeline.append(tx, [Entry(kind=kind, facts=facts, at=NOW) for kind, facts in rows])


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    path = tmp_path / "zhiban.db"
    db = await open_database(f"sqlite:///{path}")
    await migrate(db, MIGRATIONS, backup=False)
    await db.write(keep)
    await db.close()
    return path


async def test_every_correction_is_listed_with_what_the_words_say_today(database: Path) -> None:
    rows = [row async for row in reviewed(database, recogniser(), names={})]
    assert [(row["field"], row["said"], row["meant"], row["right_now"]) for row in rows] == [
        ("type", "fire", "none", False),
        ("type", "fire", "elevator_trapped", True),
        ("place", "building 5", "building 6", False),
    ]
    assert rows[2]["now"] == "building 5"
    assert rows[1]["text"] == "3号楼电梯困人,打…"  # no telephone number leaves the database
    assert {row["at"] for row in rows} == {"2026-11-22T02:40:00+00:00"}


async def test_it_changes_nothing(database: Path) -> None:
    for _ in range(2):
        assert len([row async for row in reviewed(database, recogniser(), names={})]) == 3
    async with looked_at(database) as reads:
        assert await timeline.verify(reads) is None


async def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not there yet"):
        _ = [row async for row in reviewed(tmp_path / "none.db", recogniser(), names={})]


async def test_what_would_be_asked_is_not_right_yet(database: Path) -> None:
    unsure = Mock(Recogniser)
    unsure.read.return_value = Recognised(type="elevator_trapped", likely=("elevator_trapped", "elevator_fault"))
    rows = [row async for row in reviewed(database, unsure, names={})]
    assert (rows[1]["now"], rows[1]["right_now"]) == ("elevator_trapped", False)
