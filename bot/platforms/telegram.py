"""Telegram as a platform: sends, edits, pins and answers through the typed client, and reads what people say there."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, InputFile, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # the raw updates have no typed call

from bot.platforms.telegram_envelope import accept, is_update, wrap
from bot.platforms.telegram_file import fetch, kind_for, upload
from bot.platforms.telegram_read import PLATFORM, Reader
from bot.platforms.telegram_result import THREAD_GONE, TOKEN_REFUSED, is_unknown_call, outcome, readable
from bot.platforms.telegram_text import CAPTION_UNITS, TEXT_UNITS, TOAST_CHARACTERS, fit, shorten
from bot.platforms.telegram_transport import Transport, UnavailableError
from bot.talk.message import Address, Button, Content, Delivery, Drawn, Incoming, Sent
from bot.talk.platform import PlatformError, Raw, Shape

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for; named in full, because it remembers what was asked before."""

BATCH = 100
POLL_SECONDS = 25
ANSWER_SECONDS = 10

_TOO_OLD = ("query is too old", "query id is invalid", "query_id_invalid", "already answered")
_NO_PREVIEW = {"is_disabled": True}

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def is_group(chat: str) -> bool:
    """Whether the id of a chat is that of a group: those are below zero."""
    return chat.startswith("-")


class TokenRefusedError(PlatformError):
    """The server answers, and knows no bot with this token."""


class Telegram:
    """One bot on one Bot API server."""

    name = PLATFORM
    shape = Shape()

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        now: Callable[[], datetime] = _utc_now,
        poll_seconds: int = POLL_SECONDS,
        transport: Transport | None = None,
    ) -> None:
        self._transport = transport or Transport(token, base_url)
        # The client gets a placeholder for token and address: what it does not know it can't log.
        self.client = Bot("0:unknown", lambda _: "", request=self._transport, get_updates_request=self._transport)
        self._host = urlsplit(base_url).netloc.rpartition("@")[2]
        self._now = now
        self._poll_seconds = poll_seconds
        self._fetched = False
        self._reader: Reader | None = None
        self.bot_id = ""
        self.username = ""
        self.reads_all = False
        """Does the bot see all of a group's messages without being its admin? (BotFather: privacy mode off)"""
        self.problem = ""
        """Why nothing can be sent at all; empty while all is well."""
        self._captioned: dict[str, Callable[..., Awaitable[Message]]] = {
            "photo": self.client.send_photo,
            "voice": self.client.send_voice,
            "audio": self.client.send_audio,
            "video": self.client.send_video,
            "document": self.client.send_document,
        }
        self._bare: dict[str, Callable[..., Awaitable[Message]]] = {
            "sticker": self.client.send_sticker,
            "video_note": self.client.send_video_note,
            "location": self._send_location,
            "contact": self._send_contact,
        }

    async def start(self) -> None:
        """Learns who the bot is; `PlatformError` says in one sentence why it can't begin."""
        await self._transport.initialize()
        try:
            me = await readable(self.client.get_me())
        except InvalidToken as error:
            await self.stop()
            problem = f"{self._host} refuses the Telegram token: ask BotFather for the right one"
            raise TokenRefusedError(problem) from error
        except TelegramError as error:
            await self.stop()
            raise PlatformError(f"{self._host} does not answer as Telegram: {outcome(error).reason}") from error
        self.bot_id = str(me.id)
        self.username = me.username or ""
        self.reads_all = bool(me.can_read_all_group_messages)
        self._reader = Reader(bot=self.bot_id, username=self.username)

    async def stop(self) -> None:
        """Closes all connections."""
        await self._transport.shutdown()

    def read(self, raw: bytes) -> Incoming | None:
        """The update in our words; None when it is nothing for us. Raises on a malformed update."""
        if self._reader is None:
            raise PlatformError("Telegram is not started: the bot does not know its own name yet")
        return self._reader.read(raw)

    async def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Waits for the next updates, as they come; all before `offset` are confirmed by this call.

        The first call does not wait: so it is known at once that everything people wrote meanwhile is in.
        """
        patience = self._poll_seconds if self._fetched else 0
        asked: dict[str, object] = {"limit": BATCH, "timeout": patience, "allowed_updates": UPDATES}
        if offset is not None:
            asked["offset"] = offset
        data = RequestData([RequestParameter.from_input(name, value) for name, value in asked.items()])
        total = self._poll_seconds + ANSWER_SECONDS
        found = await readable(self._transport.post("getUpdates", data, read_timeout=total))
        if not isinstance(found, list):
            raise UnavailableError("the answer holds no updates")
        self._fetched = True
        return [update for update in found if is_update(update)]

    def wrap(self, update: dict[str, Any]) -> Raw:
        """The inbox row of one update."""
        return wrap(update, bot=self.bot_id, received=self._now())

    def accept(self, body: bytes, header_secret: str | None, *, secret: str) -> Raw:
        """The inbox row of one webhook call; see `telegram_envelope.accept` for its refusals."""
        return accept(body, header_secret, secret=secret, bot=self.bot_id, received=self._now())

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Sends one message; into the chat itself when its topic is gone."""
        sent = await self._sent(self._deliver(to, drawn, thread=to.thread))
        if to.thread and sent.reason == THREAD_GONE:
            return await self._sent(self._deliver(to, drawn, thread=""))
        return sent

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        """Changes one message in place; of a message that is a file, its caption and buttons."""
        kind = drawn.file.partition(":")[0]
        place: dict[str, Any] = {"chat_id": to.chat, "message_id": _number(message)}
        place["reply_markup"] = _keyboard(drawn.buttons)
        if kind in self._captioned:
            caption = fit(drawn.text, CAPTION_UNITS)
            call = self._post("editMessageCaption", caption=caption, parse_mode=ParseMode.HTML, **place)
        elif kind in self._bare:
            call = self._post("editMessageReplyMarkup", **place)
        else:
            call = self._post("editMessageText", **_written(drawn.text), **place)
        return _about(message, await self._sent(call))

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:
        """Pins or unpins one message, without sound."""
        place: dict[str, Any] = {"chat_id": to.chat, "message_id": _number(message) or 0}
        if pinned:
            call = self._post("pinChatMessage", disable_notification=True, **place)
        else:
            call = self._post("unpinChatMessage", **place)
        return _about(message, await self._sent(call))

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        """The short answer to a press; a press that is too old is nobody's fault."""
        short = shorten(text, TOAST_CHARACTERS) or None
        url = f"https://t.me/{self.username}?start={start}" if start else None
        told = {"callback_query_id": query, "text": short, "show_alert": alert, "url": url}
        try:
            await readable(self._post("answerCallbackQuery", **told))
        except TelegramError as error:
            if isinstance(error, BadRequest) and any(part in error.message.lower() for part in _TOO_OLD):
                _log.debug("Telegram: a press was answered too late: %s", error)
                return
            raise PlatformError(f"a press could not be answered: {self._judged(error).reason}") from error

    async def fetch(self, file: str) -> Content:
        """The file behind `kind:id` of a message, up to 20 MB."""
        return await fetch(self._transport, lambda known: self._post("getFile", file_id=known), file)

    async def leave(self, to: Address) -> None:
        """Leaves a group the bot has no business in; it is no error to be out already."""
        try:
            await readable(self.client.leave_chat(to.chat))
        except TelegramError as error:
            judged = self._judged(error)
            if judged.delivery is not Delivery.LOST:
                raise PlatformError(f"the chat {to.chat} could not be left: {judged.reason}") from error

    async def _deliver(self, to: Address, drawn: Drawn, *, thread: str) -> Any:
        kind, file = _carried(drawn)
        answered = _number(drawn.reply_to)
        options: dict[str, Any] = {
            "chat_id": to.chat,
            "disable_notification": drawn.quiet,
            "message_thread_id": _number(thread),
            "reply_markup": _keyboard(drawn.buttons),
            "reply_parameters": {"message_id": answered, "allow_sending_without_reply": True} if answered else None,
        }
        if kind in self._captioned:
            options["caption"] = fit(drawn.text, CAPTION_UNITS) or None
            return await self._captioned[kind](**{kind: file}, parse_mode=ParseMode.HTML, **options)
        if kind in self._bare:
            return await self._bare[kind](**{kind: file}, **options)
        return await self._post("sendMessage", **_written(drawn.text), **options)

    async def _post(self, method: str, **given: object) -> Any:
        """A call in the server's own words: the client's objects cost more than all the rest of a message."""
        parameters = [RequestParameter(name, value, None) for name, value in given.items() if value is not None]
        return await self._transport.post(method, RequestData(parameters))

    async def _send_location(self, *, location: str, **options: Any) -> Message:
        try:
            latitude, longitude = map(float, location.split(","))
        except ValueError as error:
            raise BadRequest("a location is latitude,longitude") from error
        return await self.client.send_location(latitude=latitude, longitude=longitude, **options)

    async def _send_contact(self, *, contact: str, **options: Any) -> Message:
        return await self.client.send_contact(phone_number=contact, first_name=contact, **options)

    async def _sent(self, call: Awaitable[Any]) -> Sent:
        try:
            message = await readable(_message_id(call))
        except TelegramError as error:
            return self._judged(error)
        self.problem = ""
        return Sent(delivery=Delivery.SENT, message=message)

    def _judged(self, error: TelegramError) -> Sent:
        if isinstance(error, InvalidToken) and not is_unknown_call(error):
            self.problem = TOKEN_REFUSED
        return outcome(error)


def _about(message: str, sent: Sent) -> Sent:
    if sent.delivery in (Delivery.SENT, Delivery.UNCHANGED):
        return replace(sent, message=message)
    return sent


def _carried(drawn: Drawn) -> tuple[str, str | InputFile]:
    """What kind of file goes with a message, and its id or the file itself."""
    kind, _, known = drawn.file.partition(":")
    if drawn.content is None:
        return kind, known
    return kind_for(kind, drawn.content), upload(drawn.content)


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> dict[str, Any] | None:
    if not rows:
        return None
    return {"inline_keyboard": [[{"text": one.text, "callback_data": one.data} for one in row] for row in rows]}


def _written(text: str) -> dict[str, Any]:
    return {"text": fit(text, TEXT_UNITS), "parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW}


async def _message_id(call: Awaitable[Any]) -> str:
    """Of the message a call was answered with; empty when the answer is a plain yes."""
    result = await call
    if isinstance(result, Message):
        return str(result.message_id)
    return "" if isinstance(result, bool) else str(int(result["message_id"]))


def _number(identity: str) -> int | None:
    return int(identity) if identity.isascii() and identity.isdigit() else None
