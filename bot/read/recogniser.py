"""The recogniser of a set of playbooks: with the lexicon that lies beside them and the sounds of Chinese signs."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from bot.domain.playbook import Playbook
from bot.domain.recognise import Recogniser
from bot.domain.recognise.weights import NO_WEIGHTS
from bot.read.lexicon import read_lexicon
from bot.read.weights import read_weights


def make_recogniser(playbooks: Iterable[Playbook], templates: Path, *, weighed: bool = True) -> Recogniser:
    """Everything ready to read lines, or FaultsError with what is wrong in the lexicon of this folder."""
    weights = read_weights(templates) if weighed else NO_WEIGHTS
    return Recogniser(playbooks, read_lexicon(templates), sounds=sounds_of, weights=weights)


def sounds_of(sign: str) -> frozenset[str]:
    """How a sign may be read, without its tones; nothing for what is no Chinese sign."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # a table of phrases nobody here asks takes most of its time
    from pypinyin.constants import PINYIN_DICT

    written = PINYIN_DICT.get(ord(sign), "")
    bare = unicodedata.normalize("NFD", written)
    return frozenset(filter(None, "".join(one for one in bare if not unicodedata.combining(one)).split(",")))
