"""The alarm group: what nobody may miss stands there, and what nobody of staff reads anywhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import PersonUnreachable
from bot.domain.given_up import ChaseFailed
from bot.talk.message import Address
from bot.talk.work import Work
from tests.engine.community import COMPANY
from tests.engine.handed import ROSTER_OF_OWNERS, Handed, handed

ALARM = Address(platform="siren", chat="alarm")


async def test_what_nobody_may_miss_stands_in_the_alarm_group_too(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        town.line.inbox._world = replace(town.line.inbox.world, company=replace(COMPANY, alarm=ALARM))

        async def job(work: Work) -> None:
            work.happened(ChaseFailed(kind="send", about="x"))

        await town.line.work(job)
        assert await alarms(town) == ["trouble/failed"]


async def alarms(town: Handed) -> list[Any]:
    return await town.line.column("SELECT template FROM card WHERE chat = 'alarm' ORDER BY rowid")


@pytest.mark.parametrize("groups", [True, False])
async def test_a_person_nobody_can_reach_is_called_in_the_alarm_group_where_there_is_no_other(
    tmp_path: Path, *, groups: bool
) -> None:
    chats = ROSTER_OF_OWNERS.chats if groups else ROSTER_OF_OWNERS.chats[3:]
    roster = replace(ROSTER_OF_OWNERS, chats=chats)
    async with handed(tmp_path, roster=roster) as town:
        town.line.inbox._world = replace(town.line.inbox.world, company=replace(COMPANY, alarm=ALARM))
        incident = await town.line.open_incident()

        async def job(work: Work) -> None:
            work.happened(PersonUnreachable(person="wang", incident=incident.number))

        await town.line.work(job)
        assert await alarms(town) == ([] if groups else ["trouble/unreachable"])
