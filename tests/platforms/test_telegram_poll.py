"""The offset moves after the commit and only then; every trouble is waited out and told once."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_poll import Poller, PollState, poll
from bot.talk.platform import Raw
from tests.platforms.bot_api import Answer, BotApi, body, cut, refusal, result
from tests.platforms.payloads import TAKEN, Json, said

CONFLICT = refusal(409, "Conflict: terminated by other getUpdates request")


class Inbox:
    """Keeps rows in memory; fails as often as told."""

    def __init__(self, *, failures: int = 0) -> None:
        self.rows: list[Raw] = []
        self.failures = failures
        self.asked = 0

    async def keep(self, rows: Sequence[Raw]) -> None:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.rows.extend(rows)


def update(number: int) -> Json:
    return said("x") | {"update_id": number}


def poller(telegram: Telegram, inbox: Inbox, *, state: PollState) -> Poller:
    return Poller(telegram, inbox.keep, state=state, monotonic=lambda: 5.0, jitter=lambda: 1.0)


def offsets(api: BotApi) -> list[str | None]:
    return [form.get("offset") for form in api.asked("getUpdates")]


async def test_the_first_call_names_no_offset_and_the_next_confirms_what_is_kept(
    telegram: Telegram, api: BotApi
) -> None:
    api.plan("getUpdates", result([update(5), update(6)]), result([]))
    inbox, state = Inbox(), PollState()
    polling = poller(telegram, inbox, state=state)
    assert [await polling.turn(), await polling.turn(), await polling.turn()] == [0.0, 0.0, 0.0]
    assert offsets(api) == [None, "7", "7"]
    assert [row.key for row in inbox.rows] == ["42:5", "42:6"]
    assert (inbox.rows[0].chat, inbox.rows[0].at) == ("-1001", TAKEN)
    assert state == PollState(last_success=5.0)
    asked = api.asked("getUpdates")[0]
    assert asked["allowed_updates"] == '["message", "edited_message", "callback_query", "my_chat_member"]'
    assert (asked["limit"], asked["timeout"]) == ("100", "0")


async def test_the_offset_does_not_move_while_nothing_can_be_kept(
    telegram: Telegram, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.plan("getUpdates", *[result([update(5)])] * 3, result([]))
    inbox, state = Inbox(failures=2), PollState()
    polling = poller(telegram, inbox, state=state)
    assert await polling.turn() == 1.0
    assert state == PollState(problem="store")
    assert [await polling.turn(), await polling.turn(), await polling.turn()] == [1.0, 0.0, 0.0]
    assert offsets(api) == [None, None, None, "6"]  # the control: once kept, it moves
    assert [row.key for row in inbox.rows] == ["42:5"]
    assert state == PollState(last_success=5.0)
    assert [record.levelname for record in caplog.records if "stored" in record.message] == ["ERROR"]


async def test_a_conflict_is_told_once_and_waited_out(
    telegram: Telegram, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    api.plan("getUpdates", *[CONFLICT] * 5)
    state = PollState()
    polling = poller(telegram, Inbox(), state=state)
    assert [await polling.turn() for _ in range(5)] == [5.0] * 5
    assert state.problem == "conflict"
    assert len([record for record in caplog.records if "another program" in record.message]) == 1
    assert await polling.turn() == 0.0
    assert state == PollState(last_success=5.0)
    api.plan("getUpdates", CONFLICT)
    await polling.turn()
    assert len([record for record in caplog.records if "another program" in record.message]) == 2  # it came back


@pytest.mark.parametrize(
    ("answer", "wait", "problem"),
    [
        (refusal(401, "Unauthorized"), 30.0, "token refused"),
        (refusal(404, "Not Found"), 30.0, "token refused"),
        (refusal(429, "Too Many Requests", retry_after=9), 9.0, "slowed down"),
        (body(b"", status=429), 1.0, "slowed down"),
        (refusal(500, "Internal Server Error"), 1.0, "unreachable"),
        (body(b"<html>", status=502), 1.0, "unreachable"),
        (body(b"<html>"), 1.0, "unreachable"),
        (body(b'{"ok":true}'), 1.0, "unreachable"),
        (result({"no": "list"}), 1.0, "unreachable"),
        (cut, 1.0, "unreachable"),
    ],
)
async def test_each_trouble(telegram: Telegram, api: BotApi, answer: Answer, wait: float, problem: str) -> None:
    api.plan("getUpdates", result([update(5)]), answer, result([]))
    state = PollState()
    polling = poller(telegram, Inbox(), state=state)
    assert await polling.turn() == 0.0
    assert (await polling.turn(), state.problem) == (wait, problem)
    assert (await polling.turn(), state.problem) == (0.0, "")
    assert offsets(api) == [None, "6", "6"]


async def test_waiting_grows_to_half_a_minute_and_starts_anew_after_success(telegram: Telegram, api: BotApi) -> None:
    api.plan("getUpdates", *[refusal(500, "x")] * 7, result([]), refusal(500, "x"))
    polling = poller(telegram, Inbox(), state=PollState())
    assert [await polling.turn() for _ in range(9)] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 0.0, 1.0]


async def test_jitter_shortens_a_wait_by_half_at_most(telegram: Telegram, api: BotApi) -> None:
    api.plan("getUpdates", *[refusal(500, "x")] * 2)
    polling = Poller(telegram, Inbox().keep, state=PollState(), jitter=lambda: 0.0)
    assert [await polling.turn(), await polling.turn()] == [0.5, 1.0]


async def test_what_is_no_update_is_not_kept(telegram: Telegram, api: BotApi) -> None:
    api.plan("getUpdates", result([{"update_id": "five"}, 3, update(6)]))
    inbox = Inbox()
    await poller(telegram, inbox, state=PollState()).turn()
    assert [row.key for row in inbox.rows] == ["42:6"]


class EnoughError(Exception):
    """Ends the polling in a test."""


async def test_polling_waits_by_the_sleep_it_is_given(telegram: Telegram, api: BotApi) -> None:
    api.plan("getUpdates", CONFLICT, refusal(429, "x", retry_after=3))
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise EnoughError

    with pytest.raises(EnoughError):
        await poll(telegram, Inbox().keep, state=PollState(), sleep=sleep)
    assert waits == [5.0, 3.0]
