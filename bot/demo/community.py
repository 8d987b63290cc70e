"""The community of the sample roster, with its people and groups in a sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from bot.domain.roster import ChatKind
from bot.read.roster import read_roster
from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import Group, Person

_SAMPLE = Path(__file__).parents[2] / "templates" / "sample"
_PLATFORM = "telegram"


@dataclass(frozen=True, kw_only=True)
class Community:
    """Who is there. `people` go by roster id, `groups` by kind."""

    world: World
    people: dict[str, Person]
    groups: dict[str, Group]
    zone: tzinfo


def sample(language: str) -> Path:
    """The folder with the sample settings and roster in a language."""
    return _SAMPLE if language == "zh" else _SAMPLE / language


def pointed_at(world: World) -> dict[str, str]:
    """The environment that points the sample settings at a world of the sandbox."""
    return {
        "ZHIBAN_TELEGRAM__TOKEN": world.token,
        "ZHIBAN_TELEGRAM__BASE_URL": world.sandbox.url,
        "ZHIBAN_WEB__PORT": "0",
    }


async def found(sandbox: Sandbox, *, language: str, titles: dict[str, str]) -> Community:
    """Everybody of the sample roster, who have all started the bot, and its groups, where the bot may pin."""
    roster = read_roster(sample(language) / "roster.toml")
    world = await sandbox.world(username="zhiban_demo_bot", privacy=False)
    accounts = {one.id: int(account) for one in roster.people if (account := one.accounts.get(_PLATFORM))}
    people = {one.id: await world.person(accounts[one.id], one.name) for one in roster.people if one.id in accounts}
    groups = {}
    for chat in roster.chats:
        members = [] if chat.kind is ChatKind.RESIDENT else list(people.values())
        groups[chat.kind.value] = await world.group(
            int(chat.id), titles.get(chat.kind.value, chat.id), members=members, bot="administrator"
        )
    for person in people.values():
        await person.starts()
    return Community(world=world, people=people, groups=groups, zone=roster.communities[0].zone)
