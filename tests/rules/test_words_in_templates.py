"""Every word people read lives in templates/: no Chinese in the program but what it reads people's words with."""

from __future__ import annotations

import re

import pytest

from tests.rules.source import PROGRAM, File, files

_CHINESE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

READS_WORDS = {
    "bot.domain.recognise.address": "what people write between a building and its unit",
    "bot.domain.recognise.address_chinese": "how people write buildings, units and floors",
    "bot.domain.recognise.answers": "how people ask, doubt and deny, which is no answer",
    "bot.domain.recognise.count_alone": "how people write nothing but how many there are",
    "bot.domain.recognise.hits": "how people deny what they name",
    "bot.domain.recognise.numerals": "how people write numbers",
    "bot.domain.recognise.parts": "where people begin to tell of something else",
    "bot.domain.recognise.people": "how people say how many are shut in or hurt",
    "bot.domain.recognise.persons": "how people call each other",
    "bot.domain.recognise.place": "how people say where without a number, and what is said beside it",
    "bot.domain.recognise.plain": "what WeChat puts above the message that is answered",
    "bot.domain.recognise.rooms": "how people write flats, and numbers that are none",
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
