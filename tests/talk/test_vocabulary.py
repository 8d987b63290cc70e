"""The commands there are: one word means one command, and everybody finds what is theirs."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Department, Role
from bot.talk.vocabulary import fold
from bot.words import LANGUAGES
from handlers import TABLES
from tests.domain.estate import person
from tests.talk.desk import WORDS

COMMANDS = WORDS._commands


def names(someone: object) -> set[str]:
    return {one.name for one in COMMANDS.shown_to(someone)}  # type: ignore[arg-type]


def test_everything_in_the_menu_is_built_and_said_in_both_languages() -> None:
    for one in COMMANDS.all:
        assert one.name in TABLES.commands
        for language in LANGUAGES:
            assert one.about[language]
            assert one.words[language]
            for word in one.words[language]:
                assert COMMANDS.command(word) == one.name
        assert COMMANDS.get(one.name) is one


def test_who_finds_what_in_the_menu() -> None:
    guard, desk = person("guard"), person("desk", Department.SERVICE)
    lead, keeper = person("lead", Department.HR, Role.DUTY_LEAD), replace(guard, roles=frozenset(), admin=True)
    assert names(None) == names(keeper) == {"report", "cancel", "help", "whoami", "language"}
    assert names(guard) > names(None)
    assert {"ack", "arrive", "escalate"} <= names(guard)
    assert not {"verify", "false", "close"} & names(guard)
    of_plan = {"add", "skip", "attach", "assign", "level"}
    assert names(desk) == names(guard) | of_plan | {"verify", "notice", "update", "allclear"}
    assert names(lead) == {one.name for one in COMMANDS.all}


def test_a_word_is_the_same_however_it_is_typed() -> None:
    assert fold(" ／ＧＯＴ\u3000 It ") == "got it"
    assert COMMANDS.command("收 到") is None
    assert COMMANDS.get("nothing") is None
