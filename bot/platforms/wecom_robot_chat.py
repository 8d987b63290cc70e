"""The robot's group as a chat to write to: what must not be missed stands there when nobody else can be told."""

from __future__ import annotations

from bot.platforms.wecom_robot import Robot
from bot.platforms.wecom_text import plain
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Sent
from bot.talk.platform import GoneError, PlatformError, Shape

PLATFORM = "wecom_robot"
ALARM = Address(platform=PLATFORM, chat="alarm")
"""Its only chat."""


class WecomRobotChat:
    """One robot that speaks and does not hear."""

    name = PLATFORM
    shape = Shape(edits=False, pins=False, toasts=False, alarm=ALARM.chat)

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self.problem = ""
        """Why the robot can't speak; empty while all is well. That it was removed shows when it is to speak."""

    def read(self, raw: bytes) -> Incoming | None:  # noqa: ARG002
        """Nothing is heard there."""
        return None

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Says it. The chat is never lost by a refusal: a key that is put right brings it back."""
        if to.chat != ALARM.chat:
            return Sent(delivery=Delivery.NEVER, reason="the robot is in one group only")
        sent = await self._robot.alarm(plain(drawn.text))
        self.problem = self._robot.problem
        if sent.delivery is Delivery.LOST:
            return Sent(delivery=Delivery.NEVER, reason=sent.reason)
        return sent

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:  # noqa: ARG002
        """What was said stays."""
        return Sent(delivery=Delivery.UNCHANGED, message=message)

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002
        """Nothing can be pinned."""
        return Sent(delivery=Delivery.UNCHANGED, message=message)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        """Nobody presses anything there."""

    async def fetch(self, file: str) -> Content:
        """Nobody sends a robot anything."""
        raise GoneError(f"a robot is sent no {file.partition(':')[0]}")

    async def leave(self, to: Address) -> None:  # noqa: ARG002
        """Who put the robot there takes it away."""
        raise PlatformError("a robot can't leave its group")
