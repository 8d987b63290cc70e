"""What a line is in the end: what the words of the plans say and what the wording weighs, added up; talk is one type.

The figures were chosen by leaving out parts of the messages the weights are learnt from; the judging half was only
looked at as a whole, to see whether a change helps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.domain.recognise.kinds import Evidence
from bot.domain.recognise.weights import NONE

_CERTAIN = 0.5
"""What words of a type that stand in its playbook add, when they are as wide as `_WIDE`."""
_HINT = 0.3
_GIVES_WAY = 0.3
"""What a type loses that gives way to another one whose words were found (playbooks.md §0.3)."""
_UNSPOKEN = 0.8
"""What a type loses none of whose words were found, where plain words of another were."""
_WIDE = 4.0
"""Chinese signs of evidence that count in full."""
_TALK = 0.8
"""What words of talk add to its being talk."""
_CLOSE = 0.2
"""Types that are behind the first by less than this are as likely."""
_BOTH = 0.5
"""The same where words of both are certain and neither gives way: perhaps two things have happened."""
_NEARLY = 0.3
"""How far behind talk a type may be to be asked about all the same, where somebody speaks to the bot."""
_SURE = 0.5
"""What a type that only the wording speaks for needs to be believed without asking."""
_UNKNOWN = -1.0
_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The type, or None for talk; `likely`: two or three types to ask about when it is not certain."""

    type: str | None
    likely: tuple[str, ...] = ()


def judge(
    because: Sequence[Evidence],
    points: Mapping[str, float],
    *,
    talk: bool,
    placed: bool,
    urgent: AbstractSet[str],
    only: AbstractSet[str],
) -> Verdict:
    """Adds up what speaks for each type, `only` those that can be meant.

    Of several whose words are certain an emergency (`urgent`) comes first. Where a building is named (`placed`), plain
    words of a playbook are no talk but for words of talk.
    """
    total = _totals(because, points)
    certain = {one.type for one in because if not one.hinted and not one.gives_way}
    open_to = _open(because, certain, total.keys(), urgent=urgent) & only
    ranked = _ranked(open_to, total)
    if not ranked:
        return Verdict(type=None)
    first, silent = ranked[0], points.get(NONE, _UNKNOWN) + (_TALK if talk else 0.0)
    meant = placed and not talk and any(one.plain and one.type == first for one in because)
    likely = _likely([*ranked, *_ranked(certain & only - open_to, total)], total, because, certain=certain)
    if meant or total[first] > silent:
        return Verdict(type=first, likely=likely)
    spoken = {one.type for one in because}
    return Verdict(type=None, likely=tuple(name for name in likely if name in spoken or total[name] > silent - _NEARLY))


def _totals(because: Sequence[Evidence], points: Mapping[str, float]) -> dict[str, float]:
    """What speaks for each type: its wording and its words."""
    spoken = {one.type for one in because}
    best = max(points.values(), default=_UNKNOWN)  # of a plan of the company's own nothing was learnt: its words decide
    total = {name: points.get(name, best) for name in (points.keys() | spoken) - {NONE}}
    for one in because:
        total[one.type] += _worth(one)
    if any(one.plain and not one.gives_way for one in because):
        return {name: one - (0.0 if name in spoken else _UNSPOKEN) for name, one in total.items()}
    return total


def _worth(one: Evidence) -> float:
    """What the words found for a type add to it."""
    if one.gives_way:
        return -_GIVES_WAY
    return (_HINT if one.hinted else _CERTAIN) * (1 + min(one.weight, _WIDE) / _WIDE) / 2


def _open(
    because: Sequence[Evidence], certain: AbstractSet[str], all_types: AbstractSet[str], *, urgent: AbstractSet[str]
) -> AbstractSet[str]:
    """The types that can still win: of several that are certain only those, emergencies first; else all but those that
    give way to a type whose plain words were found."""
    if len(certain) > 1:
        return certain & urgent or certain
    plain = {one.type for one in because if one.plain}
    return all_types - {one.type for one in because if one.gives_way & plain}


def _likely(
    ranked: Sequence[str], total: Mapping[str, float], because: Sequence[Evidence], *, certain: AbstractSet[str]
) -> tuple[str, ...]:
    """What has to be asked about: the first and those close behind it; none when it is sure.

    Words that are certain are questioned by other words only, never by the wording alone.
    """
    first = ranked[0]
    spoken = {one.type for one in because}
    rivals = [name for name in ranked if name in spoken or first not in certain]
    both = certain if first in certain else frozenset()
    near = tuple(name for name in rivals if total[name] > total[first] - (_BOTH if name in both else _CLOSE))[:_MOST]
    if len(near) > 1:
        return near
    return () if first in certain or total[first] > _SURE else tuple(ranked[:2])


def _ranked(names: AbstractSet[str], total: Mapping[str, float]) -> list[str]:
    return sorted(names, key=lambda name: (-total[name], name))
