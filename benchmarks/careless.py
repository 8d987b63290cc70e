"""The `zhiban` command with one line made careless: the controls of the tests of what a crash may cost.

python -m benchmarks.careless forgets|repeats|hurries|doubles|insists run --config zhiban.toml
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence

from bot.engine.inbox import Inbox
from bot.platforms import wecom_envelope, wecom_read, wecom_tokens
from bot.store import outbox
from bot.talk.platform import Raw

_KEEP_SECONDS = 2.0


def forget() -> None:
    """Marks a message as sent before it is sent."""
    outbox.CLAIM = _changed(outbox.CLAIM, "SET state = 'sending'", "SET state = 'sent'")


def repeat() -> None:
    """Sends once more after an unclear answer, without a mark and however often."""
    outbox.AGAIN = _changed(outbox.AGAIN, "resent = :resent", "resent = 0")


def hurry() -> None:
    """Lets a platform's update be acknowledged first and kept a little later."""
    keep = Inbox.keep
    later: set[asyncio.Task[None]] = set()

    async def at_leisure(self: Inbox, platform: str, rows: Sequence[Raw]) -> None:
        async def put_off() -> None:
            await asyncio.sleep(_KEEP_SECONDS)
            await keep(self, platform, rows)

        task = asyncio.create_task(put_off())
        later.add(task)
        task.add_done_callback(later.discard)

    Inbox.keep = at_leisure  # type: ignore[method-assign]


def double() -> None:
    """Takes every delivery of a message of WeCom for a new message."""

    def key_of(message: Mapping[str, object]) -> str:  # noqa: ARG001 - as the right one is called
        return secrets.token_hex(8)

    for module in (wecom_envelope, wecom_read):
        vars(module)["key_of"] = key_of


def insist() -> None:
    """Asks for a new token as often as the old one is refused."""
    wecom_tokens.MOST_FETCHES = wecom_tokens.MOST_AGAIN = 10_000


def _changed(statement: str, right: str, wrong: str) -> str:
    assert right in statement
    return statement.replace(right, wrong)


MANNERS: dict[str, Callable[[], None]] = {
    "forgets": forget,
    "repeats": repeat,
    "hurries": hurry,
    "doubles": double,
    "insists": insist,
}

if __name__ == "__main__":
    MANNERS[sys.argv[1]]()
    from bot.__main__ import main

    sys.exit(main(sys.argv[2:]))
