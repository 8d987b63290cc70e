"""The `zhiban` command with handlers that take a few milliseconds longer each, so that a crash test has a backlog.

python -m benchmarks.slowed MILLISECONDS run --config zhiban.toml
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import handlers
from bot.domain.people import Person
from bot.talk.message import Card, Incoming, Toast
from bot.talk.route import Route, Tables
from bot.talk.work import Asked, Work


def slow_down(route: Route, seconds: float) -> Route:
    """The same row of the table; its handler sleeps first, on the database's thread as all handlers run."""
    fast = route.handler

    async def slow(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
        time.sleep(seconds)  # noqa: ASYNC251 - the thread is to be held up
        return await fast(work, person, incoming, asked)

    return replace(route, handler=slow)


def all_slow(tables: Tables, seconds: float) -> Tables:
    """The whole table, slowed."""
    return replace(
        tables,
        commands={name: slow_down(route, seconds) for name, route in tables.commands.items()},
        presses={name: slow_down(route, seconds) for name, route in tables.presses.items()},
        forms={name: replace(form, route=slow_down(form.route, seconds)) for name, form in tables.forms.items()},
        free=slow_down(tables.free, seconds),
    )


if __name__ == "__main__":
    handlers.TABLES = all_slow(handlers.TABLES, float(sys.argv[1]) / 1000)
    from bot.__main__ import main  # after the table was changed: the program takes it as it finds it

    sys.exit(main(sys.argv[2:]))
