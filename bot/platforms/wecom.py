"""WeCom as a platform: the chat of each member of staff with the company's own app."""

from __future__ import annotations

import html
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_budget import Budget
from bot.platforms.wecom_card import change, write
from bot.platforms.wecom_errors import ONE_MEMBER, Act, ApiError, judged
from bot.platforms.wecom_file import PLATFORM, WORDS, fetch, msgtype, own_media, upload
from bot.platforms.wecom_news import News
from bot.platforms.wecom_progress import Progress, card_of, version_of
from bot.platforms.wecom_text import plain
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Priority, Sent
from bot.talk.platform import PlatformError, Shape

REPEATS_SECONDS = 1800
"""What says its version is in the same words not shown twice within so long; WeCom's own default (WD 90236)."""
OUT_OF_SIGHT = "unknown to WeCom or outside the app's visible range"
NO_LICENCE = "this member has no licence for WeCom's interfaces"
OVER_BUDGET = "this member has got as much as WeCom lets through in a minute"
NO_FILE = "the file is not known to WeCom"

Message = Mapping[str, Any]
Part = Callable[[], Awaitable[Message]]
"""One message, as WeCom counts them, when its time has come."""


class Wecom:
    """One app of one company."""

    name = PLATFORM
    shape = Shape(pins=False, toasts=False, writes_first=True, renews=True, gather=timedelta(seconds=20))

    def __init__(self, api: Api, *, submit: str, budget: Budget, reader: Callable[[bytes], Incoming | None]) -> None:
        """`submit` is the label below a list of choices, `reader` what makes our words of a callback."""
        self._api, self._submit, self._budget, self._reader = api, submit, budget, reader
        self.problem = ""
        """Why nothing can be sent at all; empty while all is well."""
        self._progress, self._news = Progress(), News()

    def read(self, raw: bytes) -> Incoming | None:
        """The callback in our words; None when it is nothing for us. Raises on a malformed one."""
        return self._reader(raw)

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Sends the words, the file and the card of one message; what went out before a failure is not sent again."""
        task = drawn.serial or uuid.uuid4().hex
        messages = self._parts(drawn, task)
        if not messages:
            return Sent(delivery=Delivery.NEVER, reason="there is nothing to send")
        about = version_of(to.chat, drawn.serial)
        done = self._progress.done(about, len(messages))
        wait = self._budget.take(to.chat, len(messages) - done, drawn.priority)
        if wait > 0:
            return Sent(delivery=Delivery.LATER, wait=wait, reason=OVER_BUDGET, alone=True)
        code = ""
        for number, message in enumerate(messages[done:], start=done):
            try:
                answer = await self._post(to.chat, await message())
            except ApiError as error:
                self._progress.stopped(about, number, len(messages))
                return self._judged(error)
            missed = _missed(answer)
            if missed:
                return Sent(delivery=Delivery.LOST, reason=missed)
            code = str(answer.get("response_code", ""))
        self._progress.ended(about)
        self._news.read_whole(card_of(to.chat, drawn.serial), plain(drawn.text))
        if drawn.file and self._is_unknown(drawn):
            return Sent(delivery=Delivery.NEVER, reason=NO_FILE)
        return Sent(delivery=Delivery.SENT, message=f"{task}/{code}")

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        """Changes a card by its code; one whose code is spent is followed by a new card, which calls nobody."""
        if drawn.priority is not Priority.ANSWER:
            drawn = replace(drawn, priority=Priority.ROUTINE)
        task, _, code = message.partition("/")
        age = self._news.changed(card_of(to.chat, drawn.serial), plain(drawn.text))
        card = change(drawn, submit=self._submit, age=age) if code else None
        if card is None:
            return await self.send(to, drawn)
        about = version_of(f"{code}/{to.chat}", drawn.serial)
        body = {"userids": [to.chat], "agentid": self._api.agent_id, "response_code": code, "template_card": card}
        try:
            answer = await self._api.post("message/update_template_card", body)
        except ApiError as error:
            if error.act is Act.SPENT:
                # A code that was used by the try before, whose answer was not heard: the change is there.
                known = self._progress.done(about, 1)
                return self._changed(about, task) if known else await self.send(to, drawn)
            if error.act is Act.UNCLEAR:
                self._progress.stopped(about, 1, 1)
            return replace(self._judged(error), everybody=error.blocks)
        self.problem = ""
        missed = _missed(answer)
        if missed:
            return Sent(delivery=Delivery.LOST, reason=missed)
        return self._changed(about, task)

    def _changed(self, about: str, task: str) -> Sent:
        self._progress.ended(about)
        return Sent(delivery=Delivery.SENT, message=f"{task}/")

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002 - there are no pins here
        """Nothing can be pinned."""
        return Sent(delivery=Delivery.UNCHANGED)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:  # noqa: ARG002
        """The answer to a press is a message to who pressed; `PlatformError` when it did not go out."""
        sent = await self.send(
            Address(platform=self.name, chat=query), Drawn(text=html.escape(text), priority=Priority.ANSWER)
        )
        if sent.delivery is not Delivery.SENT:
            raise PlatformError(f"a press could not be answered: {sent.reason}")

    async def fetch(self, file: str) -> Content:
        """The file behind `kind:wecom/id`; `PlatformError` when it is gone."""
        return await fetch(self._api, file)

    async def leave(self, to: Address) -> None:
        """There is nothing to leave: the chat is one person's own with the app."""

    def _parts(self, drawn: Drawn, task: str) -> list[Part]:
        kind, _, told = drawn.file.partition(":")
        if kind in WORDS:
            drawn = replace(drawn, text=f"{drawn.text}\n{told}")
        written = write(drawn, submit=self._submit)
        found: list[Part] = [_ready(_text(one, once=drawn.once and len(written.texts) == 1)) for one in written.texts]
        if drawn.file and kind not in WORDS and not self._is_unknown(drawn):
            found.append(lambda: self._file(drawn))
        if written.card is not None:
            card = {**written.card, "task_id": task}
            found.append(_ready({"msgtype": "template_card", "template_card": card}))
        return found

    async def _file(self, drawn: Drawn) -> Message:
        kind = drawn.file.partition(":")[0]
        if drawn.content is not None:
            sort, media = await upload(self._api, kind, drawn.content)
        else:
            sort, media = msgtype(kind), own_media(drawn.file)
        return {"msgtype": sort, sort: {"media_id": media}}

    @staticmethod
    def _is_unknown(drawn: Drawn) -> bool:
        is_word = drawn.file.partition(":")[0] in WORDS
        return not is_word and drawn.content is None and not own_media(drawn.file)

    async def _post(self, member: str, message: Message) -> Message:
        answer = await self._api.post("message/send", {"touser": member, "agentid": self._api.agent_id, **message})
        self.problem = ""
        return answer

    def _judged(self, error: ApiError) -> Sent:
        if error.code in ONE_MEMBER:
            return Sent(delivery=Delivery.LOST, reason=error.words)
        if error.blocks:
            self.problem = error.words
        return judged(error)


def _ready(message: Message) -> Part:
    async def part() -> Message:
        return message

    return part


def _text(words: str, *, once: bool) -> Message:
    message: dict[str, Any] = {"msgtype": "text", "text": {"content": words}}
    if once:
        message |= {"enable_duplicate_check": 1, "duplicate_check_interval": REPEATS_SECONDS}
    return message


def _missed(answer: Message) -> str:
    """Why the member did not get it although WeCom says that all is well; empty when it did."""
    if answer.get("invaliduser"):
        return OUT_OF_SIGHT
    return NO_LICENCE if answer.get("unlicenseduser") else ""
