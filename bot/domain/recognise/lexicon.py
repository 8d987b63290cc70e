"""What belongs to no type alone: classes of words, other ways of writing, and what only sounds like a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One kind of talk that sounds like a report: an announcement, a question about tomorrow, a film."""

    says: tuple[str, ...]
    """Patterns, any of which makes a line this kind of talk."""
    unless: tuple[str, ...] = ()
    """Patterns with which it is a report all the same."""
    keeps: tuple[str, ...] = ()
    """Types that are reported in just this way: a complaint tells of yesterday too."""


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The words every type shares; read from templates/words.yaml, and talk.yaml beside it."""

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What `@lift` in a pattern stands for."""
    signs: tuple[str, ...] = ()
    """Other forms of a sign, each with the one it is read as: 樓楼."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Emoji and turns of dialect as they are read: 唔见咗 as 不见了."""
    heard: tuple[str, ...] = ()
    """Words that are known by their sound when they are mistyped: 电梯 in 电体."""
    aside: tuple[str, ...] = ()
    """Words that say nothing of what stands in them: 火锅 is no fire, 楼梯 no lift."""
    right: tuple[str, ...] = ()
    """Words that only sound like another and are meant as they stand: 打假 is not 打架."""
    talk: Mapping[str, Talk] = field(default_factory=dict)
