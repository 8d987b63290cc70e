"""The limits hold in every window, urgent goes before routine, and no chat waits for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.line import Line
from bot.engine.pacer import Limits, Pacer
from bot.store.outbox import Kind, Waiting
from bot.talk.message import Address, Priority
from tests.engine.sending import NO_LIMITS, START

LIMITS = Limits()
STEP = 0.01


@dataclass(frozen=True)
class Gone:
    """What went out, and when."""

    at: float
    waiting: Waiting


def made(number: int, *, chat: str, priority: Priority = Priority.ROUTINE, kind: Kind = Kind.SEND) -> Waiting:
    where = Address(platform="telegram", chat=chat)
    return Waiting(id=number, card=f"{kind}{number}", where=where, kind=kind, priority=priority, due=START)


def run(arrivals: list[tuple[float, Waiting]], *, seconds: float, limits: Limits = LIMITS) -> list[Gone]:
    """Sends at once whatever may go, on a clock that ticks only when there is something to do."""
    line, pacer = Line(), Pacer(limits, is_group=lambda chat: chat.startswith("-"))
    gone: list[Gone] = []
    todo, now = sorted(arrivals, key=lambda pair: pair[0]), 0.0
    while now <= seconds:
        wall = START + timedelta(seconds=now)
        while todo and todo[0][0] <= now:
            line.add(todo.pop(0)[1], now=wall)
        for waiting in line.take(pacer, now=now, wall=wall, count=64):
            edit = waiting.kind is Kind.EDIT
            pacer.spend(waiting.where.chat, priority=waiting.priority, edit=edit, now=now)
            gone.append(Gone(now, waiting))
            line.sent(waiting.card)
            line.free(waiting.where.chat)
        if not todo and not len(line):
            break
        rest = line.rest(pacer, now=now, wall=wall)
        now = min(now + max(rest, STEP), todo[0][0]) if todo and todo[0][0] > now else now + max(rest, STEP)
    return gone


def most(times: list[float], *, span: float) -> int:
    """The largest number in any window of this length."""
    span -= 1e-6  # sums of floats
    return max((sum(1 for other in times if at <= other < at + span) for at in times), default=0)


WAITING = st.tuples(
    st.floats(0, 5),
    st.sampled_from(["-1", "-2", "1", "2", "3"]),
    st.sampled_from(list(Priority)),
    st.sampled_from([Kind.SEND, Kind.SEND, Kind.EDIT]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WAITING, max_size=120))
def test_no_window_holds_more_than_it_may(drawn: list[tuple[float, str, Priority, Kind]]) -> None:
    arrivals = [(at, made(n, chat=chat, priority=first, kind=kind)) for n, (at, chat, first, kind) in enumerate(drawn)]
    gone = run(arrivals, seconds=3_600)
    assert len(gone) == len(arrivals)
    assert most([one.at for one in gone], span=1.0) <= 25 + 4 + 1
    assert most([one.at for one in gone if one.waiting.priority > Priority.ANSWER], span=1.0) <= 25 + 1
    for chat in {one.waiting.where.chat for one in gone}:
        here = [one for one in gone if one.waiting.where.chat == chat]
        if chat.startswith("-"):
            assert most([one.at for one in here], span=60.0) <= 18
            assert most([one.at for one in here if one.waiting.kind is Kind.EDIT], span=60.0) <= 10
        else:
            assert most([one.at for one in here], span=1.0) <= 2
            assert most([one.at for one in here], span=3.0) <= 3
            assert most([one.at for one in here], span=10.0) <= 11


@settings(max_examples=60, deadline=None)
@given(st.lists(WAITING, max_size=60))
def test_a_chat_keeps_its_order(drawn: list[tuple[float, str, Priority, Kind]]) -> None:
    arrivals = [(0.0, made(n, chat=chat, priority=first)) for n, (_, chat, first, _) in enumerate(drawn)]
    gone = run(arrivals, seconds=3_600)
    for chat in {one.waiting.where.chat for one in gone}:
        places = [(one.waiting.priority, one.waiting.id) for one in gone if one.waiting.where.chat == chat]
        assert places == sorted(places)


@settings(max_examples=30, deadline=None)
@given(at=st.floats(0, 20), priority=st.sampled_from([Priority.ANSWER, Priority.EMERGENCY]))
def test_an_urgent_one_waits_for_no_broadcast(at: float, priority: Priority) -> None:
    broadcast = [(0.0, made(n, chat=str(n))) for n in range(1, 600)]
    gone = run([*broadcast, (at, made(1_000, chat="-5", priority=priority))], seconds=60)
    sent = next(one.at for one in gone if one.waiting.id == 1_000)
    assert sent - at <= 1 / 25 + STEP


def test_a_group_full_of_routine_has_room_for_what_is_urgent() -> None:
    routine = [(0.0, made(n, chat="-1")) for n in range(1, 40)]
    gone = run([*routine, (10.0, made(100, chat="-1", priority=Priority.EMERGENCY))], seconds=30)
    assert len(gone) == 15
    assert next(one.at for one in gone if one.waiting.id == 100) <= 10.1


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 50))
def test_a_blocked_chat_delays_no_other(number: int) -> None:
    others = [(0.0, made(1_000 + n, chat=str(100 + n))) for n in range(number)]
    free = [one.at for one in run(others, seconds=60)]
    line, pacer = Line(), Pacer(LIMITS, is_group=lambda chat: chat.startswith("-"))
    pacer.hold("1", 500.0, now=0.0)
    for n in range(200):
        line.add(made(n, chat="1", priority=Priority.ANSWER), now=START)
    for _, waiting in others:
        line.add(waiting, now=START)
    now, times = 0.0, list[float]()
    while len(times) < number and now < 60:
        for waiting in line.take(pacer, now=now, wall=START, count=64):
            pacer.spend(waiting.where.chat, priority=waiting.priority, edit=False, now=now)
            line.free(waiting.where.chat)
            times.append(now)
        now += max(line.rest(pacer, now=now, wall=START), STEP)
    assert len(times) == number
    assert times[-1] <= free[-1] + 1 / 25 + STEP


def test_slots_that_were_not_used_are_not_caught_up_with() -> None:
    late = [(100.0, made(n, chat=str(n))) for n in range(1, 51)]
    gone = run([(0.0, made(100, chat="200")), *late], seconds=200)
    assert most([one.at for one in gone], span=1.0) <= 26


def test_zero_is_no_limit() -> None:
    arrivals = [(0.0, made(n, chat="-1")) for n in range(100)]
    gone = run(arrivals, seconds=10, limits=NO_LIMITS)
    assert len(gone) == 100
    assert gone[-1].at <= 100 * STEP  # one chat, one after the other: a tick each


def test_a_pause_holds_everybody() -> None:
    line, pacer = Line(), Pacer(NO_LIMITS, is_group=lambda _: False)
    pacer.pause(30.0)
    line.add(made(1, chat="1", priority=Priority.ANSWER), now=START)
    assert line.take(pacer, now=29.9, wall=START, count=9) == []
    assert line.rest(pacer, now=20.0, wall=START) == 10.0
    assert [one.id for one in line.take(pacer, now=30.0, wall=START, count=9)] == [1]


def waits_after_holds(*holds: tuple[float, str]) -> float:
    """When a chat nobody has spoken of may go after these were told to wait until 30, each at its time."""
    pacer = Pacer(NO_LIMITS, is_group=lambda _: False)
    for at, chat in holds:
        pacer.hold(chat, 30.0, now=at)
    assert pacer.when("9", priority=Priority.ANSWER, edit=False, now=2.0) < 0
    return pacer.next_slot(Priority.ANSWER)


def test_three_chats_told_to_wait_at_once_mean_everybody() -> None:
    assert waits_after_holds((1.0, "1"), (1.4, "2"), (1.9, "3")) == 30.0


def test_a_few_chats_told_to_wait_mean_only_themselves() -> None:
    for holds in ([(1.0, "1"), (1.1, "2")], [(1.0, "1"), (1.1, "1"), (1.2, "1")], [(0.0, "1"), (0.9, "2"), (1.8, "3")]):
        assert waits_after_holds(*holds) < 0


def test_chats_with_counts_of_their_own_hold_back_nobody_else() -> None:
    for one_is_all, free in ((True, False), (False, True)):
        limits = Limits(per_second=0, answers_per_second=0, one_is_all=one_is_all)
        pacer = Pacer(limits, is_group=lambda _: False)
        for chat in ("a", "b", "c"):
            pacer.hold(chat, 60.0, now=0.0)
        assert pacer.budget(1.0).has(Priority.ROUTINE) is free
        assert pacer.when("a", priority=Priority.ROUTINE, edit=False, now=1.0) == 60.0
