"""Whether the database fits this program, and its timeline still is as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.check.finding import Finding, doubtful, failed, fine
from bot.check.offline import PROGRAM
from bot.read.fault import FaultsError
from bot.settings import load
from bot.store.counts import waiting as counts
from bot.store.db import Reads, StoreError
from bot.store.looking import looked_at
from bot.store.migrate import steps, waiting
from bot.store.timeline import verify


async def record(settings_path: Path, environment: Mapping[str, str]) -> list[Finding]:
    """All findings; none before the first start, and none when the settings are faulty, which `offline` has said."""
    try:
        file = load(settings_path, environment).store.path
    except FaultsError:
        return []
    if not file.exists():
        return []
    try:
        async with looked_at(file) as database:
            return await _look(database, file, PROGRAM / "migrations")
    except StoreError as error:
        return [failed("database", str(file), str(error))]


async def _look(database: Reads, file: Path, migrations: Path) -> list[Finding]:
    missing = await waiting(database, migrations)
    findings = [fine("database", str(file), "has the tables of this program")]
    if missing:
        names = ", ".join(missing)
        remedy = f"needs {names}; `zhiban run` brings it up to date, after a backup"
        findings = [doubtful("database", str(file), remedy)]
    if len(missing) == len(steps(migrations)):
        return findings
    return [*findings, await _timeline(database, file), *([] if missing else await _held(database, file))]


async def _held(database: Reads, file: Path) -> list[Finding]:
    number = (await counts(database))["outbox_held"]
    remedy = f"{number} messages wait since a restore; `zhiban held` lists them, `zhiban release` sends or drops them"
    return [doubtful("held", str(file), remedy)] if number else []


async def _timeline(database: Reads, file: Path) -> Finding:
    wrong = await verify(database)
    if wrong is None:
        return fine("timeline", str(file), "every row is as it was written")
    remedy = (
        f"row {wrong} is not as it was written: the file was changed behind the program; keep a copy of it and "
        "compare it with the backups"
    )
    return failed("timeline", str(file), remedy)
