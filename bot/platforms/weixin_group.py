"""Groups of residents in WeChat: a message is a task in the WeCom client of the group's owner, who presses send.

No program can speak in these groups by itself. What goes to several groups of one owner is one task: one press.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError, judged
from bot.platforms.wecom_text import cut, plain, size
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Priority, Sent
from bot.talk.platform import GoneError, Shape

PLATFORM = "weixin_group"
SECRET = "contact"
GATHER_SECONDS = 0.3
"""So long the first group waits for others of the same owner that get the same words."""
TEXT_BYTES, TITLE_BYTES, MOST_GROUPS = 4000, 128, 2000
"""WD 92135."""
Made = Callable[[str, str, Sequence[str]], Awaitable[str]]
"""Owner, group and words to the task that waits there already."""
USED_UP = "month quota used up"
KEPT = "quota kept for emergencies"


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What groups have in common that one press can serve."""

    owner: str
    text: str
    title: str
    url: str


@dataclass(kw_only=True)
class _Task:
    """Groups that are being gathered, and the call that is made for them all."""

    chats: list[str] = field(default_factory=list)
    call: asyncio.Task[Mapping[str, Sent]]


class WeixinGroup:
    """The customer groups of one company."""

    name = PLATFORM
    shape = Shape(edits=False, pins=False, toasts=False)

    def __init__(
        self,
        api: Api,
        *,
        owner_of: Callable[[str], str],
        link: Callable[[str], str],
        left: Callable[[str], Awaitable[int]],
        reserve: int,
        made: Made,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`owner_of`: the account that has to press send, empty when only WeCom knows it; `link`: an address that opens
        the private chat with this payload, empty when there is none; `left`: messages a group may get this month, of
        which `reserve` are for emergencies; `made`: the task that was made for a group with these words and is in no
        row, empty when there is none.
        """
        self._api, self._owner_of, self._link = api, owner_of, link
        self._left, self._reserve, self._made, self._rest = left, reserve, made, rest
        self._owners: dict[str, str] = {}
        self._gathered: dict[_Words, _Task] = {}
        self._calls: set[asyncio.Task[Mapping[str, Sent]]] = set()
        self.problem = ""

    def read(self, raw: bytes) -> Incoming | None:  # noqa: ARG002
        """What is said in these groups nobody hears."""
        return None

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Hands the message to the group's owner, together with others like it."""
        text = plain(drawn.text)
        if size(text) > TEXT_BYTES:
            return Sent(delivery=Delivery.NEVER, reason=f"the text is over {TEXT_BYTES} bytes")
        left = await self._left(to.chat)
        if left <= 0:
            return Sent(delivery=Delivery.NEVER, reason=USED_UP)
        if left <= self._reserve and drawn.priority is not Priority.EMERGENCY:
            return Sent(delivery=Delivery.NEVER, reason=KEPT)
        try:
            owner = self._owner_of(to.chat) or await self._find_owner(to.chat)
        except ApiError as error:
            return _refusal(error)
        if drawn.first:
            before = await self._look_back(owner, to.chat, (plain(drawn.first), text))
            if before is not None:
                return before
        title = " / ".join(button.text for button in chain(*drawn.buttons))
        url = self._link(drawn.start) if drawn.start else ""
        answers = await self._gather(_Words(owner=owner, text=text, title=title, url=url), to.chat)
        return answers[to.chat]

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:  # noqa: ARG002
        """What stands in a group stays: a new version is a message of its own and names the one before."""
        return Sent(delivery=Delivery.UNCHANGED, message=message)

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002
        """Nothing can be pinned there."""
        return Sent(delivery=Delivery.UNCHANGED, message=message)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        """Nobody presses anything there: the link leads to the private chat."""

    async def fetch(self, file: str) -> Content:
        """Nobody sends the bot anything there."""
        raise GoneError(f"there is no file {file.partition(':')[0]} from a customer group")

    async def leave(self, to: Address) -> None:
        """The bot is in none of these groups."""

    async def settle(self) -> None:
        """Waits until every task that was begun is made."""
        while self._calls:
            await asyncio.wait(set(self._calls))

    async def _find_owner(self, chat: str) -> str:
        """As WeCom has it, asked once; a group that changes hands is written into the roster."""
        if chat not in self._owners:
            found = await self._api.post("externalcontact/groupchat/get", {"chat_id": chat}, secret=SECRET)
            owner = found.get("group_chat", {}).get("owner")
            if not isinstance(owner, str) or not owner:
                raise ApiError(0, Act.CONTENT, "WeCom does not say who owns the group: enter the owner in the roster")
            self._owners[chat] = owner.lower()  # user ids know no case (WD 90195)
        return self._owners[chat]

    async def _look_back(self, owner: str, chat: str, texts: Sequence[str]) -> Sent | None:
        """A task whose making was never answered is there all the same, and is not made twice; None: it is not."""
        try:
            task = await self._made(owner, chat, texts)
        except ApiError as error:
            later = judged(error)
            return later if later.delivery is Delivery.LATER else Sent(delivery=Delivery.UNCLEAR, reason=error.words)
        return Sent(delivery=Delivery.HANDED, message=task, owner=owner) if task else None

    async def _gather(self, words: _Words, chat: str) -> Mapping[str, Sent]:
        """The answers for all who came in time. Whoever is cut off leaves the others theirs."""
        task = self._gathered.get(words)
        if task is None or len(task.chats) >= MOST_GROUPS:
            task = self._gathered[words] = self._begin(words)
        task.chats.append(chat)
        return await asyncio.shield(task.call)

    def _begin(self, words: _Words) -> _Task:
        chats: list[str] = []
        call = asyncio.create_task(self._hand_over(words, chats))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        return _Task(chats=chats, call=call)

    async def _hand_over(self, words: _Words, chats: Sequence[str]) -> Mapping[str, Sent]:
        await self._rest(GATHER_SECONDS)
        if (task := self._gathered.get(words)) is not None and task.chats is chats:
            del self._gathered[words]
        try:
            said = await self._api.post("externalcontact/add_msg_template", _body(words, chats), secret=SECRET)
        except ApiError as error:
            self.problem = error.words if error.blocks else ""
            return dict.fromkeys(chats, _refusal(error))
        self.problem = ""
        return _answers(said, chats, owner=words.owner)


def _body(words: _Words, chats: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "chat_type": "group",
        "sender": words.owner,
        "chat_id_list": [*dict.fromkeys(chats)],
        "allow_select": False,
        "text": {"content": words.text},
    }
    if words.url:
        link = {"title": cut(words.title or words.url, TITLE_BYTES), "url": words.url}
        body["attachments"] = [{"msgtype": "link", "link": link}]
    return body


def _answers(said: Mapping[str, Any], chats: Sequence[str], *, owner: str) -> Mapping[str, Sent]:
    """Handed over, but for the groups WeCom does not take from this owner."""
    task, failed = said.get("msgid"), said.get("fail_list") or []
    if not isinstance(task, str) or not task:
        return dict.fromkeys(chats, Sent(delivery=Delivery.UNCLEAR, reason="WeCom named no task"))
    refused = Sent(
        delivery=Delivery.NEVER, reason=f"{owner} can't send there: are they its owner, and is its month not used up?"
    )
    handed = Sent(delivery=Delivery.HANDED, message=task, owner=owner)
    return {chat: refused if chat in failed else handed for chat in chats}


def _refusal(error: ApiError) -> Sent:
    """A group is never lost by it. What only a setting changes is known at once: people go and knock meanwhile."""
    if error.act in (Act.PERSON, Act.SETUP, Act.ROOM):
        return Sent(delivery=Delivery.NEVER, reason=error.words)
    return judged(error)
