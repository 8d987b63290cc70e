"""`zhiban recognise --review`: the reports people had to put right, and whether they would be read right today."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bot.domain.correction import PLACE, TYPE, IntakeCorrected, in_short
from bot.domain.events import IntakeDropped
from bot.domain.intake import Intake
from bot.domain.recognise import NONE, Recogniser
from bot.store import intakes, timeline
from bot.store.looking import looked_at
from bot.store.timeline import Line
from bot.store.tx import StoreError

_PHONE = re.compile(r"\d{7,}")


async def reviewed(
    database: Path, recogniser: Recogniser, names: Mapping[str, str]
) -> AsyncIterator[dict[str, object]]:
    """Each correction with the words, what they were taken for, what was meant, and what they are taken for now."""
    _look_for(database)
    async with looked_at(database) as reads:
        for line in await timeline.of_two_kinds(reads, IntakeCorrected.__name__, IntakeDropped.__name__):
            intake = await intakes.get(reads, int(line.entry.facts["intake"]))
            if intake is not None and intake.words:
                yield _row(line, intake, recogniser, names=names)


def _look_for(database: Path) -> None:
    if not database.is_file():
        raise StoreError(f"{database} is not there yet: nobody has put anything right")


def _row(line: Line, intake: Intake, recogniser: Recogniser, *, names: Mapping[str, str]) -> dict[str, object]:
    facts = line.entry.facts
    dropped = line.entry.kind == IntakeDropped.__name__
    field = TYPE if dropped else facts["field"]
    meant = NONE if dropped else facts["meant"]
    said = recogniser.read(intake.words, names=names)
    asked = field == TYPE and bool(said.likely)  # it would be put right again: by a button
    now = in_short(said.place) if field == PLACE else said.type or NONE
    return {
        "at": line.entry.at.isoformat(timespec="seconds"),
        "text": _PHONE.sub("…", intake.words),
        "field": field,
        "said": (intake.type or NONE) if dropped else facts["said"],
        "meant": meant,
        "now": now,
        "right_now": now == meant and not asked,
    }
