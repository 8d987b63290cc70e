"""What people read is short enough for where they read it, and holds no signs of templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.read.playbook import read_playbook
from bot.read.said import LENGTHS
from tests.read.files import broken, line_of, only_fault
from tests.read.lift import LIFT

PLACES = {
    "name": "names: {zh: 电梯困人, en: Lift entrapment}",
    "anyone": "anyone:\n  - {zh: 别扒门, en: Do not force the doors}",
    "question": '    text: {zh: 有人不舒服吗？, en: "Is anybody unwell?"}',
    "answer": "text: {zh: 有孕妇, en: Pregnant}",
    "brief": "        level: 2\n        brief: {zh: 有孕妇, en: pregnant}",
    "warn": "warn: {zh: 有孕妇, en: A pregnant woman}",
    "tell": "tell: {zh: 坐下, en: Sit down}",
    "step": "text: {zh: 对讲安抚, en: Talk to the car}",
    "ask": 'ask: {zh: 几个人？, en: "How many?"}',
    "forbid": "forbid:\n          - {zh: 别扒门, en: Do not force the doors}",
    "say": "say: {zh: 困人, en: People trapped}",
    "closing": "closing:\n  - {zh: 人已放出, en: Everybody is out}",
}
"""Where a sentence of each kind stands."""
WHOLE = LIFT.replace("        level: 2", PLACES["brief"], 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lift.yaml"


def said(path: Path, kind: str, *, zh: str, en: str) -> Path:
    """The playbook with one sentence in the place of another."""
    old = PLACES[kind]
    head = old[: old.rindex("{zh")]
    return broken(path, WHOLE, old=old, new=f'{head}{{zh: "{zh}", en: "{en}"}}')


def test_every_kind_has_a_place() -> None:
    assert PLACES.keys() == LENGTHS.keys()


@pytest.mark.parametrize("kind", LENGTHS)
def test_a_sentence_may_be_as_long_as_it_is_read_at_once(path: Path, kind: str) -> None:
    zh, en = LENGTHS[kind]["zh"], LENGTHS[kind]["en"]
    assert read_playbook(said(path, kind, zh="看" * zh, en="x" * en)).id == "lift"
    for language, most, texts in (("zh", zh, ("看" * (zh + 1), "x")), ("en", en, ("看", "x" * (en + 1)))):
        fault = only_fault(read_playbook, said(path, kind, zh=texts[0], en=texts[1]))
        assert fault.line == line_of(path, texts[0] if language == "zh" else texts[1])
        assert fault.problem == f"the {language} text has {most + 1} characters"
        assert fault.remedy == f"say it in {most} or fewer"


@pytest.mark.parametrize("sign", ["{{ place }}", "{% if x %}", "{# no #}", "a}}", "a %}"])
@pytest.mark.parametrize("kind", ["name", "tell", "step", "say", "closing"])
def test_a_sign_of_templates_is_a_fault_anywhere(path: Path, kind: str, sign: str) -> None:
    fault = only_fault(read_playbook, said(path, kind, zh=sign, en="x"))
    assert fault.line == line_of(path, sign)
    assert "is a sign of templates" in fault.problem


def test_also_where_no_sentence_stands(path: Path) -> None:
    for old, new in (('sources: ["D13 §2"]', 'sources: ["{{ D13 }}"]'), ("none_of: [年检]", 'none_of: ["{% x %}"]')):
        assert "is a sign of templates" in only_fault(read_playbook, broken(path, LIFT, old=old, new=new)).problem


@pytest.mark.parametrize("kind", [kind for kind in LENGTHS if kind != "say"])
def test_blanks_are_filled_in_what_is_said_and_nowhere_else(path: Path, kind: str) -> None:
    fault = only_fault(read_playbook, said(path, kind, zh="去{place}", en="x"))
    assert (fault.line, fault.problem) == (line_of(path, "去{place}"), 'nothing fills "{place}" here')


def test_a_blank_is_written_whole(path: Path) -> None:
    assert read_playbook(said(path, "say", zh="{place}困人", en="{count} in the lift at {place}")).id == "lift"
    for text in ("place}困人", "{place 困人", "{}困人"):
        fault = only_fault(read_playbook, said(path, "say", zh=text, en="x"))
        assert fault.remedy == "write a blank as {place}"
