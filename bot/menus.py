"""The menu of commands each person sees: residents the few of theirs, staff what their role may use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.domain.roster import ChatKind, Roster
from bot.platforms.telegram import Telegram
from bot.platforms.telegram_setup import set_commands
from bot.talk.platform import PlatformError
from bot.talk.vocabulary import Audience, Command, Commands
from bot.words import LANGUAGES

log = logging.getLogger(__name__)


PACE = 0.2
"""Seconds between two menus: nothing waits for them, and nothing has to wait because of them."""

Place = tuple[str, str]
"""A chat (empty: everywhere) and a language (empty: every one)."""


class Menus:
    """A part of its own: sets what has changed whenever it is woken, a few a second."""

    def __init__(
        self,
        telegram: Telegram,
        commands: Commands,
        *,
        roster: Callable[[], Roster],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._telegram, self._commands, self._roster, self._rest = telegram, commands, roster, rest
        self._set: dict[Place, dict[str, str]] = {}
        self._rang = asyncio.Event()

    def wake(self) -> None:
        """The roster may have changed."""
        self._rang.set()

    async def run(self) -> None:
        """Sets them for as long as it runs."""
        while True:
            await self._rang.wait()
            self._rang.clear()
            await self.set_changed()

    async def set_changed(self) -> None:
        """One that can't be set (somebody never started the bot) is only worth a line in the log."""
        wanted = _wanted(self._telegram.name, self._commands, self._roster())
        gone = dict.fromkeys(self._set.keys() - wanted.keys(), _menu(self._commands.shown_to(None), "zh"))
        for (chat, language), menu in {**wanted, **gone}.items():
            if self._set.get((chat, language)) == menu:
                continue
            try:
                await set_commands(self._telegram, menu, chat=chat, language=language)
            except PlatformError as error:
                log.log(logging.DEBUG if chat else logging.WARNING, "a menu could not be set: %s", error)
            else:
                self._set[chat, language] = menu
            await self._rest(PACE)


def _wanted(platform: str, commands: Commands, roster: Roster) -> dict[Place, dict[str, str]]:
    everybody = commands.shown_to(None)
    staff = tuple(one for one in commands.all if one.audience in (Audience.ANYBODY, Audience.STAFF))
    wanted = {("", "" if language == "zh" else language): _menu(everybody, language) for language in LANGUAGES}
    for chat in roster.chats:
        if chat.platform == platform and chat.kind is not ChatKind.RESIDENT:
            wanted[chat.id, ""] = _menu(staff, "zh")
    for person in roster.people:
        if account := person.accounts.get(platform):
            wanted[account, ""] = _menu(commands.shown_to(person), person.language or "zh")
    return wanted


def _menu(commands: tuple[Command, ...], language: str) -> dict[str, str]:
    return {command.name: command.about[language] for command in commands}
