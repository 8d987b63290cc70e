"""The seal of WeCom's callbacks, against messages locked with the vendor's library: what is let in, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom_envelope import WINDOW, Refusal, Refused, Seal, key_of, unwrap, wrap
from tests.platforms.wecom_post import AES_KEY, CORP, NOW, TOKEN, call, event, outer, said, sealed, signed

BOMB = """<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


def seal(agent: str | None = "1000002") -> Seal:
    """Our own seal."""
    return Seal(TOKEN, AES_KEY, CORP, agent)


def refused(query: Mapping[str, str], body: bytes, *, by: Seal | None = None) -> Refusal:
    """Why a callback is not let in; it was counted, once."""
    asked = by or seal()
    before = asked.refusals.total()
    with pytest.raises(Refused) as caught:
        asked.open(query, body, NOW)
    assert asked.refusals.total() == before + 1
    assert asked.refusals[caught.value.kind.value] > 0
    return caught.value.kind


def test_a_message_is_opened() -> None:
    message = seal().open(*call(said("3号楼2单元电梯困人 😀")), NOW)
    assert message["Content"] == "3号楼2单元电梯困人 😀"
    assert message["FromUserName"] == "wangqiang"


def test_the_address_is_greeted() -> None:
    locked = sealed("8812345678901234567")
    assert seal().greet({**signed(locked), "echostr": locked}, NOW) == "8812345678901234567"
    ours = seal()
    with pytest.raises(Refused):
        ours.greet({**signed(locked), "echostr": sealed("88")}, NOW)
    with pytest.raises(Refused):
        ours.greet({**signed(locked, at=NOW - WINDOW - timedelta(seconds=1)), "echostr": locked}, NOW)
    assert ours.refusals == {"signature": 1, "time": 1}


def test_who_has_not_our_token_is_refused() -> None:
    query, body = call(said("上报"))
    assert refused({**query, "msg_signature": "0" * 40}, body) is Refusal.SIGNATURE
    assert refused({**query, "msg_signature": "签" * 40}, body) is Refusal.SIGNATURE
    assert refused({**query, "nonce": "n2"}, body) is Refusal.SIGNATURE
    assert refused(query, outer(sealed(said("上报")))) is Refusal.SIGNATURE


@pytest.mark.parametrize("missing", ["msg_signature", "timestamp", "nonce"])
def test_an_address_without_its_marks_is_refused(missing: str) -> None:
    query, body = call(said("上报"))
    del query[missing]
    assert refused(query, body) is Refusal.QUERY


@pytest.mark.parametrize("timestamp", ["", "-5", "soon", "１２３", "9" * 400, "1e9"])
def test_a_time_that_is_none_is_refused(timestamp: str) -> None:
    query, body = call(said("上报"))
    assert refused({**query, "timestamp": timestamp}, body) is Refusal.QUERY


@pytest.mark.parametrize("off", [WINDOW + timedelta(seconds=1), -WINDOW - timedelta(seconds=1), timedelta(days=-900)])
def test_outside_the_window_it_is_refused(off: timedelta) -> None:
    assert refused(*call(said("上报"), at=NOW + off)) is Refusal.TIME


@pytest.mark.parametrize("off", [WINDOW, -WINDOW])
def test_at_the_edge_of_the_window_it_is_let_in(off: timedelta) -> None:
    assert seal().open(*call(said("上报"), at=NOW + off), NOW)["Content"] == "上报"


def test_another_company_is_refused() -> None:
    assert refused(*call(said("上报"), corp="ww_somebody_else")) is Refusal.RECEIVER


def test_another_app_is_refused_and_an_event_without_one_is_not() -> None:
    assert refused(*call(said("上报", agent="1000003"))) is Refusal.AGENT
    assert seal().open(*call(event("change_external_chat", agent="")), NOW)["Event"] == "change_external_chat"
    assert seal(agent=None).open(*call(said("上报", agent="7")), NOW)["AgentID"] == "7"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml><Encrypt>",
        b"<xml/>",
        b"<other><Encrypt>x</Encrypt></other>",
        b"<xml><Encrypt><b/></Encrypt></xml>",
        b"<xml><Encrypt>x</Encrypt><Encrypt>y</Encrypt></xml>",
        b"\xff\xfe\x00",
        BOMB.encode() + b"<xml><Encrypt>&b;</Encrypt></xml>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:/etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>',
    ],
)
def test_a_body_that_is_no_sealed_message_is_refused(body: bytes) -> None:
    query, _ = call(said("上报"))
    assert refused(query, body) is Refusal.BODY


@pytest.mark.parametrize("inside", [f"{BOMB}<xml><Content>&b;</Content></xml>", "no XML", "<xml>words</xml>", "<a/>"])
def test_entities_and_other_things_under_a_good_seal_are_refused(inside: str) -> None:
    assert refused(*call(inside)) is Refusal.SEALED


@given(st.text(alphabet="ABCabc019+/=é", max_size=200))
def test_whatever_is_signed_but_not_sealed_is_refused(locked: str) -> None:
    with pytest.raises(Refused):
        seal().open(signed(locked), outer(locked), NOW)


def test_a_broken_padding_is_refused() -> None:
    """Whole blocks under our key whose last byte is no padding: the library trips over them in several ways."""
    whole = sealed(said("上报"))
    for length in (0, 24, 44, 64, 128, len(whole) - 44):
        assert refused(signed(whole[:length]), outer(whole[:length])) in (
            Refusal.SEALED,
            Refusal.BODY,
            Refusal.RECEIVER,
        )


def test_the_same_callback_is_let_in_once() -> None:
    ours, caught = seal(), call(said("上报"))
    ours.open(*caught, NOW)
    assert refused(*caught, by=ours) is Refusal.REPLAY
    assert ours.open(*call(said("上报"), nonce="n2"), NOW)["Content"] == "上报"  # the vendor's own retry


def test_what_could_not_be_kept_may_come_again() -> None:
    ours, caught = seal(), call(said("上报"))
    for _ in range(3):
        ours.open(*caught, NOW)
        ours.forget(caught[0])
    ours.open(*caught, NOW)
    assert refused(*caught, by=ours) is Refusal.REPLAY


def test_what_is_refused_is_not_remembered() -> None:
    ours = seal()
    query, body = call(said("上报"))
    refused(query, outer(sealed(said("上报"))), by=ours)
    assert ours.open(query, body, NOW)["Content"] == "上报"


def test_no_more_is_remembered_than_the_window_needs() -> None:
    """A replay is known for as long as its time lets it in, and not kept any longer."""
    ours = seal()
    newest = call(said("上报"), at=NOW + WINDOW, nonce="newest")
    ours.open(*newest, NOW)
    for minute in range(60):
        now = NOW + timedelta(minutes=minute)
        ours.open(*call(said("上报"), at=now, nonce=f"n{minute}"), now)
        if minute == 10:
            with pytest.raises(Refused) as caught:
                ours.open(*newest, now)
            assert caught.value.kind is Refusal.REPLAY
    assert len(ours._seen) <= 11


def test_a_row_of_the_inbox_holds_the_message_whole() -> None:
    message = {"FromUserName": "w", "Content": "火\ud83d"}
    raw = wrap(message, NOW)
    assert raw.body.isascii()
    assert unwrap(raw.body) == (NOW, message)
    assert (raw.chat, raw.at) == ("w", NOW)


def test_messages_are_told_by_their_number() -> None:
    first, again = ({"MsgId": "7", "CreateTime": time, "FromUserName": "w"} for time in ("1", "2"))
    assert key_of(first) == key_of(again) == "7"


@pytest.mark.parametrize(
    "field", ["FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ResponseCode", "ChatId"]
)
def test_events_are_told_by_all_that_makes_them(field: str) -> None:
    one: dict[str, Any] = {"MsgId": "0", "FromUserName": "w", "CreateTime": "1", "Event": "click", "EventKey": "help"}
    assert key_of(one) == key_of({**one, "MsgId": None, "AgentID": "1"})
    assert key_of(one) != key_of({**one, field: "other"})
