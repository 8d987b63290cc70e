"""The groups the company's app makes in WeCom, one for each incident: words only, and nobody is heard in them.

There are no cards, no changes and no receipts in them (WD 90248): what somebody has to answer goes to each alone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import NO_ROOM, ONE_MEMBER, ROOM_EXISTS, ApiError, judged
from bot.platforms.wecom_file import WORDS
from bot.platforms.wecom_progress import Progress, version_of
from bot.platforms.wecom_text import parts, plain, shorten
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Sent
from bot.talk.platform import PlatformError, Shape

PLATFORM, MEMBERS_OF = "wecom_room", "wecom"
NAME = 50
"""Characters of a name (WD 90245)."""
LEAST, MOST = 2, 2000
"""Members of a group (WD 90245)."""
TOO_FEW = "a group of WeCom has at least two members"

_CHAT = re.compile(r"[0-9A-Za-z]{1,32}")


class WecomRoom:
    """The groups of one app."""

    name = PLATFORM
    shape = Shape(edits=False, pins=False, toasts=False, gathers=MEMBERS_OF)

    def __init__(self, api: Api) -> None:
        self._api = api
        self.problem = ""
        """Why nothing can be sent at all; empty while all is well."""
        self._progress = Progress()

    def read(self, raw: bytes) -> Incoming | None:  # noqa: ARG002
        """WeCom tells nothing of what is said there."""
        return None

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Sends the words, as several messages when they are long; buttons are not shown there."""
        kind, _, told = drawn.file.partition(":")
        words = parts(plain(f"{drawn.text}\n{told}" if kind in WORDS else drawn.text))
        about = version_of(to.chat, drawn.serial)
        for number in range(self._progress.done(about, len(words)), len(words)):
            body = {"chatid": to.chat, "msgtype": "text", "text": {"content": words[number]}}
            sent = await self._called("appchat/send", body)
            if sent.delivery is not Delivery.SENT:
                self._progress.stopped(about, number, len(words))
                return sent
        self._progress.ended(about)
        if drawn.file and kind not in WORDS:
            return Sent(delivery=Delivery.NEVER, reason="no files are sent to the group of an incident")
        return Sent(delivery=Delivery.SENT, message=drawn.serial or uuid.uuid4().hex)

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:  # noqa: ARG002
        """Nothing can be changed there."""
        return Sent(delivery=Delivery.NEVER, reason="a message in a group of WeCom can't be changed")

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002
        """Nothing can be pinned there."""
        return Sent(delivery=Delivery.UNCHANGED)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:  # noqa: ARG002
        """Nobody can press anything there."""
        raise PlatformError("there are no buttons in a group of WeCom")

    async def fetch(self, file: str) -> Content:  # noqa: ARG002
        """Nothing comes from there."""
        raise PlatformError("there are no files from a group of WeCom")

    async def leave(self, to: Address) -> None:
        """The app can't leave a group it made; it stays silent there."""

    async def make(self, chat: str, name: str, *, owner: str, members: Sequence[str]) -> Sent:
        """A group of this id; one that is there already is as good as made. Nobody sees it before its first message."""
        everybody = list(dict.fromkeys([owner, *members]))[:MOST]
        if len(everybody) < LEAST:
            return Sent(delivery=Delivery.NEVER, reason=TOO_FEW)
        if not _CHAT.fullmatch(chat):
            raise ValueError("the id of a group of WeCom is 1 to 32 of 0-9 A-Z a-z")
        body = {"chatid": chat, "name": shorten(name, NAME), "owner": owner, "userlist": everybody}
        return _refused(await self._called("appchat/create", body))

    async def members(self, chat: str) -> Sequence[str] | Sent:
        """Who is in it, in lower case: user ids know none (WD 90195)."""
        try:
            found = await self._api.get("appchat/get", {"chatid": chat})
        except ApiError as error:
            return judged(error)
        return [str(one).lower() for one in found.get("chat_info", {}).get("userlist") or ()]

    async def change(self, chat: str, name: str, *, owner: str, add: Sequence[str], remove: Sequence[str]) -> Sent:
        """Its name, owner and members are brought up to date; `LOST` when it is there no more: make it again."""
        body: dict[str, object] = {"chatid": chat, "name": shorten(name, NAME), "owner": owner}
        body |= {"add_user_list": list(add)} if add else {}
        body |= {"del_user_list": list(remove)} if remove else {}
        return await self._called("appchat/update", body)

    async def _called(self, path: str, body: Mapping[str, Any]) -> Sent:
        try:
            await self._api.post(path, body)
        except ApiError as error:
            if error.code == ROOM_EXISTS:
                return Sent(delivery=Delivery.UNCHANGED)
            if error.blocks or error.code in ONE_MEMBER:
                self.problem = error.words
            sent = judged(error)
            # A member nobody knows is no reason to make the group again.
            return _refused(sent) if error.code not in NO_ROOM else sent
        self.problem = ""
        return Sent(delivery=Delivery.SENT)


def _refused(sent: Sent) -> Sent:
    """What can't be reached can't be made either."""
    return replace(sent, delivery=Delivery.NEVER) if sent.delivery is Delivery.LOST else sent
