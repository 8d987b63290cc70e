"""The requirements are all there: their list is held against the totals of the documents' matrix."""

from __future__ import annotations

import re
from collections import Counter

from tests.plans.requirement import DOCUMENTS, read_finished, read_requirements

_TOTALS = {
    "ORGCONF": 20, "ESC": 6, "INTAKE": 21, "CLASS": 10, "VERIFY": 10, "DISPATCH": 22, "PLAYBOOK": 83, "ORDER": 7,
    "BCAST": 22, "AUTH": 18, "LOG": 5, "REPORT": 24, "APPROVE": 7, "SCHED": 23, "STOCK": 4, "DRILL": 13, "PRIV": 7,
    "PLANVER": 7, "WARN": 5, "KPI": 6,
}  # fmt: skip
_PRIORITIES = {1: 211, 2: 98, 3: 11}
_SOURCES = re.compile(r"D\d+ §[^\s,;]+(, §[^\s,;]+)*(; D\d+ §[^\s,;]+(, §[^\s,;]+)*)*")


def test_every_requirement_stands_once() -> None:
    ids = [requirement.id for requirement in read_requirements()]
    assert len(set(ids)) == len(ids) == 320
    assert all(re.fullmatch(r"[A-Z]+-\d\d", one) for one in ids)


def test_each_tag_and_priority_has_as_many_as_were_found() -> None:
    requirements = read_requirements()
    assert Counter(requirement.tag for requirement in requirements) == _TOTALS
    assert Counter(requirement.priority for requirement in requirements) == _PRIORITIES


def test_each_says_in_one_sentence_what_is_asked_and_by_which_clauses() -> None:
    for requirement in read_requirements():
        assert re.fullmatch(r"[^\s.].*[^\s.]\.", requirement.text), requirement.id
        assert "|" not in requirement.text, requirement.id
        assert _SOURCES.fullmatch(requirement.sources), requirement.id


def test_no_document_asks_for_nothing() -> None:
    assert frozenset().union(*(one.documents for one in read_requirements())) == set(DOCUMENTS)


def test_what_is_called_finished_is_a_tag() -> None:
    assert read_finished()
    assert read_finished() <= set(_TOTALS)
