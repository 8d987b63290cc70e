"""What a person has put right in a report: kept beside what the words were taken for, so that those can be bettered."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.domain.events import Event
from bot.domain.intake import Intake
from bot.domain.places import Place

TYPE, PLACE = "type", "place"


@dataclass(frozen=True, kw_only=True)
class IntakeCorrected(Event):
    """A person has put right what the words were taken for; kept so that the words can be bettered."""

    intake: int
    field: str
    """`type` or `place`."""
    said: str
    """What had been recognised, as a type's id or a place in one short text; empty: nothing had been."""
    meant: str
    """What it is instead."""


def corrections(
    before: Intake, after: Intake, *, thought: str = "", by: str | None = None
) -> tuple[IntakeCorrected, ...]:
    """What is another than it was taken for; what was only missing is no correction.

    `thought`: the type the words were nearest to, when they gave none.
    """
    found = []
    taken_for = before.type or thought
    if after.type and taken_for != after.type and (taken_for or before.words):
        found.append((TYPE, taken_for, after.type))
    if _is_another(before, after):
        said = {"building": before.unknown} if before.unknown else {}
        found.append((PLACE, in_short(before.place, **said), in_short(after.place)))
    return tuple(
        IntakeCorrected(intake=after.id, field=field, said=said, meant=meant, by=by) for field, said, meant in found
    )


def in_short(place: Place, **instead: str) -> str:
    """A place as one short text, the same for the same place: `building 3, unit 2, floor 12`."""
    return ", ".join(f"{name} {value}" for name, value in (asdict(place) | instead).items() if value)


def _is_another(before: Intake, after: Intake) -> bool:
    """Whether something that was known of the place is no longer so; more of the same place is not another one."""
    if before.unknown:
        return after.place.known
    known, now = asdict(before.place), asdict(after.place)
    return any(value and value != now[name] for name, value in known.items())
