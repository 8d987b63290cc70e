"""The same company on WeCom, or on WeCom and Telegram: who is where, and what stands in its two files."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.sandbox.client import World
from bot.sandbox.places import Group, Person
from bot.sandbox.wecom_client import Corp
from tests.stories.office import Office
from tests.stories.phones import Colleague, Floor, OnTelegram

ON_WECOM = {
    "wecom": ("wang", "li", "chen", "zhou", "zhao", "zhu", "luo", "sun", "he"),
    "mixed": ("wang", "li", "chen", "he"),
}
"""Who has WeCom: everybody, or those who go; then who leads, the desk and the control room sit on Telegram."""

SPREAD = """
[[chat]]
platform = "wecom"
kind = "staff"
community = "anju"
"""
LEADERS = """
[[chat]]
platform = "wecom"
kind = "command"
community = "anju"
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


async def make_office(world: World, folder: Path, *, port: int) -> Office:
    """The corp, whose callbacks go to this port; nothing is dropped there, for a story lasts only seconds."""
    plenty = {"member_per_minute": 100_000, "member_per_hour": 100_000, "room_per_minute": 100_000}
    corp = await world.corp(url=f"http://127.0.0.1:{port}", limits=plenty)
    return Office(corp=corp, folder=folder)


async def hire(
    office: Office, names: Mapping[str, str], people: Mapping[str, Person], group: Group
) -> dict[str, Person]:
    """Everybody: on WeCom who is named, on Telegram who is a person there."""
    found: dict[str, Person] = {}
    for key, name in names.items():
        if key in people:
            found[key] = OnTelegram(office, people[key], group)
        else:
            found[key] = Colleague(office, await office.corp.member(key, name))
    return found


def floors(office: Office, staff: Group, command: Group, *, mixed: bool) -> tuple[Floor, Floor]:
    """What everybody reads, and what those in charge read."""
    return (
        Floor(office, staff.id, staff.name, group=staff if mixed else None),
        Floor(office, command.id, command.name, group=command if mixed else None),
    )


def roster_for(platform: str, roster: str) -> str:
    """The roster of the sample with accounts on WeCom."""
    for key in ON_WECOM[platform]:
        roster = re.sub(rf'(id = "{key}"\n(?:.+\n)*?)telegram = \d+', rf'\1wecom = "{key}"', roster)
    if platform == "wecom":
        return roster.partition("[[chat]]")[0] + SPREAD + LEADERS
    return roster + SPREAD


def settings_for(platform: str, settings: str, corp: Corp, *, port: int) -> str:
    """The settings of the sample with the corp's secrets; no limit for a member, because a story lasts only seconds."""
    if platform == "wecom":
        settings = re.sub(r"\[telegram\]\n(?:.+\n)+", "", settings)
    settings = re.sub(r"port = \d+", f"port = {port}", settings)
    return f"{settings.rstrip()}\nwecom_member_per_minute = 0\n\n" + "\n".join(_tables(corp)) + "\n"


def _tables(corp: Corp) -> Iterable[str]:
    keys = corp.keys
    yield "[wecom]"
    yield f'corp_id = "{keys.corp_id}"\nagent_id = {keys.agent_id}\nsecret = "{keys.secret}"'
    yield f'token = "{keys.token}"\naes_key = "{keys.aes_key}"\ncontact_secret = "{keys.contact_secret}"'
    yield f'base_url = "{corp.base_url}"\n'
    yield "[weixin_kf]"
    yield f'open_kfid = "{keys.open_kfid}"\nsecret = "{keys.kf_secret}"'
    yield f'token = "{keys.kf_token}"\naes_key = "{keys.kf_aes_key}"'
