"""The community of the sample roster, with its people and groups in a sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

import yaml

from bot.demo.office import hire
from bot.domain.people import Role
from bot.domain.roster import ChatKind
from bot.read.roster import read_roster
from bot.sandbox.client import World
from bot.sandbox.places import Group, Person
from bot.sandbox.wecom_client import Corp

_TEMPLATES = Path(__file__).parents[2] / "templates"
_SAMPLE = _TEMPLATES / "sample"
FRAME = _TEMPLATES / "demo" / "frame.yaml"
"""What stands around everything the demo plays."""
USERNAME = "zhiban_demo_bot"
_PLATFORM = "telegram"
_IN_CHARGE = frozenset({Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER})


@dataclass(frozen=True, kw_only=True)
class Community:
    """Who is there. `people` go by roster id or, for residents, by the name scripts call them; `groups` by kind."""

    world: World
    people: dict[str, Person]
    parts: dict[str, str]
    """What everybody is, under the same names."""
    groups: dict[str, Group]
    zone: tzinfo


def sample(language: str) -> Path:
    """The folder with the sample settings and roster in a language."""
    return _SAMPLE if language == "zh" else _SAMPLE / language


def pointed_at(world: World) -> dict[str, str]:
    """The environment that points the sample settings at a world of the sandbox, where no Monday rings meanwhile."""
    return {
        "ZHIBAN_TELEGRAM__TOKEN": world.token,
        "ZHIBAN_TELEGRAM__BASE_URL": world.sandbox.url,
        "ZHIBAN_WEB__PORT": "0",
        "ZHIBAN_COMMAND__DUTY_ROLL": "false",
    }


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody who lives here and is in no roster."""

    account: int
    name: str
    part: str


def read_residents(language: str) -> dict[str, Resident]:
    """The residents of the demo in a language, under the names scripts call them."""
    given = yaml.safe_load(FRAME.read_text(encoding="utf-8"))["residents"]
    return {key: Resident(account=one["account"], **one[language]) for key, one in given.items()}


def read_zone(language: str) -> tzinfo:
    """The time zone of the sample community."""
    return read_roster(sample(language) / "roster.toml").communities[0].zone


async def found(world: World, *, language: str, titles: dict[str, str], corp: Corp | None = None) -> Community:
    """Everybody of the sample roster, who have all started the bot, the groups, where the bot may pin, and residents,
    in a world where nobody is yet; with a corp those who have WeCom are there instead."""
    roster = read_roster(sample(language) / "roster.toml")
    away = await hire(corp, roster) if corp else {}
    accounts = {one.id: account for one in roster.people if (account := one.accounts.get(_PLATFORM))}
    here = [one for one in roster.people if one.id in accounts and one.id not in away]
    staff = {one.id: await world.person(int(accounts[one.id]), one.name) for one in here}
    in_charge = {one.id: staff[one.id] for one in roster.people if one.id in staff and one.roles & _IN_CHARGE}
    living = read_residents(language)
    residents = {key: await world.person(one.account, one.name) for key, one in living.items()}
    groups = {}
    for chat in roster.chats:
        members = {ChatKind.RESIDENT: residents, ChatKind.COMMAND: in_charge}.get(chat.kind, staff)
        groups[chat.kind.value] = await world.group(
            int(chat.id), titles.get(chat.kind.value, chat.id), members=list(members.values()), bot="administrator"
        )
    for person in staff.values():
        await person.starts()
    return Community(
        world=world,
        people=staff | away | residents,
        parts={one.id: one.post for one in roster.people} | {key: one.part for key, one in living.items()},
        groups=groups,
        zone=roster.communities[0].zone,
    )
