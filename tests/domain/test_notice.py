"""A notice goes out only as it was approved, by another person, while it is fresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import notice as n
from bot.domain.notice import Notice, NoticeKind, NoticeState, Part
from bot.domain.notice_form import COLOURS, Field, Wrong, fields_of, first_missing, lint, too_long, units, urgent
from bot.domain.refused import Impossible

AT = datetime(2026, 5, 4, 13, 40, tzinfo=UTC)
VALID = timedelta(minutes=15)
PARTS = (Part(chats=(("telegram", "-1002"),), text="【真实】请3号楼所有人马上走楼梯下楼"),)
DRAFT = Notice(number=1, kind=NoticeKind.EVACUATION, community="anju", authors=("zhou",), drafted=AT)


def submitted(parts: tuple[Part, ...] = PARTS) -> Notice:
    return n.submit(DRAFT, parts=parts, until=AT + timedelta(minutes=20), by="zhou", now=AT)


def approve(notice: Notice, *, digest: str = "", minutes: float = 1) -> Notice:
    return n.approve(notice, digest=digest, by="zhu", now=AT + timedelta(minutes=minutes), valid=VALID)


def test_what_was_seen_goes_out() -> None:
    notice = submitted()
    out = approve(notice, digest=notice.digest)
    assert (out.state, out.approver, out.parts) == (NoticeState.SENDING, "zhu", PARTS)


def test_a_change_voids_what_was_seen() -> None:
    seen = submitted()
    changed = n.change(seen, given={"assembly": "西门"}, buildings=("3",), by="zhao")
    assert (changed.state, changed.digest, changed.parts) == (NoticeState.DRAFT, "", ())
    assert changed.authors == ("zhou", "zhao")
    with pytest.raises(Impossible, match="notice_not_submitted"):
        approve(changed, digest=seen.digest)
    again = n.submit(changed, parts=(Part(chats=PARTS[0].chats, text="别的"),), until=AT + VALID, by="zhao", now=AT)
    with pytest.raises(Impossible, match="notice_changed"):
        approve(again, digest=seen.digest)


@pytest.mark.parametrize(("minutes", "why"), [(15.1, "notice_stale"), (20, "notice_stale")])
def test_an_old_submission_is_asked_again(minutes: float, why: str) -> None:
    with pytest.raises(Impossible, match=why):
        approve(submitted(), minutes=minutes)


def test_a_notice_whose_time_has_passed_does_not_go_out() -> None:
    late = replace(submitted(), until=AT)
    with pytest.raises(Impossible, match="notice_expired"):
        approve(late)
    with pytest.raises(Impossible, match="notice_expired"):
        n.override(late, by="luo", reason="烟很大", now=AT + timedelta(minutes=1))


def test_nothing_happens_twice() -> None:
    out = approve(submitted())
    for move in (approve, n.drop, lambda one: n.refuse(one, reason="x", digest="")):
        with pytest.raises(Impossible, match="notice_out"):
            move(out)
    with pytest.raises(Impossible, match="notice_submitted"):
        n.submit(submitted(), parts=PARTS, until=AT, by="zhou", now=AT)
    with pytest.raises(Impossible, match="notice_dropped"):
        approve(n.drop(DRAFT))


def test_a_refused_one_may_be_changed_and_submitted_again() -> None:
    refused = n.refuse(submitted(), reason="集合点不对", digest="")
    assert (refused.state, refused.reason) == (NoticeState.REFUSED, "集合点不对")
    again = n.submit(refused, parts=PARTS, until=AT + VALID, by="zhou", now=AT)
    assert (again.state, again.reason) == (NoticeState.SUBMITTED, "")


texts = st.text(min_size=1, max_size=20)
chats = st.lists(
    st.tuples(st.just("telegram"), st.sampled_from(["-1", "-2", "-3"])), min_size=1, max_size=3, unique=True
)
parts = st.lists(st.builds(lambda c, t: Part(chats=tuple(c), text=t), chats, texts), min_size=1, max_size=3)


@given(parts, parts)
def test_the_digest_tells_any_other_words_or_audience(one: list[Part], other: list[Part]) -> None:
    same = [(sorted(p.chats), p.text) for p in one] == [(sorted(p.chats), p.text) for p in other]
    assert (n.digest_of(tuple(one)) == n.digest_of(tuple(other))) is same


def test_the_digest_tells_who_can_be_written_to_and_who_not() -> None:
    reached = PARTS[0]
    lost = replace(reached, chats=(), lost=reached.chats)
    assert reached.groups == lost.groups
    assert n.digest_of((reached,)) != n.digest_of((lost,))


def test_half_a_character_has_a_digest_and_a_length() -> None:
    assert len(n.digest_of((Part(chats=(("telegram", "-1"),), text="\ud83d"),))) == 64
    assert units("\ud83d火🔥") == 4


def given_all(notice: Notice, *, moves: bool) -> Notice:
    later = (AT + timedelta(hours=1)).isoformat()
    earlier = (AT - timedelta(hours=1)).isoformat()
    fields = {field.value: later if field.endswith(("_by", "_at")) else "x" for field in Field}
    return replace(
        notice, given={**fields, "phone": "0755", "issued": earlier, "colour": "orange" if moves else "blue"}
    )


@given(kind=st.sampled_from([*NoticeKind]), moves=st.booleans(), version=st.sampled_from([1, 2]), data=st.data())
def test_whatever_is_missing_is_asked_and_keeps_it_back(
    *, kind: NoticeKind, moves: bool, version: int, data: st.DataObject
) -> None:
    notice = given_all(replace(DRAFT, kind=kind, version=version), moves=moves)
    assert lint(notice, moves=moves, now=AT) == ()
    assert first_missing(notice, moves=moves) is None
    gone = data.draw(st.sampled_from([one for one in fields_of(notice, moves=moves) if one is not Field.CLOSED]))
    missing = replace(notice, given={name: value for name, value in notice.given.items() if name != gone})
    if gone is not Field.COLOUR:  # without the colour other fields count
        assert first_missing(missing, moves=moves) is gone
        assert [flaw.wrong for flaw in lint(missing, moves=moves, now=AT)] == [Wrong.MISSING]


def test_a_time_that_has_passed_is_named() -> None:
    notice = given_all(DRAFT, moves=False)
    late = lint(notice, moves=False, now=AT + timedelta(hours=2))
    assert {flaw.field for flaw in late} == {Field.LEAVE_BY, Field.NEXT_AT}
    assert {flaw.wrong for flaw in late} == {Wrong.PAST}
    signal = given_all(replace(DRAFT, kind=NoticeKind.TYPHOON), moves=False)
    assert [flaw.wrong for flaw in lint(signal, moves=False, now=AT - timedelta(hours=2))] == [Wrong.FUTURE]


@pytest.mark.parametrize("colour", COLOURS)
def test_people_of_low_and_old_buildings_move_from_yellow_on(colour: str) -> None:
    notice = replace(DRAFT, kind=NoticeKind.TYPHOON, given={"colour": colour})
    asked = Field.MOVE_TO in fields_of(notice, moves=True)
    assert asked is (colour != "blue")
    assert Field.MOVE_TO not in fields_of(notice, moves=False)


def test_what_people_may_come_to_harm_by_is_urgent_and_nothing_else() -> None:
    colours = {colour: urgent(replace(DRAFT, kind=NoticeKind.TYPHOON, given={"colour": colour})) for colour in COLOURS}
    assert colours == {"blue": False, "yellow": True, "orange": True, "red": True}
    kinds = {kind: urgent(replace(DRAFT, kind=kind)) for kind in NoticeKind}
    assert [kind for kind, is_urgent in kinds.items() if not is_urgent] == [NoticeKind.LIFTED]


def test_what_owners_send_on_is_shorter() -> None:
    assert too_long([], by_hand=True) is None
    assert too_long(["a", "a" * 3_600], by_hand=False) is None
    assert too_long(["a", "a" * 3_601], by_hand=False) == (3_601, 3_600)
    assert too_long(["安" * 1_300], by_hand=True) is None
    assert too_long(["安" * 1_301, "a"], by_hand=True) == (3_903, 3_900), "in bytes"
    assert too_long(["安" * 1_301], by_hand=False) is None
