"""What stands behind 👉 on the card of a reporter: short, the gravest first, never without what is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.playbook import Answer, Answers, Playbook, Question, Urgency
from handlers.told_now import newly, told_now
from tests.domain.estate import LIFT


def plan(*levels: int | None) -> Playbook:
    """One question for each level; its answer tells its own number."""
    return replace(
        LIFT,
        questions=tuple(
            Question(
                id=f"q{number}",
                text={},
                answers=(Answer(id="yes", text={}, level=level, tell={"zh": f"{number}", "en": ""}),),
            )
            for number, level in enumerate(levels)
        ),
    )


ALL: Answers = {f"q{number}": "yes" for number in range(9)}


@pytest.mark.parametrize(
    ("levels", "fresh", "told"),
    [
        ((None, 1), ("q0",), "10"),
        ((None, 1), (), "1"),
        ((1, 2, 3), (), "01"),
        ((2, 2, 1, 1, 2), (), "230"),
        ((2, 2, 1, 1, None), ("q4",), "234"),
        ((2, 2, 1, 1, 2), ("q0", "q4"), "230"),
        ((None, None), ("q0", "q1"), "01"),
    ],
)
def test_the_gravest_stay_and_the_new_one_is_among_them(
    levels: tuple[int | None, ...], fresh: tuple[str, ...], told: str
) -> None:
    found = told_now(plan(*levels), ALL, fresh=dict.fromkeys(fresh, "yes"))
    assert "".join(one["zh"] for one in found) == told


def test_an_emergency_counts_as_grave_and_no_sentence_stands_twice() -> None:
    one, two = plan(None, None).questions
    urgent = replace(two.answers[0], urgency=Urgency.EMERGENCY)
    asked = replace(LIFT, questions=(one, replace(two, answers=(urgent,))))
    assert told_now(asked, ALL, fresh={}) == [{"zh": "1", "en": ""}]
    same = replace(asked, questions=tuple(replace(one, id=asked_as, answers=(urgent,)) for asked_as in ("q0", "q1")))
    assert told_now(same, ALL, fresh={}) == [{"zh": "1", "en": ""}]
    assert told_now(same, {"q0": "free words"}, fresh={"q0": "free words"}) == []


def test_a_changed_answer_is_new() -> None:
    assert newly({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "1"}) == {"b": "2", "c": "3"}
