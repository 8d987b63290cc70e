"""Which words say that a call is made, and which only speak of it."""

from __future__ import annotations

import pytest

from bot.domain.call_made import says_called


@pytest.mark.parametrize(
    "text",
    [
        "110已打",
        "已打110",
        "打了110",
        "110打了",
        "110叫了",
        "我已经打110了",
        "110我打过了",
        "打110了",
        "报了110，在路上",
        "１１０已打",
        "110 已经打过了！",
        "好的，已拨打110",
        "110已打，快来",
        "110 called",
        "Called 110",
        "I've called 110",
        "110 has been called",
        "别人打了110",
    ],
)
def test_a_call_that_is_made(text: str) -> None:
    assert says_called(text, ("119", "110"))
    assert not says_called(text, ("120",))


@pytest.mark.parametrize(
    "text",
    [
        "110打了吗",
        "110打了？",
        "打110了没",
        "没打110",
        "110还没打",
        "谁打了110",
        "马上打110",
        "要打110了",
        "打110",
        "110打不通",
        "110打来了",
        "110打过来了",
        "别打110",
        "等他打了110",
        "已打1101",
        "房间110已修",
        "call 110",
        "has anybody called 110",
        "110 not called",
        "110 called us back",
        "did you call 110",
    ],
)
def test_what_only_speaks_of_a_call(text: str) -> None:
    assert not says_called(text, ("110",))
