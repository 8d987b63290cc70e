"""What can be made to go wrong with qyapi, by name: error codes, broken connections, callbacks that never come."""

from __future__ import annotations

import random
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.faults import SORTS, Fault, Faults, Work, play
from bot.sandbox.wecom_wire import WecomRefusal
from bot.sandbox.wire import Json, Refusal

CODES: dict[str, tuple[int, str]] = {
    "-1": (-1, ""),
    "40001": (40001, ""),
    "40014": (40014, ""),
    "42001": (42001, ""),
    "43012": (43012, ""),
    "45009": (45009, ""),
    "45033": (45033, ""),
    "48002": (48002, ""),
    "50003": (50003, ""),
    "60020": (60020, "from ip: 203.0.113.7"),
    "60140": (60140, ""),
    "95002": (95002, ""),
}
"""Faults that are answered with an error code, and what stands in errmsg beside its words."""

BROKEN = ("slow", "cut", "html", "500", "502", "drop_before", "drop_after", "hang_before", "hang_after", "late")
"""Faults of the connection; they are those of the Bot API."""

LOST = "drop_callback"
"""WeCom never brings a callback; `method` is then `app` or `kf`."""


@dataclass(kw_only=True)
class WecomFaults(Faults):
    """The faults of one corp; `method` of a fault is a path, `chat` the person a call is for."""

    def set(self, wish: Json) -> Fault:
        """Sets a fault from the control interface."""
        name = str(wish["name"])
        if name not in CODES and name not in BROKEN and name != LOST:
            raise Refusal(400, f"unknown fault {name}; known: {', '.join((*CODES, *BROKEN, LOST))}")
        count, rate, person = wish.get("count"), wish.get("rate"), wish.get("person")
        fault = Fault(
            name=name,
            done=bool(wish.get("done", name in SORTS and SORTS[name].done)),
            method=wish.get("path"),
            chat=None if person is None else str(person),
            count=None if count is None else int(count),
            rate=None if rate is None else float(rate),
            pace=float(wish.get("pace", 1.0)),
            chance=random.Random(wish.get("seed")),
        )
        self.active.append(fault)
        return fault

    def hits(self, path: str, person: str) -> Fault | None:
        """The fault that hits this call; getting a token fails only when it is named."""
        for fault in self.active:
            meant = fault.name != LOST and (path != "gettoken" or fault.method == path)
            if meant and fault.strikes(path, person):
                return fault
        return None

    def loses(self, to: str, person: str) -> bool:
        """Whether a callback is lost."""
        return any(fault.name == LOST and fault.strikes(to, person) for fault in self.active)


async def go_wrong(fault: Fault, request: web.BaseRequest, work: Work) -> web.StreamResponse:
    """Answers one call the wrong way."""
    if fault.name not in CODES:
        return await play(fault, request, work)
    if fault.done:
        await work()
    return web.Response(body=WecomRefusal(*CODES[fault.name]).body(), content_type="application/json", charset="utf-8")
