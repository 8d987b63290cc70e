"""Every word people read lives in templates/: no Chinese in the program but what it reads people's words with."""

from __future__ import annotations

import re

import pytest

from tests.rules.source import PROGRAM, File, files

_CHINESE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

READS_WORDS = {
    "bot.domain.recognise": "patterns of places and numbers in what people write",
    "bot.domain.type_named": "how people say that it is not such a type",
    "bot.domain.flat": "how people write where they live",
    "bot.domain.call_made": "how people say that they have telephoned, ask or deny it",
    "bot.domain.moment": "how people write clock times",
    "bot.domain.level": "how people write a level",
    "bot.domain.notice_form": "the word only stations may use",
    "bot.domain.station": "how stations call themselves, and when they issued a text",
    "handlers.signal": "how stations call the colours of their signals",
    "bot.talk.typed": "punctuation behind the words people type",
    "bot.founding.typed": "how people write rows of buildings, and yes",
    "bot.read.building": "how buildings are written in rosters",
    "bot.domain.legal_floor": "how a step would say that somebody is held, searched or fined, which none may",
    "bot.read.wecom_console": "what WeCom calls the pages of its console, which has no other language",
    "bot.words": "punctuation at which a sentence to say on the telephone is cut",
    "handlers.playbook": "how people write numbers",
    "handlers.help": "what people type to choose a language",
}
"""Data to understand people with, and names of things that have no other; never to answer anybody in a chat."""


@pytest.mark.parametrize("file", files(*PROGRAM), ids=lambda file: str(file.path))
def test_no_chinese_in_the_program(file: File) -> None:
    found = [text.lineno for text in file.texts() if _CHINESE.search(str(text.value))]
    assert bool(found) == (file.module in READS_WORDS), found
