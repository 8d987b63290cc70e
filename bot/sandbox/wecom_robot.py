"""The robot in an internal group: 20 messages a minute, whoever knows the key (WD 99110, 91770)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.limits import Window
from bot.sandbox.wecom_content import check_text
from bot.sandbox.wecom_phone import Phone
from bot.sandbox.wecom_wire import WecomRefusal
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}


@dataclass(kw_only=True)
class Robot:
    """A robot and the group it stands in."""

    phone: Phone
    window: Window


def send_robot(corp: Corp, body: Json) -> Json:
    """webhook/send."""
    robot, sort = corp.robots[body["key"]], body["msgtype"]
    if sort not in BYTES or sort not in body:
        raise WecomRefusal(40008, sort)
    content = check_text(body[sort]["content"], BYTES[sort])
    if robot.window.wait(corp.now(), 1) > 0:
        raise WecomRefusal(45009)
    robot.window.times.append(corp.now())
    named = " ".join(f"@{name}" for name in (*body[sort].get("mentioned_list", ()),))
    robot.phone.put(sort, f"{content}\n{named}".rstrip())
    return {}
