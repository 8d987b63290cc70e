"""Which type somebody means who names one: by name or id, or by what they speak of, and not what they deny."""

from __future__ import annotations

import pytest

from bot.domain.playbook import Playbook
from bot.domain.recognise import FALLBACK
from bot.domain.type_named import type_alone, type_called, type_named
from tests.domain.estate import RECOGNISER
from tests.rules.samples import PLAYBOOKS

LIBRARY = list(PLAYBOOKS.values())


def named(words: str) -> str:
    found = type_named(words, LIBRARY, RECOGNISER)
    return found.id if found else ""


@pytest.mark.parametrize("playbook", [one for one in LIBRARY if one.id != FALLBACK], ids=lambda one: str(one.id))
def test_a_type_is_found_by_its_names_and_id(playbook: Playbook) -> None:
    for words in (playbook.id, playbook.names["zh"], playbook.names["en"].upper()):
        assert type_called(words, LIBRARY) == type_alone(words, LIBRARY, RECOGNISER) == playbook, words
    assert named(f"{playbook.names['zh']}预案") == playbook.id


def test_other_words_lead_to_the_type_they_speak_of_or_to_none() -> None:
    assert named("楼道冒烟了") == "fire"
    assert named("搬家") == ""
    for name in (FALLBACK, *PLAYBOOKS[FALLBACK].names.values()):
        assert named(name) == "", "no menu offers it"
        assert type_called(name, LIBRARY) is None


@pytest.mark.parametrize(
    ("words", "type"),
    [
        ("不是火灾", ""),
        ("没有火灾，放心", ""),
        ("没着火", ""),
        ("不是火灾，是燃气泄漏", "gas_leak"),
        ("别加火灾", ""),
        ("it is not a fire", ""),
        ("no fire here, a gas leak", "gas_leak"),
        ("don't add the fire plan", ""),
        ("停电了", "power_outage"),
        ("全楼都没电了", "power_outage"),
        ("fireworks", ""),
    ],
)
def test_what_is_denied_is_not_named(words: str, type: str) -> None:
    assert named(words) == type


@pytest.mark.parametrize(
    "words", ["5号楼2单元3楼厨房着火了，快来人", "3-1-502着火", "南门着火了", "fire in building 5", "小区里有人搬家"]
)
def test_words_with_a_place_are_a_report_of_their_own(words: str) -> None:
    assert type_alone(words, LIBRARY, RECOGNISER) is None


def test_words_without_a_place_add_to_what_is_asked() -> None:
    found = type_alone("着火了", LIBRARY, RECOGNISER)
    assert found is not None
    assert found.id == "fire"
