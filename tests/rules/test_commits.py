"""Who writes to the database: the engine in its few places and the migrations, nobody else; only the store has SQL."""

from __future__ import annotations

import ast
import re

from tests.rules.source import File, files

WRITERS = {
    "bot.engine.inbox",  # keeps what came in, and does the work of a batch
    "bot.engine.outbox",  # claims and records
    "bot.engine.timers",  # rings
    "bot.engine.bad_news",  # what did not go out
    "bot.engine.files",  # what was fetched
    "bot.engine.clearing",  # what is old
    "bot.engine.held",  # what a person decides on after a restore
    "bot.engine.set_back",  # the clock was set back
    "bot.engine.service_window",  # what came in page by page, and who may be written to because of it
    "bot.engine.rooms",  # the groups of incidents, as they were made
    "bot.engine.hand_over_watch",  # what owners of groups have sent on
    "bot.wecom_connection",  # the link by which residents come
    "bot.store.migrate",
}
_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b")


def calls_write(file: File) -> bool:
    """Whether it calls `write` of something that is called a database."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and ast.unparse(node.func.value).rpartition(".")[2] in ("db", "_db", "database")
        for node in ast.walk(file.tree)
    )


def test_only_the_engine_and_the_migrations_write() -> None:
    assert {file.module for file in files("bot", "handlers") if calls_write(file)} == WRITERS


def test_only_the_store_has_sql() -> None:
    found = {
        f"{file.path}:{text.lineno}"
        for file in files("bot", "handlers")
        for text in file.texts()
        if not file.module.startswith("bot.store") and _SQL.search(str(text.value))
    }
    assert found == set()


def test_handlers_never_commit_send_or_ask_the_time() -> None:
    forbidden = re.compile(r"\b(commit|datetime\.now|time\.time|time\.monotonic|utcnow|open)\(")
    for file in files("handlers", "bot/domain", "bot/talk"):
        called = {ast.unparse(node.func) + "(" for node in ast.walk(file.tree) if isinstance(node, ast.Call)}
        assert not {name for name in called if forbidden.search(name)}, file.path
