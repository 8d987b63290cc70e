"""What a group may still get this month counts what was sent on and what waits, from the first of the month on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.hand_over import HandOver, HandState
from bot.engine.month import Month
from bot.store import hand_overs
from bot.store.tx import Tx
from tests.engine.bench import Hand, bench

BEGUN = datetime(2026, 10, 31, 16, tzinfo=UTC)
ONE = HandOver(platform="groups", chat="wr1", about="N3/1", owner="wang", task="t", created=BEGUN)


async def test_a_month_is_used_up_message_by_message(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        clock = Hand()
        month = Month(line.db, clock, platform="groups", zone=ZoneInfo("Asia/Shanghai"))
        rows = [replace(ONE, task=f"t{number}") for number in range(30)]

        async def put(tx: Tx) -> None:
            for row in (*rows, replace(ONE, task="before", created=BEGUN - timedelta(seconds=1))):
                await hand_overs.put(tx, row)

        assert await month.left("wr1") == 30
        await line.db.write(put)
        assert await month.left("wr1") == 0
        assert await month.left("wr2") == 30
        taken_back = replace(rows[0], state=HandState.CANCELLED)
        await line.db.write(lambda tx: hand_overs.put(tx, taken_back))
        assert await month.left("wr1") == 1
        clock.at = datetime(2026, 11, 30, 16, tzinfo=UTC)
        assert await month.left("wr1") == 31, "a new month, of December's days"
