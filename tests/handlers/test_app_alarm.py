"""Who hears that the duty app is switched off, and what they read; a moment that is none is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.events import AppAlarm
from handlers import TELL
from tests.engine.bench import bench
from tests.engine.community import ROSTER

READ = """SELECT o.person, json_extract(c.facts, '$.sign'), json_extract(c.facts, '$.by'),
        json_extract(c.facts, '$.admin')
    FROM outbox o JOIN card c ON c.id = o.card WHERE c.template = 'trouble/app' ORDER BY o.id"""


AT = "2026-11-24T03:00:00+00:00"


@pytest.mark.parametrize(
    ("detail", "by"),
    [(AT, AT), ("", ""), ("soon", ""), ("1795489200", ""), ("9T", ""), ("the room", "")],
)
async def test_admins_and_those_in_charge_hear_it_once_each(tmp_path: Path, detail: str, by: str) -> None:
    admin = replace(ROSTER.people[0], admin=True)
    roster = replace(ROSTER, people=(admin, *ROSTER.people[1:]))
    async with bench(tmp_path, tell=TELL, roster=roster) as line:
        for person in roster.people:
            for account in person.accounts.values():
                await line.met(int(account))
        await line.inbox.record(AppAlarm(platform="chatter", sign="inactive_alert", detail=detail))
        read = await line.column(READ)
        people = [who for who, *_ in read]
        assert admin.id in people
        assert len(people) == len(set(people)) > 1
        assert all(rest == ["inactive_alert", by, who == admin.id] for who, *rest in read)
