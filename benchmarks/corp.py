"""A company on WeCom for the benchmarks: a corp with as many members as wanted, and the two files of the program."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_client import Corp
from bot.sandbox.wecom_places import Member

LEAD = "lead"
BATCH = 50


@dataclass(frozen=True, kw_only=True)
class Company:
    """A corp, its members who are nobody's staff, and where the program is set up for it."""

    corp: Corp
    members: Sequence[Member]
    lead: Member
    config: Path

    @property
    def database(self) -> Path:
        """The store of the program."""
        return self.config.parent / "zhiban.db"


async def settle(sandbox: Sandbox, folder: Path, *, members: int, per_minute: int = 25, calls: bool = True) -> Company:
    """A fresh corp with its real ceilings, and the files; per_minute: what the program sends one member at most."""
    world = await sandbox.world(calls=calls)
    port = free_port()
    corp = await world.corp(url=f"http://127.0.0.1:{port}")
    found: list[Member] = []
    for first in range(0, members, BATCH):
        numbers = range(first, min(first + BATCH, members))
        found += await asyncio.gather(*(corp.member(userid(number), f"住户{number}") for number in numbers))
    lead = await corp.member(LEAD, "赵班")
    (folder / "roster.toml").write_text(_ROSTER, encoding="utf-8")
    config = folder / "zhiban.toml"
    keys = corp.keys
    config.write_text(
        _SETTINGS.format(port=port, base_url=corp.base_url, keys=keys, per_minute=per_minute), encoding="utf-8"
    )
    return Company(corp=corp, members=found, lead=lead, config=config)


def userid(number: int) -> str:
    """Who a member is in WeCom."""
    return f"member{number}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


_SETTINGS = """
[company]
name = "安居物业"
language = "zh"
timezone = "Asia/Shanghai"

[store]
url = "sqlite:///zhiban.db"

[wecom]
corp_id = "{keys.corp_id}"
agent_id = {keys.agent_id}
secret = "{keys.secret}"
token = "{keys.token}"
aes_key = "{keys.aes_key}"
base_url = "{base_url}"

[web]
host = "127.0.0.1"
port = {port}

[roster]
file = "roster.toml"

[limits]
wecom_member_per_minute = {per_minute}
"""
_ROSTER = f"""
[[community]]
id = "anju"
name = "安居苑"
timezone = "Asia/Shanghai"

  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18

[[person]]
id = "lead"
name = "赵班"
post = "值班长"
department = "property"
roles = ["responder", "duty_lead", "admin"]
communities = ["anju"]
wecom = "{LEAD}"

[[chat]]
platform = "wecom"
kind = "staff"
community = "anju"
"""
