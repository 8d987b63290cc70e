"""The platforms the settings name: made, greeted, and how fast each may be written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.engine.pacer import Limits, Pacer
from bot.platforms.telegram import Telegram, is_group
from bot.platforms.telegram_setup import use_polling, use_webhook
from bot.settings import Mode, Settings
from bot.talk.platform import Platform, Shape


@dataclass(kw_only=True)
class Connections:
    """Every platform of the company."""

    settings: Settings
    telegram: Telegram | None = None

    async def start(self) -> None:
        """Greets each; `PlatformError` says in one sentence why one can't begin."""
        if self.telegram is not None:
            await _greet(self.telegram, self.settings)

    async def stop(self) -> None:
        """Closes all connections."""
        if self.telegram is not None:
            await self.telegram.stop()

    @property
    def platforms(self) -> Mapping[str, Platform]:
        """By name."""
        return {one.name: one for one in self._all()}

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """What each can do, by name."""
        return {one.name: one.shape for one in self._all()}

    @property
    def problem(self) -> str:
        """Why one of them can't send at all; empty while all is well."""
        return next((one.problem for one in self._all() if one.problem), "")

    def pacers(self) -> Mapping[str, Pacer]:
        """How fast each may be written to."""
        return {one.name: Pacer(_limits(self.settings), is_group=is_group) for one in self._all()}

    def _all(self) -> Iterator[Platform]:
        if self.telegram is not None:
            yield self.telegram


def connections(settings: Settings, clock: Clock) -> Connections:
    """The platforms as the settings have them; nobody has been called yet."""
    telegram = settings.telegram
    return Connections(
        settings=settings,
        telegram=Telegram(telegram.token, telegram.base_url, now=clock.now) if telegram else None,
    )


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
