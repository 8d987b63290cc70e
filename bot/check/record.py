"""Whether the database fits this program, and its timeline still is as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.check.finding import Finding, doubtful, failed, fine
from bot.check.offline import PROGRAM
from bot.read.fault import FaultsError
from bot.read.wecom_console import CALLED_AT, SERVICE_CALLED_AT
from bot.settings import Settings, load
from bot.store.counts import waiting as counts
from bot.store.db import Reads, StoreError
from bot.store.heard import heard
from bot.store.looking import looked_at
from bot.store.migrate import steps, waiting
from bot.store.timeline import verify

_ADDRESSES: Mapping[str, tuple[str, str, str]] = {
    "wecom": ("/wecom", CALLED_AT, "open the app in WeCom and write help"),
    "weixin_kf": ("/weixin", SERVICE_CALLED_AT, "write something to the service account"),
}
"""What each platform calls, where somebody enters it, and how they try it."""


async def record(settings_path: Path, environment: Mapping[str, str]) -> list[Finding]:
    """All findings; none before the first start, and none when the settings are faulty, which `offline` has said."""
    try:
        settings = load(settings_path, environment)
    except FaultsError:
        return []
    file = settings.store.path
    if not file.exists():
        return [_never_called(platform, settings) for platform in _called_by(settings)]
    try:
        async with looked_at(file) as database:
            return await _look(database, settings, PROGRAM / "migrations")
    except StoreError as error:
        return [failed("database", str(file), str(error))]


async def _look(database: Reads, settings: Settings, migrations: Path) -> list[Finding]:
    file = settings.store.path
    missing = await waiting(database, migrations)
    findings = [fine("database", str(file), "has the tables of this program")]
    if missing:
        names = ", ".join(missing)
        remedy = f"needs {names}; `zhiban run` brings it up to date, after a backup"
        findings = [doubtful("database", str(file), remedy)]
    if len(missing) == len(steps(migrations)):
        return findings
    findings.append(await _timeline(database, file))
    return findings if missing else [*findings, *await _held(database, file), *await _callbacks(database, settings)]


async def _held(database: Reads, file: Path) -> list[Finding]:
    number = (await counts(database))["outbox_held"]
    remedy = f"{number} messages wait since a restore; `zhiban held` lists them, `zhiban release` sends or drops them"
    return [doubtful("held", str(file), remedy)] if number else []


async def _callbacks(database: Reads, settings: Settings) -> list[Finding]:
    """WeCom can't be asked whether it reaches us; what it has sent is the only proof."""
    return [
        fine("callback", str(settings.file), f"{_ADDRESSES[platform][0]}: calls of the last days are in the record")
        if await heard(database, platform)
        else _never_called(platform, settings)
        for platform in _called_by(settings)
    ]


def _called_by(settings: Settings) -> list[str]:
    given = {"wecom": settings.wecom, "weixin_kf": settings.weixin_kf}
    return [platform for platform, table in given.items() if table is not None]


def _never_called(platform: str, settings: Settings) -> Finding:
    path, where, then = _ADDRESSES[platform]
    remedy = (
        f"nothing has come in at {path} lately; start zhiban run, let https reach it from outside, and enter "
        f"https://YOUR-ADDRESS{path} with token and aes_key: {where}; then {then}"
    )
    return doubtful("callback", str(settings.file), remedy)


async def _timeline(database: Reads, file: Path) -> Finding:
    wrong = await verify(database)
    if wrong is None:
        return fine("timeline", str(file), "every row is as it was written")
    remedy = (
        f"row {wrong} is not as it was written: the file was changed behind the program; keep a copy of it and "
        "compare it with the backups"
    )
    return failed("timeline", str(file), remedy)
