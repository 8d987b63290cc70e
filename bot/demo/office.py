"""The corp of WeCom beside the demo's bot: who of the staff is there, and what settings and roster say of it."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from pathlib import Path

from bot.demo.colleague import Colleague
from bot.domain.roster import Roster
from bot.sandbox.client import World
from bot.sandbox.wecom_client import Corp

ON_WECOM = ("he",)
"""Who of the sample roster has WeCom in the demo, and not Telegram."""
_ACCOUNT = r'(id = "{id}"\n(?:.+\n)*?)telegram = \d+'
_STAFF = """
[[chat]]
platform = "wecom"
kind = "staff"
community = "anju"
"""
_PLENTY = {"member_per_minute": 100_000, "member_per_hour": 100_000}
"""A course lasts minutes and its clock jumps: nothing is dropped meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """The corp, and the port at which the program gets its callbacks."""

    corp: Corp
    port: int

    def environment(self) -> dict[str, str]:
        """What makes the program serve the corp too."""
        keys = self.corp.keys
        return {
            "ZHIBAN_WEB__PORT": str(self.port),
            "ZHIBAN_WECOM__CORP_ID": keys.corp_id,
            "ZHIBAN_WECOM__AGENT_ID": str(keys.agent_id),
            "ZHIBAN_WECOM__SECRET": keys.secret,
            "ZHIBAN_WECOM__TOKEN": keys.token,
            "ZHIBAN_WECOM__AES_KEY": keys.aes_key,
            "ZHIBAN_WECOM__BASE_URL": self.corp.base_url,
            "ZHIBAN_LIMITS__WECOM_MEMBER_PER_MINUTE": "0",
        }


async def make_office(world: World, *, name: str) -> Office:
    """A corp on a world; its callbacks go to a port that nobody listens on yet."""
    port = _free_port()
    return Office(corp=await world.corp(url=f"http://127.0.0.1:{port}", limits=_PLENTY, name=name), port=port)


async def hire(corp: Corp, roster: Roster) -> dict[str, Colleague]:
    """Those of the sample roster who have WeCom, by their ids."""
    names = {one.id: one.name for one in roster.people if one.id in ON_WECOM}
    return {key: Colleague(await corp.member(key, name)) for key, name in names.items()}


def move_to_wecom(roster: Path) -> None:
    """Writes into a copy of the sample roster who has WeCom, and that staff read there what their group reads."""
    text = roster.read_text(encoding="utf-8")
    for person in ON_WECOM:
        text = re.sub(_ACCOUNT.format(id=person), rf'\1wecom = "{person}"', text)
    roster.write_text(text + _STAFF, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
