"""What `zhiban check` asks the platforms: the token, each group and the bot's rights in it, each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.check.finding import Finding, doubtful, failed, fine, place
from bot.check.wecom import wecom
from bot.domain.roster import Chat, ChatKind, Roster
from bot.platforms.telegram import Telegram, TokenRefusedError
from bot.platforms.telegram_setup import ChatView, look_at_chat, reaches
from bot.read.document import Document
from bot.read.environment import with_environment
from bot.read.fault import FaultsError
from bot.read.roster import read_roster
from bot.read.toml_lines import read_toml
from bot.settings import Settings, load
from bot.talk.platform import PlatformError

_GROUPS = ("group", "supergroup")
_INSIDE = ("creator", "administrator", "member", "restricted")


async def online(settings_path: Path, environment: Mapping[str, str]) -> list[Finding]:
    """All findings; none when the files are faulty, which `offline` has said."""
    try:
        settings = load(settings_path, environment)
        roster = read_roster(settings.roster.file)
    except FaultsError:
        return []
    file, document = with_environment(read_toml(settings_path), environment), read_toml(settings.roster.file)
    return [
        *await _telegram(settings, file, roster, document=document),
        *await wecom(settings, file, roster, document=document),
    ]


async def _telegram(settings: Settings, file: Document, roster: Roster, *, document: Document) -> list[Finding]:
    if settings.telegram is None:
        return []
    telegram = Telegram(settings.telegram.token, settings.telegram.base_url)
    try:
        await telegram.start()
    except TokenRefusedError as error:
        return [failed("token", _place_of_token(file), str(error))]
    except PlatformError as error:
        remedy = f"{error}; look at the network of this machine, then at base_url in [telegram]"
        return [failed("token", settings.telegram.base_url, remedy)]
    try:
        findings = [fine("token", settings.telegram.base_url, f"the bot is @{telegram.username}")]
        return findings + await _all(telegram, roster, document)
    finally:
        await telegram.stop()


def _place_of_token(document: Document) -> str:
    """Its line in the settings, or the variable that stands above them."""
    token, in_file = ("telegram", "token"), ("telegram", "token_file")
    return place(document, token if token in document.variables or token in document.lines else in_file)


async def _all(telegram: Telegram, roster: Roster, document: Document) -> list[Finding]:
    findings: list[Finding] = []
    for position, chat in enumerate(roster.chats):
        if chat.platform == telegram.name:
            findings += await _chat(telegram, chat, place(document, ("chat", position)))
    for position, person in enumerate(roster.people):
        if account := person.accounts.get(telegram.name):
            reached = await reaches(telegram, account)
            where = place(document, ("person", position))
            findings.append(_person(person.name, telegram.username, reached=reached, where=where))
    return findings


async def _chat(telegram: Telegram, chat: Chat, where: str) -> list[Finding]:
    try:
        view = await look_at_chat(telegram, chat.id)
    except PlatformError as error:
        return [failed("group", where, f"{error}; add @{telegram.username} to the group or correct its id")]
    wrong = list(_lacks(chat, view, where))
    return wrong or [fine("group", where, f"{view.title}: in it, with the rights it needs")]


def _lacks(chat: Chat, view: ChatView, where: str) -> Iterable[Finding]:
    """What the bot's place in a group lacks for what the group is for."""
    if view.kind not in _GROUPS:
        yield failed("group", where, f"{view.title} is a {view.kind}, not a group; put the id of a group here")
        return
    if view.bot_status not in _INSIDE:
        yield failed("group", where, f"the bot is not in {view.title}; add it again")
        return
    if chat.kind is not ChatKind.RESIDENT and not view.can_read_all:
        yield failed(
            "privacy",
            where,
            f"the bot can't see reports in {view.title}; make it an admin there, or turn privacy mode off with "
            "BotFather (/setprivacy) and add it to the group anew",
        )
    if not view.can_write:
        remedy = f"the bot may not write in {view.title}; make it an admin there, or let its members send messages"
        yield failed("write", where, remedy)
    if not view.can_pin:
        what = "notices" if chat.kind is ChatKind.RESIDENT else "its card"
        yield doubtful("pin", where, f"the bot can't pin {what} in {view.title}; give it the right to pin messages")
    if chat.topic and not view.forum:
        yield failed("group", where, f"{view.title} has no topics; delete topic, or turn topics on in the group")


def _person(name: str, bot: str, *, reached: bool | None, where: str) -> Finding:
    if reached:
        return fine("person", where, f"{name} can be written to")
    if reached is None:
        return doubtful("person", where, f"the server did not say whether {name} can be reached; check again later")
    remedy = (
        f"{name} has not started the bot, so calls reach them by mention only; let them open @{bot} and press Start"
    )
    return doubtful("person", where, remedy)
