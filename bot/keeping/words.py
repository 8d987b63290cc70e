"""What the commands for backup and restore print: no telephone, and nobody who is not on the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.roster import Roster
from bot.engine.held import Decided, is_notice
from bot.keeping.restore import Restored
from bot.store.held import Held
from bot.store.outbox import Kind

_DONE_TO = {
    Kind.EDIT: "a change of ",
    Kind.PIN: "pinning ",
    Kind.UNPIN: "unpinning ",
    Kind.LEAVE: "leaving after ",
}


def left_out(files: Path) -> Iterator[str]:
    """That a backup is the database alone."""
    if files.is_dir():
        yield f"not in it: the photos and voices people sent; they lie in {files}, never change, and want a copy too"


def restored(found: Restored, database: Path, *, zone: str) -> Iterator[str]:
    """What the restore has done, and what it can't know."""
    last = found.last.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if found.last else "its beginning"
    yield f"{database} is restored as it was at {last}"
    if found.aside is not None:
        yield f"what stood there is kept as {found.aside}"
    yield "what people wrote and pressed after that is lost to it; Telegram only has what it had not handed over yet"
    yield "numbers of incidents, notices and reports given after that are given again"
    if found.unread:
        yield f"set aside: {found.unread} things people wrote or pressed just before it, most likely worked on since;"
        yield "nobody works on them now, so ask people to write or press again what is still to be done"


def listed(held: Sequence[Held], roster: Roster, *, now: datetime) -> Iterator[str]:
    """A line for each that waits for a decision, and what to do."""
    if not held:
        yield "nothing is held"
        return
    for one in held:
        notes = [f"{_span(now - one.created)} old"]
        if is_notice(one):
            notes.insert(0, "FOR RESIDENTS")
        if one.resent:
            notes.append("a second copy was under way already")
        if one.until is not None and one.until <= now:
            notes.append("its time is over: released, it is dropped and that is told")
        yield f"{one.id:>6}  {_what(one)}  to {_whom(one, roster)}  ({', '.join(notes)})"
    yield f"{len(held)} held: each may have gone out since the backup, so look in the chats first; then"
    yield "`zhiban release ID ...` or `--all` sends, marked as a second copy; with `--drop` they never go"


def decided(result: Decided, *, drop: bool) -> Iterator[str]:
    """What became of those that were named."""
    word = "dropped" if drop else "released"
    yield f"{len(result.done)} {word}"
    if result.needless:
        yield f"not sent, newer words have taken their place: {_numbers(result.needless)}"
    if result.unknown:
        yield f"not held (any more): {_numbers(result.unknown)}; `zhiban held` lists what is"


def _what(one: Held) -> str:
    number = one.about.partition("/")[0]
    name = f"#{number}" if number.isdigit() else one.about
    return f"{_DONE_TO.get(one.kind, '')}{one.template}{f' of {name}' if name else ''}"


def _whom(one: Held, roster: Roster) -> str:
    chat = roster.chat(one.where.platform, one.where.chat)
    if chat is not None:
        home = roster.community(chat.community)
        buildings = [known.name for number in chat.buildings if home and (known := home.building(number))]
        return " ".join([f"the {chat.kind.value} group of {home.name if home else chat.community}", *buildings])
    person = roster.person(one.person) if one.person else roster.account(one.where.platform, one.where.chat)
    if person is None:
        return "somebody who is not on the roster"
    return f"{person.id}, {person.post or person.department.value}"


def _span(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _numbers(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))
