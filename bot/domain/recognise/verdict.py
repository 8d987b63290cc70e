"""What a line is in the end: the rules' evidence and the wording's weights added up, talk being one of the types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.recognise.kinds import Evidence
from bot.domain.recognise.weights import NONE

_CERTAIN = 0.9
"""What words of a type that stand in its playbook add, when they are as wide as `_WIDE`."""
_HINT = 0.3
_WIDE = 4.0
"""Chinese signs of evidence that count in full."""
_TALK = 0.8
"""What words of talk add to its being talk."""
_CLOSE = 0.3
"""Types that are behind the first by less than this are as likely."""
_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The type, or None for talk; `likely`: two or three types to ask about when it is not certain."""

    type: str | None
    likely: tuple[str, ...] = ()


def judge(
    because: Sequence[Evidence], points: Mapping[str, float], *, talk: bool, only: Collection[str] | None
) -> Verdict:
    """Adds up what speaks for each type; a type that gives way to another found gets nothing from its words."""
    total = {name: points.get(name, -1.0) for name in (points.keys() | {one.type for one in because}) - {NONE}}
    for one in because:
        if not one.gives_way:
            share = min(one.weight, _WIDE) / _WIDE
            total[one.type] += (_HINT if one.hinted else _CERTAIN) * (1 + share) / 2
    if only is not None:
        total = {name: total[name] for name in total.keys() & only}
    silent = points.get(NONE, -1.0) + (_TALK if talk else 0.0)
    ranked = sorted(total, key=lambda name: (-total[name], name))
    if not ranked:
        return Verdict(type=None)
    first = total[ranked[0]]
    near = tuple(name for name in ranked if total[name] > first - _CLOSE)[:_MOST]
    return Verdict(type=ranked[0] if first > silent else None, likely=near if len(near) > 1 else ())
