"""Updates as the inbox keeps them, and who may bring one by webhook."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram_envelope import NotAnUpdateError, WrongSecretError, accept, unwrap, wrap
from bot.talk.platform import Raw
from tests.platforms.payloads import GROUP, TAKEN, WANG, Json, member, message, place, pressed, said

TEXT = st.text(st.characters(), max_size=20)  # with lone surrogates and NUL
JSON = st.recursive(TEXT | st.integers() | st.none(), lambda inner: st.dictionaries(TEXT, inner, max_size=3))


@given(JSON, st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds UTC
def test_an_update_comes_back_as_it_was(extra: object, taken: datetime) -> None:
    update = {"update_id": 5, "x": extra}
    row = wrap(update, bot="42", received=taken)
    assert row.body.isascii()
    assert b"\x00" not in row.body
    assert unwrap(row.body) == (taken, update)


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (said("x"), "-1001"),
        ({"update_id": 1, "edited_message": message("x")}, "-1001"),
        (pressed("c:1"), "-1001"),
        (place(member("left"), member()), "-1001"),
        ({"update_id": 1, "callback_query": {"id": "q", "from": WANG}}, ""),
        ({"update_id": 1, "message": "broken"}, ""),
        ({"update_id": 1, "message": {"chat": 5}}, ""),
        ({"update_id": 1, "callback_query": None}, ""),
        ({"update_id": 1, "poll": {"chat": GROUP}}, ""),
    ],
)
def test_the_chat_of_a_row(update: Json, chat: str) -> None:
    assert wrap(update, bot="42", received=TAKEN).chat == chat


def take(body: bytes, header: str | None, *, secret: str = "s3cret") -> Raw:
    return accept(body, header, secret=secret, bot="42", received=TAKEN)


def test_a_webhook_call_gives_the_same_row_as_polling() -> None:
    assert take(json.dumps(said("水")).encode(), "s3cret") == wrap(said("水"), bot="42", received=TAKEN)


@pytest.mark.parametrize(("header", "secret"), [(None, "s"), ("", "s"), ("S", "s"), ("水", "s"), ("", ""), (None, "")])
def test_a_wrong_secret_is_refused_before_the_body_is_read(header: str | None, secret: str) -> None:
    with pytest.raises(WrongSecretError):
        take(b"no json", header, secret=secret)


@pytest.mark.parametrize(
    "body", [b"", b"x", b"[]", b"{}", b'{"update_id":"1"}', b'{"update_id":true}', b"[" * 200_000, b"\xff\xfe"]
)
def test_a_body_that_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(NotAnUpdateError):
        take(body, "s3cret")


def test_broken_utf8_inside_an_update_is_no_reason_to_lose_it() -> None:
    row = take(b'{"update_id":1,"message":{"text":"\xff","chat":{"id":3}}}', "s3cret")
    assert unwrap(row.body)[1]["message"]["text"] == "\ufffd"
