"""Times, JSON, text and flags come back as they went in, or are refused."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.values import flag, from_json, micros, moment, plain, to_json, truth

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_comes_back(at: datetime) -> None:
    assert moment(micros(at)) == at.astimezone(UTC)


def test_times() -> None:
    beijing = timezone(timedelta(hours=8))
    assert micros(datetime(1970, 1, 1, 8, 0, 0, 1, tzinfo=beijing)) == 1
    assert micros(None) is None
    assert moment(None) is None
    with pytest.raises(ValueError, match="without a zone"):
        micros(datetime(2026, 11, 22))  # noqa: DTZ001


@given(anything)
def test_json_comes_back(value: Any) -> None:
    assert from_json(to_json(value)) == value


def test_json_is_canonical() -> None:
    assert to_json({"b": [1, None], "a": "楼"}) == '{"a":"楼","b":[1,null]}'
    assert to_json({"a": 1, "b": 2}) == to_json({"b": 2, "a": 1})
    for wrong in (float("nan"), {"at": datetime.now(UTC)}, {1, 2}):
        with pytest.raises((ValueError, TypeError)):
            to_json(wrong)


@given(st.text(st.characters(categories=["Cs", "Lu", "Cc"])))
def test_text_a_database_takes(text: str) -> None:
    assert "\0" not in plain(text)
    plain(text).encode()
    json.loads(to_json({"text": text}))
    to_json(text).encode()


def test_half_a_character_is_marked_and_a_whole_one_joined() -> None:
    assert plain("a\ud83db\0") == "a\ufffdb"
    assert plain("\ud83d\ude00") == "😀"
    assert from_json(to_json("a\0b\udfff")) == "a\0b\ufffd"


def test_flags() -> None:
    assert (flag(True), flag(False), truth(1), truth(0)) == (1, 0, True, False)  # noqa: FBT003
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        truth(2)
