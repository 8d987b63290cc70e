"""The menu of commands each person sees: residents the few of theirs, staff what their role may use."""

from __future__ import annotations

import logging

from bot.domain.people import Person
from bot.domain.roster import ChatKind, Roster
from bot.platforms.telegram import Telegram
from bot.platforms.telegram_setup import set_commands
from bot.talk.platform import PlatformError
from bot.talk.vocabulary import Audience, Command, Commands
from bot.words import LANGUAGES

log = logging.getLogger(__name__)


async def set_menus(telegram: Telegram, commands: Commands, roster: Roster) -> None:
    """Sets them all; one that can't be set (somebody never started the bot) is only worth a line in the log."""
    everybody = commands.shown_to(None)
    staff = tuple(one for one in commands.all if one.audience in (Audience.ANYBODY, Audience.STAFF))
    try:
        for language in LANGUAGES:
            await set_commands(telegram, _menu(everybody, language), language="" if language == "zh" else language)
    except PlatformError as error:
        log.warning("the menu could not be set: %s", error)
    for chat in roster.chats:
        if chat.platform == telegram.name and chat.kind is not ChatKind.RESIDENT:
            await _set_for(telegram, chat.id, staff)
    for person in roster.people:
        if account := person.accounts.get(telegram.name):
            await _set_for(telegram, account, commands.shown_to(person), person=person)


async def _set_for(telegram: Telegram, chat: str, commands: tuple[Command, ...], person: Person | None = None) -> None:
    language = person.language if person and person.language else "zh"
    try:
        await set_commands(telegram, _menu(commands, language), chat=chat)
    except PlatformError as error:
        log.debug("the menu of a chat could not be set: %s", error)


def _menu(commands: tuple[Command, ...], language: str) -> dict[str, str]:
    return {command.name: command.about[language] for command in commands}
