"""A question that asks how many is answered by a number, whatever it is called."""

from __future__ import annotations

import pytest

from bot.domain.playbook import Question
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from bot.domain.second_plan import joined
from tests.domain.estate import PLAYBOOKS, answers_in

COUNTING = sorted(name for name, playbook in PLAYBOOKS.items() if playbook.question("count"))


def asked(playbook: str, id: str) -> Question:
    question = PLAYBOOKS[playbook].question(id)
    assert question is not None
    return question


def test_ten_plans_ask_how_many() -> None:
    assert len(COUNTING) == 10


@pytest.mark.parametrize("type", COUNTING)
def test_every_count_of_the_library_says_that_it_is_a_number(type: str) -> None:
    assert asked(type, "count").number


@pytest.mark.parametrize(
    ("type", "text", "answer"),
    [
        ("fire", "3", "3"),
        ("fire", " ３ ", "3"),
        ("fire", "12", "more"),
        ("food_poisoning", "9", "more"),
        ("food_poisoning", "12", "many"),
        ("fire", "13800001111", None),
        ("fire", "", None),
        ("fire", "三", None),
    ],
)
def test_a_typed_number_is_the_answer(type: str, text: str, answer: str | None) -> None:
    assert asked(type, "count").typed(text) == answer


def test_a_number_answers_nothing_else() -> None:
    assert asked("fire", "trapped").typed("3") is None


def test_the_count_of_a_second_plan_is_a_number_too() -> None:
    both = joined(PLAYBOOKS["elevator_trapped"], PLAYBOOKS["injury"])
    second = both.question("count_2")
    assert second is not None
    assert second.typed("3") == "3"


def test_people_in_a_line_answer_the_question_that_counts() -> None:
    assert answers_in("3号楼电梯困人,里面3个人", PLAYBOOKS["elevator_trapped"])["count"] == "3"
    only_second = joined(PLAYBOOKS["power_outage"], PLAYBOOKS["injury"])
    assert answers_in("伤了2个人", only_second)["count"] == "2"


def test_a_copy_kept_before_the_mark_was_known_still_counts() -> None:
    written = playbook_to_json(PLAYBOOKS["fire"])
    for question in written["questions"]:
        del question["number"]
    kept = playbook_from_json(written).question("count")
    assert kept is not None
    assert not kept.number
    assert kept.typed("3") == "3"
