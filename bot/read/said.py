"""Sentences in a playbook file: each in every language, and short enough for where people read it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.playbook import Said
from bot.read.known import LANGUAGES
from bot.read.table import Table

LENGTHS: Mapping[str, Mapping[str, int]] = {
    "name": {"zh": 12, "en": 40},
    "anyone": {"zh": 40, "en": 100},
    "question": {"zh": 24, "en": 60},
    "answer": {"zh": 10, "en": 20},
    "brief": {"zh": 20, "en": 60},
    "warn": {"zh": 60, "en": 140},
    "tell": {"zh": 50, "en": 120},
    "step": {"zh": 40, "en": 100},
    "ask": {"zh": 40, "en": 100},
    "forbid": {"zh": 40, "en": 100},
    "say": {"zh": 160, "en": 320},
    "closing": {"zh": 40, "en": 100},
}
"""What kind of sentence may have how many characters: an answer is a button, a step stands on a telephone at night."""


def said(table: Table, key: str, kind: str) -> Said:
    """The sentence below a key, which has to be there."""
    return _sentence(table.table(key, required=True), kind)


def said_if(table: Table, key: str, kind: str) -> Said | None:
    """The sentence below a key, if there is one."""
    table.raw(key)
    return said(table, key, kind) if key in table else None


def sayings(table: Table, key: str, *, required: bool = False) -> tuple[Said, ...]:
    """A list of sentences; the key is their kind."""
    return tuple(_sentence(below, key) for below in table.tables(key, required=required))


def _sentence(table: Table, kind: str) -> Said:
    words = {language: table.text(language) for language in LANGUAGES}
    for language, most in LENGTHS[kind].items():
        if len(words[language]) > most:
            problem = f"the {language} text has {len(words[language])} characters"
            table.fault(language, problem, f"say it in {most} or fewer")
    table.finish()
    return words
