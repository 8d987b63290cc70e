"""The table of codes against one typed by hand from WD 90313, and what each group is to one message."""

from __future__ import annotations

import pytest

from bot.platforms.wecom_errors import ACTS, Act, ApiError, judged, refusal
from bot.talk.message import Delivery

TABLE: dict[Act, tuple[list[int], Delivery]] = {
    Act.AGAIN: ([-1, 45033, 41063], Delivery.LATER),
    Act.REFRESH: ([40014, 42001, 40001], Delivery.LATER),
    Act.WAIT: ([45009], Delivery.LATER),
    Act.WINDOW: ([95001, 95002, 95013, 95018, 45047, 45015], Delivery.NEVER),
    Act.SETUP: (
        [40013, 40056, 43012, 48001, 48002, 50001, 50002, 50003, 60020, 60011, 301002, 93000, 93004, 93008],
        Delivery.LATER,
    ),
    Act.PERSON: ([40003, 60111, 81013, 40096, 84061, 40066, 40068, 82001, 82002, 82003], Delivery.LOST),
    Act.CONTENT: ([40008, 40058, 44004, 45001, 45002, 45007, 41064], Delivery.NEVER),
    Act.SPENT: ([60140, 42014], Delivery.NEVER),
    Act.GONE: ([40007], Delivery.NEVER),
    Act.ROOM: (
        [
            *(86004, 86005, 86006, 86007, 86008, 86101, 86201, 86202, 86203, 86204, 86205, 86206, 86207),
            *(86215, 86216, 86217, 86220, 86224),
        ],
        Delivery.NEVER,
    ),
}
ROOM_IS_GONE = [86001, 86003]


@pytest.mark.parametrize("act", TABLE, ids=lambda act: act.value)
def test_each_code_has_its_act(act: Act) -> None:
    codes, delivery = TABLE[act]
    for code in codes:
        error = refusal(code, "")
        assert (error.code, error.act, judged(error).delivery) == (code, act, delivery)
        assert str(code) in error.words
        assert "\n" not in error.words


def test_no_code_is_in_the_table_twice_or_unknown_to_this_one() -> None:
    typed = [code for codes, _ in TABLE.values() for code in codes] + ROOM_IS_GONE
    assert len(typed) == len(set(typed))
    assert set(ACTS) == set(typed)


def test_a_room_that_is_gone_is_lost() -> None:
    assert {judged(refusal(code, "")).delivery for code in ROOM_IS_GONE} == {Delivery.LOST}


def test_what_is_in_nobodys_table_is_a_refusal_of_this_message() -> None:
    assert judged(refusal(999999, "")).delivery is Delivery.NEVER


def test_what_stops_everything_makes_everybody_wait() -> None:
    assert judged(refusal(60020, "")).everybody
    assert judged(refusal(45009, "")).wait == 60
    assert not judged(refusal(43012, "")).everybody, "words go out without a callback URL"
    assert not judged(refusal(-1, "")).everybody
    assert not judged(refusal(60011, "")).everybody, "it is about one member"
    assert not judged(refusal(50002, "")).everybody, "it is about one member"


def test_what_never_reached_wecom_may_go_again_and_what_is_unclear_is_said_so() -> None:
    assert judged(ApiError(0, Act.UNREACHED)).delivery is Delivery.LATER
    assert judged(ApiError(0, Act.UNCLEAR)).delivery is Delivery.UNCLEAR
