"""The platforms the settings name: made, greeted, and how fast each may be written to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot import web, wecom_connection
from bot.clock import Clock
from bot.engine.pacer import Limits, Pacer
from bot.platforms.telegram import Telegram, is_group
from bot.platforms.telegram_envelope import NotAnUpdateError, WrongSecretError
from bot.platforms.telegram_setup import use_polling, use_webhook
from bot.settings import Mode, Settings
from bot.store.db import Database
from bot.talk.platform import Platform, Raw, Shape
from bot.wecom_connection import WecomConnection

_WECOM = Limits(
    per_second=100,
    answers_per_second=20,
    group_per_minute=0,
    private_per_second=0,
    edits_per_minute=0,
    one_is_all=False,
)
"""Each channel of WeCom: below its 10,000 calls a minute (WD 90454); each member has a count of its own."""


@dataclass(kw_only=True)
class Connections:
    """Every platform of the company."""

    settings: Settings
    telegram: Telegram | None = None
    wecom: WecomConnection | None = None

    async def start(self) -> None:
        """Greets each; `PlatformError` says in one sentence why one can't begin."""
        if self.telegram is not None:
            await _greet(self.telegram, self.settings)
        if self.wecom is not None:
            await self.wecom.start()

    async def stop(self) -> None:
        """Closes all connections."""
        if self.telegram is not None:
            await self.telegram.stop()
        if self.wecom is not None:
            await self.wecom.stop()

    @property
    def platforms(self) -> Mapping[str, Platform]:
        """By name."""
        return {one.name: one for one in self._all()}

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """What each can do, by name."""
        return shapes_of(self.settings)

    @property
    def names(self) -> Mapping[str, str]:
        """What the bot is called in groups, by platform; known once it is started."""
        return {self.telegram.name: f"@{self.telegram.username}"} if self.telegram else {}

    @property
    def problem(self) -> str:
        """Why one of them can't send at all; empty while all is well."""
        return next((one.problem for one in self._all() if one.problem), "")

    def pacers(self) -> Mapping[str, Pacer]:
        """How fast each may be written to."""
        made = {one.name: Pacer(_WECOM, is_group=lambda _: False) for one in self._all()}
        if self.telegram is not None:
            made[self.telegram.name] = Pacer(_limits(self.settings), is_group=is_group)
        return made

    def webhook(self, keep: Callable[[str, Sequence[Raw]], Awaitable[None]]) -> web.Accept | None:
        """Where Telegram calls, when that is how its updates come in."""
        telegram, settings = self.telegram, self.settings.telegram
        if telegram is None or settings is None or settings.mode is not Mode.WEBHOOK:
            return None

        async def take(body: bytes, secret: str) -> int:
            try:
                raw = telegram.accept(body, secret, secret=settings.secret)
            except WrongSecretError:
                return 403
            except NotAnUpdateError:
                return 400
            await keep(telegram.name, [raw])
            return 200

        return take

    def _all(self) -> Iterator[Platform]:
        if self.telegram is not None:
            yield self.telegram
        if self.wecom is not None:
            yield from self.wecom.platforms()


def connections(settings: Settings, clock: Clock, *, db: Database, submit: str) -> Connections:
    """The platforms as the settings have them; nobody has been called yet."""
    telegram = settings.telegram
    return Connections(
        settings=settings,
        telegram=Telegram(telegram.token, telegram.base_url, now=clock.now) if telegram else None,
        wecom=WecomConnection(settings, clock, db=db, submit=submit) if settings.wecom else None,
    )


def shapes_of(settings: Settings) -> Mapping[str, Shape]:
    """What the platforms can do that the settings name."""
    telegram = {Telegram.name: Telegram.shape} if settings.telegram else {}
    return {**telegram, **wecom_connection.shapes_of(settings)}


async def _greet(telegram: Telegram, settings: Settings) -> None:
    assert settings.telegram is not None
    await telegram.start()
    if settings.telegram.mode is Mode.WEBHOOK:
        url = f"{settings.telegram.public_url.rstrip('/')}/telegram"
        await use_webhook(telegram, url, secret=settings.telegram.secret)
    else:
        await use_polling(telegram)


def _limits(settings: Settings) -> Limits:
    return Limits(
        per_second=settings.limits.telegram_per_second,
        answers_per_second=settings.limits.telegram_answers_per_second,
        group_per_minute=settings.limits.telegram_group_per_minute,
        private_per_second=settings.limits.telegram_private_per_second,
        edits_per_minute=Limits.edits_per_minute if settings.limits.telegram_group_per_minute else 0,
    )
