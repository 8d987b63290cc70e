"""What was understood of a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.places import NOWHERE, Place
from bot.domain.playbook import Urgency
from bot.domain.recognise.kinds import Evidence


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What was understood; empty fields were not said.

    `type` without `likely`: certain. `type` with `likely`: a report, but whoever wrote it has to say of what. No
    `type`: talk, as far as can be told; `likely` is then what it might be if it is a report after all.
    """

    type: str | None = None
    likely: tuple[str, ...] = ()
    """The two or three likeliest types, the likeliest first; empty when it is certain or nothing is known."""
    urgency: Urgency | None = None
    """How urgent the words make it; None when it is no report."""
    place: Place = NOWHERE
    trapped: int | None = None
    """People stated to be shut in, stuck, buried or cut off; 0: that it is nobody; None: not said."""
    injured: int | None = None
    """People stated to be hurt, ill, unconscious or in labour; 0 and None likewise."""
    answers: Mapping[str, str] = field(default_factory=dict)
    talk: str = ""
    """Which kind of talk it is: a key of the lexicon's `talk`."""
    talk_words: tuple[str, ...] = ()
    """The words that say so."""
    read: str = ""
    """The line as it was read."""
    because: tuple[Evidence, ...] = ()
    """Every type whose words were found, the likeliest first."""

    @property
    def spoken(self) -> bool:
        """Whether words of a playbook say the type; else the wording alone speaks for it, or there is none."""
        return any(one.type == self.type and not one.hinted for one in self.because)
