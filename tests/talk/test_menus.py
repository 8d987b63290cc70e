"""The menu each person sees: residents the few of theirs, staff what their role may use."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from bot import menus
from bot.domain.people import Department, Role
from bot.domain.roster import Roster
from bot.platforms.telegram import Telegram
from bot.talk.platform import PlatformError
from tests.domain.estate import person
from tests.talk.desk import ROSTER, WORDS

TEAM = replace(
    ROSTER,
    people=(
        person("wang", accounts={"telegram": "11"}),
        person("lead", Department.HR, Role.DUTY_LEAD, accounts={"telegram": "12"}, language="en"),
        person("far", accounts={"wecom": "13"}),
    ),
)


class Server:
    """Menus as they were set, by chat and language; `shut` has never started the bot."""

    def __init__(self, *shut: str) -> None:
        self.shut = shut
        self.set: dict[tuple[str, str], Mapping[str, str]] = {}

    async def set_commands(
        self, telegram: Telegram, menu: Mapping[str, str], *, chat: str = "", language: str = ""
    ) -> None:
        assert telegram.name == "telegram"
        if (chat or language or "all") in self.shut:
            raise PlatformError("the menu of commands can't be set: chat not found")
        self.set[chat, language] = menu


async def menus_on(monkeypatch: pytest.MonkeyPatch, server: Server, roster: Roster = TEAM) -> Server:
    monkeypatch.setattr(menus, "set_commands", server.set_commands)
    telegram: Any = type("Named", (), {"name": "telegram"})()
    await menu_of(cast(Telegram, telegram), lambda: roster).set_changed()
    return server


def menu_of(telegram: Telegram, roster: Callable[[], Roster], *, rests: list[float] | None = None) -> menus.Menus:
    async def rest(seconds: float) -> None:
        if rests is not None:
            rests.append(seconds)

    return menus.Menus(telegram, WORDS._commands, roster=roster, rest=rest)


async def test_everybody_has_the_few_and_staff_what_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (await menus_on(monkeypatch, Server())).set
    assert set(found) == {("", ""), ("", "en"), ("-1", ""), ("-3", ""), ("11", ""), ("12", "")}, "no menu for residents"
    assert set(found["", ""]) == {"report", "cancel", "help", "whoami", "language"}
    assert found["", ""]["report"] == "报一件事"
    assert found["", "en"]["report"] == "Report an incident"
    assert set(found["-1", ""]) == set(found["11", ""]) >= {"ack", "arrive"}
    assert "close" not in found["-1", ""]
    assert found["12", ""]["close"] == "End the response", "in the language of the person"


async def test_names_and_sentences_are_as_telegram_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for menu in (await menus_on(monkeypatch, Server())).set.values():
        assert len(menu) <= 100
        for name, about in menu.items():
            assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
            assert 1 <= len(about) <= 256


async def test_one_that_can_t_be_set_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = (await menus_on(monkeypatch, Server("all", "-1", "11"))).set
    assert set(found) == {("", "en"), ("-3", ""), ("12", "")}
    assert [record.levelname for record in caplog.records] == ["WARNING", "DEBUG", "DEBUG"]


async def test_only_what_has_changed_is_set_and_never_in_a_rush(monkeypatch: pytest.MonkeyPatch) -> None:
    server, rests, now = Server(), list[float](), [TEAM]
    monkeypatch.setattr(menus, "set_commands", server.set_commands)
    telegram: Any = type("Named", (), {"name": "telegram"})()
    menu = menu_of(telegram, lambda: now[0], rests=rests)
    await menu.set_changed()
    assert rests == [menus.PACE] * 6
    server.set.clear()
    await menu.set_changed()
    assert server.set == {}
    lead = replace(TEAM.people[1], language="zh")
    now[0] = replace(TEAM, people=(lead,))
    await menu.set_changed()
    assert set(server.set) == {("12", ""), ("11", "")}
    assert "ack" not in server.set["11", ""], "whoever is off the roster has the few"
