"""Brings a database to the schema of this program: numbered plain SQL, forward only, each file in one transaction."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.store.tx import Database, Reads, StoreError, Tx
from bot.store.values import micros

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
LEDGER = """CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"""
DONE = "SELECT version, name, sha FROM schema_version ORDER BY version"
RECORD = "INSERT INTO schema_version (version, name, sha, applied_at) VALUES (:version, :name, :sha, :at)"

_FILE = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_OWN = re.compile(r"^--(sqlite|postgres):(.*)$", re.MULTILINE)
_NOT_HERE = re.compile(r"(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|ATTACH|DETACH)\b", re.IGNORECASE)


class MigrationError(StoreError):
    """The schema cannot be brought up to date; nothing of the step it names was done."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One migration file."""

    version: int
    name: str
    text: str
    sha: str


async def migrate(db: Database, folder: Path, *, backup: bool, now: datetime | None = None) -> list[str]:
    """Apply what is missing and return the names; a database that holds something is copied beside itself first."""
    at = now or datetime.now(UTC)
    missing = await waiting(db, folder)
    if not missing:
        return []
    done = await _done(db)
    copy = await _back_up(db, version=max(done), at=at) if backup and done else None
    known = steps(folder)

    async def apply_next(tx: Tx) -> str | None:
        await tx.run(LEDGER)
        for step in pending(await _done(tx), known)[:1]:
            await _apply(tx, step, at=at)
            return step.name
        return None

    applied: list[str] = []
    try:
        while name := await db.write(apply_next):
            applied.append(name)
    except StoreError:
        if copy and not applied:  # nothing changed: a program that starts again and again must not fill the disk
            copy.unlink()
        raise
    return applied


async def waiting(db: Reads, folder: Path) -> list[str]:
    """The names of the migrations this database still needs; refuses a database that does not belong to them."""
    return [step.name for step in pending(await _done(db), steps(folder))]


def steps(folder: Path) -> list[Step]:
    """The migrations of a folder in order; a wrong name or a gap is refused."""
    found = sorted(file for file in folder.glob("*.sql"))
    if not found:
        raise MigrationError(f"{folder} holds no migrations: install the program again")
    result: list[Step] = []
    for expected, file in enumerate(found, start=1):
        named = _FILE.fullmatch(file.name)
        if not named:
            raise MigrationError(f"{file.name} is not named like 0002_what_it_adds.sql: rename it")
        if int(named[1]) != expected:
            raise MigrationError(f"{file.name} stands where migration {expected:04} should: number them without gaps")
        text = file.read_text(encoding="utf-8")
        sha = hashlib.sha256(text.encode()).hexdigest()
        result.append(Step(version=expected, name=file.name, text=text, sha=sha))
    return result


def pending(done: Mapping[int, tuple[str, str]], known: Sequence[Step]) -> list[Step]:
    """The steps after those done; refuses a newer database, a changed file and a gap."""
    newest = max(done, default=0)
    if newest > len(known):
        raise MigrationError(
            f"the database is at version {newest} and this program knows {len(known)}: start the newer program, "
            f"or restore the backup made before the change"
        )
    for step in known[:newest]:
        if step.version not in done:
            raise MigrationError(f"the database has version {newest} without {step.name}: restore a backup")
        if done[step.version] != (step.name, step.sha):
            raise MigrationError(
                f"{step.name} is not the file that was applied to the database as {done[step.version][0]}: "
                f"install the program again, and put changes into a new migration"
            )
    return list(known[newest:])


def statements(text: str, dialect: str) -> Iterator[str]:
    """The statements of a migration for one kind of database; `--sqlite: …` lines belong to SQLite alone."""
    text = _OWN.sub(lambda line: line[2] if line[1] == dialect else "", text)
    statement = ""
    for piece in re.split(r"(?<=;)", text):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield _without_heading(statement)
            statement = ""
    if rest := _without_heading(statement):
        raise MigrationError(f"the last statement has no end: {_short(rest)}")


async def _done(db: Reads) -> dict[int, tuple[str, str]]:
    tables = {row["name"] for row in await db.all(TABLES)}
    if "schema_version" in tables:
        return {row["version"]: (row["name"], row["sha"]) for row in await db.all(DONE)}
    if tables:
        raise MigrationError("the database belongs to another program: name another file in [store] url")
    return {}


async def _back_up(db: Database, *, version: int, at: datetime) -> Path | None:
    if db.path is None:
        return None
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = db.path.with_name(f"{db.path.name}.version-{version:04}.{stamp}.backup")
    await db.backup(copy)
    return copy


async def _apply(tx: Tx, step: Step, *, at: datetime) -> None:
    number, sql = 0, ""
    try:
        for sql in statements(step.text, tx.dialect):
            number += 1
            if _NOT_HERE.match(sql):
                raise MigrationError("a migration is one transaction and cannot hold this")
            await tx.run(sql)
    except (sqlite3.Error, sqlite3.Warning, MigrationError) as error:
        raise MigrationError(f"{step.name}, statement {number} ({_short(sql)}): {error}") from error
    await tx.run(RECORD, version=step.version, name=step.name, sha=step.sha, at=micros(at))


def _without_heading(statement: str) -> str:
    """Without the blank and comment lines before it."""
    return re.sub(r"\A(\s+|--[^\n]*(\n|\Z))*", "", statement)


def _short(sql: str) -> str:
    line = " ".join(sql.split())
    return line if len(line) <= 80 else line[:79] + "…"
