"""An intake: what somebody has reported, before it is an incident. It is kept whatever becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Thing
from bot.domain.places import NOWHERE, Place


class IntakeState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    """Still being filled in, or waiting for 上报."""
    OPENED = "opened"
    """It has become an incident."""
    DROPPED = "dropped"
    """不是事件: kept, so that the words can be bettered."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One report as far as it is known. `id` is 0 until it is stored."""

    id: int = 0
    platform: str
    chat: str
    account: str
    thread: str = ""
    message: str = ""
    private: bool = False
    person: str | None = None
    """Roster id of the writer; None for residents and strangers."""
    community: str | None = None
    type: str | None = None
    place: Place = NOWHERE
    unknown: str = ""
    """A building was named that the community does not have."""
    nowhere: bool = False
    """Somebody answered 不清楚 to the place."""
    doubted: bool = False
    """It reads like talk: whoever wrote it is asked whether it is a report, and nobody else hears of it before."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers of the question card that the words already gave."""
    words: str = ""
    caller: str = ""
    files: tuple[str, ...] = ()
    state: IntakeState = IntakeState.OPEN
    incident: int | None = None
    paged: tuple[str, ...] = ()
    """Roster ids of those at a desk whose card follows what becomes of it."""
    at: datetime

    @property
    def ready(self) -> bool:
        """Type, place and community are enough to open an incident (rule 6)."""
        return bool(self.community and self.type and (self.place.known or self.nowhere))

    def thing(self, *, account: tuple[str, str]) -> Thing:
        """What the gate for rights has to know of it."""
        author = bool(self.account) and account == (self.platform, self.account)
        return Thing(community=self.community or "", author=author)
