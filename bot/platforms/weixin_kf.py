"""The service account (微信客服) as a platform: each resident's own chat with it, in which only answers are allowed.

After each thing a resident writes five messages may follow within 48 hours (WD 94677). Who has only opened the chat may
be greeted once. What the platform does not let through is lost with its reason, never silently.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import ACTS, Act, ApiError, judged
from bot.platforms.wecom_file import fetch, msgtype
from bot.platforms.weixin_kf_message import Body, bodies, name_of
from bot.platforms.weixin_kf_read import PLATFORM, read
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Sent
from bot.talk.platform import Allowance, PlatformError, Shape
from bot.talk.window import Shut, Ticket, Windows

ALLOWANCE = Allowance(messages=5, lasts=timedelta(hours=48))
USED_UP = "they have got the five messages that are allowed until they write again"
TOO_LATE = "they have not written within 48 hours"
CLOSED = "the platform says that the conversation is over"
NO_FILE = "the file is not known to WeChat"

_SHUT: Mapping[Shut, str] = {Shut.NEVER: "they have not written yet", Shut.LATE: TOO_LATE, Shut.SPENT: USED_UP}
_REFUSED: Mapping[int, str] = {95001: USED_UP, 95002: TOO_LATE, 95013: CLOSED, 95018: CLOSED}

Part = Callable[[], Awaitable[Body]]
"""One message, made when its turn has come: a file is uploaded first."""


class WeixinKf:
    """One service account of one company."""

    name = PLATFORM
    shape = Shape(edits=False, pins=False, toasts=False, allowance=ALLOWANCE)

    def __init__(self, api: Api, open_kfid: str, *, windows: Windows) -> None:
        self._api, self._open_kfid, self._windows = api, open_kfid, windows
        self.problem = ""
        """Why nothing can be sent at all; empty while all is well."""

    def read(self, raw: bytes) -> Incoming | None:
        """The message in our words; None when it is nothing for us. Raises on a malformed one."""
        return read(raw)

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Sends one message, as far as the resident may be written to."""
        drawn = _written(drawn)
        name = name_of(drawn.serial) if drawn.serial else uuid.uuid4().hex[:24]
        ticket = await self._windows.look(to.chat, name)
        if ticket.left > 0:
            return await self._answer(to.chat, drawn, name, ticket)
        if ticket.welcome:
            return await self._greet(to.chat, drawn, name, ticket.welcome)
        return Sent(delivery=Delivery.LOST, reason=_SHUT[ticket.shut or Shut.NEVER])

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:  # noqa: ARG002 - what is sent stays
        """Nothing can be changed: what is new is a new message."""
        return await self.send(to, drawn)

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002 - there are no pins here
        """Nothing can be pinned."""
        return Sent(delivery=Delivery.UNCHANGED)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:  # noqa: ARG002
        """The answer to a tap is a message to who tapped; `PlatformError` when it did not go out."""
        sent = await self.send(Address(platform=self.name, chat=query), _said(text))
        if sent.delivery is not Delivery.SENT:
            raise PlatformError(f"a tap could not be answered: {sent.reason}")

    async def fetch(self, file: str) -> Content:
        """The file behind `kind:weixin_kf/id`; `PlatformError` when it is gone."""
        return await fetch(self._api, file, secret="kf", platform=self.name)

    async def leave(self, to: Address) -> None:
        """There is nothing to leave: the chat is one person's own with the account."""

    async def _answer(self, account: str, drawn: Drawn, name: str, ticket: Ticket) -> Sent:
        parts = list(self._parts(drawn, room=ticket.left))
        if not parts:
            return Sent(delivery=Delivery.NEVER, reason=NO_FILE if drawn.file else "there is nothing to send")
        for number, part in enumerate(parts, start=1):
            label = name if number == 1 else f"{name}-{number}"
            failed = await self._one(account, label, part, tried=label in ticket.tried)
            if failed is not None:
                return failed
        if drawn.file and not _is_sendable(drawn):
            return Sent(delivery=Delivery.NEVER, reason=NO_FILE)
        return Sent(delivery=Delivery.SENT, message=name)

    async def _one(self, account: str, name: str, part: Part, *, tried: bool) -> Sent | None:
        """One of the few messages; None when it went out. It is counted before the call, so that no crash loses it."""
        await self._windows.spend(account, name)
        try:
            body = {"touser": account, "open_kfid": self._open_kfid, "msgid": name, **await part()}
            await self._api.post("kf/send_msg", body, secret="kf")
        except ApiError as error:
            if tried and error.code and error.code not in ACTS:
                # No name is taken twice (WD 94677), with which code stands nowhere: it may be this one, or any other.
                return Sent(delivery=Delivery.UNCLEAR, reason=error.words)
            if error.act is Act.WINDOW:
                await self._windows.exhaust(account)
            elif error.act is not Act.UNCLEAR and not tried:
                await self._windows.give_back(account, name)
            return self._judged(error)
        self.problem = ""
        return None

    async def _greet(self, account: str, drawn: Drawn, name: str, code: str) -> Sent:
        """The one message to somebody who has only opened the chat; it is good for words and a menu (WD 95122)."""
        written = bodies(drawn, room=1)
        if not written:
            return Sent(delivery=Delivery.NEVER, reason="there is nothing to send")
        try:
            await self._api.post("kf/send_msg_on_event", {"code": code, "msgid": name, **written[0]}, secret="kf")
        except ApiError as error:
            if error.act in (Act.UNREACHED, Act.AGAIN, Act.WAIT) or error.blocks:
                return self._judged(error)
            await self._windows.greeted(account)
            unclear = error.act is Act.UNCLEAR
            return self._judged(error) if unclear else Sent(delivery=Delivery.LOST, reason=_SHUT[Shut.NEVER])
        self.problem = ""
        await self._windows.greeted(account)
        return Sent(delivery=Delivery.SENT, message=name)

    def _judged(self, error: ApiError) -> Sent:
        if error.blocks:
            self.problem = error.words
        if error.act is Act.WINDOW:
            return Sent(delivery=Delivery.LOST, reason=_REFUSED.get(error.code, CLOSED))
        return judged(error)

    def _parts(self, drawn: Drawn, *, room: int) -> Iterator[Part]:
        """A file goes before its words, and stays behind when there is room for the words only."""
        file = _is_sendable(drawn) and (room > 1 or not drawn.text)
        if file:
            yield lambda: self._file(drawn)
        for body in bodies(drawn, room=room - file):
            yield _ready(body)

    async def _file(self, drawn: Drawn) -> Body:
        kind, _, told = drawn.file.partition(":")
        if drawn.content is not None:
            sort = msgtype(kind, drawn.content)
            return {"msgtype": sort, sort: {"media_id": await self._api.upload(sort, drawn.content, secret="kf")}}
        latitude, _, longitude = told.partition(",")
        return {"msgtype": "location", "location": {"latitude": float(latitude), "longitude": float(longitude)}}


def _is_sendable(drawn: Drawn) -> bool:
    return drawn.content is not None or drawn.file.startswith("location:")


def _written(drawn: Drawn) -> Drawn:
    """With a phone number as words: it travels like a file and is none."""
    kind, _, told = drawn.file.partition(":")
    return replace(drawn, text=f"{drawn.text}\n{told}", file="") if kind == "contact" else drawn


def _said(text: str) -> Drawn:
    return Drawn(text=html.escape(text))


def _ready(body: Body) -> Part:
    async def part() -> Body:
        return body

    return part
